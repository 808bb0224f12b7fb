"""First purchases: when every account became a customer, and by what.

One row per account and span of days `[from_day, to_day)` in which the same purchase was known as
its first: a won deal that was re-opened later had brought the customer until then. The view of a
past day picks the span that held at its close, one row per account.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.facts import deal_states
from crm_metrics.facts.deal_states import CREDITED
from crm_metrics.facts.deals import ACCOUNT_LABELS, DEALS, LABELS
from crm_metrics.facts.fact import (
    DAY,
    TEXT,
    Fact,
    FactColumn,
    Frames,
    blank_to_null,
    day_of,
    one_of,
)
from crm_metrics.facts.people import spans_of_places
from crm_metrics.settings import Business

# Of purchases on one day the first of these counts: a deal says most about how it was won.
KINDS = ("deal", "subscription", "order")
TABLES = ("deals", "subscriptions", "orders")

_SAYS = {
    "source": "Where the deal came from, or else where the account did.",
    "product": "Product of the deal or of the subscription.",
    "currency": "The currency the purchase was made in.",
}
_IN_SPAN = {"": "on the day of the purchase", "_now": "in the span"}
_OF_THE_DEAL = ("pipeline", "stage", "outcome", *LABELS, "currency")

COLUMNS: dict[str, FactColumn] = {
    "account_id": FactColumn(
        TEXT,
        "The customer; null for a won deal that makes none.",
        (one_of("deals.account_id", "subscriptions.account_id", "orders.account_id"),),
    ),
    "deal_id": FactColumn(TEXT, "The won deal; null for a subscription or an order."),
    "from_day": FactColumn(DAY, "First day of the span."),
    "to_day": FactColumn(DAY, "First day after the span; null while it holds."),
    "purchase_day": FactColumn(
        DAY,
        "Day of the first won deal, paid subscription or order; null where a won deal has no day.",
        (one_of("deals.closed_at", "subscriptions.started_on", "orders.ordered_on"),),
    ),
    "came_by": FactColumn(TEXT, "What the first purchase is: deal, subscription or order."),
    "account_created_day": DEALS.columns["account_created_day"],
    **{
        f"{name}{suffix}": FactColumn(
            TEXT,
            f"{name.removesuffix('_id').title()} {when}: the deal's, or else the account's.",
            DEALS.columns[name].reads,
        )
        for suffix, when in _IN_SPAN.items()
        for name in CREDITED
    },
    **{
        name: FactColumn(TEXT, _SAYS.get(name, DEALS.columns[name].says), DEALS.columns[name].reads)
        for name in _OF_THE_DEAL
    },
    **{name: DEALS.columns[name] for name in ACCOUNT_LABELS},
}
# First subscriptions and orders, before it is looked up what their account says.
BOUGHT = {
    name: COLUMNS[name].dtype
    for name in ("account_id", "purchase_day", "product", "currency", "came_by")
}
_OF_ACCOUNT = ("owner_id", "source", *ACCOUNT_LABELS, "account_created_day")
_OF_STATE = [
    name
    for name in COLUMNS
    if name in deal_states.COLUMNS and name not in ("deal_id", "from_day", "to_day")
]


def won_spans(states: pl.DataFrame, deals: pl.DataFrame, own_fields: Sequence[str]) -> pl.DataFrame:
    """The states in which one of `deals` was won, with what the deal says beside it.

    Without an account, or without the day of the decision, a deal makes no customer: account_id
    is null there.
    """
    won = states.filter(pl.col("outcome") == "won")
    spans = won.select("deal_id", "from_day", "to_day", *_OF_STATE, purchase_day="closed_day")
    fixed = [name for name in COLUMNS if name in deals.columns and name not in spans.columns]
    spans = spans.join(deals.select("deal_id", *fixed, *own_fields), on="deal_id")
    return spans.with_columns(
        account_id=pl.when(pl.col("purchase_day").is_not_null()).then("account_id"),
        came_by=pl.lit(KINDS[0]),
    ).select(*COLUMNS, *own_fields)


def certain_days(deals: pl.LazyFrame) -> pl.LazyFrame:
    """account_id and certain_day: the first win that has been known ever since its own day.

    `deals` are those with created_day and closed_day. No later win is ever an account's first, so
    that few of them need be remembered.
    """
    is_certain = (pl.col("outcome") == "won") & (pl.col("closed_day") >= pl.col("created_day"))
    return (
        deals.filter(is_certain, pl.col("account_id").is_not_null())
        .group_by("account_id")
        .agg(certain_day=pl.col("closed_day").min())
    )


def first_paid(subscriptions: pl.LazyFrame) -> pl.LazyFrame:
    """Every account's first subscription that was paid for, of several the smallest id.

    A subscription without an MRR above 0, or that ends on or before the day it starts, never was.
    """
    lasts = pl.col("ended_on").is_null() | (pl.col("ended_on") > pl.col("started_on"))
    paid = subscriptions.select(
        blank_to_null("account_id"),
        blank_to_null("product"),
        "subscription_id",
        currency=pl.col("currency").str.strip_chars().str.to_uppercase(),
        purchase_day=pl.when(lasts & (pl.col("mrr") > 0)).then(pl.col("started_on").cast(DAY)),
    )
    return (
        paid.drop_nulls(["account_id", "purchase_day"])
        .sort("purchase_day", "subscription_id")
        .unique("account_id", keep="first", maintain_order=True)
        .select("account_id", "purchase_day", "product", "currency", came_by=pl.lit(KINDS[1]))
    )


def first_ordered(purchase_days: pl.DataFrame) -> pl.DataFrame:
    """Every account's first of the days on which it bought."""
    return (
        purchase_days.sort("purchase_day")
        .unique("account_id", keep="first", maintain_order=True)
        .select("account_id", "purchase_day", "currency", came_by=pl.lit(KINDS[2]))
    )


