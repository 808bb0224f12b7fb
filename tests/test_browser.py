"""The dashboard in a real browser: every page in light and dark, a link shared, a refresh."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from crm_metrics import demo, source
from crm_metrics.configured import configured
from crm_metrics.measure import measure
from crm_metrics.report.wording import short
from crm_metrics.snapshot.store import open_snapshot
from crm_metrics.snapshot.tables import Tables
from tests.servers import free_port, listens, stop, wait_for

APP = Path(__file__).resolve().parent.parent / "app.py"
PAGES = {
    "": "How are we doing, and where is the problem?",
    "win_rate": "Are we winning?",
    "sales_cycle": "How fast do we win?",
    "retention": "Do customers stay?",
    "repeat_business": "Do customers come back?",
    "data_quality": "Can the numbers be trusted?",
    "definitions": "What does each number mean?",
}
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'


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
    url = f"sqlite:///{folder / 'crm.sqlite'}"
    demo.make(url, deals=300, seed=1, as_of=yesterday.date())
    (folder / "crm.toml").write_text(
        f'[crm]\nurl = "{url}"\n[snapshot]\npath = "{folder / "snapshots"}"\n'
    )
    (folder / ".streamlit").symlink_to(APP.parent / ".streamlit")
    settings = configured(folder / "crm.toml", {})
    snapshot = source.sync(settings, now=yesterday)
    tables = Tables.open(snapshot, settings.business)
    port, log = free_port(), folder / "log"
    environment = {name: text for name, text in os.environ.items() if name != "CRM_URL"}
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(APP)]
            + ["--server.headless", "true", "--server.port", str(port)]
            + ["--server.fileWatcherType", "none"],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        wait_for("Streamlit", server, log, lambda: listens(port))
        yield Dashboard(f"http://127.0.0.1:{port}", folder, tables)
    finally:
        stop(server)


class Visit:
    """One tab, with everything that went wrong in it."""

    def __init__(self, browser: Browser, *, theme: str = "light", width: int = 1440) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,  # type: ignore[arg-type]
        )
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._on_request(request.url))

    def _on_console(self, message: ConsoleMessage) -> None:
        # Below the root Streamlit first looks for its server in the page's own folder.
        probes = "_stcore/" in message.location.get("url", "")
        if message.type == "error" and not probes:
            self.errors.append(f"{message.text} {message.location}")

    def _on_request(self, url: str) -> None:
        if urlsplit(url).hostname not in ("127.0.0.1", None):
            self.elsewhere.append(url)

    def open(self, url: str) -> None:
        self.page.goto(url)
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_selector('[data-testid="stTitle"], h1', timeout=30_000)
        self.page.wait_for_selector(SETTLED, timeout=30_000)

    def card(self, name: str) -> str:
        value = self.page.locator(f".st-key-card_{name} [data-testid='stMetricValue']")
        return value.inner_text().strip()

    def is_wider_than_the_screen(self) -> bool:
        wider: bool = self.page.evaluate(
            "() => [document.documentElement, document.querySelector('[data-testid=stMain]')]"
            ".some(part => part.scrollWidth > part.clientWidth)"
        )
        return wider


@pytest.fixture
def visits(chromium: Browser) -> Iterator[list[Visit]]:
    """The tabs of a test, closed at its end."""
    opened: list[Visit] = []
    yield opened
    for visit in opened:
        visit.context.close()


def _visit(
    chromium: Browser, visits: list[Visit], theme: str = "light", width: int = 1440
) -> Visit:
    visits.append(Visit(chromium, theme=theme, width=width))
    return visits[-1]


# First in the file: the very first request of this server must be for a page, not for the root.
def test_a_server_whose_first_request_is_for_a_page_opens_the_whole_dashboard(
    dashboard, chromium, visits
):
    visit = _visit(chromium, visits)
    visit.open(f"{dashboard.url}/win_rate")
    assert visit.page.locator("h1").inner_text() == PAGES["win_rate"]
    assert visit.page.locator(".st-key-filters").count() == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_without_an_error_and_fits_the_screen(
    path, theme, dashboard, chromium, visits
):
    visit = _visit(chromium, visits, theme)
    visit.open(f"{dashboard.url}/{path}")
    assert visit.page.locator("h1").inner_text() == PAGES[path]
    assert visit.page.locator('[data-testid="stException"]').count() == 0
    assert not visit.is_wider_than_the_screen()
    assert visit.errors == []
    assert visit.elsewhere == []
    background = visit.page.locator('[data-testid="stApp"]').evaluate(
        "part => getComputedStyle(part).backgroundColor"
    )
    assert (background == "rgb(255, 255, 255)") == (theme == "light")


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
    assert not visit.is_wider_than_the_screen()


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
    visit.page.get_by_role("link", name="Win rate").click()
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
