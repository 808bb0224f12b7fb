"""Field checks: is each required field of each record filled, and would its value work?

One row per record and required set. What is known of the fields stands in one whole number,
`states`: an octal digit per field, the set's first field the lowest.

| digit | the field is |
|---|---|
| 0 | not required of this record (yet) |
| 1 | required and missing |
| 2 | filled; nothing about its value can be checked |
| 3 | filled and valid |
| 4 | filled and not valid |

The sets and their fields' names stand in the manifest's entry, in the order of `set_number` and of
the digits. No value of the CRM is in the fact, only what is known of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.errors import unknown
from crm_metrics.facts.fact import (
    DAY,
    FLAG,
    MONEY,
    TEXT,
    Deriving,
    Fact,
    FactColumn,
    Frames,
    Piece,
    blank_to_null,
    day_of,
)
from crm_metrics.facts.field_states import AMOUNT, CONTEXT, Records, is_state, state_of
from crm_metrics.facts.valid import (
    BITS,
    FILLED,
    INVALID,
    MISSING,
    NOT_REQUIRED,
    STATE,
    VALID,
)
from crm_metrics.model import TABLES
from crm_metrics.required_sets import (
    DONE,
    ENTITIES,
    Paths,
    RequiredSet,
    column_at,
    field_name,
    link_and_column,
    links_of,
)

_CREDITED = ("owner_id", "team", "region")
_LABELS = ("source", "segment", "industry", "country", "stage", "pipeline")

COLUMNS: dict[str, FactColumn] = {
    "record_id": FactColumn(TEXT, "The record."),
    "entity": FactColumn(TEXT, "The model table the record is in."),
    "set": FactColumn(TEXT, "The required set."),
    "set_number": FactColumn(DAY, "The set's place in the manifest's list of sets."),
    "day": FactColumn(DAY, "Day the record was entered; of an activity, the day it is due."),
    "created_day": FactColumn(DAY, "Day the record was entered."),
    "known_day": FactColumn(
        DAY, "Day from which the set is for the record: the entry; of lost deals, the loss."
    ),
    "done_day": FactColumn(
        DAY, "Day the activity was done, the deal or lead decided, the ticket solved."
    ),
    "states": FactColumn(MONEY, "What is known of each field of the set, an octal digit each."),
    "states_before": FactColumn(MONEY, "The same while the record was not done."),
    "is_complete": FactColumn(FLAG, "True when no required field is missing."),
    "missing": FactColumn(TEXT, "The names of the missing fields; null when it is complete."),
    "missing_before": FactColumn(TEXT, "The same while the record was not done."),
    "amount_at_stake": FactColumn(
        MONEY,
        "Amounts above 0 of the deals open today behind the record: the deal itself, an "
        "activity's or a lead's deal, else all of the account. Null without one.",
    ),
    **{name: FactColumn(TEXT, "Today's owner, or where the owner is.") for name in _CREDITED},
    **{f"{name}_now": FactColumn(TEXT, "Today's, as above.") for name in _CREDITED},
    "source": FactColumn(TEXT, "Source of the record, else of its deal, else of its account."),
    **{name: FactColumn(TEXT, f"{name.capitalize()} of the account.") for name in _LABELS[1:4]},
    **{name: FactColumn(TEXT, f"{name.capitalize()} of the deal.") for name in _LABELS[4:]},
    "kind": FactColumn(TEXT, "Kind of the activity."),
    "status": FactColumn(TEXT, "Status of the activity, lead or ticket; outcome of the deal."),
    "status_before": FactColumn(TEXT, "The same while the record was not done, where it is known."),
}
_OPEN_STATUS = {"deals": "open", "activities": "planned", "tickets": "open"}
# The columns in which each table keeps the day on which a record was done.
_DONE_AT = {
    "leads": ("converted_at", "disqualified_at"),
    "deals": ("closed_at",),
    "activities": ("done_at",),
    "tickets": ("resolved_at",),
}


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a set: the paths that the CRM has, when it is required."""

    name: str
    paths: Paths
    when_done: bool
    from_stage: str | None


@dataclass(frozen=True, slots=True)
class _Set:
    """A required set as far as this CRM has its fields."""

    name: str
    number: int
    asks: RequiredSet
    fields: tuple[_Field, ...]

    @property
    def entity(self) -> str:
        return self.asks.entity

    @property
    def is_for_done(self) -> bool:
        """Whether a record belongs to the set only once it is done: lost deals."""
        done = DONE[self.entity]
        if done is None or done[0] not in self.asks.when:
            return False
        return set(_accepted(self.asks.when[done[0]])) <= set(done[1])


