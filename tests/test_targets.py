"""A target is shown where the plan speaks of the same days and the same people, and else not."""

from datetime import date
from typing import Any

import pytest

from crm_metrics.calendar import Period
from crm_metrics.measure import measure
from crm_metrics.metrics import METRICS
from crm_metrics.report.asked import Asked
from crm_metrics.report.cards import card
from crm_metrics.report.targets import Target, due, target_of
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.literal import GOLDEN_DEALS, deals, table

REVENUE, WIN_RATE = METRICS["revenue_added"], METRICS["win_rate"]
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
ALL_USABLE = {"used": 100, "set_aside": 0, "undated": 0, "input_coverage": 1.0, "reasons": []}


def _asked(period: Period = QUARTER, as_of: date = date(2026, 3, 31), **where: Any) -> Asked:
    return Asked(period, as_of, Business(), where)


def _tables(*planned: tuple[Any, ...]) -> Tables:
    names = ("metric", "started_on", "ended_on", "value", "currency", "owner_id", "team")
    rows = [dict(zip(names, row, strict=False)) for row in planned]
    users = table("users", [{"user_id": "ana", "name": "Ana A"}, {"user_id": "bo", "name": "Bo B"}])
    frames = {"deals": deals(*GOLDEN_DEALS), "targets": table("targets", rows), "users": users}
    return Tables.from_model(frames, Business(), date(2026, 3, 31))


def _months(metric: str, *values: float, **whose: str) -> list[tuple[Any, ...]]:
    owner, team = whose.get("owner"), whose.get("team")
    return [
        (metric, f"2026-{month:02}-01", f"2026-{month + 1:02}-01", value, None, owner, team)
        for month, value in enumerate(values, 1)
    ]


def _value(tables: Tables, asked: Asked, metric: Any = REVENUE) -> float | None:
    found = target_of(metric, metric.values[0], tables, asked)
    return found.value if found else None


def test_the_months_of_a_quarter_add_up_and_its_own_target_comes_first() -> None:
    months = _months("revenue_added", 100, 200, 300, 400)
    assert _value(_tables(*months), _asked()) == 600
    own = ("revenue_added", "2026-01-01", "2026-04-01", 650.0)
    assert _value(_tables(*months, own), _asked()) == 650


@pytest.mark.parametrize(
    "period",
    [
        Period(date(2026, 1, 15), date(2026, 4, 1)),
        Period(date(2026, 1, 1), date(2026, 3, 15)),
        Period(date(2025, 12, 1), date(2026, 4, 1)),
        Period(date(2026, 4, 1), date(2026, 6, 1)),
    ],
)
def test_days_that_whole_targets_do_not_make_up_have_none(period: Period) -> None:
    tables = _tables(*_months("revenue_added", 100, 200, 300, 400))
    assert _value(tables, _asked(period)) is None


def test_a_gap_between_targets_leaves_no_target() -> None:
    first, _, third = _months("revenue_added", 100, 200, 300)
    assert _value(_tables(first, third), _asked()) is None


def test_a_rate_has_a_target_where_all_over_its_days_agree() -> None:
    days = Period(date(2026, 1, 10), date(2026, 2, 20))
    agreed = _tables(*_months("win_rate", 0.3, 0.3, 0.4))
    assert _value(agreed, _asked(days), WIN_RATE) == 0.3
    assert _value(agreed, _asked(), WIN_RATE) is None
    first, _, third = _months("win_rate", 0.3, 0.3, 0.3)
    assert _value(_tables(first, third), _asked(), WIN_RATE) is None


def test_whose_target_it_is_follows_the_filters() -> None:
    tables = _tables(
        *_months("revenue_added", 100, 200, 300),
        *_months("revenue_added", 10, 20, 30, team="North"),
        *_months("revenue_added", 1, 2, 3, owner="ana"),
    )
    assert _value(tables, _asked()) == 600
    assert _value(tables, _asked(team=("North",))) == 60
    assert _value(tables, _asked(owner=("Ana A",))) == 6
    for where in (
        {"team": ("South",)},
        {"team": ("North", "South")},
        {"team": (None,)},
        {"team": ("North",), "owner": ("Ana A",)},
        {"source": ("Web",)},
    ):
        assert _value(tables, _asked(**where)) is None


def test_only_money_in_the_reporting_currency_is_compared() -> None:
    euros = ("revenue_added", "2026-01-01", "2026-04-01", 500.0, "EUR")
    dollars = ("revenue_added", "2026-01-01", "2026-04-01", 600.0, "usd")
    assert _value(_tables(euros), _asked()) is None
    assert _value(_tables(euros, dollars), _asked()) == 600


def test_a_crm_without_targets_has_none() -> None:
    tables = Tables.from_model({"deals": deals(*GOLDEN_DEALS)}, Business(), date(2026, 3, 31))
    assert _value(tables, _asked()) is None


def test_while_the_period_runs_what_is_due_grows_with_the_working_days() -> None:
    """Of January to March 2026 (64 working days) 43 have passed by 2 March, a Monday."""
    target = Target(640.0, QUARTER)
    assert due(target, REVENUE, _asked(as_of=date(2026, 3, 2))) == pytest.approx(430)
    assert due(target, REVENUE, _asked(as_of=date(2026, 3, 31))) == 640
    assert due(target, REVENUE, _asked(as_of=date(2025, 12, 31))) == 0
    assert due(Target(0.3, QUARTER), WIN_RATE, _asked(as_of=date(2026, 3, 2))) == 0.3


def _card(metric: Any, tables: Tables, asked: Asked) -> Any:
    frame = measure(metric, tables, asked.period, as_of=asked.as_of)
    target = target_of(metric, metric.values[0], tables, asked)
    return card(metric, frame, asked, coverage=ALL_USABLE, target=target)


def test_the_card_says_how_far_it_is_from_the_target() -> None:
    """The golden deals of the quarter won 680."""
    tables = _tables(("revenue_added", "2026-01-01", "2026-04-01", 500.0))
    (over,) = _card(REVENUE, tables, _asked()).changes
    assert over.text == "+36.0 %"
    assert (over.tone, over.against) == ("better", "the target of 500 USD")
    (running,) = _card(REVENUE, tables, _asked(as_of=date(2026, 3, 2))).changes
    assert running.tone == "same"
    assert running.against == "the target of 500 USD at this pace (67.2 % of its working days)"


def test_a_rate_of_few_cases_is_not_held_against_its_target() -> None:
    tables = _tables(*_months("win_rate", 0.1, 0.1, 0.1))
    assert _card(WIN_RATE, tables, _asked()).changes == ()
