"""Scopes: which rows stand behind a number, a bar, a point or a row of a table.

A chart carries the scope of each of its marks in the `meta` of its traces and its own in the
`meta` of its layout, as plain texts; so a click needs to say only which mark it hit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Self

import plotly.graph_objects as go
import polars as pl

from crm_metrics.calendar import Baseline, Period, baseline, shift_units
from crm_metrics.fields import Where
from crm_metrics.metric import Metric
from crm_metrics.metrics import METRICS
from crm_metrics.report.asked import Asked
from crm_metrics.report.periods import known_text
from crm_metrics.report.segments import NO_VALUE, key_column
from crm_metrics.report.wording import counted, field_title, scope_text

_OPENS = "opens"


@dataclass(frozen=True, slots=True)
class Only:
    """Of the records those with some values: from `low` to below `high`, or naming `lacking`."""

    said: str
    low: float | None = None
    high: float | None = None
    lacking: str | None = None

    def of(self, records: pl.DataFrame) -> pl.DataFrame:
        value = pl.col("value")
        if self.low is not None:
            records = records.filter(value >= self.low)
        if self.high is not None:
            records = records.filter(value < self.high)
        if self.lacking is not None:
            records = records.filter(value.str.split(", ").list.contains(self.lacking))
        return records


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows behind a number: of which metric, in which days, of whom.

    `names` says how a value of a filter reads where it is a key; `only` narrows the records by
    their values.
    """

    metric: str
    period: Period
    where: Where = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    only: Only | None = None

    def words(self, as_of: date) -> str:
        """The scope as a leader says it: "Win rate · Team South · Mar 2026"."""
        said = {
            name: [value if value is None else self.names.get(value, value) for value in values]
            for name, values in self.where.items()
        }
        parts = [METRICS[self.metric].title, scope_text(said), known_text(self.period, as_of)]
        parts += [self.only.said] if self.only else []
        return " · ".join(part for part in parts if part)

    def as_meta(self) -> dict[str, Any]:
        """The scope as plain texts and numbers, for a figure to carry."""
        days = {"start": self.period.start.isoformat(), "end": self.period.end.isoformat()}
        where = {name: list(values) for name, values in self.where.items()}
        only = asdict(self.only) if self.only else None
        return {"metric": self.metric, **days, "where": where, "names": {**self.names}} | (
            {"only": only} if only else {}
        )

    @classmethod
    def from_meta(cls, meta: Mapping[str, Any]) -> Self:
        only = meta.get("only")
        return cls(
            metric=meta["metric"],
            period=Period(date.fromisoformat(meta["start"]), date.fromisoformat(meta["end"])),
            where=dict(meta["where"]),
            names=dict(meta["names"]),
            only=Only(**only) if only else None,
        )


def whole(metric: Metric, asked: Asked) -> Scope:
    """Everything that a number on the page is made of."""
    return Scope(metric.name, asked.period, dict(asked.where))


def of_segment(metric: Metric, asked: Asked, by: str, row: Mapping[str, Any]) -> Scope:
    """One segment of a field; the value of `by` in the row, null for those without one.

    Owners are told by their id, because two may share one name.
    """
    key = row["owner_id"] if by == "owner" else row[by]
    name = row.get("segment") or row.get(key_column(by)) or key
    scope = whole(metric, asked)
    names = {} if key is None or name in (key, NO_VALUE) else {key: name}
    return replace(scope, where={**scope.where, by: [key]}, names=names)


def of_unit(metric: Metric, asked: Asked, unit: str, first_day: date) -> Scope:
    """One unit of time, as far as it lies in the days that are asked for."""
    end = shift_units(unit, first_day, 1)
    days = Period(max(first_day, asked.period.start), min(end, asked.period.end))
    return replace(whole(metric, asked), period=days)


def of_cohort(metric: Metric, asked: Asked, month: date) -> Scope:
    """Those who started in one month."""
    return replace(whole(metric, asked), period=Period(month, shift_units("month", month, 1)))


def compared_with(scope: Scope, kind: Baseline, asked: Asked) -> Scope:
    """The same a period or a year before."""
    days = baseline(scope.period, kind, asked.as_of, asked.business)
    return replace(scope, period=days)


def of_sets(metric: Metric, asked: Asked, sets: pl.DataFrame) -> list[Scope]:
    """For each required set: its records, with what they lack."""
    titles = [field_title(name) for name in sets["set"]]
    return of_segments(metric, asked, "set", sets.with_columns(segment=pl.Series(titles)))


def of_fields(metric: Metric, asked: Asked, fields: pl.DataFrame) -> list[Scope]:
    """For each required field of a set: the records that lack it."""
    return [
        replace(scope, only=Only(f"without {name}", lacking=name))
        for scope, name in zip(of_sets(metric, asked, fields), fields["field"], strict=True)
    ]


def of_segments(metric: Metric, asked: Asked, by: str, segments: pl.DataFrame) -> list[Scope]:
    """The scope of every row of a frame of segments, in their order."""
    return [of_segment(metric, asked, by, row) for row in segments.iter_rows(named=True)]


def opening(scopes: Sequence[Scope]) -> dict[str, Any]:
    """The `meta` of a trace whose marks open these scopes."""
    return {_OPENS: [scope.as_meta() for scope in scopes]}


def opening_whole(scope: Scope) -> dict[str, Any]:
    """The `meta` of a trace whose marks all open the same."""
    return {_OPENS: scope.as_meta()}


def scope_of_figure(figure: go.Figure) -> Scope | None:
    """What the chart as a whole is about."""
    meta = (figure.layout.meta or {}).get(_OPENS)
    return Scope.from_meta(meta) if meta else None


def scope_of_mark(figure: go.Figure, trace: int, mark: int) -> Scope | None:
    """What a click on one mark of one trace opens; None where it means nothing."""
    if not 0 <= trace < len(figure.data):
        return None
    opens = (figure.data[trace].meta or {}).get(_OPENS, ())
    if isinstance(opens, Mapping):
        return Scope.from_meta(opens)
    return Scope.from_meta(opens[mark]) if 0 <= mark < len(opens) else None


def how_many(records: pl.DataFrame, noun: str) -> str:
    """How many records are listed: of one record several rows may count.

    >>> how_many(pl.DataFrame({"id": ["a", "b", "b"]}), "account")
    '2 accounts in 3 rows'
    """
    said = counted(records["id"].n_unique(), noun)
    rows = counted(records.height, "row")
    return said if records["id"].n_unique() == records.height else f"{said} in {rows}"
