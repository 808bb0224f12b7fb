"""HubSpot as Fivetran lands it: every row of the model, written by hand."""

from dataclasses import replace
from datetime import date
from pathlib import Path

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
    blocks,
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

CRM = "hubspot"
README = (PROJECT / "queries" / CRM / "README.md").read_text("utf-8")
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
        "users", "accounts", "contacts", "leads", "pipelines", "deals", "deal_changes",
        "activities", "subscriptions", "tickets", "edits",
    }  # fmt: skip


def test_nothing_is_dropped_or_unreadable(snapshot: Snapshot) -> None:
    for table, entry in snapshot.manifest.tables.items():
        assert (entry["dropped"], entry["unreadable"]) == ({}, {}), table


def test_every_key_comes_once(url: str, snapshot: Snapshot) -> None:
    for table in snapshot.manifest.tables:
        found = keys(url, CRM, table)
        assert len(found) == len(set(found)), table


def test_users(snapshot: Snapshot) -> None:
    columns = ("user_id", "name", "email", "team", "is_active")
    assert mapped(snapshot, "users") == list(columns)
    assert rows(snapshot, "users", *columns) == [
        ("11", "Ana Ruiz", "ana@lighthouse.example", "East", True),
        ("12", "Ben Okafor", "ben@lighthouse.example", "West", False),
        ("14", "shared@lighthouse.example", "shared@lighthouse.example", None, True),
    ]


def test_accounts(snapshot: Snapshot) -> None:
    columns = (
        "account_id", "name", "owner_id", "industry", "size", "country", "source", "phone",
        "website", "parent_id", "created_at", "updated_at",
    )  # fmt: skip
    assert mapped(snapshot, "accounts") == list(columns)
    assert rows(snapshot, "accounts", *columns) == [
        (
            "101", "Harbour Hotel", "11", "HOSPITALITY", "50-249", "Portugal", "ORGANIC_SEARCH",
            "+351 21 123 45 67", "https://www.hotel.example", "104", "2025-09-01 08:00:00",
            "2026-02-01 09:00:00",
        ),
        (
            "104", "group.example", "12", None, "1-9", None, "OFFLINE", None, "group.example",
            None, "2025-09-03 08:00:00", "2025-09-03 08:00:00",
        ),
        (
            "106", "Corner Cafe", "11", "RESTAURANTS", "1000+", "Spain", None, None, None, None,
            "2025-09-04 08:00:00", "2025-09-04 08:00:00",
        ),
    ]  # fmt: skip


def test_contacts(snapshot: Snapshot) -> None:
    columns = (
        "contact_id", "account_id", "owner_id", "first_name", "last_name", "job_title", "email",
        "phone", "email_opt_out", "created_at", "updated_at",
    )  # fmt: skip
    assert mapped(snapshot, "contacts") == list(columns)
    assert rows(snapshot, "contacts", *columns) == [
        (
            "201", "101", "11", "Rita", "Alves", "Manager", "rita@hotel.example",
            "+351 21 123 45 68", False, "2025-10-01 10:00:00", "2026-01-22 14:00:00",
        ),
        (
            "202", "101", "12", "Luis", "Costa", None, "luis@hotel.example", "+351 91 234 56 78",
            True, "2026-01-05 10:00:00", "2026-01-05 10:00:00",
        ),
        (
            "205", None, "11", "Marta", "Reis", None, "marta@inn.example", None, False,
            "2026-02-01 10:00:00", "2026-02-11 10:00:00",
        ),
        (
            "206", None, None, "Nuno", None, None, "nuno@inn.example", None, None,
            "2026-03-01 10:00:00", "2026-03-01 10:00:00",
        ),
        (
            "207", None, "11", "Otto", "Neves", None, "otto@spam.example", None, None,
            "2026-03-02 10:00:00", "2026-03-03 10:00:00",
        ),
        (
            "208", "106", "11", "Pia", "Sousa", None, "pia@cafe.example", None, None,
            "2026-03-04 10:00:00", "2026-03-10 10:00:00",
        ),
    ]  # fmt: skip


