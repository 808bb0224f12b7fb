"""Passes: one group-by over one view of one fact, for every question that can share it.

Questions differ in their windows of days more than in anything else. The boundaries of all windows
and units of time that share a pass cut the days into *cells*, in none of which a window begins or
ends. The engine sums per cell; every window and unit is then a sum of cells, at home.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import pairwise
from operator import and_, or_
from typing import Any, NamedTuple, Protocol, Self

import narwhals as nw
import numpy as np
import polars as pl

from crm_metrics.calendar import Period, to_date, to_day, unit_start, units_in
from crm_metrics.cubes import Filters, chosen_from, kept_apart, let_through
from crm_metrics.metric import Metric, Sum, Window, count, in_window, known, typed, with_guards
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables

CELL = "_cell"
NUMBER = "_number"
# So many cells are found faster by comparing days than by a join with the calendar.
_FEW_CELLS = 4
_DAY = "_day"
_USED = "_used"


class Key(NamedTuple):
    """What two questions must have in common to share a pass."""

    table: str
    shared: Any
    fields: tuple[str, ...]
    where: tuple[tuple[str, tuple[str | None, ...]], ...]
    credit: str
    spread: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Pass:
    """What is asked of one view: the groups (without units of time), the filters, the metrics.

    `window` gives the as-of day; its start and end count for metrics that have a window of their
    own only. The windows asked for are in `asked`, each with the units of time it is cut by.
    """

    table: str
    window: Window
    keys: tuple[str, ...]
    filters: tuple[tuple[str, tuple[str | None, ...]], ...]
    metrics: dict[str, Metric] = field(default_factory=dict)
    asked: set[tuple[int, int, tuple[str, ...]]] = field(default_factory=set)

    def frame(self, tables: Tables, as_of: date, *, is_cube: bool = False) -> nw.LazyFrame[Any]:
        """The sums per cell, group and value of the spread, not worked out yet.

        A cube is not filtered: it has sums for each value of the columns that are filtered by.
        """
        rows = tables.fact(self.table, as_of)
        condition = None if is_cube else let_through(self.filters)
        if condition is not None:
            rows = rows.filter(condition)
        rows = self._in_cells(rows, tables)
        for metric in self.metrics.values():
            rows = metric.marked(rows, self.window)
        # Worked out once per row: the sums ask for it many times.
        used = {name: nw.col(f"_is_used_{name}") for name in self.metrics}
        rows = rows.with_columns(
            _is_used(metric, self.window).alias(f"_is_used_{name}")
            for name, metric in self.metrics.items()
        ).filter(reduce(or_, used.values()))
        groups = {CELL: nw.col(CELL)}
        groups |= {group(number): nw.col(column) for number, column in enumerate(self.keys)}
        apart = kept_apart(self.filters) if is_cube else {}
        groups |= {name: nw.col(column) for name, column in apart.items()}
        rows = rows.with_columns(**groups)
        if self._asks.per:
            rows = self._of_each(rows, [*groups, self._asks.per], used)
        spread = {
            _spread(name): value
            for name, value in self._spread_values().items()
            if isinstance(value, nw.Expr)
        }
        rows = rows.with_columns(**spread) if spread else rows
        sums = {
            _column(name, part): item.build(used[name])
            for name, metric in self.metrics.items()
            for part, item in _sums_of(metric, fits=tables.sums_fit).items()
        }
        return rows.group_by([*groups, *spread]).agg(**sums)

    def _of_each(
        self, rows: nw.LazyFrame[Any], groups: list[str], used: Mapping[str, nw.Expr]
    ) -> nw.LazyFrame[Any]:
        """The sums of each one that is counted, and whether anything of it is used at all."""
        # All metrics of such a pass have the same sums: see `sharing`.
        metric = self._asks
        wanted = {part: item.build(used[metric.name]) for part, item in metric.sums.items()}
        is_used = {f"_is_used_{name}": count().build(used[name]) for name in self.metrics}
        each = rows.group_by(groups).agg(**wanted, **is_used)
        return each.with_columns(
            # Engines widen whole sums to types of their own.
            *(
                nw.col(part).cast(nw.Int64 if item.dtype.is_integer() else nw.Float64)
                for part, item in metric.sums.items()
            ),
            *(
                (nw.col(f"_is_used_{name}") > 0)
                if item.of_whom is None
                else ((nw.col(f"_is_used_{name}") > 0) & item.of_whom).alias(f"_is_used_{name}")
                for name, item in self.metrics.items()
            ),
        )

    @property
    def cube_key(self) -> Hashable | None:
        if self._asks.per:
            # Made of the rows of each customer that the filters let through.
            return None
        columns = tuple(column for column, _ in self.filters)
        return (
            self.table,
            self.window,
            self.keys,
            columns,
            frozenset(self.asked),
            *self.metrics.values(),
        )

    def typed(self, collected: pl.DataFrame, *, fits: bool, is_cube: bool = False) -> pl.DataFrame:
        """What came home, in one set of types whatever the engine returned."""
        sums = {
            name: expression
            for metric in self.metrics.values()
            for name, expression in typed(
                _sums_of(metric, fits=fits), _column(metric.name, ""), fits=fits
            ).items()
        }
        spread = {
            _spread(name): pl.lit(value, pl.Int64)
            if isinstance(value, int)
            else pl.col(_spread(name)).cast(pl.Int64)
            for name, value in self._spread_values().items()
        }
        return collected.select(
            pl.col(CELL).cast(pl.Int32),
            *(pl.col(group(number)).cast(pl.String) for number in range(len(self.keys))),
            *(
                pl.col(name).cast(pl.String)
                for name in (kept_apart(self.filters) if is_cube else ())
            ),
            **spread,
            **sums,
        )

    def _spread_values(self) -> dict[str, nw.Expr | int]:
        """What every column of the spread is in this window; one number needs no grouping."""
        return {name: in_window(item, self.window) for name, item in self._asks.spread.items()}

    @property
    def has_own_window(self) -> bool:
        return self._asks.has_windows

    @property
    def has_spread(self) -> bool:
        return bool(self._asks.spread)

    @property
    def _asks(self) -> Metric:
        """Any of the metrics: day, window and spread are the same for all."""
        return next(iter(self.metrics.values()))

    def _in_cells(self, rows: nw.LazyFrame[Any], tables: Tables) -> nw.LazyFrame[Any]:
        """The dated rows whose day lies in a cell, with the cell's first day."""
        rows = rows.with_columns(self._asks.day_in(self.window).alias(_DAY))
        if self.has_own_window:
            rows = rows.filter(~nw.col(_DAY).is_null())
            return rows.with_columns(nw.lit(self.window.start_day, nw.Int32).alias(CELL))
        cells = self._cells(tables.business)
        first, last = (cells[0][0], cells[-1][1]) if cells else (0, 0)
        rows = rows.filter((nw.col(_DAY) >= first) & (nw.col(_DAY) < last))
        if len(cells) < 2:
            return rows.with_columns(nw.lit(first, nw.Int32).alias(CELL))
        if not self.keys and not self.has_spread:
            # There are few days, and one cell per day needs no join.
            return rows.with_columns(nw.col(_DAY).alias(CELL))
        if len(cells) <= _FEW_CELLS and all(
            end == start for (_, end), (start, _) in pairwise(cells)
        ):
            return rows.with_columns(_cell_by_comparing([start for start, _ in cells]).alias(CELL))
        spans = pl.DataFrame(cells, schema={CELL: pl.Int32, "_end": pl.Int32}, orient="row")
        days = pl.int_ranges(CELL, "_end", dtype=pl.Int32()).alias(_DAY)
        calendar = spans.select(days, CELL).explode(_DAY)
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


