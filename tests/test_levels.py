"""Levels: what stood at the close of the last day of each window, not what happened in it."""

from datetime import date

import pytest
from narwhals import col

from crm_metrics import finish
from crm_metrics.calendar import Period
from crm_metrics.engines import PolarsEngine
from crm_metrics.errors import BadInputError
from crm_metrics.measure import measure
from crm_metrics.metric import Metric, Window, count, total
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.duckdb_engine import DuckDBEngine
from tests.literal import deals

AS_OF = date(2026, 4, 1)
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))


def _open_at_the_close(window: Window):
    last = window.end_day - 1
    held = (col("from_day") <= last) & (col("to_day").is_null() | (col("to_day") > last))
    return held & (col("outcome") == "open")


OPEN_DEALS = Metric(
    name="open_deals",
    title="Open deals",
    unit="count",
    better=None,
    adds="level",
    table="deal_states",
    rows=_open_at_the_close,
    day="from_day",
    day_says="the close of the window's last day",
    undated="no day",
    sums={"open_deals": count(), "amount": total("amount")},
    finish=finish.counted("open_deals"),
    values=("open_deals",),
    counts=("open_deals",),
    uses=("outcome",),
    value=col("amount"),
    value_title="Amount",
    value_unit="money",
    says="Deals open at the close of the day.",
)


@pytest.fixture(params=[PolarsEngine, DuckDBEngine])
def tables(request) -> Tables:
    rows = deals(
        ("a", "2026-01-10", "2026-02-10", "won", 1),
        ("b", "2026-01-20", None, "open", 1),
        ("c", "2026-02-05", "2026-02-20", "lost", 1),
        ("d", "2026-03-31", None, "open", 1),
    )
    return Tables.from_model({"deals": rows}, Business(), AS_OF, engine=request.param())


def test_each_month_shows_what_stood_at_its_close(tables):
    frame = measure(OPEN_DEALS, tables, QUARTER, by=["month"])
    assert frame.rows() == [
        (date(2026, 1, 1), 2),
        (date(2026, 2, 1), 1),
        (date(2026, 3, 1), 2),
    ]


def test_the_whole_period_shows_its_last_day_not_a_sum(tables):
    assert measure(OPEN_DEALS, tables, QUARTER)["open_deals"].to_list() == [2]


def test_a_running_period_shows_the_close_of_as_of(tables):
    frame = measure(OPEN_DEALS, tables, QUARTER, by=["month"], as_of=date(2026, 2, 7))
    assert frame.rows() == [(date(2026, 1, 1), 2), (date(2026, 2, 1), 3)]


def test_a_level_is_compared_with_the_level_a_window_earlier(tables):
    frame = measure(OPEN_DEALS, tables, QUARTER, by=["month"], compare=["previous"])
    assert frame["open_deals_previous"].to_list() == [0, 2, 1]


def test_two_units_of_time_at_once_are_refused(tables):
    with pytest.raises(BadInputError, match="one unit of time"):
        measure(OPEN_DEALS, tables, QUARTER, by=["month", "week"])