def labels_of_customers(accounts: pl.LazyFrame | None, business: Business) -> pl.DataFrame:
    """What an account says of a customer: owner_id, source, the account's labels, its first day."""
    schema = {"account_id": TEXT} | {name: COLUMNS[name].dtype for name in _OF_ACCOUNT}
    if accounts is None:
        return pl.DataFrame(schema=schema)
    texts = [name for name in schema if name != "account_created_day"]
    labels = accounts.select(
        *map(blank_to_null, texts), account_created_day=day_of("created_at", business)
    )
    return labels.drop_nulls("account_id").unique("account_id", keep="first").collect()


def in_places(firsts: pl.DataFrame, customers: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """First subscriptions and orders with what their account says, in spans of its owner's place.

    `customers` are those of `labels_of_customers`, `places` those of all users over time. The CRM
    keeps no history of who owns an account, so the owner is today's all along.
    """
    known = firsts.join(customers, on="account_id", how="left").with_columns(
        from_day="purchase_day", to_day=pl.lit(None, DAY)
    )
    placed = spans_of_places(known, places).sort("account_id", "from_day")
    at_purchase = {name: pl.col(name).first().over("account_id") for name in CREDITED}
    now = {f"{name}_now": pl.col(name) for name in CREDITED}
    return placed.with_columns(**at_purchase, **now)


def first_known(candidates: pl.DataFrame) -> pl.DataFrame:
    """For each account and span of days, the earliest of the candidates that held in it.

    Candidates are spans of accounts' purchases. Of those on one day, the order is that of `KINDS`,
    then of deal_id.
    """
    kind = pl.col("came_by").replace_strict(dict(zip(KINDS, range(len(KINDS)), strict=True)))
    ordered = candidates.sort(
        "account_id", "purchase_day", kind, "deal_id", "from_day"
    ).with_row_index("_order")
    is_alone = pl.len().over("account_id") == 1
    alone, several = ordered.filter(is_alone), _worth_a_look(ordered.filter(~is_alone))
    starts = several.select("account_id", "from_day")
    ends = several.select("account_id", from_day="to_day").drop_nulls()
    days = pl.concat([starts, ends]).unique().sort("account_id", "from_day")
    held = days.join(several.select("account_id", "to_day", "_order", _since="from_day"),
                     on="account_id").filter(
        pl.col("_since") <= pl.col("from_day"),
        pl.col("to_day").is_null() | (pl.col("to_day") > pl.col("from_day")),
    )  # fmt: skip
    first = held.group_by("account_id", "from_day").agg(pl.col("_order").min())
    spans = days.join(first, on=["account_id", "from_day"], how="left", maintain_order="left")
    is_next_same = pl.col("account_id") == pl.col("account_id").shift(-1)
    spans = spans.with_columns(to_day=pl.when(is_next_same).then(pl.col("from_day").shift(-1)))
    known = spans.drop_nulls("_order").join(
        several.drop("account_id", "from_day", "to_day"), on="_order"
    )
    return pl.concat([alone, known.select(alone.columns)]).drop("_order")


def _worth_a_look(candidates: pl.DataFrame) -> pl.DataFrame:
    """Without those that one before them in order has always stood in front of.

    A purchase that is known from some day on, for good, hides all later ones known from then on.
    """
    purchase = ["account_id", "purchase_day", "came_by", "deal_id"]
    purchases = candidates.group_by(purchase, maintain_order=True).agg(
        _known_from=pl.col("from_day").min(), _stays=pl.col("to_day").is_null().any()
    )
    nothing_yet = pl.lit(2**31 - 1, DAY)
    stays_from = pl.when("_stays").then("_known_from").otherwise(nothing_yet)
    before = stays_from.cum_min().shift(1).over("account_id").fill_null(nothing_yet)
    purchases = purchases.filter(pl.col("_known_from") < before)
    return candidates.join(
        purchases.select(purchase), on=purchase, how="semi", nulls_equal=True, maintain_order="left"
    )


def as_known_at(frames: Frames, day: int, info: Mapping[str, Any]) -> nw.LazyFrame[Any]:
    """The first purchases that were known at the close of `day`: one row per account."""
    del info
    ends = nw.col("to_day")
    held = (nw.col("from_day") <= day) & (ends.is_null() | (ends > day))
    return frames["first_purchases"].filter(held)


FIRST_PURCHASES = Fact(
    name="first_purchases",
    row="a customer",
    key="account_id",
    noun="customer",
    needs=(one_of(*TABLES),),
    complete_with=TABLES,
    records_in="accounts",
    other_records=("deals",),
    columns=COLUMNS,
    dimensions=(*CREDITED, *_OF_THE_DEAL, *ACCOUNT_LABELS, "came_by"),
    credited=CREDITED,
    day_says={"purchase_day": "the day the account became a customer"},
    view=as_known_at,
)
