"""Drawing: seeded generators, choices, days and instants, and columns made of them.

Days are whole numbers since 1970-01-01, instants whole seconds since then, money whole cents.
`NEVER` is an instant (and, divided by a day, a day) that lies beyond everything.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from crm_metrics.demo.flaws import RATES
from crm_metrics.demo.words import PLACEHOLDERS
from crm_metrics.model import TABLES, Type

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Random: TypeAlias = np.random.Generator

DAY = 86_400
HOUR = 3_600
NEVER = 4_000_000 * DAY

DTYPES: dict[Type, pl.DataType] = {
    Type.TEXT: pl.String(),
    Type.INSTANT: pl.Datetime("us", "UTC"),
    Type.DAY: pl.Date(),
    Type.MONEY: pl.Decimal(18, 2),
    Type.RATE: pl.Decimal(18, 8),
    Type.INTEGER: pl.Int64(),
    Type.NUMBER: pl.Float64(),
    Type.BOOLEAN: pl.Boolean(),
}
"""What the frames hold: as the model, with money in cents as CRMs keep it."""


def generator(seed: int, subject: str, block: int = 0) -> Random:
    """The generator of one subject in one block: the same whatever was drawn before it."""
    key = int.from_bytes(subject.encode()[:8].ljust(8), "big")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, key, block])))


def flawed(random: Random, flaw: str, count: int) -> Bools:
    """Which of `count` rows carry the flaw."""
    return random.random(count) < RATES[flaw]


def choose(random: Random, weights: Sequence[float] | Floats, count: int) -> Ints:
    """`count` positions in `weights`, each as often as its weight says."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    drawn = np.searchsorted(edges, random.random(count) * edges[-1], side="right")
    return whole(np.minimum(drawn, len(edges) - 1))


def choose_by_row(random: Random, weights: Floats) -> Ints:
    """One position per row of `weights` (rows x choices)."""
    edges = np.cumsum(weights, axis=1)
    drawn = random.random(len(weights)) * edges[:, -1]
    position = (edges <= drawn[:, None]).sum(axis=1)
    return whole(np.minimum(position, weights.shape[1] - 1))


def whole(values: npt.NDArray[Any]) -> Ints:
    """Rounded down to whole numbers."""
    floored: Ints = np.floor(values).astype(np.int64)
    return floored


def on_workday(days: Ints) -> Ints:
    """Saturday becomes the Friday before, Sunday the Monday after. 1970-01-01 was a Thursday."""
    weekday = (days + 3) % 7
    shifted: Ints = days - (weekday == 5) + (weekday == 6)
    return shifted


def in_hours(seconds: Ints, opens: Ints | int) -> Ints:
    """Instants squeezed into office hours without changing their order.

    A day's 24 hours become the nine from `opens` o'clock on; a weekend the last hour of its Friday.
    """
    day, within = seconds // DAY, seconds % DAY
    weekday = (day + 3) % 7
    late = np.maximum(weekday - 4, 0)
    squeezed = np.where(late > 0, 9 * HOUR + (late - 1) * 1800 + within // 48, within * 3 // 8)
    return (day - late) * DAY + opens * HOUR + squeezed


def office_time(random: Random, days: Ints, opens: Ints | int) -> Ints:
    """An instant in office hours on each of the days."""
    return days * DAY + opens * HOUR + whole(random.beta(1.6, 1.9, len(days)) * 9 * HOUR)


def pick(words: Sequence[str], positions: Ints) -> pl.Series:
    """The words at these positions; null at a negative one."""
    series = pl.Series(words, dtype=pl.String)
    known = positions >= 0
    return where(known, series.gather(np.where(known, positions, 0)))


def where(keep: Bools, values: pl.Series, otherwise: pl.Series | str | None = None) -> pl.Series:
    """`values` where `keep`, elsewhere `otherwise` (null unless given)."""
    if not isinstance(otherwise, pl.Series):
        otherwise = pl.repeat(otherwise, len(values), dtype=values.dtype, eager=True)
    return values.zip_with(pl.Series(keep), otherwise)


def blank(random: Random, flaw: str, values: pl.Series) -> pl.Series:
    """Values with the flaw's share of them missing: one in four has a placeholder instead."""
    count = len(values)
    kind = choose(random, [0.75, 0.1, 0.07, 0.05, 0.03], count) - 1
    return where(~flawed(random, flaw, count), values, pick(PLACEHOLDERS, kind))


def ids(letter: str, numbers: Ints) -> pl.Series:
    """Keys such as D0000017; null for a negative number."""
    return where(numbers >= 0, letter + pl.Series(numbers).cast(pl.String).str.zfill(7))


def instants(seconds: Ints) -> pl.Series:
    """Instants in UTC; null from NEVER on."""
    known = seconds < NEVER
    microseconds = pl.Series(np.where(known, seconds, 0) * 1_000_000)
    return where(known, microseconds.cast(DTYPES[Type.INSTANT]))


def dates(days: Ints) -> pl.Series:
    """Calendar days; null from NEVER on."""
    known = days < NEVER // DAY
    return where(known, pl.Series(np.where(known, days, 0).astype(np.int32)).cast(pl.Date))


def money(cents: Ints) -> pl.Series:
    """Exact decimals of cents."""
    return (pl.Series(cents).cast(pl.Decimal(18, 2)) / 100).cast(DTYPES[Type.MONEY])


def frame(table: str, columns: Mapping[str, Any]) -> pl.DataFrame:
    """A frame with all columns of the model's table, in its order and with its types.

    Columns that are not given are null. A scalar fills its column.
    """
    kinds = {column.name: DTYPES[column.type] for column in TABLES[table].columns}
    height = max(len(c) for c in columns.values() if isinstance(c, pl.Series | np.ndarray))
    series = [_column(name, columns.get(name), kind, height) for name, kind in kinds.items()]
    return pl.DataFrame(series)


def _column(name: str, values: Any, kind: pl.DataType, height: int) -> pl.Series:
    if isinstance(values, pl.Series | np.ndarray):
        return pl.Series(name, values).cast(kind)
    return pl.repeat(values, height, dtype=kind, eager=True).alias(name)
