"""Freshness and dormant clients on records whose answers were worked out by hand."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_metrics.calendar import Period
from crm_metrics.engines import PolarsEngine
from crm_metrics.errors import NotMappedError
from crm_metrics.measure import measure
from crm_metrics.records import account_of_rows, rows_of
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.duckdb_engine import DuckDBEngine
from tests.literal import deals, table

AS_OF = date(2026, 4, 1)
METRICS = (
    "freshness_deals",
    "freshness_accounts",
    "freshness_contacts",
    "freshness_leads",
    "dormant_clients",
)
USERS = (
    dict(user_id="ana", name="Ana", team="North", role="Sales rep"),
    dict(user_id="bo", name="Bo", team="South", role="Sales rep"),
    dict(user_id="sync", name="Sync", role="Integration"),
)
# 90 days that end with 1 April begin on 2 January, 180 days on 4 October.
CALLS = (
    ("call on its first fresh day", "2026-01-02", "2026-01-02", {"deal_id": "just fresh"}),
    ("call a day before", "2026-01-01", "2026-01-01", {"deal_id": "just stale"}),
    ("call on the contact", "2026-03-01", "2026-03-01", {"contact_id": "Carl"}),
    ("entered late", "2026-02-01", "2026-03-20", {"deal_id": "late entry"}),
    ("call on the lead", "2025-12-01", "2025-12-01", {"lead_id": "old lead"}),
    ("still planned", None, "2026-03-01", {"deal_id": "never"}),
    ("nobody knows when", None, "2026-03-01", {"deal_id": "never"}),
    ("newsletter", "2026-03-01", "2026-03-01", {"deal_id": "never"}),
    ("by the integration", "2026-03-01", "2026-03-01", {"deal_id": "never"}),
)
EDITS = (
    ("deals", "saved", "ana", "2026-03-31"),
    ("deals", "never", "sync", "2026-03-31"),
    ("accounts", "Acme", "bo", "2025-10-05"),
    ("accounts", "Bits", "bo", "2025-10-03"),
    ("contacts", "Cleo", None, "2026-03-30"),
)


def model(without: tuple[str, ...] = ()) -> dict[str, pl.DataFrame]:
    frames = {
        "users": table("users", USERS),
        "deals": deals(
            ("just fresh", "2025-01-01", None, "open", 1, "ana"),
            ("just stale", "2025-01-01", None, "open", 1, "ana"),
            ("late entry", "2025-01-01", None, "open", 1, "bo"),
            ("saved", "2025-01-01", None, "open", 1, "bo"),
            ("never", "2025-01-01", None, "open", 1, None),
            ("won in March", "2025-01-01", "2026-03-10", "won", 1, "bo"),
        ).with_columns(
            account_id=pl.when(pl.col("deal_id") == "just fresh").then(pl.lit("Bits")),
        ),
        "accounts": table(
            "accounts",
            [
                dict(account_id="Acme", name="Acme", segment="Big", created_at="2025-01-01"),
                dict(account_id="Bits", name="Bits", segment="Small", created_at="2025-01-01"),
                dict(account_id="Coda", name="Coda", segment="Small", created_at="2025-01-01"),
                dict(account_id="Dune", name="Dune", segment=None, created_at="2026-02-01"),
            ],
        ),
        "contacts": table(
            "contacts",
            [
                dict(contact_id="Carl", account_id="Acme", created_at="2025-01-01"),
                dict(contact_id="Cleo", account_id="Coda", created_at="2025-01-01"),
                dict(contact_id="Cyd", account_id=None, created_at="2025-01-01"),
            ],
        ),
        "leads": table(
            "leads",
            [
                dict(lead_id="old lead", status="working", created_at="2025-01-01"),
                dict(lead_id="new lead", status="new", created_at="2026-03-01"),
                dict(
                    lead_id="converted", status="converted", created_at="2025-01-01",
                    converted_at="2026-03-10",
                ),
                dict(lead_id="lost track of", status="converted", created_at="2025-01-01"),
            ],
        ),
        "activities": table(
            "activities",
            [
                dict(
                    activity_id=name, kind="call", created_at=entered, done_at=done,
                    status="planned" if name == "still planned" else "done",
                    is_automatic=name == "newsletter",
                    owner_id="sync" if name == "by the integration" else "ana",
                    **on,
                )
                for name, done, entered, on in CALLS
            ],
        ),
        "edits": table(
            "edits",
            [
                dict(entity=entity, record_id=record, user_id=user, edited_at=day)
                for entity, record, user, day in EDITS
            ],
        ),
    }  # fmt: skip
    return {name: rows for name, rows in frames.items() if name not in without}


@pytest.fixture
def crm(engine) -> Tables:
    return Tables.from_model(model(), Business(), AS_OF, engine=engine)


def numbers(name: str, tables: Tables, *columns: str, **asked) -> list[tuple]:
    return measure(name, tables, **asked).select(columns).rows()


def test_records_are_fresh_for_90_and_for_180_days(crm):
    expected = {
        # Fresh: just fresh, late entry, saved; just stale and two more within 180 days.
        "freshness_deals": (3, 5, 4),
        # Acme by the call on its contact, Bits by the call on its deal; by edits alone neither.
        "freshness_accounts": (2, 4, 2),
        # Carl was called, Cleo saved by somebody unknown; Cyd never.
        "freshness_contacts": (2, 3, 2),
        # The converted one is no longer open, and of the one that was lost track of nobody knows.
        "freshness_leads": (0, 2, 1),
    }
    found = {
        name: measure(name, crm).select("fresh", "records", "fresh_180").row(0) for name in expected
    }
    assert found == expected


def test_shares_have_wilson_intervals(crm):
    row = measure("freshness_deals", crm).row(0, named=True)
    assert (row["freshness_deals"], row["freshness_deals_180"]) == (0.6, 0.8)
    # Wilson's interval of 3 of 5 and of 4 of 5, as the roots of his quadratic.
    ends = [row[f"freshness_deals{end}"] for end in ("_low", "_high", "_180_low", "_180_high")]
    assert ends == pytest.approx([0.230724, 0.882379, 0.375535, 0.963776], abs=5e-7)


def test_other_days_can_be_asked_for(crm):
    row = measure("freshness_deals", crm, at=[2]).row(0, named=True)
    assert (row["fresh"], row["records"], row["horizon_days"], row["fresh_180"]) == (1, 5, 2, 4)
    row = measure("dormant_clients", crm, at=[32]).row(0, named=True)
    assert (row["dormant"], row["accounts"], row["horizon_days"]) == (3, 4, 32)


def test_clients_are_dormant_without_an_activity_and_count_from_their_entry(crm):
    # Acme was called through its contact, Bits through its deal; Dune is 59 days old.
    row = measure("dormant_clients", crm).row(0, named=True)
    assert (row["dormant"], row["accounts"], row["dormant_clients"]) == (1, 4, 0.25)


def test_freshness_by_owner_and_by_segment(crm):
    columns = ("owner_id", "fresh", "records")
    assert numbers("freshness_deals", crm, *columns, by=["owner"]) == [
        ("ana", 1, 2), ("bo", 2, 2), (None, 0, 1),
    ]  # fmt: skip
    columns = ("segment", "fresh", "records")
    assert numbers("freshness_accounts", crm, *columns, by=["segment"]) == [
        ("Big", 1, 1), ("Small", 1, 2), (None, 0, 1),
    ]  # fmt: skip


def test_a_late_entry_counts_from_the_day_it_was_entered(crm):
    period = Period(date(2026, 3, 1), date(2026, 4, 1))
    days = dict(numbers("freshness_deals", crm, "day", "fresh", by=["day"], period=period))
    assert days[date(2026, 3, 20)] - days[date(2026, 3, 19)] == 1


def test_an_older_call_that_is_entered_later_is_not_the_last_one():
    done = [("2026-03-20", "2026-03-20"), ("2026-02-01", "2026-03-25")]
    calls = [
        dict(
            activity_id=day, kind="call", status="done", deal_id="a", done_at=day,
            created_at=entered,
        )
        for day, entered in done
    ]  # fmt: skip
    frames = {
        "deals": deals(("a", "2026-01-01", None, "open", 1)),
        "activities": table("activities", calls),
    }
    tables = Tables.from_model(frames, Business(), AS_OF)
    assert rows_of("freshness_deals", tables)["value"].to_list() == [12]


def test_each_month_shows_what_was_fresh_at_its_close(crm):
    period = Period(date(2026, 1, 1), date(2026, 5, 1))
    found = numbers(
        "freshness_deals", crm, "month", "fresh", "records", by=["month"], period=period
    )
    assert found == [
        # The deal won in March was still open.
        (date(2026, 1, 1), 2, 6), (date(2026, 2, 1), 2, 6),
        # The saved one and the late entry came; 31 March is 90 days from 1 January.
        (date(2026, 3, 1), 4, 5), (date(2026, 4, 1), 3, 5),
    ]  # fmt: skip


def test_the_records_behind_it_show_the_days_since_the_last_attention(crm):
    rows = rows_of("freshness_deals", crm).select("id", "day", "value").rows()
    assert sorted(rows) == [
        ("just fresh", AS_OF, 89), ("just stale", AS_OF, 90), ("late entry", AS_OF, 59),
        ("never", AS_OF, None), ("saved", AS_OF, 1),
    ]  # fmt: skip
    account = account_of_rows("freshness_deals", crm)
    assert account == {"candidates": 5, "used": 5, "outside": 0, "set_aside": 0}


def test_without_edits_activities_count_alone_and_the_other_way_round():
    found = {
        left_out: measure(
            "freshness_deals", Tables.from_model(model((left_out,)), Business(), AS_OF)
        )["fresh"][0]
        for left_out in ("edits", "activities")
    }
    assert found == {"edits": 2, "activities": 1}


def test_without_either_the_missing_tables_are_named():
    tables = Tables.from_model(model(("edits", "activities")), Business(), AS_OF)
    with pytest.raises(NotMappedError, match=r"no edits or activities mapped"):
        measure("freshness_deals", tables)
    tables = Tables.from_model(model(("leads",)), Business(), AS_OF)
    with pytest.raises(NotMappedError, match=r"no leads mapped"):
        measure("freshness_leads", tables)


def test_nobody_is_dormant_for_want_of_a_table():
    tables = Tables.from_model(model(("activities",)), Business(), AS_OF)
    columns = {name: frozenset(rows.columns) for name, rows in model(("activities",)).items()}
    mapped = Tables(**{**vars(tables), "mapped": columns})
    assert measure("freshness_accounts", mapped)["records"].to_list() == [4]
    with pytest.raises(NotMappedError, match=r"activities\.done_at"):
        measure("dormant_clients", mapped)


def test_where_users_are_not_mapped_every_save_is_a_persons():
    tables = Tables.from_model(model(("users",)), Business(), AS_OF)
    assert measure("freshness_deals", tables)["fresh"].to_list() == [4]


@pytest.mark.parametrize("of", [PolarsEngine, DuckDBEngine])
def test_without_records_counts_are_0_and_shares_null(of):
    frames = {name: rows.clear() for name, rows in model().items()}
    tables = Tables.from_model(frames, Business(), AS_OF, engine=of())
    full = Tables.from_model(model(), Business(), AS_OF)
    for name in METRICS:
        frame = measure(name, tables)
        assert frame.schema == measure(name, full).schema
        counts = [column for column in frame.columns if frame[column][0] == 0]
        nothing = [column for column in frame.columns if frame[column][0] is None]
        assert set(counts) | set(nothing) == set(frame.columns), name
        assert name in nothing
        assert measure(name, tables, by=["team"]).height == 0


def test_nobody_and_everybody_fresh():
    one = {"deals": deals(("a", "2026-01-01", None, "open", 1))}
    edit = dict(entity="deals", record_id="a", user_id="ana", edited_at="2026-01-01")
    for edits, share in (([edit], 1.0), ([], 0.0)):
        frames = {**one, "edits": table("edits", edits)}
        tables = Tables.from_model(frames, Business(), AS_OF)
        assert measure("freshness_deals", tables, at=[91])["freshness_deals"].to_list() == [share]


# A company's history as a log of days; plain Python writes the CRM as it stood on any of them.
START = date(2026, 1, 1)
LAST = 30
DAY = st.integers(0, LAST)


def instant(day: int) -> datetime:
    return datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day)


@st.composite
def logs(draw) -> dict[str, list]:
    created = {name: draw(st.integers(0, 15)) for name in ("d1", "d2", "A", "B", "c1", "l1")}
    calls = st.tuples(
        DAY, DAY, st.sampled_from(["d1", "d2", None]), st.sampled_from(["c1", None]),
        st.sampled_from(["A", "B", None]), st.sampled_from(["l1", None]),
    )  # fmt: skip
    saves = st.tuples(DAY, st.sampled_from(list(created)), st.sampled_from(["ana", "sync"]))
    return {
        "created": created,
        "calls": draw(st.lists(calls, max_size=8)),
        "saves": draw(st.lists(saves, max_size=5)),
        "decided": draw(st.one_of(st.none(), st.integers(16, LAST))),
        "moved": draw(DAY),
    }


def known_on(log: dict, day: int) -> dict[str, pl.DataFrame]:
    def there(name: str) -> bool:
        return log["created"][name] <= day

    entity = {"d1": "deals", "d2": "deals", "A": "accounts", "B": "accounts", "c1": "contacts",
              "l1": "leads"}  # fmt: skip
    made = {name: instant(created) for name, created in log["created"].items()}
    has_moved = log["moved"] <= day
    won = log["decided"] is not None and log["decided"] <= day
    moves = [dict(user_id="ana", field="team", old_value="North", new_value="South",
                  changed_at=instant(log["moved"]))]  # fmt: skip
    return {
        "users": table("users", [
            dict(user_id="ana", name="Ana", team="South" if has_moved else "North"),
            dict(user_id="sync", name="Sync", role="API user"),
        ]),
        "user_changes": table("user_changes", moves if has_moved else []),
        "deals": table("deals", [
            dict(deal_id=name, owner_id="ana", account_id="A", created_at=made[name],
                 outcome="won" if won and name == "d1" else "open",
                 closed_at=instant(log["decided"]) if won and name == "d1" else None)
            for name in ("d1", "d2") if there(name)
        ]),
        "accounts": table("accounts", [
            dict(account_id=name, name=name, owner_id="ana", created_at=made[name])
            for name in ("A", "B") if there(name)
        ]),
        "contacts": table("contacts", [
            dict(contact_id="c1", account_id="B", owner_id="ana",
                 created_at=made["c1"])
        ] if there("c1") else []),
        "leads": table("leads", [
            dict(lead_id="l1", owner_id="ana", created_at=made["l1"],
                 status="disqualified" if won else "working",
                 disqualified_at=instant(log["decided"]) if won else None)
        ] if there("l1") else []),
        "activities": table("activities", [
            dict(activity_id=str(number), kind="call", owner_id="ana", created_at=instant(entered),
                 status="done" if done <= day else "planned",
                 done_at=instant(done) if done <= day else None,
                 deal_id=deal, contact_id=contact, account_id=account, lead_id=lead)
            for number, (entered, done, deal, contact, account, lead) in enumerate(log["calls"])
            if entered <= day
        ]),
        "edits": table("edits", [
            dict(entity=entity[name], record_id=name, user_id=user, edited_at=instant(saved))
            for saved, name, user in log["saves"] if saved <= day
        ]),
    }  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(log=logs(), day=DAY)
def test_as_of_a_day_equals_a_snapshot_made_on_that_day(log, day):
    as_of = START + timedelta(days=day)
    today = Tables.from_model(known_on(log, LAST), Business(), START + timedelta(days=LAST))
    then = Tables.from_model(known_on(log, day), Business(), as_of)
    period = Period(START, START + timedelta(days=LAST + 5))
    for name in METRICS:
        for asked in (
            dict(at=[7]),
            dict(at=[7], by=["team"]),
            dict(at=[7], by=["week"]),
            dict(at=[7], by=["team"], credit="now"),
        ):
            found = measure(name, today, period, as_of=as_of, **asked)
            assert found.equals(measure(name, then, period, as_of=as_of, **asked)), (name, asked)


@settings(max_examples=12, deadline=None)
@given(log=logs(), day=DAY)
def test_days_since_the_last_attention_are_those_that_a_loop_finds(log, day):
    """A third road: for every record, go back through all that was known on the day."""
    tables = Tables.from_model(known_on(log, LAST), Business(), START + timedelta(days=LAST))
    as_of = START + timedelta(days=day)
    found = {
        row[0]: row[1]
        for metric in METRICS[:4]
        for row in rows_of(metric, tables, as_of=as_of).select("id", "value").rows()
    }
    assert found == {
        name: min(
            (day - done for done, names in attentions_known_on(log, day) if name in names),
            default=None,
        )
        for name, created in log["created"].items()
        if created <= day and not (name in ("d1", "l1") and (log["decided"] or 99) <= day)
    }


def attentions_known_on(log: dict, day: int) -> list[tuple[int, set]]:
    saves = [(saved, {name}) for saved, name, user in log["saves"] if user != "sync"]
    calls = []
    for entered, done, deal, contact, account, lead in log["calls"]:
        behind = account or ("A" if deal else None) or ("B" if contact else None)
        calls.append((entered, done, {deal, contact, lead, behind}))
    return [(saved, names) for saved, names in saves if saved <= day] + [
        (done, names) for entered, done, names in calls if max(entered, done) <= day
    ]
