"""Renewals: the ends of terms, and whether the account went on paying.

A term of six months or more that was served to its end is *due* on its first day not covered,
whether the CRM keeps one subscription over many terms or one for each. It is renewed when the
account pays within 30 days after; what it pays beside (other products) is not taken for a renewal.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.facts.fact import DAY, FLAG, MONEY, TEXT, Fact, FactColumn, Frames
from crm_metrics.facts.mrr_changes import full_months
from crm_metrics.facts.subscriptions import CREDITED, DIMENSIONS, OWN_LABELS, PLACE_COLUMNS

SHORTEST_TERM_MONTHS = 6
DAYS_TO_RENEW = 30

_MADE_OF = (
    "subscriptions.mrr",
    "subscriptions.term_months",
    "subscriptions.started_on",
    "subscriptions.ended_on",
)

COLUMNS: dict[str, FactColumn] = {
    "account_id": FactColumn(TEXT, "The account whose term ends.", ("subscriptions.account_id",)),
    "due_day": FactColumn(DAY, "First day after the term.", _MADE_OF),
    "settled_day": FactColumn(
        DAY, "The last day on which paying still counts as a renewal; null before it is over."
    ),
    "renewed_day": FactColumn(
        DAY, "First day in that time on which the account pays for it; null if it does not."
    ),
    "due_mrr": FactColumn(
        MONEY, "MRR of the terms that end, in 1/10,000 of the reporting currency.", _MADE_OF
    ),
    "renewed_mrr": FactColumn(
        MONEY, "The most of it that is paid on a day of that time.", _MADE_OF
    ),
    "has_rate": FactColumn(FLAG, "False where a currency has no rate."),
    "product": FactColumn(TEXT, "Product of the largest such term.", ("subscriptions.product",)),
    "term": FactColumn(TEXT, "Its length.", ("subscriptions.term_months",)),
    "currency": FactColumn(TEXT, "Its currency.", ("subscriptions.currency",)),
    **PLACE_COLUMNS,
}


def derive_renewals(
    subscriptions: pl.DataFrame, through: date | None, own_columns: list[str]
) -> pl.DataFrame:
    """One row per account and day on which terms of it end, without the account's own columns.

    `subscriptions` come from `read_subscriptions`. A subscription that still runs falls due up to
    `through`; without it, up to the last day that any of them begins or ends.
    """
    usable = subscriptions.filter(~pl.col("ends_first"))
    due = _due_terms(usable, _last_day(usable, through))
    labels = [*OWN_LABELS, *own_columns]
    due = (
        due.sort("weight", "subscription_id", descending=[True, False])
        .group_by("account_id", "due_day", maintain_order=True)
        .agg(
            pl.col(labels).first(),
            pl.col("weight").sum(),
            due_mrr=pl.when(pl.col("mrr").is_not_null().all()).then(pl.col("mrr").sum()),
            has_rate=pl.col("has_rate").all(),
        )
        .with_columns(settled_day=pl.col("due_day") + pl.lit(DAYS_TO_RENEW, DAY))
    )
    return (
        due.join(_paid_after(due, usable), on=["account_id", "due_day"], how="left")
        .sort("account_id", "due_day")
        .select(*(name for name in COLUMNS if name not in PLACE_COLUMNS), *own_columns)
    )


def _last_day(subscriptions: pl.DataFrame, through: date | None) -> pl.Expr:
    if through is not None:
        return pl.lit(through)
    days = pl.max_horizontal(pl.col("started_day").max(), pl.col("ended_day").max())
    return pl.lit(subscriptions.select(days.cast(pl.Date)).item())


def _due_terms(subscriptions: pl.DataFrame, last: pl.Expr) -> pl.DataFrame:
    """Every end of a long term that a paid subscription reached."""
    start = pl.col("started_day").cast(pl.Date)
    end = pl.col("ended_day").cast(pl.Date).fill_null(last)
    return (
        subscriptions.filter(pl.col("term_months") >= SHORTEST_TERM_MONTHS, pl.col("weight") > 0)
        .with_columns(_terms=full_months(start, end) // pl.col("term_months"))
        .filter(pl.col("_terms") >= 1)
        .with_columns(_months=pl.int_ranges(1, pl.col("_terms") + 1) * pl.col("term_months"))
        .explode("_months")
        .with_columns(due_day=start.dt.offset_by(pl.format("{}mo", "_months")).cast(DAY))
    )


def _paid_after(due: pl.DataFrame, subscriptions: pl.DataFrame) -> pl.DataFrame:
    """renewed_day and renewed_mrr per account and due day, from what the account pays in all."""
    levels = _levels(subscriptions)
    at_end = due.select("account_id", "due_day", day="due_day")
    later = (
        due.select("account_id", "due_day", "settled_day")
        .join(levels.select("account_id", "day"), on="account_id")
        .filter(pl.col("day").is_between("due_day", "settled_day", closed="right"))
        .drop("settled_day")
    )
    paid = _at_close(pl.concat([at_end, later]), levels, "day", "")
    before = due.with_columns(_day_before=pl.col("due_day") - 1)
    before = _at_close(before, levels, "_day_before", "_before").select(
        "account_id",
        "due_day",
        "due_mrr",
        due_weight="weight",
        beside_weight=pl.col("weight_before") - pl.col("weight"),
        beside_mrr=pl.col("mrr_before") - pl.col("due_mrr"),
    )
    paid = paid.join(before, on=["account_id", "due_day"]).with_columns(
        kept_weight=_kept("weight"), kept_mrr=_kept("mrr")
    )
    return paid.group_by("account_id", "due_day").agg(
        renewed_day=pl.col("day").filter(pl.col("kept_weight") > 0).min(),
        renewed_mrr=pl.col("kept_mrr").max(),
    )


def _kept(kind: str) -> pl.Expr:
    """What is paid for the terms that ended: the rest is what was paid beside them before."""
    paid = pl.col(kind) - pl.col(f"beside_{kind}")
    return pl.min_horizontal(pl.max_horizontal(paid, pl.lit(0)), f"due_{kind}")


def _levels(subscriptions: pl.DataFrame) -> pl.DataFrame:
    """What each account pays from each day of a change on: account_id, day, weight, mrr."""
    amounts = pl.col("weight", "mrr")
    begun = subscriptions.select("account_id", amounts, day="started_day")
    ended = subscriptions.select("account_id", -amounts, day="ended_day").drop_nulls("day")
    return (
        pl.concat([begun, ended])
        .group_by("account_id", "day")
        .agg(amounts.sum())
        .sort("account_id", "day")
        .with_columns(amounts.cum_sum().over("account_id"))
    )


def _at_close(rows: pl.DataFrame, levels: pl.DataFrame, day: str, suffix: str) -> pl.DataFrame:
    """What the account pays at the close of a day: columns weight and mrr with the suffix."""
    levels = levels.sort("day").rename({name: f"{name}{suffix}" for name in ("weight", "mrr")})
    levels = levels.rename({"day": "_since"})
    found = rows.sort(day).join_asof(
        levels, left_on=day, right_on="_since", by="account_id", check_sortedness=False
    )
    return found.drop("_since")


def as_known_at(frames: Frames, day: int, info: Mapping[str, Any]) -> nw.LazyFrame[Any]:
    """The terms that had ended by the close of `day`; a renewal after it is not known.

    How much is renewed is known when the days to renew are over.
    """
    del info
    is_settled = nw.col("settled_day") <= day
    return (
        frames["renewals"]
        .filter(nw.col("due_day") <= day)
        .with_columns(
            renewed_day=nw.when(nw.col("renewed_day") <= day).then(nw.col("renewed_day")),
            renewed_mrr=nw.when(is_settled).then(nw.col("renewed_mrr")),
            settled_day=nw.when(is_settled).then(nw.col("settled_day")),
        )
    )


RENEWALS = Fact(
    name="renewals",
    row="an account and a day on which a term of six months or more ends",
    key="account_id",
    noun="term",
    needs=("subscriptions",),
    columns=COLUMNS,
    dimensions=DIMENSIONS,
    credited=CREDITED,
    day_says={"due_day": "the day after the end of the term"},
    view=as_known_at,
    records_in="accounts",
)