def test_leads(snapshot: Snapshot) -> None:
    columns = (
        "lead_id", "owner_id", "name", "company", "email", "phone", "source", "status",
        "created_at", "updated_at", "converted_at", "deal_id", "account_id", "contact_id",
    )  # fmt: skip
    nothing = (None, None, None, None)
    assert mapped(snapshot, "leads") == list(columns)
    assert rows(snapshot, "leads", *columns) == [
        (
            "201", "11", "Rita Alves", "Harbour Hotel", "rita@hotel.example", "+351 21 123 45 68",
            "ORGANIC_SEARCH", "converted", "2025-11-01 10:00:00", "2026-01-22 14:00:00",
            "2025-11-20 09:00:00", "301", "101", "201",
        ),
        (
            "205", "11", "Marta Reis", "Old Inn", "marta@inn.example", None, "PAID_SEARCH",
            "working", "2026-02-10 10:00:00", "2026-02-11 10:00:00", *nothing,
        ),
        (
            "206", None, "Nuno", "Old Inn", "nuno@inn.example", None, "PAID_SEARCH", "new",
            "2026-03-01 10:00:00", "2026-03-01 10:00:00", *nothing,
        ),
        (
            "207", "11", "Otto Neves", None, "otto@spam.example", None, None, "disqualified",
            "2026-03-02 10:00:00", "2026-03-03 10:00:00", *nothing,
        ),
        (
            "208", "11", "Pia Sousa", "Corner Cafe", "pia@cafe.example", None, None, "qualified",
            "2026-03-04 10:00:00", "2026-03-10 10:00:00", *nothing,
        ),
    ]  # fmt: skip


def test_pipelines(snapshot: Snapshot) -> None:
    columns = ("pipeline", "stage", "position", "outcome", "probability")
    assert mapped(snapshot, "pipelines") == list(columns)
    assert rows(snapshot, "pipelines", *columns) == [
        ("Renewals", "Not renewed", 2, "lost", 0.0),
        ("Renewals", "Renewal due", 0, "open", 1.0),
        ("Renewals", "Renewed", 1, "won", 1.0),
        ("Sales pipeline", "Appointment scheduled", 0, "open", 0.2),
        ("Sales pipeline", "Closed lost", 4, "lost", 0.0),
        ("Sales pipeline", "Closed won", 2, "won", 1.0),
        ("Sales pipeline", "Contract sent", 1, "open", 0.9),
        ("Sales pipeline", "Invoiced", 3, "won", 1.0),
        ("Sales pipeline", "No budget", 5, "lost", 0.0),
    ]


def test_deals(snapshot: Snapshot) -> None:
    columns = (
        "deal_id", "name", "account_id", "contact_id", "owner_id", "pipeline", "stage", "outcome",
        "amount", "source", "loss_reason", "created_at", "closed_at", "expected_close_on",
        "updated_at",
    )  # fmt: skip
    sales = "Sales pipeline"
    assert mapped(snapshot, "deals") == list(columns)
    assert rows(snapshot, "deals", *columns) == [
        (
            "301", "Lobby screens", "104", "201", "11", sales, "Invoiced", "won", "12500",
            "ORGANIC_SEARCH", None, "2025-11-20 09:00:00", "2026-01-22 14:00:00", "2026-01-30",
            "2026-02-03 08:00:00",
        ),
        (
            "302", "Room keys", "101", "202", "12", sales, "Closed lost", "lost", "4000.5", None,
            "Price", "2025-10-15 07:30:00", "2026-02-12 10:00:00", "2026-02-12",
            "2026-02-12 10:00:00",
        ),
        (
            "303", "Guest wifi", None, None, "11", "Renewals", "Renewal due", "open", "700",
            "OFFLINE", None, "2026-01-08 10:00:00", None, "2026-05-31", "2026-02-15 10:00:00",
        ),
        (
            "307", "Imported beds", "101", None, "11", sales, "Closed won", "won", "960", None,
            None, "2025-09-10 08:00:00", "2025-12-19 12:00:00", "2025-12-19",
            "2026-03-02 06:00:00",
        ),
        (
            "308", "Minibars", None, None, "11", sales, "Closed lost", "lost", None, None, None,
            "2026-01-12 08:00:00", "2026-03-05 09:30:00", "2026-03-05", "2026-03-05 09:30:00",
        ),
        (
            "309", "Lost paperwork", None, None, None, sales, "Closed won", "won", "50", None,
            None, "2026-01-13 08:00:00", None, None, "2026-01-14 08:00:00",
        ),
        (
            "310", "Coffee machine", "106", None, "11", sales, "gone-stage", "won", "3000", None,
            None, "2026-02-01 08:00:00", "2026-03-11 16:00:00", "2026-03-11",
            "2026-03-11 16:00:00",
        ),
        (
            "311", "Spare cups", "106", None, "11", sales, "Closed won", "won", "0", None, None,
            "2026-03-20 08:00:00", "2026-03-20 08:00:00", "2026-03-20", "2026-03-20 08:00:00",
        ),
    ]  # fmt: skip


