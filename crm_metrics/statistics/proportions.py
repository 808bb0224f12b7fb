"""Shares of counts, their intervals, and the one function that divides."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
# A formula of operators alone works on columns and on arrays.
_T = TypeVar("_T", pl.Expr, Floats)
# Two-sided 95 % quantile of the normal distribution.
Z95 = 1.959963984540054
# How far rounding may carry a share of money past 0 or 1.
_ROUNDING = 1e-9


def divided(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """A ratio; null where the denominator is 0 or null, never infinite and never NaN.

    >>> frame = pl.DataFrame({"won": [1, 0], "decided": [4, 0]})
    >>> frame.select(divided(pl.col("won"), pl.col("decided"))).to_series().to_list()
    [0.25, None]
    """
    ratio = numerator.cast(pl.Float64) / denominator.cast(pl.Float64)
    return pl.when((denominator != 0) & ratio.is_finite()).then(ratio)


def wilson_low(successes: pl.Expr, n: pl.Expr, z: float = Z95) -> pl.Expr:
    """Lower end of the 95 % Wilson interval of a share; see `wilson_high`."""
    return _in_expressions(lambda k, cases: _wilson_end(k, cases, -z), successes, n)


def wilson_high(successes: pl.Expr, n: pl.Expr, z: float = Z95) -> pl.Expr:
    """Upper end of the 95 % Wilson interval of a share.

    How far the true rate may lie above the one observed. `n` may be fractional: the effective
    number of cases of a weighted share. Null where n is 0 or null, and where the share is not
    between 0 and 1. Unlike the textbook interval p ± z·√(p(1−p)/n) it never leaves 0 to 1, and
    it has a width when p is 0 or 1.
    Source: Wilson (1927), Journal of the American Statistical Association 22, 209–212.

    >>> frame = pl.DataFrame({"won": [4], "decided": [6]})
    >>> ends = [f(pl.col("won"), pl.col("decided")).round(6) for f in (wilson_low, wilson_high)]
    >>> frame.select(low=ends[0], high=ends[1]).row(0)
    (0.299993, 0.903229)
    """
    return _in_expressions(lambda k, cases: _wilson_end(k, cases, z), successes, n)


def _wilson_end(successes: Floats, n: Floats, z: float) -> Floats:
    """The end of the interval on the side of the sign of z; NaN where there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = successes / n
        center = share + z**2 / (2 * n)
        spread = np.maximum(share * (1 - share), 0) + z**2 / (4 * n)
        end = np.clip((center + z * np.sqrt(spread / n)) / (1 + z**2 / n), 0, 1)
    # All or nothing ends exactly at 0 or 1.
    end = np.where((successes == 0) & (z < 0), 0.0, end)
    end = np.where((successes == n) & (z > 0), 1.0, end)
    exists = (n > 0) & (share >= -_ROUNDING) & (share <= 1 + _ROUNDING)
    return np.where(exists, end, np.nan)


def _in_expressions(formula: Callable[..., Floats], *given: pl.Expr) -> pl.Expr:
    """A formula over arrays as an expression: NaN stands for null, in and out.

    Arrays, because Polars takes fifty times as long for so many small steps over few rows.
    """

    def worked_out(columns: Sequence[pl.Series]) -> pl.Series:
        return pl.Series(formula(*(column.to_numpy() for column in columns)), nan_to_null=True)

    floats = [item.cast(pl.Float64) for item in given]
    return pl.map_batches(floats, worked_out, return_dtype=pl.Float64, is_elementwise=True)


def effective_n(total: pl.Expr, total_squares: pl.Expr) -> pl.Expr:
    """How many equal amounts would be as uncertain as these: (Σa)² ÷ Σa².

    Source: Kish (1965), Survey Sampling, section 8.2.

    >>> frame = pl.DataFrame({"sum": [1130.0], "squares": [308900.0]})
    >>> frame.select(effective_n(pl.col("sum"), pl.col("squares")).round(6)).item()
    4.1337
    """
    # The square of a whole-number sum of money would not fit an Int64.
    return divided(total.cast(pl.Float64) ** 2, total_squares)


def newcombe_low(share: pl.Expr, n: pl.Expr, before: pl.Expr, n_before: pl.Expr) -> pl.Expr:
    """Lower end of the 95 % interval of `share − before`; see `newcombe_high`."""
    low, high_before = wilson_low(share * n, n), wilson_high(before * n_before, n_before)
    return difference_low(share, low, before, high_before)


def newcombe_high(share: pl.Expr, n: pl.Expr, before: pl.Expr, n_before: pl.Expr) -> pl.Expr:
    """Upper end of the 95 % interval of the difference of two independent shares.

    Made from the two Wilson intervals; null where either share is.
    Source: Newcombe (1998), Statistics in Medicine 17, 873–890, method 10.

    >>> frame = pl.DataFrame({"p": [56 / 70], "n": [70], "q": [48 / 80], "m": [80]})
    >>> sides = (newcombe_low, newcombe_high)
    >>> frame.select(*(f(*map(pl.col, "pnqm")).round(4).alias(f.__name__) for f in sides)).row(0)
    (0.0524, 0.3339)
    """
    high, low_before = wilson_high(share * n, n), wilson_low(before * n_before, n_before)
    return difference_high(share, high, before, low_before)


def difference_low(share: _T, low: _T, before: _T, high_before: _T) -> _T:
    """Newcombe's lower end of `share − before`, from ends of the two intervals known already."""
    return share - before - ((share - low) ** 2 + (high_before - before) ** 2) ** 0.5


def difference_high(share: _T, high: _T, before: _T, low_before: _T) -> _T:
    """Newcombe's upper end of `share − before`, from ends of the two intervals known already."""
    return share - before + ((high - share) ** 2 + (before - low_before) ** 2) ** 0.5


def wilson(successes: ArrayLike, n: ArrayLike, z: float = Z95) -> tuple[Floats, Floats]:
    """Both ends of the Wilson interval of shares given as arrays; see `wilson_high`.

    NaN stands for null, in and out.

    >>> low, high = wilson([4, 0], [6, 0])
    >>> low.round(6).tolist(), high.round(6).tolist()
    ([0.299993, nan], [0.903229, nan])
    """
    k, cases = _arrays(successes, n)
    return _wilson_end(k, cases, -z), _wilson_end(k, cases, z)


def newcombe(
    share: ArrayLike, n: ArrayLike, before: ArrayLike, n_before: ArrayLike
) -> tuple[Floats, Floats]:
    """Both ends of the interval of `share − before`, given as arrays; see `newcombe_high`.

    NaN stands for null, in and out.

    >>> low, high = newcombe(56 / 70, 70, 48 / 80, 80)
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0524], [0.3339])
    """
    p, cases, q, cases_before = _arrays(share, n, before, n_before)
    low, high = wilson(p * cases, cases)
    low_before, high_before = wilson(q * cases_before, cases_before)
    return difference_low(p, low, q, high_before), difference_high(p, high, q, low_before)


def _arrays(*given: ArrayLike) -> tuple[Floats, ...]:
    return np.broadcast_arrays(*(np.atleast_1d(np.asarray(item, dtype=float)) for item in given))
