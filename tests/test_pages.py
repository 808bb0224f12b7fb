"""Every page over real small snapshots, through Streamlit's own test runner."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from crm_metrics import source
from crm_metrics.calendar import Period, twelve_months_to
from crm_metrics.configured import DEMO_URL, configured
from crm_metrics.insight.coverage import input_coverage
from crm_metrics.measure import measure
from crm_metrics.metrics import METRICS
from crm_metrics.records import account_of_rows, rows_of, set_aside
from crm_metrics.report.cards import input_note, title_of
from crm_metrics.report.pages import (
    OVERVIEW_CARDS,
    QUALITY_CARDS,
    REPEAT_CARDS,
    RETENTION_CARDS,
    SALES_CYCLE_CARDS,
    WIN_RATE_CARDS,
)
from crm_metrics.report.segments import finding, with_rest
from crm_metrics.report.wording import counted, share_or_cases, short
from crm_metrics.snapshot.store import locked, open_snapshot
from crm_metrics.snapshot.tables import Tables
from dashboard.downloads import csv_of
from tests.crms import DEALS, FEW_DEALS, SUBSCRIPTIONS, database, settings_file, small_demo

APP = Path(__file__).resolve().parent.parent / "app.py"
CARDS = {
    "overview": OVERVIEW_CARDS,
    "win_rate": WIN_RATE_CARDS,
    "sales_cycle": SALES_CYCLE_CARDS,
    "retention": RETENTION_CARDS,
    "repeat_business": REPEAT_CARDS,
    "data_quality": QUALITY_CARDS,
}
PAGES = (*CARDS, "definitions")
# What the pages say over a few deals without accounts and subscriptions.
SAYS_WHY_NOT = {
    "retention": "This CRM has no subscriptions mapped.",
    "repeat_business": "This CRM has no deals.account_id",
}
# Cards of what has no period, or of which no period is like another.
OF_ALL_DAYS = ("customer_survival_median", "lifetime_value", "overdue_open_deals")
AS_OF = date(2026, 3, 31)
NOW = datetime(2026, 3, 31, 20, tzinfo=UTC)
WINTER = {"from": "2026-01-01", "through": "2026-02-28"}


CRMS: dict[str, Callable[[Path], str]] = {
    "the demo": lambda path: small_demo(path, AS_OF),
    "a few deals": lambda path: database(path, DEALS, deals=FEW_DEALS),
    "one deal": lambda path: database(path, DEALS, deals=FEW_DEALS[:1]),
    "one open deal": lambda path: database(path, DEALS, deals=FEW_DEALS[3:4]),
    "no deal at all": lambda path: database(path, DEALS),
    "subscriptions only": lambda path: database(
        path, SUBSCRIPTIONS, "insert into subscriptions values ('s', 'a', '2026-01-01', null, 9)"
    ),
}


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The URL of a CRM by its name, made once."""
    made: dict[str, str] = {}

    def url(name: str) -> str:
        if name not in made:
            made[name] = CRMS[name](tmp_path_factory.mktemp("crm") / "crm.sqlite")
        return made[name]

    return url


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to run the dashboard in, without anything cached from another test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CRM_URL", raising=False)
    st.cache_data.clear()
    st.cache_resource.clear()
    yield tmp_path
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def synced(place: Path, databases: Callable[[str], str]) -> Callable[[str], Tables]:
    """Reads a CRM into a snapshot that the dashboard will open; returns its tables."""

    def sync(name: str) -> Tables:
        settings_file(place, databases(name))
        source.sync(configured(), now=NOW)
        return _tables()

    return sync


def _tables() -> Tables:
    settings = configured()
    return Tables.open(open_snapshot(settings.snapshot_path), settings.business)


def _open(page: str = "overview", **address: str | list[str]) -> AppTest:
    at = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in address.items():
        at.query_params[name] = value
    at.run()
    return at if page == "overview" else at.switch_page(f"pages/{page}.py").run()


def _said(at: AppTest) -> str:
    """Everything a reader can read, as one text."""
    elements = (at.title, at.markdown, at.caption, at.info, at.warning, at.error)
    said = "\n".join(str(element.value) for kind in elements for element in kind)
    # A backslash only keeps a sign from being read as Markdown.
    return said.replace("\\", "")


def _not_mapped(at: AppTest) -> str:
    """The one line that names the numbers this CRM cannot give."""
    [line] = [item.value for item in at.caption if item.value.startswith("Not mapped")]
    return line


def _values(at: AppTest) -> dict[str, str]:
    return {card.label: card.value for card in at.metric}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("crm", CRMS)
