"""Targets: what was planned for a number, where the plan speaks of the same days and people.

Targets come from the CRM's table `targets`: for one metric and period, of the company, a team or
an owner. A page asks for any days; a target is shown only where whole targets make up those days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from crm_metrics.calendar import Period, working_days
from crm_metrics.fields import Where, filters_of
from crm_metrics.metric import Metric
from crm_metrics.report.asked import Asked
from crm_metrics.report.wording import short
from crm_metrics.snapshot.tables import Tables

# A sum of these is the target of their days together; a rate is not a sum.
_ADDED_UP = ("flow", "distinct")
_SPAN = ("started_on", "ended_on")


@dataclass(frozen=True, slots=True)
class Target:
    """The value planned, in the metric's unit, for the days from `start` to before `end`."""

    value: float
    period: Period


def target_of(metric: Metric, value: str, tables: Tables, asked: Asked) -> Target | None:
    """The target of one of a metric's values in the days asked for; None where there is none.

    Sums: one target of just these days, else targets that follow each other and make them up,
    added up. Rates and times: targets without a gap over these days, where all are the same. Of
    the company where nothing is filtered, of a team or an owner where just that one is; in the
    reporting currency or in none.
    """
    whose = _whose(metric, tables, asked.where)
    if whose is None:
        return None
    names = [value, metric.name] if value == metric.values[0] else [value]
    rows = tables.targets.filter(
        pl.col("metric").is_in(names),
        *(pl.col(name).eq_missing(pl.lit(key, pl.String)) for name, key in whose.items()),
        pl.col("currency").is_null() | (pl.col("currency").str.to_uppercase() == asked.currency),
    )
    planned = [
        Target(amount, Period(start, end))
        for start, end, amount in rows.select(*_SPAN, "value").iter_rows()
        if start < end
    ]
    if metric.adds in _ADDED_UP and metric.unit != "share":
        parts = _made_of(planned, asked.period)
        return Target(sum(part.value for part in parts), asked.period) if parts else None
    return _agreed(planned, asked.period)


def target_text(target: Target, metric: Metric, asked: Asked) -> str:
    """The target in words, for what a change against it stands beside."""
    planned = short(target.value, metric.unit, asked.currency)
    passed = _passed(target, metric, asked)
    if passed == 1:
        return f"the target of {planned}"
    return f"the target of {planned} at this pace ({short(passed, 'share')} of its working days)"


def due(target: Target, metric: Metric, asked: Asked) -> float:
    """What of a target is due by now: of a sum the share of its working days that have passed."""
    return target.value * _passed(target, metric, asked)


def _passed(target: Target, metric: Metric, asked: Asked) -> float:
    if metric.adds not in _ADDED_UP or metric.unit == "share":
        return 1
    known = target.period.known_at(asked.as_of)
    all_days = working_days(target.period, asked.business)
    if known == target.period or not all_days:
        return 1
    return working_days(known, asked.business) / all_days if known else 0


def _whose(metric: Metric, tables: Tables, where: Where) -> dict[str, str | None] | None:
    """Owner and team of the targets that speak of those filtered by; None where none do."""
    everyone: dict[str, str | None] = {"owner_id": None, "team": None}
    if not where:
        return everyone
    fields = {"owner": "owner_id", "team": "team"}
    if len(where) > 1 or next(iter(where)) not in fields:
        return None
    (field,) = where
    ((_, keys),) = filters_of(where, metric, tables, "event")
    return None if len(keys) != 1 or keys[0] is None else everyone | {fields[field]: keys[0]}


def _made_of(planned: Sequence[Target], period: Period) -> list[Target]:
    """Targets that follow each other from the period's first day to its last; the fewest."""
    made: dict[date, list[Target]] = {period.start: []}
    for part in sorted(planned, key=lambda part: (part.period.start, part.period.end)):
        before = made.get(part.period.start)
        if before is None or part.period.end > period.end:
            continue
        known = made.get(part.period.end)
        if known is None or len(before) + 1 < len(known):
            made[part.period.end] = [*before, part]
    return made.get(period.end, [])


def _agreed(planned: Sequence[Target], period: Period) -> Target | None:
    """The one value of all targets that lie over the period, where they leave no day out."""
    over = [
        part
        for part in planned
        if part.period.start < period.end and part.period.end > period.start
    ]
    reached = period.start
    for part in sorted(over, key=lambda part: part.period.start):
        if part.period.start > reached:
            return None
        reached = max(reached, part.period.end)
    if reached < period.end or len({part.value for part in over}) != 1:
        return None
    return Target(over[0].value, period)