class Asked(Protocol):
    """Sums of one fact's rows."""

    @property
    def table(self) -> str: ...

    @property
    def filters(self) -> Filters: ...

    @property
    def cube_key(self) -> Hashable | None:
        """What a cube depends on beside the as-of day; None where no cube can answer."""

    def frame(self, tables: Tables, as_of: date, *, is_cube: bool) -> nw.LazyFrame[Any]:
        """The sums, not worked out yet; those of a cube for each value of the filters' columns."""

    def typed(self, collected: pl.DataFrame, *, fits: bool, is_cube: bool) -> pl.DataFrame:
        """What came home, in one set of types whatever the engine returned."""


def sums_of(asked: Sequence[Asked], tables: Tables, as_of: date) -> list[pl.DataFrame]:
    """What is asked, in order, worked out on the engine all together.

    Where the tables keep cubes, what one holds is taken from it.
    """
    cubes = tables.cubes
    keys = [(item.cube_key, as_of) if item.filters and item.cube_key else None for item in asked]
    found = [cubes.find(key) if cubes and key else (None, False) for key in keys]
    missing = [number for number, (cube, _) in enumerate(found) if cube is None]
    tables = tables.read_once(Counter(asked[number].table for number in missing))
    frames = [asked[number].frame(tables, as_of, is_cube=found[number][1]) for number in missing]
    sums = {
        number: chosen_from(cube, asked[number].filters)
        for number, (cube, _) in enumerate(found)
        if cube is not None
    }
    for number, rows in zip(missing, tables.engine.collect(frames), strict=True):
        is_cube = found[number][1]
        rows = asked[number].typed(rows, fits=tables.sums_fit, is_cube=is_cube)
        if cubes and is_cube:
            cubes.keep(keys[number], rows)
            rows = chosen_from(rows, asked[number].filters)
        sums[number] = rows
    return [sums[number] for number in range(len(asked))]


