"""Salesforce as Fivetran lands it: every row of the model, written by hand."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import psycopg
import pytest

from crm_metrics.calendar import Period
from crm_metrics.measure import measure
from crm_metrics.settings import PROJECT, Business
from crm_metrics.snapshot.store import Snapshot
from crm_metrics.snapshot.tables import Tables
from crm_metrics.source import check, sync
from tests.landed import (
    answers,
    changed_copy,
    documented_reader,
    documented_reader_behind_a_pool,
    documented_settings,
    filled,
    granted_tables,
    in_schema,
    keys,
    run,
    tables_read,
)
from tests.mapped import NOW, SCRIPTS, mapped, measured, rows, run_scripts, settings, synced
from tests.servers import NewDatabase

CRM = "salesforce"
README = (PROJECT / "queries" / CRM / "README.md").read_text("utf-8")
ANA, BEN, CLEO = (f"00500000000000{n}AAA" for n in ("1", "2", "3"))
FERRIES, GROUP = "001000000000001AAA", "001000000000004AAA"
IDA, JON, KARI = (f"00300000000000{n}AAA" for n in ("1", "2", "3"))
CRANES, GAUGES, BUOYS, ROPE, LAMPS, LINES, RAFTS, ANCHOR = (
    f"0060000000000{n}AAA" for n in ("01", "02", "03", "04", "05", "06", "09", "10")
)
QUARTER = ("2026-01-01", "2026-04-01")
PERIOD = Period(date(2026, 1, 1), date(2026, 4, 1))


@pytest.fixture(scope="module")
def url(postgresql: NewDatabase) -> str:
    return in_schema(postgresql, CRM)


@pytest.fixture(scope="module")
def snapshot(url: str, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return synced(url, tmp_path_factory.mktemp(CRM), CRM)


def test_the_mapping_fits(url: str, snapshot: Snapshot, tmp_path: Path) -> None:
    found = check(settings(url, tmp_path, CRM))
    assert list(found.problems) == []
    assert set(found.mapped) == {
        "users", "accounts", "contacts", "leads", "campaigns", "pipelines", "deals",
        "deal_changes", "activities", "orders", "tickets", "targets", "edits", "exchange_rates",
    }  # fmt: skip


def test_nothing_is_dropped_or_unreadable(snapshot: Snapshot) -> None:
    for table, entry in snapshot.manifest.tables.items():
        assert (entry["dropped"], entry["unreadable"]) == ({}, {}), table


def test_every_key_comes_once(url: str, snapshot: Snapshot) -> None:
    for table in snapshot.manifest.tables:
        found = keys(url, CRM, table)
        assert len(found) == len(set(found)), table


def test_users(snapshot: Snapshot) -> None:
    columns = ("user_id", "name", "email", "team", "role", "manager_id", "is_active")
    assert mapped(snapshot, "users") == list(columns)
    assert rows(snapshot, "users", *columns) == [
        (ANA, "Ana Ruiz", "ana@lighthouse.example", "East", "Account Executive", CLEO, True),
        (BEN, "Ben Okafor", "ben@lighthouse.example", "West", "Account Executive", CLEO, False),
        (CLEO, "Cleo Marsh", "cleo@lighthouse.example", None, "VP Sales", None, True),
    ]


def test_accounts(snapshot: Snapshot) -> None:
    columns = (
        "account_id", "name", "owner_id", "industry", "size", "country", "source", "phone",
        "website", "parent_id", "created_at", "updated_at",
    )  # fmt: skip
    assert mapped(snapshot, "accounts") == list(columns)
    assert rows(snapshot, "accounts", *columns) == [
        (
            FERRIES, "Northwind Ferries", ANA, "Shipping", "250-999", "Norway", "Web",
            "+47 22 12 34 56", "https://ferries.example", GROUP, "2025-10-01 08:00:00",
            "2026-02-01 09:00:00",
        ),
        (
            GROUP, "Northwind Group", BEN, None, "1000+", None, None, None, None, None,
            "2025-10-04 08:00:00", "2025-10-04 08:00:00",
        ),
    ]  # fmt: skip


def test_contacts(snapshot: Snapshot) -> None:
    columns = (
        "contact_id", "account_id", "owner_id", "first_name", "last_name", "job_title", "email",
        "phone", "email_opt_out", "phone_opt_out", "created_at", "updated_at",
    )  # fmt: skip
    assert mapped(snapshot, "contacts") == list(columns)
    assert rows(snapshot, "contacts", *columns) == [
        (
            IDA, FERRIES, ANA, "Ida", "Berg", "Buyer", "ida.berg@ferries.example",
            "+47 22 12 34 57", False, False, "2026-01-10 08:00:00", "2026-01-11 08:00:00",
        ),
        (
            JON, FERRIES, ANA, "Jon", "Dahl", None, "jon.dahl@ferries.example", None, True, False,
            "2026-01-12 08:00:00", "2026-01-12 08:00:00",
        ),
        (
            KARI, FERRIES, BEN, "Kari", "Lund", "Director", "kari.lund@ferries.example",
            "+47 912 34 567", None, None, "2026-01-13 08:00:00", "2026-01-13 08:00:00",
        ),
    ]  # fmt: skip


def test_leads(snapshot: Snapshot) -> None:
    columns = (
        "lead_id", "owner_id", "name", "company", "email", "phone", "source", "campaign_id",
        "status", "created_at", "updated_at", "converted_at", "deal_id", "account_id",
        "contact_id",
    )  # fmt: skip
    nothing = (None, None, None, None)
    assert mapped(snapshot, "leads") == list(columns)
    assert rows(snapshot, "leads", *columns) == [
        (
            "00Q000000000001AAA", ANA, "Kari Lund", "Northwind Ferries",
            "kari.lund@ferries.example", "+47 912 34 567", "Trade Show", "701000000000001AAA",
            "converted", "2025-10-28 10:00:00", "2025-11-03 09:00:00", "2025-11-03 (day)", CRANES,
            FERRIES, KARI,
        ),
        (
            "00Q000000000002AAA", None, "Olaf Holm", "Holm Marine", "olaf@holm.example",
            "+47 22 99 88 77", "Web", None, "new", "2026-03-20 10:00:00", "2026-03-20 10:00:00",
            *nothing,
        ),
        (
            "00Q000000000003AAA", BEN, "Per Vik", "Vik", None, None, "Web", None, "disqualified",
            "2026-02-01 10:00:00", "2026-02-03 10:00:00", *nothing,
        ),
        (
            "00Q000000000004AAA", ANA, "Siv Moe", "Moe Boats", "siv@moe.example", None, None, None,
            "working", "2026-03-01 10:00:00", "2026-03-02 10:00:00", *nothing,
        ),
        (
            "00Q000000000007AAA", ANA, "Una Ness", "Ness", "una@ness.example", None, "Web", None,
            "qualified", "2026-03-05 10:00:00", "2026-03-06 10:00:00", *nothing,
        ),
    ]  # fmt: skip


def test_campaigns_end_on_the_day_after_their_last(snapshot: Snapshot) -> None:
    columns = ("campaign_id", "name", "channel", "started_on", "ended_on", "cost", "currency")
    assert mapped(snapshot, "campaigns") == list(columns)
    assert rows(snapshot, "campaigns", *columns) == [
        (
            "701000000000001AAA", "Harbour fair", "Trade Show", "2026-01-01", "2026-02-01",
            "4200.5", "EUR",
        ),
    ]  # fmt: skip


def test_pipelines(snapshot: Snapshot) -> None:
    columns = ("pipeline", "stage", "position", "outcome", "probability")
    assert mapped(snapshot, "pipelines") == list(columns)
    stages = [
        ("Closed Lost", 5, "lost", 0.0),
        ("Closed Won", 3, "won", 1.0),
        ("Negotiation/Review", 2, "open", 1.0),
        ("No budget", 6, "lost", 0.0),
        ("Prospecting", 1, "open", 0.1),
        ("Won and invoiced", 4, "won", 1.0),
    ]
    assert rows(snapshot, "pipelines", *columns) == [
        (pipeline, *stage) for pipeline in ("New business", "Renewal", None) for stage in stages
    ]


def test_deals(snapshot: Snapshot) -> None:
    columns = (
        "deal_id", "name", "account_id", "contact_id", "owner_id", "campaign_id", "pipeline",
        "stage", "outcome", "amount", "currency", "source", "product", "created_at", "closed_at",
        "expected_close_on", "updated_at",
    )  # fmt: skip
    assert mapped(snapshot, "deals") == list(columns)
    assert rows(snapshot, "deals", *columns) == [
        (
            CRANES, "Harbour cranes", FERRIES, KARI, ANA, "701000000000001AAA", "New business",
            "Won and invoiced", "won", "60000", "USD", "Trade Show", "Crane",
            "2025-11-03 09:00:00", "2026-01-20 15:30:00", "2026-01-31", "2026-02-05 08:00:00",
        ),
        (
            GAUGES, "Tide gauges", FERRIES, IDA, BEN, None, "Renewal", "Closed Lost", "lost",
            "9000.5", "USD", "Web", None, "2025-10-20 07:30:00", "2026-02-10 11:00:00",
            "2026-02-28", "2026-02-10 11:00:00",
        ),
        (
            BUOYS, "Buoys", GROUP, None, ANA, None, "New business", "Negotiation/Review", "open",
            "8000", "EUR", None, None, "2026-01-05 10:00:00", None, "2026-04-30",
            "2026-02-01 09:00:00",
        ),
        (
            ROPE, "Imported rope", GROUP, None, ANA, None, "New business", "Closed Won", "won",
            "1500", "USD", None, None, "2025-10-01 08:00:00", "2025-12-18 (day)", "2025-12-18",
            "2026-03-01 06:00:00",
        ),
        (
            LAMPS, "Signal lamps", FERRIES, None, ANA, None, None, "Closed Lost", "lost", None,
            "USD", "Web", None, "2026-01-15 08:00:00", "2026-03-04 10:15:00", "2026-03-31",
            "2026-03-04 10:15:00",
        ),
        (
            LINES, "Mooring lines", FERRIES, None, ANA, None, "New business", "Closed Lost",
            "lost", "300", "USD", "Web", None, "2026-01-20 08:00:00", "2026-03-12 (day)",
            "2026-03-12", "2026-03-12 08:00:00",
        ),
        (
            RAFTS, "Life rafts", GROUP, None, ANA, None, "New business", "Closed Won", "won",
            "2000", "USD", None, None, "2026-02-02 08:00:00", "2026-02-10 10:00:00", "2026-02-15",
            "2026-02-10 10:00:00",
        ),
        (
            ANCHOR, "Spare anchor", GROUP, None, ANA, None, "Renewal", "Closed Won", "won", "400",
            "USD", None, None, "2026-03-10 12:00:00", "2026-03-10 12:00:00", "2026-03-10",
            "2026-03-10 12:00:00",
        ),
    ]  # fmt: skip


def test_how_the_day_of_the_decision_is_known_is_a_field_of_its_own(snapshot: Snapshot) -> None:
    assert rows(snapshot, "deals", "name", "closed_at_from") == [
        ("Harbour cranes", "history"),
        ("Tide gauges", "history"),
        ("Buoys", None),
        ("Imported rope", "planned"),
        ("Signal lamps", "record"),
        ("Mooring lines", "planned"),
        ("Life rafts", "history"),
        ("Spare anchor", "history"),
    ]


def test_decisions_can_be_counted_by_how_their_day_is_known(snapshot: Snapshot) -> None:
    found = measure("win_rate", Tables.open(snapshot, Business()), PERIOD, by=["closed_at_from"])
    assert found.select("closed_at_from", "won", "decided").rows() == [
        ("history", 3, 4),
        ("planned", 0, 1),
        ("record", 0, 1),
    ]


def _changes(snapshot: Snapshot, deal: str) -> list[tuple[object, ...]]:
    columns = ("field", "old_value", "new_value", "changed_at", "sequence", "changed_by")
    found = rows(snapshot, "deal_changes", "deal_id", *columns)
    return [row[1:] for row in found if row[0] == deal]


def test_deal_changes(snapshot: Snapshot) -> None:
    assert mapped(snapshot, "deal_changes") == [
        "deal_id", "field", "old_value", "new_value", "changed_at", "sequence", "changed_by",
    ]  # fmt: skip
    created, negotiated = "2025-11-03 09:00:00", "2025-12-10 14:00:00"
    assert _changes(snapshot, CRANES) == [
        ("amount", "50000", "60000", negotiated, 2, ANA),
        ("amount", None, "50000", created, 1, ANA),
        ("currency", None, "USD", created, 0, ANA),
        ("expected_close_on", "2026-01-15", "2026-01-31", negotiated, 2, ANA),
        ("expected_close_on", None, "2026-01-15", created, 1, ANA),
        ("owner_id", None, ANA, created, 0, ANA),
        ("pipeline", None, "New business", created, 0, ANA),
        ("stage", "Closed Won", "Won and invoiced", "2026-02-05 08:00:00", 4, CLEO),
        ("stage", "Negotiation/Review", "Closed Won", "2026-01-20 15:30:00", 3, ANA),
        ("stage", "Prospecting", "Negotiation/Review", negotiated, 2, ANA),
        ("stage", None, "Prospecting", created, 1, ANA),
    ]
    created = "2025-10-20 07:30:00"
    assert _changes(snapshot, GAUGES) == [
        ("amount", None, "9000.5", created, 1, BEN),
        ("currency", None, "USD", created, 0, BEN),
        ("expected_close_on", "2025-12-31", "2026-02-28", "2025-12-15 09:00:00", 3, BEN),
        ("expected_close_on", None, "2025-12-31", created, 1, BEN),
        ("owner_id", None, BEN, created, 0, BEN),
        ("pipeline", "New business", "Renewal", "2025-11-11 11:00:00", 1, BEN),
        ("pipeline", None, "New business", created, 0, BEN),
        ("stage", "Negotiation/Review", "Closed Lost", "2026-02-10 11:00:00", 4, BEN),
        ("stage", "No budget", "Negotiation/Review", "2025-12-15 09:00:00", 3, BEN),
        ("stage", "Prospecting", "No budget", "2025-12-01 16:00:00", 2, BEN),
        ("stage", None, "Prospecting", created, 1, BEN),
    ]
    created, moved = "2026-01-05 10:00:00", "2026-01-25 08:00:00"
    assert _changes(snapshot, BUOYS) == [
        ("amount", "7000", "8000", moved, 2, ANA),
        ("amount", None, "7000", created, 1, CLEO),
        ("currency", "USD", "EUR", moved, 1, ANA),
        ("currency", None, "USD", created, 0, CLEO),
        ("expected_close_on", "2026-02-28", "2026-04-30", moved, 2, ANA),
        ("expected_close_on", None, "2026-02-28", created, 1, CLEO),
        ("owner_id", BEN, ANA, "2026-02-01 09:00:00", 2, CLEO),
        ("owner_id", None, BEN, created, 0, CLEO),
        ("pipeline", None, "New business", created, 0, CLEO),
        ("stage", "Prospecting", "Negotiation/Review", "2026-02-01 09:00:00", 3, ANA),
        ("stage", None, "Prospecting", created, 1, CLEO),
    ]


def test_first_values_are_dated_from_the_creation_where_the_history_begins_later(
    snapshot: Snapshot,
) -> None:
    created = "2025-10-01 08:00:00"
    assert _changes(snapshot, ROPE) == [
        ("amount", None, "1500", created, 1, CLEO),
        ("currency", None, "USD", created, 0, CLEO),
        ("expected_close_on", None, "2025-12-18", created, 1, CLEO),
        ("owner_id", None, ANA, created, 0, CLEO),
        ("pipeline", None, "New business", created, 0, CLEO),
        ("stage", None, "Closed Won", created, 1, CLEO),
    ]


def test_a_deal_without_a_history_has_todays_values_as_its_first(snapshot: Snapshot) -> None:
    created = "2026-01-15 08:00:00"
    assert _changes(snapshot, LAMPS) == [
        ("currency", None, "USD", created, 0, ANA),
        ("expected_close_on", None, "2026-03-31", created, 0, ANA),
        ("owner_id", None, ANA, created, 0, ANA),
        ("stage", None, "Closed Lost", created, 0, ANA),
    ]
    created = "2026-01-20 08:00:00"
    assert _changes(snapshot, LINES) == [
        ("amount", None, "300", created, 0, ANA),
        ("currency", None, "USD", created, 0, ANA),
        ("expected_close_on", None, "2026-03-12", created, 0, ANA),
        ("owner_id", None, ANA, created, 0, ANA),
        ("pipeline", None, "New business", created, 0, ANA),
        ("stage", None, "Closed Lost", created, 0, ANA),
    ]


def test_changes_of_one_second_are_told_apart_by_their_keys(snapshot: Snapshot) -> None:
    created, won = "2026-02-02 08:00:00", "2026-02-10 10:00:00"
    assert _changes(snapshot, RAFTS) == [
        ("amount", None, "2000", created, 1, ANA),
        ("currency", None, "USD", created, 0, ANA),
        ("expected_close_on", None, "2026-02-15", created, 1, ANA),
        ("owner_id", None, ANA, created, 0, ANA),
        ("pipeline", None, "New business", created, 0, ANA),
        ("stage", "Negotiation/Review", "Closed Won", won, 3, ANA),
        ("stage", "Prospecting", "Negotiation/Review", won, 2, ANA),
        ("stage", None, "Prospecting", created, 1, ANA),
    ]


def test_a_deal_entered_as_won_was_decided_at_its_entry(snapshot: Snapshot) -> None:
    created = "2026-03-10 12:00:00"
    assert _changes(snapshot, ANCHOR) == [
        ("amount", None, "400", created, 1, ANA),
        ("currency", None, "USD", created, 0, ANA),
        ("expected_close_on", None, "2026-03-10", created, 1, ANA),
        ("owner_id", None, ANA, created, 0, ANA),
        ("pipeline", None, "Renewal", created, 0, ANA),
        ("stage", None, "Closed Won", created, 1, ANA),
    ]


def test_no_other_deal_has_changes(snapshot: Snapshot) -> None:
    assert {deal for (deal,) in rows(snapshot, "deal_changes", "deal_id")} == {
        CRANES, GAUGES, BUOYS, ROPE, LAMPS, LINES, RAFTS, ANCHOR,
    }  # fmt: skip


def test_activities(snapshot: Snapshot) -> None:
    columns = (
        "activity_id", "kind", "direction", "owner_id", "account_id", "contact_id", "deal_id",
        "lead_id", "ticket_id", "subject", "outcome", "status", "due_at", "done_at",
        "duration_minutes", "created_at", "updated_at",
    )  # fmt: skip
    assert mapped(snapshot, "activities") == list(columns)
    assert rows(snapshot, "activities", *columns) == [
        (
            "00T000000000001AAA", "call", "out", ANA, FERRIES, KARI, CRANES, None, None,
            "Call Kari", "Wants an offer", "done", "2026-01-14 (day)", "2026-01-14 10:30:00", 2.5,
            "2026-01-14 10:32:00", "2026-01-14 10:32:00",
        ),
        (
            "00T000000000002AAA", "email", None, ANA, FERRIES, KARI, CRANES, None, None,
            "Email: offer", None, "done", "2026-01-15 (day)", "2026-01-15 09:00:00", None,
            "2026-01-15 09:00:00", "2026-01-15 09:00:00",
        ),
        (
            "00T000000000003AAA", "task", None, ANA, None, None, None, "00Q000000000004AAA", None,
            "Ask for the budget", None, "planned", "2026-04-10 (day)", None, None,
            "2026-03-02 10:00:00", "2026-03-02 10:00:00",
        ),
        (
            "00T000000000006AAA", "call", "in", BEN, FERRIES, IDA, None, None,
            "500000000000001AAA", "Ring back", None, "done", "2025-12-20 (day)",
            "2025-12-20 (day)", None, "2025-12-19 09:00:00", "2025-12-20 09:00:00",
        ),
        (
            "00U000000000001AAA", "meeting", None, ANA, FERRIES, IDA, None, None, None, "Visit",
            None, "done", "2026-03-10 09:00:00", "2026-03-10 10:00:00", 60.0,
            "2026-03-01 09:00:00", "2026-03-01 09:00:00",
        ),
        (
            "00U000000000002AAA", "meeting", None, ANA, GROUP, None, BUOYS, None, None,
            "Demonstration", None, "planned", "2026-05-04 13:00:00", None, 45.0,
            "2026-03-20 09:00:00", "2026-03-20 09:00:00",
        ),
        (
            "00U000000000003AAA", "meeting", None, BEN, None, None, None, None, None, "Fair", None,
            "done", "2026-03-15 (day)", "2026-03-15 (day)", None, "2026-03-02 09:00:00",
            "2026-03-02 09:00:00",
        ),
    ]  # fmt: skip


def test_orders(snapshot: Snapshot) -> None:
    columns = ("order_id", "account_id", "ordered_on", "amount", "currency")
    assert mapped(snapshot, "orders") == list(columns)
    assert rows(snapshot, "orders", *columns) == [
        ("801000000000001AAA", FERRIES, "2026-02-06", "5000.25", "USD"),
        ("801000000000003AAA", FERRIES, "2026-03-01", "-800", "USD"),
    ]


def test_tickets(snapshot: Snapshot) -> None:
    columns = (
        "ticket_id", "account_id", "contact_id", "owner_id", "topic", "priority", "channel",
        "status", "created_at", "first_response_at", "resolved_at", "public_replies",
    )  # fmt: skip
    assert mapped(snapshot, "tickets") == list(columns)
    assert rows(snapshot, "tickets", *columns) == [
        (
            "500000000000001AAA", FERRIES, IDA, BEN, "Performance", "High", "Email", "closed",
            "2025-12-18 08:00:00", "2025-12-18 10:20:00", "2025-12-22 15:00:00", 2,
        ),
        (
            "500000000000002AAA", GROUP, None, BEN, None, "Low", "Web", "open",
            "2026-01-02 08:00:00", None, None, 0,
        ),
        (
            "500000000000003AAA", None, None, None, None, "Medium", "Phone", "pending",
            "2026-03-02 08:00:00", None, None, 0,
        ),
    ]  # fmt: skip


def test_targets_are_whole_quotas_in_money_once(snapshot: Snapshot) -> None:
    columns = ("metric", "started_on", "ended_on", "value", "currency", "owner_id")
    assert mapped(snapshot, "targets") == list(columns)
    assert rows(snapshot, "targets", *columns) == [
        ("revenue_added", "2026-01-01", "2026-04-01", 75000.0, "USD", ANA)
    ]


def test_edits_name_a_changed_link_once(snapshot: Snapshot) -> None:
    columns = ("entity", "record_id", "field", "user_id", "edited_at")
    assert mapped(snapshot, "edits") == list(columns)
    assert rows(snapshot, "edits", *columns) == [
        ("deals", GAUGES, "RecordType", BEN, "2025-11-11 11:00:00"),
        ("deals", GAUGES, "StageName", BEN, "2026-02-10 11:00:00"),
        ("deals", BUOYS, "CurrencyIsoCode", ANA, "2026-01-25 08:00:00"),
        ("deals", BUOYS, "Owner", CLEO, "2026-02-01 09:00:00"),
    ]


def test_exchange_rates_are_turned_round(snapshot: Snapshot) -> None:
    columns = ("currency", "valid_from", "rate")
    assert mapped(snapshot, "exchange_rates") == list(columns)
    assert rows(snapshot, "exchange_rates", *columns) == [
        ("EUR", "2025-01-01", "1.25"),
        ("EUR", "2026-01-01", "2"),
        ("USD", "2025-01-01", "1"),
    ]


def test_planned_closing_dates_do_not_date_decisions(snapshot: Snapshot) -> None:
    """The cranes were planned for 31 January and won on the 20th; the rope in December."""
    first = measured(snapshot, "win_rate", "2026-01-20", "2026-01-21")
    assert (first["won"], first["decided"]) == (1, 1)
    last = measured(snapshot, "win_rate", "2026-01-31", "2026-02-01")
    assert (last["won"], last["decided"]) == (0, 0)


def test_a_won_deal_that_goes_on_to_be_invoiced_was_decided_when_it_was_won(
    snapshot: Snapshot,
) -> None:
    found = rows(snapshot, "deals", "deal_id", "stage", "closed_at")
    assert (CRANES, "Won and invoiced", "2026-01-20 15:30:00") in found


def test_a_deal_that_was_lost_twice_was_decided_the_second_time(snapshot: Snapshot) -> None:
    assert (GAUGES, "2026-02-10 11:00:00") in rows(snapshot, "deals", "deal_id", "closed_at")
    december = measured(snapshot, "win_rate", "2025-12-01", "2025-12-02")
    assert december["decided"] == 0


def test_an_imported_deal_was_not_decided_on_the_day_of_the_import(snapshot: Snapshot) -> None:
    day_of_import = measured(snapshot, "win_rate", "2026-03-01", "2026-03-02")
    assert day_of_import["decided"] == 0


def test_history_mode_does_not_multiply_deals(url: str, snapshot: Snapshot) -> None:
    assert answers(url, CRM, "deals", ["count(*)"]) == [(8,)]


def test_a_certain_stage_is_not_a_won_one(snapshot: Snapshot) -> None:
    assert ("Negotiation/Review", 1.0, "open") in rows(
        snapshot, "pipelines", "stage", "probability", "outcome"
    )
    assert (BUOYS, "open") in rows(snapshot, "deals", "deal_id", "outcome")


def test_foreign_amounts_are_reported_at_the_rate_of_their_day(snapshot: Snapshot) -> None:
    """The buoys are 8,000 EUR, entered in January 2026, when one EUR was two USD."""
    found = measured(snapshot, "win_rate_by_amount", *QUARTER)
    assert found["won_amount"] == 62_400
    fact = snapshot.fact_path("deals")
    assert fact is not None
    amounts = dict(pl.read_parquet(fact).select("deal_id", "amount").iter_rows())
    assert amounts[BUOYS] == 16_000 * 10_000


def test_row_modified_at_counts_deleted_links_and_looked_up_rows(
    url: str, snapshot: Snapshot
) -> None:
    """Each of these was last touched by the deletion of a row that it no longer shows."""
    expected = {
        "deals": ("deal_id", CRANES, "2026-03-20 12:00:00+00:00"),
        "leads": ("lead_id", "00Q000000000001AAA", "2026-03-15 12:00:00+00:00"),
        "tickets": ("ticket_id", "500000000000001AAA", "2026-03-25 12:00:00+00:00"),
    }
    for table, (key, record, at) in expected.items():
        found = dict(answers(url, CRM, table, [key, "row_modified_at"]))
        assert str(found[record]) == at, table
        assert None not in found.values(), table


def test_an_event_is_modified_by_passing_its_end(url: str, snapshot: Snapshot) -> None:
    found = dict(answers(url, CRM, "activities", ["activity_id", "row_modified_at"]))
    assert str(found["00U000000000001AAA"]) == "2026-03-10 10:00:00+00:00"


def test_win_rate_of_the_quarter(snapshot: Snapshot) -> None:
    """Won: cranes, rafts, anchor. Lost: gauges, lamps, lines. The rope belongs to December."""
    found = measured(snapshot, "win_rate", *QUARTER)
    assert (found["won"], found["decided"], found["win_rate"]) == (3, 6, 0.5)


def test_sales_cycle_of_the_quarter(snapshot: Snapshot) -> None:
    """Cranes: 3 November to 20 January, 78 days. Rafts: 2 to 10 February, 8. Anchor: 0."""
    found = measured(snapshot, "sales_cycle", *QUARTER)
    assert found["count"] == 3
    assert found["sales_cycle_median"] == 8
    assert found["sales_cycle_mean"] == pytest.approx((78 + 8 + 0) / 3)


def test_completeness_of_contacts(snapshot: Snapshot) -> None:
    """Ida and Kari have all five fields; Jon has no telephone, Kari's is her mobile."""
    where = {"set": ["contacts"]}
    whole = measured(snapshot, "record_completeness", *QUARTER, where=where)
    assert (whole["complete"], whole["records"]) == (2, 3)
    assert filled(snapshot, "contacts", PERIOD) == {
        "first_name": (3, 3),
        "last_name": (3, 3),
        "account_id": (3, 3),
        "email": (3, 3),
        "phone": (2, 3),
    }


