"""Activities as facts, and how late they are entered, worked out by hand."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_metrics.calendar import Period, to_day
from crm_metrics.engines import PolarsEngine
from crm_metrics.errors import NotMappedError
from crm_metrics.facts.activities import ACTIVITIES
from crm_metrics.measure import measure
from crm_metrics.records import account_of_rows, rows_of, set_aside, set_aside_rows
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.duckdb_engine import DuckDBEngine
from tests.literal import deals, table

AS_OF = date(2026, 4, 1)
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
NAMES = ("activity_id", "kind", "owner_id", "status", "done_at", "created_at")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def activities(*rows: tuple, **same) -> pl.DataFrame:
    """Activities from (activity_id, kind, owner, status, done, entered) rows."""
    return table("activities", [{**dict(zip(NAMES, row, strict=False)), **same} for row in rows])


GOLDEN = activities(
    ("at once", "call", "ana", "done", at("2026-01-05 10:00"), at("2026-01-05 10:00")),
    ("an hour later", "call", "ana", "done", at("2026-01-06 10:00"), at("2026-01-06 11:00")),
    ("next day", "meeting", "ana", "done", at("2026-01-07 09:00"), at("2026-01-08 09:00")),
    ("a week later", "email", "bo", "done", at("2026-01-28 09:00"), at("2026-02-04 09:00")),
    ("planned ahead", "meeting", "bo", "done", at("2026-02-10 09:00"), at("2026-01-20 09:00")),
    ("a second ahead", "call", "bo", "done", at("2026-03-01 09:00"), at("2026-03-01 08:59")),
    ("still planned", "call", "bo", "planned", None, at("2026-03-01 09:00")),
    ("called off", "call", "bo", "cancelled", None, at("2026-03-01 09:00")),
    ("nobody knows when", "call", "bo", "done", None, at("2026-03-01 09:00")),
    ("before the quarter", "call", "bo", "done", at("2025-12-30 09:00"), at("2025-12-31 09:00")),
    ("some time that day", "call", "ana", "done", "2026-01-09", at("2026-01-09 18:00")),
    ("newsletter", "email", "ana", "done", at("2026-01-09 18:00"), at("2026-01-09 18:00")),
).with_columns(
    done_on_only=pl.col("activity_id") == "some time that day",
    is_automatic=pl.col("activity_id") == "newsletter",
)
USERS = table(
    "users",
    [
        dict(user_id="ana", name="Ana", team="South", role="Sales rep"),
        dict(user_id="bo", name="Bo", team="South", role="Sales rep"),
        dict(user_id="sync", name="Sync", role="System"),
    ],
)
MOVES = table(
    "user_changes",
    [
        dict(
            user_id="ana", field="team", old_value="North", new_value="South",
            changed_at="2026-01-07",
        )
    ],
)  # fmt: skip
MODEL = {"activities": GOLDEN, "users": USERS, "user_changes": MOVES}


@pytest.fixture
def crm(engine) -> Tables:
    return Tables.from_model(MODEL, Business(), AS_OF, engine=engine)


def test_entry_lag_of_the_quarter(crm):
    row = measure("entry_lag", crm, QUARTER).row(0, named=True)
    # 0, 1, 24 and 168 hours: median 12.5, mean 48.25, P80 at 2.4 steps, P90 at 2.7.
    assert (row["count"], row["planned_ahead"]) == (4, 2)
    assert (row["entry_lag_median"], row["entry_lag_mean"]) == (12.5, 48.25)
    assert row["entry_lag_p80"] == pytest.approx(24 + 0.4 * 144)
    assert row["entry_lag_p90"] == pytest.approx(24 + 0.7 * 144)
    assert row["entry_lag_median_low"] is None


def test_entry_lag_is_counted_in_the_month_of_the_entry(crm):
    frame = measure("entry_lag", crm, QUARTER, by=["month"])
    columns = ("month", "count", "planned_ahead", "entry_lag_median")
    assert frame.select(columns).rows() == [
        (date(2026, 1, 1), 3, 0, 1.0),
        # What was planned ahead counts on the day it was done.
        (date(2026, 2, 1), 1, 1, 168.0),
        (date(2026, 3, 1), 0, 1, None),
    ]


def test_entry_lag_by_owner_kind_and_the_team_on_the_day_it_was_done(crm):
    def cut(field: str, **asked) -> list[tuple]:
        frame = measure("entry_lag", crm, QUARTER, by=[field], **asked)
        return frame.select(frame.columns[0], "count", "planned_ahead").rows()

    assert cut("owner") == [("ana", 3, 0), ("bo", 1, 2)]
    assert cut("kind") == [("call", 2, 1), ("email", 1, 0), ("meeting", 1, 1)]
    assert cut("team") == [("North", 2, 0), ("South", 2, 2)]
    assert cut("team", credit="now") == [("South", 4, 2)]


def test_what_cannot_be_timed_is_set_aside_with_its_reason(crm):
    assert dict(set_aside("entry_lag", crm, QUARTER).iter_rows()) == {
        "known by the day only, not by the hour": 1,
        "period unknown: done, but no day it was done": 1,
    }
    assert set(set_aside_rows("entry_lag", crm, QUARTER)["id"]) == {
        "nobody knows when",
        "some time that day",
    }
    account = account_of_rows("entry_lag", crm, QUARTER)
    assert account == {"candidates": 9, "used": 6, "outside": 1, "set_aside": 2}
    rows = dict(rows_of("entry_lag", crm, QUARTER).select("id", "value").rows())
    assert (rows["a week later"], rows["planned ahead"]) == (168, -504)


def test_as_of_a_past_day_later_entries_are_hidden_and_what_is_done_later_is_planned(crm):
    row = measure("entry_lag", crm, QUARTER, as_of=date(2026, 2, 3)).row(0, named=True)
    assert (row["count"], row["planned_ahead"]) == (3, 0)
    row = measure("entry_lag", crm, QUARTER, as_of=date(2026, 2, 4)).row(0, named=True)
    assert (row["count"], row["planned_ahead"]) == (4, 0)
    rows = crm.engine.collect([crm.fact("activities", date(2026, 2, 3))])[0]
    ahead = rows.row(by_predicate=pl.col("activity_id") == "planned ahead", named=True)
    assert (ahead["status"], ahead["is_touch"], ahead["done_day"]) == ("planned", False, None)
    assert rows.filter(activity_id="a week later").is_empty()


def test_with_planned_ahead_only_there_is_no_lag_and_with_nothing_counts_are_0():
    ahead = Tables.from_model({"activities": GOLDEN[4:5]}, Business(), AS_OF)
    row = measure("entry_lag", ahead, QUARTER).row(0, named=True)
    assert (row["count"], row["planned_ahead"], row["entry_lag_median"]) == (0, 1, None)
    for engine in (PolarsEngine(), DuckDBEngine()):
        empty = Tables.from_model({"activities": GOLDEN[:0]}, Business(), AS_OF, engine=engine)
        frame = measure("entry_lag", empty, QUARTER)
        assert frame.schema == measure("entry_lag", ahead, QUARTER).schema
        assert set(frame.row(0)) == {0, None}
        assert measure("entry_lag", empty, QUARTER, by=["team"]).height == 0


def test_without_activities_the_metric_says_so():
    tables = Tables.from_model({"users": USERS}, Business(), AS_OF)
    with pytest.raises(NotMappedError, match="no activities mapped"):
        measure("entry_lag", tables)


def test_the_row_of_an_activity():
    model = {
        "activities": activities(
            ("a", "call", "ana", "done", at("2026-01-08 02:00"), at("2026-01-06 12:00")),
            direction=" out ", deal_id="Deal", due_at=at("2026-01-09 04:59"),
        ),
        "deals": deals(("Deal", "2026-01-01", None, "open", 1)).with_columns(
            account_id=pl.lit("Acme")
        ),
        "accounts": table(
            "accounts",
            [
                dict(
                    account_id="Acme", name="Acme", segment="Big", source="Fair", industry=" ",
                    country="DE", created_at="2025-01-01",
                )
            ],
        ),
        "users": USERS,
        "user_changes": MOVES,
    }  # fmt: skip
    zone = Business(timezone="America/New_York")
    rows = Tables.from_model(model, zone, AS_OF).fact("activities", AS_OF).collect()
    assert dict(rows.to_native().schema) == ACTIVITIES.schema
    assert rows.to_native().row(0, named=True) == {
        "activity_id": "a", "kind": "call", "direction": "out", "status": "done",
        "created_day": to_day(date(2026, 1, 6)), "due_day": to_day(date(2026, 1, 8)),
        # In New York it was still the evening before.
        "done_day": to_day(date(2026, 1, 7)), "recorded_day": to_day(date(2026, 1, 7)),
        "entry_lag_minutes": -38 * 60, "is_automatic": False, "is_touch": True,
        "owner_id": "ana", "team": "South", "region": None,
        "owner_id_created": "ana", "team_created": "North", "region_created": None,
        "owner_id_now": "ana", "team_now": "South", "region_now": None,
        "account_id": "Acme", "contact_id": None, "deal_id": "Deal", "lead_id": None,
        "ticket_id": None, "source": "Fair", "segment": "Big", "industry": None, "country": "DE",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "owner", "status", "is_automatic", "touches"),
    [
        ("call", "ana", "done", None, True),
        ("message", None, "done", False, True),
        ("note", "ana", "done", False, False),
        ("task", "ana", "done", False, False),
        ("email", "ana", "done", True, False),
        ("email", "sync", "done", None, False),
        ("meeting", "ana", "planned", False, False),
        ("meeting", "ana", "cancelled", False, False),
    ],
)
def test_a_touch_is_a_call_meeting_email_or_message_that_a_person_has_done(
    kind, owner, status, is_automatic, touches
):
    rows = activities(
        ("a", kind, owner, status, "2026-01-05", "2026-01-05"), is_automatic=is_automatic
    )
    tables = Tables.from_model({"activities": rows, "users": USERS}, Business(), AS_OF)
    found = tables.fact("activities", AS_OF).select("is_touch").collect().to_native()
    assert found["is_touch"].to_list() == [touches]


DAY = st.integers(0, 40)
START = date(2026, 1, 1)


def instant(day: int) -> datetime:
    return datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day)


def known_on(calls: list, moved: int, day: int) -> dict[str, pl.DataFrame]:
    """The CRM's tables as they stood at the close of `day`."""
    has_moved = moved <= day
    return {
        "activities": activities(
            *(
                (str(number), kind, "ana", "done", instant(done), instant(entered))
                if done <= day
                else (str(number), kind, "ana", "planned", None, instant(entered))
                for number, (kind, done, entered) in enumerate(calls)
                if entered <= day
            )
        ),
        "users": table("users", [dict(user_id="ana", name="Ana", team="NS"[has_moved])]),
        "user_changes": table(
            "user_changes",
            [
                dict(user_id="ana", field="team", old_value="N", new_value="S",
                     changed_at=instant(moved))
            ] if has_moved else [],
        ),
    }  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(
    calls=st.lists(st.tuples(st.sampled_from(["call", "note"]), DAY, DAY), max_size=8),
    moved=DAY,
    day=DAY,
)
def test_as_of_a_day_equals_a_snapshot_made_on_that_day(calls, moved, day):
    as_of = START + timedelta(days=day)
    today = Tables.from_model(known_on(calls, moved, 40), Business(), START + timedelta(days=40))
    then = Tables.from_model(known_on(calls, moved, day), Business(), as_of)
    names = ACTIVITIES.schema
    rows = [
        tables.fact("activities", as_of).select(*names).sort("activity_id").collect().to_native()
        for tables in (today, then)
    ]
    assert rows[0].equals(rows[1])
    period = Period(START, START + timedelta(days=50))
    for asked in (dict(), dict(by=["week"]), dict(by=["team"]), dict(by=["team"], credit="now")):
        found = measure("entry_lag", today, period, as_of=as_of, **asked)
        assert found.equals(measure("entry_lag", then, period, as_of=as_of, **asked)), asked
