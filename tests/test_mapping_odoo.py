"""Odoo's own tables, read through queries/odoo, and what every table of the model holds then.

`tests/mappings/odoo/rows.sql` says beside each row which trap it is. What is expected here was
worked out from those rows by hand.
"""

import re
import shutil
import subprocess
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors

from crm_metrics.calendar import Period
from crm_metrics.measure import measure
from crm_metrics.settings import PROJECT, Business, read_settings
from crm_metrics.snapshot.store import Snapshot
from crm_metrics.snapshot.tables import Tables
from crm_metrics.source import sync
from crm_metrics.source.check import check
from crm_metrics.source.urls import database
from tests.mapped import NOW, SCRIPTS, mapped, measured, rows, run_scripts, settings, synced

FOLDER = PROJECT / "queries" / "odoo"
ROWS = SCRIPTS / "odoo"
README = (FOLDER / "README.md").read_text("utf-8")
GUIDE = (PROJECT / "docs" / "connect" / "odoo.md").read_text("utf-8")


def with_modules(folder: Path) -> Path:
    """A copy of the mapping with the files for the OCA modules put in, as the README says."""
    copy = folder / "my-odoo"
    shutil.copytree(FOLDER, copy)
    for file in copy.glob("*/*.sql"):
        shutil.copy(file, copy / file.name)
    return copy


@pytest.fixture(scope="module")
def mapping(tmp_path_factory) -> Path:
    return with_modules(tmp_path_factory.mktemp("mapping"))


@pytest.fixture(scope="module")
def url(postgresql) -> str:
    """A database with Odoo's tables and rows."""
    address = postgresql()
    run_scripts(address, ROWS / "schema.sql", ROWS / "rows.sql")
    return address


@pytest.fixture(scope="module")
def snapshot(url, mapping, tmp_path_factory) -> Snapshot:
    return sync(settings(url, tmp_path_factory.mktemp("odoo"), str(mapping)), now=NOW)


def everything(snapshot: Snapshot, table: str) -> list[tuple[Any, ...]]:
    """All that is stored of a table: the mapped columns and the own fields, in any order."""
    own = snapshot.manifest.tables[table]["own_fields"]
    return sorted(rows(snapshot, table, *mapped(snapshot, table), *own), key=repr)


