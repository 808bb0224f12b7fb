"""Activities: calls, meetings, e-mails, tasks, notes and messages, and how late they were entered.

An activity is known as done from its *recorded* day on, the later of the day it was done and the
day it was entered: before that, the CRM of the day knew of nothing, or of a plan.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.facts.fact import (
    DAY,
    FLAG,
    TEXT,
    Deriving,
    Fact,
    FactColumn,
    Frames,
    Piece,
    blank_to_null,
    day_of,
)
from crm_metrics.facts.people import (
    moved_through,
    places_given,
    programs,
    with_place,
    with_place_now,
)
from crm_metrics.model import TABLES
from crm_metrics.settings import Business

TOUCHES = ("call", "meeting", "email", "message")
ACCOUNT_LABELS = ("source", "segment", "industry", "country")
ROWS_AT_ONCE = 100_000
MINUTES = pl.Int64()
# Where the account of an activity is looked up when the activity does not name it, in this order.
_BEHIND = {"deals": "deal_id", "contacts": "contact_id", "leads": "lead_id"}

_DONE_READS = ("activities.status", "activities.done_at")

COLUMNS: dict[str, FactColumn] = {
    "activity_id": FactColumn(TEXT, "The activity.", ("activities.activity_id",)),
    "kind": FactColumn(TEXT, TABLES["activities"].column("kind").says, ("activities.kind",)),
    "direction": FactColumn(
        TEXT, TABLES["activities"].column("direction").says, ("activities.direction",)
    ),
    "status": FactColumn(TEXT, "Planned, done or cancelled.", ("activities.status",)),
    "created_day": FactColumn(DAY, "Day it was entered.", ("activities.created_at",)),
    "due_day": FactColumn(DAY, "Day it is planned for.", ("activities.due_at",)),
    "done_day": FactColumn(DAY, "Day it was done; null unless its status is done.", _DONE_READS),
    "recorded_day": FactColumn(
        DAY,
        "Day from which the CRM knew it as done: the later of its doing and its entry.",
        (*_DONE_READS, "activities.created_at"),
    ),
    "entry_lag_minutes": FactColumn(
        MINUTES,
        "Whole minutes from its doing to its entry, below 0 where it was planned ahead; null "
        "unless it was done and both are known to the minute.",
        (*_DONE_READS, "activities.created_at"),
    ),
    # An unmapped column means nothing is automatic, so leaving it out costs nothing.
    "is_automatic": FactColumn(FLAG, "True where no person did it: marked so, or by a program."),
    "is_touch": FactColumn(
        FLAG,
        "True for a call, meeting, e-mail or message that a person has done.",
        ("activities.kind", "activities.status"),
    ),
    "owner_id": FactColumn(TEXT, "The user who does it.", ("activities.owner_id",)),
    "team": FactColumn(
        TEXT, "Team on the day it was done, else the day it was entered.", ("users.team",)
    ),
    "region": FactColumn(
        TEXT, "Region on the day it was done, else the day it was entered.", ("users.region",)
    ),
    "owner_id_created": FactColumn(TEXT, "The user who does it.", ("activities.owner_id",)),
    "team_created": FactColumn(TEXT, "Team on the day it was entered.", ("users.team",)),
    "region_created": FactColumn(TEXT, "Region on the day it was entered.", ("users.region",)),
    "owner_id_now": FactColumn(TEXT, "The user who does it.", ("activities.owner_id",)),
    "team_now": FactColumn(TEXT, "Team today.", ("users.team",)),
    "region_now": FactColumn(TEXT, "Region today.", ("users.region",)),
    "account_id": FactColumn(
        TEXT,
        "The account it concerns: its own, else that of its deal, its contact or its lead.",
        ("activities.account_id",),
    ),
    **{
        name: FactColumn(TEXT, TABLES["activities"].column(name).says, (f"activities.{name}",))
        for name in ("contact_id", "deal_id", "lead_id", "ticket_id")
    },
    **{
        name: FactColumn(TEXT, TABLES["accounts"].column(name).says, (f"accounts.{name}",))
        for name in ACCOUNT_LABELS
    },
}


def activity_facts(given: Deriving) -> Iterator[Piece]:
    """The fact activities, some rows at a time."""
    if "activities" not in given.tables:
        return
    places = places_given(given)
    info = {"moved_through": moved_through(places)}
    not_persons = programs(given.tables)
    for rows in in_batches(given.tables["activities"]):
        found = derive_activities(rows, given, places, not_persons)
        through = found.select(pl.max_horizontal("created_day", "done_day").max()).item()
        yield Piece(ACTIVITIES.name, found, changed_through=through, info=info)


def in_batches(rows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """The rows of a table, so many at a time, and at least one batch."""
    count = rows.select(pl.len()).collect().item()
    for start in range(0, max(count, 1), ROWS_AT_ONCE):
        yield rows.slice(start, ROWS_AT_ONCE).collect()


def derive_activities(
    rows: pl.DataFrame, given: Deriving, places: pl.DataFrame, not_persons: list[str]
) -> pl.DataFrame:
    """The fact's rows for these rows of the model."""
    rows = rows.with_columns(
        *(
            blank_to_null(name)
            for name in ("owner_id", "contact_id", "deal_id", "lead_id", "ticket_id", "direction")
        ),
        created_day=day_of("created_at", given.business),
        due_day=day_of("due_at", given.business),
        done_day=done_day(given.business),
        is_automatic=is_automatic(not_persons),
        entry_lag_minutes=_entry_lag(),
    ).with_columns(
        recorded_day=recorded_day(),
        is_touch=pl.col("kind").is_in(TOUCHES)
        & (pl.col("status") == "done").fill_null(False)
        & ~pl.col("is_automatic"),
        owner_id_created="owner_id",
        owner_id_now="owner_id",
    )
    rows = with_account(rows, given)
    rows = _with_labels(rows, given)
    rows = with_place(rows, places, pl.coalesce("done_day", "created_day"))
    rows = with_place(rows, places, pl.col("created_day"), "_created")
    rows = with_place(rows, places, pl.lit(None), "_now")
    return rows.select(*COLUMNS)


