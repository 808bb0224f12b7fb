"""Changes of past sums and counts: the numbers are exact, what they say about a trend is not."""

import polars as pl

from crm_metrics.statistics.proportions import Z95, divided, wilson_high, wilson_low


def sum_change_interval(
    now: pl.Expr, squares_now: pl.Expr, before: pl.Expr, squares_before: pl.Expr
) -> tuple[pl.Expr, pl.Expr]:
    """Both ends of the 95 % interval of the change of a sum: (S₁ − S₀) ± 1.96·√(Σa₁² + Σa₀²).

    How far the change could be chance, if deals came at a steady rate with such amounts: the
    variance of a sum of a Poisson number of amounts is estimated by Σa². Sums in one unit, sums
    of squares in its square, as floats. Null where any of the four is.
    Source: compound Poisson process, e.g. Ross (2014), Introduction to Probability Models, 5.4.2.

    >>> sums = pl.DataFrame({"s1": [700.0], "q1": [90_000.0], "s0": [400.0], "q0": [70_000.0]})
    >>> low, high = sum_change_interval(*map(pl.col, ("s1", "q1", "s0", "q0")))
    >>> sums.select(low=low.round(3), high=high.round(3)).row(0)
    (-483.986, 1083.986)
    """
    squares = squares_now.cast(pl.Float64) + squares_before.cast(pl.Float64)
    margin = Z95 * squares.sqrt()
    return now - before - margin, now - before + margin


def count_change_interval(now: pl.Expr, before: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Both ends of the 95 % interval of the change of a count between two equal periods.

    Of all n = now + before events each fell into the later period with the same probability p;
    given n the change is n·(2p − 1). The interval of p is Wilson's, as for every other rate here:
    near 95 % on average, where Clopper and Pearson's covers more than it says. Null where n is 0.
    Source: Przyborowski and Wilenski (1940), Biometrika 31, 313–323 (the conditional binomial).

    >>> low, high = count_change_interval(pl.col("now"), pl.col("before"))
    >>> deals = pl.DataFrame({"now": [30], "before": [20]})
    >>> deals.select(low=low.round(4), high=high.round(4)).row(0)
    (-3.8186, 22.3916)
    """
    n = now + before
    low, high = (n * (2 * p - 1) for p in _later_share(now, before))
    return low, high


def count_growth_interval(now: pl.Expr, before: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Both ends of the 95 % interval of the growth of a count, (now − before) ÷ before.

    Between two equal periods, from the conditional binomial of `count_change_interval`: the ratio
    of the two rates is p ÷ (1 − p). Null where the count before is not above 0: there is no growth
    from nothing.

    >>> low, high = count_growth_interval(pl.col("now"), pl.col("before"))
    >>> deals = pl.DataFrame({"now": [30], "before": [20]})
    >>> deals.select(low=low.round(4), high=high.round(4)).row(0)
    (-0.1419, 1.6221)
    """
    low, high = (pl.when(before > 0).then(divided(p, 1 - p) - 1) for p in _later_share(now, before))
    return low, high


def _later_share(now: pl.Expr, before: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    return wilson_low(now, now + before), wilson_high(now, now + before)
