"""Comparison: a number beside the number it is judged by.

A change of a rate is a difference (points); its 95 % interval is Newcombe's. A change of a sum has
the interval of a sum of independent amounts, a change of a count that of the conditional binomial.
Growth is null where the baseline is not above zero: a percentage of nothing, or of a loss, says
nothing.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from crm_metrics.calendar import Baseline
from crm_metrics.metric import Metric
from crm_metrics.statistics import (
    count_change_interval,
    difference_high,
    difference_low,
    divided,
    sum_change_interval,
)


def with_baselines(
    frame: pl.DataFrame,
    earlier: Mapping[Baseline, pl.DataFrame],
    metric: Metric,
    by: Sequence[str],
) -> pl.DataFrame:
    """Add every baseline of every value and the change against it.

    Columns per value and kind: `<value>_<kind>`, `<value>_<kind>_change` (this − baseline),
    `<value>_<kind>_growth` (change ÷ baseline), and for shares, sums and counts `_change_low` and
    `_change_high`. A group that was not there before has a null baseline, or 0 where it is a
    count.
    """
    joined = frame
    for kind, before in earlier.items():
        renamed = _baseline_names(before.columns, kind, metric)
        before = before.select(*by, *(pl.col(name).alias(new) for name, new in renamed.items()))
        if by:
            joined = joined.join(
                before, on=list(by), how="left", nulls_equal=True, maintain_order="left"
            )
        else:
            joined = joined.hstack(before.get_columns())
    # A group that was not there before had none of what is counted: 0, not unknown.
    counted = [
        _baseline_name(name, kind)
        for kind in earlier
        for name in metric.values
        if name in metric.counts
    ]
    joined = joined.with_columns(pl.col(counted).fill_null(0)) if counted else joined
    return joined.with_columns(
        column
        for kind in earlier
        for value in metric.values
        for column in _changes(value, kind, frame.columns, metric)
    )


def _baseline_names(columns: Sequence[str], kind: Baseline, metric: Metric) -> dict[str, str]:
    """What of an earlier answer is needed, and how it is called beside the later one."""
    wanted = [*metric.values, *(name for name in columns if name.startswith("_"))]
    renamed = {name: _baseline_name(name, kind) for name in wanted}
    if metric.unit == "share":
        renamed |= {
            f"{value}_{end}": _end_before(value, end, kind)
            for value in metric.values
            for end in ("low", "high")
            if f"{value}_{end}" in columns
        }
    return renamed


def _baseline_name(name: str, kind: Baseline) -> str:
    return f"{name}_{kind}"


def _end_before(value: str, end: str, kind: Baseline) -> str:
    """The column, used on the way only, that holds an end of the baseline's own interval."""
    return f"_{value}_{end}_{kind}"


def _changes(value: str, kind: Baseline, columns: Sequence[str], metric: Metric) -> list[pl.Expr]:
    now, before = pl.col(value), pl.col(_baseline_name(value, kind))
    change = f"{_baseline_name(value, kind)}_change"
    found = [
        (now - before).alias(change),
        pl.when(before > 0)
        .then(divided(now - before, before))
        .alias(f"{_baseline_name(value, kind)}_growth"),
    ]
    if metric.unit == "share" and f"{value}_low" in columns:
        low, high = (pl.col(f"{value}_{end}") for end in ("low", "high"))
        before_low, before_high = (pl.col(_end_before(value, end, kind)) for end in ("low", "high"))
        return [
            *found,
            difference_low(now, low, before, before_high).alias(f"{change}_low"),
            difference_high(now, high, before, before_low).alias(f"{change}_high"),
        ]
    if value in metric.counts:
        low, high = count_change_interval(now, before)
        return [*found, low.alias(f"{change}_low"), high.alias(f"{change}_high")]
    if "_squares" in columns:
        squares = pl.col("_squares"), pl.col(_baseline_name("_squares", kind))
        low, high = sum_change_interval(now, squares[0], before, squares[1])
        return [*found, low.alias(f"{change}_low"), high.alias(f"{change}_high")]
    return found
