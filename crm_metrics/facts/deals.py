"""Deals: one row per deal as it stands, and the view of it on any past day."""

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.facts import deal_states
from crm_metrics.facts.attentions import deal_attentions, events_of
from crm_metrics.facts.deal_states import CREDITED, derive_states
from crm_metrics.facts.fact import (
    DAY,
    TEXT,
    Deriving,
    Fact,
    FactColumn,
    Frames,
    Piece,
    blank_to_null,
    day_of,
    own_column,
)
from crm_metrics.facts.slices import in_slices
from crm_metrics.model import TABLES
from crm_metrics.settings import Business

LABELS = ("campaign_id", "source", "product", "loss_reason")
ACCOUNT_LABELS = ("segment", "industry", "country")

_AS_IT_STANDS = {
    name: column
    for name, column in deal_states.COLUMNS.items()
    if name not in ("deal_id", "from_day", "to_day")
}
_AT_CREATION = {
    f"{name}_created": FactColumn(
        TEXT,
        f"{deal_states.COLUMNS[f'{name}_now'].says.split(' ')[0]} on the day of the creation.",
        deal_states.COLUMNS[name].reads,
    )
    for name in CREDITED
}

COLUMNS: dict[str, FactColumn] = {
    "deal_id": FactColumn(TEXT, "The deal.", ("deals.deal_id",)),
    "account_id": FactColumn(TEXT, "The account it is with.", ("deals.account_id",)),
    "created_day": FactColumn(DAY, "Day the deal was entered.", ("deals.created_at",)),
    **_AS_IT_STANDS,
    "cycle_days": FactColumn(
        DAY,
        "Days from the creation to the decision; null while open, below 0 where the CRM says the "
        "deal was decided before it was entered.",
        ("deals.created_at", "deals.closed_at"),
    ),
    **_AT_CREATION,
    **{
        name: FactColumn(TEXT, TABLES["deals"].column(name).says, (f"deals.{name}",))
        for name in LABELS
    },
    "currency": FactColumn(TEXT, "The currency the amount was given in.", ("deals.currency",)),
    **{
        name: FactColumn(TEXT, TABLES["accounts"].column(name).says, (f"accounts.{name}",))
        for name in ACCOUNT_LABELS
    },
    "account_created_day": FactColumn(
        DAY, "Day the account was entered.", ("accounts.created_at",)
    ),
}
# What the view of a past day takes from the deal's state on that day, not from the deal.
_REWOUND = (*_AS_IT_STANDS, "cycle_days")


DEALS_PER_SLICE = 30_000
_SMALL_TABLES = ("users", "user_changes", "pipelines", "exchange_rates")


def deal_facts(given: Deriving) -> Iterator[Piece]:
    """The facts deal_states, deals and deal_attentions, some deals at a time."""
    tables, business = given.tables, given.business
    if "deals" not in tables:
        return
    deals = with_days(tables["deals"], business)
    own_fields = _own_fields(tables["deals"])
    deals = deals.with_columns(
        blank_to_null(pl.col(name).cast(pl.String)).alias(own_column(number))
        for number, name in enumerate(own_fields)
    )
    small = {name: tables[name].collect() for name in _SMALL_TABLES if name in tables}
    accounts = (
        labels_of_accounts(tables["accounts"], business).collect(engine="streaming")
        if "accounts" in tables
        else None
    )
    by_deal = {"deals": deals}
    if "deal_changes" in tables:
        by_deal["deal_changes"] = tables["deal_changes"]
    attended_by = events_of("deals", given)
    by_deal |= attended_by
    for some in in_slices(by_deal, "deal_id", DEALS_PER_SLICE, given.folder):
        states = derive_states(some["deals"], small | some, business)
        through: int | None = states.select(pl.col("from_day").max()).item()
        yield Piece(deal_states.DEAL_STATES.name, states, changed_through=through)
        rows = derive_deals(some["deals"], states, accounts, len(own_fields))
        yield Piece(DEALS.name, rows, own_fields, through)
        if attended_by:
            yield deal_attentions(states, rows, [some[name] for name in attended_by])