def unordered(*expected: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return sorted(expected, key=repr)


def of(snapshot: Snapshot, table: str, key: str, *columns: str) -> Any:
    """These columns of the one row with that key; a value where it is one column."""
    first = mapped(snapshot, table)[0]
    (found,) = [row[1:] for row in rows(snapshot, table, first, *columns) if row[0] == key]
    return found if len(columns) > 1 else found[0]


def changes(snapshot: Snapshot, deal: str, field: str) -> list[tuple[Any, ...]]:
    """A deal's values of a field in the order they came: before, after, when."""
    found = rows(snapshot, "deal_changes", "deal_id", "field", "changed_at", "sequence",
                 "old_value", "new_value")  # fmt: skip
    in_order = sorted(row[2:] for row in found if row[:2] == (deal, field))
    return [(before, after, when) for when, _, before, after in in_order]


# What every table holds.


def test_the_mapping_fits_the_database(url, mapping, tmp_path):
    assert check(settings(url, tmp_path, str(mapping))).problems == ()


def test_the_mapping_fits_without_the_modules_of_others(url, tmp_path):
    found = check(settings(url, tmp_path, "odoo"))
    assert found.problems == ()
    assert {"tickets", "subscriptions"}.isdisjoint(found.mapped)


def test_users(snapshot):
    assert mapped(snapshot, "users") == [
        "user_id", "name", "email", "team", "role", "manager_id", "is_active",
    ]  # fmt: skip
    carol, alice = "carol@northern.test", "alice@northern.test"
    assert everything(snapshot, "users") == unordered(
        ("2", "Carol Jensen", carol, "Europe", "Head of Sales", None, True),
        ("5", "Alice Berg", alice, "Europe", "Account Executive", "2", True),
        ("6", "Bob Cole", "bob@northern.test", "Americas", None, None, True),
        ("7", "Dana Fox", "dana@northern.test", None, None, None, False),
        ("12", "Alice Berg", alice, None, "Account Executive", None, False),
    )


def test_accounts(snapshot):
    assert mapped(snapshot, "accounts") == [
        "account_id", "name", "owner_id", "industry", "country", "email", "phone", "website",
        "tax_number", "parent_id", "created_at", "updated_at",
    ]  # fmt: skip
    assert everything(snapshot, "accounts") == unordered(
        ("20", "Acme Ltd", "5", "Manufacturing", "GB", "info@acme.test", "+44 20 7946 0001",
         "https://acme.test", "GB123456789", None, "2025-10-02 08:00:00", "2026-01-05 09:00:00"),
        ("23", "Acme Germany GmbH", "6", None, "DE", None, "+49 151 0000001", None, None, "20",
         "2025-10-03 08:00:00", "2025-10-03 08:00:00"),
        ("24", "Zoe", "6", None, "DE", "zoe@mail.test", "+49 30 000001", None, None, None,
         "2025-12-20 09:05:00", "2025-12-20 09:05:00"),
        ("26", "Old Client", None, None, None, None, None, None, None, None,
         "2025-10-04 08:00:00", "2025-10-04 08:00:00"),
        ("32", "Ivy Solo", None, None, None, "ivy@mail.test", None, None, None, None,
         "2025-11-02 08:00:00", "2025-11-02 08:00:00"),
    )  # fmt: skip


def test_contacts(snapshot):
    assert mapped(snapshot, "contacts") == [
        "contact_id", "account_id", "owner_id", "first_name", "last_name", "job_title", "email",
        "phone", "email_opt_out", "phone_opt_out", "created_at", "updated_at",
    ]  # fmt: skip
    assert everything(snapshot, "contacts") == unordered(
        ("21", "20", "5", "Ann", "Field", "Buyer", "Ann@acme.test", "+44 7700 900001",
         False, False, "2025-10-02 08:30:00", "2025-10-02 08:30:00"),
        ("24", None, "6", None, "Zoe", None, "zoe@mail.test", "+49 30 000001",
         False, False, "2025-12-20 09:05:00", "2025-12-20 09:05:00"),
        ("25", None, None, "Max", "Mustermann", None, "max@mail.test", None,
         False, False, "2025-11-01 08:00:00", "2025-11-01 08:00:00"),
        ("29", "23", None, "Olaf", "Nein", None, "olaf@acme.test", "+49 30 000002",
         True, True, "2025-10-05 08:00:00", "2025-10-05 08:00:00"),
        ("30", "23", None, "Paula Maria", "Schmidt", None, "paula@acme.test", "+49 30 000003",
         False, False, "2025-10-06 08:00:00", "2025-10-06 08:00:00"),
        ("32", None, None, "Ivy", "Solo", None, "ivy@mail.test", None,
         False, False, "2025-11-02 08:00:00", "2025-11-02 08:00:00"),
    )  # fmt: skip


def test_leads(snapshot):
    assert mapped(snapshot, "leads") == [
        "lead_id", "owner_id", "name", "company", "email", "phone", "source", "campaign_id",
        "status", "created_at", "updated_at", "converted_at", "disqualified_at", "deal_id",
        "account_id", "contact_id", "first_response_at",
    ]  # fmt: skip
    assert everything(snapshot, "leads") == unordered(
        ("112", "5", "Zoe", None, "zoe@mail.test", "+49 30 000001", "Trade fair", "1",
         "converted", "2025-12-20 09:00:00", "2026-01-20 09:00:00", "2026-01-10 14:00:00", None,
         "112", "24", "24", "2025-12-21 08:00:00"),
        ("201", None, "Nora New", "Nordic AB", "nora@nordic.test", None, "Trade fair", None,
         "new", "2026-03-01 07:00:00", "2026-03-01 07:00:00", None, None,
         None, None, None, None),
        ("202", "5", "Quentin", None, None, "+33 6 00 00 00 01", None, None,
         "working", "2026-01-04 07:00:00", "2026-01-04 07:00:00", None, None,
         None, None, None, "2026-01-05 09:00:00"),
        ("203", "5", None, None, "spam@mail.test", None, None, None,
         "disqualified", "2026-01-29 07:00:00", "2026-01-30 07:00:00", None,
         "2026-01-30 07:00:00", None, None, None, None),
    )  # fmt: skip


def test_campaigns(snapshot):
    assert mapped(snapshot, "campaigns") == ["campaign_id", "name"]
    assert everything(snapshot, "campaigns") == [("1", "Winter 2025")]


def test_pipelines(snapshot):
    assert mapped(snapshot, "pipelines") == ["stage", "position", "outcome"]
    assert everything(snapshot, "pipelines") == unordered(
        ("New", 1, "open"),
        ("Qualified", 2, "open"),
        ("Proposition", 3, "open"),
        ("Won", 70, "won"),
        ("Invoiced", 80, "won"),
        ("Lost", 90, "lost"),
    )


def test_deals(snapshot):
    assert mapped(snapshot, "deals") == [
        "deal_id", "name", "account_id", "contact_id", "owner_id", "team", "campaign_id", "stage",
        "outcome", "amount", "currency", "source", "loss_reason", "created_at", "closed_at",
        "expected_close_on", "updated_at",
    ]  # fmt: skip
    assert list(snapshot.manifest.tables["deals"]["own_fields"]) == [
        "closed_at_from",
        "lost_in_stage",
    ]
    assert everything(snapshot, "deals") == unordered(
        ("101", "Acme plant", "20", "21", "5", "Europe", "1", "Invoiced", "won", "12500", "USD",
         "Trade fair", None, "2025-11-03 09:00:00", "2025-12-01 12:00:00", "2026-01-31",
         "2025-12-15 12:00:00", "history", None),
        ("102", "Acme spare parts", "20", None, "5", "Europe", None, "Lost", "lost", "4000", "USD",
         "Trade fair", "Too expensive", "2025-12-01 08:00:00", "2026-01-20 15:30:00", "2026-02-28",
         "2026-01-20 15:30:00", "history", "Proposition"),
        ("103", "Acme service", "23", None, "6", "Americas", None, "Won", "won", "800", "USD",
         None, None, "2025-12-05 09:00:00", "2026-02-02 10:00:00", None,
         "2026-02-02 10:00:00", "history", None),
        ("104", "Acme training", "20", None, "5", "Europe", None, "Won", "won", "300", "USD",
         None, None, "2026-01-07 10:00:00", "2026-01-21 10:00:00", None,
         "2026-01-21 10:00:00", "history", None),
        ("105", "Acme robots", "20", None, "5", "Europe", None, "Qualified", "open", "90000", "USD",
         None, None, "2026-02-20 08:00:00", None, "2026-06-30",
         "2026-02-20 08:00:00", None, None),
        ("106", "Acme tools", "20", None, "5", "Europe", None, "Proposition", "open", "700", "USD",
         None, None, "2026-02-21 08:00:00", None, "2026-04-30",
         "2026-03-01 08:00:00", None, None),
        ("107", "Acme cables", "20", None, "6", "Americas", None, "Won", "won", "150", "USD",
         None, None, "2026-01-21 09:00:00", "2026-02-10 09:00:00", "2026-05-31",
         "2026-02-21 09:00:00", "history", None),
        ("108", "Import won", "23", None, "6", "Americas", None, "Won", "won", "200", "USD",
         None, None, "2025-12-01 06:00:00", "2025-12-20 (day)", "2025-12-20",
         "2026-01-05 06:00:00", "planned", None),
        ("109", "Import lost", "23", None, "6", "Americas", None, "Lost", "lost", "250", "USD",
         None, None, "2026-02-01 06:00:00", "2026-02-15 (day)", "2026-06-30",
         "2026-02-15 06:00:00", "planned", "Qualified"),
        ("110", "Walk-in", None, None, "5", None, None, "Won", "won", "50", "USD",
         None, None, "2026-01-15 11:00:00", "2026-01-15 11:00:00", None,
         "2026-01-15 11:00:00", "record", None),
        ("112", "Zoe's request", "24", "24", "5", "Europe", "1", "Proposition", "open", "1000",
         "USD", "Trade fair", None, "2026-01-10 14:00:00", None, "2026-04-30",
         "2026-01-20 09:00:00", None, None),
        ("113", "Zoe's request (copy)", "24", "24", "5", "Europe", None, "New", "open", "1000",
         "USD", None, None, "2026-02-01 09:00:00", None, None,
         "2026-02-01 09:00:00", None, None),
        ("114", "Acme twin", "20", None, "5", "Europe", None, "Qualified", "open", "500", "USD",
         None, None, "2026-01-12 09:00:00", None, None,
         "2026-02-06 09:00:00", None, None),
        ("115", "Acme lamps", "20", None, "5", "Europe", None, "Lost", "lost", "350", "USD",
         None, None, "2026-02-10 10:00:00", "2026-03-02 10:00:00", "2026-03-31",
         "2026-03-02 10:00:00", "history", None),
        ("116", "Old Client again", "26", None, "6", "Americas", None, "New", "open", "2000.5",
         "EUR", None, None, "2026-02-12 09:00:00", None, None,
         "2026-02-22 09:00:00", None, None),
        ("117", "Acme doors", "20", None, "5", "Europe", None, "Won", "won", "900", "USD",
         None, None, "2026-02-03 09:00:00", "2026-03-05 09:00:00", None,
         "2026-03-20 09:00:00", "history", None),
        ("118", "Acme windows", "20", None, "5", "Europe", None, None, "open", None, "USD",
         None, None, "2026-03-01 09:00:00", None, "2026-05-31",
         "2026-03-10 09:00:00", None, None),
        ("119", "Acme chairs", "20", None, "5", "Europe", None, "Won", "won", "120", "USD",
         None, None, "2026-01-26 16:00:00", "2026-02-25 16:00:00", None,
         "2026-02-25 16:00:00", "record", None),
    )  # fmt: skip


def test_deal_changes(snapshot):
    assert mapped(snapshot, "deal_changes") == [
        "deal_id", "field", "old_value", "new_value", "changed_at", "sequence", "changed_by",
    ]  # fmt: skip
    # Deals that never changed have their first values only: stage, amount, owner, when, who.
    unchanged = [
        (deal, field, None, value, at, 0, who)
        for deal, stage, amount, owner, at, who in (
            ("105", "Qualified", "90000", "5", "2026-02-20 08:00:00", "5"),
            ("106", "Proposition", "700", "5", "2026-02-21 08:00:00", "5"),
            ("108", "Won", "200", "6", "2025-12-01 06:00:00", "1"),
            ("109", "Lost", "250", "6", "2026-02-01 06:00:00", "1"),
            ("110", "Won", "50", "5", "2026-01-15 11:00:00", "5"),
            ("113", "New", "1000", "5", "2026-02-01 09:00:00", "5"),
        )
        for field, value in (("stage", stage), ("amount", amount), ("owner_id", owner))
    ]
    assert everything(snapshot, "deal_changes") == unordered(
        *unchanged,
        ("101", "stage", None, "New", "2025-11-03 09:00:00", 0, "5"),
        ("101", "stage", "New", "Qualified", "2025-11-10 10:00:00", 1001, "5"),
        ("101", "stage", "Qualified", "Won", "2025-12-01 12:00:00", 1002, "5"),
        ("101", "stage", "Won", "Invoiced", "2025-12-15 12:00:00", 1003, "2"),
        ("101", "amount", None, "10000", "2025-11-03 09:00:00", 0, "5"),
        ("101", "amount", "10000", "12500", "2025-11-20 10:00:00", 1004, "5"),
        ("101", "owner_id", None, "5", "2025-11-03 09:00:00", 0, "5"),
        ("102", "stage", None, "New", "2025-12-01 08:00:00", 0, "5"),
        ("102", "stage", "New", "Proposition", "2025-12-10 08:00:00", 1005, "5"),
        ("102", "stage", "Proposition", "Lost", "2026-01-20 15:30:00", 1006, "5"),
        ("102", "amount", None, "4000", "2025-12-01 08:00:00", 0, "5"),
        ("102", "owner_id", None, "5", "2025-12-01 08:00:00", 0, "5"),
        ("103", "stage", None, "New", "2025-12-05 09:00:00", 0, "6"),
        ("103", "stage", "New", "Lost", "2026-01-05 09:00:00", 1007, "6"),
        ("103", "stage", "Lost", "New", "2026-01-12 09:00:00", 1008, "6"),
        ("103", "stage", "New", "Qualified", "2026-01-12 09:00:00", 1009, "6"),
        ("103", "stage", "Qualified", "Won", "2026-02-02 10:00:00", 1010, "6"),
        ("103", "amount", None, "800", "2025-12-05 09:00:00", 0, "6"),
        ("103", "owner_id", None, "6", "2025-12-05 09:00:00", 0, "6"),
        ("104", "stage", None, "New", "2026-01-07 10:00:00", 0, "5"),
        ("104", "stage", "New", "Lost", "2026-01-14 10:00:00", 1011, "5"),
        ("104", "stage", "Lost", "Won", "2026-01-21 10:00:00", 1012, "5"),
        ("104", "amount", None, "300", "2026-01-07 10:00:00", 0, "5"),
        ("104", "owner_id", None, "5", "2026-01-07 10:00:00", 0, "5"),
        ("107", "stage", None, "New", "2026-01-21 09:00:00", 0, "6"),
        ("107", "stage", "New", "Won", "2026-02-10 09:00:00", 1013, "6"),
        ("107", "amount", None, "150", "2026-01-21 09:00:00", 0, "6"),
        ("107", "owner_id", None, "6", "2026-01-21 09:00:00", 0, "6"),
        ("112", "stage", None, "Qualified", "2026-01-10 14:00:00", 0, "2"),
        ("112", "stage", "Qualified", "Proposition", "2026-01-20 09:00:00", 1017, "5"),
        ("112", "amount", None, "1000", "2026-01-10 14:00:00", 0, "2"),
        ("112", "owner_id", None, "5", "2026-01-10 14:00:00", 0, "2"),
        ("114", "stage", None, "New", "2026-01-12 09:00:00", 0, "5"),
        ("114", "stage", "New", "Qualified", "2026-02-05 09:00:00", 1020, "5"),
        ("114", "amount", None, "500", "2026-01-12 09:00:00", 0, "5"),
        ("114", "owner_id", None, "5", "2026-01-12 09:00:00", 0, "5"),
        ("115", "stage", None, "Qualified", "2026-02-10 10:00:00", 0, "5"),
        ("115", "stage", "Qualified", "Lost", "2026-03-02 10:00:00", 1022, "5"),
        ("115", "amount", None, "350", "2026-02-10 10:00:00", 0, "5"),
        ("115", "owner_id", None, "5", "2026-02-10 10:00:00", 0, "5"),
        ("116", "stage", None, "Demo", "2026-02-12 09:00:00", 0, "6"),
        ("116", "stage", "Demo", "New", "2026-02-20 09:00:00", 1023, "6"),
        ("116", "amount", None, "2000.5", "2026-02-12 09:00:00", 0, "6"),
        ("116", "owner_id", None, "5", "2026-02-12 09:00:00", 0, "6"),
        ("116", "owner_id", "5", None, "2026-02-21 09:00:00", 1024, "6"),
        ("116", "owner_id", None, "6", "2026-02-22 09:00:00", 1025, "6"),
        ("117", "stage", None, "New", "2026-02-03 09:00:00", 0, "5"),
        ("117", "stage", "New", "Won", "2026-03-05 09:00:00", 1026, "5"),
        ("117", "amount", None, "900", "2026-02-03 09:00:00", 0, "5"),
        ("117", "owner_id", None, "5", "2026-02-03 09:00:00", 0, "5"),
        ("118", "owner_id", None, "5", "2026-03-01 09:00:00", 0, "5"),
        ("118", "expected_close_on", None, "2026-03-31", "2026-03-01 09:00:00", 0, "5"),
        ("118", "expected_close_on", "2026-03-31", "2026-05-31", "2026-03-10 09:00:00", 1028, "5"),
        ("119", "stage", None, "New", "2026-01-26 16:00:00", 0, "5"),
        ("119", "stage", "New", "Qualified", "2026-02-01 09:00:00", 1029, "5"),
        ("119", "amount", None, "120", "2026-01-26 16:00:00", 0, "5"),
        ("119", "owner_id", None, "5", "2026-01-26 16:00:00", 0, "5"),
    )


ACTIVITIES = unordered(
    ("activity-1", "call", None, "5", "20", None, "105", None, None, "Ask about the offer", None,
     "planned", "2026-04-10 (day)", None, None, False,
     "2026-03-20 08:00:00", "2026-03-20 08:00:00"),
    ("activity-2", "call", None, "5", "20", "21", "101", None, None, "First call", None,
     "done", "2025-11-12 (day)", "2025-11-12 16:45:00", None, False,
     "2025-11-05 08:00:00", "2025-11-12 16:45:00"),
    ("activity-5", "task", None, "6", "20", None, None, None, None, "Send the catalogue", None,
     "done", "2026-02-01 (day)", "2026-02-03 (day)", None, False,
     "2026-01-28 08:00:00", "2026-02-03 10:00:00"),
    ("activity-6", "email", None, "5", None, None, None, "202", None, None, None,
     "planned", "2026-04-02 (day)", None, None, True,
     "2026-03-30 08:00:00", "2026-03-30 08:00:00"),
    ("meeting-1", "meeting", None, "5", "20", "21", "101", None, None, "Visit to the plant", None,
     "done", "2025-11-14 13:00:00", "2025-11-14 14:30:00", 90.0, False,
     "2025-11-10 08:00:00", "2025-11-10 08:00:00"),
    ("meeting-2", "meeting", None, "5", "20", None, None, None, None, "Workshop", None,
     "done", "2026-02-09 (day)", "2026-02-10 (day)", None, False,
     "2026-02-01 08:00:00", "2026-02-01 08:00:00"),
    ("meeting-4", "meeting", None, "5", "20", None, "102", None, None, "Negotiation", None,
     "cancelled", "2026-01-15 08:00:00", None, 60.0, False,
     "2026-01-10 08:00:00", "2026-01-14 08:00:00"),
    ("meeting-5", "meeting", None, "5", "20", None, "118", None, None, "Handover", None,
     "planned", "2099-05-04 08:00:00", None, 30.0, False,
     "2026-03-01 09:30:00", "2026-03-01 09:30:00"),
    ("meeting-6", "meeting", None, "6", None, "25", None, None, None, "Round table", None,
     "done", "2026-03-12 14:00:00", "2026-03-12 15:00:00", 60.0, False,
     "2026-03-02 08:00:00", "2026-03-02 08:00:00"),
    ("message-2002", "call", None, "6", "20", None, "102", None, None,
     "Call done Budget is open", None, "done", None, "2026-01-08 10:00:00", None, False,
     "2026-01-08 10:00:00", "2026-01-08 10:00:00"),
    ("message-2004", "meeting", None, "6", "23", None, "103", None, None, "Meeting done", None,
     "done", None, "2026-01-20 15:00:00", None, False,
     "2026-01-20 15:00:00", "2026-01-20 15:00:00"),
    ("message-2005", "email", "in", None, None, "24", "112", "112", None, "Re: your offer", None,
     "done", None, "2026-01-22 07:30:00", None, False,
     "2026-01-22 07:30:00", "2026-01-22 07:30:00"),
    ("message-2006", "email", "out", "5", None, "24", "112", "112", None, None, None,
     "done", None, "2025-12-21 08:00:00", None, False,
     "2025-12-21 08:00:00", "2025-12-21 08:00:00"),
    ("message-2007", "note", None, "5", None, "24", "112", "112", None, None, None,
     "done", None, "2025-12-20 10:00:00", None, False,
     "2025-12-20 10:00:00", "2025-12-20 10:00:00"),
    ("message-2008", "message", "in", None, "20", "21", None, None, None, None, None,
     "done", None, "2026-02-15 12:00:00", None, False,
     "2026-02-15 12:00:00", "2026-02-15 12:00:00"),
    ("message-2009", "email", "out", None, None, None, None, "202", None,
     "We have your question", None, "done", None, "2026-01-04 07:00:05", None, True,
     "2026-01-04 07:00:05", "2026-01-04 07:00:05"),
    ("message-2011", "email", "out", "6", None, None, None, "202", None, "Re: Question", None,
     "done", None, "2026-01-05 09:00:00", None, False,
     "2026-01-05 09:00:00", "2026-01-05 09:00:00"),
    ("message-2013", "email", "out", "5", None, None, None, None, "401", None, None,
     "done", None, "2026-01-09 12:00:00", None, False,
     "2026-01-09 12:00:00", "2026-01-09 12:00:00"),
    ("message-2014", "note", None, "5", None, None, None, None, "401", None, None,
     "done", None, "2026-01-09 11:00:00", None, False,
     "2026-01-09 11:00:00", "2026-01-09 11:00:00"),
)  # fmt: skip


def test_activities(snapshot):
    assert mapped(snapshot, "activities") == [
        "activity_id", "kind", "direction", "owner_id", "account_id", "contact_id", "deal_id",
        "lead_id", "ticket_id", "subject", "outcome", "status", "due_at", "done_at",
        "duration_minutes", "is_automatic", "created_at", "updated_at",
    ]  # fmt: skip
    assert everything(snapshot, "activities") == ACTIVITIES


def test_subscriptions(snapshot):
    assert mapped(snapshot, "subscriptions") == [
        "subscription_id", "account_id", "product", "mrr", "currency", "term_months",
        "started_on", "ended_on", "end_reason",
    ]  # fmt: skip
    assert everything(snapshot, "subscriptions") == unordered(
        # 2 × 50 a month; 1,200 a year less 10 %; 300 and 360 a quarter; 7 in 7 of 365 / 12 days.
        ("601", "20", "Maintenance", "100", "USD", 1, "2025-11-01", "2026-02-01", "Budget cut"),
        ("602", "23", "Maintenance", "90", "USD", 12, "2025-11-01", None, None),
        ("603", "24", "Maintenance", "100", "EUR", 3, "2025-12-01", "2026-03-01", None),
        ("604", "24", "Maintenance", "120", "EUR", 3, "2026-03-01", None, None),
        ("608", "26", None, "30.4166666667", "GBP", None, "2025-12-01", "2026-03-16", None),
    )


def test_orders(snapshot):
    assert mapped(snapshot, "orders") == [
        "order_id", "account_id", "ordered_on", "amount", "currency",
    ]  # fmt: skip
    assert everything(snapshot, "orders") == unordered(
        ("301", "20", "2026-01-20", "1000", "USD"),
        ("302", "23", "2026-02-10", "250.5", "EUR"),
        ("305", "32", "2026-03-01", "75", "USD"),
    )


def test_tickets(snapshot):
    assert mapped(snapshot, "tickets") == [
        "ticket_id", "account_id", "contact_id", "owner_id", "team", "topic", "priority",
        "channel", "status", "created_at", "first_response_at", "resolved_at", "reopened_count",
        "public_replies", "rating", "rating_asked_at", "rated_at",
    ]  # fmt: skip
    assert everything(snapshot, "tickets") == unordered(
        ("401", "20", "21", "5", "First line", "Delivery", "high", "Email", "solved",
         "2026-01-09 10:00:00", "2026-01-09 12:00:00", "2026-01-15 09:00:00", 1, 1, 4,
         "2026-01-15 09:00:01", "2026-01-15 18:00:00"),
        ("402", "23", None, "6", "First line", None, "medium", None, "pending",
         "2026-01-30 10:00:00", None, None, 1, 0, None, None, None),
        ("403", None, None, None, None, None, "low", None, "solved",
         "2026-03-01 10:00:00", None, "2026-03-02 09:00:00", 0, 0, None,
         "2026-03-02 09:00:01", None),
        ("405", "24", "24", None, None, None, "very high", None, "open",
         "2026-03-04 10:00:00", None, None, 0, 0, None, None, None),
    )  # fmt: skip


def test_edits(snapshot):
    assert mapped(snapshot, "edits") == ["entity", "record_id", "field", "user_id", "edited_at"]
    assert everything(snapshot, "edits") == unordered(
        ("contacts", "21", "phone", "5", "2026-01-25 09:00:00"),
        # Before its conversion 112 was a lead.
        ("leads", "112", "user_id", "2", "2026-01-08 09:00:00"),
        ("leads", "112", "stage_id", "5", "2026-01-09 09:00:00"),
        ("deals", "112", "type", "5", "2026-01-10 14:00:00"),
        ("deals", "112", "stage_id", "5", "2026-01-20 09:00:00"),
        ("deals", "101", "stage_id", "5", "2025-11-10 10:00:00"),
        ("deals", "101", "expected_revenue", "5", "2025-11-20 10:00:00"),
        ("deals", "101", "stage_id", "5", "2025-12-01 12:00:00"),
        ("deals", "101", "stage_id", "2", "2025-12-15 12:00:00"),
        ("deals", "102", "stage_id", "5", "2025-12-10 08:00:00"),
        ("deals", "102", "active", "5", "2026-01-20 15:30:00"),
        ("deals", "103", "active", "6", "2026-01-05 09:00:00"),
        ("deals", "103", "active", "6", "2026-01-12 09:00:00"),
        ("deals", "103", "stage_id", "6", "2026-01-12 09:00:00"),
        ("deals", "103", "stage_id", "6", "2026-02-02 10:00:00"),
        ("deals", "104", "active", "5", "2026-01-14 10:00:00"),
        ("deals", "104", "active", "5", "2026-01-21 10:00:00"),
        ("deals", "104", "stage_id", "5", "2026-01-21 10:00:00"),
        ("deals", "107", "stage_id", "6", "2026-02-10 09:00:00"),
        ("deals", "114", "stage_id", "5", "2026-02-05 09:00:00"),
        ("deals", "115", "stage_id", "5", "2026-03-02 10:00:00"),
        ("deals", "116", "stage_id", "6", "2026-02-20 09:00:00"),
        ("deals", "116", "user_id", "6", "2026-02-21 09:00:00"),
        ("deals", "116", "user_id", "6", "2026-02-22 09:00:00"),
        ("deals", "117", "stage_id", "5", "2026-03-05 09:00:00"),
        ("deals", "117", "active", "5", "2026-03-20 09:00:00"),
        ("deals", "118", "date_deadline", "5", "2026-03-10 09:00:00"),
        ("deals", "119", "stage_id", "5", "2026-02-01 09:00:00"),
    )


def test_exchange_rates(snapshot):
    assert mapped(snapshot, "exchange_rates") == ["currency", "valid_from", "rate"]
    assert everything(snapshot, "exchange_rates") == unordered(
        # 1 / 0.8; 1 / 0.625; then the dollar has a rate of 1.25: 1.25 / 0.625 and 1.25 / 0.4.
        ("EUR", "2025-10-01", "1.25"),
        ("EUR", "2026-01-01", "1.6"),
        ("EUR", "2026-03-01", "2"),
        ("GBP", "2026-01-15", "2.5"),
        ("GBP", "2026-03-01", "3.125"),
    )


def test_what_odoo_has_not_is_not_mapped(snapshot):
    assert set(snapshot.manifest.absent) == {"user_changes", "targets"}


def test_only_the_line_without_a_kept_price_is_dropped(snapshot):
    dropped = {name: of_table for name, of_table in snapshot.dropped.items() if of_table}
    assert dropped == {"subscriptions": {"no mrr": 1}}


@pytest.mark.parametrize("version", ["16", "19"])
def test_other_versions_give_the_same(postgresql, mapping, tmp_path, snapshot, version):
    """Only the done activities differ: 16 keeps nothing but the message of them."""
    url = postgresql()
    scripts = [ROWS / name for name in ("schema.sql", "rows.sql", f"version_{version}.sql")]
    run_scripts(url, *scripts)
    other = sync(settings(url, tmp_path, str(mapping)), now=NOW)
    assert list(other.manifest.tables) == list(snapshot.manifest.tables)
    for table in snapshot.manifest.tables:
        if (version, table) != ("16", "activities"):
            assert everything(other, table) == everything(snapshot, table), table
    if version == "16":
        kept = [row for row in ACTIVITIES if row[0] not in ("activity-2", "activity-5")]
        call = (
            "message-2001", "call", None, "5", "20", "21", "101", None, None,
            "Call done: First call", None, "done", None, "2025-11-12 16:45:00", None, False,
            "2025-11-12 16:45:00", "2025-11-12 16:45:00",
        )  # fmt: skip
        assert everything(other, "activities") == unordered(*kept, call)


# One trap each.


def test_a_deal_is_decided_when_it_was_won_not_when_it_was_planned_or_invoiced(snapshot):
    closed = of(snapshot, "deals", "101", "closed_at", "expected_close_on")
    assert closed == ("2025-12-01 12:00:00", "2026-01-31")


def test_without_history_and_closing_date_the_planned_day_stands_in_as_a_day(snapshot):
    closed = of(snapshot, "deals", "108", "closed_at", "closed_at_from")
    assert closed == ("2025-12-20 (day)", "planned")


def test_a_planned_day_beyond_the_last_change_is_not_when_a_deal_was_decided(snapshot):
    assert of(snapshot, "deals", "109", "closed_at") == "2026-02-15 (day)"


def test_a_history_that_does_not_lead_to_todays_outcome_gives_way_to_the_record(snapshot):
    closed = of(snapshot, "deals", "119", "closed_at", "closed_at_from")
    assert closed == ("2026-02-25 16:00:00", "record")


def test_the_number_of_planned_closings_can_be_told(snapshot):
    origins = [origin for (origin,) in rows(snapshot, "deals", "closed_at_from")]
    assert {name: origins.count(name) for name in ("history", "record", "planned")} == {
        "history": 7,
        "record": 2,
        "planned": 2,
    }


def test_archived_with_probability_0_is_lost_and_tells_in_which_stage(snapshot):
    lost = of(snapshot, "deals", "102", "outcome", "stage", "lost_in_stage", "loss_reason")
    assert lost == ("lost", "Lost", "Proposition", "Too expensive")


def test_probability_alone_decides_nothing(snapshot):
    assert of(snapshot, "deals", "105", "outcome") == "open"  # 0 %
    assert of(snapshot, "deals", "106", "outcome") == "open"  # 100 %
    assert of(snapshot, "deals", "107", "outcome") == "won"  # 60 %


def test_archived_without_a_decision_is_left_out(snapshot):
    assert "111" not in [key for (key,) in rows(snapshot, "deals", "deal_id")]
    assert "204" not in [key for (key,) in rows(snapshot, "leads", "lead_id")]


def test_a_won_deal_stays_won_when_it_is_archived(snapshot):
    assert of(snapshot, "deals", "117", "outcome", "closed_at") == ("won", "2026-03-05 09:00:00")
    assert changes(snapshot, "117", "stage")[-1][:2] == ("New", "Won")


def test_lost_restored_and_won_is_decided_by_the_last_run(snapshot):
    assert of(snapshot, "deals", "103", "closed_at") == "2026-02-02 10:00:00"


def test_changes_of_one_second_keep_the_order_of_their_messages(snapshot):
    of_that_second = [
        change for change in changes(snapshot, "103", "stage") if change[2] == "2026-01-12 09:00:00"
    ]
    assert [change[:2] for change in of_that_second] == [("Lost", "New"), ("New", "Qualified")]


def test_restoring_and_winning_in_one_message_is_one_change(snapshot):
    assert [change[:2] for change in changes(snapshot, "104", "stage")] == [
        (None, "New"),
        ("New", "Lost"),
        ("Lost", "Won"),
    ]


def test_the_first_stage_is_made_from_the_entry(snapshot):
    assert changes(snapshot, "101", "stage")[0] == (None, "New", "2025-11-03 09:00:00")
    assert changes(snapshot, "105", "stage") == [(None, "Qualified", "2026-02-20 08:00:00")]


def test_history_says_stages_as_today_and_deleted_ones_as_then(snapshot):
    assert changes(snapshot, "101", "stage")[1][1] == "Qualified"  # tracked as "Qualifiziert"
    assert changes(snapshot, "116", "stage")[0][1] == "Demo"


def test_a_deal_that_was_nobodys_had_no_owner(snapshot):
    values = [change[1] for change in changes(snapshot, "116", "owner_id")]
    assert values == ["5", None, "6"]


def test_a_day_that_is_not_tracked_has_no_history(snapshot):
    assert changes(snapshot, "101", "expected_close_on") == []
    assert [change[1] for change in changes(snapshot, "118", "expected_close_on")] == [
        "2026-03-31",
        "2026-05-31",
    ]


def test_the_history_of_a_merged_record_is_not_that_of_the_one_it_went_into(snapshot):
    assert of(snapshot, "deals", "114", "outcome") == "open"
    assert of(snapshot, "deals", "107", "closed_at") == "2026-02-10 09:00:00"
    assert [change[1] for change in changes(snapshot, "114", "stage")] == ["New", "Qualified"]
    assert [change[1] for change in changes(snapshot, "114", "owner_id")] == ["5"]
    assert ("114", "2026-01-15 09:00:00") not in rows(snapshot, "edits", "record_id", "edited_at")


def test_a_converted_lead_begins_as_a_deal_at_its_conversion(snapshot):
    assert of(snapshot, "deals", "112", "created_at") == "2026-01-10 14:00:00"
    assert of(snapshot, "leads", "112", "created_at", "converted_at", "deal_id") == (
        "2025-12-20 09:00:00",
        "2026-01-10 14:00:00",
        "112",
    )
    # What was set while it was a lead is its first value.
    assert changes(snapshot, "112", "stage")[0][1] == "Qualified"
    assert [change[1] for change in changes(snapshot, "112", "owner_id")] == ["5"]


def test_the_copy_of_a_converted_record_was_never_a_lead(snapshot):
    assert "113" not in [key for (key,) in rows(snapshot, "leads", "lead_id")]
    assert of(snapshot, "deals", "113", "created_at") == "2026-02-01 09:00:00"


def test_a_deal_without_a_stage_is_open_and_has_no_first_one(snapshot):
    assert of(snapshot, "deals", "118", "outcome", "stage") == ("open", None)
    assert changes(snapshot, "118", "stage") == []


def test_a_stage_called_lost_means_lost(snapshot):
    assert of(snapshot, "deals", "115", "outcome", "stage", "closed_at") == (
        "lost",
        "Lost",
        "2026-03-02 10:00:00",
    )


def test_stages_of_one_name_are_one(snapshot):
    stages = [stage for (stage,) in rows(snapshot, "pipelines", "stage")]
    assert len(stages) == len(set(stages)) == 6


def test_every_stage_of_deals_and_their_history_has_its_outcome(snapshot):
    known = {stage for (stage,) in rows(snapshot, "pipelines", "stage")}
    assert {stage for (stage,) in rows(snapshot, "deals", "stage")} <= known | {None}
    named = {
        value for field, value in rows(snapshot, "deal_changes", "field", "new_value")
        if field == "stage"
    }  # fmt: skip
    assert named - known == {"Demo"}


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("users", ["user_id"]),
        ("accounts", ["account_id"]),
        ("contacts", ["contact_id"]),
        ("leads", ["lead_id"]),
        ("deals", ["deal_id"]),
        ("deal_changes", ["deal_id", "field", "changed_at", "sequence"]),
        ("activities", ["activity_id"]),
        ("subscriptions", ["subscription_id"]),
        ("orders", ["order_id"]),
        ("tickets", ["ticket_id"]),
    ],
)
def test_a_key_has_one_row(url, mapping, table, key):
    """Teams of a user, guests of a meeting, logins of a person, ratings of a ticket."""
    query = (mapping / f"{table}.sql").read_text("utf-8")
    with psycopg.connect(database(url).libpq) as connection:
        found = connection.execute(f"select {', '.join(key)} from ({query}) as mapped").fetchall()
    assert found
    assert len(found) == len(set(found))


