"""Facts: the model turned into plain integers and labels, once, at sync.

Deriving reads the model's Parquet files in slices, so that memory stays flat however many rows
there are, and writes one Parquet file per fact.
"""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from crm_metrics.facts.deal_states import DEAL_STATES
from crm_metrics.facts.deals import DEALS
from crm_metrics.facts.fact import Deriver, Deriving, Fact, Piece
from crm_metrics.facts.file import FactFile
from crm_metrics.facts.first_purchases import FIRST_PURCHASES
from crm_metrics.facts.purchases import PURCHASES
from crm_metrics.facts.sales import sales_facts
from crm_metrics.model import TABLES
from crm_metrics.settings import Business, Quality

FACTS_VERSION = 1
FACTS: dict[str, Fact] = {
    fact.name: fact for fact in (DEALS, DEAL_STATES, FIRST_PURCHASES, PURCHASES)
}
DERIVERS: tuple[Deriver, ...] = (sales_facts,)

Entries = dict[str, dict[str, Any]]


def derive(model: Path, facts: Path, business: Business, quality: Quality | None = None) -> Entries:
    """Write every fact the mapped tables allow; returns what the manifest says of each.

    `model` holds `<table>.parquet` for the mapped tables; `facts` receives `<fact>.parquet`.
    A fact's entry: rows, own_fields, changed_through (the last day on which anything changed, as
    a day number; null without rows), and what the fact itself adds.
    """
    tables = {
        name: pl.scan_parquet(model / f"{name}.parquet")
        for name in TABLES
        if (model / f"{name}.parquet").exists()
    }
    facts.mkdir(parents=True, exist_ok=True)
    entries: Entries = {}
    files: dict[str, FactFile] = {}
    with ExitStack() as opened, TemporaryDirectory(prefix=".slices-", dir=facts) as folder:
        given = Deriving(tables, business, quality or Quality(), Path(folder))
        for deriver in DERIVERS:
            for piece in deriver(given):
                _count(piece, entries)
                if piece.fact not in files:
                    file = facts / f"{piece.fact}.parquet"
                    files[piece.fact] = opened.enter_context(FactFile(file))
                files[piece.fact].add(piece.rows)
    return entries


def derive_in_memory(given: Deriving) -> tuple[dict[str, pl.DataFrame], Entries]:
    """The facts and their entries, for small data that need no files."""
    pieces: dict[str, list[pl.DataFrame]] = {}
    entries: Entries = {}
    for deriver in DERIVERS:
        for piece in deriver(given):
            _count(piece, entries)
            pieces.setdefault(piece.fact, []).append(piece.rows)
    return {name: pl.concat(parts) for name, parts in pieces.items()}, entries


def _count(piece: Piece, entries: Entries) -> None:
    start = {"rows": 0, "own_fields": list(piece.own_fields), "changed_through": None}
    entry = entries.setdefault(piece.fact, start | dict(piece.info))
    entry["rows"] += piece.rows.height
    through = (entry["changed_through"], piece.changed_through)
    entry["changed_through"] = max((day for day in through if day is not None), default=None)
