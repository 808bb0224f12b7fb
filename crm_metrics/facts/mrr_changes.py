"""MRR changes: when an account's monthly recurring revenue rises or falls, and by how much.

The state on any day is a sum of changes. Rows are of two kinds:

- a subscription begins or ends: `mrr_change`, at the rate of the subscription's first day both
  times, so that a moving rate never looks like churn;
- an account becomes a customer or ceases to be one: `customer_change` is 1 or −1. An end that is
  bridged by a return is void from the day of the return on (`void_from_day`), as if the account
  had never left, and the return is not a beginning.

A subscription that cannot be used has one row, for its beginning, without a change.
"""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.facts.fact import DAY, FLAG, MONEY, TEXT, Fact, FactColumn, Frames
from crm_metrics.facts.subscriptions import CREDITED, DIMENSIONS, OWN_LABELS, PLACE_COLUMNS

_DAYS = ("subscriptions.started_on", "subscriptions.ended_on")
_PAYING = ("subscriptions.mrr", *_DAYS)

COLUMNS: dict[str, FactColumn] = {
    "account_id": FactColumn(TEXT, "The account that pays.", ("subscriptions.account_id",)),
    "subscription_id": FactColumn(
        TEXT, "The subscription that begins or ends; null where the account does."
    ),
    "group_id": FactColumn(
        TEXT, "The account's topmost parent, itself without one.", ("subscriptions.account_id",)
    ),
    "day": FactColumn(DAY, "First day on which the change holds.", _DAYS),
    "mrr_change": FactColumn(
        MONEY,
        "By how much MRR rises, in 1/10,000 of the reporting currency at the rate of the "
        "subscription's first day.",
        ("subscriptions.mrr",),
    ),
    "customer_change": FactColumn(
        DAY, "1 where a customer is won, −1 where one is lost, 0 where only MRR changes.", _PAYING
    ),
    "void_from_day": FactColumn(
        DAY, "Day from which a loss is known to have been a short gap; null where it stands."
    ),
    "customer_since_day": FactColumn(DAY, "First day the account ever paid.", _PAYING),
    "months_since": FactColumn(
        DAY,
        "How many calendar months after that day the change has happened, 0 up to the day itself.",
        _PAYING,
    ),
    "first_paid_day": FactColumn(
        DAY,
        "First day the account paid for what the row is about, in a currency with a rate.",
        _PAYING,
    ),
    "has_rate": FactColumn(FLAG, "False where the currency has no rate on the first day."),
    "is_too_large": FactColumn(FLAG, "True where the MRR is too large to be one."),
    "ends_first": FactColumn(
        FLAG, "True where the subscription ends on or before its first day.", _DAYS
    ),
    "product": FactColumn(TEXT, "What is paid for.", ("subscriptions.product",)),
    "term": FactColumn(TEXT, "Monthly, annual or so many months.", ("subscriptions.term_months",)),
    "currency": FactColumn(TEXT, "The currency paid in.", ("subscriptions.currency",)),
    **PLACE_COLUMNS,
}


def derive_mrr_changes(
    subscriptions: pl.DataFrame, runs: pl.DataFrame, groups: pl.DataFrame, own_columns: list[str]
) -> pl.DataFrame:
    """Both kinds of rows, without the columns that come from the account.

    `subscriptions` come from `read_subscriptions`, `runs` from `derive_runs`, `groups` hold the
    topmost parent of the accounts that have a parent.
    """
    changes = pl.concat(
        [_of_subscriptions(subscriptions, own_columns), _of_customers(runs, own_columns)],
        how="diagonal",
    )
    since = runs.group_by("account_id").agg(customer_since_day=pl.col("first_started_day").min())
    changes = changes.join(since, on="account_id", how="left", maintain_order="left")
    changes = changes.join(groups, on="account_id", how="left", maintain_order="left")
    return changes.with_columns(
        group_id=pl.coalesce("group_id", "account_id"),
        months_since=months_until("customer_since_day", "day"),
    ).select(*(name for name in COLUMNS if name not in PLACE_COLUMNS), *own_columns)


