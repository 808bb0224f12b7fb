"""Many questions at once: how many of the findings would be chance."""

import numpy as np
import polars as pl

from crm_metrics.errors import BadInputError


def q_values(p_values: pl.Series) -> pl.Series:
    """Benjamini–Hochberg's q: if all findings with a q up to this one are believed, at most this
    share of them is expected to be false.

    One family of tests in, one q for each, in the same order. A null p (not tested) stays null
    and does not count in the family. Without this, one segment in twenty stands out by chance.
    Source: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289–300.

    >>> q_values(pl.Series("p", [0.001, 0.021, 0.029, 0.038, 0.2])).round(6).to_list()
    [0.005, 0.0475, 0.0475, 0.0475, 0.2]
    """
    p = p_values.cast(pl.Float64).fill_nan(None)
    tested = p.is_not_null().to_numpy()
    known = p.drop_nulls().to_numpy()
    if ((known < 0) | (known > 1)).any():
        raise BadInputError("a p-value lies between 0 and 1.")
    order = np.argsort(known, kind="stable")
    size = len(known)
    stepped = known[order] * size / np.arange(1, size + 1)
    # A smaller p never gets the larger q.
    falling = np.minimum.accumulate(stepped[::-1])[::-1]
    q = np.full(len(p), np.nan)
    q[np.flatnonzero(tested)[order]] = falling
    return pl.Series(p_values.name, q, nan_to_null=True)