def test_how_the_day_of_the_decision_is_known_is_a_field_of_its_own(snapshot: Snapshot) -> None:
    assert rows(snapshot, "deals", "name", "closed_at_from") == [
        ("Lobby screens", "history"),
        ("Room keys", "history"),
        ("Guest wifi", None),
        ("Imported beds", "record"),
        ("Minibars", "record"),
        ("Lost paperwork", None),
        ("Coffee machine", "record"),
        ("Spare cups", "history"),
    ]


def _changes(snapshot: Snapshot, deal: str) -> list[tuple[object, ...]]:
    columns = ("field", "old_value", "new_value", "changed_at", "sequence", "changed_by")
    found = rows(snapshot, "deal_changes", "deal_id", *columns)
    return [row[1:] for row in found if row[0] == deal]


def test_deal_changes(snapshot: Snapshot) -> None:
    assert mapped(snapshot, "deal_changes") == [
        "deal_id", "field", "old_value", "new_value", "changed_at", "sequence", "changed_by",
    ]  # fmt: skip
    created, sent, won = "2025-11-20 09:00:00", "2025-12-15 10:00:00", "2026-01-22 14:00:00"
    assert _changes(snapshot, "301") == [
        ("amount", "10000", "12500", sent, 2, "11"),
        ("amount", None, "10000", created, 1, "11"),
        ("expected_close_on", "2025-12-31", "2026-01-30", "2026-01-22 14:05:00", 2, "11"),
        ("expected_close_on", None, "2025-12-31", created, 1, "11"),
        ("owner_id", None, "11", created, 1, "11"),
        ("pipeline", None, "Sales pipeline", created, 1, "11"),
        ("stage", "Appointment scheduled", "Contract sent", sent, 2, "11"),
        ("stage", "Closed won", "Invoiced", "2026-02-03 08:00:00", 4, None),
        ("stage", "Contract sent", "Closed won", won, 3, "11"),
        ("stage", None, "Appointment scheduled", created, 1, "11"),
    ]
    created, moved = "2026-01-08 10:00:00", "2026-02-01 11:00:00"
    assert _changes(snapshot, "303") == [
        ("amount", "500", None, moved, 2, "11"),
        ("amount", None, "500", "2026-01-08 10:00:30", 1, "11"),
        ("amount", None, "700", "2026-02-15 10:00:00", 3, None),
        ("expected_close_on", None, "2026-05-31", "2026-01-20 10:00:00", 1, "11"),
        ("owner_id", "12", "11", "2026-02-10 09:00:00", 2, "11"),
        ("owner_id", None, "12", created, 1, "11"),
        ("pipeline", "Sales pipeline", "Renewals", moved, 2, "11"),
        ("pipeline", None, "Sales pipeline", created, 1, "11"),
        ("stage", "Appointment scheduled", "Renewal due", moved, 2, "11"),
        ("stage", None, "Appointment scheduled", created, 1, "11"),
    ]
    created = "2026-02-01 08:00:00"
    assert _changes(snapshot, "310") == [
        ("amount", None, "3000", created, 0, None),
        ("expected_close_on", None, "2026-03-11", created, 0, None),
        ("owner_id", None, "11", created, 0, None),
        ("pipeline", None, "Sales pipeline", created, 0, None),
        ("stage", "Appointment scheduled", "gone-stage", "2026-03-11 16:00:00", 2, "11"),
        ("stage", None, "Appointment scheduled", created, 1, "11"),
    ]
    created = "2026-03-20 08:00:00"
    assert _changes(snapshot, "311") == [
        ("amount", None, "0", created, 0, None),
        ("expected_close_on", None, "2026-03-20", created, 0, None),
        ("owner_id", None, "11", created, 0, None),
        ("pipeline", None, "Sales pipeline", created, 0, None),
        ("stage", None, "Closed won", created, 1, "11"),
    ]


