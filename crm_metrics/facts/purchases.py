"""Purchases: the days on which customers bought, and how long they may be silent after each.

One row per account and span of days `[from_day, to_day)` in which the same purchase was known as
its last. A span begins with the next purchase; from won deals also where one is re-opened, or is
entered after the day it is dated. What holds in a span was known on its first day and is never
changed afterwards: the state on a past day is the one that was known then.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.facts.fact import DAY, TEXT, Fact, FactColumn, Frames, blank_to_null, one_of
from crm_metrics.facts.money import with_reporting_amount
from crm_metrics.facts.people import with_place_now
from crm_metrics.facts.subscriptions import ACCOUNT_LABELS, CREDITED, PLACE_COLUMNS
from crm_metrics.settings import Business

_PURCHASE = (one_of("orders.ordered_on", "deals.closed_at"),)
# By how much more or less than the threshold it is seen how far the numbers hang on it.
FACTORS = {"lost_day_sooner": (4, 5), "lost_day": (1, 1), "lost_day_later": (5, 4)}

COLUMNS: dict[str, FactColumn] = {
    "account_id": FactColumn(
        TEXT,
        "The customer; null for a won deal of which it, or the day, is not known.",
        (one_of("orders.account_id", "deals.account_id"),),
    ),
    "deal_id": FactColumn(TEXT, "Such a won deal; null for what a customer bought."),
    "from_day": FactColumn(DAY, "First day of the span.", _PURCHASE),
    "to_day": FactColumn(DAY, "First day after the span; null while it holds."),
    "purchase_day": FactColumn(DAY, "Day of the last purchase known in the span.", _PURCHASE),
    "returned_day": FactColumn(
        DAY, "First day on which a later purchase is known; null while there is none."
    ),
    "threshold_days": FactColumn(
        DAY, "Days without a purchase after which the customer counts as lost."
    ),
    "threshold_from": FactColumn(
        TEXT, "What the threshold comes from: own gaps, segment or setting."
    ),
    "lost_day": FactColumn(
        DAY, "Day on which the customer counts as lost, unless it buys before.", _PURCHASE
    ),
    "lost_day_sooner": FactColumn(DAY, "The same with 0.8 of the threshold."),
    "lost_day_later": FactColumn(DAY, "The same with 1.25 of the threshold."),
    **PLACE_COLUMNS,
}
_SCHEMA = {name: column.dtype for name, column in COLUMNS.items()}


def days_of_orders(
    orders: pl.DataFrame, rates: pl.DataFrame | None, business: Business
) -> pl.DataFrame:
    """The days on which an account bought: account_id, purchase_day, currency (the first order's).

    Orders and returns of one day are added up; they are a purchase where more than 0 is left. An
    order of unknown amount is a purchase whatever is beside it: it is not known to be nothing.
    """
    rows = orders.select(
        "order_id",
        blank_to_null("account_id"),
        "amount",
        given="amount",
        currency=pl.col("currency").str.strip_chars().str.to_uppercase(),
        purchase_day=pl.col("ordered_on").cast(DAY),
    ).drop_nulls(["account_id", "purchase_day"])
    rows = with_reporting_amount(rows, rates, business, day="purchase_day")
    # Not given, in a currency without a rate, or too large to be one.
    is_unknown = pl.col("amount").is_null() & (pl.col("given") > 0).fill_null(True)
    # Two amounts as large as they may be leave 64 bits.
    net = pl.col("amount").cast(pl.Int128).sum()
    days = rows.group_by("account_id", "purchase_day").agg(
        pl.col("currency").sort_by("order_id").first(),
        is_purchase=(net > 0) | is_unknown.any(),
    )
    return days.filter("is_purchase").drop("is_purchase").sort("account_id", "purchase_day")


def days_of_wins(won: pl.DataFrame) -> pl.DataFrame:
    """The spans in which an account's won deals were known, as `last_purchases` takes them.

    `won` are rows of `first_purchases.won_spans`; the states of one decision become one span.
    """
    decisions = won.drop_nulls("account_id").group_by("account_id", "deal_id", "purchase_day")
    is_over = pl.col("to_day").is_not_null().all()
    return decisions.agg(
        from_day=pl.col("from_day").min(), to_day=pl.when(is_over).then(pl.col("to_day").max())
    ).drop("deal_id")


def by_segment(changes: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    """Changes of accounts, as `LastPurchases` has them, added up over the accounts of a segment."""
    segments = customers.select("account_id", "segment")
    changes = changes.join(segments, on="account_id", how="left").drop("account_id")
    return added_up([changes])


def added_up(changes: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The same changes from several places, added up."""
    return pl.concat(changes).group_by(pl.exclude("n")).agg(pl.col("n").sum())


def with_thresholds(
    rows: pl.DataFrame, of_segments: pl.DataFrame, customers: pl.DataFrame, business: Business
) -> pl.DataFrame:
    """The fact's rows from those of `LastPurchases`, with their thresholds and labels.

    `of_segments` is what `segment_thresholds` found; `customers` has the account's labels and
    the place of its owner today.
    """
    rows = rows.join(customers, on="account_id", how="left")
    rows = rows.join(
        of_segments.rename({"day": "from_day"}),
        on=["segment", "from_day"],
        how="left",
        nulls_equal=True,
    )
    known = {"own gaps": "own_days", "segment": "segment_days"}
    threshold_from = pl.coalesce(
        *(pl.when(pl.col(days).is_not_null()).then(pl.lit(name)) for name, days in known.items()),
        pl.lit("setting"),
    )
    rows = rows.with_columns(
        deal_id=pl.lit(None, TEXT),
        threshold_days=pl.coalesce(*known.values(), pl.lit(business.inactive_after_days, DAY)),
        threshold_from=threshold_from,
    )
    return rows.with_columns(
        # Never before the day on which it came to be known.
        pl.max_horizontal(
            "from_day", pl.col("purchase_day") + pl.col("threshold_days") * part // of + 1
        ).alias(name)
        for name, (part, of) in FACTORS.items()
    ).select(pl.col(name).cast(dtype) for name, dtype in _SCHEMA.items())


def of_nobody(won: pl.DataFrame) -> pl.DataFrame:
    """The won deals that are nobody's purchase, or have no day, as rows of the fact."""
    rows = won.filter(pl.col("account_id").is_null())
    kept = [name for name in COLUMNS if name in rows.columns]
    missing = {
        name: pl.lit(None, dtype) for name, dtype in _SCHEMA.items() if name not in rows.columns
    }
    return rows.select(*kept, **missing).select(*COLUMNS)


def as_known_at(frames: Frames, day: int, info: Mapping[str, Any]) -> nw.LazyFrame[Any]:
    """The purchases that were known at the close of `day`; the last one has no end then.

    All of a customer's purchases belong to the owner of its account, in the team and the region
    of that day, so that a customer is in one group, whatever it bought when.
    """
    begun = frames["purchases"].filter(nw.col("from_day") <= day)
    ends = {
        name: nw.when(nw.col(name) <= day).then(nw.col(name)) for name in ("to_day", "returned_day")
    }
    placed = with_place_now(begun.with_columns(**ends), frames, day, info)
    return placed.with_columns(team=nw.col("team_now"), region=nw.col("region_now"))


PURCHASES = Fact(
    name="purchases",
    row="an account and a span of days with the same last purchase",
    key="account_id",
    noun="customer",
    needs=(one_of("orders", "deals"),),
    records_in="accounts",
    other_records=("deals",),
    columns=COLUMNS,
    dimensions=(*CREDITED, *ACCOUNT_LABELS, "threshold_from"),
    credited=CREDITED,
    day_says={"purchase_day": "the day of the last purchase"},
    view=as_known_at,
)