def sharing(metric: Metric, window: Window) -> Any:
    """What metrics over one table must have in common to share a pass.

    Flows share whatever their windows. What a level or a movement counts depends on its window,
    and what is counted per customer on the sums of each customer too.
    """
    day = metric.day if isinstance(metric.day, str) else metric.name
    if not metric.has_windows:
        return day
    marks = tuple((name, id(mark)) for name, mark in metric.marks.items())
    if not metric.per:
        return day, window, marks
    return day, window, marks, metric.per, *map(id, (metric.sums, metric.rows, metric.requires))


def _cell_by_comparing(starts: Sequence[int]) -> nw.Expr:
    """The cell of a day, where every day from the first start on lies in one."""
    cell = nw.lit(starts[0], nw.Int32)
    for start in starts[1:]:
        cell = nw.when(nw.col(_DAY) < start).then(cell).otherwise(nw.lit(start, nw.Int32))
    return cell


@dataclass(frozen=True, slots=True)
class Part:
    """A window's share of a pass.

    `units` are the units of time it is cut by; `unit_start` is given instead where the window
    itself stands for one unit.
    """

    key: Key
    window: Window
    units: tuple[str, ...] = ()
    unit_start: int | None = None

    def covered(self, cells: Sequence[int]) -> Sequence[int]:
        """Those of the sorted first days of cells that lie in the window."""
        low, high = self.window.start_day, self.window.end_day
        return cells[bisect_left(cells, low) : bisect_left(cells, high)]

    def first_day_of(self, unit: str, cell: int, business: Business) -> int:
        """First day of the unit of time that the cell counts for."""
        if self.unit_start is not None:
            return self.unit_start
        return to_day(unit_start(unit, to_date(max(cell, self.window.start_day)), business))


