"""Attentions: when somebody last looked after a record, as the CRM of every past day knew it.

An attention is a save of the record by a person, or a done activity of a person on it. An activity
is one for every record it names and for the account behind them; a save only for the record that
was saved. `updated_at` is not asked: jobs move it. One fact per kind of record, one row per record
and span of days `[from_day, to_day)` between two attentions; the days since the last one are then
a matter of the row alone.

An attention counts from the day the CRM knew of it: a call entered a week late leaves the record
unattended in that week, because that is what everybody saw.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.facts.activities import (
    ACCOUNT_LABELS,
    done_day,
    in_batches,
    is_automatic,
    labels_of,
    recorded_day,
    with_account,
)
from crm_metrics.facts.fact import (
    DAY,
    TEXT,
    Deriving,
    Fact,
    FactColumn,
    Frames,
    Piece,
    View,
    blank_to_null,
    day_of,
)
from crm_metrics.facts.file import FactFile
from crm_metrics.facts.people import places_given, programs, spans_of_places
from crm_metrics.facts.slices import in_slices
from crm_metrics.model import TABLES
from crm_metrics.settings import Business

ROWS_PER_SLICE = 400_000
CREDITED = ("owner_id", "team", "region")
KEYS = {
    "deals": "deal_id",
    "accounts": "account_id",
    "contacts": "contact_id",
    "leads": "lead_id",
}
DEAL_LABELS = ("source", "product", "segment", "industry", "country")
_KINDS = ("edited_day", "active_day")
_ENDED = ("converted", "disqualified")


def name_of(table: str) -> str:
    """The fact about the attentions of a table's records."""
    return f"{KEYS[table].removesuffix('_id')}_attentions"


def attention_facts(given: Deriving) -> Iterator[Piece]:
    """The attentions of accounts, contacts and leads; those of deals are made beside the deals."""
    places = places_given(given)
    for table, lives in _LIVES.items():
        events = events_of(table, given) if table in given.tables else {}
        if not events:
            continue
        sliced = {table: lives(given.tables[table], given.business), **events}
        records = _records_per_slice(sliced)
        for some in in_slices(sliced, KEYS[table], records, given.folder):
            spans = spans_of_places(some[table].filter(pl.col("from_day").is_not_null()), places)
            rows = with_attention(spans, [some[name] for name in events], KEYS[table])
            if table == "contacts":
                rows = rows.join(labels_of(rows["account_id"], given), on="account_id", how="left")
            yield _piece(table, rows)