def test_every_page_opens_over_every_kind_of_crm(crm, page, synced):
    synced(crm)
    at = _open(page)
    assert not at.exception
    assert not at.error
    assert at.title[0].value


@pytest.mark.parametrize("page", CARDS)
@pytest.mark.parametrize("crm", ["the demo", "a few deals"])
def test_the_number_on_the_card_is_the_one_the_library_measures(crm, page, synced):
    tables = synced(crm)
    at = _open(page)
    if crm == "a few deals" and page in SAYS_WHY_NOT:
        assert SAYS_WHY_NOT[page] in at.info[0].value
        return
    shown = _values(at)
    coverage = {row["metric"]: row for row in input_coverage(tables).iter_rows(named=True)}
    for name in CARDS[page]:
        metric = METRICS[name]
        if coverage[name]["not_mapped"]:
            assert metric.title not in shown
            assert metric.title in _not_mapped(at)
            continue
        period = None if name in OF_ALL_DAYS else twelve_months_to(AS_OF)
        row = measure(metric, tables, period).row(0, named=True)
        known = input_coverage(tables, period, metrics=[name]).row(0, named=True)
        assert input_note(known) in _said(at), name
        for value in (
            metric.values
            if page == "sales_cycle" and name == "sales_cycle"
            else (metric.values[0],)
        ):
            expected = short(row[value], metric.unit, "USD")
            if metric.part_of:
                expected = share_or_cases(row[value], *(row[count] for count in metric.part_of))
            if name == "win_rate_by_amount" and crm == "a few deals":
                expected = "400 of 450 USD"
            if "events" in row and row[value] is None:
                expected = "not reached"
            assert shown[title_of(metric, value)] == expected, value


def test_a_card_of_all_days_tells_the_input_of_all_days(place, tmp_path):
    url = database(
        tmp_path / "crm.sqlite",
        "create table deals (deal_id, created_at, outcome, expected_close_on)",
        "insert into deals values ('old', '2020-05-01', 'open', null)",
        "insert into deals values ('new', '2026-02-01', 'open', '2026-06-01')",
    )
    settings_file(place, url)
    source.sync(configured(), now=NOW)
    at = _open("data_quality")
    assert _values(at)["Open deals past their expected day"] == "0 of 1"
    assert "input 50.0 % usable: 1 set aside" in _said(at)


def test_below_ten_cases_the_card_counts_them_instead_of_giving_a_percentage(synced):
    synced("a few deals")
    at = _open("win_rate")
    assert _values(at)["Win rate"] == "2 of 3"
    assert "too few for a rate" in _said(at)


def test_what_was_set_aside_is_said_on_the_card(synced):
    synced("a few deals")
    assert "input 75.0 % usable: 1 of unknown period" in _said(_open("win_rate"))


def test_a_filter_counts_what_the_library_counts_and_says_whom_it_is_about(synced):
    tables = synced("the demo")
    at = _open()
    team = at.multiselect(key="team").options[0]
    at.multiselect(key="team").select(team).run()
    revenue = measure("revenue_added", tables, where={"team": [team]})["revenue_added"][0]
    assert _values(at)["Revenue added"] == short(revenue, "money", "USD")
    assert f"Team {team}" in _said(at)


def test_rows_without_a_value_can_be_filtered_for(synced):
    tables = synced("one deal")
    assert "source" not in {item.key for item in _open().multiselect}
    tables = synced("the demo")
    revenue = measure("revenue_added", tables, where={"source": [None]})["revenue_added"][0]
    at = _open(source="(none)")
    assert _values(at)["Revenue added"] == short(revenue, "money", "USD")


def test_an_address_opens_the_view_that_was_chosen_by_hand(synced):
    synced("the demo")
    at = _open()
    team = at.multiselect(key="team").options[1]
    at.multiselect(key="team").select(team).run()
    at.selectbox(key="period").select("Last quarter").run()
    at.date_input(key="as_of").set_value(date(2026, 2, 15)).run()
    again = _open(team=team, period="Last quarter", as_of="2026-02-15")
    assert _values(again) == _values(at)
    assert not again.warning


def _only(value: str | list[str]) -> str:
    return value[0] if isinstance(value, list) else value


def test_the_address_is_kept_from_page_to_page(synced):
    synced("the demo")
    at = _open(period="This quarter")
    at.switch_page("pages/win_rate.py").run()
    assert _only(at.query_params["period"]) == "This quarter"
    assert at.selectbox(key="period").value == "This quarter"


