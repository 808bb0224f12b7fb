"""The dashboard as a process of its own, and tabs of a real browser that look at it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page

from crm_metrics.settings import PROJECT
from tests.servers import free_port, listens, stop, wait_for

APP = PROJECT / "app.py"
PAGES = {
    "": "How are we doing, and where is the problem?",
    "win_rate": "Are we winning?",
    "sales_cycle": "How fast do we win?",
    "retention": "Do customers stay?",
    "repeat_business": "Do customers come back?",
    "data_quality": "Can the numbers be trusted?",
    "definitions": "What does each number mean?",
}
WIDE, PHONE = 1440, 360
_SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
_LAYOUT = Path(__file__).with_name("layout.js").read_text("utf-8")
# A page is never longer; one that is would be cut here and look so.
_LONGEST = 12_000


@contextmanager
def served(folder: Path, app: Path = APP, config: Path | None = None) -> Iterator[str]:
    """Run a Streamlit app in a folder; the URL it answers at.

    Its settings are those of `config`, else of the `crm.toml` that the folder may hold.
    """
    looks = folder / ".streamlit"
    if not looks.exists():
        looks.symlink_to(PROJECT / ".streamlit")
    port, log = free_port(), folder / "log"
    apart = ("CRM_URL", "CRM_CONFIG")
    environment = {name: text for name, text in os.environ.items() if name not in apart}
    environment |= {"PYTHONPATH": str(PROJECT)} | ({"CRM_CONFIG": str(config)} if config else {})
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(app)]
            + ["--server.headless", "true", "--server.port", str(port)]
            + ["--server.fileWatcherType", "none"],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        wait_for("Streamlit", server, log, lambda: listens(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(server)


class Visit:
    """One tab, with everything that went wrong in it."""

    def __init__(self, browser: Browser, *, theme: str = "light", width: int = WIDE) -> None:
        self.width = width
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._on_request(request.url))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.context.close()

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
        self.page.wait_for_selector('[data-testid="stTitle"], h1', timeout=60_000)
        self.page.wait_for_selector(_SETTLED, timeout=60_000)

    def unroll(self) -> None:
        """Make the window as high as the page, so that all of it is drawn, and wait until it is."""
        self.page.wait_for_function(_IS_DRAWN, timeout=60_000)
        height = self.page.evaluate(
            "() => document.querySelector('[data-testid=stMain]').scrollHeight"
        )
        high = max(900, min(height + 20, _LONGEST))
        self.page.set_viewport_size({"width": self.width, "height": high})
        self.page.wait_for_function(_IS_DRAWN, timeout=60_000)
        # Charts and tables draw themselves anew some frames after their place has changed.
        self.page.wait_for_timeout(400)

    def faults(self) -> list[str]:
        """What a reader would stumble over on this page, each in a sentence; see layout.js."""
        self.unroll()
        found: list[str] = self.page.evaluate(_LAYOUT)
        found += [f"console: {error}" for error in self.errors]
        return found + [f"asked elsewhere: {url}" for url in self.elsewhere]

    def card(self, name: str) -> str:
        value = self.page.locator(f".st-key-card_{name} [data-testid='stMetricValue']")
        return value.inner_text().strip()

    def style(self, selector: str, name: str) -> Any:
        """The computed style of the first element that the selector finds."""
        return self.page.locator(selector).first.evaluate(
            "(part, name) => getComputedStyle(part)[name]", name
        )


_IS_DRAWN = """() => {
  const charts = [...document.querySelectorAll('[data-testid=stPlotlyChart]')];
  const isIdle = document.querySelectorAll('[data-testid=stSkeleton]').length === 0;
  return isIdle && charts.every(chart => chart.querySelector('.main-svg'));
}"""
