"""Inactivity: do customers without contracts keep buying."""

from collections.abc import Mapping
from dataclasses import replace

import narwhals as nw
import polars as pl
from narwhals import col

from crm_metrics import finish
from crm_metrics.facts.purchases import FACTORS
from crm_metrics.metric import Dated, Finishing, Metric, Requirement, Window, count_if
from crm_metrics.statistics import divided

_NOBODY = col("account_id").is_null()
_AT_START, _AT_END = col("at_start") > 0, col("at_end") > 0
_ALARMED, _RETURNED = col("alarms") > 0, col("returns") > 0


def _holds_on(day: int) -> nw.Expr:
    """Whether this purchase was known as the customer's last at the close of the day."""
    return (col("from_day") <= day) & (col("to_day").is_null() | (col("to_day") > day))


def _is_alarm(lost_day: str, window: Window) -> nw.Expr:
    """Whether the threshold was passed in the window, before anything else was bought."""
    day = col(lost_day)
    in_window = (day >= window.start_day) & (day < window.end_day)
    return in_window & (col("to_day").is_null() | (col("to_day") > day))


def _rows(lost_day: str) -> Dated:
    def rows(window: Window) -> nw.Expr:
        in_question = _holds_on(window.start_day - 1) | _holds_on(window.end_day - 1)
        # A won deal of nobody is set aside as it stands; it has no threshold.
        is_set_aside = _NOBODY & col("to_day").is_null() & _is_before_end(window)
        return is_set_aside | (~_NOBODY & (in_question | _is_alarm(lost_day, window)))

    return rows


def _is_before_end(window: Window) -> nw.Expr:
    day = col("purchase_day")
    return day.is_null() | (day < window.end_day)


def _marks(lost_day: str) -> dict[str, Dated]:
    """What each of a customer's purchases says of the window."""

    def is_active(day: int) -> nw.Expr:
        return _holds_on(day) & (col(lost_day) > day)

    return {
        "is_at_start": lambda window: is_active(window.start_day - 1),
        "is_at_end": lambda window: is_active(window.end_day - 1),
        "is_alarm": lambda window: _is_alarm(lost_day, window),
        "is_return": lambda window: _is_alarm(lost_day, window) & ~col("returned_day").is_null(),
    }


INACTIVITY_CHURN_RATE = Metric(
    name="inactivity_churn_rate",
    title="Inactivity churn rate",
    unit="share",
    better="lower",
    adds="movement",
    table="purchases",
    rows=_rows("lost_day"),
    marks=_marks("lost_day"),
    day="purchase_day",
    day_says="the close of the day before the period and the close of its last day, compared",
    undated="period unknown: decided, but no day of the decision",
    requires=(Requirement(~_NOBODY, "no account"),),
    per="account_id",
    sums={
        "at_start": count_if(col("is_at_start")),
        "at_end": count_if(col("is_at_end")),
        "alarms": count_if(col("is_alarm")),
        "returns": count_if(col("is_return")),
    },
    of_whom=_AT_START,
    of_each={
        "at_start": count_if(_AT_START),
        "lost": count_if(_AT_START & ~_AT_END),
        "alarmed": count_if(_AT_START & _ALARMED),
        "returned": count_if(_AT_START & _RETURNED),
    },
    finish=finish.share_beside("lost", of="at_start", beside=("alarmed", "returned")),
    values=("inactivity_churn_rate",),
    counts=("at_start", "lost", "alarmed", "returned"),
    part_of=("lost", "at_start"),
    uses=("account_id", "purchase_day", "lost_day"),
    value=(
        nw.when(~_AT_END)
        .then(nw.lit("lost"))
        .otherwise(
            nw.when(_ALARMED).then(nw.lit("fell silent, returned")).otherwise(nw.lit("kept"))
        )
    ),
    value_title="Fate",
    says=(
        "Customers at the start of the period who had been silent for too long at its end, "
        "divided by all at the start."
    ),
    includes=(
        "Accounts that bought, by orders or else by won deals. Too long is longer than nine in "
        "ten of their own gaps between purchases, once there are nine; before that, of their "
        "segment's gaps, running ones counted; else inactive_after_days in the settings."
    ),
    differs=(
        "A customer is lost on the day the silence became too long, as it was known then, and "
        "never earlier. One gap in ten is longer by design: beside the lost stand those who fell "
        "silent for too long in the period (alarmed), and how many of them bought again since."
    ),
    source=(
        "Own threshold: prediction interval from order statistics, David and Nagaraja (2003). "
        "Segment: Kaplan and Meier (1958). Interval: Wilson (1927)."
    ),
)


def _with_threshold(lost_day: str) -> Metric:
    """The same number with another of the days on which a customer may count as lost."""
    return replace(
        INACTIVITY_CHURN_RATE,
        name=f"inactivity_churn_rate_{lost_day}",
        rows=_rows(lost_day),
        marks=_marks(lost_day),
        values=(f"inactivity_churn_rate_{lost_day}",),
    )


def _by_factor(frames: Mapping[str, pl.DataFrame], asked: Finishing) -> pl.DataFrame:
    """The answers of all thresholds below one another, each with its factor."""
    told = []
    for lost_day, (part, of) in FACTORS.items():
        frame = frames[lost_day]
        names = {
            name: name.replace(_SENSITIVE_TO[lost_day].name, asked.name) for name in frame.columns
        }
        told.append(frame.rename(names).with_columns(factor=pl.lit(part / of)))
    returned_share = divided(pl.col("returned"), pl.col("alarmed"))
    return (
        pl.concat(told)
        .sort(*asked.by, "factor", nulls_last=True)
        .select(*asked.by, "factor", pl.exclude("factor", *asked.by), returned_share=returned_share)
    )


_SENSITIVE_TO = {lost_day: _with_threshold(lost_day) for lost_day in FACTORS}

INACTIVITY_SENSITIVITY = replace(
    INACTIVITY_CHURN_RATE,
    name="inactivity_sensitivity",
    title="Inactivity churn by threshold",
    parts=_SENSITIVE_TO,
    combine=_by_factor,
    is_curve=True,
    along=("factor",),
    values=("inactivity_sensitivity",),
    says=(
        "The inactivity churn rate, were every customer's threshold shorter or longer: a row per "
        "factor, 0.8, 1 and 1.25."
    ),
    differs=(
        "Beside each rate stands how many of those that fell silent have bought again since "
        "(returned_share). Where most return, the threshold is too short for what it is asked."
    ),
)

METRICS = (INACTIVITY_CHURN_RATE, INACTIVITY_SENSITIVITY)