def test_a_deal_has_the_currency_of_its_company_or_of_the_first_one(snapshot):
    assert of(snapshot, "deals", "116", "currency") == "EUR"
    assert of(snapshot, "deals", "110", "currency") == "USD"


def test_amounts_are_converted_with_the_inverse_of_odoos_rates(snapshot):
    """116 is open and was entered on 12 February, when a euro was 1 / 0.625 dollars."""
    tables = Tables.open(snapshot, Business())
    found = tables.fact("deals", tables.as_of).collect().to_polars()
    (amount,) = found.filter(found["deal_id"] == "116")["amount"]
    assert amount == 32_008_000  # 2,000.50 × 1.6, in 1/10,000


def test_a_user_with_many_teams_has_the_first_and_no_archived_one(snapshot):
    assert of(snapshot, "users", "5", "team") == "Europe"
    assert of(snapshot, "users", "6", "team") == "Americas"


def test_a_login_for_customers_and_the_systems_own_are_no_users(snapshot):
    assert {"1", "3", "4", "8"}.isdisjoint(key for (key,) in rows(snapshot, "users", "user_id"))


def test_an_archived_customer_stays_while_a_deal_names_it(snapshot):
    accounts = [key for (key,) in rows(snapshot, "accounts", "account_id")]
    assert "26" in accounts
    assert "27" not in accounts