def test_a_field_without_a_history_has_todays_value_as_its_first(snapshot: Snapshot) -> None:
    created = "2025-10-15 07:30:00"
    assert _changes(snapshot, "302") == [
        ("amount", None, "4000.5", created, 0, None),
        ("expected_close_on", None, "2026-02-12", created, 0, None),
        ("owner_id", None, "12", created, 0, None),
        ("pipeline", None, "Sales pipeline", created, 0, None),
        ("stage", "Appointment scheduled", "No budget", "2025-12-02 16:00:00", 2, None),
        ("stage", "Contract sent", "Closed lost", "2026-02-12 10:00:00", 4, None),
        ("stage", "No budget", "Contract sent", "2025-12-20 09:00:00", 3, None),
        ("stage", None, "Appointment scheduled", created, 1, None),
    ]
    created = "2026-01-12 08:00:00"
    assert _changes(snapshot, "308") == [
        ("expected_close_on", None, "2026-03-05", created, 0, None),
        ("owner_id", None, "11", created, 0, None),
        ("pipeline", None, "Sales pipeline", created, 0, None),
        ("stage", None, "Closed lost", created, 0, None),
    ]
    created = "2026-01-13 08:00:00"
    assert _changes(snapshot, "309") == [
        ("amount", None, "50", created, 0, None),
        ("pipeline", None, "Sales pipeline", created, 0, None),
        ("stage", None, "Closed won", created, 0, None),
    ]


def test_first_stages_are_dated_from_the_creation_where_the_history_begins_later(
    snapshot: Snapshot,
) -> None:
    created = "2025-09-10 08:00:00"
    assert _changes(snapshot, "307") == [
        ("amount", None, "960", created, 0, None),
        ("expected_close_on", None, "2025-12-19", created, 0, None),
        ("owner_id", None, "11", created, 0, None),
        ("pipeline", None, "Sales pipeline", created, 0, None),
        ("stage", None, "Closed won", created, 1, None),
    ]


def test_no_other_deal_has_changes(snapshot: Snapshot) -> None:
    assert {deal for (deal,) in rows(snapshot, "deal_changes", "deal_id")} == {
        "301", "302", "303", "307", "308", "309", "310", "311",
    }  # fmt: skip


def test_activities(snapshot: Snapshot) -> None:
    columns = (
        "activity_id", "kind", "direction", "owner_id", "account_id", "contact_id", "deal_id",
        "lead_id", "ticket_id", "subject", "outcome", "status", "due_at", "done_at",
        "duration_minutes", "created_at", "updated_at",
    )  # fmt: skip
    alone = (None, None, None, None, None)
    assert mapped(snapshot, "activities") == list(columns)
    assert rows(snapshot, "activities", *columns) == [
        (
            "601", "call", "out", "11", "101", "201", "301", "201", None, "Call Rita",
            "Connected", "done", "2026-01-14 10:30:00", "2026-01-14 10:30:00", 2.5,
            "2026-01-14 10:35:00", "2026-01-14 10:36:00",
        ),
        (
            "602", "call", "in", "11", *alone, "Wrong button", None, "cancelled",
            "2026-01-15 10:30:00", None, None, "2026-01-15 10:35:00", "2026-01-15 10:36:00",
        ),
        (
            "611", "email", "out", "11", None, "201", None, "201", None, "Offer", "SENT", "done",
            None, "2026-01-16 09:00:00", None, "2026-01-16 09:00:00", "2026-01-16 09:00:00",
        ),
        (
            "612", "email", "in", "11", *alone, "Re: Offer", None, "done", None,
            "2026-01-17 08:55:00", None, "2026-01-17 09:00:00", "2026-01-17 09:00:00",
        ),
        (
            "621", "meeting", None, "11", "101", None, None, None, None, "Visit", "COMPLETED",
            "done", "2026-03-10 09:00:00", "2026-03-10 10:00:00", 60.0, "2026-03-01 09:00:00",
            "2026-03-10 11:00:00",
        ),
        (
            "622", "meeting", None, "11", *alone, "Second visit", "NO_SHOW", "cancelled",
            "2026-03-11 09:00:00", None, 30.0, "2026-03-01 09:00:00", "2026-03-11 11:00:00",
        ),
        (
            "623", "meeting", None, "12", *alone, "Third visit", None, "done",
            "2026-03-12 09:00:00", "2026-03-12 09:45:00", 45.0, "2026-03-01 09:00:00",
            "2026-03-01 09:00:00",
        ),
        (
            "624", "meeting", None, "11", None, None, "303", None, None, "Demonstration", None,
            "planned", "2026-05-04 13:00:00", None, 60.0, "2026-03-20 09:00:00",
            "2026-03-20 09:00:00",
        ),
        (
            "631", "task", None, "11", *alone, "Send samples", None, "done",
            "2026-03-08 08:00:00", "2026-03-07 15:00:00", None, "2026-03-02 10:00:00",
            "2026-03-07 15:00:00",
        ),
        (
            "632", "task", None, "11", None, "205", None, "205", None, "Ask for the budget", None,
            "planned", "2026-04-10 08:00:00", None, None, "2026-03-02 10:00:00",
            "2026-03-02 10:00:00",
        ),
        (
            "641", "note", None, "11", None, None, None, None, "402", None, None, "done", None,
            "2026-03-03 10:00:00", None, "2026-03-03 10:00:00", "2026-03-03 10:00:00",
        ),
        (
            "651", "message", None, "12", *alone, None, None, "done", None, "2026-03-04 09:59:00",
            None, "2026-03-04 10:00:00", "2026-03-04 10:00:00",
        ),
    ]  # fmt: skip


