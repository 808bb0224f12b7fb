"""Customers: the days on which an account pays, and the facts derived beside it in one reading.

A *run* is an unbroken stretch of days on which an account's MRR is above zero. Runs with a gap
shorter than `reactivation_gap_days` between them are one *spell* of being a customer: the gap is
bridged. As of a day in the gap nobody knows that yet.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.facts.fact import (
    DAY,
    FLAG,
    TEXT,
    Deriving,
    Fact,
    FactColumn,
    Frames,
    Piece,
    own_column,
)
from crm_metrics.facts.mrr_changes import MRR_CHANGES, derive_mrr_changes
from crm_metrics.facts.parents import groups_of_accounts
from crm_metrics.facts.renewals import RENEWALS, derive_renewals
from crm_metrics.facts.slices import in_slices
from crm_metrics.facts.subscriptions import (
    CREDITED,
    DIMENSIONS,
    OWN_LABELS,
    PLACE_COLUMNS,
    own_fields_of,
    places_of_accounts,
    read_subscriptions,
)

_PAYING = ("subscriptions.mrr", "subscriptions.started_on", "subscriptions.ended_on")

COLUMNS: dict[str, FactColumn] = {
    "account_id": FactColumn(TEXT, "The customer.", ("subscriptions.account_id",)),
    "started_day": FactColumn(DAY, "First day of the run.", _PAYING),
    "ended_day": FactColumn(DAY, "First day after the run; null while it lasts.", _PAYING),
    "bridged_to_day": FactColumn(
        DAY,
        "First day of the next run, where the gap before it is too short to count as having left.",
        _PAYING,
    ),
    "end_final_day": FactColumn(
        DAY, "The first day at whose close the run's end can no longer be bridged.", _PAYING
    ),
    "spell": FactColumn(DAY, "Number of the spell, 1 for the account's first."),
    "ends_first": FactColumn(
        FLAG,
        "True for a subscription that ends on or before its first day: no run at all.",
        _PAYING,
    ),
    "spell_started_day": FactColumn(DAY, "First day of the spell.", _PAYING),
    "first_started_day": FactColumn(DAY, "First day of the account's first spell.", _PAYING),
    "product": FactColumn(
        TEXT,
        "Product on the spell's first day; of several the one with the largest MRR.",
        ("subscriptions.product",),
    ),
    "term": FactColumn(
        TEXT, "Monthly, annual or so many months, likewise.", ("subscriptions.term_months",)
    ),
    "currency": FactColumn(TEXT, "Currency, likewise.", ("subscriptions.currency",)),
    **PLACE_COLUMNS,
}

SUBSCRIPTIONS_PER_SLICE = 50_000


def customer_facts(given: Deriving) -> Iterator[Piece]:
    """The facts customers, mrr_changes and renewals, some accounts at a time."""
    tables, business = given.tables, given.business
    if "subscriptions" not in tables:
        return
    own_fields = own_fields_of(tables["subscriptions"])
    own_columns = [own_column(number) for number in range(len(own_fields))]
    small = {name: tables[name].collect() for name in ("users", "exchange_rates") if name in tables}
    groups = groups_of_accounts(tables.get("accounts"))
    by_account = {name: tables[name] for name in ("subscriptions", "accounts") if name in tables}
    for some in in_slices(by_account, "account_id", SUBSCRIPTIONS_PER_SLICE, given.folder):
        subscriptions = read_subscriptions(
            some["subscriptions"], small.get("exchange_rates"), business, own_fields
        )
        runs = derive_runs(subscriptions, business.reactivation_gap_days, own_columns)
        changes = derive_mrr_changes(subscriptions, runs, groups, own_columns)
        renewals = derive_renewals(subscriptions, given.through, own_columns)
        places = places_of_accounts(some.get("accounts"), small)
        for fact, rows in ((CUSTOMERS, runs), (MRR_CHANGES, changes), (RENEWALS, renewals)):
            placed = rows.join(places, on="account_id", how="left", maintain_order="left")
            yield Piece(fact.name, placed.select(*fact.columns, *own_columns), own_fields)


def derive_runs(
    subscriptions: pl.DataFrame, gap_days: int, own_columns: list[str] | None = None
) -> pl.DataFrame:
    """One row per account and run, in order, without the columns that come from the account.

    `subscriptions` come from `read_subscriptions`; those that end on or before their first day
    cover no day, and have a row each, without a spell.
    """
    own_columns = own_columns or []
    runs = _numbered(_runs(subscriptions), gap_days)
    covering = subscriptions.filter(~pl.col("ends_first"))
    labels = _labels_at_start(covering, runs, [*OWN_LABELS, *own_columns])
    runs = runs.join(
        labels, on=["account_id", "spell_started_day"], how="left", maintain_order="left"
    )
    unusable = subscriptions.filter("ends_first").with_columns(
        spell_started_day="started_day", ended_day=pl.lit(None, DAY)
    )
    columns = [*(name for name in COLUMNS if name not in PLACE_COLUMNS), *own_columns]
    return pl.concat([runs, unusable], how="diagonal").select(columns)


def _runs(subscriptions: pl.DataFrame) -> pl.DataFrame:
    """account_id, started_day and ended_day of every run, in order."""
    covering = subscriptions.filter(~pl.col("ends_first"))
    same_account = pl.col("account_id") == pl.col("account_id").shift(1)
    days = (
        changes_of_weight(covering)
        .group_by("account_id", "day")
        .agg(pl.col("weight").sum())
        .sort("account_id", "day")
        .with_columns(pays=pl.col("weight").cum_sum().over("account_id") > 0)
    )
    paid_before = (pl.col("pays").shift(1) & same_account).fill_null(False)
    turns = days.filter(pl.col("pays") != paid_before)
    # The turns of an account alternate: it begins to pay, it stops, it begins again.
    runs = turns.with_columns(ended_day=_of_next("day"), started_day="day").filter("pays")
    return runs.select("account_id", "started_day", "ended_day")


def _of_next(day: str) -> pl.Expr:
    """The day in the account's next row; null in its last."""
    is_same = pl.col("account_id") == pl.col("account_id").shift(-1)
    return pl.when(is_same).then(pl.col(day).shift(-1))


