"""Tables as a leader reads them: one row per segment, columns with their titles."""

from collections.abc import Mapping

import polars as pl

from crm_metrics.metrics import METRICS
from crm_metrics.report.segments import with_reference, with_rest
from crm_metrics.report.wording import field_title


def win_rates_by_segment(answers: Mapping[str, pl.DataFrame], by: str) -> pl.DataFrame:
    """Win rate with its interval, by amount and strict, per segment; highest first."""
    judged = with_rest(answers["win_rate_by_segment"], METRICS["win_rate"], by)
    keys = _keys(by)
    joined = judged
    for name in ("win_rate_by_amount", "win_rate_strict"):
        values = answers[f"{name}_by_segment"].select(*keys, name)
        joined = joined.join(values, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return joined.select(
        pl.col("segment").alias(field_title(by)),
        pl.col("won").alias("Won"),
        pl.col("decided").alias("Decided"),
        pl.col("win_rate").alias("Win rate"),
        pl.col("win_rate_low").alias("Low, 95 %"),
        pl.col("win_rate_high").alias("High, 95 %"),
        pl.col("rest").alias("All others"),
        pl.col("win_rate_by_amount").alias("By amount"),
        pl.col("win_rate_strict").alias("Strict"),
        _standing().alias("Stands out"),
    )


def cycles_by_segment(cycle: pl.DataFrame, by: str, whole: float | None) -> pl.DataFrame:
    """Sales cycle per segment: median with its interval, mean, P80, P90; longest first."""
    metric, value = METRICS["sales_cycle"], "sales_cycle_median"
    judged = with_reference(cycle, metric, by, value, whole)
    return judged.select(
        pl.col("segment").alias(field_title(by)),
        pl.col("count").alias("Deals won"),
        pl.col(value).alias("Median days"),
        pl.col(f"{value}_low").alias("Low, 95 %"),
        pl.col(f"{value}_high").alias("High, 95 %"),
        pl.col("sales_cycle_mean").alias("Mean days"),
        pl.col("sales_cycle_p80").alias("P80 days"),
        pl.col("sales_cycle_p90").alias("P90 days"),
        _standing().alias("Stands out"),
    )


def records_table(
    rows: pl.DataFrame, value_title: str, search: str, noun: str = "deal"
) -> pl.DataFrame:
    """Records with titles, newest first; only those that have the searched text somewhere."""
    if search.strip():
        texts = pl.concat_str(
            pl.col("id"), pl.col("name"), pl.col("owner"), separator=" ", ignore_nulls=True
        )
        rows = rows.filter(
            texts.str.to_lowercase().str.contains(search.strip().lower(), literal=True)
        )
    last = rows.columns[-1]
    rows = rows.sort("day", "id", descending=[True, False], nulls_last=True)
    titles = {
        "id": noun.capitalize(),
        "name": "Name",
        "day": "Day",
        "owner": "Owner",
        "url": "In the CRM",
    }
    titles[last] = "Reason" if last == "reason" else value_title
    rows = rows.select("id", "name", "day", "owner", last, "url").rename(titles)
    # Columns that no record fills would only take room.
    return rows.drop(
        name for name in ("Name", "Owner", "In the CRM") if rows[name].null_count() == rows.height
    )


def _keys(by: str) -> list[str]:
    return ["owner_id"] if by == "owner" else [by]


def _standing() -> pl.Expr:
    words = {"higher": "above", "lower": "below", "same": "not distinguishable"}
    return pl.col("verdict").replace_strict(words, return_dtype=pl.String)