def test_a_custom_field_becomes_a_field_to_cut_by(
    url: str, snapshot: Snapshot, tmp_path: Path
) -> None:
    """Baltic: cranes and anchor won, gauges lost. Atlantic: rafts won, lamps and lines lost."""
    lines = ("opportunity.region_c,", "opportunities.region_c as sales_region,")
    assert all(line in README for line in lines)
    folder = changed_copy(
        CRM,
        tmp_path,
        "deals",
        ("opportunity.name,", lines[0]),
        ("opportunities.name as name,", lines[1]),
    )
    copied = settings(url, tmp_path, CRM)
    copied = replace(copied, crm=replace(copied.crm, queries=folder))
    tables = Tables.open(sync(copied, now=NOW), Business())
    found = measure("win_rate", tables, PERIOD, by=["sales_region"])
    assert found.select("sales_region", "won", "decided").rows() == [
        ("Atlantic", 1, 3),
        ("Baltic", 2, 3),
    ]


def test_a_loss_reason_in_a_custom_field_counts_as_filled(
    url: str, snapshot: Snapshot, tmp_path: Path
) -> None:
    """Gauges (price) and lines (timing) say why they were lost; the lamps do not."""
    lines = ("opportunity.loss_reason_c,", "opportunities.loss_reason_c as loss_reason,")
    assert all(line in README for line in lines)
    folder = changed_copy(
        CRM,
        tmp_path,
        "deals",
        ("opportunity.name,", lines[0]),
        ("opportunities.name as name,", lines[1]),
    )
    copied = settings(url, tmp_path, CRM)
    copied = replace(copied, crm=replace(copied.crm, queries=folder))
    whole = Period(date(2025, 10, 1), date(2026, 4, 1))
    assert filled(sync(copied, now=NOW), "lost_deals", whole) == {"loss_reason": (2, 3)}


