"""Facts: the model turned into plain integers and labels, once, at sync.

Deriving reads the model's Parquet files in slices of deals, so that memory stays flat however
many there are, and writes one Parquet file per fact.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from crm_metrics.facts.deal_states import DEAL_STATES, derive_states
from crm_metrics.facts.deals import (
    DEALS,
    derive_deals,
    first_wins_of_accounts,
    labels_of_accounts,
    with_days,
)
from crm_metrics.facts.fact import Fact, blank_to_null, own_column
from crm_metrics.facts.file import FactFile
from crm_metrics.facts.slices import in_slices
from crm_metrics.model import TABLES
from crm_metrics.settings import Business

FACTS_VERSION = 1
FACTS: dict[str, Fact] = {fact.name: fact for fact in (DEALS, DEAL_STATES)}
DEALS_PER_SLICE = 30_000
_SMALL_TABLES = ("users", "user_changes", "pipelines", "exchange_rates")


def derive(model: Path, facts: Path, business: Business) -> dict[str, dict[str, Any]]:
    """Write every fact the mapped tables allow; returns what the manifest says of each.

    `model` holds `<table>.parquet` for the mapped tables; `facts` receives `<fact>.parquet`.
    A fact's entry: rows, own_fields, changed_through (the last day on which anything changed, as
    a day number; null without rows).
    """
    tables = {
        name: pl.scan_parquet(model / f"{name}.parquet")
        for name in TABLES
        if (model / f"{name}.parquet").exists()
    }
    facts.mkdir(parents=True, exist_ok=True)
    entries: dict[str, dict[str, Any]] = {}
    with ExitStack() as opened:
        files: dict[str, FactFile] = {}
        for name, rows, own_fields in _in_slices_on_disk(tables, business, facts):
            entry = entries.setdefault(
                name, {"rows": 0, "own_fields": list(own_fields), "changed_through": None}
            )
            entry["rows"] += rows.height
            entry["changed_through"] = _latest(entry["changed_through"], rows)
            if name not in files:
                files[name] = opened.enter_context(FactFile(facts / f"{name}.parquet"))
            files[name].add(rows)
    if "deals" in entries:
        entries["deals"]["changed_through"] = entries["deal_states"]["changed_through"]
    return entries


def derive_in_memory(
    tables: dict[str, pl.LazyFrame], business: Business
) -> tuple[dict[str, pl.DataFrame], dict[str, dict[str, Any]]]:
    """The facts and their entries, for small data that need no files."""
    slices: dict[str, list[pl.DataFrame]] = {}
    entries: dict[str, dict[str, Any]] = {}
    for name, rows, own_fields in derived_slices(tables, business):
        slices.setdefault(name, []).append(rows)
        entries[name] = {"own_fields": list(own_fields)}
    frames = {name: pl.concat(parts) for name, parts in slices.items()}
    through = _latest(None, frames["deal_states"]) if "deal_states" in frames else None
    for name, entry in entries.items():
        entry |= {"rows": frames[name].height, "changed_through": through}
    return frames, entries


Piece = tuple[str, pl.DataFrame, tuple[str, ...]]
"""Some rows of a fact: its name, the rows, its own fields."""


def _in_slices_on_disk(
    tables: dict[str, pl.LazyFrame], business: Business, folder: Path
) -> Iterator[Piece]:
    """Every fact piece by piece, with a folder for what is on its way."""
    with TemporaryDirectory(prefix=".slices-", dir=folder) as place:
        yield from derived_slices(tables, business, Path(place))


def derived_slices(
    tables: dict[str, pl.LazyFrame], business: Business, folder: Path | None = None
) -> Iterator[Piece]:
    """Every fact piece by piece. With a folder, what is on its way is kept there, not in memory."""
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
    first_wins = first_wins_of_accounts(deals).collect(engine="streaming")
    count = deals.select(pl.len()).collect().item()
    slices = max(1, -(-count // DEALS_PER_SLICE))
    by_deal = {"deals": deals}
    if "deal_changes" in tables:
        by_deal["deal_changes"] = tables["deal_changes"]
    for some in in_slices(by_deal, slices, folder):
        states = derive_states(some["deals"], small | some, business)
        yield "deal_states", states, ()
        rows = derive_deals(some["deals"], states, first_wins, accounts, len(own_fields))
        yield "deals", rows, own_fields


def _own_fields(deals: pl.LazyFrame) -> tuple[str, ...]:
    """Columns a mapping adds to the model; a name that means a dimension already stays its own."""
    taken = (*TABLES["deals"].schema, *DEALS.dimensions, "owner")
    return tuple(name for name in deals.collect_schema().names() if name not in taken)


def _latest(so_far: int | None, rows: pl.DataFrame) -> int | None:
    if "from_day" not in rows.columns:
        return so_far
    latest: int | None = rows.select(pl.col("from_day").max()).item()
    return max((day for day in (so_far, latest) if day is not None), default=None)
