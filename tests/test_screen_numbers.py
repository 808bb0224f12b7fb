"""Every number on the screen equals the library's to the digit that is shown.

What is shown is read from the page as a text and taken apart here, by rules of this file: nothing
of what the pages are written with takes part.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from crm_metrics import demo, source
from crm_metrics.calendar import Period, shift_months, twelve_months_to
from crm_metrics.configured import configured
from crm_metrics.measure import measure
from crm_metrics.metrics import METRICS
from crm_metrics.snapshot.tables import Tables
from tests.browsing import Visit, served
from tests.crms import settings_file

# Cards that several values of one metric stand on, or that have a name of their own.
METRIC_OF = {
    "sales_cycle_median": "sales_cycle",
    "sales_cycle_mean": "sales_cycle",
    "sales_cycle_p80": "sales_cycle",
    "sales_cycle_p90": "sales_cycle",
    "decision_cycle_median": "decision_cycle",
    "deal_size_median": "deal_size",
    "freshness_deals_median": "freshness_deals",
    "entry_lag_median": "entry_lag",
}
WITHOUT_PERIOD = {"customer_survival_median", "lifetime_value", "overdue_open_deals"}
# By page: the number compared over segments, and the field of the segments.
SEGMENTS = {
    "overview": ("win_rate", "team"),
    "win_rate": ("win_rate", "team"),
    "sales_cycle": ("sales_cycle", "team"),
    "retention": ("churn_rate", "segment"),
    "repeat_business": ("inactivity_churn_rate", "segment"),
    "data_quality": ("data_completeness", "team"),
}
SCALES = {"k": 1e3, "M": 1e6, "B": 1e9}
NUMBER = re.compile(r"(-?[\d,]+(?:\.\d+)?)\s*([kMB]\b)?\s*(%)?")


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Tables]]:
    folder = tmp_path_factory.mktemp("screen")
    now = datetime.now(UTC) - timedelta(days=1)
    url = f"sqlite:///{folder / 'crm.sqlite'}"
    demo.make(url, deals=2000, seed=2, as_of=now.date())
    settings = configured(settings_file(folder, url), {})
    snapshot = source.sync(settings, now=now)
    with served(folder) as address:
        yield address, Tables.open(snapshot, settings.business)


def said(text: str) -> tuple[float, float]:
    """The number at the beginning of a text, and how far from it the true one may lie."""
    found = NUMBER.match(text.replace("−", "-"))
    assert found, text
    digits, letter, percent = found.groups()
    scale = SCALES.get(letter or "", 1) / (100 if percent else 1)
    decimals = len(digits.partition(".")[2])
    return float(digits.replace(",", "")) * scale, 0.5 * 10**-decimals * scale * (1 + 1e-9)


def assert_says(text: str, expected: float) -> None:
    number, within = said(text)
    assert abs(number - expected) <= within, f"{text!r} is shown, the library has {expected}"


def _answer(name: str, tables: Tables, **asked: Any) -> dict[str, Any]:
    metric = METRICS[METRIC_OF.get(name, name)]
    year = twelve_months_to(tables.as_of)
    period = metric.period_to(tables.as_of) if name in WITHOUT_PERIOD else year
    return measure(metric, tables, period, **asked).row(0, named=True)


def _cards(visit: Visit) -> dict[str, tuple[str, str]]:
    """Every card on the page: its value and all of its words, by name."""
    found: list[list[str]] = visit.page.locator('[class*="st-key-card_"]').evaluate_all(
        """cards => cards.map(card => [
            [...card.classList].find(name => name.startsWith("st-key-card_")).slice(12),
            card.querySelector("[data-testid=stMetricValue]").innerText.trim(),
            card.innerText,
        ])"""
    )
    return {name: (value, words) for name, value, words in found}


@pytest.mark.parametrize("page", list(SEGMENTS))
def test_the_numbers_of_a_page(page: str, dashboard: tuple[str, Tables], chromium: Browser) -> None:
    address, tables = dashboard
    with Visit(chromium) as visit:
        visit.open(f"{address}/{'' if page == 'overview' else page}")
        visit.unroll()
        cards = _cards(visit)
        assert cards
        checked = [_check_card(name, *shown, tables) for name, shown in cards.items()]
        # Beside the values nearly every card compares with the year before.
        assert sum(checked) >= len(cards) / 2
        metric, field = SEGMENTS[page]
        _check_bars(visit, metric, field, tables)
        if page == "overview":
            _check_months(visit, tables)
        assert visit.errors == []


def _check_card(name: str, value: str, words: str, tables: Tables) -> bool:
    """The value, and the change if one is shown; whether one was."""
    if name == "sales_cycle_cohort":
        year = twelve_months_to(tables.as_of)
        before = Period(shift_months(year.start, -12), shift_months(year.end, -12))
        row = measure("sales_cycle_cohort", tables, before).row(0, named=True)
    else:
        comparing = {} if name in WITHOUT_PERIOD else {"compare": ("previous",)}
        row = _answer(name, tables, **comparing)
    expected = row[name]
    metric = METRICS[METRIC_OF.get(name, name)]
    if value == "not reached":
        assert expected is None
    elif cases := re.fullmatch(r"([\d,]+) of ([\d,]+)", value):
        part, of = (int(number.replace(",", "")) for number in cases.groups())
        assert (part, of) == tuple(row[column] for column in metric.part_of)
    else:
        assert_says(value, expected)
    if planned := re.search(r"([+-][\d,.]+) points vs the target of ([\d.]+ %)", words):
        points, target = planned.groups()
        assert_says(f"{points.removeprefix('+')} %", expected - said(target)[0])
    change = re.search(r"([+-][\d,.]+) (points|%|days?)? ?vs (?!the target)", words)
    if not change:
        return False
    number, unit = change.groups()
    of_unit = {"points": "change", "days": "change", "day": "change", "%": "growth"}
    amount = row[f"{name}_previous_{of_unit[unit or '%']}"]
    shown = f"{number.removeprefix('+')} {'' if unit in ('days', 'day') else '%'}"
    assert_says(shown, amount)
    return True


def _check_bars(visit: Visit, metric: str, field: str, tables: Tables) -> None:
    """The number at the end of each bar; where there are few cases "3 of 7" stands instead."""
    value = METRICS[metric].values[0]
    rows = measure(metric, tables, twelve_months_to(tables.as_of), by=[field])
    name = "owner" if field == "owner" else field
    expected = {row[name]: row for row in rows.iter_rows(named=True)}
    chart = visit.page.locator(f'[class*="st-key-chart_"][class*="-by-{field}"] .js-plotly-plot')
    bars: list[list[str]] = chart.first.evaluate(
        """plot => plot.data[1].y.map((name, place) => [name, plot.data[1].text[place]])"""
    )
    drawn = chart.first.locator(".textpoint").all_text_contents()
    assert len(drawn) == len(bars) > 2
    for (segment, _), text in zip(bars, drawn, strict=True):
        row = expected[None if segment == "(none)" else segment]
        label = re.sub(r"^[▲▼\s]+", "", text)
        cases = re.match(r"(\d+) of (\d+)", label)
        if cases and METRICS[metric].part_of:
            part_of = tuple(row[column] for column in METRICS[metric].part_of)
            assert tuple(map(int, cases.groups())) == part_of
        else:
            assert_says(label, row[value])


def _check_months(visit: Visit, tables: Tables) -> None:
    """The amount above each column of the revenue."""
    end = tables.as_of.replace(day=1)
    months = Period(shift_months(end, -11), shift_months(end, 1))
    rows = measure("revenue_added", tables, months, by=["month"])
    amounts = dict(rows.select("month", "revenue_added").iter_rows())
    labels: list[str] = visit.page.locator(
        '[class*="st-key-chart_Revenue-added-by-month"] .js-plotly-plot'
    ).first.evaluate("plot => plot.data[plot.data.length - 1].text")
    assert len(labels) == 12
    for place, label in enumerate(labels):
        amount = amounts.get(shift_months(months.start, place))
        if label:
            assert amount is not None
            assert_says(label, amount)
        else:
            assert not amount