def test_subscriptions_end_on_the_first_day_they_do_not_cover(snapshot: Snapshot) -> None:
    columns = (
        "subscription_id", "account_id", "product", "mrr", "term_months", "started_on", "ended_on",
    )  # fmt: skip
    assert mapped(snapshot, "subscriptions") == list(columns)
    assert rows(snapshot, "subscriptions", *columns) == [
        ("501", "104", "Screen service", "125", 12, "2026-02-01", "2027-02-01"),
        ("502", "101", "Bed rental", "80", 3, "2025-12-19", "2026-03-19"),
        ("506", "106", "Cup washing", "40", None, "2026-03-20", None),
        ("507", "106", "Coffee", "50", 12, "2025-12-01", "2026-12-01"),
    ]


def test_tickets(snapshot: Snapshot) -> None:
    columns = (
        "ticket_id", "account_id", "contact_id", "owner_id", "team", "topic", "priority",
        "channel", "status", "created_at", "first_response_at", "resolved_at", "reopened_count",
    )  # fmt: skip
    assert mapped(snapshot, "tickets") == list(columns)
    assert rows(snapshot, "tickets", *columns) == [
        (
            "401", None, None, "11", None, None, "LOW", None, "closed", "2026-02-16 20:31:00",
            None, None, 0,
        ),
        (
            "402", "101", "201", "12", "West", "PRODUCT_ISSUE", "HIGH", "EMAIL", "closed",
            "2026-02-20 08:00:00", "2026-02-20 09:15:00", "2026-02-24 16:00:00", 1,
        ),
        (
            "403", None, "208", "11", "East", "GENERAL_INQUIRY", None, "CHAT", "pending",
            "2026-03-15 08:00:00", "2026-03-15 08:20:00", None, 0,
        ),
        (
            "406", None, None, "11", "East", None, "LOW", "FORM", "open", "2026-03-01 08:00:00",
            None, None, 1,
        ),
    ]  # fmt: skip


def test_edits_are_made_by_people_after_the_entry(snapshot: Snapshot) -> None:
    columns = ("entity", "record_id", "field", "user_id", "edited_at")
    assert mapped(snapshot, "edits") == list(columns)
    assert rows(snapshot, "edits", *columns) == [
        ("deals", "301", "amount", "11", "2025-12-15 10:00:00"),
        ("deals", "301", "closedate", "11", "2026-01-22 14:05:00"),
        ("deals", "303", "amount", "11", "2026-02-01 11:00:00"),
        ("deals", "303", "closedate", "11", "2026-01-20 10:00:00"),
        ("deals", "303", "hubspot_owner_id", "11", "2026-02-10 09:00:00"),
        ("deals", "303", "pipeline", "11", "2026-02-01 11:00:00"),
    ]


