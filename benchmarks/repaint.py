"""How long a filter change takes until the overview is drawn anew, beside a bare Streamlit page.

`python -m benchmarks.repaint CRM.TOML` over a snapshot that exists. Both pages run in a server of
their own, in one browser, and are changed in turn. A change counts from the click or key until the
last change of what is drawn on the page. *New* choices have to be counted first; choices made
before come from the cache.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from crm_metrics.settings import PROJECT
from tests.browsing import served

LIMIT = 1.5
_PAGES = {"overview": PROJECT / "app.py", "bare": PROJECT / "benchmarks" / "bare.py"}
_SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# Long enough for a page that is still being counted, short enough to wait for it often.
_QUIET_MS = 1500
_WATCH = """() => {
    const begin = () => { window.begun = performance.now(); window.last = null; };
    const isOption = event => event.target.closest("[role=option]");
    addEventListener("pointerdown", event => isOption(event) && begin(), true);
    addEventListener("keydown", event => event.key === "Backspace" && begin(), true);
    new MutationObserver(() => { window.last = performance.now(); }).observe(
        document.querySelector(".stMainBlockContainer"),
        { subtree: true, childList: true, attributes: true, characterData: true },
    );
}"""
_QUIET = "quiet => window.last && performance.now() - window.last > quiet"


@dataclass(frozen=True, slots=True)
class Tab:
    """One page in the browser, and the seconds that its changes took, by kind."""

    page: Page
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def choose_one_more(self) -> None:
        """Add a team that is not chosen yet: the first in the list stands for all of them."""
        self.page.locator(".st-key-team input").click()
        self.page.get_by_role("option").nth(1).click()
        self._note("new")
        self.page.keyboard.press("Escape")

    def take_one_off(self) -> None:
        """Take the last team off again: a choice that was made before."""
        self.page.locator(".st-key-team input").focus()
        self.page.keyboard.press("Backspace")
        self._note("made before")
        self.page.keyboard.press("Escape")

    def _note(self, kind: str) -> None:
        self._settle()
        taken = self.page.evaluate("() => (window.last - window.begun) / 1000")
        self.seconds.setdefault(kind, []).append(taken)

    def _settle(self) -> None:
        self.page.wait_for_selector(_SETTLED)
        self.page.wait_for_function(_QUIET, arg=_QUIET_MS)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.repaint", description=__doc__)
    parser.add_argument("config", type=Path, help="the settings of a synced CRM")
    parser.add_argument("--changes", type=int, default=6, help="filter changes of each kind")
    given = parser.parse_args()
    with ExitStack() as stack:
        browser = stack.enter_context(_chromium())
        tabs = {
            name: _open(browser, _served(script, given.config.resolve(), stack))
            for name, script in _PAGES.items()
        }
        for change in (Tab.choose_one_more, Tab.take_one_off):
            for _ in range(given.changes):
                for tab in tabs.values():
                    change(tab)
    ours, bare = tabs["overview"].seconds, tabs["bare"].seconds
    print(f"{'filter change':<16} {'overview':>9} {'bare page':>10} {'ratio':>6}")
    for kind, seconds in ours.items():
        mine, other = median(seconds), median(bare[kind])
        print(f"{kind:<16} {mine * 1000:>6.0f} ms {other * 1000:>7.0f} ms {mine / other:>6.2f}")
    return int(median(ours["new"]) > LIMIT * median(bare["new"]))


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu", "--no-first-run"],
        )
        yield browser
        browser.close()


def _served(script: Path, config: Path, stack: ExitStack) -> str:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    return stack.enter_context(served(folder, script, config))


def _open(browser: Browser, url: str) -> Tab:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(url)
    page.wait_for_selector(".st-key-team input", timeout=60_000)
    page.wait_for_selector(_SETTLED, timeout=60_000)
    page.wait_for_timeout(_QUIET_MS)
    page.evaluate(_WATCH)
    return Tab(page)


if __name__ == "__main__":
    sys.exit(main())