def test_days_in_the_address_are_a_period_of_ones_own(synced):
    tables = synced("the demo")
    at = _open(**{"from": "2026-01-01", "through": "2026-02-28"})
    assert at.selectbox(key="period").value == "Custom"
    period = Period(date(2026, 1, 1), date(2026, 3, 1))
    revenue = measure("revenue_added", tables, period)["revenue_added"][0]
    assert _values(at)["Revenue added"] == short(revenue, "money", "USD")


def test_a_last_day_before_the_first_is_said_and_not_followed(synced):
    synced("the demo")
    at = _open(**{"from": "2026-02-01", "through": "2026-01-01"})
    assert "lies before the first" in at.warning[0].value
    assert _values(at) == _values(_open())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("team", "Nowhere"),
        ("owner", "'; drop table deals; --"),
        ("period", "last decade"),
        ("as_of", "2030-01-01"),
        ("as_of", "yesterday"),
        ("from", "2026-13-01"),
    ],
)
def test_a_wrong_value_in_the_address_warns_once_and_falls_back(name, value, synced):
    synced("the demo")
    at = _open(**{name: value})
    assert not at.exception
    assert [warning.value for warning in at.warning] == [
        f"The address asks for {name} '{value}', which does not exist here; left out."
    ]
    assert _values(at) == _values(_open())


def test_as_of_hides_what_happened_later(synced):
    tables = synced("the demo")
    day = AS_OF - timedelta(days=60)
    at = _open(as_of=day.isoformat())
    revenue = measure("revenue_added", tables, as_of=day)["revenue_added"][0]
    assert _values(at)["Revenue added"] == short(revenue, "money", "USD")
    assert f"As of {day.day} {day:%b %Y}" in _said(at)


def test_an_empty_page_names_the_filter_and_the_button_takes_it_off(synced):
    synced("a few deals")
    at = _open(owner="bo", team="North")
    assert at.info[0].value == (
        "Nothing to count: the filter “Team North” leaves none of the 1 that the other filters "
        "let through in Apr 2025 – Mar 2026."
    )
    at.button(key="clear_when_empty").click().run()
    assert not at.exception
    assert not at.info
    assert "owner" not in at.query_params
    assert _values(at)["Revenue added"] == "400 USD"


def test_an_empty_page_names_the_period_when_no_filter_is_to_blame(synced):
    synced("one open deal")
    at = _open()
    assert "Nothing to count in Apr 2025 – Mar 2026" in _said(at)
    # There is nothing to clear: a button would only promise something.
    assert "clear_when_empty" not in {button.key for button in at.button}
    assert "Another period can be chosen above" in _said(at)


def test_the_button_of_an_empty_page_takes_off_the_days_as_well(synced):
    tables = synced("a few deals")
    at = _open(period="Last month", as_of="2025-06-01")
    at.button(key="clear_when_empty").click().run()
    assert at.selectbox(key="period").value == "Last 12 months"
    assert at.date_input(key="as_of").value == tables.as_of
    assert not at.info


def test_a_crm_without_deals_says_so_and_still_has_what_its_tables_give(synced):
    synced("subscriptions only")
    for page in ("win_rate", "sales_cycle"):
        at = _open(page)
        assert "This CRM has no deals mapped." in at.info[0].value
        assert not at.metric
    assert _values(_open("overview"))["Customers added"] == "1"
    assert "Win rate (deals)" in _not_mapped(_open("overview"))
    assert _values(_open("retention"))["Monthly recurring revenue"] == "9 USD"
    assert "Settings in force" in [heading.value for heading in _open("definitions").subheader]


def test_without_a_snapshot_the_page_says_what_to_run(place, databases):
    settings_file(place, databases("one deal"))
    at = _open(**WINTER)
    assert not at.exception
    assert "There is no snapshot" in at.warning[0].value
    assert "python -m crm_metrics sync" in _said(at)
    at.button(key="refresh").click().run()
    assert not at.exception
    assert _values(at)["Revenue added"] == "100 USD"


def test_refresh_reads_the_crm_again(place, tmp_path):
    url = database(tmp_path / "crm.sqlite", DEALS, deals=FEW_DEALS[:1])
    settings_file(place, url)
    source.sync(configured(), now=datetime.now(UTC) - timedelta(minutes=5))
    at = _open(**WINTER)
    before = open_snapshot(place / "snapshots").id
    with sqlite3.connect(tmp_path / "crm.sqlite") as connection:
        connection.execute(
            "insert into deals values ('7', '2026-01-02', '2026-01-05', 'won', 11, 'ana', 'North')"
        )
    at.button(key="refresh").click().run()
    assert not at.exception
    assert open_snapshot(place / "snapshots").id != before
    assert _values(at)["Revenue added"] == "111 USD"
    assert "read just now" in _said(at)


