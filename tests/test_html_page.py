"""The page that opens offline: the screen's numbers, nothing from elsewhere, nothing that runs."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import plotly.graph_objects as go
import polars as pl
import pytest
from playwright.sync_api import Browser, Page

from crm_metrics.calendar import Period
from crm_metrics.charts import bars_with_whiskers, cohort_table, line_with_band
from crm_metrics.charts.numbers import numbers_of
from crm_metrics.charts.picture import picture_config
from crm_metrics.metrics import METRICS
from crm_metrics.report.asked import Asked
from crm_metrics.report.cards import Card, Change
from crm_metrics.report.columns import kinds_of
from crm_metrics.report.html_page import html_page
from crm_metrics.report.shown import Shown, ShownCards, ShownChart, ShownNote, ShownTable
from crm_metrics.settings import Business

AS_OF = date(2026, 3, 31)
WINTER = Period(date(2026, 1, 1), date(2026, 4, 1))
NASTY = "<img src=https://elsewhere.example/x onerror=window.hacked=1><script>hacked=1</script>"
LINK = '<a href="https://elsewhere.example">South</a>'
ASKED = Asked(WINTER, AS_OF, Business(timezone="Europe/Berlin", currency="EUR"), {"team": [NASTY]})
TEAMS = pl.DataFrame(
    {
        "team": ["North", LINK, NASTY],
        "segment": ["North", LINK, NASTY],
        "win_rate": [2 / 3, 0.25, 0.1],
        "win_rate_low": [0.6, 0.2, 0.05],
        "win_rate_high": [0.7, 0.3, 0.2],
        "won": [200, 50, 10],
        "decided": [300, 200, 100],
        "rest": [0.25, 0.5, 0.5],
        "verdict": ["higher", "lower", "same"],
    }
)
MONTHS = pl.DataFrame(
    {
        "month": [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)],
        "win_rate": [0.5, None, 1 / 3],
        "win_rate_low": [0.4, None, 0.2],
        "win_rate_high": [0.6, None, 0.5],
        "won": [20, 0, 10],
        "decided": [40, 0, 30],
    },
    schema_overrides={"month": pl.Date},
)
ROWS = pl.DataFrame({"Team": ["North", NASTY], "Won": [1200, 3], "Win rate": [2 / 3, None]})
CARD = Card(
    "win_rate",
    "Win rate",
    "63.2 %",
    changes=(Change("+2.4 points", "better", "a year earlier"),),
    notes=(NASTY,),
    number=0.632,
    unit="share",
)


def _bars() -> go.Figure:
    return bars_with_whiskers(TEAMS, METRICS["win_rate"], ASKED, "team")


def _shown() -> Shown:
    parts = (
        ShownCards((CARD,)),
        ShownChart(_bars(), f"{NASTY} stands out."),
        ShownChart(line_with_band(MONTHS, METRICS["win_rate"], ASKED)),
        ShownTable(ROWS, "win_rate_by_team", kinds_of(ROWS, shares=True)),
        ShownNote(NASTY),
    )
    read_at = datetime(2026, 3, 31, 20, 5, tzinfo=UTC)
    return Shown("Win rate", "Are we winning?", ASKED, read_at, parts, ("win_rate",))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "win rate.html"
    path.write_bytes(html_page(_shown()))
    return path


class Reader:
    """The file in a browser without a network, with everything that went wrong."""

    def __init__(self, browser: Browser, file: Path, theme: str, width: int) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,  # type: ignore[arg-type]
            offline=True,
            accept_downloads=True,
        )
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())
        self.page.wait_for_selector("html[data-drawn]", state="attached")


VIEWS = [("light", 1440), ("dark", 360)]


@pytest.fixture(scope="module", params=VIEWS, ids=["light desk", "dark phone"])
def reader(request: pytest.FixtureRequest, chromium: Browser, file: Path) -> Iterator[Reader]:
    opened = Reader(chromium, file, *request.param)
    yield opened
    opened.context.close()


def test_it_opens_from_a_file_without_a_network_and_asks_nobody(reader, file):
    assert reader.page.locator("h1").inner_text() == "Are we winning?"
    assert reader.page.locator(".figure .main-svg").count() >= 2
    assert reader.errors == []
    assert [url for url in reader.requests if not url.startswith(("data:", "blob:"))] == [
        file.as_uri()
    ]


def test_it_is_light_or_dark_as_the_reader_prefers_and_no_wider_than_the_screen(reader):
    width = reader.page.viewport_size["width"]
    wide = reader.page.evaluate("document.documentElement.scrollWidth")
    back = reader.page.evaluate("getComputedStyle(document.body).backgroundColor")
    letters = reader.page.locator(".figure .xtick text").first
    ink = letters.evaluate("text => getComputedStyle(text).fill")
    assert wide <= width
    assert (back, ink) == (
        ("rgb(255, 255, 255)", "rgb(27, 36, 48)")
        if width == 1440
        else ("rgb(18, 22, 28)", "rgb(230, 234, 240)")
    )


def test_the_card_the_table_and_the_facts_read_as_on_the_screen(reader):
    page = reader.page
    card = page.locator("#card_win_rate")
    assert card.locator(".value").inner_text() == "63.2 %"
    assert card.locator(".change").inner_text() == "▲ +2.4 points vs a year earlier"
    cells = page.locator("#table_win_rate_by_team td").all_inner_texts()
    assert cells == ["North", "1,200", "66.7 %", NASTY, "3", "–"]
    assert page.locator("#table_win_rate_by_team .subtitle").inner_text() == "2 rows"
    names, texts = (page.locator(f".facts {part}").all_inner_texts() for part in ("dt", "dd"))
    facts = dict(zip(names, texts, strict=True))
    assert facts["Period"] == "Jan – Mar 2026"
    assert facts["Filters"] == f"Team {NASTY}"
    assert facts["As of"] == "31 Mar 2026, the last day that is known"
    assert facts["Read from the CRM"] == "31 Mar 2026, 22:05 (Europe/Berlin)"
    assert METRICS["win_rate"].says in page.locator("footer dd").inner_text()


def test_nothing_from_a_crm_becomes_a_mark_a_link_or_a_script(reader):
    page = reader.page
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0
    assert page.locator("a").count() == 0
    labels = page.locator(".figure .ytick text").all_text_contents()
    assert any(label.strip().startswith('<a href="https') for label in labels)


def test_pointing_at_a_bar_says_its_sentence(reader):
    bar = reader.page.locator(".figure").first.locator(".bars .point").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    reader.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    said = reader.page.locator(".hoverlayer .hovertext").first
    said.wait_for(state="attached")
    assert "200 of 300 decided deals" in (said.text_content() or "")


def test_a_script_that_slipped_in_would_not_be_run(chromium, tmp_path, file):
    broken = tmp_path / "broken.html"
    text = file.read_text("utf-8").replace("</main>", "<script>window.hacked = 1</script></main>")
    broken.write_text(text, "utf-8")
    reader = Reader(chromium, broken, "light", 1440)
    assert reader.page.evaluate("window.hacked") is None
    assert any("Content Security Policy" in error for error in reader.errors)
    reader.context.close()


def test_on_paper_it_is_black_on_white_and_nothing_scrolls(chromium, file):
    reader = Reader(chromium, file, "dark", 1440)
    reader.page.emulate_media(media="print")
    assert reader.page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    table = reader.page.locator(".scroll").last
    assert table.evaluate("part => getComputedStyle(part).maxHeight") == "none"
    ink = reader.page.locator(".figure .xtick text").first
    assert ink.evaluate("text => getComputedStyle(text).fill") == "rgb(27, 36, 48)"
    assert len(reader.page.pdf()) > 10_000
    reader.context.close()


def test_the_numbers_of_a_chart_are_those_of_its_frame():
    bars, kinds = numbers_of(_bars())
    assert bars["Win rate, %"].to_list() == TEAMS["win_rate"].to_list()
    assert kinds["Win rate, %"] == "share"
    assert bars["In words"][2].startswith(f"{NASTY}: 10.0 %, 10 of 100 decided deals")
    months, kinds = numbers_of(line_with_band(MONTHS, METRICS["win_rate"], ASKED))
    assert months.columns == ["Of", "Win rate, %", "In words"]
    assert months["Of"].to_list() == [date(2026, 1, 1), date(2026, 3, 1)]
    assert months["Win rate, %"].to_list() == [0.5, 1 / 3]
    assert kinds["Of"] == "day"


def test_the_cells_of_a_cohort_table_are_shares():
    month = date(2026, 1, 1)
    cohorts = pl.DataFrame(
        {
            "cohort": [month] * 2,
            "month": [0, 1],
            "customers_kept": [20, 15],
            "customers": [20, 20],
            "is_ripe": [True, False],
        }
    )
    figure = cohort_table(
        cohorts,
        METRICS["retention_cohorts"],
        ASKED.ever,
        kept="customers_kept",
        of="customers",
        title="Customers kept",
        who=METRICS["customer_survival"],
    )
    table, kinds = numbers_of(figure)
    assert table["Series"].to_list() == ["after 0 months", "after 1 month"]
    assert table["Share"].to_list() == [1.0, 0.75]
    assert kinds["Share"] == "share"


def test_a_picture_has_the_title_the_days_and_the_filters_in_it():
    drawn = _bars()
    assert drawn.layout.title.text == "Win rate by team"
    subtitle = drawn.layout.title.subtitle.text
    assert "by the day the deal was decided, Jan – Mar 2026" in subtitle
    assert "&lt;img src=" in subtitle
    settings = picture_config(_bars())
    assert settings["modeBarButtons"] == [["toImage"]]
    assert settings["toImageButtonOptions"]["filename"] == "win_rate_by_team"
    assert settings["toImageButtonOptions"]["height"] == drawn.layout.height
    assert json.dumps(settings)