def test_contracts_with_a_monthly_price_become_subscriptions_as_the_readme_says(
    postgresql: NewDatabase, tmp_path: Path
) -> None:
    """Two customers on 1 January; the ferries' last day is 31 January. A draft is no contract."""
    url = in_schema(postgresql, CRM)
    run_scripts(url, SCRIPTS / CRM / "schema.sql", SCRIPTS / CRM / "rows.sql")
    run(
        url,
        f"""
        create table contract (
            id text,
            account_id text,
            status_code text,
            start_date date,
            end_date date,
            contract_term bigint,
            monthly_price_c numeric,
            is_deleted boolean
        );
        insert into contract values
            ('800000000000001AAA', '{FERRIES}', 'Activated', '2025-10-01', '2026-01-31', 4, 100,
                false),
            ('800000000000002AAA', '{GROUP}', 'Activated', '2025-11-01', '2026-10-31', 12, 250.5,
                null),
            ('800000000000003AAA', '{GROUP}', 'Draft', '2025-11-01', '2026-10-31', 12, 1, false);
        """,
    )
    folder = changed_copy(CRM, tmp_path, "deals")
    (written,) = re.findall(r"```sql\n(-- One row per activated contract.*?)```", README, re.DOTALL)
    (folder / "subscriptions.sql").write_text(written, "utf-8")
    copied = settings(url, tmp_path, CRM)
    copied = replace(copied, crm=replace(copied.crm, queries=folder))
    found = sync(copied, now=NOW)
    columns = ("account_id", "mrr", "term_months", "started_on", "ended_on")
    assert rows(found, "subscriptions", *columns) == [
        (FERRIES, "100", 4, "2025-10-01", "2026-02-01"),
        (GROUP, "250.5", 12, "2025-11-01", "2026-11-01"),
    ]
    churn = measured(found, "churn_rate", *QUARTER)
    assert (churn["at_start"], churn["lost"], churn["churn_rate"]) == (2, 1, 0.5)