def field_check_facts(given: Deriving) -> Iterator[Piece]:
    """The fact field_checks, some records at a time."""
    sets = tuple(_sets(given))
    if not sets:
        return
    records = _records(given, sets)
    info = {
        "sets": [
            {
                "name": one.name,
                "entity": one.entity,
                "fields": [item.name for item in one.fields],
            }
            for one in sets
        ]
    }
    for entity in ENTITIES:
        of_entity = [one for one in sets if one.entity == entity]
        for rows in records.batches(entity) if of_entity else ():
            rows = _in_sets(rows, of_entity)
            rows = _with_links(rows, entity, records, of_entity)
            rows = _with_days(rows, entity, given)
            for one in of_entity:
                checks = _checks(rows, one, given)
                through: int | None = checks.select(
                    pl.max_horizontal(pl.col("known_day", "done_day").max())
                ).item()
                yield Piece("field_checks", checks, changed_through=through, info=info)


def _sets(given: Deriving) -> Iterator[_Set]:
    """The sets whose table is mapped, without the fields that the mapping does not give."""
    number = 0
    for name, asks in given.quality.required.items():
        if asks.entity not in given.tables:
            continue
        for column in asks.when:
            _check_column(given, name, asks.entity, column)
        fields = tuple(
            _Field(
                field_name(paths),
                usable,
                when_done=paths not in asks.fields,
                from_stage=asks.from_stage.get(field_name(paths)),
            )
            for paths in asks.all_fields
            if (usable := _usable(given, name, asks.entity, paths))
        )
        if fields:
            yield _Set(name, number, asks, fields)
            number += 1


def _usable(given: Deriving, set_name: str, entity: str, paths: Paths) -> Paths:
    """The paths that the CRM's mapping gives. Errors: UnknownNameError for a column none has."""
    usable = []
    for path in paths:
        link = link_and_column(path)[0]
        table, column = column_at(entity, path)
        if table in given.tables:
            _check_column(given, set_name, table, column)
        if given.gives(table, column) and (link is None or given.gives(entity, f"{link}_id")):
            usable.append(path)
    return tuple(usable)


def _check_column(given: Deriving, set_name: str, table: str, column: str) -> None:
    names = given.tables[table].collect_schema().names()
    if column not in names:
        raise unknown(f"column of {table} in quality.required.{set_name}", column, names)


def _records(given: Deriving, sets: tuple[_Set, ...]) -> Records:
    asked: dict[str, set[str]] = {}
    linked = set()
    for one in sets:
        for path in (path for item in one.fields for path in item.paths):
            table, column = column_at(one.entity, path)
            asked.setdefault(table, set()).add(column)
            if link_and_column(path)[0] is not None:
                linked.add(table)
    return Records(
        given, {name: frozenset(some) for name, some in asked.items()}, frozenset(linked)
    )


def _in_sets(rows: pl.DataFrame, sets: list[_Set]) -> pl.DataFrame:
    """Add which sets each record is in, and leave out the mapping's own fields.

    All that is asked of them is known by now, and their names may be any.
    """
    of_sets = {
        _is_in(one): pl.all_horizontal(
            pl.lit(True), *(_meets(column, value) for column, value in one.asks.when.items())
        )
        for one in sets
    }
    model = TABLES[sets[0].entity].schema
    own = [name for name in rows.columns if name not in model and not is_state(name)]
    return rows.with_columns(**of_sets).drop(own)


def _is_in(one: _Set) -> str:
    return f"is in {one.name}"


def _with_links(
    rows: pl.DataFrame, entity: str, records: Records, sets: list[_Set]
) -> pl.DataFrame:
    """Add what the linked records say: states under the path's name, labels under the link's."""
    key = TABLES[entity].key[0]
    own = records.lookup(entity)
    if own is not None and AMOUNT in own.columns:
        mine = own.select(key, AMOUNT)
        rows = rows.join(mine, on=key, how="left", maintain_order="left")
    paths = {path for one in sets for item in one.fields for path in item.paths}
    for link, target in links_of(entity).items():
        known = records.lookup(target)
        if known is None:
            continue
        columns = {
            state_of(path): state_of(path.partition(".")[2])
            for path in paths
            if link_and_column(path)[0] == link
        }
        if link in ("deal", "account", "owner"):
            columns |= {f"{link}'s {name}": name for name in CONTEXT[target]}
        if not columns:
            continue
        some = known.select(
            pl.col(TABLES[target].key[0]).alias(f"{link}_id"),
            *(pl.col(name).alias(new) for new, name in columns.items()),
        )
        rows = rows.join(some, on=f"{link}_id", how="left", maintain_order="left")
    # A record that links to nothing, or to a record that is not there, has none of its fields.
    return rows.with_columns(pl.col("^state of .*$").fill_null(MISSING))


