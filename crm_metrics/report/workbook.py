"""What a page has shown as an XLSX workbook: typed cells, one sheet per table, nothing cut.

The first sheet says what the numbers are about. Days are dates, money and counts numbers with a
number format, shares percentages. A text stays a text, also when it begins like a formula. Rows
beyond what Excel can hold in a sheet (1,048,576 with the heading) go on in a further sheet.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import repeat
from typing import Any, TypeAlias

import polars as pl
import polars.selectors as cs
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from crm_metrics.charts.numbers import numbers_of
from crm_metrics.formatting import Kind
from crm_metrics.report.shown import Shown, ShownCards, ShownChart, ShownNote, ShownTable

# Excel's limits: rows of a sheet without the heading, characters of a cell, of a sheet's name.
MOST_ROWS = 1_048_575
_MOST_CHARACTERS = 32_767
_MOST_OF_A_NAME = 31
_NUMBER_FORMATS: dict[Kind, str] = {
    "share": "0.0%",
    "points": "0.0",
    "growth": "0.0%",
    "money": "#,##0.00",
    "days": "#,##0.0",
    "hours": "#,##0.0",
    "count": "#,##0",
    "day": "yyyy-mm-dd",
}
_WIDEST, _NARROWEST, _ROWS_MEASURED = 60, 9, 200
Write: TypeAlias = Callable[[int, int, Any, Format], object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, what it holds in words, its rows, how each column reads.

    `values`: how the column "Value" reads row by row, where its rows are of several units.
    """

    name: str
    says: str
    rows: pl.DataFrame
    kinds: Mapping[str, Kind]
    values: tuple[Kind, ...] = ()


def workbook(shown: Shown, *, most_rows: int = MOST_ROWS) -> bytes:
    """The workbook of a page, or of one of its tables: an "About" sheet, then one per part."""
    sheets = _named([part for sheet in _sheets(shown) for part in _in_parts(sheet, most_rows)])
    file = BytesIO()
    # Texts are texts: nothing is taken for a formula, a link or a number. Rows are written as they
    # come, so that a million of them need no memory.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(file, options) as book:
        # Without the clock: the same view makes the same file.
        book.set_properties({"title": shown.question, "created": shown.read_at})
        looks = _Looks(book)
        _write_about(book.add_worksheet("About"), shown, sheets, looks)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, looks)
    return file.getvalue()


class _Looks:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self.plain = book.add_format({"valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.of: dict[Kind, Format] = {
            kind: book.add_format({"num_format": text, "valign": "top", "align": "right"})
            for kind, text in _NUMBER_FORMATS.items()
        }

    def __getitem__(self, kind: Kind) -> Format:
        return self.of.get(kind, self.plain)


def _sheets(shown: Shown) -> Iterator[Sheet]:
    for part in shown.parts:
        match part:
            case ShownCards():
                yield _cards_sheet(part)
            case ShownChart():
                table, kinds = numbers_of(part.figure)
                says = ". ".join(filter(None, [part.subtitle, part.finding]))
                yield Sheet(part.title, f"Chart: {part.title}. {says}", table, kinds)
            case ShownTable():
                yield Sheet(part.title, f"Table: {part.title}", part.rows, part.kinds)


def _cards_sheet(part: ShownCards) -> Sheet:
    """One row per card."""
    rows = [
        {
            "Number": card.title,
            "Value": card.number,
            "Unit": {"share": "share, %"}.get(card.unit, card.unit),
            "As shown": card.value,
            "Changes": "; ".join(f"{item.text} vs {item.against}" for item in card.changes),
            "Notes": "; ".join(card.notes),
        }
        for card in part.cards
    ]
    types = dict.fromkeys(("Number", "Unit", "As shown", "Changes", "Notes"), pl.String)
    table = pl.DataFrame(rows, schema_overrides={**types, "Value": pl.Float64})
    kinds: dict[str, Kind] = dict.fromkeys(table.columns, "text")
    values = tuple(card.unit for card in part.cards)
    return Sheet("Cards", "Cards: the numbers in large", table, kinds, values)


def _in_parts(sheet: Sheet, most_rows: int) -> Iterator[Sheet]:
    """The sheet, or several where it has more rows than one can hold."""
    if sheet.rows.height <= most_rows:
        yield sheet
        return
    count = math.ceil(sheet.rows.height / most_rows)
    for number in range(count):
        rows = sheet.rows.slice(number * most_rows, most_rows)
        says = f"{sheet.says}, part {number + 1} of {count}: one sheet cannot hold all rows"
        yield replace(sheet, says=says, rows=rows)


def _named(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets with names that Excel takes: short, without its signs, no two alike."""
    taken = {"about", "history"}
    named = []
    for sheet in sheets:
        name = sheet_name(sheet.name, taken)
        taken.add(name.lower())
        named.append(replace(sheet, name=name))
    return named


def sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel takes that is not in `taken` (lower case), as near to the title as can be.

    >>> sheet_name("Won/lost: by [team]", set()), sheet_name("History", {"history"})
    ('Won lost by team', 'History 2')
    >>> sheet_name("Customers kept, by month of their first day", set())
    'Customers kept, by month of the'
    """
    plain = " ".join(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).split()).strip("' ") or "Sheet"
    name, number = plain[:_MOST_OF_A_NAME].strip("' "), 1
    while name.lower() in taken:
        number += 1
        end = f" {number}"
        name = plain[: _MOST_OF_A_NAME - len(end)].strip("' ") + end
    return name


def _write_about(page: Worksheet, shown: Shown, sheets: Sequence[Sheet], looks: _Looks) -> None:
    """Page, period, filters and times; the sheets with their rows; notes; definitions."""
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 100)
    page.set_column(2, 2, 12)
    page.hide_gridlines(2)
    row = _Row(page)
    row.write((shown.question, looks.title))
    row.write(("Page", looks.bold), (shown.page, looks.wrapped))
    for name, text in shown.facts():
        row.write((name, looks.bold), (text, looks.wrapped))
    row.write()
    row.write(("Sheet", looks.head), ("What it holds", looks.head), ("Rows", looks.head))
    for sheet in sheets:
        text = sheet.says + _cut_texts(sheet.rows)
        row.write(
            (sheet.name, looks.bold), (text, looks.wrapped), (sheet.rows.height, looks["count"])
        )
    row.write()
    for note in (part.text for part in shown.parts if isinstance(part, ShownNote)):
        row.write(("Note", looks.bold), (note, looks.wrapped))
    row.write()
    row.write(("Number", looks.head), ("Definition", looks.head))
    for title, text in shown.definitions():
        row.write((title, looks.bold), (text, looks.wrapped))


