"""Cubes: sums that are kept by the fields filtered by, so that another choice is a sum of them.

Whoever filters by team usually filters by another team next. The sums of all rows, one for each
value of the field, answer both. A cube is made when the same question comes with a second choice;
a field with so many values that nothing would be gained has none.
"""

from collections.abc import Hashable, Sequence
from threading import Lock
from typing import TypeAlias

import narwhals as nw
import polars as pl

# More rows than this take longer to choose from than the facts themselves.
_MOST_ROWS = 300_000
_MOST_ROWS_IN_ALL = 5_000_000
# The columns filtered by, each with the values let through, null among them.
Filters: TypeAlias = Sequence[tuple[str, Sequence[str | None]]]


def let_through(filters: Filters) -> nw.Expr | None:
    """True for rows that have one of the values in every column; None when nothing is filtered."""
    condition: nw.Expr | None = None
    for name, values in filters:
        column = nw.col(name)
        texts = [value for value in values if value is not None]
        # A null value never equals anything, so it needs a test of its own.
        passes = column.is_in(texts) if texts else column.is_null() & ~column.is_null()
        passes = ~column.is_null() & passes
        if None in values:
            passes = passes | column.is_null()
        condition = passes if condition is None else condition & passes
    return condition


def kept_apart(filters: Filters) -> dict[str, str]:
    """The columns filtered by, under the names that they have in a cube."""
    return {f"filter_{number}": column for number, (column, _) in enumerate(filters)}


def chosen_from(cube: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    """The rows of a cube that the filters let through, without the columns filtered by."""
    values = [values for _, values in filters]
    condition = let_through(list(zip(kept_apart(filters), values, strict=True)))
    if condition is None:
        return cube
    return nw.from_native(cube).filter(condition).to_native().drop(*kept_apart(filters))


class Cubes:
    """The cubes of one snapshot, for all threads of a process; the oldest make room for new ones.

    Whatever tells one cube from another is in its key, the objects of which must live as long.
    """

    def __init__(self) -> None:
        # From the one asked for longest ago on; None where a question came only once so far.
        self._kept: dict[Hashable, pl.DataFrame | None] = {}
        self._useless: set[Hashable] = set()
        self._lock = Lock()

    def find(self, key: Hashable) -> tuple[pl.DataFrame | None, bool]:
        """The cube; where there is none, whether one should be made and given to `keep`."""
        with self._lock:
            if key in self._useless:
                return None, False
            is_known = key in self._kept
            rows = self._kept.pop(key, None)
            self._kept[key] = rows
            return rows, is_known and rows is None

    def keep(self, key: Hashable, rows: pl.DataFrame) -> None:
        """Keep a cube that was made."""
        with self._lock:
            self._kept.pop(key, None)
            if rows.height > _MOST_ROWS:
                self._useless.add(key)
                return
            self._kept[key] = rows
            heights = {key: rows.height for key, rows in self._kept.items() if rows is not None}
            in_all = sum(heights.values())
            for oldest in list(heights):
                if in_all <= _MOST_ROWS_IN_ALL:
                    break
                in_all -= heights[oldest]
                del self._kept[oldest]