def _records_per_slice(tables: Mapping[str, pl.LazyFrame]) -> int:
    """So many records that a slice of all tables together has a size that fits any memory."""
    counts: list[int] = [rows.select(pl.len()).collect().item() for rows in tables.values()]
    return max(1, counts[0] * ROWS_PER_SLICE // max(sum(counts), 1))


def deal_attentions(states: pl.DataFrame, deals: pl.DataFrame, events: list[pl.DataFrame]) -> Piece:
    """The attentions of deals while they were open.

    `states` and `deals` are rows of the facts of these names, `events` those of `events_of`.
    """
    spans = states.filter(pl.col("outcome") == "open").select(
        "deal_id", "from_day", "to_day", "pipeline", "stage", *CREDITED
    )
    rows = with_attention(spans, events, "deal_id")
    fixed = deals.select("deal_id", "account_id", "created_day", *DEAL_LABELS)
    return _piece("deals", rows.join(fixed, on="deal_id", how="left"))


def _piece(table: str, rows: pl.DataFrame) -> Piece:
    fact = FACTS_OF[table]
    rows = rows.with_columns(
        attended_day=pl.max_horizontal(*_KINDS),
        **{f"{name}_now": name for name in CREDITED},
    )
    through: int | None = rows.select(pl.col("from_day").max()).item()
    return Piece(fact.name, rows.select(*fact.columns), changed_through=through)


def _lives_of_accounts(accounts: pl.LazyFrame, business: Business) -> pl.LazyFrame:
    """Accounts, from the day they were entered on."""
    labels = ("account_id", "owner_id", *ACCOUNT_LABELS)
    return accounts.select(*(blank_to_null(name) for name in labels), **_from_entry(business))


def _lives_of_contacts(contacts: pl.LazyFrame, business: Business) -> pl.LazyFrame:
    """Contacts, from the day they were entered on."""
    labels = ("contact_id", "account_id", "owner_id")
    return contacts.select(*(blank_to_null(name) for name in labels), **_from_entry(business))


def _from_entry(business: Business) -> dict[str, pl.Expr]:
    created = day_of("created_at", business)
    return {"created_day": created, "from_day": created, "to_day": pl.lit(None, DAY)}


def _lives_of_leads(leads: pl.LazyFrame, business: Business) -> pl.LazyFrame:
    """Leads, from their entry to the day they became something else or were given up.

    A lead that is over, nobody knows since when, has no day on which it was certainly open.
    """
    ended = pl.min_horizontal(day_of("converted_at", business), day_of("disqualified_at", business))
    is_over = pl.col("status").is_in(_ENDED).fill_null(False)
    created = day_of("created_at", business)
    return leads.select(
        *(blank_to_null(name) for name in ("lead_id", "owner_id", "source", "campaign_id")),
        created_day=created,
        from_day=pl.when(~(is_over & ended.is_null())).then(created),
        to_day=pl.when(is_over).then(ended),
    )


_LIVES: dict[str, Callable[[pl.LazyFrame, Business], pl.LazyFrame]] = {
    "accounts": _lives_of_accounts,
    "contacts": _lives_of_contacts,
    "leads": _lives_of_leads,
}


def events_of(table: str, given: Deriving) -> dict[str, pl.LazyFrame]:
    """What counts as an attention of a table's records; empty where nothing of it is mapped.

    Frames of the record's key (null where a row does not count), from_day (the day the CRM knew
    of it) and the day it happened: edited_day or active_day.
    """
    key, not_persons = KEYS[table], programs(given.tables)
    events: dict[str, pl.LazyFrame] = {}
    if "edits" in given.tables:
        events["edits"] = _edits(given, table, key, not_persons)
    if "activities" in given.tables:
        events["activities"] = (
            _activities_of_accounts(given, not_persons)
            if table == "accounts"
            else _done(given.tables["activities"], key, given, not_persons)
        )
    return events


def _edits(given: Deriving, table: str, key: str, not_persons: list[str]) -> pl.LazyFrame:
    is_of_table = pl.col("entity").str.strip_chars().str.to_lowercase() == table
    by_program = pl.col("user_id").is_in(not_persons).fill_null(False)
    day = day_of("edited_at", given.business)
    # Nothing is filtered here: a table is cut into slices by the numbers of its rows.
    return given.tables["edits"].select(
        pl.when(is_of_table & ~by_program).then("record_id").alias(key),
        from_day=day,
        edited_day=day,
    )


def _done(
    activities: pl.LazyFrame, key: str, given: Deriving, not_persons: list[str]
) -> pl.LazyFrame:
    days = activities.with_columns(
        created_day=day_of("created_at", given.business), done_day=done_day(given.business)
    )
    counts = pl.col("done_day").is_not_null() & ~is_automatic(not_persons)
    return days.select(
        pl.when(counts).then(blank_to_null(key)).alias(key),
        from_day=recorded_day(),
        active_day="done_day",
    )


def _activities_of_accounts(given: Deriving, not_persons: list[str]) -> pl.LazyFrame:
    """As `_done`, with the account that stands behind a deal, a contact or a lead."""
    parts = (
        _done(with_account(rows, given).lazy(), "account_id", given, not_persons)
        .filter(pl.col("account_id").is_not_null())
        .collect()
        for rows in in_batches(given.tables["activities"])
    )
    if given.folder is None:
        return pl.concat(parts).lazy()
    file = given.folder / "activities_of_accounts.parquet"
    with FactFile(file) as written:
        for part in parts:
            written.add(part)
    return pl.scan_parquet(file)


def with_attention(spans: pl.DataFrame, events: list[pl.DataFrame], key: str) -> pl.DataFrame:
    """Cut every span where the record was attended; add edited_day and active_day.

    Each is the last such day that the CRM knew of in the span; null before the first.
    """
    spans = spans.with_row_index("_span")
    happened = pl.concat(events, how="diagonal").filter(
        pl.col(key).is_not_null(), pl.col("from_day").is_not_null()
    )
    missing = [name for name in _KINDS if name not in happened.columns]
    happened = happened.with_columns(pl.lit(None, DAY).alias(name) for name in missing)
    begins = spans.select(key, "from_day", "_span")
    points = (
        pl.concat([begins, happened], how="diagonal")
        .group_by(key, "from_day")
        .agg(pl.col("_span", *_KINDS).max())
        .sort(key, "from_day")
        .with_columns(
            # An activity entered late is not the last one.
            pl.col(*_KINDS).cum_max().forward_fill().over(key),
            pl.col("_span").forward_fill().over(key),
            _next=pl.col("from_day").shift(-1).over(key),
        )
        .filter(pl.col("_span").is_not_null())
    )
    cut = points.join(spans.drop(key, "from_day"), on="_span", how="left")
    cut = cut.with_columns(to_day=pl.min_horizontal("to_day", "_next"))
    is_in_span = pl.col("to_day").is_null() | (pl.col("from_day") < pl.col("to_day"))
    return cut.filter(is_in_span).drop("_span", "_next").sort(key, "from_day")


def _known_at(name: str) -> View:
    def view(frames: Frames, day: int, info: Mapping[str, Any]) -> nw.LazyFrame[Any]:
        """The spans that had begun by the close of `day`; the one that held then has no end."""
        begun = frames[name].filter(nw.col("from_day") <= day)
        return begun.with_columns(to_day=nw.when(nw.col("to_day") <= day).then(nw.col("to_day")))

    return view


def _column(table: str, name: str, says: str) -> FactColumn:
    return FactColumn(TEXT, says, (f"{table}.{name}",))


def _fact(table: str, row: str, lives: tuple[str, ...], labels: Mapping[str, FactColumn]) -> Fact:
    """The fact of a table's records, made of the model columns `lives` beside what attends them."""
    key, name = KEYS[table], name_of(table)
    credit = {
        "owner_id": FactColumn(TEXT, "Owner in the span.", (f"{table}.owner_id",)),
        "team": FactColumn(TEXT, "Team in the span.", ("users.team",)),
        "region": FactColumn(TEXT, "Region in the span.", ("users.region",)),
    }
    return Fact(
        name=name,
        row=f"{row} and a span of days between two attentions",
        key=key,
        needs=(table, "edits or activities"),
        columns={
            key: FactColumn(TEXT, "The record.", (f"{table}.{key}",)),
            "from_day": FactColumn(
                DAY, "First day of the span.", tuple(f"{table}.{item}" for item in lives)
            ),
            "to_day": FactColumn(DAY, "First day after the span; null while it holds."),
            "created_day": FactColumn(DAY, "Day of the entry.", (f"{table}.created_at",)),
            "edited_day": FactColumn(
                DAY, "Day a person last saved it, as known in the span.", ("edits.edited_at",)
            ),
            "active_day": FactColumn(
                DAY,
                "Day a person last did an activity on it, as known in the span.",
                ("activities.status", "activities.done_at"),
            ),
            # Either of the two tables will do, so none of their columns is needed.
            "attended_day": FactColumn(DAY, "The later of the two; null where there is neither."),
            **{
                f"{item}{suffix}": column
                for suffix in ("", "_now")
                for item, column in credit.items()
            },
            **labels,
        },
        dimensions=(*CREDITED, *(item for item in labels if item != "account_id")),
        credited=CREDITED,
        view=_known_at(name),
        noun=table.removesuffix("s"),
    )


def _labels(table: str, *names: str) -> dict[str, FactColumn]:
    return {
        name: FactColumn(TEXT, TABLES[table].column(name).says, (f"{table}.{name}",))
        for name in names
    }


_OF_ACCOUNT = _labels("accounts", *ACCOUNT_LABELS)
FACTS_OF: dict[str, Fact] = {
    "deals": _fact(
        "deals",
        "an open deal",
        ("created_at", "outcome"),
        _labels("deals", "account_id", "pipeline", "stage", "source", "product")
        | _labels("accounts", "segment", "industry", "country"),
    ),
    "accounts": _fact("accounts", "an account", ("created_at",), _OF_ACCOUNT),
    "contacts": _fact(
        "contacts", "a contact", ("created_at",), _labels("contacts", "account_id") | _OF_ACCOUNT
    ),
    "leads": _fact(
        "leads",
        "an open lead",
        ("created_at", "status"),
        _labels("leads", "source", "campaign_id"),
    ),
}
