"""Input coverage: how much of what a number should be made of can be used, and why not the rest."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from operator import and_
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.calendar import Period
from crm_metrics.cubes import Filters, kept_apart, let_through
from crm_metrics.errors import UnknownNameError
from crm_metrics.fields import Credit, Where, check_credit, filters_of
from crm_metrics.formatting import shown
from crm_metrics.measure import known_day, resolved, window_of
from crm_metrics.metric import Metric, Window, count, in_window
from crm_metrics.metrics import METRICS
from crm_metrics.passes import sums_of
from crm_metrics.snapshot.tables import Tables
from crm_metrics.statistics import divided

SCHEMA: dict[str, pl.DataType] = {
    "metric": pl.String(),
    "title": pl.String(),
    "used": pl.Int64(),
    "set_aside": pl.Int64(),
    "undated": pl.Int64(),
    "input_coverage": pl.Float64(),
    "reasons": pl.List(pl.Struct({"reason": pl.String(), "count": pl.Int64()})),
    "not_mapped": pl.List(pl.String()),
}
_COUNTED = {name: dtype for name, dtype in SCHEMA.items() if name != "input_coverage"}


def input_coverage(
    tables: Tables,
    period: Period | None = None,
    *,
    metrics: Sequence[str | Metric] | None = None,
    where: Where | None = None,
    as_of: date | None = None,
    credit: Credit = "event",
) -> pl.DataFrame:
    """For every metric the usable share of the rows it should be made of, in one frame.

    A row per metric, in their order: metric, title; `used`; `set_aside`, rows of the period that
    lack something; `undated`, rows that fit no period because their day is unknown, counted beside
    every period; `input_coverage` = used ÷ (used + set_aside + undated), null where there is no
    row; `reasons` for the rows not used, most frequent first, the unknown period among them;
    `not_mapped`, the tables or columns of the model without which the CRM cannot give the number:
    counts and share are null then. So they are where `where` names a field the metric's rows do
    not have.

    Rows are counted as they stand in the facts, also where a metric counts customers over several
    rows. All metrics over one fact share one pass; without a period each has its own.
    """
    check_credit(credit)
    as_of = known_day(as_of, tables)
    chosen = [resolved(metric) for metric in (METRICS if metrics is None else metrics)]
    counted = [_Counted.of(item, tables, period, where or {}, as_of, credit) for item in chosen]
    numbers = _count(counted, tables, as_of)
    rows = pl.DataFrame([item.row(numbers) for item in counted], schema=_COUNTED, orient="row")
    usable = divided(pl.col("used"), pl.sum_horizontal("used", "set_aside", "undated"))
    return rows.with_columns(input_coverage=usable).select(*SCHEMA)


def coverage_sentence(row: Mapping[str, Any]) -> str:
    """A row of `input_coverage` in words, for the metric's card.

    >>> coverage_sentence({"used": 92, "set_aside": 7, "undated": 1, "input_coverage": 0.92,
    ...     "not_mapped": [], "reasons": [{"reason": "no amount", "count": 7},
    ...     {"reason": "no day", "count": 1}]})
    '92.0 % of 100 rows usable; 7 set aside: no amount; 1 set aside: no day.'
    """
    if row["not_mapped"]:
        return f"Not mapped in this CRM: {', '.join(row['not_mapped'])}."
    if row["used"] is None:
        return "Its rows do not have the field that is filtered by."
    if row["input_coverage"] is None:
        return "No rows."
    candidates = row["used"] + row["set_aside"] + row["undated"]
    parts = [
        f"{shown(row['input_coverage'], 'share')} of {shown(candidates, 'count')} rows usable",
        *(
            f"{shown(item['count'], 'count')} set aside: {item['reason']}"
            for item in row["reasons"]
        ),
    ]
    return f"{'; '.join(parts)}."


@dataclass(frozen=True, slots=True)
class _Counted:
    """A metric, and what is to be counted of its rows: nothing where it cannot be."""

    metric: Metric
    window: Window
    filters: Filters
    not_mapped: tuple[str, ...] = ()
    has_fields: bool = True

    @classmethod
    def of(
        cls,
        metric: Metric,
        tables: Tables,
        period: Period | None,
        where: Where,
        as_of: date,
        credit: Credit,
    ) -> "_Counted":
        window = window_of(metric, period or metric.period_to(as_of), tables, as_of)
        not_mapped = _not_mapped(metric, tables)
        if not_mapped:
            return cls(metric, window, (), not_mapped)
        try:
            filters = filters_of(where, metric, tables, credit)
        except UnknownNameError:
            return cls(metric, window, (), has_fields=False)
        return cls(metric, window, filters)

    @property
    def is_countable(self) -> bool:
        return self.has_fields and not self.not_mapped

    @property
    def key(self) -> tuple[Any, ...]:
        """Metrics with the same rows, day and requirements have the same account."""
        metric, is_name = self.metric, isinstance(self.metric.day, str)
        return (
            metric.day if is_name else id(metric.day),
            *map(id, (metric.rows, *metric.requires)),
            metric.has_windows,
            metric.credit_suffix,
            self.window,
            *self.pass_key,
        )

    @property
    def pass_key(self) -> tuple[Any, ...]:
        """What metrics counted in one pass have in common: fact, filters and any marks."""
        marks = self.metric.marks
        asked = (self.metric.table, self.filters)
        return (*asked, id(marks), self.window) if marks else asked

    def fates(self) -> dict[str, nw.Expr]:
        """Conditions of which each candidate meets one at most: used, undated, the requirements.

        Of all rows, whatever is filtered by.
        """
        metric, window = self.metric, self.window
        is_candidate = in_window(metric.rows, window)
        is_undated = metric.day_in(window).is_null()
        inside = is_candidate & ~is_undated
        if not metric.has_windows:
            inside = inside & metric.is_in_window(window)
        holds = [in_window(item.holds, window).fill_null(False) for item in metric.requires]
        *before, usable = accumulate([inside, *holds], and_)
        failed = {
            str(number): met & ~hold
            for number, (met, hold) in enumerate(zip(before, holds, strict=True))
        }
        return {"used": usable, "undated": is_candidate & is_undated, **failed}

    def row(self, numbers: Mapping[tuple[Any, ...], Mapping[str, int]]) -> tuple[Any, ...]:
        metric = self.metric
        if not self.is_countable:
            return metric.name, metric.title, None, None, None, [], list(self.not_mapped)
        found = numbers[self.key]
        reasons: dict[str, int] = {metric.undated: found["undated"]}
        for number, item in enumerate(metric.requires):
            reasons[item.reason] = reasons.get(item.reason, 0) + found[str(number)]
        set_aside = sum(found[str(number)] for number in range(len(metric.requires)))
        by_size = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
        return (
            metric.name,
            metric.title,
            found["used"],
            set_aside,
            found["undated"],
            [{"reason": reason, "count": rows} for reason, rows in by_size if rows],
            [],
        )


@dataclass(frozen=True, slots=True)
class _Fates:
    """What is to be counted in one pass over one fact."""

    counted: tuple[_Counted, ...]

    @property
    def table(self) -> str:
        return self.counted[0].metric.table

    @property
    def filters(self) -> Filters:
        return self.counted[0].filters

    @property
    def cube_key(self) -> Hashable | None:
        columns = tuple(column for column, _ in self.filters)
        return _Fates, columns, *((item.metric, item.window) for item in self.counted)

    def frame(self, tables: Tables, as_of: date, *, is_cube: bool) -> nw.LazyFrame[Any]:
        some = self.counted[0]
        rows = some.metric.marked(tables.fact(self.table, as_of), some.window)
        sums = {
            f"{number}_{fate}": count().build(condition)
            for number, item in enumerate(self.counted)
            for fate, condition in item.fates().items()
        }
        if not is_cube:
            condition = let_through(self.filters)
            return (rows if condition is None else rows.filter(condition)).select(**sums)
        apart = {name: nw.col(column) for name, column in kept_apart(self.filters).items()}
        return rows.with_columns(**apart).group_by([*apart]).agg(**sums)

    def typed(self, collected: pl.DataFrame, *, fits: bool, is_cube: bool) -> pl.DataFrame:
        del fits, is_cube
        return collected

    def numbers(self, rows: pl.DataFrame) -> dict[tuple[Any, ...], dict[str, int]]:
        """Every fate of every metric, added up over the rows."""
        totals = rows.sum().row(0, named=True)
        return {
            item.key: {
                name.removeprefix(f"{number}_"): int(total or 0)
                for name, total in totals.items()
                if name.startswith(f"{number}_")
            }
            for number, item in enumerate(self.counted)
        }


def _not_mapped(metric: Metric, tables: Tables) -> tuple[str, ...]:
    """Tables, else columns, without which there is no such number."""
    asked = (metric, *metric.parts.values())
    missing_tables = [
        need
        for item in asked
        if item.table not in tables.facts
        for need in tables.missing(item.fact)
    ]
    return tuple(dict.fromkeys(missing_tables)) or tuple(tables.unmapped(metric.needs))


def _count(
    counted: Sequence[_Counted], tables: Tables, as_of: date
) -> dict[tuple[Any, ...], dict[str, int]]:
    """Every fate of every metric, from one pass per fact; metrics alike are counted once."""
    passes: dict[tuple[Any, ...], dict[tuple[Any, ...], _Counted]] = {}
    for item in counted:
        if item.is_countable:
            passes.setdefault(item.pass_key, {})[item.key] = item
    asked = [_Fates(tuple(items.values())) for items in passes.values()]
    found = sums_of(asked, tables, as_of)
    return {
        key: fates
        for some, rows in zip(asked, found, strict=True)
        for key, fates in some.numbers(rows).items()
    }