def _own_fields(deals: pl.LazyFrame) -> tuple[str, ...]:
    """Columns a mapping adds to the model; a name that means a dimension already stays its own."""
    taken = (*TABLES["deals"].schema, *DEALS.dimensions, "owner")
    return tuple(name for name in deals.collect_schema().names() if name not in taken)


def derive_deals(
    deals: pl.DataFrame,
    states: pl.DataFrame,
    accounts: pl.DataFrame | None,
    own_field_count: int,
) -> pl.DataFrame:
    """The deals as they stand, from their last state and what never changes.

    The mapping's own fields, that many, are carried along.
    """
    own_fields = [own_column(number) for number in range(own_field_count)]
    by_deal = states.group_by("deal_id", maintain_order=True).agg(
        pl.col(*_AS_IT_STANDS).last(),
        *(pl.col(f"{name}_now").first().alias(f"{name}_created") for name in CREDITED),
    )
    fixed = deals.select(
        "deal_id",
        "account_id",
        "created_day",
        *(blank_to_null(name) for name in LABELS),
        pl.col("currency").str.strip_chars().str.to_uppercase(),
        *own_fields,
    )
    if accounts is None:
        labels = {name: pl.lit(None, TEXT) for name in ACCOUNT_LABELS}
        fixed = fixed.with_columns(**labels, account_created_day=pl.lit(None, DAY))
    else:
        fixed = fixed.join(accounts, on="account_id", how="left")
    rows = fixed.join(by_deal, on="deal_id").with_columns(
        cycle_days=pl.col("closed_day") - pl.col("created_day"),
    )
    return rows.select(*COLUMNS, *own_fields)


def with_days(deals: pl.LazyFrame, business: Business) -> pl.LazyFrame:
    """Model deals with created_day and closed_day, null unless the deal is decided and dated."""
    decided = pl.col("outcome") != "open"
    return deals.with_columns(
        created_day=day_of("created_at", business),
        closed_day=pl.when(decided).then(day_of("closed_at", business)),
        account_id=blank_to_null("account_id"),
        owner_id=blank_to_null("owner_id"),
    )


def labels_of_accounts(accounts: pl.LazyFrame, business: Business) -> pl.LazyFrame:
    """What deals take over from their account."""
    return accounts.select(
        "account_id",
        *(blank_to_null(name) for name in ACCOUNT_LABELS),
        account_created_day=day_of("created_at", business),
    )


def as_known_at(frames: Frames, day: int, info: Mapping[str, Any]) -> nw.LazyFrame[Any]:
    """The deals as they were known at the close of `day`.

    Nothing has changed since `info["changed_through"]`: from that day on these are the deals as
    they stand. Before it, every deal is put together again from the state that held.
    """
    deals = frames["deals"]
    if info.get("changed_through") is None or day >= info["changed_through"]:
        return deals
    held = (nw.col("from_day") <= day) & (nw.col("to_day").is_null() | (nw.col("to_day") > day))
    known = frames["deal_states"].filter(held).drop("from_day", "to_day")
    rows = deals.drop(*_REWOUND).join(known, on="deal_id", how="inner")
    is_open = nw.col("outcome") == "open"
    return rows.with_columns(
        cycle_days=nw.col("closed_day") - nw.col("created_day"),
        loss_reason=nw.when(~is_open).then(nw.col("loss_reason")),
    )


DEALS = Fact(
    name="deals",
    row="a deal",
    key="deal_id",
    noun="deal",
    needs=("deals",),
    columns=COLUMNS,
    dimensions=(
        "owner_id",
        "team",
        "region",
        "pipeline",
        "stage",
        "outcome",
        *LABELS,
        "currency",
        *ACCOUNT_LABELS,
    ),
    credited=CREDITED,
    credit_of_day={"created_day": "_created"},
    day_says={
        "created_day": "the day the deal was entered",
        "closed_day": "the day the deal was decided",
    },
    view=as_known_at,
)