def _numbered(runs: pl.DataFrame, gap_days: int) -> pl.DataFrame:
    """Runs with the bridge to the next one, and the spell they belong to."""
    next_started = _of_next("started_day")
    runs = runs.with_columns(
        bridged_to_day=pl.when(next_started - pl.col("ended_day") < gap_days).then(next_started),
        end_final_day=pl.col("ended_day") + pl.lit(gap_days - 1, DAY),
    )
    # The bridge of an account's last run is null, so the row before tells without its account.
    is_bridge = pl.col("bridged_to_day").shift(1).is_not_null()
    runs = runs.with_columns(spell=(~is_bridge).cast(DAY).cum_sum().over("account_id"))
    return runs.with_columns(
        spell_started_day=pl.col("started_day").first().over("account_id", "spell"),
        first_started_day=pl.col("started_day").first().over("account_id"),
        ends_first=False,
    )


def changes_of_weight(covering: pl.DataFrame) -> pl.DataFrame:
    """By how much each account's weight rises or falls on which day: account_id, day, weight."""
    begun = covering.select("account_id", "weight", day="started_day")
    ended = covering.select("account_id", -pl.col("weight"), day="ended_day").drop_nulls("day")
    return pl.concat([begun, ended])


def _labels_at_start(covering: pl.DataFrame, runs: pl.DataFrame, labels: list[str]) -> pl.DataFrame:
    """The labels of the largest subscription on every spell's first day; tie: the smallest id."""
    spells = runs.select("account_id", "spell_started_day").unique()
    day = pl.col("spell_started_day")
    return (
        spells.join(covering, on="account_id")
        .filter(pl.col("started_day") <= day)
        .filter(pl.col("ended_day").is_null() | (day < pl.col("ended_day")))
        .sort("weight", "subscription_id", descending=[True, False])
        .unique(["account_id", "spell_started_day"], keep="first", maintain_order=True)
        .select("account_id", "spell_started_day", *labels)
    )


def as_known_at(frames: Frames, day: int, info: Mapping[str, Any]) -> nw.LazyFrame[Any]:
    """The runs that had begun by the close of `day`; what came later of them is not known."""
    del info
    is_over = nw.col("ended_day") <= day
    return (
        frames["customers"]
        .filter(nw.col("started_day") <= day)
        .with_columns(
            ended_day=nw.when(is_over).then(nw.col("ended_day")),
            end_final_day=nw.when(is_over).then(nw.col("end_final_day")),
            bridged_to_day=nw.when(nw.col("bridged_to_day") <= day).then(nw.col("bridged_to_day")),
        )
    )


CUSTOMERS = Fact(
    name="customers",
    row="an account and a run of days on which it pays",
    key="account_id",
    noun="customer",
    needs=("subscriptions",),
    columns=COLUMNS,
    dimensions=DIMENSIONS,
    credited=CREDITED,
    day_says={
        "spell_started_day": "the day the account became a customer",
        "started_day": "the day the account began to pay",
    },
    view=as_known_at,
    records_in="accounts",
)
