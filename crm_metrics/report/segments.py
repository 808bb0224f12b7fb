"""Segments side by side: who stands out from the rest, and the sentence that says so.

A segment is judged against all the others together. Where the two cannot be told apart, a ranking
would only rank chance, so it is not made; nor is it for a segment of fewer than 20 cases.
"""

import polars as pl

from crm_metrics.metric import Metric
from crm_metrics.report.wording import counted, field_title, short
from crm_metrics.statistics import divided, newcombe_high, newcombe_low

NO_VALUE = "(none)"
FEWEST_JUDGED = 20


def key_column(by: str) -> str:
    """The result column that names the segments of a field."""
    return "owner" if by == "owner" else by


def with_rest(frame: pl.DataFrame, metric: Metric, by: str) -> pl.DataFrame:
    """A share of counts per segment, beside the share of all other segments together.

    Columns added: `segment` (its name), `rest`, `verdict` ("higher" or "lower" than the rest where
    the 95 % interval of the difference, Newcombe's, leaves 0 out; else "same"), `gap` (the bound of
    the difference nearer to 0; 0 where it is "same"). Sorted by the value, highest first.
    """
    (part, of), value = metric.part_of, metric.name
    others = (pl.col(of).sum() - pl.col(of)).alias("_others")
    frame = frame.with_columns(_segment(frame, by), others).with_columns(
        rest=divided(pl.col(part).sum() - pl.col(part), pl.col("_others"))
    )
    sizes = (pl.col(value), pl.col(of), pl.col("rest"), pl.col("_others"))
    low, high = newcombe_low(*sizes), newcombe_high(*sizes)
    return (
        _judged(frame, low, high, pl.col(of))
        .drop("_others")
        .sort(value, of, descending=[True, True], nulls_last=True)
    )


def with_reference(
    frame: pl.DataFrame, metric: Metric, by: str, value: str, reference: float | None
) -> pl.DataFrame:
    """A value that does not add up, per segment, beside the same value of all segments together.

    The columns of `with_rest`, but a segment stands out where its own interval leaves the value
    of all together out. Sorted worst first.
    """
    frame = frame.with_columns(_segment(frame, by), rest=pl.lit(reference, pl.Float64))
    low, high = (pl.col(f"{value}_{side}") - pl.col("rest") for side in ("low", "high"))
    return _judged(frame, low, high, pl.col("count")).sort(
        value, "count", descending=[metric.better == "lower", True], nulls_last=True
    )


def _segment(frame: pl.DataFrame, by: str) -> pl.Expr:
    names = [pl.col(key_column(by))]
    if by == "owner":
        names.append(pl.col("owner_id"))
    return pl.coalesce(*names, pl.lit(NO_VALUE)).alias("segment")


def _judged(frame: pl.DataFrame, low: pl.Expr, high: pl.Expr, cases: pl.Expr) -> pl.DataFrame:
    """Add `verdict` and `gap` from the bounds of the difference to the rest."""
    is_judged = cases >= FEWEST_JUDGED
    is_higher = ((low > 0) & is_judged).fill_null(False)
    is_lower = ((high < 0) & is_judged).fill_null(False)
    return frame.with_columns(
        verdict=pl.when(is_higher)
        .then(pl.lit("higher"))
        .when(is_lower)
        .then(pl.lit("lower"))
        .otherwise(pl.lit("same")),
        gap=pl.when(is_higher).then(low).when(is_lower).then(-high).otherwise(0.0),
    )


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
    if by == "owner":
        return _without_names(standing_out.height, segments.height)
    row = worst_first.row(0, named=True)
    points = abs(row[metric.name] - row["rest"]) * 100
    side = "above" if row["verdict"] == "higher" else "below"
    more = standing_out.height - 1
    sentence = (
        f"{row['segment']}: {short(row[metric.name], 'share')} of "
        f"{counted(row[metric.part_of[1]], metric.noun)}, {points:.1f} points {side} the rest "
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
    if by == "owner":
        return _without_names(standing_out.height, judged.height)
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


def _without_names(standing_out: int, owners: int) -> str:
    """People are not singled out in a headline; their bars are there for coaching."""
    verb = "differs" if standing_out == 1 else "differ"
    return f"{standing_out} of {owners} owners {verb} from the rest by more than chance explains."


def _others(more: int) -> str:
    return "One more stands out." if more == 1 else f"{more} more stand out."
