"""Passes: one group-by over one view of one fact, for every question that can share it.

Questions differ in their windows of days more than in anything else. The boundaries of all windows
and units of time that share a pass cut the days into *cells*, in none of which a window begins or
ends. The engine sums per cell; every window and unit is then a sum of cells, at home.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.calendar import Period, to_date, to_day, unit_start, units_in
from crm_metrics.metric import Metric, Sum, Window, count, in_window, summed, with_guards
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables

CELL = "cell"
_DAY = "_day"
_USED = "_used"


@dataclass(slots=True)
class Pass:
    """What is asked of one view: the groups (without units of time), the filter, the metrics.

    `window` gives the as-of day; its start and end count for metrics that have a window of their
    own only. The windows asked for are in `asked`, each with the units of time it is cut by.
    """

    table: str
    window: Window
    keys: tuple[str, ...]
    where: nw.Expr | None
    metrics: dict[str, Metric] = field(default_factory=dict)
    asked: set[tuple[int, int, tuple[str, ...]]] = field(default_factory=set)

    def frame(self, tables: Tables, as_of: date) -> nw.LazyFrame[Any]:
        """The sums per cell, group and value of the spread, not worked out yet."""
        rows = tables.fact(self.table, as_of)
        if self.where is not None:
            rows = rows.filter(self.where)
        used = {
            name: in_window(metric.rows, self.window) & metric.is_usable(self.window)
            for name, metric in self.metrics.items()
        }
        asks = next(iter(self.metrics.values()))
        groups = {group(number): nw.col(column) for number, column in enumerate(self.keys)}
        if not asks.has_windows:
            rows = self._in_cells(rows, asks, tables)
            if len(self._cells(tables.business)) > 1:
                groups[CELL] = nw.col(CELL)
        rows = rows.filter(_any(list(used.values())))
        groups |= {
            _spread(name): in_window(item, self.window) for name, item in asks.spread.items()
        }
        sums = {
            _column(name, part): item.build(used[name])
            for name, metric in self.metrics.items()
            for part, item in _sums_of(metric).items()
        }
        if not groups:
            return rows.select(**sums)
        return rows.with_columns(**groups).group_by(list(groups)).agg(**sums)

    def _in_cells(self, rows: nw.LazyFrame[Any], asks: Metric, tables: Tables) -> nw.LazyFrame[Any]:
        """The rows whose day lies in a cell, with the cell's first day where there are several."""
        cells = self._cells(tables.business)
        first, last = (cells[0][0], cells[-1][1]) if cells else (0, 0)
        day = asks.day_in(self.window)
        rows = rows.filter((day >= first) & (day < last))
        if len(cells) < 2:
            return rows
        days = [(number, start) for start, end in cells for number in range(start, end)]
        calendar = pl.DataFrame(days, schema={_DAY: pl.Int32, CELL: pl.Int32}, orient="row")
        rows = rows.with_columns(day.alias(_DAY))
        return rows.join(tables.engine.frame(calendar), on=_DAY, how="inner")

    def _cells(self, business: Business) -> list[tuple[int, int]]:
        """The cells that some window covers, as first day and first day after."""
        windows = {(start, end) for start, end, _ in self.asked if start < end}
        bounds = {bound for window in windows for bound in window}
        for start, end, units in self.asked:
            for unit in units if start < end else ():
                period = Period(to_date(start), to_date(end))
                bounds |= {to_day(part.start) for part in units_in(unit, period, business)}
        return [
            (low, high)
            for low, high in pairwise(sorted(bounds))
            if any(start <= low < end for start, end in windows)
        ]


@dataclass(frozen=True, slots=True)
class Part:
    """A window's share of a pass.

    `units` are the units of time it is cut by; `unit_start` is given instead where the window
    itself stands for one unit.
    """

    key: Any
    window: Window
    units: tuple[str, ...] = ()
    unit_start: int | None = None

    def sums(
        self,
        collected: pl.DataFrame,
        metric: Metric,
        keys: Sequence[str | None],
        business: Business,
    ) -> pl.DataFrame:
        """The metric's sums in this window: by_0, by_1 …, the spread, the sums.

        `keys` says for each group column which unit of time it is, None for a field. The types
        are the same whatever the engine returned.
        """
        rows = self._in_window(collected, metric)
        groups = dict(self._groups(rows, keys, business))
        groups |= {name: pl.col(_spread(name)).cast(pl.Int64) for name in metric.spread}
        columns = {name: _column(metric.name, name) for name in with_guards(metric.sums)}
        if groups:
            rows = rows.filter(pl.col(_column(metric.name, _USED)) > 0)
        rows = rows.select(**groups, **{name: pl.col(old) for name, old in columns.items()})
        return summed(rows, list(groups), metric.sums)

    def _in_window(self, rows: pl.DataFrame, metric: Metric) -> pl.DataFrame:
        if metric.has_windows:
            return rows
        if self.window.start_day >= self.window.end_day:
            return rows.clear()
        if CELL not in rows.columns:
            return rows
        cell = pl.col(CELL)
        return rows.filter(cell >= self.window.start_day, cell < self.window.end_day)

    def _groups(
        self, rows: pl.DataFrame, keys: Sequence[str | None], business: Business
    ) -> Iterator[tuple[str, pl.Expr]]:
        fields = 0
        for number, unit in enumerate(keys):
            if unit is None:
                yield group(number), pl.col(group(fields)).cast(pl.String)
                fields += 1
            elif self.unit_start is not None:
                yield group(number), pl.lit(self.unit_start, pl.Int32)
            elif CELL in rows.columns:
                starts = {
                    cell: to_day(unit_start(unit, to_date(cell), business))
                    for cell in rows[CELL].unique()
                }
                yield (
                    group(number),
                    pl.col(CELL).replace_strict(starts, default=None, return_dtype=pl.Int32),
                )
            else:
                start = unit_start(unit, to_date(self.window.start_day), business)
                yield group(number), pl.lit(to_day(start), pl.Int32)


def group(number: int) -> str:
    """A group column on the way: numbered, because a mapping may name its fields at will."""
    return f"by_{number}"


def _spread(name: str) -> str:
    return f"spread_{name}"


def _column(metric: str, part: str) -> str:
    return f"{metric}__{part}"


def _sums_of(metric: Metric) -> Mapping[str, Sum]:
    return {_USED: count(), **with_guards(metric.sums)}


def _any(conditions: list[nw.Expr]) -> nw.Expr:
    combined = conditions[0]
    for condition in conditions[1:]:
        combined = combined | condition
    return combined