def test_a_person_who_buys_is_an_account(snapshot):
    accounts = [key for (key,) in rows(snapshot, "accounts", "account_id")]
    assert {"24", "32"} <= set(accounts)
    assert "25" not in accounts


def test_a_blacklisted_address_is_refused_until_it_is_taken_off_the_list(snapshot):
    assert of(snapshot, "contacts", "29", "email_opt_out", "phone_opt_out") == (True, True)
    assert of(snapshot, "contacts", "30", "email_opt_out") is False


def test_a_mobile_number_counts_where_there_is_no_other(snapshot):
    assert of(snapshot, "contacts", "21", "phone") == "+44 7700 900001"
    assert of(snapshot, "leads", "202", "phone") == "+33 6 00 00 00 01"


def test_neither_notes_nor_machines_answer_a_lead(snapshot):
    assert of(snapshot, "leads", "112", "first_response_at") == "2025-12-21 08:00:00"
    assert of(snapshot, "leads", "202", "first_response_at") == "2026-01-05 09:00:00"


def test_a_done_call_that_was_kept_is_counted_once(snapshot):
    calls = [
        key for key, kind, deal in rows(snapshot, "activities", "activity_id", "kind", "deal_id")
        if (kind, deal) == ("call", "101")
    ]  # fmt: skip
    assert calls == ["activity-2"]


