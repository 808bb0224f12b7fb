"""Cohorts: what is left, month after month, of the customers who started together.

The input is a frame of changes by the customers' first day (`since`) and by how many calendar
months after it they had happened (`months`): the `by` columns, `until` (the last day that is
known), and sums: `mrr` (ten-thousandths), `joined` (customers on their first day), `came` and
`left` (customers won and lost). Sums of changes are states, so no row per customer and month is
ever needed.
"""

from collections.abc import Sequence

import polars as pl

from crm_metrics.facts.fact import DAY, in_currency
from crm_metrics.facts.mrr_changes import full_months
from crm_metrics.metric import Finish, Finishing
from crm_metrics.statistics import divided

COUNTS = ("customers", "customers_kept")
_SUMS = ("joined", "mrr_base", "kept", "mrr_kept")


def states(changes: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The state of every group after each number of months that some of its customers have lived.

    One row per group and month, sorted: `by`, month, customers (who have lived so long),
    customers_kept (of them), mrr (theirs on their first day), mrr_kept, in ten-thousandths.
    """
    by = list(by)
    changes = _with_life(changes)
    # Whoever has not lived long enough leaves the sums, on both sides, after the last full month.
    leaving = changes.with_columns(
        months=pl.col("lived") + 1, **{name: 0 - pl.col(name) for name in _SUMS}
    )
    steps = pl.concat([changes, leaving]).group_by(*by, "months").agg(pl.col(_SUMS).sum())
    lives = changes.group_by(by).agg(pl.col("lived").max())
    months = lives.select(*by, months=pl.int_ranges(0, pl.col("lived") + 1, dtype=DAY))
    grid = months.explode("months", empty_as_null=False)
    return (
        grid.join(steps, on=[*by, "months"], how="left", nulls_equal=True)
        .sort(*by, "months", nulls_last=True)
        .with_columns(pl.col(_SUMS).fill_null(0).cum_sum().over(by))
        .select(
            *by,
            month="months",
            customers=pl.col("joined").cast(pl.Int64),
            customers_kept=pl.col("kept").cast(pl.Int64),
            mrr=pl.col("mrr_base"),
            mrr_kept="mrr_kept",
        )
    )


def _with_life(changes: pl.DataFrame) -> pl.DataFrame:
    """The changes within full months of life, with that life and what they add to each sum."""
    since, until = (pl.col(name).cast(pl.Int32).cast(pl.Date) for name in ("since", "until"))
    mrr = pl.col("mrr").cast(pl.Int128).fill_null(0)
    return (
        changes.with_columns(lived=full_months(since, until), months=pl.col("months").cast(DAY))
        .filter(pl.col("months") <= pl.col("lived"))
        .with_columns(
            mrr_base=pl.when(pl.col("months") == 0).then(mrr).otherwise(pl.lit(0, pl.Int128)),
            mrr_kept=mrr,
            kept=pl.col("came") - pl.col("left"),
        )
    )


def cohort_table() -> Finish:
    """One row per cohort (month of the first day) and month of life, the unripe marked."""

    def finish(changes: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        first = pl.col("since").cast(pl.Int32).cast(pl.Date)
        changes = changes.with_columns(cohort=first.dt.month_start())
        by = [*asked.by, "cohort"]
        # Ripe is what all of them have lived to see, the youngest too.
        until = pl.col("until").cast(pl.Int32).cast(pl.Date)
        youngest = changes.filter(pl.col("joined") > 0).with_columns(
            _lived=full_months(first, until)
        )
        youngest = youngest.group_by(by).agg(_ripe=pl.col("_lived").min())
        table = states(changes, by).join(youngest, on=by, how="left", nulls_equal=True)
        if asked.at:
            table = table.filter(pl.col("month").is_in(asked.at))
        return table.select(
            *by,
            "month",
            *COUNTS,
            divided(pl.col("customers_kept"), pl.col("customers")).alias("customer_share"),
            in_currency(pl.col("mrr")).alias("mrr"),
            in_currency(pl.col("mrr_kept")).alias("mrr_kept"),
            divided(pl.col("mrr_kept"), pl.col("mrr")).alias("mrr_share"),
            is_ripe=(pl.col("month") <= pl.col("_ripe")).fill_null(False),
        )

    return finish
