"""Metric: what a number means, as data.

From one `Metric` come the measurement, the records behind it, the reasons for rows set aside,
the definition card, the unit and the documentation. Nothing here reads a table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeVar

import narwhals as nw
import polars as pl

from crm_metrics.calendar import Period, everything_to, twelve_months_to
from crm_metrics.errors import BadInputError
from crm_metrics.facts import FACTS
from crm_metrics.facts.fact import MONEY_UNIT, SAFE, Fact
from crm_metrics.settings import Business

Unit = Literal["share", "money", "days", "hours", "count"]
Adds = Literal["flow", "level", "distinct", "movement", "none"]


@dataclass(frozen=True, slots=True)
class Window:
    """The days a number is asked for, as day numbers: `[start_day, end_day)`, known at as_of_day.

    `records_since` is the day from which the table's records are complete, None when always.
    """

    start_day: int
    end_day: int
    as_of_day: int
    records_since: int | None = None


# An expression over a fact, or one that depends on the window.
Dated = nw.Expr | Callable[[Window], nw.Expr]
# A column of a spread may be the same number for all rows of a window.
Spread = nw.Expr | Callable[[Window], nw.Expr | int]
_Value = TypeVar("_Value", nw.Expr, nw.Expr | int)


def in_window(expression: nw.Expr | Callable[[Window], _Value], window: Window) -> nw.Expr | _Value:
    """The expression for this window."""
    return expression if isinstance(expression, nw.Expr) else expression(window)


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a row needs to be used; where it does not hold, the row is set aside for the reason."""

    holds: Dated
    reason: str


@dataclass(frozen=True, slots=True)
class Sum:
    """One number per group, built only by `count`, `count_if`, `total` and its kin.

    `guards` are further sums that say when the number is not to be taken as it is.
    """

    build: Callable[[nw.Expr], nw.Expr]
    dtype: pl.DataType = field(default_factory=pl.Int64)
    guards: Mapping[str, "Sum"] = field(default_factory=dict)


_NOTHING = nw.lit(0.0, nw.Float64)


def _ones(condition: nw.Expr) -> nw.Expr:
    # Int64 before the sum: an Int32 sum wraps around without an error on some engines.
    one, zero = nw.lit(1, nw.Int64), nw.lit(0, nw.Int64)
    return nw.when(condition).then(one).otherwise(zero).sum()


def count() -> Sum:
    """How many rows are used."""
    return Sum(lambda used: _ones(used))


def count_if(condition: nw.Expr) -> Sum:
    """How many of the used rows meet the condition; null is not met."""
    return Sum(lambda used: _ones(used & condition))


def total(column: str, where: nw.Expr | None = None) -> Sum:
    """The exact sum of a whole-number column; null, not 0, where no row has a value.

    A sum past 64 bits wraps around without an error on some engines; a float beside it tells, and
    stands in for it then.
    """
    value = nw.col(column).cast(nw.Int64)
    size = nw.col(column).cast(nw.Float64)

    def chosen(used: nw.Expr) -> nw.Expr:
        return used if where is None else used & where

    return Sum(
        lambda used: nw.when(chosen(used)).then(value).otherwise(nw.lit(0, nw.Int64)).sum(),
        dtype=pl.Int128(),
        guards={
            "rows": Sum(lambda used: _ones(chosen(used) & ~nw.col(column).is_null())),
            "size": Sum(
                lambda used: nw.when(chosen(used)).then(size).otherwise(_NOTHING).sum(),
                dtype=pl.Float64(),
            ),
        },
    )


def total_squares(column: str) -> Sum:
    """The sum of squares of a money column, in units of the currency.

    A float on purpose: the square of an amount in ten-thousandths leaves Int64, and squares
    only ever make an interval.
    """
    return total_products(column, column)


def total_products(left: str, right: str, where: nw.Expr | None = None) -> Sum:
    """The sum of products of two money columns, in squared units of the currency; see above."""
    value = nw.col(left).cast(nw.Float64) / MONEY_UNIT * (nw.col(right) / MONEY_UNIT)
    return Sum(
        lambda used: (
            nw.when(used if where is None else used & where).then(value).otherwise(_NOTHING).sum()
        ),
        dtype=pl.Float64(),
    )