def test_a_meeting_in_the_calendar_is_counted_once(snapshot):
    meetings = [
        key for key, kind, deal in rows(snapshot, "activities", "activity_id", "kind", "deal_id")
        if (kind, deal) == ("meeting", "101")
    ]  # fmt: skip
    assert meetings == ["meeting-1"]


def test_a_meeting_of_all_day_has_days_only(snapshot):
    assert of(snapshot, "activities", "meeting-2", "due_at", "done_at") == (
        "2026-02-09 (day)",
        "2026-02-10 (day)",
    )


def test_a_ticket_opened_again_is_not_resolved_though_its_closing_date_stays(snapshot):
    assert of(snapshot, "tickets", "402", "status", "resolved_at") == ("pending", None)


def test_a_move_between_closed_stages_is_no_new_resolution(snapshot):
    found = of(snapshot, "tickets", "401", "resolved_at", "reopened_count")
    assert found == ("2026-01-15 09:00:00", 1)


def test_an_unanswered_request_for_a_rating_is_no_rating_of_0(snapshot):
    assert of(snapshot, "tickets", "401", "rating") == 4
    assert of(snapshot, "tickets", "403", "rating", "rated_at") == (None, None)


def test_a_contract_covers_its_last_day(snapshot):
    """31 January is covered; the next line begins on the day the one before no longer covers."""
    assert of(snapshot, "subscriptions", "601", "ended_on") == "2026-02-01"
    assert of(snapshot, "subscriptions", "603", "ended_on") == of(
        snapshot, "subscriptions", "604", "started_on"
    )


