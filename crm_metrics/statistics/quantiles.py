"""Percentiles of distributions given as counts, with intervals that assume no shape."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crm_metrics.errors import BadInputError

TAIL = 0.025
# Beyond so many standard deviations a binomial has less mass than a float can hold.
_WINDOW_DEVIATIONS = 10
# Binomials are worked out side by side; so many probabilities at a time (16 MB).
_WINDOW_CELLS = 2_000_000


def quantiles(
    counts: pl.DataFrame,
    by: Sequence[str],
    value: str,
    count: str,
    probabilities: Mapping[str, float],
) -> pl.DataFrame:
    """Percentiles of each group, exact, without spelling the distribution out.

    `counts` has the `by` columns, a whole-number `value` and how often it occurs; a null value
    or count counts nothing. One row per group, sorted: `by`, `n`, `mean`, and for every named
    probability `<name>`, `<name>_low` and `<name>_high` (the 95 % order-statistic interval, null
    while n is too small for one), in the unit of the value. A group in which nothing counts has
    no row. A probability must lie between 0 and 1.

    Between two values the percentile is interpolated linearly: type 7 of Hyndman and Fan (1996),
    The American Statistician 50, 361–365; numpy's default and SQL's percentile_cont.

    >>> days = pl.DataFrame({"days": [10, 30, 60], "count": [1, 1, 1]})
    >>> found = quantiles(days, [], "days", "count", {"median": 0.5, "p80": 0.8})
    >>> found.select("n", "median", "p80").row(0)
    (3, 30.0, 48.0)
    """
    by = list(by)
    # Sorted by count too: the mean must not depend on the order in which equal values came.
    known = counts.filter(pl.col(value).is_not_null(), pl.col(count) > 0).sort(value, count)
    # Grouped after the sort: few groups are put in order faster than many rows by many columns.
    groups = (
        known.group_by(by, maintain_order=True).agg(value, count).sort(by, nulls_last=True)
        if by
        else known.select(pl.all().implode()).head(known.height)
    )
    distribution = _Distributions.of(groups[value], groups[count])
    columns: dict[str, pl.Series] = {
        "n": pl.Series(distribution.sizes, dtype=pl.Int64),
        "mean": pl.Series(distribution.means(), dtype=pl.Float64),
    }
    for name, probability in probabilities.items():
        columns[name] = pl.Series(distribution.percentiles(probability), dtype=pl.Float64)
        for side, ends in zip(("low", "high"), distribution.interval(probability), strict=True):
            columns[f"{name}_{side}"] = pl.Series(ends, dtype=pl.Float64, nan_to_null=True)
    named = (column.alias(name) for name, column in columns.items())
    return pl.DataFrame([*groups.select(by).get_columns(), *named])


@dataclass(frozen=True, slots=True)
class _Distributions:
    """Values of several groups one after the other, each group sorted, and how often each occurs.

    `starts` is where each group begins; `until` counts the occurrences up to and with each value,
    `before` those before each group.
    """

    values: NDArray[np.float64]
    counts: NDArray[np.int64]
    starts: NDArray[np.int64]
    until: NDArray[np.int64]
    before: NDArray[np.int64]
    sizes: NDArray[np.int64]

    @classmethod
    def of(cls, values: pl.Series, counts: pl.Series) -> Self:
        """From a list of values per group, sorted, and a list of their counts."""
        lengths = values.list.len().cast(pl.Int64).to_numpy()
        starts = np.cumsum(lengths) - lengths
        flat = counts.explode(empty_as_null=False).cast(pl.Int64).to_numpy()
        until = np.cumsum(flat)
        before = until[starts] - flat[starts]
        return cls(
            values=values.explode(empty_as_null=False).cast(pl.Float64).to_numpy(),
            counts=flat,
            starts=starts,
            until=until,
            before=before,
            sizes=np.diff(before, append=until[-1:]),
        )

    def means(self) -> NDArray[np.float64]:
        if not len(self.starts):
            return np.zeros(0)
        weighted: NDArray[np.float64] = np.add.reduceat(self.values * self.counts, self.starts)
        return weighted / self.sizes

    def percentiles(self, probability: float) -> NDArray[np.float64]:
        """Each group's percentile, interpolated."""
        position = np.asarray((self.sizes - 1) * probability, np.float64)
        below = np.floor(position)
        low, high = self._at(below), self._at(np.ceil(position))
        return low + (high - low) * (position - below)

    def interval(self, probability: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Both ends of each percentile's interval; NaN where there is none."""
        sizes, group = np.unique(self.sizes, return_inverse=True)
        low, high = (ranks[group] for ranks in _ranks(sizes, probability))
        # Rank 0 stands for "no such rank".
        exists = low > 0
        return tuple(  # type: ignore[return-value]
            np.where(exists, self._at(np.where(exists, ranks - 1, 0)), np.nan)
            for ranks in (low, high)
        )

    def _at(self, rank: NDArray[Any]) -> NDArray[np.float64]:
        """The value at a rank in each group, counted from 0."""
        row = np.searchsorted(self.until, self.before + rank.astype(np.int64), side="right")
        return self.values[row]


def order_statistic_ranks(n: int, probability: float) -> tuple[int | None, int | None]:
    """Ranks (from 1) of the sample values that enclose a percentile with 95 % confidence.

    Free of any assumption on the distribution: the number of values below the true percentile is
    binomial. The lower rank is the largest with at most 2.5 % to miss, the upper the smallest;
    null for both unless both exist (n at least 6 for the median, 17 for P80, 36 for P90).
    Source: David and Nagaraja (2003), Order Statistics, section 7.1.

    >>> order_statistic_ranks(6, 0.5), order_statistic_ranks(5, 0.5)
    ((1, 6), (None, None))
    """
    low, high = _ranks(np.array([n]), probability)
    return (int(low[0]), int(high[0])) if low[0] else (None, None)


def _ranks(
    sizes: NDArray[np.int64], probability: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Both ranks for each sample size; 0 for both where there are none."""
    if not 0 < probability < 1:
        raise BadInputError(f"a probability lies between 0 and 1, not at {probability}.")
    low, high = np.zeros(len(sizes), np.int64), np.zeros(len(sizes), np.int64)
    for part in _parts(sizes, probability):
        low[part], high[part] = _ranks_side_by_side(sizes[part], probability)
    found = (low > 0) & (high <= sizes)
    return np.where(found, low, 0), np.where(found, high, 0)


def _parts(sizes: NDArray[np.int64], probability: float) -> Iterable[NDArray[np.intp]]:
    """Indices of sizes that are worked out together, alike in size so that little is wasted."""
    order = np.argsort(sizes, kind="stable")
    widest = _window(sizes[order[-1:]], probability)[1].sum()
    return np.array_split(order, 1 + len(sizes) * int(widest) // _WINDOW_CELLS)


def _window(
    sizes: NDArray[np.int64], probability: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First success count that matters for each size, and how many matter from there."""
    mean = sizes * probability
    reach = _WINDOW_DEVIATIONS * np.sqrt(mean * (1 - probability)) + 2
    start = np.maximum(0, np.floor(mean - reach)).astype(np.int64)
    # One count past n stands for the rank that does not exist.
    end = np.minimum(sizes + 1, np.ceil(mean + reach)).astype(np.int64)
    return start, end - start + 1


def _ranks_side_by_side(
    sizes: NDArray[np.int64], probability: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    start, widths = _window(sizes, probability)
    n, first = sizes[:, np.newaxis].astype(float), start[:, np.newaxis]
    k = first + np.arange(widths.max(initial=1) - 1, dtype=float)
    # P(k + 1) ÷ P(k); 0 past n. Scaling the mass to 1 spares the factorials and their rounding.
    odds = probability / (1 - probability)
    growth = np.maximum(n - k, 0) / (k + 1) * odds
    mass = np.cumprod(np.hstack([np.ones((len(sizes), 1)), growth]), axis=1)
    mass = mass / mass.sum(axis=1, keepdims=True)
    at_most = np.cumsum(mass, axis=1)
    at_least = np.cumsum(mass[:, ::-1], axis=1)[:, ::-1]
    # P(X ≤ low − 1) ≤ 2.5 % and P(X ≥ high) ≤ 2.5 %.
    return start + (at_most <= TAIL).sum(axis=1), start + (at_least > TAIL).sum(axis=1)
