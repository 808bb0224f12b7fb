"""Segments side by side: who stands out from the rest, and the sentence that says so.

A segment is judged against all the others together. Where its interval covers their rate, the
two cannot be told apart, and a ranking would only rank chance.
"""

from collections.abc import Sequence

import polars as pl

from crm_metrics.metric import Metric
from crm_metrics.report.wording import FEW, counted, field_title, short
from crm_metrics.statistics import divided

NO_VALUE = "(none)"


def key_column(by: str) -> str:
    """The result column that names the segments of a field."""
    return "owner" if by == "owner" else by


def with_rest(frame: pl.DataFrame, metric: Metric, by: str) -> pl.DataFrame:
    """A share of counts per segment, beside the share of all other segments together.

    Columns added: `segment` (its name), `rest`, `verdict` ("higher", "lower" or "same" as the
    rest, same where there is no rest), `gap` (from the rest to the bound nearer to it, 0 where the
    interval covers it). Sorted by the value, highest first.
    """
    part, of, value = metric.counts[0], metric.counts[1], metric.name
    low, high = pl.col(f"{value}_low"), pl.col(f"{value}_high")
    others = pl.col(of).sum() - pl.col(of)
    frame = frame.with_columns(
        _segment(frame, by), rest=divided(pl.col(part).sum() - pl.col(part), others)
    )
    return _judged(frame, low, high, pl.col("rest")).sort(
        value, of, descending=[True, True], nulls_last=True
    )


def with_reference(
    frame: pl.DataFrame, metric: Metric, by: str, value: str, reference: float | None
) -> pl.DataFrame:
    """A value that does not add up, per segment, beside the same value of all segments together.

    The columns of `with_rest`; sorted worst first.
    """
    frame = frame.with_columns(_segment(frame, by), rest=pl.lit(reference, pl.Float64))
    judged = _judged(frame, pl.col(f"{value}_low"), pl.col(f"{value}_high"), pl.col("rest"))
    return judged.sort(value, "count", descending=[metric.better == "lower", True], nulls_last=True)


def _segment(frame: pl.DataFrame, by: str) -> pl.Expr:
    names = [pl.col(key_column(by))]
    if by == "owner":
        names.append(pl.col("owner_id"))
    return pl.coalesce(*names, pl.lit(NO_VALUE)).alias("segment")


def _judged(frame: pl.DataFrame, low: pl.Expr, high: pl.Expr, rest: pl.Expr) -> pl.DataFrame:
    is_higher, is_lower = (low > rest).fill_null(False), (high < rest).fill_null(False)
    return frame.with_columns(
        verdict=pl.when(is_higher)
        .then(pl.lit("higher"))
        .when(is_lower)
        .then(pl.lit("lower"))
        .otherwise(pl.lit("same")),
        gap=pl.when(is_higher).then(low - rest).when(is_lower).then(rest - high).otherwise(0.0),
    )


def is_good(verdict: str, metric: Metric) -> bool:
    """Whether standing out that way is what the metric wants."""
    return verdict == metric.better


def finding(judged: pl.DataFrame, metric: Metric, by: str) -> str:
    """The sentence under the chart: which segment stands out, by how much, of how many deals."""
    segments = judged.filter(pl.col("rest").is_not_null())
    title = field_title(by).lower()
    if segments.height < 2:
        return ""
    standing_out = segments.filter(pl.col("verdict") != "same")
    if standing_out.is_empty():
        return f"No {title} differs from the others by more than chance explains."
    worst_first = standing_out.sort(
        pl.col("verdict") == (metric.better or ""), -pl.col("gap"), pl.col("segment")
    )
    row = worst_first.row(0, named=True)
    points = abs(row[metric.name] - row["rest"]) * 100
    side = "above" if row["verdict"] == "higher" else "below"
    more = standing_out.height - 1
    sentence = (
        f"{row['segment']} won {short(row[metric.name], 'share')} of "
        f"{counted(row[metric.counts[1]], 'decided deal')}, {points:.1f} points {side} the rest "
        f"({short(row['rest'], 'share')}): more than chance explains."
    )
    return f"{sentence} {_others(more)}" if more else sentence


def finding_of_days(judged: pl.DataFrame, metric: Metric, by: str, value: str) -> str:
    """The same for a time: the slowest segment whose interval lies off the whole."""
    title = field_title(by).lower()
    if judged.height < 2:
        return ""
    standing_out = judged.filter(pl.col("verdict") != "same")
    if standing_out.is_empty():
        return f"No {title} differs from the whole by more than chance explains."
    row = standing_out.sort(
        pl.col("verdict") == (metric.better or ""), -pl.col("gap"), pl.col("segment")
    ).row(0, named=True)
    days = abs(row[value] - row["rest"])
    side = "longer" if row["verdict"] == "higher" else "shorter"
    sentence = (
        f"{row['segment']}: median {short(row[value], 'days')} of "
        f"{counted(row['count'], 'won deal')}, {short(days, 'days')} {side} than all together "
        f"({short(row['rest'], 'days')}): more than chance explains."
    )
    more = standing_out.height - 1
    return f"{sentence} {_others(more)}" if more else sentence


def _others(more: int) -> str:
    return "One more stands out." if more == 1 else f"{more} more stand out."


def names_with_few(judged: pl.DataFrame, count: str) -> Sequence[str]:
    """The segments with fewer than ten cases, whose values say little."""
    return judged.filter(pl.col(count) < FEW)["segment"].to_list()