def test_a_lost_stage_with_the_flag_closed_won_is_lost(snapshot: Snapshot) -> None:
    assert ("Closed lost", "lost") in rows(snapshot, "pipelines", "stage", "outcome")
    assert ("302", "lost") in rows(snapshot, "deals", "deal_id", "outcome")


def test_a_certain_stage_that_is_not_closed_is_open(snapshot: Snapshot) -> None:
    assert ("Renewal due", 1.0, "open") in rows(
        snapshot, "pipelines", "stage", "probability", "outcome"
    )
    assert ("303", "open") in rows(snapshot, "deals", "deal_id", "outcome")


def test_several_companies_and_contacts_do_not_multiply_deals(url: str, snapshot: Snapshot) -> None:
    assert answers(url, CRM, "deals", ["count(*)"]) == [(8,)]
    assert ("301", "104", "201") in rows(snapshot, "deals", "deal_id", "account_id", "contact_id")


def test_a_merged_deal_does_not_count_beside_the_one_it_went_into(snapshot: Snapshot) -> None:
    assert ("304",) not in rows(snapshot, "deals", "deal_id")


def test_amounts_are_in_the_home_currency_now_and_in_the_past(snapshot: Snapshot) -> None:
    """10,000 EUR are 12,500 USD today; the 8,000 EUR before are turned at the same rate."""
    assert ("301", "12500") in rows(snapshot, "deals", "deal_id", "amount")
    assert ("301", "amount", "10000") in rows(
        snapshot, "deal_changes", "deal_id", "field", "new_value"
    )


def test_edited_closing_dates_do_not_date_decisions(snapshot: Snapshot) -> None:
    """The screens were won on 22 January; someone set the close date to the 30th."""
    first = measured(snapshot, "win_rate", "2026-01-22", "2026-01-23")
    assert (first["won"], first["decided"]) == (1, 1)
    last = measured(snapshot, "win_rate", "2026-01-30", "2026-01-31")
    assert (last["won"], last["decided"]) == (0, 0)


def test_an_imported_deal_was_not_decided_on_the_day_of_the_import(snapshot: Snapshot) -> None:
    assert measured(snapshot, "win_rate", "2026-03-02", "2026-03-03")["decided"] == 0
    assert measured(snapshot, "win_rate", "2025-12-19", "2025-12-20")["decided"] == 1


def test_a_ticket_closed_before_it_was_entered_has_no_time_of_solution(
    snapshot: Snapshot,
) -> None:
    assert ("401", "closed", None, None) in rows(
        snapshot, "tickets", "ticket_id", "status", "first_response_at", "resolved_at"
    )


def test_rows_that_stand_alone_say_when_they_were_copied(url: str, snapshot: Snapshot) -> None:
    accounts = dict(answers(url, CRM, "accounts", ["account_id", "row_modified_at"]))
    assert str(accounts["101"]) == "2026-02-01 12:00:00+00:00"
    contacts = dict(answers(url, CRM, "contacts", ["contact_id", "row_modified_at"]))
    assert str(contacts["201"]) == "2026-01-22 18:00:00+00:00"
    assert None not in {*accounts.values(), *contacts.values()}


def test_win_rate_of_the_quarter(snapshot: Snapshot) -> None:
    """Won: screens, coffee machine, cups. Lost: keys, minibars. The beds belong to December, and
    nobody knows when the paperwork was won."""
    found = measured(snapshot, "win_rate", *QUARTER)
    assert (found["won"], found["decided"], found["win_rate"]) == (3, 5, 0.6)


def test_sales_cycle_of_the_quarter(snapshot: Snapshot) -> None:
    """Screens: 20 November to 22 January, 63 days. Machine: 1 February to 11 March, 38. Cups: 0."""
    found = measured(snapshot, "sales_cycle", *QUARTER)
    assert found["count"] == 3
    assert found["sales_cycle_median"] == 38
    assert found["sales_cycle_mean"] == pytest.approx((63 + 38 + 0) / 3)