def _with_days(rows: pl.DataFrame, entity: str, given: Deriving) -> pl.DataFrame:
    """Add created_day, day, is_done and done_day."""
    done = DONE[entity]
    is_done = pl.lit(False) if done is None else pl.col(done[0]).is_in(done[1])
    done_days = [day_of(name, given.business) for name in _DONE_AT.get(entity, ())]
    done_day = pl.coalesce(*done_days, pl.lit(None, DAY))
    rows = rows.with_columns(
        created_day=day_of("created_at", given.business), is_done=is_done.fill_null(False)
    )
    due = [day_of("due_at", given.business)] if entity == "activities" else []
    return rows.with_columns(
        day=pl.coalesce(*due, pl.col("created_day")), done_day=pl.when("is_done").then(done_day)
    )


def _checks(rows: pl.DataFrame, one: _Set, given: Deriving) -> pl.DataFrame:
    """The rows of one set."""
    rows = rows.filter(pl.col(_is_in(one)))
    rows = _with_reached_stages(rows, one, given)
    known_day = pl.col("created_day")
    if one.is_for_done:
        known_day = pl.max_horizontal("created_day", "done_day")
    rows = rows.with_columns(
        states=_states(one, pl.col("is_done")),
        states_before=_states(one, pl.lit(False)),
        known_day=known_day,
    )
    made: dict[str, pl.Expr | pl.Series] = {
        **_labels(rows, one.entity),
        "record_id": pl.col(TABLES[one.entity].key[0]),
        "entity": pl.lit(one.entity),
        "set": pl.lit(one.name),
        "set_number": pl.lit(one.number, DAY),
        "missing": _missing(rows["states"], one),
        "missing_before": _missing(rows["states_before"], one),
    }
    rows = rows.with_columns(**made)
    return rows.with_columns(is_complete=pl.col("missing").is_null()).select(*COLUMNS)


def _meets(column: str, value: Any) -> pl.Expr:
    """True where a column has the value, or one of the accepted ones."""
    return pl.any_horizontal(_is(column, accepted) for accepted in _accepted(value))


