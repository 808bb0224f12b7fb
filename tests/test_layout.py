"""What a reader stumbles over, looked for on the drawn pages: by layout, by axe, by the keyboard.

Pages are drawn over a demo of 300 deals, a CRM with one deal and one without any, wide and on a
phone, light and dark. `make screenshots` looks at every combination.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops

from crm_metrics import source
from crm_metrics.configured import configured
from tests.browsing import PAGES, PHONE, WIDE, Visit, served
from tests.crms import DEALS, FEW_DEALS, database, settings_file, small_demo

YESTERDAY = datetime.now(UTC) - timedelta(days=1)
CRMS: dict[str, Callable[[Path], str]] = {
    "the demo": lambda path: small_demo(path, YESTERDAY.date()),
    "one deal": lambda path: database(path, DEALS, deals=FEW_DEALS[:1]),
    "no deal": lambda path: database(path, DEALS),
}
LOOKS = (
    ("the demo", WIDE, "light"),
    ("the demo", PHONE, "dark"),
    ("one deal", WIDE, "dark"),
    ("no deal", PHONE, "light"),
)
# What Streamlit's own widgets break of axe's rules on tests/bare_page.py: in the trend of each of
# its two cards the point that follows the mouse has no name, and where the menu folds into the
# sidebar each of the pages is a list item outside a list. Nothing may join this list.
STREAMLITS_MENU = {WIDE: {}, PHONE: {"list": 1, "listitem": 7}}
STREAMLITS_TRENDS = {"svg-img-alt": 2}
NARROW = "width: 40px; white-space: nowrap;"
ELLIPSIS = f"{NARROW} overflow: hidden; text-overflow: ellipsis"
GRAVE = ("serious", "critical")


@pytest.fixture(scope="module")
def url_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """The dashboard over a CRM by its name, started once."""
    started: dict[str, str] = {}
    with ExitStack() as servers:

        def url(crm: str) -> str:
            if crm not in started:
                folder = tmp_path_factory.mktemp("crm")
                config = settings_file(folder, CRMS[crm](folder / "crm.sqlite"))
                source.sync(configured(config, {}), now=YESTERDAY)
                started[crm] = servers.enter_context(served(folder))
            return started[crm]

        yield url


@pytest.fixture(scope="module")
def bare_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page of Streamlit's own widgets, under the dashboard's theme."""
    page = Path(__file__).with_name("bare_page.py")
    with served(tmp_path_factory.mktemp("bare"), page) as url:
        yield url


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("crm", "width", "theme"), LOOKS)
def test_a_reader_stumbles_over_nothing(crm, width, theme, path, url_of, chromium):
    with Visit(chromium, theme=theme, width=width) as visit:
        visit.open(f"{url_of(crm)}/{path}")
        assert visit.page.locator("h1").inner_text() == PAGES[path]
        assert visit.faults() == []
        background = visit.style('[data-testid="stApp"]', "backgroundColor")
        assert (background == "rgb(255, 255, 255)") == (theme == "light")
        grave = _grave(visit)
        trends = visit.page.locator('[data-testid="stMetricChart"]').count()
        assert grave.pop("svg-img-alt", 0) <= trends
        for rule, count in STREAMLITS_MENU[width].items():
            assert grave.pop(rule, 0) <= count
        assert grave == {}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<p>All is well</p><p>and below</p>", None),
        ("<div data-testid=stException>Boom</div>", "exception: Boom"),
        ("<div style='width: 2000px'>wide</div>", "scrolls sideways: 2000 px of content in 1440"),
        (
            "<p style='position: absolute; top: 0'>One</p>"
            "<b style='position: absolute; top: 20px'>Two</b>",
            'text over text: "One" and "Two"',
        ),
        (
            "<svg width=200 height=50><text y=20>North</text><text x=38 y=20>South</text></svg>",
            'text over text: "North" and "South"',
        ),
        ("<svg width=200 height=50><text x=180 y=20>Cut here</text></svg>", "cut off: Cut here"),
        (f"<p style='{NARROW} overflow: hidden'>Long title</p>", "cut off: Long title"),
        (f"<p style='{ELLIPSIS}'>Long title</p>", "cut without a tooltip: Long title"),
        (f"<p title='Long title' style='{ELLIPSIS}'>Long title</p>", None),
        (f"<p style='{NARROW} overflow: auto'>Long title</p>", None),
        (
            "<div data-testid=stPlotlyChart><svg class=main-svg><text y=20>2 M</text></svg></div>",
            "chart without words: 2 M",
        ),
        ("<script>console.error('no such thing')</script>", "console: no such thing"),
    ],
)
def test_a_fault_is_found_and_what_is_none_is_not(content, fault, chromium):
    with Visit(chromium) as visit:
        visit.page.set_content(f"<body style='margin: 0'><main data-testid=stMain>{content}</main>")
        found = visit.faults()
    if fault is None:
        assert found == []
    else:
        assert any(each.startswith(fault) for each in found), found


