"""From a number to its records, with a mouse and without, in a real browser."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from playwright.sync_api import Browser, Locator

from crm_metrics.calendar import Period, shift_months, twelve_months_to
from crm_metrics.charts.cohorts import MOST_COHORTS
from crm_metrics.measure import measure
from crm_metrics.metrics import METRICS
from crm_metrics.records import rows_of
from crm_metrics.report.segments import with_rest
from tests.browsing import Visit
from tests.test_browser import Dashboard, dashboard, visits  # noqa: F401 - fixtures

LIST = '[role="dialog"] [data-testid="stDataFrame"]'


@pytest.fixture
def page(dashboard: Dashboard, chromium: Browser, visits: list[Visit]) -> Visit:  # noqa: F811
    visits.append(Visit(chromium))
    return visits[-1]


def _press(mark: Locator) -> None:
    """A click on a mark of a chart: Plotly listens on a sheet over the drawing."""
    mark.scroll_into_view_if_needed()
    mark.wait_for()
    box = mark.bounding_box()
    assert box
    mark.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def _chart(page: Visit, title: str) -> Locator:
    chart = page.page.locator(f".st-key-chart_{title.replace(' ', '-')}")
    chart.locator(".plotly").first.wait_for()
    return chart


def _words(page: Visit) -> str:
    page.page.locator(LIST).first.wait_for()
    page.settle()
    return page.page.locator('[role="dialog"] [data-testid="stText"]').first.inner_text()


def _deals(records: pl.DataFrame) -> str:
    return f"{records.height} deal{'' if records.height == 1 else 's'}"


def _first_link(page: Visit) -> str:
    """Where the link of the newest record leads.

    The list is drawn, not written, so the word in the last column is looked for by clicking.
    """
    page.page.wait_for_timeout(600)
    box = page.page.locator(LIST).first.bounding_box()
    assert box
    for place in range(75, 100):
        page.page.mouse.click(box["x"] + box["width"] * place / 100, box["y"] + 52)
        page.page.wait_for_timeout(100)
        others = [tab.url for tab in page.context.pages if tab != page.page]
        if others:
            return others[0]
    return ""


def test_from_the_overview_over_the_worst_bar_to_the_record_in_the_crm(dashboard, page):  # noqa: F811
    page.context.route("https://crm.example.com/**", lambda route: route.fulfill(body="the deal"))
    page.open(f"{dashboard.url}/?period=Last+quarter")
    asked_for = parse_qs(urlsplit(page.page.url).query)
    as_of = dashboard.tables.as_of
    end = date(as_of.year, (as_of.month - 1) // 3 * 3 + 1, 1)
    quarter = Period(shift_months(end, -3), end)
    teams = measure("win_rate", dashboard.tables, quarter, by=["team"])
    segments = with_rest(teams, METRICS["win_rate"], "team")
    # A bar of nothing won has no width that could be clicked.
    drawn = segments.filter(pl.col("win_rate") > 0)
    worst = drawn["team"].to_list()[-1]
    expected = rows_of("win_rate", dashboard.tables, quarter, where={"team": [worst]})

    bars = _chart(page, "Win rate by team").locator(".barlayer .point path")
    bar = bars.nth(drawn.height - 1)
    _press(bar)
    said = _words(page)
    whom = "no team" if worst is None else f"Team {worst}"
    assert said.startswith(f"Win rate · {whom} · ")
    assert said.endswith(f": {_deals(expected)}")
    newest = expected.sort("day", "id", descending=[True, False]).row(0, named=True)
    assert newest["url"] == f"https://crm.example.com/{newest['id']}"
    assert _first_link(page) == newest["url"]
    # Closing returns to the page as it was; the same bar opens again.
    page.page.bring_to_front()
    page.page.locator('[role="dialog"]').get_by_role("button", name="Close").click()
    page.page.locator('[role="dialog"]').wait_for(state="detached")
    assert parse_qs(urlsplit(page.page.url).query) == asked_for
    _press(bar)
    assert _words(page) == said
    assert page.errors == []


def test_a_point_of_the_monthly_line_opens_that_month(dashboard, page):  # noqa: F811
    page.open(f"{dashboard.url}/win_rate")
    points = _chart(page, "Win rate by month").locator(".scatterlayer .points path")
    period = twelve_months_to(dashboard.tables.as_of)
    month = shift_months(period.end.replace(day=1), -3)
    expected = rows_of("win_rate", dashboard.tables, Period(month, shift_months(month, 1)))
    # A month in which nothing was decided has no point.
    drawn = measure("win_rate", dashboard.tables, by=["month"])["month"].to_list()
    _press(points.nth(drawn.index(month)))
    said = _words(page)
    assert re.search(rf"· {month:%b %Y}: {_deals(expected)}$", said), said


def test_the_button_of_a_card_opens_the_whole_without_a_mouse(dashboard, page):  # noqa: F811
    page.open(f"{dashboard.url}/")
    button = page.page.locator(".st-key-open_sales_cycle_median button").first
    button.focus()
    page.page.keyboard.press("Enter")
    expected = rows_of("sales_cycle", dashboard.tables)
    assert _words(page).endswith(f": {_deals(expected)}")
    page.page.get_by_role("tab", name=re.compile("set aside")).click()
    page.page.locator('[role="dialog"]').get_by_text("set aside").first.wait_for()
    assert page.errors == []


def test_a_row_of_the_segment_table_opens_its_records(dashboard, page):  # noqa: F811
    page.open(f"{dashboard.url}/win_rate")
    table = page.page.locator(".st-key-table_win_rate_by_team [data-testid='stDataFrame']").first
    table.scroll_into_view_if_needed()
    page.page.wait_for_timeout(600)
    box = table.bounding_box()
    assert box
    page.page.mouse.click(box["x"] + 40, box["y"] + 52)
    frame = measure("win_rate", dashboard.tables, by=["team"])
    best = with_rest(frame, METRICS["win_rate"], "team")["team"][0]
    expected = rows_of("win_rate", dashboard.tables, where={"team": [best]})
    assert _words(page).endswith(f": {_deals(expected)}")


def test_a_point_of_a_curve_opens_all_whom_the_curve_is_of(dashboard, page):  # noqa: F811
    page.open(f"{dashboard.url}/win_rate")
    chart = page.page.locator('[class*="st-key-chart_Win-curve"]')
    chart.locator(".plotly").first.wait_for()
    period = twelve_months_to(dashboard.tables.as_of)
    expected = rows_of("win_curve", dashboard.tables, period)
    # The curve of the period is drawn last, on top of that of the year before.
    points = chart.locator(".scatterlayer .trace").last.locator(".points path")
    _press(points.nth(points.count() // 2))
    said = _words(page)
    assert said.startswith("Win curve · ")
    assert said.endswith(f": {_deals(expected)}")


def test_a_cell_of_the_cohorts_opens_the_customers_who_started_then(dashboard, page):  # noqa: F811
    page.open(f"{dashboard.url}/retention")
    chart = page.page.locator('[class*="st-key-chart_Customers-kept"]')
    chart.locator(".plotly").first.wait_for()
    cells = measure("retention_cohorts", dashboard.tables, at=[1]).filter(pl.col("customers") > 0)
    oldest = sorted(cells["cohort"].unique())[-MOST_COHORTS:][0]
    (started,) = cells.filter(pl.col("cohort") == oldest, pl.col("month") == 1)["customers"]
    month = Period(oldest, shift_months(oldest, 1))
    expected = rows_of("customer_survival", dashboard.tables, month)
    assert expected["id"].n_unique() == started
    # The first trace is the first month of life, its first bar the oldest cohort.
    _press(chart.locator(".barlayer .trace").first.locator(".point path").first)
    said = _words(page)
    assert said.startswith("Customer survival · ")
    assert said.endswith(f"{oldest:%b %Y}: {started} customer{'' if started == 1 else 's'}")