class _Row:
    """Writes row after row of texts and counts."""

    def __init__(self, page: Worksheet) -> None:
        self._page, self._number = page, 0

    def write(self, *cells: tuple[str | int, Format]) -> None:
        for column, (value, look) in enumerate(cells):
            write = self._page.write_number if isinstance(value, int) else self._page.write_string
            write(self._number, column, value, look)
        self._number += 1


def _cut_texts(rows: pl.DataFrame) -> str:
    """How many texts are longer than a cell may be; empty where none is."""
    texts = rows.select(cs.string())
    count = sum((column.str.len_chars() > _MOST_CHARACTERS).sum() for column in texts)
    return f". {count:,} texts are cut to {_MOST_CHARACTERS:,} characters" if count else ""


def _write_sheet(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    """A heading that stays in sight and can be filtered by, then the rows."""
    rows = _as_cells(sheet.rows)
    page.freeze_panes(1, 1)
    if rows.height:
        page.autofilter(0, 0, rows.height, rows.width - 1)
    for column, title in enumerate(rows.columns):
        page.set_column(column, column, _width(rows[title], title, sheet.kinds[title]))
        page.write_string(0, column, title, looks.head)
    writers = [_writer(page, dtype) for dtype in rows.dtypes]
    of_rows = zip(rows.iter_rows(), _looks_of_rows(sheet, looks), strict=False)
    for number, (values, row_looks) in enumerate(of_rows, 1):
        for column, value in enumerate(values):
            if value is not None:
                writers[column](number, column, value, row_looks[column])


def _looks_of_rows(sheet: Sheet, looks: _Looks) -> Iterable[list[Format]]:
    """The formats of the cells, row by row."""
    usual = [looks[kind] for kind in sheet.kinds.values()]
    if not sheet.values:
        return repeat(usual)
    at = list(sheet.kinds).index("Value")
    return ([*usual[:at], looks[kind], *usual[at + 1 :]] for kind in sheet.values)


def _as_cells(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in the types a cell can have; what is no number, day or truth is a text."""
    texts = ~(cs.numeric() | cs.date() | cs.boolean())
    return rows.with_columns(
        cs.float().replace([math.inf, -math.inf, math.nan], None),
        texts.cast(pl.String).str.slice(0, _MOST_CHARACTERS),
    )


def _writer(page: Worksheet, dtype: pl.DataType) -> Write:
    write: Write = page.write_string
    if dtype.is_numeric():
        write = page.write_number
    elif dtype == pl.Date:
        write = page.write_datetime
    elif dtype == pl.Boolean:
        write = page.write_boolean
    return write


def _width(column: pl.Series, title: str, kind: Kind) -> int:
    """As wide as the title and the first rows need."""
    if kind != "text":
        return max(_NARROWEST + 4, len(title) + 3)
    longest = column.head(_ROWS_MEASURED).cast(pl.String).str.len_chars().max()
    widest = longest if isinstance(longest, int) else 0
    return min(_WIDEST, max(_NARROWEST, len(title) + 3, widest + 2))