def test_a_contract_that_renews_itself_does_not_end(snapshot):
    assert of(snapshot, "subscriptions", "602", "ended_on") is None


# Numbers worked out by hand.


def test_win_rate(snapshot):
    """From December to March: won are 101 (1 Dec), 108 (20 Dec), 110 (15 Jan), 104 (21 Jan),
    103 (2 Feb), 107 (10 Feb), 119 (25 Feb) and 117 (5 Mar); lost are 102 (20 Jan), 109 (15 Feb)
    and 115 (2 Mar): 8 of 11."""
    found = measured(snapshot, "win_rate", "2025-12-01", "2026-04-01")
    assert (found["won"], found["decided"]) == (8, 11)
    assert found["win_rate"] == pytest.approx(8 / 11)


def test_sales_cycle(snapshot):
    """Days from entry to win: 101 28, 103 59, 104 14, 107 20, 108 19, 110 0, 117 30, 119 30. In
    order 0 14 19 20 28 30 30 59: the median is 24, the mean 200 / 8."""
    found = measured(snapshot, "sales_cycle", "2025-12-01", "2026-04-01")
    assert (found["count"], found["sales_cycle_median"], found["sales_cycle_mean"]) == (8, 24, 25)


def test_churn_rate(snapshot):
    """On 1 January 20, 23, 24 and 26 pay. Until the end of March 20 ends on 31 January and 26 on
    15 March; 24 goes on with its next line, 23 renews itself: 2 of 4.

    A customer is lost once 30 days have passed without a come-back, so that 26 is provisional."""
    found = measured(snapshot, "churn_rate", "2026-01-01", "2026-04-01")
    assert (found["at_start"], found["lost"], found["provisional"]) == (4, 2, 1)
    assert found["churn_rate"] == pytest.approx(2 / 4)


