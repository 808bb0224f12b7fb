"""Facts: the model turned into plain integers and labels, once, at sync.

Deriving reads the model's Parquet files in slices, so that memory stays flat however many rows
there are, and writes one Parquet file per fact.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import polars.selectors as cs

from crm_metrics.facts.activities import ACTIVITIES, activity_facts
from crm_metrics.facts.attentions import FACTS_OF as ATTENTIONS_OF
from crm_metrics.facts.attentions import attention_facts
from crm_metrics.facts.channels import ACCOUNT_CHANNELS, CONTACT_CHANNELS, channel_facts
from crm_metrics.facts.customers import CUSTOMERS, customer_facts
from crm_metrics.facts.deal_states import DEAL_STATES
from crm_metrics.facts.deals import DEALS
from crm_metrics.facts.fact import Deriver, Deriving, Fact, Piece
from crm_metrics.facts.field_checks import FIELD_CHECKS, field_check_facts
from crm_metrics.facts.file import FactFile
from crm_metrics.facts.first_purchases import FIRST_PURCHASES
from crm_metrics.facts.mrr_changes import MRR_CHANGES
from crm_metrics.facts.people import USER_PLACES, people_facts
from crm_metrics.facts.purchases import PURCHASES
from crm_metrics.facts.renewals import RENEWALS
from crm_metrics.facts.sales import sales_facts
from crm_metrics.model import TABLES
from crm_metrics.settings import Business, Quality

FACTS_VERSION = 4
# What is derived together, in one reading of the model.
FAMILIES: tuple[tuple[Deriver, tuple[Fact, ...]], ...] = (
    (sales_facts, (DEALS, DEAL_STATES, FIRST_PURCHASES, PURCHASES)),
    (customer_facts, (CUSTOMERS, MRR_CHANGES, RENEWALS)),
    (people_facts, (USER_PLACES,)),
    (activity_facts, (ACTIVITIES,)),
    (attention_facts, tuple(ATTENTIONS_OF.values())),
    (channel_facts, (CONTACT_CHANNELS, ACCOUNT_CHANNELS)),
    (field_check_facts, (FIELD_CHECKS,)),
)
FACTS: dict[str, Fact] = {fact.name: fact for _, facts in FAMILIES for fact in facts}

Entries = dict[str, dict[str, Any]]


def derive(
    model: Path,
    facts: Path,
    business: Business,
    quality: Quality | None = None,
    through: date | None = None,
    mapped: Mapping[str, frozenset[str]] | None = None,
) -> Entries:
    """Write every fact the mapped tables allow; returns what the manifest says of each.

    `model` holds `<table>.parquet` for the mapped tables; `facts` receives `<fact>.parquet`;
    `through` is the last day the tables can know, `mapped` the columns that the mapping gives.
    A fact's entry: rows, own_fields, changed_through (the last day on which anything changed, as
    a day number; null without rows), largest_sum (of the absolute values of a column, of all its
    64-bit columns), and what the fact itself adds.
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
        given = Deriving(tables, business, quality or Quality(), Path(folder), through, mapped)
        for deriver, _ in FAMILIES:
            for piece in deriver(given):
                _count(piece, entries)
                if piece.fact not in files:
                    file = facts / f"{piece.fact}.parquet"
                    files[piece.fact] = opened.enter_context(
                        FactFile(file, FACTS[piece.fact].labels)
                    )
                files[piece.fact].add(piece.rows)
    return entries


def derive_in_memory(given: Deriving) -> tuple[dict[str, pl.DataFrame], Entries]:
    """The facts and their entries, for small data that need no files."""
    pieces: dict[str, list[pl.DataFrame]] = {}
    entries: Entries = {}
    for deriver, _ in FAMILIES:
        for piece in deriver(given):
            _count(piece, entries)
            pieces.setdefault(piece.fact, []).append(piece.rows)
    return {name: pl.concat(parts) for name, parts in pieces.items()}, entries


def _count(piece: Piece, entries: Entries) -> None:
    start = {
        "rows": 0,
        "own_fields": list(piece.own_fields),
        "changed_through": None,
        "largest_sum": 0.0,
    }
    entry = entries.setdefault(piece.fact, start | dict(piece.info))
    entry["rows"] += piece.rows.height
    entry["largest_sum"] += _largest_sum(piece.rows)
    through = (entry["changed_through"], piece.changed_through)
    entry["changed_through"] = max((day for day in through if day is not None), default=None)


def _largest_sum(rows: pl.DataFrame) -> float:
    """At least the sum of the absolute values of any 64-bit column."""
    sizes = rows.select(cs.by_dtype(pl.Int64).cast(pl.Float64).abs().sum())
    return max(sizes.row(0), default=0.0) if sizes.height else 0.0
