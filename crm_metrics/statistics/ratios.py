"""Ratios of two sums of money, and how sure they are."""

import polars as pl

from crm_metrics.statistics.proportions import divided


def ratio_deviation(
    part: pl.Expr,
    whole: pl.Expr,
    *,
    squares: pl.Expr,
    products: pl.Expr,
    whole_squares: pl.Expr,
    n: pl.Expr,
) -> pl.Expr:
    """Standard error of a ratio of sums R = Σe ÷ Σs over n accounts drawn alike.

    √(n/(n−1) · Σ(e − R·s)²) ÷ Σs, from `squares` Σe², `products` Σe·s and `whole_squares` Σs².
    Treating every unit of money as a case of its own would make one large account look like many.
    Null below two accounts and where the whole is 0.
    Source: Cochran (1977), Sampling Techniques, section 2.11.

    Four accounts that paid 100, 50, 80 and 70 and still pay 100, 0, 60 and 70 of it:

    >>> kept = pl.DataFrame({"e": [100.0, 0, 60, 70], "s": [100.0, 50, 80, 70]})
    >>> e, s = pl.col("e"), pl.col("s")
    >>> sums = {"squares": (e * e).sum(), "products": (e * s).sum(), "whole_squares": (s * s).sum()}
    >>> kept.select(ratio_deviation(e.sum(), s.sum(), **sums, n=pl.len()).round(6)).item()
    0.183886
    """
    ratio = divided(part, whole)
    rest = squares - 2 * ratio * products + ratio**2 * whole_squares
    variance = divided(n.cast(pl.Float64), n.cast(pl.Float64) - 1) * rest.clip(lower_bound=0)
    return divided(pl.when(n > 1).then(variance.sqrt()), whole)