def _accepted(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _is(column: str, value: Any) -> pl.Expr:
    if isinstance(value, str | bool):
        text = pl.col(column).cast(pl.String).str.strip_chars()
        return (text == (value if isinstance(value, str) else str(value).lower())).fill_null(False)
    return (pl.col(column).cast(pl.Float64, strict=False) == float(value)).fill_null(False)


def _with_reached_stages(rows: pl.DataFrame, one: _Set, given: Deriving) -> pl.DataFrame:
    """For each stage that fields are required from: has the deal reached it?

    The stage's position counts in the deal's own pipeline. A pipeline without that stage never
    reaches it.
    """
    stages = sorted({item.from_stage for item in one.fields if item.from_stage})
    if not stages:
        return rows
    if "pipelines" not in given.tables:
        return rows.with_columns(pl.lit(False).alias(_reached(stage)) for stage in stages)
    stage_of = [blank_to_null(name) for name in ("pipeline", "stage")]
    positions = given.tables["pipelines"].select(*stage_of, "position").collect()
    rows = rows.with_columns(stage_of)
    for stage in stages:
        start = (
            positions.filter(pl.col("stage") == stage)
            .group_by("pipeline")
            .agg(start=pl.col("position").min())
        )
        beyond = (
            positions.join(start, on="pipeline", nulls_equal=True)
            .filter(pl.col("position") >= pl.col("start"))
            .select("pipeline", "stage", pl.lit(True).alias(_reached(stage)))
            .unique(["pipeline", "stage"])
        )
        rows = rows.join(
            beyond, on=["pipeline", "stage"], how="left", nulls_equal=True, maintain_order="left"
        ).with_columns(pl.col(_reached(stage)).fill_null(False))
    return rows


def _reached(stage: str) -> str:
    return f"reached {stage}"


def _states(one: _Set, is_done: pl.Expr) -> pl.Expr:
    """The octal digits of all fields as one whole number."""
    digits = []
    for place, item in enumerate(one.fields):
        digit = _best([pl.col(state_of(path)) for path in item.paths])
        is_required = (
            is_done
            if item.when_done
            else pl.lit(True)
            if item.from_stage is None
            else pl.col(_reached(item.from_stage)) | is_done
        )
        digit = pl.when(is_required).then(digit).otherwise(pl.lit(NOT_REQUIRED, STATE))
        digits.append(digit.cast(MONEY) * (1 << BITS * place))
    return pl.sum_horizontal(digits)


def _best(states: list[pl.Expr]) -> pl.Expr:
    """The state of alternatives: any that works will do, then any that may, then any at all."""
    if len(states) == 1:
        return states[0]
    best = pl.lit(MISSING, STATE)
    for state in (INVALID, FILLED, VALID):
        has_it = pl.any_horizontal(one == state for one in states)
        best = pl.when(has_it).then(pl.lit(state, STATE)).otherwise(best)
    return best


def _missing(states: pl.Series, one: _Set) -> pl.Series:
    """The names of the missing fields; there are few different `states`."""
    known = states.unique()
    texts = [
        ", ".join(
            item.name
            for place, item in enumerate(one.fields)
            if number >> BITS * place & 7 == MISSING
        )
        for number in known
    ]
    named = pl.Series([text or None for text in texts], dtype=TEXT)
    if states.is_empty():
        return states.cast(TEXT)
    return states.replace_strict(known, named, return_dtype=TEXT)


def _labels(rows: pl.DataFrame, entity: str) -> dict[str, pl.Expr]:
    """Who owns the record and what numbers are cut by: its own, else its deal's or account's."""
    own = TABLES[entity].names

    def label(name: str, *links: str) -> pl.Expr:
        found = [f"{link}'s {name}" for link in links]
        known = [pl.col(column).cast(TEXT) for column in found if column in rows.columns]
        mine = [blank_to_null(name)] if name in own else []
        return pl.coalesce(*mine, *known, pl.lit(None, TEXT))

    # The record's own source, though it is null, is not to be had from another.
    origin = () if "source" in own else ("deal", "account")
    credit = {
        "owner_id": pl.col("owner_id"),
        "team": label("team", "owner"),
        "region": label("region", "owner"),
    }
    done = DONE[entity]
    return {
        **credit,
        **{f"{name}_now": value for name, value in credit.items()},
        "source": label("source", *origin),
        **{name: label(name, "account") for name in ("segment", "industry", "country")},
        **{name: label(name, "deal") for name in ("stage", "pipeline")},
        "kind": label("kind"),
        "status": pl.lit(None, TEXT) if done is None else pl.col(done[0]),
        "status_before": pl.lit(_OPEN_STATUS.get(entity), TEXT),
        AMOUNT: _amount_at_stake(rows, own),
    }


def _amount_at_stake(rows: pl.DataFrame, own: tuple[str, ...]) -> pl.Expr:
    """The amount of the record itself, else of its deal, else of its account's deals."""
    link = "deal" if "deal_id" in own else "account"
    column = AMOUNT if AMOUNT in rows.columns else f"{link}'s {AMOUNT}"
    return pl.col(column) if column in rows.columns else pl.lit(None, MONEY)


def as_known_at(frames: Frames, day: int, info: Mapping[str, Any]) -> nw.LazyFrame[Any]:
    """The checks of the records known at the close of `day`.

    Records entered later are not there, and what was done later was not done yet. The values of
    the fields are today's: a CRM does not keep what stood in them before. What is due after `day`
    counts on the day of its entry.
    """
    checks = frames["field_checks"]
    if info.get("changed_through") is not None and day < info["changed_through"]:
        checks = _rewound(checks.filter(nw.col("known_day") <= day), day)
    is_to_come = nw.col("day") > day
    return checks.with_columns(
        day=nw.when(is_to_come).then(nw.col("created_day")).otherwise(nw.col("day"))
    )


def _rewound(checks: nw.LazyFrame[Any], day: int) -> nw.LazyFrame[Any]:
    """The checks with what was done after `day` as it was before."""
    is_undone = (nw.col("done_day") > day).fill_null(False)
    before = {name: nw.col(f"{name}_before") for name in ("states", "missing")}
    before["status"] = nw.col("status_before")
    # On disk a label is a dictionary, which one engine does not mix with texts.
    checks = checks.with_columns(nw.col("status").cast(nw.String))
    checks = checks.with_columns(
        **{
            name: nw.when(is_undone).then(value).otherwise(nw.col(name))
            for name, value in before.items()
        }
    )
    return checks.with_columns(is_complete=nw.col("missing").is_null())


FIELD_CHECKS = Fact(
    name="field_checks",
    row="a record and a required set",
    key="record_id",
    needs=ENTITIES,
    records_by="entity",
    columns=COLUMNS,
    dimensions=(*_CREDITED, "set", "entity", *_LABELS, "kind", "status"),
    credited=_CREDITED,
    view=as_known_at,
    day_says={
        "day": "the day the record was entered; of an activity, the day it is due",
        "created_day": "the day the record was entered",
    },
)
