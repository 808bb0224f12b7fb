"""A workbook read back: types, number formats, texts that look like formulas, rows, filters."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import fastexcel
import polars as pl
import pytest

from crm_metrics.calendar import Period
from crm_metrics.charts import bars_with_whiskers
from crm_metrics.metrics import METRICS
from crm_metrics.report.asked import Asked
from crm_metrics.report.cards import Card, Change
from crm_metrics.report.columns import kinds_of
from crm_metrics.report.shown import Shown, ShownCards, ShownChart, ShownNote, ShownTable
from crm_metrics.report.workbook import sheet_name, workbook
from crm_metrics.settings import Business

AS_OF = date(2026, 3, 31)
WINTER = Period(date(2026, 1, 1), date(2026, 3, 1))
MANY = [f"Team {number}" for number in range(6)]
RATES = pl.DataFrame(
    {
        "Team": ["North", "=2+3", "@SUM(A1)", None],
        "Won": [2, 0, None, 5],
        "Win rate": [2 / 3, 0.0, float("nan"), None],
        "Day": [date(2026, 1, 31), date(1999, 12, 31), None, None],
    }
)
AMOUNTS = pl.DataFrame(
    {"Name": ["+1-555-0100", "-3", "https://crm.example.com/1", "7"], "Amount": [1.5, 2.25, 0, 1e9]}
)


def _shown(*parts, where=None, metrics=("win_rate",)) -> Shown:
    asked = Asked(WINTER, AS_OF, Business(timezone="Europe/Berlin", currency="EUR"), where or {})
    read_at = datetime(2026, 3, 31, 20, 5, tzinfo=UTC)
    return Shown("Win rate", "Are we winning?", asked, read_at, parts, metrics)


def _table(rows: pl.DataFrame, name: str = "rates", *, shares: bool = True) -> ShownTable:
    return ShownTable(rows, name, kinds_of(rows, shares=shares))


def _sheet(book: bytes, name: str | int) -> pl.DataFrame:
    read = fastexcel.read_excel(book).load_sheet(name)
    return pl.DataFrame(read.to_arrow())


def _about(book: bytes) -> list[list[str]]:
    read = fastexcel.read_excel(book).load_sheet(0, header_row=None, dtypes="string")
    return [[text or "" for text in row] for row in pl.DataFrame(read.to_arrow()).iter_rows()]


def _formats(book: bytes, number: int) -> dict[str, str]:
    """The number format of every cell of a sheet, by address; the plain one is left out."""
    spread = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        styles = ElementTree.fromstring(parts.read("xl/styles.xml"))
        sheet = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
    known: dict[str | None, str | None] = {"3": "#,##0", "4": "#,##0.00"}
    for item in styles.iter(f"{spread}numFmt"):
        known[item.get("numFmtId")] = item.get("formatCode")
    cells = styles.find(f"{spread}cellXfs")
    assert cells is not None
    codes = [known.get(item.get("numFmtId")) for item in cells]
    return {
        str(cell.get("r")): code
        for cell in sheet.iter(f"{spread}c")
        if (code := codes[int(cell.get("s") or 0)])
    }


def test_days_are_dates_counts_and_shares_are_numbers_and_what_is_missing_is_empty():
    book = workbook(_shown(_table(RATES)))
    read = _sheet(book, "Rates")
    assert read.columns == RATES.columns
    assert read["Won"].to_list() == [2, 0, None, 5]
    assert read["Win rate"].to_list() == [2 / 3, 0.0, None, None]
    assert read["Day"].cast(pl.Date).to_list() == RATES["Day"].to_list()
    formats = _formats(book, 2)
    assert (formats["B2"], formats["C2"], formats["D2"]) == ("#,##0", "0.0%", "yyyy-mm-dd")
    assert "C4" not in formats


def test_money_has_two_decimals_and_keeps_its_value():
    book = workbook(_shown(_table(AMOUNTS, "amounts", shares=False)))
    assert _sheet(book, "Amounts")["Amount"].to_list() == [1.5, 2.25, 0, 1e9]
    assert _formats(book, 2)["B3"] == "#,##0.00"


@pytest.mark.parametrize(("rows", "name"), [(RATES, "Rates"), (AMOUNTS, "Amounts")])
def test_a_text_that_begins_like_a_formula_is_a_text(rows, name):
    book = workbook(_shown(_table(rows, name)))
    first = rows.columns[0]
    assert [text for text in _sheet(book, name)[first] if text] == rows[
        first
    ].drop_nulls().to_list()
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        texts = [parts.read(part) for part in parts.namelist() if "worksheets/sheet" in part]
    assert not [text for text in texts if b"<f>" in text or b"<hyperlink" in text]


def test_the_first_sheet_says_what_the_numbers_are_about():
    where = {"team": MANY, "source": [None]}
    note = "Figures of single people are for coaching."
    book = workbook(_shown(_table(RATES), ShownNote(note), where=where))
    assert fastexcel.read_excel(book).sheet_names == ["About", "Rates"]
    about = {row[0]: row[1:] for row in _about(book)}
    assert about["Page"][0] == "Win rate"
    assert about["Period"][0] == "Jan – Feb 2026"
    assert about["Filters"][0] == f"Team {', '.join(MANY[:-1])} or {MANY[-1]}, no source"
    assert about["As of"][0] == "31 Mar 2026, the last day that is known"
    assert about["Read from the CRM"][0] == "31 Mar 2026, 22:05 (Europe/Berlin)"
    assert about["Currency"][0] == "EUR"
    assert about["Rates"] == ["Table: Rates", "4"]
    assert about["Note"][0] == note
    metric = METRICS["win_rate"]
    assert about["Win rate"][0] == f"{metric.says} {metric.includes} {metric.differs}"


def test_a_card_keeps_its_number_in_its_own_unit_beside_its_words():
    cards = (
        Card("win_rate", "Win rate", "63.2 %", number=0.63249, unit="share"),
        Card(
            "revenue_added",
            "Revenue added",
            "1.24 M EUR",
            (Change("+12.5 %", "better", "a year earlier"),),
            ("from 12 deals",),
            number=1_243_500.5,
            unit="money",
        ),
        Card("churn_rate", "Churn rate", "–", notes=("not mapped: subscriptions",)),
    )
    book = workbook(_shown(ShownCards(cards)))
    read = _sheet(book, "Cards")
    assert read["Value"].to_list() == [0.63249, 1_243_500.5, None]
    assert read["As shown"].to_list() == ["63.2 %", "1.24 M EUR", "–"]
    assert read["Changes"][1] == "+12.5 % vs a year earlier"
    formats = _formats(book, 2)
    assert (formats["B2"], formats["B3"]) == ("0.0%", "#,##0.00")
    assert "B4" not in formats


def test_a_chart_brings_the_numbers_it_was_drawn_from():
    judged = pl.DataFrame(
        {
            "team": ["North", "R&D <b>"],
            "segment": ["North", "R&D <b>"],
            "win_rate": [2 / 3, 0.25],
            "win_rate_low": [0.6, 0.2],
            "win_rate_high": [0.7, 0.3],
            "won": [200, 50],
            "decided": [300, 200],
            "rest": [0.25, 2 / 3],
            "verdict": ["higher", "lower"],
        }
    )
    figure = bars_with_whiskers(judged, METRICS["win_rate"], _shown().asked, "team")
    book = workbook(_shown(ShownChart(figure, "North stands out.")))
    read = _sheet(book, 1)
    assert read["Win rate, %"].to_list() == [2 / 3, 0.25]
    assert read[read.columns[0]].to_list() == ["North", "R&D <b>"]
    assert read["In words"][1].startswith("R&D <b>: 25.0 %, 50 of 200 decided deals; 95 %:")
    assert _formats(book, 2)["B2"] == "0.0%"
    assert "North stands out." in _about(book)[9][1]


def test_rows_beyond_what_a_sheet_can_hold_go_on_in_the_next_and_it_says_so():
    rows = pl.DataFrame({"Deal": [f"D-{number}" for number in range(7)]})
    book = workbook(_shown(_table(rows, "records")), most_rows=3)
    assert fastexcel.read_excel(book).sheet_names == ["About", "Records", "Records 2", "Records 3"]
    parts = [_sheet(book, name) for name in ("Records", "Records 2", "Records 3")]
    assert pl.concat(parts)["Deal"].to_list() == rows["Deal"].to_list()
    about = {row[0]: row[1:] for row in _about(book)}
    assert "part 3 of 3: one sheet cannot hold all rows" in about["Records 3"][0]
    assert [about[name][1] for name in ("Records", "Records 2", "Records 3")] == ["3", "3", "1"]


def test_a_text_longer_than_a_cell_may_be_is_cut_and_it_says_so():
    rows = pl.DataFrame({"Name": ["x" * 40_000, "short"]})
    book = workbook(_shown(_table(rows)))
    assert len(_sheet(book, "Rates")["Name"][0]) == 32_767
    assert "1 texts are cut to 32,767 characters" in _about(book)[9][1]


@pytest.mark.parametrize(
    "title", ["", "'", "[]:*?/\\", "History", "About", "x" * 40, "'quoted'", "Ünïcode / Prüfung"]
)
def test_a_sheet_has_a_name_that_excel_takes(title):
    taken = {"about", "history"}
    names = []
    for _ in range(12):
        names.append(sheet_name(title, taken))
        taken.add(names[-1].lower())
    assert len({name.lower() for name in names} | {"about", "history"}) == 14
    for name in names:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)


def test_an_empty_table_keeps_its_heading():
    book = workbook(_shown(_table(RATES.clear())))
    sheet = fastexcel.read_excel(book).load_sheet("Rates")
    assert [column.name for column in sheet.available_columns()] == RATES.columns


def test_the_same_view_makes_the_same_file():
    assert workbook(_shown(_table(RATES))) == workbook(_shown(_table(RATES)))
