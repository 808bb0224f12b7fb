"""Are subscriptions' days as they should be? Overlaps, and gaps that a mapping may have made."""

import polars as pl

from crm_metrics.errors import NotMappedError
from crm_metrics.snapshot.tables import Tables

COLUMNS = ("account_id", "product", "subscription_id", "earlier_id", "from_on", "to_on")


def overlapping_subscriptions(tables: Tables) -> pl.DataFrame:
    """Subscriptions that begin while another one of the same account and product still runs.

    Their MRR is summed: they may be two seats, or one contract entered twice. One row per
    subscription that begins so: account_id, product, subscription_id, earlier_id (of those begun
    earlier the one that ends last), from_on and to_on, the days both hold (to_on null: still),
    sorted. Errors: NotMappedError without subscriptions.
    """
    pairs = _with_the_one_before(tables)
    until = pl.when(pl.col("ended_on") < pl.col("earlier_ended_on").fill_null(pl.col("ended_on")))
    return pairs.filter(
        pl.col("earlier_ended_on").is_null() | (pl.col("started_on") < pl.col("earlier_ended_on"))
    ).select(
        *COLUMNS[:4],
        from_on="started_on",
        to_on=until.then("ended_on").otherwise(pl.coalesce("earlier_ended_on", "ended_on")),
    )


def one_day_gaps(tables: Tables) -> pl.DataFrame:
    """Subscriptions that begin one day after the account's last one of that product ended.

    Hardly anybody leaves for one day. Many such gaps say that the CRM stores the last covered day
    and the mapping forgot to add one to it: `ended_on` is the first day not covered. Columns as
    those of `overlapping_subscriptions`, from_on and to_on being the gap.
    """
    pairs = _with_the_one_before(tables)
    gap = (pl.col("started_on") - pl.col("earlier_ended_on")).dt.total_days()
    return pairs.filter(gap == 1).select(
        *COLUMNS[:4], from_on="earlier_ended_on", to_on="started_on"
    )


def _with_the_one_before(tables: Tables) -> pl.DataFrame:
    """Every subscription that is not its product's first in the account, with the one before.

    Of all that began earlier, the one before is the one that ends last. Those that end on or before
    their first day cover no day and are left out.
    """
    if "subscriptions" not in tables.model:
        raise NotMappedError("this CRM has no subscriptions mapped.")
    group = ["account_id", "product"]
    forever = pl.date(9999, 12, 31)
    rows = (
        tables.model["subscriptions"]
        .select(*group, "subscription_id", "started_on", "ended_on")
        .filter(pl.col("ended_on").is_null() | (pl.col("started_on") < pl.col("ended_on")))
        .sort(*group, "started_on", "subscription_id", nulls_last=True)
        .with_columns(_end=pl.col("ended_on").fill_null(forever))
        .with_columns(_latest=pl.col("_end").cum_max().over(group))
        .with_columns(_holder=pl.when(pl.col("_end") == pl.col("_latest")).then("subscription_id"))
        .with_columns(_holder=pl.col("_holder").forward_fill().over(group))
        .with_columns(
            earlier_id=pl.col("_holder").shift(1).over(group),
            _earlier_end=pl.col("_latest").shift(1).over(group),
        )
        .filter(pl.col("earlier_id").is_not_null())
        .with_columns(
            earlier_ended_on=pl.when(pl.col("_earlier_end") != forever).then("_earlier_end")
        )
    )
    return rows.collect(engine="streaming").sort(*group, "started_on", nulls_last=True)
