"""Completeness: from the checks of records to numbers per required set and per field.

What comes home is how often each set's records are in which states, one whole number for both: a
few hundred different ones, taken apart here. See `facts.field_checks`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import narwhals as nw
import polars as pl
from narwhals import col

from crm_metrics.facts.valid import BITS, INVALID, MISSING, NOT_REQUIRED, VALID
from crm_metrics.metric import Finish, Finishing
from crm_metrics.required_sets import MOST_FIELDS, MOST_SETS

# The number of the set and what is known of its fields: one key is faster to group by than two.
CHECK = {"check": lambda _: col("states") * MOST_SETS + col("set_number").cast(nw.Int64)}

IS_REQUIRED = pl.col("_state") != NOT_REQUIRED
IS_FILLED = IS_REQUIRED & (pl.col("_state") != MISSING)
IS_VALID = pl.col("_state") == VALID
IS_COMPLETE = ~pl.any_horizontal(
    pl.col("states") // (1 << BITS * place) % (1 << BITS) == MISSING for place in range(MOST_FIELDS)
)
IS_CHECKED = pl.col("_state").is_in([VALID, INVALID])


def per_set(finish: Finish, **sums: pl.Expr) -> Finish:
    """A number per required set, in the order of the settings, from sums over its records."""

    def finish_sets(checks: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        sets = _fields_of_sets(asked.info).select("set_number", "set").unique()
        found = (
            _taken_apart(checks)
            .join(sets, on="set_number")
            .group_by(*asked.by, "set_number", "set")
            .agg(**sums)
            .sort("set_number")
        )
        return finish(found, replace(asked, by=(*asked.by, "set")))

    return finish_sets


def per_field(finish: Finish, **sums: pl.Expr) -> Finish:
    """A number per field of a required set, in the order of the settings.

    `sums` are over records and `_state`, the octal digit that stands for the field. A field that
    the first of them does not find at all has no row.
    """
    first = next(iter(sums))

    def finish_fields(checks: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        state = pl.col("states") // pl.col("_unit") % (1 << BITS)
        found = (
            _taken_apart(checks)
            .join(_fields_of_sets(asked.info), on="set_number")
            .group_by(*asked.by, "set_number", "set", "_unit", "field", state.alias("_state"))
            .agg(pl.col("records").sum())
            .group_by(*asked.by, "set_number", "set", "_unit", "field")
            .agg(**sums)
            .filter(pl.col(first) > 0)
            .sort("set_number", "_unit")
        )
        return finish(found, replace(asked, by=(*asked.by, "set", "field")))

    return finish_fields


def records_where(condition: pl.Expr) -> pl.Expr:
    """How many records have a field in a state that meets the condition."""
    return pl.col("records").filter(condition).sum()


def _taken_apart(checks: pl.DataFrame) -> pl.DataFrame:
    """The two numbers that `CHECK` puts together."""
    check = pl.col("check")
    return checks.with_columns(set_number=check % MOST_SETS, states=check // MOST_SETS)


def _fields_of_sets(info: Mapping[str, Any]) -> pl.DataFrame:
    """The fields of all sets: set_number, set, field, and the unit of the field's digit."""
    rows = [
        (number, of["name"], field, 1 << BITS * place)
        for number, of in enumerate(info.get("sets", ()))
        for place, field in enumerate(of["fields"])
    ]
    schema = {"set_number": pl.Int64, "set": pl.String, "field": pl.String, "_unit": pl.Int64}
    return pl.DataFrame(rows, schema, orient="row")
