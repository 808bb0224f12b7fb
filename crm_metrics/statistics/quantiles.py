"""Percentiles of distributions given as counts, with intervals that assume no shape."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import polars as pl

TAIL = 0.025
# Beyond so many standard deviations a binomial has less mass than a float can hold.
_WINDOW_DEVIATIONS = 12


def quantiles(
    counts: pl.DataFrame,
    by: Sequence[str],
    value: str,
    count: str,
    probabilities: Mapping[str, float],
) -> pl.DataFrame:
    """Percentiles of each group, exact, without spelling the distribution out.

    `counts` has the `by` columns, a whole-number `value` and how often it occurs. One row per
    group: `by`, `n`, `mean`, and for every named probability `<name>`, `<name>_low` and
    `<name>_high` (the 95 % order-statistic interval, null while n is too small for one).

    Between two values the percentile is interpolated linearly: type 7 of Hyndman and Fan (1996),
    The American Statistician 50, 361–365; numpy's default and SQL's percentile_cont.

    >>> days = pl.DataFrame({"days": [10, 30, 60], "count": [1, 1, 1]})
    >>> quantiles(days, [], "days", "count", {"median": 0.5, "p80": 0.8}).select("median", "p80").row(0)
    (30.0, 48.0)
    """
    by = list(by)
    ordered = (
        counts.group_by(*by, value)
        .agg(pl.col(count).sum())
        .filter(pl.col(count) > 0)
        .sort(*by, value)
        .with_columns(_group=pl.struct(by).rank("dense") if by else pl.lit(1))
        .with_columns(
            _until=pl.col(count).cum_sum().over("_group"), _n=pl.col(count).sum().over("_group")
        )
    )
    columns = {"n": pl.col("_n").first(), "mean": _mean(value, count)}
    ranks = _order_statistic_ranks(ordered["_n"].unique(), probabilities)
    ordered = ordered.join(ranks, on="_n", how="left", maintain_order="left")
    for name, probability in probabilities.items():
        position = (pl.col("_n") - 1) * probability
        below, above = position.floor(), position.ceil()
        low, high = _value_at(below, value), _value_at(above, value)
        columns[name] = low + (high - low) * (position - below).first()
        for side in ("low", "high"):
            rank = pl.col(f"_{name}_{side}")
            columns[f"{name}_{side}"] = (
                pl.when(rank.first().is_not_null()).then(_value_at(rank - 1, value))
            )
    return ordered.group_by(*by, "_group", maintain_order=True).agg(**columns).drop("_group")


def _mean(value: str, count: str) -> pl.Expr:
    weighted = pl.col(value).cast(pl.Float64) * pl.col(count)
    return weighted.sum() / pl.col(count).sum()


def _value_at(rank: pl.Expr, value: str) -> pl.Expr:
    """The value at a rank, counted from 0, of a group sorted by value."""
    return pl.col(value).filter(pl.col("_until") > rank).first().cast(pl.Float64)


def _order_statistic_ranks(sizes: pl.Series, probabilities: Mapping[str, float]) -> pl.DataFrame:
    ranks = pl.DataFrame({"_n": sizes})
    for name, probability in probabilities.items():
        ends = [order_statistic_ranks(int(n), probability) for n in sizes]
        ranks = ranks.with_columns(
            pl.Series(f"_{name}_{side}", [end[index] for end in ends], dtype=pl.Int64)
            for index, side in enumerate(("low", "high"))
        )
    return ranks


@lru_cache(maxsize=100_000)
def order_statistic_ranks(n: int, probability: float) -> tuple[int | None, int | None]:
    """Ranks (from 1) of the sample values that enclose a percentile with 95 % confidence.

    Free of any assumption on the distribution: the number of values below the true percentile is
    binomial. The lower rank is the largest with at most 2.5 % to miss, the upper the smallest;
    null for both unless both exist (n at least 6 for the median, 17 for P80, 36 for P90).
    Source: David and Nagaraja (2003), Order Statistics, section 7.1.

    >>> order_statistic_ranks(6, 0.5), order_statistic_ranks(5, 0.5)
    ((1, 6), (None, None))
    """
    start, mass = _binomial(n, probability)
    at_most = np.cumsum(mass)
    at_least = np.cumsum(mass[::-1])[::-1]
    below = np.flatnonzero(at_most <= TAIL)
    above = np.flatnonzero(at_least <= TAIL)
    # P(X ≤ low − 1) ≤ 2.5 % and P(X ≥ high) ≤ 2.5 %.
    low = start + int(below[-1]) + 1 if below.size else None
    high = start + int(above[0]) if above.size else None
    if low is None or high is None:
        return None, None
    return low, high


def _binomial(n: int, p: float) -> tuple[int, np.ndarray]:
    """The binomial's probabilities around its mean, and the number they start at."""
    deviation = math.sqrt(n * p * (1 - p))
    start = max(0, math.floor(n * p - _WINDOW_DEVIATIONS * deviation) - 1)
    end = min(n, math.ceil(n * p + _WINDOW_DEVIATIONS * deviation) + 1)
    k = np.arange(start, end, dtype=float)
    steps = np.log((n - k) / (k + 1)) + math.log(p / (1 - p))
    first = (
        math.lgamma(n + 1)
        - math.lgamma(start + 1)
        - math.lgamma(n - start + 1)
        + start * math.log(p)
        + (n - start) * math.log1p(-p)
    )
    return start, np.exp(first + np.concatenate(([0.0], np.cumsum(steps))))
