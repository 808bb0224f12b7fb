"""What can be filtered by: the fields the data have, and their values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import narwhals as nw
import polars as pl

from crm_metrics.facts import FACTS
from crm_metrics.facts.fact import Fact, own_column
from crm_metrics.snapshot.tables import Tables

# In reading order; the mapping's own fields follow.
FILTERS = ("team", "owner", "region", "segment", "industry", "source", "product", "pipeline")

# Their values are offered; what only other facts know is not worth reading them for.
_ASKED = ("deals", "customers")
# An own field with more values is a text of its own per deal, not something to filter by.
MOST_VALUES = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """A field and the values the data have for it; None among them where some rows have none."""

    field: str
    values: tuple[str | None, ...]


def choices(tables: Tables, as_of: date) -> tuple[Choice, ...]:
    """The fields to filter by, in reading order; fields without a single value are left out.

    The values are those of all facts that pages are about. For team, owner and region all credited
    values count: at the event, at creation and today.
    """
    found: dict[str, set[str | None]] = {name: set() for name in FILTERS}
    facts = [name for name in _ASKED if name in tables.facts] or list(tables.facts)[:1]
    names, frames = [], []
    for fact in facts:
        rows = tables.fact(fact, as_of)
        for name, column in _columns(FACTS[fact], tables):
            names.append(name)
            frames.append(rows.select(nw.col(column)).unique())
    for name, frame in zip(names, tables.engine.collect(frames), strict=True):
        found.setdefault(name, set()).update(frame.to_series().to_list())
    found["owner"] = _names(found["owner"], tables)
    return tuple(
        Choice(name, _in_order(values))
        for name, values in found.items()
        if values - {None} and (name in FILTERS or len(values) <= MOST_VALUES)
    )


def _columns(fact: Fact, tables: Tables) -> Iterator[tuple[str, str]]:
    """The fields of a fact to filter by, each with the columns that hold its values."""
    for name in FILTERS:
        column = "owner_id" if name == "owner" else name
        if column in fact.dimensions:
            yield name, column
            if column in fact.credited and f"{column}_created" in fact.columns:
                yield name, f"{column}_created"
    for number, name in enumerate(tables.own_fields(fact)):
        yield name, own_column(number)


def _names(owners: set[str | None], tables: Tables) -> set[str | None]:
    names = dict(tables.owner_names.filter(pl.col("owner").is_not_null()).iter_rows())
    return {names.get(owner, owner) for owner in owners}


def _in_order(values: set[str | None]) -> tuple[str | None, ...]:
    named = sorted((value for value in values if value is not None), key=str.casefold)
    return (*named, *([None] if None in values else []))