@dataclass(frozen=True, slots=True)
class Results:
    """What came home of all passes, by their keys."""

    passes: Mapping[Key, Pass]
    collected: Mapping[Key, pl.DataFrame]
    business: Business
    _added: dict[Any, pl.DataFrame] = field(default_factory=dict)
    _cells: dict[Any, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, passes: Mapping[Key, Pass], tables: Tables, as_of: date) -> Self:
        """Run the passes on the engine, all together."""
        collected = dict(zip(passes, sums_of(list(passes.values()), tables, as_of), strict=True))
        return cls(passes, collected, tables.business)

    def sums(
        self, metric: Metric, asked: Sequence[Sequence[Part]], keys: Sequence[str | None]
    ) -> pl.DataFrame:
        """The metric's sums over sets of parts: NUMBER (of the set), by_0, by_1 …, spread, sums.

        `keys` says for each group column which unit of time it is, None for a field. Groups in
        which nothing counts are left out. A value of the spread may come in several rows.
        """
        parts: dict[Any, tuple[tuple[int, Part], ...]] = {}
        for number, some in enumerate(asked):
            for part in some:
                parts[part.key] = (*parts.get(part.key, ()), (number, part))
        # Passes that other metrics share too have columns of theirs.
        columns: list[str | pl.Expr] = [
            NUMBER,
            *(group(number) for number in range(len(keys))),
            *(pl.col(_spread(name)).alias(name) for name in metric.spread),
        ]
        is_counted = pl.col(_column(metric.name, _USED)) > 0
        told = known(metric.totals, _column(metric.name, ""))
        added = [
            self._add(key, some, tuple(keys)).filter(is_counted).select(*columns, **told)
            for key, some in parts.items()
        ]
        return added[0] if len(added) == 1 else pl.concat(added)

    def _add(
        self, key: Any, parts: tuple[tuple[int, Part], ...], keys: tuple[str | None, ...]
    ) -> pl.DataFrame:
        """The cells of a pass added up; once for all metrics that ask for the same."""
        asked = (key, parts, keys)
        if asked not in self._added:
            self._added[asked] = self._added_up(key, parts, keys)
        return self._added[asked]

    def _cells_of(self, key: Any) -> list[int]:
        """The cells that a pass has found something in, in order."""
        if key not in self._cells:
            self._cells[key] = np.unique(self.collected[key][CELL].to_numpy()).tolist()
        return self._cells[key]

    def _added_up(
        self, key: Any, parts: tuple[tuple[int, Part], ...], keys: tuple[str | None, ...]
    ) -> pl.DataFrame:
        item, rows = self.passes[key], self.collected[key]
        units = {group(number): unit for number, unit in enumerate(keys) if unit}
        fields = [group(number) for number, unit in enumerate(keys) if not unit]
        known = self._cells_of(key)
        cells = [
            (
                cell,
                number,
                *(part.first_day_of(unit, cell, self.business) for unit in units.values()),
            )
            for number, part in parts
            for cell in (known if item.has_own_window else part.covered(known))
        ]
        schema = dict.fromkeys((CELL, NUMBER, *units), pl.Int32)
        # The units of time stand between the fields: by_0 may be a month and by_1 a team.
        given = {group(number): name for number, name in enumerate(fields)}
        rows = rows.rename(given) if units and given else rows
        rows = rows.join(pl.DataFrame(cells, schema, orient="row"), on=CELL)
        if item.has_spread:
            return rows.drop(CELL)
        sums = pl.exclude(CELL, NUMBER, *units, *fields).sum()
        return rows.group_by(NUMBER, *units, *fields).agg(sums)


def group(number: int) -> str:
    """A group column on the way: numbered, because a mapping may name its fields at will."""
    return f"by_{number}"


def _spread(name: str) -> str:
    return f"spread_{name}"


def _column(metric: str, part: str) -> str:
    return f"{metric}__{part}"


def _sums_of(metric: Metric, *, fits: bool) -> Mapping[str, Sum]:
    return {_USED: count(), **with_guards(metric.totals, fits=fits)}


def _is_used(metric: Metric, window: Window) -> nw.Expr:
    """True for dated rows that count and meet every requirement."""
    conditions = [metric.rows, *(requirement.holds for requirement in metric.requires)]
    return reduce(and_, (in_window(condition, window) for condition in conditions))
