"""Downloads pressed in a real browser over the running dashboard."""

import struct
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from playwright.sync_api import Locator

from crm_metrics.measure import measure
from crm_metrics.metrics import METRICS
from crm_metrics.report.segments import with_rest
from tests import test_browser
from tests.browsing import Visit

# The running dashboard of those tests, and their way of closing tabs.
dashboard, visits = test_browser.dashboard, test_browser.visits
# The others are saved in the tests before.
MORE_PAGES = ("", "sales_cycle", "repeat_business", "data_quality", "definitions")


def _open(dashboard, chromium, visits, path: str, **looks) -> Visit:
    visits.append(Visit(chromium, **looks))
    visits[-1].open(f"{dashboard.url}/{path}")
    return visits[-1]


def _press(visit: Visit, button: Locator, folder: Path) -> Path:
    """Press a button and return the file that comes of it, by the name it was given."""
    with visit.page.expect_download() as coming:
        button.click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def _button(visit: Visit, key: str) -> Locator:
    return visit.page.locator(f".st-key-{key} button:visible").first


def _sheet(path: Path, name: str) -> pl.DataFrame:
    return pl.DataFrame(fastexcel.read_excel(path).load_sheet(name).to_arrow())


def test_the_workbook_of_a_page_holds_the_numbers_of_the_library(
    dashboard,
    chromium,
    visits,
    tmp_path,
):
    visit = _open(dashboard, chromium, visits, "win_rate")
    path = _press(visit, _button(visit, "download_page_xlsx"), tmp_path)
    assert path.name == f"win_rate_as_of_{dashboard.tables.as_of}.xlsx"
    cards = _sheet(path, "Cards")
    names = ("win_rate", "win_rate_by_amount", "win_rate_strict")
    expected = [measure(name, dashboard.tables)[name][0] for name in names]
    assert cards["Value"].to_list()[: len(names)] == pytest.approx(expected, rel=1e-15)
    assert cards["As shown"][0] == visit.card("win_rate")
    by_team = with_rest(
        measure("win_rate", dashboard.tables, by=["team"]), METRICS["win_rate"], "team"
    )
    table = _sheet(path, "Win rate by team 2")
    assert table["Won"].to_list() == by_team["won"].to_list()
    # A workbook keeps 16 digits.
    assert table["Win rate"].to_list() == pytest.approx(by_team["win_rate"].to_list(), rel=1e-15)
    assert visit.errors == []


def test_the_page_that_opens_offline_shows_the_cards_of_the_screen(
    dashboard,
    chromium,
    visits,
    tmp_path,
):
    visit = _open(dashboard, chromium, visits, "retention")
    path = _press(visit, _button(visit, "download_page_html"), tmp_path)
    on_screen = visit.page.locator('[data-testid="stMetricValue"]').all_inner_texts()
    charts = visit.page.locator(".stPlotlyChart").count()
    offline = Visit(chromium)
    visits.append(offline)
    offline.context.set_offline(True)
    offline.page.goto(path.as_uri())
    offline.page.wait_for_selector("html[data-drawn]", state="attached")
    assert offline.page.locator(".card .value").all_inner_texts() == [
        text.strip() for text in on_screen
    ]
    assert offline.page.locator(".figure .main-svg:first-child").count() >= charts > 0
    assert offline.errors == []
    assert offline.elsewhere == []


def test_a_chart_says_its_sentence_and_saves_itself_as_a_picture_at_twice_its_size(
    dashboard,
    chromium,
    visits,
    tmp_path,
):
    visit = _open(dashboard, chromium, visits, "win_rate", theme="dark")
    chart = visit.page.locator('[class*="st-key-chart_"]').nth(1)
    bar = chart.locator(".modebar-container")
    assert bar.evaluate("part => getComputedStyle(part).opacity") == "0"
    point = chart.locator(".bars .point").first.bounding_box()
    assert point is not None
    visit.page.mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    said = chart.locator(".hoverlayer .hovertext").first
    said.wait_for(state="attached")
    assert "decided deal" in (said.text_content() or "")
    assert bar.evaluate("part => getComputedStyle(part).opacity") == "1"
    assert bar.locator(".modebar-btn").count() == 1
    path = _press(visit, bar.locator(".modebar-btn"), tmp_path)
    assert path.name == "win_rate_by_team.png"
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    assert width == 1920
    assert height > 400
    assert visit.errors == []


@pytest.mark.parametrize("path", MORE_PAGES)
def test_every_other_page_can_be_saved_as_a_workbook(
    path,
    dashboard,
    chromium,
    visits,
    tmp_path,
):
    visit = _open(dashboard, chromium, visits, path)
    book = fastexcel.read_excel(_press(visit, _button(visit, "download_page_xlsx"), tmp_path))
    assert book.sheet_names[0] == "About"
    assert len(book.sheet_names) > 1