def test_churn_rate_of_the_quarter(snapshot: Snapshot) -> None:
    """On 1 January the hotel (beds) and the cafe (coffee) pay; the hotel's quarter ends on 19 March
    and nothing follows. The group comes in February and stays."""
    found = measured(snapshot, "churn_rate", *QUARTER)
    assert (found["at_start"], found["lost"], found["churn_rate"]) == (2, 1, 0.5)


def test_completeness_of_lost_deals_and_contacts(snapshot: Snapshot) -> None:
    """Of the keys and the minibars only the keys say why they were lost. Of the five contacts of
    the quarter only Luis has all five fields."""
    lost = measured(
        snapshot,
        "record_completeness",
        "2025-10-01",
        "2026-04-01",
        where={"set": ["lost_deals"]},
    )
    assert (lost["complete"], lost["records"]) == (1, 2)
    whole = measured(snapshot, "record_completeness", *QUARTER, where={"set": ["contacts"]})
    assert (whole["complete"], whole["records"]) == (1, 5)
    assert filled(snapshot, "contacts", PERIOD) == {
        "first_name": (5, 5),
        "last_name": (4, 5),
        "account_id": (2, 5),
        "email": (5, 5),
        "phone": (1, 5),
    }


def test_a_custom_property_becomes_a_field_to_cut_by(
    url: str, snapshot: Snapshot, tmp_path: Path
) -> None:
    """North: screens won, keys lost. South: machine and cups won, minibars lost."""
    lines = ("deal.property_sales_region,", "deals.property_sales_region as sales_region,")
    assert all(line in README for line in lines)
    folder = changed_copy(
        CRM,
        tmp_path,
        "deals",
        ("deal.property_dealname,", lines[0]),
        ("deals.property_dealname as name,", lines[1]),
    )
    copied = settings(url, tmp_path, CRM)
    copied = replace(copied, crm=replace(copied.crm, queries=folder))
    tables = Tables.open(sync(copied, now=NOW), Business())
    found = measure("win_rate", tables, PERIOD, by=["sales_region"])
    assert found.select("sales_region", "won", "decided").rows() == [
        ("north", 1, 2),
        ("south", 2, 3),
    ]


def test_an_account_without_the_optional_properties_fits_too(
    postgresql: NewDatabase, tmp_path: Path
) -> None:
    """Without `is_closed`, a stage is closed by the old flag; without a home currency, amounts are
    what they are; where nothing was ever merged, an empty view stands for the table."""
    url = in_schema(postgresql, CRM)
    run_scripts(url, SCRIPTS / CRM / "schema.sql", SCRIPTS / CRM / "rows.sql")
    run(
        url,
        """
        alter table deal_pipeline_stage drop column is_closed;
        alter table deal
            drop column is_deleted,
            drop column property_amount_in_home_currency,
            drop column property_hs_is_closed,
            drop column property_hs_is_closed_won,
            drop column property_closed_lost_reason,
            drop column property_hs_analytics_source;
        alter table company drop column property_hs_merged_object_ids, drop column property_phone;
        alter table contact
            drop column property_hs_lifecyclestage_marketingqualifiedlead_date,
            drop column property_mobilephone;
        alter table ticket_pipeline_stage drop column is_closed;
        alter table owner_team drop column _fivetran_deleted;
        alter table deal_company drop constraint deal_company_pkey, drop column type_id;
        drop table merged_deal;
        """,
    )
    (nothing_merged,) = (block for block in blocks(CRM, "sql") if "create view" in block)
    run(url, nothing_merged)
    plain = settings(url.replace("%3Dhubspot", "%3Dhubspot%2Cours"), tmp_path, CRM)
    assert list(check(plain).problems) == []
    snapshot = sync(plain, now=NOW)
    assert rows(snapshot, "deals", "deal_id", "outcome", "amount") == [
        ("301", "won", "10000"),
        ("302", "lost", "4000.5"),
        ("303", "open", "700"),
        ("304", "won", "10000"),
        ("305", "won", "1"),
        ("307", "won", "960"),
        ("308", "lost", None),
        ("309", "won", "50"),
        # Nothing knows any more what its stage meant.
        ("310", "open", "3000"),
        ("311", "won", "0"),
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
        run(reader, "insert into company (id) values (199)")
