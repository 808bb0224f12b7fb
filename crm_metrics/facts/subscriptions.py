"""Subscriptions as the facts about customers read them: days, money, a term, who they belong to."""

from collections.abc import Sequence

import polars as pl

from crm_metrics.facts.fact import DAY, TEXT, FactColumn, Model, blank_to_null, own_column
from crm_metrics.facts.money import LARGEST, with_reporting_amount
from crm_metrics.model import TABLES
from crm_metrics.settings import Business

CREDITED = ("owner_id", "team", "region")
ACCOUNT_LABELS = ("segment", "industry", "country", "source")
# What a subscription says of itself.
OWN_LABELS = ("product", "term", "currency")
DIMENSIONS = (*CREDITED, *OWN_LABELS, *ACCOUNT_LABELS)
_ANNUAL_MONTHS = 12

_CREDIT_SAYS = {
    "owner_id": ("Owner of the account today.", ("accounts.owner_id",)),
    "team": ("Team of the account's owner today.", ("accounts.owner_id", "users.team")),
    "region": ("Region of the account's owner today.", ("accounts.owner_id", "users.region")),
}
# The CRM keeps no history of an account's owner, so the owner at the event is today's.
PLACE_COLUMNS: dict[str, FactColumn] = {
    **{
        f"{name}{suffix}": FactColumn(TEXT, says, reads)
        for suffix in ("", "_now")
        for name, (says, reads) in _CREDIT_SAYS.items()
    },
    **{
        name: FactColumn(TEXT, TABLES["accounts"].column(name).says, (f"accounts.{name}",))
        for name in ACCOUNT_LABELS
    },
}


def own_fields_of(subscriptions: pl.LazyFrame) -> tuple[str, ...]:
    """Columns a mapping adds to the model; a name that means a dimension already stays its own."""
    taken = (*TABLES["subscriptions"].schema, *DIMENSIONS, "owner")
    return tuple(name for name in subscriptions.collect_schema().names() if name not in taken)


def read_subscriptions(
    rows: pl.DataFrame,
    rates: pl.DataFrame | None,
    business: Business,
    own_fields: Sequence[str] = (),
) -> pl.DataFrame:
    """Subscriptions with whole days and money, usable or not.

    One row per row of the model's table, with subscription_id, account_id, product, currency and:
    - `term`: "monthly" up to one month, "annual" from twelve, else "3 months"; null unknown;
    - `started_day`, `ended_day`: first day covered, first day not covered (null while it runs);
    - `mrr` in 1/10,000 of the reporting currency at the rate of the start; null where `has_rate`
      is false or `is_too_large` is true;
    - `weight`: the same, but at face value without a rate, and ±1 where absurd. Its sign says
      whether the account pays, so that a missing rate does not lose a customer;
    - `ends_first`: true where it ends on or before the day it starts;
    - the mapping's `own_fields` under their numbered names.
    """
    named = [blank_to_null(pl.col(name).cast(TEXT)).alias(own_column(n))
             for n, name in enumerate(own_fields)]  # fmt: skip
    rows = rows.select(
        "subscription_id",
        blank_to_null("account_id"),
        blank_to_null("product"),
        "term_months",
        "mrr",
        blank_to_null("currency").str.to_uppercase(),
        *named,
        term=_term(pl.col("term_months")),
        started_day=pl.col("started_on").cast(DAY),
        ended_day=pl.col("ended_on").cast(DAY),
        _face="mrr",
    ).filter(pl.col("account_id").is_not_null(), pl.col("started_day").is_not_null())
    rows = with_reporting_amount(rows, rates, business, amount="mrr", day="started_day")
    face = pl.col("_face")
    fits = face.cast(pl.Float64).abs() < LARGEST
    # Of an amount that fits no column only the sign can be told.
    face_value = pl.when(fits).then(face.round(4) * 10_000).otherwise(face.sign())
    return rows.with_columns(
        weight=pl.coalesce("mrr", face_value.cast(pl.Int64)).fill_null(0),
        ends_first=(pl.col("ended_day") <= pl.col("started_day")).fill_null(False),
    ).drop("_face")


def _term(months: pl.Expr) -> pl.Expr:
    return (
        pl.when(months <= 1)
        .then(pl.lit("monthly"))
        .when(months >= _ANNUAL_MONTHS)
        .then(pl.lit("annual"))
        .otherwise(pl.format("{} months", months))
    )


def places_of_accounts(accounts: pl.DataFrame | None, model: Model) -> pl.DataFrame:
    """What is carried over from the account: account_id and the columns of `PLACE_COLUMNS`.

    Without accounts it is empty, without users no account has a team or a region.
    """
    if accounts is None:
        return pl.DataFrame(schema={"account_id": TEXT} | dict.fromkeys(PLACE_COLUMNS, TEXT))
    labels = accounts.select(
        blank_to_null("account_id"), blank_to_null("owner_id"), *map(blank_to_null, ACCOUNT_LABELS)
    ).unique("account_id", keep="first", maintain_order=True)
    users = model.get("users")
    if users is None:
        placed = labels.with_columns(team=pl.lit(None, TEXT), region=pl.lit(None, TEXT))
    else:
        places = users.select("user_id", blank_to_null("team"), blank_to_null("region"))
        places = places.unique("user_id", keep="first", maintain_order=True)
        placed = labels.join(places, left_on="owner_id", right_on="user_id", how="left")
    placed = placed.with_columns(pl.col(name).alias(f"{name}_now") for name in CREDITED)
    return placed.select("account_id", *PLACE_COLUMNS)
