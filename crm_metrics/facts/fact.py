"""What a fact is: the declaration that deriving, measuring and documenting share."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.model import TABLES
from crm_metrics.settings import Business, Quality

DAY = pl.Int32()
MONEY = pl.Int64()
TEXT = pl.String()
FLAG = pl.Boolean()
# Amounts in facts are whole ten-thousandths of the reporting currency, so that sums are exact.
MONEY_UNIT = 10_000
# A whole sum of at most this size has not left 64 bits.
SAFE = 2.0**62

# Between model columns of which any one is enough.
ONE_OF = " or "

# The mapped tables of the model, by name.
Model = Mapping[str, pl.DataFrame]
Frames = Mapping[str, nw.LazyFrame[Any]]
View = Callable[[Frames, int, Mapping[str, Any]], nw.LazyFrame[Any]]


@dataclass(frozen=True, slots=True)
class FactColumn:
    """One column of a fact; `reads` names the model columns it is made of (see `one_of`)."""

    dtype: pl.DataType
    says: str
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A table of plain integers and labels that metrics read.

    `needs` are the model tables it is made of; "edits or activities": one of the two will do.
    `dimensions` are the columns a number can be cut by. `credited` are those of them that exist
    three times: as they stood at the event, at the record's creation (`_created`) and today
    (`_now`); `credit_of_day` says which of them a day column goes with, the event's where it is
    not named. `view` gives the fact as it was known at the close of a day. `records_in` is the
    model table whose records `key` names, by default the first that the fact needs; where the key
    is null, the row is a record of one of `other_records`, which its own key column names.
    `records_by` is the column that names the table instead, where keys lie in several. `noun` is
    what a leader calls one of them. `complete_with` are the tables whose records must be complete
    for a row to be what it says, by default again the first.
    """

    name: str
    row: str
    key: str
    needs: tuple[str, ...]
    columns: Mapping[str, FactColumn]
    dimensions: tuple[str, ...]
    view: View
    credited: tuple[str, ...] = ()
    credit_of_day: Mapping[str, str] = field(default_factory=dict)
    day_says: Mapping[str, str] = field(default_factory=dict)
    records_in: str | None = None
    other_records: tuple[str, ...] = ()
    complete_with: tuple[str, ...] = ()
    records_by: str | None = None
    noun: str = "record"

    @property
    def labels(self) -> frozenset[str]:
        """The columns that hold few texts in many rows: dimensions, whenever they are credited."""
        credited = {name + ending for name in self.credited for ending in ("_created", "_now")}
        return frozenset(self.dimensions) | credited

    @property
    def schema(self) -> dict[str, pl.DataType]:
        return {name: column.dtype for name, column in self.columns.items()}


@dataclass(frozen=True, slots=True)
class Deriving:
    """What facts are made from: the mapped tables, the settings, a place for what is on its way.

    `through` is the last day the tables can know: what falls due by itself, without a record of
    it, falls due up to that day. `mapped` holds the model columns that the CRM's mapping gives;
    without it all count as given. Without a `folder` the tables are small, and everything is done
    in memory.
    """

    tables: Mapping[str, pl.LazyFrame]
    business: Business
    quality: Quality = field(default_factory=Quality)
    folder: Path | None = None
    through: date | None = None
    mapped: Mapping[str, frozenset[str]] | None = None

    def gives(self, table: str, column: str) -> bool:
        """Whether the mapping gives a column, one of the model's or one of its own."""
        if table not in self.tables:
            return False
        is_own = column not in TABLES[table].names
        return self.mapped is None or is_own or column in self.mapped.get(table, ())


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a fact, and what the manifest says of the fact beside how many there are.

    `changed_through` is the last day on which anything in these rows changed, as a day number.
    """

    fact: str
    rows: pl.DataFrame
    own_fields: tuple[str, ...] = ()
    changed_through: int | None = None
    info: Mapping[str, Any] = field(default_factory=dict)


# Makes one family of facts, piece by piece; nothing where the tables it needs are not mapped.
Deriver = Callable[[Deriving], Iterator[Piece]]


def one_of(*reads: str) -> str:
    """What a column is made of, where any one of these model columns is enough."""
    return ONE_OF.join(reads)


def day_of(instant: str, business: Business) -> pl.Expr:
    """The day of an instant in the business time zone, as a day number."""
    return pl.col(instant).dt.convert_time_zone(business.timezone).dt.date().cast(DAY)


def blank_to_null(label: str | pl.Expr) -> pl.Expr:
    """A label without surrounding space, under its own name; null where nothing is left."""
    label = pl.col(label) if isinstance(label, str) else label
    text = label.str.strip_chars()
    return pl.when(text != "").then(text).name.keep()


def in_currency(amount: pl.Expr) -> pl.Expr:
    """Whole ten-thousandths as units of the currency: the nearest Float64, to the last bit."""
    # Not a division: by a constant Polars makes it a multiplication, which often misses that bit.
    exact = amount.cast(pl.Decimal(38, 4)) * pl.lit("0.0001").cast(pl.Decimal(38, 4))
    return exact.cast(pl.Float64)


def own_column(number: int) -> str:
    """The fact's column of a mapping's own field.

    Numbered, because the mapping names it: no name can then collide with a column of the facts or
    of an answer, or mean something to an engine.
    """
    return f"own_{number}"