@dataclass(frozen=True, slots=True)
class Finishing:
    """What a finish needs beside the sums.

    `name` of the metric, `by` the group columns, `at` the days asked for, `as_of_day`; `info` is
    what the manifest says of the fact, `business` the settings that numbers depend on.
    """

    name: str
    by: tuple[str, ...]
    at: tuple[int, ...] = ()
    as_of_day: int = 0
    info: Mapping[str, Any] = field(default_factory=dict)
    business: Business = field(default_factory=Business)


Finish = Callable[[pl.DataFrame, Finishing], pl.DataFrame]
# From the answers of the parts, by their names, to the answer of the whole.
Combine = Callable[[Mapping[str, pl.DataFrame], Finishing], pl.DataFrame]


def _as_summed(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
    del asked
    return sums


# Each is the only one of its kind: two are equal only where they are the same.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Metric:
    """One number a leader asks for.

    - `rows`: which rows of `table` count; `day`: the day that puts a row into a period;
      `requires`: what a row needs beside its day, else it is set aside with the reason counted.
    - `sums` are taken on the engine per group, and per value of `spread` where the finish needs
      the whole distribution; `finish` turns them into the value, vectorised over the groups.
    - `adds`: *flow* adds over disjoint segments and periods; *level* over segments, not over
      time; *distinct* over neither; *movement* over segments, between two days only; *none*
      (rates, medians) never adds.
    - `values` are the columns a comparison compares; `counts` those that are 0, not null, when
      nothing counts. A column whose name starts with `_` serves the comparison only.
    - `marks`: columns of a row that depend on the window, for the sums to use.
    - `part_of`: the two counts that a share is made of, part and whole; `amounts`: the two sums of
      money. `case` is what a leader calls one of the whole ("decided deal"), by default the
      fact's noun.
    - `is_curve`: a row per day instead of one value, or per value of what it runs `along`;
      `takes_days`: days can be asked for, the horizon of a single value (curves take them always).
      A curve with `values` is a list: each of its rows is a number of its own that can be compared,
      and the finish gives their order.
    - `value` is what a record shows for itself in the list of records.
    - `per`: the column of who is counted, where a fact has several rows of one: `sums` are then
      taken for each of them (in its group and window), and `of_each`, over those, for the group.
      `value` is an expression over the sums of each then, and so is `of_whom`: who counts at all.
      Only for levels and movements: what one did in two windows is not what it did in both.
    - `parts`: metrics that this one is put together from by `combine`; `part_by` cuts the answer
      of a part by further fields. Its own rows, day and requirements are the records behind it.
    - `default_period` is what it is asked for when no period is given.
    """

    name: str
    title: str
    unit: Unit
    better: Literal["higher", "lower"] | None
    adds: Adds
    table: str
    rows: Dated
    day: str | Dated
    undated: str
    sums: Mapping[str, Sum] = field(default_factory=dict)
    finish: Finish = _as_summed
    says: str
    uses: tuple[str, ...]
    day_says: str
    value: nw.Expr
    value_title: str
    value_unit: Unit | Literal["text"] = "text"
    requires: Sequence[Requirement] = ()
    spread: Mapping[str, Spread] = field(default_factory=dict)
    marks: Mapping[str, Dated] = field(default_factory=dict)
    values: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    case: str = ""
    is_curve: bool = False
    along: tuple[str, ...] = ("day",)
    takes_days: bool = False
    per: str | None = None
    of_each: Mapping[str, Sum] = field(default_factory=dict)
    of_whom: nw.Expr | None = None
    parts: Mapping[str, "Metric"] = field(default_factory=dict)
    combine: Combine | None = None
    part_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    default_period: Literal["12 months", "all"] = "12 months"
    includes: str = ""
    differs: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if self.per and not self.has_windows:
            raise BadInputError(f"{self.name} counts per {self.per}, so it must have windows.")

    @property
    def fact(self) -> Fact:
        return FACTS[self.table]

    @property
    def needs(self) -> frozenset[str]:
        """The model columns the number is made of, as "table.column"."""
        columns = self.fact.columns
        own = frozenset(read for name in self.uses for read in columns[name].reads)
        return own.union(*(part.needs for part in self.parts.values()))

    @property
    def noun(self) -> str:
        """What a leader calls one of what is counted."""
        return self.case or self.fact.noun

    @property
    def totals(self) -> Mapping[str, Sum]:
        """The sums that come home."""
        return self.of_each if self.per else self.sums

    @property
    def is_list(self) -> bool:
        """True where an answer has several rows, each a number of its own: one per field."""
        return self.is_curve and bool(self.values)

    @property
    def has_windows(self) -> bool:
        """True when every unit of time is a window of its own, not a group of days."""
        return self.adds in ("level", "movement")

    @property
    def credit_suffix(self) -> str:
        """Which of the credited columns goes with the metric's day."""
        if not isinstance(self.day, str):
            return ""
        return self.fact.credit_of_day.get(self.day, "")

    def period_to(self, as_of: date) -> Period:
        """The period asked for when none is given."""
        whole = self.default_period == "all"
        return everything_to(as_of) if whole else twelve_months_to(as_of)

    def marked(self, rows: nw.LazyFrame[Any], window: Window) -> nw.LazyFrame[Any]:
        """The rows with the marks of this window."""
        marks = {name: in_window(mark, window) for name, mark in self.marks.items()}
        return rows.with_columns(**marks) if marks else rows

    def day_in(self, window: Window) -> nw.Expr:
        return nw.col(self.day) if isinstance(self.day, str) else in_window(self.day, window)

    def is_usable(self, window: Window) -> nw.Expr:
        """True for rows that are dated and meet every requirement."""
        usable = ~self.day_in(window).is_null()
        for requirement in self.requires:
            usable = usable & in_window(requirement.holds, window)
        return usable

    def is_in_window(self, window: Window) -> nw.Expr:
        day = self.day_in(window)
        return (day >= window.start_day) & (day < window.end_day)


def with_guards(sums: Mapping[str, Sum], *, fits: bool) -> dict[str, Sum]:
    """The sums and, beside each, its guards; `fits` where no whole sum can wrap around."""
    guards = {
        _guard_of(name, kind): guard
        for name, item in sums.items()
        for kind, guard in item.guards.items()
        if not (fits and kind == "size")
    }
    return {**sums, **guards}


def typed(sums: Mapping[str, Sum], prefix: str = "", *, fits: bool) -> dict[str, pl.Expr]:
    """The sums and their counts of rows, in one set of types whatever the engine returned.

    A float stands in for a whole number that has wrapped around, unless it is known to fit.
    """
    columns = {prefix + name: _whole(item, prefix + name, fits) for name, item in sums.items()}
    rows = [_guard_of(prefix + name, "rows") for name, item in sums.items() if item.guards]
    return columns | {name: pl.col(name).cast(pl.Int64) for name in rows}


def _whole(item: Sum, column: str, fits: bool) -> pl.Expr:
    value = pl.col(column).cast(item.dtype)
    if fits or not item.guards:
        return value
    size = pl.col(_guard_of(column, "size"))
    return pl.when(size.abs() < SAFE).then(value).otherwise(size.cast(item.dtype))


def known(sums: Mapping[str, Sum], prefix: str = "") -> dict[str, pl.Expr]:
    """Sums of typed sums as they are told: a total is null where no row had a value."""
    return {name: _known(item, prefix + name) for name, item in sums.items()}


def _known(item: Sum, column: str) -> pl.Expr:
    if item.guards:
        return pl.when(pl.col(_guard_of(column, "rows")) > 0).then(column)
    if item.dtype == pl.Float64():
        # The order of its terms moves a float sum in its last digits, and may differ between runs.
        return pl.col(column).round_sig_figs(12)
    return pl.col(column)


def _guard_of(name: str, kind: str) -> str:
    return f"{name}_{kind}_of"


def describe(metric: Metric) -> dict[str, Any]:
    """The metric's definition card, as plain texts."""
    return {
        "name": metric.name,
        "title": metric.title,
        "unit": metric.unit,
        "better": metric.better,
        "adds": metric.adds,
        "says": metric.says,
        "day": metric.day_says,
        "includes": metric.includes,
        "set_aside": [metric.undated, *(item.reason for item in metric.requires)],
        "differs": metric.differs,
        "source": metric.source,
    }
