"""Percentiles of distributions given as counts, with intervals that assume no shape."""

from collections.abc import Iterable, Mapping, Sequence

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
    ordered = (
        counts.filter(pl.col(value).is_not_null())
        .group_by(*by, value)
        .agg(pl.col(count).cast(pl.Int64).sum())
        .filter(pl.col(count) > 0)
        .sort(*by, value, nulls_last=True)
        .with_columns(_group=pl.struct(by).rle_id() if by else pl.lit(0))
        .with_columns(
            _until=pl.col(count).cum_sum().over("_group"), _n=pl.col(count).sum().over("_group")
        )
    )
    columns = {"n": pl.col("_n").first(), "mean": _mean(value, count)}
    ranks = _ranks_by_size(ordered["_n"].unique(), probabilities)
    ordered = ordered.join(ranks, on="_n", how="left", maintain_order="left")
    for name, probability in probabilities.items():
        position = (pl.col("_n") - 1) * probability
        below, above = position.floor(), position.ceil()
        low, high = _value_at(below, value), _value_at(above, value)
        columns[name] = low + (high - low) * (position - below).first()
        for side in ("low", "high"):
            rank = pl.col(f"_{name}_{side}")
            columns[f"{name}_{side}"] = pl.when(rank.first().is_not_null()).then(
                _value_at(rank - 1, value)
            )
    return ordered.group_by(*by, "_group", maintain_order=True).agg(**columns).drop("_group")


def _mean(value: str, count: str) -> pl.Expr:
    weighted = pl.col(value).cast(pl.Float64) * pl.col(count)
    return weighted.sum() / pl.col(count).sum()


def _value_at(rank: pl.Expr, value: str) -> pl.Expr:
    """The value at a rank, counted from 0, of a group sorted by value."""
    return pl.col(value).filter(pl.col("_until") > rank).first().cast(pl.Float64)


def _ranks_by_size(sizes: pl.Series, probabilities: Mapping[str, float]) -> pl.DataFrame:
    ranks = {"_n": sizes}
    for name, probability in probabilities.items():
        low, high = _ranks(sizes.to_numpy(), probability)
        # Rank 0 stands for "no such rank".
        ranks[f"_{name}_low"] = pl.Series(low, dtype=pl.Int64).replace(0, None)
        ranks[f"_{name}_high"] = pl.Series(high, dtype=pl.Int64).replace(0, None)
    return pl.DataFrame(ranks)


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