def test_completeness_of_contacts(snapshot):
    """21, 29 and 30 have all of first name, last name, account, e-mail and telephone. 24 lacks
    first name and account, 25 and 32 account and telephone."""
    tables = Tables.open(snapshot, Business())
    period = Period(date(2025, 10, 1), date(2026, 4, 1))
    chosen = {"set": ["contacts"]}
    found = measure("record_completeness", tables, period, where=chosen).row(0, named=True)
    assert (found["complete"], found["records"]) == (3, 6)
    fields = measure("field_completeness", tables, period, where=chosen)
    assert {row["field"]: (row["filled"], row["required"]) for row in fields.to_dicts()} == {
        "first_name": (5, 6),
        "last_name": (6, 6),
        "account_id": (3, 6),
        "email": (6, 6),
        "phone": (4, 6),
    }


# What an analyst changes, as the README says.


def edited(file: Path, *edits: tuple[str, str]) -> None:
    """Put lines of the README below others of a mapping's file."""
    text = file.read_text("utf-8")
    for below, line in edits:
        assert line in README
        assert text.count(below) == 1
        text = text.replace(below, below + line)
    file.write_text(text, "utf-8")


def synced_copy(postgresql, folder: Path, copy: Path) -> Snapshot:
    return synced(postgresql(), folder, str(copy), scripts="odoo")


def test_a_field_of_ones_own_cuts_the_numbers(postgresql, tmp_path):
    """Approved are 101 (won) and 102 (lost), missing is 104 (won); the other 6 won, 2 lost."""
    copy = with_modules(tmp_path)
    edited(
        copy / "deals.sql",
        ("    opportunities.id as deal_id,\n", "    custom.x_studio_budget as budget,\n"),
        (
            "left join crm_lost_reason as reasons on reasons.id = opportunities.lost_reason_id\n",
            "left join crm_lead as custom on custom.id = opportunities.id\n",
        ),
    )
    snapshot = synced_copy(postgresql, tmp_path, copy)
    period = Period(date(2025, 12, 1), date(2026, 4, 1))
    found = measure("win_rate", Tables.open(snapshot, Business()), period, by=["budget"])
    assert found.select("budget", "won", "decided").rows() == [
        ("approved", 1, 2),
        ("missing", 1, 1),
        (None, 6, 8),
    ]


def test_names_can_be_read_in_another_language(postgresql, tmp_path):
    copy = with_modules(tmp_path)
    (command,) = re.findall("^sed .*$", README, re.MULTILINE)
    subprocess.run(["bash", "-c", command], cwd=copy, check=True)
    snapshot = synced_copy(postgresql, tmp_path, copy)
    assert {stage for (stage,) in rows(snapshot, "pipelines", "stage")} == {
        "Neu", "Qualifiziert", "Angebot", "Gewonnen", "Invoiced", "Lost", "New",
    }  # fmt: skip
    assert of(snapshot, "deals", "101", "team", "outcome") == ("Europa", "won")
    assert of(snapshot, "deals", "102", "loss_reason", "lost_in_stage") == ("Zu teuer", "Angebot")
    assert [change[1] for change in changes(snapshot, "101", "stage")] == [
        "Neu",
        "Qualifiziert",
        "Gewonnen",
        "Invoiced",
    ]


def test_a_pipeline_per_team(postgresql, tmp_path):
    copy = with_modules(tmp_path)
    edited(
        copy / "deals.sql",
        ("    opportunities.id as deal_id,\n", "    teams.name ->> 'en_US' as pipeline,\n"),
    )
    pipelines = copy / "pipelines.sql"
    start, end = "from with_lost\ncross join (", "group by teams.pipeline, stage\n"
    ending = README[README.index(start) : README.index(end) + len(end)]
    text = pipelines.read_text("utf-8").replace("from with_lost\ngroup by stage\n", ending)
    last_select = text.rindex("select\n    stage as stage")
    line = "    teams.pipeline as pipeline,\n"
    assert line in README
    text = text[:last_select] + text[last_select:].replace("select\n", "select\n" + line, 1)
    pipelines.write_text(text, "utf-8")
    snapshot = synced_copy(postgresql, tmp_path, copy)
    found = rows(snapshot, "pipelines", "pipeline", "stage")
    assert len(found) == len(set(found)) == 4 * 6
    placed = {row for row in rows(snapshot, "deals", "pipeline", "stage") if row[1]}
    assert placed <= set(found)
    assert of(snapshot, "deals", "116", "pipeline") == "Americas"


# When a row was last modified.