def _of_subscriptions(subscriptions: pl.DataFrame, own_columns: list[str]) -> pl.DataFrame:
    labels = [*OWN_LABELS, *own_columns]
    usable = ~pl.col("ends_first")
    kept = [
        "account_id",
        "subscription_id",
        "has_rate",
        "is_too_large",
        "ends_first",
        *labels,
    ]
    begun = subscriptions.select(
        *kept, mrr_change=pl.when(usable).then("mrr"), day=pl.col("started_day")
    )
    ended = subscriptions.filter(
        usable, pl.col("mrr").is_not_null(), pl.col("ended_day").is_not_null()
    ).select(*kept, mrr_change=-pl.col("mrr"), day=pl.col("ended_day"))
    changes = pl.concat([begun, ended])
    of_account = _first_paid(changes, ["account_id"], "_account_paid")
    of_row = _first_paid(changes, ["account_id", *labels], "_row_paid")
    changes = changes.join(of_account, on="account_id", how="left", maintain_order="left").join(
        of_row, on=["account_id", *labels], how="left", nulls_equal=True, maintain_order="left"
    )
    both = pl.col("_account_paid").is_not_null() & pl.col("_row_paid").is_not_null()
    return changes.with_columns(
        customer_change=pl.lit(0, DAY),
        void_from_day=pl.lit(None, DAY),
        # The later of the two: whatever a number is cut by, the smallest of a group's rows is
        # then the day on which the account first paid in that group.
        first_paid_day=pl.when(both).then(pl.max_horizontal("_account_paid", "_row_paid")),
    )


def _first_paid(changes: pl.DataFrame, group: list[str], name: str) -> pl.DataFrame:
    """The first day on which the MRR of each group is above zero."""
    return (
        changes.filter(pl.col("mrr_change").is_not_null())
        .group_by(*group, "day")
        .agg(pl.col("mrr_change").sum())
        .sort("day")
        .with_columns(_mrr=pl.col("mrr_change").cum_sum().over(group))
        .filter(pl.col("_mrr") > 0)
        .group_by(group)
        .agg(pl.col("day").min().alias(name))
    )


def _of_customers(runs: pl.DataFrame, own_columns: list[str]) -> pl.DataFrame:
    labels = ["account_id", *OWN_LABELS, *own_columns]
    runs = runs.filter(~pl.col("ends_first"))
    begun = runs.filter(pl.col("started_day") == pl.col("spell_started_day")).select(
        *labels,
        day="started_day",
        customer_change=pl.lit(1, DAY),
        void_from_day=pl.lit(None, DAY),
    )
    ended = runs.filter(pl.col("ended_day").is_not_null()).select(
        *labels,
        day="ended_day",
        customer_change=pl.lit(-1, DAY),
        void_from_day="bridged_to_day",
    )
    return pl.concat([begun, ended]).with_columns(
        subscription_id=pl.lit(None, TEXT),
        mrr_change=pl.lit(None, MONEY),
        first_paid_day=pl.lit(None, DAY),
        has_rate=True,
        is_too_large=False,
        ends_first=False,
    )


def months_until(start: str, day: str) -> pl.Expr:
    """The smallest k ≥ 0 such that k calendar months after `start` it is `day` or later.

    A month that lacks the day of the month ends the count on its last day.
    """
    since, until = pl.col(start).cast(pl.Date), pl.col(day).cast(pl.Date)
    months = _months_between(since, until)
    anniversary = pl.min_horizontal(since.dt.day(), until.dt.month_end().dt.day())
    return (months + (until.dt.day() > anniversary).cast(DAY)).clip(lower_bound=0)


def full_months(start: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The largest k such that k calendar months after the date `start` it is `day` or earlier."""
    anniversary = pl.min_horizontal(start.dt.day(), day.dt.month_end().dt.day())
    return _months_between(start, day) - (day.dt.day() < anniversary).cast(DAY)


def _months_between(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    years = end.dt.year().cast(DAY) - start.dt.year().cast(DAY)
    return years * 12 + end.dt.month().cast(DAY) - start.dt.month().cast(DAY)


def as_known_at(frames: Frames, day: int, info: Mapping[str, Any]) -> nw.LazyFrame[Any]:
    """The changes up to the close of `day`, without losses known by then to be short gaps."""
    del info
    stands = nw.col("void_from_day").is_null() | (nw.col("void_from_day") > day)
    known = frames["mrr_changes"].filter((nw.col("day") <= day) & stands)
    was_customer = nw.col("customer_since_day") <= day
    return known.with_columns(
        void_from_day=nw.lit(None, nw.Int32),
        first_paid_day=nw.when(nw.col("first_paid_day") <= day).then(nw.col("first_paid_day")),
        customer_since_day=nw.when(was_customer).then(nw.col("customer_since_day")),
        months_since=nw.when(was_customer).then(nw.col("months_since")),
    )


MRR_CHANGES = Fact(
    name="mrr_changes",
    row="a change of an account's MRR, or of its being a customer",
    key="account_id",
    noun="account",
    needs=("subscriptions",),
    columns=COLUMNS,
    dimensions=DIMENSIONS,
    credited=CREDITED,
    day_says={
        "day": "the day of the change",
        "customer_since_day": "the day the account became a customer",
    },
    view=as_known_at,
    records_in="accounts",
)