def test_an_org_without_history_mode_currencies_quotas_and_record_types_fits_too(
    postgresql: NewDatabase, tmp_path: Path
) -> None:
    """What is no column there has a stand-in; what is no table there is a file less."""
    url = in_schema(postgresql, CRM)
    run_scripts(url, SCRIPTS / CRM / "schema.sql", SCRIPTS / CRM / "rows.sql")
    run(
        url,
        """
        delete from opportunity where not _fivetran_active;
        alter table opportunity
            drop column _fivetran_active,
            drop column _fivetran_start,
            drop column _fivetran_end,
            drop column currency_iso_code,
            drop column record_type_id,
            drop column last_stage_change_date;
        alter table campaign drop column currency_iso_code;
        alter table "order" drop column currency_iso_code, drop column is_reduction_order;
        alter table "case" drop column master_record_id;
        alter table task drop column completed_date_time, drop column task_subtype;
        drop table dated_conversion_rate, forecasting_quota, period;
        """,
    )
    folder = changed_copy(CRM, tmp_path, "deals")
    for file in ("exchange_rates.sql", "targets.sql"):
        assert file in README
        (folder / file).unlink()
    plain = settings(url, tmp_path, CRM)
    plain = replace(plain, crm=replace(plain.crm, queries=folder))
    assert list(check(plain).problems) == []
    found = rows(sync(plain, now=NOW), "deals", "name", "pipeline", "currency", "closed_at_from")
    assert found == [
        ("Harbour cranes", None, None, "history"),
        ("Tide gauges", None, None, "history"),
        ("Buoys", None, None, None),
        ("Imported rope", None, None, "planned"),
        ("Signal lamps", None, None, "planned"),
        ("Mooring lines", None, None, "planned"),
        ("Life rafts", None, None, "history"),
        ("Spare anchor", None, None, "history"),
    ]


def test_the_documented_reader_may_read_what_the_mapping_reads_and_no_more() -> None:
    assert granted_tables(CRM) == tables_read(CRM)


def test_the_documented_reader_can_check_and_sync_and_not_write(
    postgresql: NewDatabase, tmp_path: Path
) -> None:
    url = in_schema(postgresql, CRM)
    run_scripts(url, SCRIPTS / CRM / "schema.sql", SCRIPTS / CRM / "rows.sql")
    reader = documented_reader(url, CRM)
    written = documented_settings(CRM, tmp_path)["crm"]
    assert written["queries"] == f"queries/{CRM}"
    assert written["url"].endswith(reader[reader.index("?") :])
    reading = settings(reader, tmp_path, CRM, record_url=written["record_url"])
    assert list(check(reading).problems) == []
    assert sync(reading, now=NOW).manifest.tables["deals"]["rows"] == 8
    pooled = settings(documented_reader_behind_a_pool(reader, CRM), tmp_path, CRM)
    assert list(check(pooled).problems) == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(reader, "insert into account (id) values ('001000000000009AAA')")
