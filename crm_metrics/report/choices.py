"""What can be filtered by: the fields the data have, and their values."""

from dataclasses import dataclass
from datetime import date

import narwhals as nw
import polars as pl

from crm_metrics.facts import FACTS
from crm_metrics.facts.fact import own_column
from crm_metrics.snapshot.tables import Tables

FILTERS = ("team", "owner", "region", "source", "product", "pipeline", "segment")

# An own field with more values is a text of its own per deal, not something to filter by.
MOST_VALUES = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """A field and the values the data have for it; None among them where some rows have none."""

    field: str
    values: tuple[str | None, ...]


def choices(tables: Tables, as_of: date, fact: str = "deals") -> tuple[Choice, ...]:
    """The fields to filter by, in reading order; fields without a single value are left out.

    For team, owner and region all credited values count: at the event, at creation and today.
    """
    rows = tables.fact(fact, as_of)
    known = FACTS[fact]
    own_fields = tables.own_fields(known)
    columns = {name: "owner_id" if name == "owner" else name for name in FILTERS}
    columns |= {name: own_column(number) for number, name in enumerate(own_fields)}
    credited = {
        name: [column, f"{column}_created"] if column in known.credited else [column]
        for name, column in columns.items()
    }
    frames = [
        rows.select(nw.col(column).alias(name)).unique()
        for name, versions in credited.items()
        for column in versions
    ]
    found: dict[str, set[str | None]] = {name: set() for name in columns}
    for frame in tables.engine.collect(frames):
        found[frame.columns[0]].update(frame.to_series().to_list())
    found["owner"] = _names(found["owner"], tables)
    return tuple(
        Choice(name, _in_order(values))
        for name, values in found.items()
        if values - {None} and (name in FILTERS or len(values) <= MOST_VALUES)
    )


def _names(owners: set[str | None], tables: Tables) -> set[str | None]:
    names = dict(tables.owner_names.filter(pl.col("owner").is_not_null()).iter_rows())
    return {names.get(owner, owner) for owner in owners}


def _in_order(values: set[str | None]) -> tuple[str | None, ...]:
    named = sorted((value for value in values if value is not None), key=str.casefold)
    return (*named, *([None] if None in values else []))