LATER = "2026-03-31 12:00:00"
UPDATES = {
    "a lead": ("update crm_lead set name = 'x', partner_name = 'y'", ["leads", "deals"]),
    "a stage's meaning": (
        "update crm_stage set is_won = (id = 3)",
        ["deals"],
    ),
    "a stage's name": (
        "update crm_stage set name = jsonb_build_object('en_US', id::text)",
        ["deals", "deal_changes"],
    ),
    "a team": ('update crm_team set name = \'{"en_US": "x"}\'', ["deals"]),
    "a reason": ('update crm_lost_reason set name = \'{"en_US": "x"}\'', ["deals"]),
    "a source": ("update utm_source set name = 'x'", ["leads", "deals"]),
    "a company": ("update res_company set currency_id = 3", ["deals", "subscriptions"]),
    "an industry": (
        'update res_partner_industry set name = \'{"en_US": "x"}\'',
        ["accounts"],
    ),
    "a country": ("update res_country set code = 'XX'", ["accounts"]),
    "a partner": (
        "update res_partner set commercial_partner_id = 26, name = 'New Name'",
        ["accounts", "contacts", "leads", "deals", "activities", "orders"],
    ),
    "an e-mail on the blacklist": (
        "update mail_blacklist set active = not active",
        ["contacts"],
    ),
    "a number on the blacklist": (
        "update phone_blacklist set active = not active",
        ["contacts"],
    ),
    "a message": (
        "update mail_message set date = date + interval '1 hour'",
        ["leads", "deals", "deal_changes", "activities", "tickets"],
    ),
    "a kind of activity": ("update mail_activity_type set category = 'x'", ["activities"]),
    "an activity": ("update mail_activity set summary = 'x'", ["activities"]),
    "a meeting": ("update calendar_event set name = 'x'", ["activities"]),
    "an order": ("update sale_order set amount_untaxed = 1", ["orders"]),
    "a ticket": ("update helpdesk_ticket set priority = '1'", ["tickets"]),
    "a ticket's stage": (
        "update helpdesk_ticket_stage set closed = not coalesce(closed, false)",
        ["tickets"],
    ),
    "a ticket's team": ("update helpdesk_ticket_team set name = 'x'", ["tickets"]),
    "a ticket's category": (
        'update helpdesk_ticket_category set name = \'{"en_US": "x"}\'',
        ["tickets"],
    ),
    "a ticket's channel": (
        'update helpdesk_ticket_channel set name = \'{"en_US": "x"}\'',
        ["tickets"],
    ),
    "a rating": ("update rating_rating set rating = 2, consumed = true", ["tickets"]),
    "a contract": (
        "update contract_contract set manual_currency_id = 3",
        ["subscriptions"],
    ),
    "a line of a contract": ("update contract_line set quantity = 9", ["subscriptions"]),
    "a product": (
        'update product_template set name = \'{"en_US": "x"}\'',
        ["subscriptions"],
    ),
    "a price list": ("update product_pricelist set currency_id = 3", ["subscriptions"]),
    "a reason to end": (
        "update contract_terminate_reason set name = 'x'",
        ["subscriptions"],
    ),
}
DATED = [
    "accounts", "contacts", "leads", "deals", "deal_changes", "activities", "tickets", "orders",
    "subscriptions",
]  # fmt: skip


def mapped_rows(
    connection: psycopg.Connection, mapping: Path
) -> dict[str, dict[tuple[Any, ...], datetime]]:
    """Per table, its rows as the mapping gives them now, each with its row_modified_at."""
    found = {}
    for table in DATED:
        cursor = connection.execute((mapping / f"{table}.sql").read_text("utf-8"))
        names = [column.name for column in cursor.description or ()]
        assert names[-1] == "row_modified_at"
        found[table] = {row[:-1]: row[-1] for row in cursor.fetchall()}
    return found


def test_whatever_changes_a_row_moves_its_row_modified_at(url, mapping):
    later = datetime.fromisoformat(LATER)
    with psycopg.connect(database(url).libpq) as connection:
        before = mapped_rows(connection, mapping)
        for what, (statement, tables) in UPDATES.items():
            connection.execute(statement.replace(" set ", " set write_date = %s, "), [LATER])
            after = mapped_rows(connection, mapping)
            connection.rollback()
            changed = {
                name: [at for row, at in of_table.items() if row not in before[name]]
                for name, of_table in after.items()
            }
            assert set(tables) <= {name for name, of_table in changed.items() if of_table}, what
            for name, instants in changed.items():
                assert all(at >= later for at in instants), (what, name)


def test_no_row_was_modified_after_everything_it_is_made_of(url, mapping):
    with psycopg.connect(database(url).libpq) as connection:
        found = mapped_rows(connection, mapping)
    latest = {table: max(instants.values()) for table, instants in found.items()}
    assert max(latest.values()) < datetime.fromisoformat(LATER)


def test_a_meeting_counts_as_modified_when_it_is_over(url, mapping):
    with psycopg.connect(database(url).libpq) as connection:
        found = mapped_rows(connection, mapping)["activities"]
    instants = {row[0]: at for row, at in found.items()}
    assert instants["meeting-6"] == datetime.fromisoformat("2026-03-12 15:00:00")
    assert instants["meeting-5"] < datetime.fromisoformat("2026-04-01 00:00:00")


def test_a_person_is_new_among_the_accounts_when_the_deal_is(url, mapping):
    """Zoe was entered in December; her last deal was written on 1 February."""
    with psycopg.connect(database(url).libpq) as connection:
        found = mapped_rows(connection, mapping)["accounts"]
    (at,) = [at for row, at in found.items() if row[0] == 24]
    assert at == datetime.fromisoformat("2026-02-01 09:00:00")


# The guide to connecting it.


@pytest.fixture(scope="module")
def reader(postgresql) -> Any:
    """A database of Odoo's, and its URL for the user that the guide makes, by its statements."""
    owner = postgresql()
    run_scripts(owner, ROWS / "schema.sql", ROWS / "rows.sql")
    name = owner.rpartition("/")[2]
    root = re.sub("//.*@", "//root@", owner)
    statements = re.findall("```sql\n(.*?)```", GUIDE, re.DOTALL)
    assert len(statements) == 4
    with psycopg.connect(root, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.replace("on database odoo ", f"on database {name} "))
        yield re.sub("//.*@", "//odoo_dashboard:choose-a-long-one@", owner)
        connection.execute("drop owned by odoo_dashboard")
        connection.execute("drop role odoo_dashboard")


def test_the_guides_user_suffices(reader, mapping, tmp_path, snapshot):
    asked = settings(reader, tmp_path, str(mapping))
    assert check(asked).problems == ()
    read = sync(asked, now=NOW)
    assert everything(read, "deals") == everything(snapshot, "deals")


@pytest.mark.parametrize("secret", ["password from res_users", "signup_token from res_partner"])
def test_the_guides_user_sees_no_secrets(reader, secret):
    with (
        psycopg.connect(reader) as connection,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        connection.execute(f"select {secret}")


def test_the_guides_user_cannot_write(reader):
    insert = "insert into utm_source (name) values ('x')"
    with psycopg.connect(reader) as connection, pytest.raises(errors.ReadOnlySqlTransaction):
        connection.execute(insert)
    with psycopg.connect(reader) as connection:
        connection.execute("set transaction read write")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(insert)


def test_the_guide_grants_no_table_that_is_not_read(mapping):
    granted = re.findall(r"^    (\w+),?$", GUIDE, re.MULTILINE)
    queries = "\n".join(file.read_text("utf-8") for file in mapping.glob("*.sql"))
    read = set(re.findall(r"(?:from|join) (\w+)", queries))
    assert set(granted) <= read


def test_the_guides_settings_are_valid(tmp_path):
    (text,) = re.findall("```toml\n(.*?)```", GUIDE, re.DOTALL)
    file = tmp_path / "crm.toml"
    file.write_text(text, "utf-8")
    read = read_settings(file, {})
    assert read.crm.queries == FOLDER
    assert read.crm.record_url["deals"].endswith("/mail/view?model=crm.lead&res_id={deal_id}")
    assert tomllib.loads(text)["business"]["currency"] == "EUR"
