"""The dashboard in a real browser: a page as the first one, a link shared, a refresh."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser

from crm_metrics import source
from crm_metrics.configured import configured
from crm_metrics.measure import measure
from crm_metrics.report.wording import short
from crm_metrics.snapshot.store import open_snapshot
from crm_metrics.snapshot.tables import Tables
from tests.browsing import PAGES, WIDE, Visit, served
from tests.crms import settings_file, small_demo


@dataclass(frozen=True)
class Dashboard:
    url: str
    folder: Path
    tables: Tables

    @property
    def snapshot(self) -> str:
        return open_snapshot(self.folder / "snapshots").id


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """The dashboard over a demo of 300 deals, as a process of its own."""
    folder = tmp_path_factory.mktemp("dashboard")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    url = small_demo(folder / "crm.sqlite", yesterday.date())
    settings = configured(settings_file(folder, url), {})
    snapshot = source.sync(settings, now=yesterday)
    links = settings.crm.record_url
    tables = Tables.open(snapshot, settings.business, record_url=links)
    with served(folder) as address:
        yield Dashboard(address, folder, tables)


@pytest.fixture
def visits(chromium: Browser) -> Iterator[list[Visit]]:
    """The tabs of a test, closed at its end."""
    opened: list[Visit] = []
    yield opened
    for visit in opened:
        visit.context.close()


def _visit(chromium: Browser, visits: list[Visit], width: int = WIDE) -> Visit:
    visits.append(Visit(chromium, width=width))
    return visits[-1]


# First in the file: the very first request of this server must be for a page, not for the root.
def test_a_server_whose_first_request_is_for_a_page_opens_the_whole_dashboard(
    dashboard, chromium, visits
):
    visit = _visit(chromium, visits)
    visit.open(f"{dashboard.url}/win_rate")
    assert visit.page.locator("h1").inner_text() == PAGES["win_rate"]
    assert visit.page.locator(".st-key-filters").count() == 1


def test_the_cards_show_the_numbers_of_the_library(dashboard, chromium, visits):
    visit = _visit(chromium, visits)
    visit.open(dashboard.url)
    revenue = measure("revenue_added", dashboard.tables).row(0, named=True)
    cycle = measure("sales_cycle", dashboard.tables).row(0, named=True)
    assert visit.card("revenue_added") == short(revenue["revenue_added"], "money", "USD")
    assert visit.card("sales_cycle_median") == short(cycle["sales_cycle_median"], "days")


def test_a_page_fits_a_phone(dashboard, chromium, visits):
    visit = _visit(chromium, visits, width=360)
    visit.open(dashboard.url)
    assert not visit.faults()
    # The filters wait behind one button.
    filters = visit.page.locator(".st-key-filters")
    button = visit.page.get_by_text("Filters", exact=True)
    button.wait_for(state="visible")
    filters.wait_for(state="hidden", timeout=10_000)
    button.click()
    filters.wait_for(state="visible")


def test_the_answer_of_the_overview_fits_the_first_screen(dashboard, chromium, visits):
    visit = _visit(chromium, visits)
    visit.open(dashboard.url)
    visit.page.wait_for_selector(".js-plotly-plot .bars")
    ends = visit.page.locator(".js-plotly-plot").evaluate_all(
        "plots => plots.map(plot => plot.getBoundingClientRect().bottom)"
    )
    assert len(ends) == 2
    assert max(ends) <= 900


def test_a_filter_stands_in_the_address_and_the_link_reopens_the_view(dashboard, chromium, visits):
    visit = _visit(chromium, visits)
    visit.open(dashboard.url)
    everything = visit.card("revenue_added")
    visit.page.locator(".st-key-team input").click()
    visit.page.get_by_role("option").nth(1).click()
    visit.page.wait_for_url("**team=*")
    visit.page.keyboard.press("Escape")
    visit.page.wait_for_function(
        "before => document.querySelector('.st-key-card_revenue_added "
        "[data-testid=stMetricValue]')?.innerText.trim() !== before",
        arg=everything,
    )
    visit.settle()
    [team] = parse_qs(urlsplit(visit.page.url).query)["team"]
    expected = measure("revenue_added", dashboard.tables, where={"team": [team]})
    shown = visit.card("revenue_added")
    assert shown == short(expected["revenue_added"][0], "money", "USD")
    # From page to page the address keeps the filter, and whoever gets the link sees the same.
    visit.page.locator(".st-key-card_win_rate").get_by_role("link", name="Win rate").click()
    visit.page.wait_for_url("**/win_rate?*team=*")
    again = _visit(chromium, visits)
    again.open(visit.page.url.replace("/win_rate", "/"))
    assert again.card("revenue_added") == shown


# Last: it changes the snapshot that the other tests read.
def test_refresh_reads_the_crm_again_and_says_so(dashboard, chromium, visits):
    visit = _visit(chromium, visits)
    visit.open(dashboard.url)
    before = dashboard.snapshot
    visit.page.get_by_role("button", name="Refresh now").click()
    visit.page.get_by_text(re.compile("read (just now|1 minute ago)")).wait_for(timeout=60_000)
    assert dashboard.snapshot != before
    assert visit.page.locator('[data-testid="stException"]').count() == 0
    assert visit.errors == []
