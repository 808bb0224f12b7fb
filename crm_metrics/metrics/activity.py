"""Activity: what people do, and how soon they write it down."""

import narwhals as nw
from narwhals import col

from crm_metrics import finish
from crm_metrics.metric import Metric, Requirement, Window, count, count_if

_DONE_BY_A_PERSON = (col("status") == "done") & ~col("is_automatic")
_IS_PLANNED_AHEAD = col("entry_lag_minutes") < 0


def _minutes_late(_: Window) -> nw.Expr:
    """The lag of what was entered afterwards; null where it was planned ahead."""
    return nw.when(~_IS_PLANNED_AHEAD).then(col("entry_lag_minutes"))


ENTRY_LAG = Metric(
    name="entry_lag",
    title="Entry lag",
    unit="hours",
    better="lower",
    adds="none",
    table="activities",
    rows=_DONE_BY_A_PERSON,
    day="recorded_day",
    day_says=(
        "the day from which the CRM knew it as done: of its entry, or of its doing where it was "
        "planned ahead"
    ),
    undated="period unknown: done, but no day it was done",
    requires=(
        Requirement(~col("entry_lag_minutes").is_null(), "known by the day only, not by the hour"),
    ),
    spread={"minutes": _minutes_late},
    sums={"count": count(), "planned_ahead": count_if(_IS_PLANNED_AHEAD)},
    finish=finish.delays("minutes", apart="planned_ahead", unit=60),
    values=("entry_lag_median", "entry_lag_mean", "entry_lag_p80", "entry_lag_p90"),
    counts=("count", "planned_ahead"),
    uses=("status", "done_day", "entry_lag_minutes", "recorded_day"),
    value=col("entry_lag_minutes") / 60,
    value_title="Hours from doing to entry",
    value_unit="hours",
    says="Hours from an activity to its entry, of the activities entered in the period.",
    includes=(
        "Done activities of people. Those entered before they were done were planned ahead: they "
        "are counted apart and are in none of the times."
    ),
    differs=(
        "By the day of the entry, so that a period that is over does not change any more: by the "
        "day of doing, the last weeks would always look prompt, as what is late is still missing."
    ),
    source="Percentiles: Hyndman and Fan (1996), type 7; intervals from order statistics.",
)

METRICS = (ENTRY_LAG,)
