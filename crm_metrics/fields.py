"""Fields a number can be cut and filtered by: the fact's own, the mapping's own, units of time."""

from collections.abc import Mapping, Sequence
from typing import Literal

import narwhals as nw
import polars as pl

from crm_metrics.calendar import UNITS
from crm_metrics.cubes import let_through
from crm_metrics.errors import BadInputError, unknown
from crm_metrics.facts.fact import Fact, own_column
from crm_metrics.metric import Metric
from crm_metrics.snapshot.tables import Tables

Where = Mapping[str, Sequence[str | None]]
Credit = Literal["event", "now"]
CREDITS: tuple[Credit, ...] = ("event", "now")
# Leaders say "owner"; the facts hold the owner's id, because two owners may share one name.
_ALIASES = {"owner": "owner_id"}


def check_credit(credit: str) -> None:
    """Errors: UnknownNameError unless owners are credited at the "event" or "now"."""
    if credit not in CREDITS:
        raise unknown("credit", credit, CREDITS)


def fields_of(fact: Fact, tables: Tables) -> tuple[str, ...]:
    """The names a number over this fact can be cut by, units of time left out."""
    own_names = {column: name for name, column in _ALIASES.items()}
    dimensions = tuple(own_names.get(column, column) for column in fact.dimensions)
    return dimensions + tables.own_fields(fact)


def column_of(name: str, metric: Metric, tables: Tables, credit: Credit) -> str:
    """The fact's column behind a field, with the credit that the metric's day asks for."""
    fact = metric.fact
    column = _ALIASES.get(name, name)
    if column in fact.credited:
        return column + ("_now" if credit == "now" else metric.credit_suffix)
    if column in fact.dimensions:
        return column
    own_fields = tables.own_fields(fact)
    if name not in own_fields:
        raise unknown("field", name, fields_of(fact, tables))
    return own_column(own_fields.index(name))


def keys_of(
    by: Sequence[str], metric: Metric, tables: Tables, credit: Credit
) -> tuple[tuple[str, str], ...]:
    """For each name in `by`: the name of its result column and the fact's column (or the unit)."""
    named = [_ALIASES.get(name, name) for name in by]
    if len(set(named)) != len(named):
        raise BadInputError(f"by names a field twice: {', '.join(by)}.")
    keys = []
    for name in by:
        if name in UNITS:
            keys.append((name, name))
            continue
        try:
            keys.append((_ALIASES.get(name, name), column_of(name, metric, tables, credit)))
        except LookupError:
            raise unknown("field", name, (*fields_of(metric.fact, tables), *UNITS)) from None
    return tuple(keys)


def filters_of(
    where: Where, metric: Metric, tables: Tables, credit: Credit
) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
    """The fact's columns that are filtered by, each with the values let through."""
    found = []
    for name, values in where.items():
        if isinstance(values, str):
            raise BadInputError(
                f"the values of '{name}' are a text; expected a list: ['{values}']."
            )
        column = column_of(name, metric, tables, credit)
        found.append((column, tuple(_owner_ids(values, tables) if name == "owner" else values)))
    return tuple(found)


def wanted(where: Where, metric: Metric, tables: Tables, credit: Credit) -> nw.Expr | None:
    """True for rows that the filters let through; None when there are none."""
    return let_through(filters_of(where, metric, tables, credit))


def _owner_ids(values: Sequence[str | None], tables: Tables) -> list[str | None]:
    """Ids for owners given by id or by name; every owner of that name."""
    owners = tables.owner_names
    ids: list[str | None] = []
    for value in values:
        named = owners.filter(pl.col("owner") == value)["owner_id"].to_list() if value else []
        ids += named or [value]
    return ids


def value_notes(
    metric: Metric, tables: Tables, where: Where, credit: Credit = "event"
) -> list[str]:
    """A sentence for every filter value that no row has: not an error, but worth saying."""
    notes = []
    for name, values in where.items():
        column = column_of(name, metric, tables, credit)
        rows = tables.fact(metric.table, tables.as_of).select(nw.col(column)).unique()
        known = set(tables.engine.collect([rows])[0][column].to_list())
        for value in values:
            ids = _owner_ids([value], tables) if name == "owner" else [value]
            if not known.intersection(ids):
                shown = "no value" if value is None else f"'{value}'"
                notes.append(f"no row has {shown} as its {name}.")
    return notes