def test_a_failed_refresh_is_one_sentence_and_keeps_the_last_good_numbers(synced, place):
    synced("a few deals")
    settings_file(place, f"sqlite:///{place / 'gone.sqlite'}")
    at = _open()
    shown = _values(at)
    at.button(key="refresh").click().run()
    assert not at.exception
    assert len(at.error) == 1
    assert _values(at) == shown


def test_a_refresh_beside_another_sync_says_so_and_keeps_the_last_good_numbers(synced, place):
    synced("a few deals")
    at = _open()
    shown = _values(at)
    with locked(place / "snapshots"):
        at.button(key="refresh").click().run()
    assert not at.exception
    assert not at.warning
    assert "Another sync is writing" in at.info[0].value
    assert "The last good numbers stay until then." in at.info[0].value
    assert _values(at) == shown


def test_a_damaged_snapshot_says_so_and_refresh_repairs_it(place, databases):
    settings_file(place, databases("a few deals"))
    snapshot = source.sync(configured(), now=datetime.now(UTC))
    with (snapshot.folder / "model" / "deals.parquet").open("ab") as file:
        file.write(b"more")
    at = _open(**WINTER)
    assert not at.exception
    assert f"The snapshot {snapshot.id} is damaged: model/deals.parquet has" in at.warning[0].value
    assert "Press **Refresh now** above" in _said(at)
    assert not at.metric
    at.button(key="refresh").click().run()
    assert not at.warning
    assert _values(at)["Revenue added"] == "400 USD"


@pytest.mark.parametrize(("days", "is_stale"), [(2, False), (4, True)])
def test_numbers_that_are_some_days_old_say_that_they_are(days, is_stale, place, databases):
    settings_file(place, databases("a few deals"))
    source.sync(configured(), now=datetime.now(UTC) - timedelta(days=days))
    said = _said(_open(**WINTER))
    assert f"read {days} days ago" in said
    assert (f"read {days} days ago: not up to date" in said) == is_stale


def test_the_demo_says_that_it_is_one(synced, place):
    synced("one deal")
    assert "Demo data" not in _said(_open())
    settings_file(place, DEMO_URL)
    assert "Demo data, not your CRM" in _said(_open())


def test_the_records_behind_a_number_can_be_opened_and_searched(synced):
    tables = synced("the demo")
    at = _open("win_rate")
    at.session_state["records_win_rate"] = True
    at.run()
    records = _frame_with(at, "Deal")
    expected = rows_of("win_rate", tables)
    assert sorted(records["Deal"]) == sorted(expected["id"])
    assert records["In the CRM"].iloc[0].startswith("https://crm.example.com/")
    wanted = expected["id"][0]
    at.text_input(key="search_win_rate_records").input(wanted).run()
    assert wanted in list(_frame_with(at, "Deal")["Deal"])
    assert len(_frame_with(at, "Deal")) < expected.height


@pytest.mark.parametrize("page", CARDS)
def test_the_button_of_every_card_opens_the_records_of_its_number(page, synced):
    tables = synced("the demo")
    at = _open(page)
    for name in CARDS[page]:
        metric = METRICS[name]
        period = None if name in OF_ALL_DAYS else twelve_months_to(AS_OF)
        expected = rows_of(metric, tables, period)
        at.button(key=f"open_{metric.values[0]}").click().run()
        assert not at.exception, name
        words = at.text[-1].value
        assert words.startswith(f"{metric.title} · "), name
        assert f"{counted(expected['id'].n_unique(), metric.fact.noun)}" in words, name
        key = metric.fact.noun.capitalize()
        listed = [list(item.value[key]) for item in at.dataframe if key in item.value.columns]
        if expected.height > 1000:
            continue
        assert any(sorted(ids) == sorted(expected["id"]) for ids in listed), name


def test_records_show_their_value_in_its_unit_and_customers_their_fate(synced):
    synced("the demo")
    at = _open("overview")
    at.button(key="open_revenue_added").click().run()
    assert "Amount, USD" in _frame_with(at, "Deal").columns
    at = _open("retention")
    at.button(key="open_churn_rate").click().run()
    fates = {"kept", "lost", "joined", "joined and left"}
    assert set(_frame_with(at, "Customer", "Fate")["Fate"]) <= fates
    at = _open("data_quality")
    at.button(key="open_data_completeness").click().run()
    assert "Missing" in _frame_with(at, "Record").columns