@pytest.mark.parametrize("width", STREAMLITS_MENU)
def test_streamlits_own_widgets_break_no_more_rules_than_listed(width, bare_url, chromium):
    with Visit(chromium, width=width) as visit:
        visit.open(bare_url)
        visit.unroll()
        assert _grave(visit) == STREAMLITS_TRENDS | STREAMLITS_MENU[width]


def _grave(visit: Visit) -> Counter[str]:
    """Serious and critical breaches of axe's rules, with how many elements break each."""
    breaches = Axe().run(visit.page).response["violations"]
    return Counter({each["id"]: len(each["nodes"]) for each in breaches if each["impact"] in GRAVE})


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        (
            "",
            {
                "menu": "[data-testid=stTopNavSection]",
                "refresh": ".st-key-refresh button",
                "period": ".st-key-period input",
                "team": ".st-key-team input",
                "help of a card": "[data-testid=stMetric] [data-testid=stTooltipIcon] *",
                "records": "[data-testid=stExpander] summary",
            },
        ),
        (
            "win_rate",
            {
                "compare by": ".st-key-by button",
                "table": "[data-testid=stDataFrame] canvas",
                "download": "[data-testid=stDownloadButton] button",
            },
        ),
    ],
    ids=["overview", "win rate"],
)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(path, parts, url_of, chromium):
    with Visit(chromium) as visit:
        visit.open(f"{url_of('the demo')}/{path}")
        visit.unroll()
        reached, unseen = _walk(visit, parts)
    assert reached == set(parts)
    assert unseen == []


_FOCUSED = """parts => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  const isPart = selector => at.matches(selector);
  return {
    parts: Object.keys(parts).filter(name => isPart(parts[name])),
    what: at === document.body ? '' : at.outerHTML.slice(0, 120),
    box: [box.left, box.top, box.right, box.bottom],
  };
}"""


def _walk(visit: Visit, parts: dict[str, str]) -> tuple[set[str], list[str]]:
    """Press Tab to the end: which parts had the focus, and what did not look any different."""
    before = _picture(visit)
    reached: set[str] = set()
    unseen = []
    for _ in range(120):
        visit.page.keyboard.press("Tab")
        focused = visit.page.evaluate(_FOCUSED, parts)
        if not focused["what"]:
            break
        reached |= set(focused["parts"])
        left, top, right, bottom = focused["box"]
        place = (int(left) - 4, int(top) - 4, int(right) + 4, int(bottom) + 4)
        change = ImageChops.difference(before.crop(place), _picture(visit).crop(place))
        if focused["parts"] and not change.getbbox():
            unseen.append(focused["what"])
    return reached, unseen


def _picture(visit: Visit) -> Image.Image:
    return Image.open(io.BytesIO(visit.page.screenshot())).convert("RGB")
