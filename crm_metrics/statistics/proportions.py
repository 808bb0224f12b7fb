"""Shares of counts, their intervals, and the one function that divides."""

import polars as pl

# Two-sided 95 % quantile of the normal distribution.
Z95 = 1.959963984540054


def divided(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """A ratio; null where the denominator is 0 or null, never infinite.

    >>> frame = pl.DataFrame({"won": [1, 0], "decided": [4, 0]})
    >>> frame.select(divided(pl.col("won"), pl.col("decided"))).to_series().to_list()
    [0.25, None]
    """
    return pl.when(denominator != 0).then(numerator / denominator)


def wilson_low(successes: pl.Expr, n: pl.Expr) -> pl.Expr:
    """Lower end of the 95 % Wilson interval of a share; see `wilson_high`."""
    return pl.when(successes == 0).then(divided(successes * 0.0, n)).otherwise(
        _wilson(successes, n, -1)
    )


def wilson_high(successes: pl.Expr, n: pl.Expr) -> pl.Expr:
    """Upper end of the 95 % Wilson interval of a share.

    How far the true rate may lie above the one observed. `n` may be fractional: the effective
    number of cases of a weighted share. Null where n is 0 or null. Unlike the textbook interval
    p ± z·√(p(1−p)/n) it never leaves 0 to 1, and it has a width when p is 0 or 1.
    Source: Wilson (1927), Journal of the American Statistical Association 22, 209–212.

    >>> frame = pl.DataFrame({"won": [4], "decided": [6]})
    >>> ends = [f(pl.col("won"), pl.col("decided")).round(6) for f in (wilson_low, wilson_high)]
    >>> frame.select(low=ends[0], high=ends[1]).row(0)
    (0.299993, 0.903229)
    """
    return pl.when(successes == n).then(divided(n * 1.0, n)).otherwise(_wilson(successes, n, 1))


def _wilson(successes: pl.Expr, n: pl.Expr, side: int) -> pl.Expr:
    share = divided(successes, n)
    center = share + Z95**2 / (2 * n)
    # Rounding may carry a share of money a hair past 0 or 1.
    spread = (share * (1 - share)).clip(lower_bound=0) + Z95**2 / (4 * n)
    end = (center + side * Z95 * (spread / n).sqrt()) / (1 + Z95**2 / n)
    return pl.when(n > 0).then(end.clip(0.0, 1.0))


def effective_n(total: pl.Expr, total_squares: pl.Expr) -> pl.Expr:
    """How many equal amounts would be as uncertain as these: (Σa)² ÷ Σa².

    Source: Kish (1965), Survey Sampling, section 8.2.

    >>> frame = pl.DataFrame({"sum": [1130.0], "squares": [308900.0]})
    >>> frame.select(effective_n(pl.col("sum"), pl.col("squares")).round(6)).item()
    4.1337
    """
    return divided(total * total, total_squares)


def newcombe_low(share: pl.Expr, n: pl.Expr, before: pl.Expr, n_before: pl.Expr) -> pl.Expr:
    """Lower end of the 95 % interval of `share − before`; see `newcombe_high`."""
    down = share - wilson_low(share * n, n)
    up = wilson_high(before * n_before, n_before) - before
    return share - before - (down**2 + up**2).sqrt()


def newcombe_high(share: pl.Expr, n: pl.Expr, before: pl.Expr, n_before: pl.Expr) -> pl.Expr:
    """Upper end of the 95 % interval of the difference of two independent shares.

    Made from the two Wilson intervals; null where either share is.
    Source: Newcombe (1998), Statistics in Medicine 17, 873–890, method 10.

    >>> frame = pl.DataFrame({"p": [56 / 70], "n": [70], "q": [48 / 80], "m": [80]})
    >>> sides = (newcombe_low, newcombe_high)
    >>> frame.select(*(f(*map(pl.col, "pnqm")).round(4).alias(f.__name__) for f in sides)).row(0)
    (0.0524, 0.3339)
    """
    up = wilson_high(share * n, n) - share
    down = before - wilson_low(before * n_before, n_before)
    return share - before + (up**2 + down**2).sqrt()