def done_day(business: Business) -> pl.Expr:
    """The day a model activity was done; null where it is not done, or nobody knows when."""
    return pl.when(pl.col("status") == "done").then(day_of("done_at", business))


def recorded_day() -> pl.Expr:
    """The day from which a done activity is in the CRM; null where there is no done_day."""
    is_done = pl.col("done_day").is_not_null()
    return pl.when(is_done).then(pl.max_horizontal("done_day", "created_day"))


def is_automatic(not_persons: list[str]) -> pl.Expr:
    """True where no person did a model activity."""
    by_program = pl.col("owner_id").is_in(not_persons).fill_null(False)
    return pl.col("is_automatic").fill_null(False) | by_program


def _entry_lag() -> pl.Expr:
    # Rounded down, so that what was entered a second before it was done counts as planned ahead.
    minutes = (pl.col("created_at") - pl.col("done_at")).dt.total_microseconds() // 60_000_000
    is_timed = ~(
        pl.col("done_on_only").fill_null(False) | pl.col("created_on_only").fill_null(False)
    )
    return pl.when((pl.col("status") == "done") & is_timed).then(minutes)


def with_account(rows: pl.DataFrame, given: Deriving) -> pl.DataFrame:
    """Fill in the account where only the deal, contact or lead is named."""
    rows = rows.with_columns(blank_to_null("account_id"))
    for table, key in _BEHIND.items():
        wanted = rows.filter(pl.col("account_id").is_null())[key].drop_nulls().unique()
        if table not in given.tables or wanted.is_empty():
            continue
        # Looked up for each batch: the whole table would be in memory all along.
        found = (
            given.tables[table]
            .select(key, _account=blank_to_null("account_id"))
            .filter(pl.col(key).is_in(wanted.implode()))
            .collect()
            .unique(key, keep="first")
        )
        rows = (
            rows.join(found, on=key, how="left", maintain_order="left")
            .with_columns(account_id=pl.coalesce("account_id", "_account"))
            .drop("_account")
        )
    return rows


def _with_labels(rows: pl.DataFrame, given: Deriving) -> pl.DataFrame:
    return rows.join(
        labels_of(rows["account_id"], given), on="account_id", how="left", maintain_order="left"
    )


def labels_of(accounts: pl.Series, given: Deriving) -> pl.DataFrame:
    """account_id and what is carried over from an account, for these accounts."""
    if "accounts" not in given.tables:
        return pl.DataFrame(schema=dict.fromkeys(("account_id", *ACCOUNT_LABELS), TEXT))
    wanted = accounts.drop_nulls().unique()
    return (
        given.tables["accounts"]
        .filter(pl.col("account_id").is_in(wanted.implode()))
        .select("account_id", *(blank_to_null(name) for name in ACCOUNT_LABELS))
        .collect()
        .unique("account_id", keep="first")
    )


def as_known_at(frames: Frames, day: int, info: Mapping[str, Any]) -> nw.LazyFrame[Any]:
    """The activities entered by the close of `day`; those done later were still planned.

    What the CRM keeps no history of (who owns it, whether it was cancelled, what it concerns)
    is today's.
    """
    rows = frames["activities"].filter(nw.col("created_day") <= day)
    is_later = (nw.col("done_day") > day).fill_null(False)
    rows = rows.with_columns(
        status=nw.when(is_later).then(nw.lit("planned")).otherwise(nw.col("status")),
        is_touch=nw.col("is_touch") & ~is_later,
        **{
            name: nw.when(~is_later).then(nw.col(name))
            for name in ("recorded_day", "entry_lag_minutes", "done_day")
        },
        **{
            name: nw.when(is_later).then(nw.col(f"{name}_created")).otherwise(nw.col(name))
            for name in ("team", "region")
        },
    )
    return with_place_now(rows, frames, day, info)


ACTIVITIES = Fact(
    name="activities",
    row="an activity",
    key="activity_id",
    noun="activity",
    needs=("activities",),
    columns=COLUMNS,
    dimensions=(
        "owner_id",
        "team",
        "region",
        "kind",
        "direction",
        "status",
        *ACCOUNT_LABELS,
    ),
    credited=("owner_id", "team", "region"),
    credit_of_day={"created_day": "_created", "due_day": "_now"},
    day_says={
        "created_day": "the day it was entered",
        "due_day": "the day it is planned for",
        "done_day": "the day it was done",
        "recorded_day": "the day from which the CRM knew it as done",
    },
    view=as_known_at,
)