def test_opening_records_keeps_the_filters_and_what_is_set_aside_stands_beside(synced):
    tables = synced("the demo")
    at = _open()
    team = at.multiselect(key="team").options[0]
    at = _open(team=team, period="Last quarter")
    at.button(key="open_win_rate").click().run()
    period = Period(date(2025, 10, 1), date(2026, 1, 1))
    account = account_of_rows("win_rate", tables, period, where={"team": [team]})
    assert at.text[-1].value == (
        f"Win rate · Team {team} · Oct – Dec 2025: {counted(account['used'], 'deal')}"
    )
    labels = [tab.label for tab in at.tabs]
    assert labels == [
        counted(account["used"], "deal"),
        f"{counted(account['set_aside'], 'row')} set aside",
    ]
    assert _only(at.query_params["team"]) == team
    assert _only(at.query_params["period"]) == "Last quarter"
    # Whatever is done next on the page, the records are not opened again.
    at.selectbox(key="period").select("This quarter").run()
    assert not at.tabs


def test_customers_behind_a_number_are_counted_when_they_are_opened(synced):
    tables = synced("the demo")
    at = _open("retention")
    at.session_state["records_churn_rate"] = True
    at.run()
    used = account_of_rows("churn_rate", tables)["used"]
    fates = rows_of("churn_rate", tables)["value"]
    assert used == len(fates)
    at_start = measure("churn_rate", tables)["at_start"][0]
    assert fates.is_in(["kept", "lost"]).sum() == at_start
    assert at.text[-1].value.endswith(f": {counted(used, 'customer')}")


def test_the_reasons_for_rows_set_aside_are_listed(synced):
    tables = synced("a few deals")
    at = _open("win_rate")
    at.session_state["aside_win_rate"] = True
    at.run()
    listed = _frame_with(at, "Reason", "Rows")
    assert list(listed["Reason"]) == set_aside("win_rate", tables)["reason"].to_list()


def _frame_with(at: AppTest, *columns: str):
    return next(item.value for item in at.dataframe if set(columns) <= set(item.value.columns))


def test_definitions_show_every_metric_and_what_was_left_out(synced):
    synced("the demo")
    at = _open("definitions")
    labels = " ".join(item.label for item in at.expander)
    for metric in METRICS.values():
        assert f"**{metric.title}**" in labels
    dropped = open_snapshot(configured().snapshot_path).dropped
    frame = _frame_with(at, "Reason")
    for table, reasons in dropped.items():
        for reason, count in reasons.items():
            row = frame[(frame["Table"] == table) & (frame["Reason"] == reason)]
            assert list(row["Rows"]) == [count]


def test_a_download_never_runs_as_a_formula():
    rows = pl.DataFrame({"Name": ["=1+1", "@x", "Acme"], "Amount": [-1, 2, 3]})
    assert csv_of(rows).decode().splitlines() == ["Name,Amount", "'=1+1,-1", "'@x,2", "Acme,3"]


def test_the_finding_names_the_segment_that_stands_out_from_the_rest():
    frame = pl.DataFrame(
        {
            "team": ["North", "South", None],
            "won": [60, 20, 30],
            "decided": [100, 100, 60],
            "win_rate": [0.6, 0.2, 0.5],
            "win_rate_low": [0.502, 0.133, 0.377],
            "win_rate_high": [0.691, 0.289, 0.623],
        }
    )
    judged = with_rest(frame, METRICS["win_rate"], "team")
    assert judged["segment"].to_list() == ["North", "(none)", "South"]
    assert judged["verdict"].to_list() == ["higher", "same", "lower"]
    # All others of South: (60 + 30) of (100 + 60) = 56.25 %.
    assert finding(judged, METRICS["win_rate"], "team") == (
        "South: 20.0 % of 100 decided deals, 36.2 points below the rest (56.2 %): "
        "more than chance explains. One more stands out."
    )


def test_a_segment_of_few_deals_is_not_judged():
    frame = pl.DataFrame(
        {
            "team": ["North", "South"],
            "won": [2, 0],
            "decided": [2, 1],
            "win_rate": [1.0, 0.0],
            "win_rate_low": [0.342, 0.0],
            "win_rate_high": [1.0, 0.793],
        }
    )
    judged = with_rest(frame, METRICS["win_rate"], "team")
    assert judged["verdict"].to_list() == ["same", "same"]
    assert finding(judged, METRICS["win_rate"], "team") == (
        "No team differs from the others by more than chance explains."
    )


def test_people_are_not_singled_out_in_a_headline(synced):
    synced("the demo")
    at = _open("win_rate", by="Owner")
    assert "Figures of single people are for coaching" in _said(at)
    assert "owners differ" in _said(at) or "No owner differs" in _said(at)
