"""SuiteCRM's own tables on a real MariaDB, read through its mapping.

What every table of the model must hold is written out here by hand from `rows.sql`.
"""

import re
import shutil
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pymysql
import pytest
import sqlglot
from sqlglot import exp

from crm_metrics.calendar import Period
from crm_metrics.measure import measure
from crm_metrics.settings import PROJECT, Business, read_settings
from crm_metrics.snapshot.store import Snapshot
from crm_metrics.snapshot.tables import Tables
from crm_metrics.source import check, sync
from crm_metrics.source.urls import database
from tests import mapped

QUERIES = PROJECT / "queries" / "suitecrm"
DOCUMENT = PROJECT / "docs" / "connect" / "suitecrm.md"
TABLES = (
    "users",
    "accounts",
    "contacts",
    "leads",
    "campaigns",
    "pipelines",
    "deals",
    "deal_changes",
    "activities",
    "subscriptions",
    "orders",
    "tickets",
    "edits",
    "exchange_rates",
)
QUARTER = ("2026-01-01", "2026-04-01")


@pytest.fixture(scope="module")
def url(mariadb) -> str:
    return mariadb()


@pytest.fixture(scope="module")
def crm(url, tmp_path_factory) -> Snapshot:
    return mapped.synced(url, tmp_path_factory.mktemp("suitecrm"), "suitecrm")


def holds(snapshot: Snapshot, table: str, columns: str, expected: Iterable[tuple]) -> None:
    """The table has exactly these rows in these columns, whatever their order."""
    found = mapped.rows(snapshot, table, *columns.split())
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def columns_of(snapshot: Snapshot, table: str) -> str:
    return " ".join(mapped.mapped(snapshot, table))


def by(snapshot: Snapshot, metric: str, field: str, *columns: str) -> dict[Any, tuple]:
    """A metric over the quarter, cut by one field: value → the columns' numbers."""
    period = Period(*map(date.fromisoformat, QUARTER))
    found = measure(metric, Tables.open(snapshot, Business()), period, by=[field])
    return {row[field]: tuple(row[name] for name in columns) for row in found.to_dicts()}


def selected(url: str, file: str) -> list[dict[str, Any]]:
    """What the database answers to a mapping's file, before anything is made of it."""
    arguments = database(url).mysql_arguments | {"cursorclass": pymysql.cursors.DictCursor}
    with closing(pymysql.connect(**arguments)) as connection, connection.cursor() as cursor:
        cursor.execute((QUERIES / file).read_text("utf-8"))
        return list(cursor.fetchall())


def adapted(folder: Path, **edits: list[tuple[str, str]]) -> Path:
    """A copy of the mapping in which texts of files (`deals` for deals.sql) are replaced."""
    copy = shutil.copytree(QUERIES, folder / "ours")
    for file, changes in edits.items():
        path = copy / f"{file}.sql"
        text = path.read_text("utf-8")
        for old, new in changes:
            assert old in text, f"{old!r} is not in {file}.sql"
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
    return copy


def synced_through(url: str, folder: Path, queries: Path) -> Snapshot:
    settings = mapped.settings(url, folder, str(queries))
    assert check(settings).problems == ()
    return sync(settings, now=mapped.NOW)


def of_readme(*lines: str) -> tuple[str, ...]:
    """Lines that the mapping's README tells to add; a changed README fails here."""
    text = (QUERIES / "README.md").read_text("utf-8")
    for line in lines:
        assert line in text, f"the README does not show {line!r}"
    return lines


def test_check_finds_no_problem(url, crm, tmp_path):
    found = check(mapped.settings(url, tmp_path, "suitecrm"))
    assert found.problems == ()
    assert found.mapped == TABLES


def test_a_file_begins_with_its_row_and_its_grain():
    for file in QUERIES.glob("*.sql"):
        first, second = file.read_text("utf-8").splitlines()[:2]
        assert first.startswith("-- One row per "), file
        assert second.startswith("-- Grain: "), file


def test_every_table_has_one_row_per_key(crm):
    for table, entry in crm.manifest.tables.items():
        assert not [reason for reason in entry["dropped"] if reason.startswith("repeated")], table
    for table, key in (
        ("deal_changes", ("deal_id", "field", "changed_at", "sequence")),
        ("edits", ("entity", "record_id", "field", "user_id", "edited_at")),
        ("exchange_rates", ("currency", "valid_from")),
        ("pipelines", ("stage",)),
    ):
        found = mapped.rows(crm, table, *key)
        assert len(found) == len(set(found)), table


# --- the tables, row by row --------------------------------------------------------------------


def test_users(crm):
    columns = "user_id name email team role manager_id is_active"
    assert columns_of(crm, "users") == columns
    holds(
        crm,
        "users",
        columns,
        [
            ("1", "Administrator", None, None, None, None, True),
            ("ana", "Ana Alt", "ana@seller.example", "North", "Account Executive", "mia", True),
            ("bo", "Bo Berg", "bo@seller.example", "South", None, "mia", False),
            ("mia", "Moll", None, None, "Sales Director", None, False),
            ("cem", "cem", None, "South", None, None, True),
        ],
    )


def test_accounts(crm):
    columns = (
        "account_id name owner_id industry size country email phone website parent_id created_at "
        "updated_at"
    )
    assert columns_of(crm, "accounts") == columns
    holds(
        crm,
        "accounts",
        columns,
        [
            ("acme", "Acme GmbH", "ana", "Technology", "250", "Germany", "info@acme.example",
             "+49 30 1234567", None, None, "2025-10-01 08:00:00", "2026-01-05 09:00:00"),
            ("bolt", "Bolt Ltd", "bo", None, None, None, None, "+44 20 79460000",
             "https://bolt.example", "acme", "2025-10-02 23:30:00", "2026-02-01 03:00:00"),
            ("cargo", "Cargo AG", None, "Transportation", "10-50", "Austria", None, "+43 1 234567",
             None, None, "2025-10-04 08:00:00", "2025-10-04 08:00:00"),
        ],
    )  # fmt: skip


def test_contacts(crm):
    columns = (
        "contact_id account_id owner_id first_name last_name job_title email phone email_opt_out "
        "phone_opt_out created_at updated_at"
    )
    assert columns_of(crm, "contacts") == columns
    holds(
        crm,
        "contacts",
        columns,
        [
            ("ann", "acme", "ana", "Ann", "Ahl", "CEO", "ann@acme.example", "+49 170 1234567",
             True, False, "2025-10-01 09:00:00", "2025-10-01 09:00:00"),
            ("ben", None, "bo", None, "Bell", None, None, "+44 20 79461111",
             None, True, "2025-10-03 09:00:00", "2025-10-03 09:00:00"),
        ],
    )  # fmt: skip


def test_leads(crm):
    columns = (
        "lead_id owner_id name company email phone source campaign_id status created_at "
        "updated_at converted_at disqualified_at deal_id account_id contact_id"
    )
    assert columns_of(crm, "leads") == columns
    holds(
        crm,
        "leads",
        columns,
        [
            ("l-new", "ana", "Lea Lang", "New Works", "lea@new.example", "+49 171 7654321",
             "Web Site", "fair", "new", "2025-12-01 08:00:00", "2025-12-01 08:00:00",
             None, None, None, None, None),
            ("l-work", "bo", "Wolf", None, None, None, None, None, "working",
             "2025-12-02 08:00:00", "2025-12-02 08:00:00", None, None, None, None, None),
            ("l-converted", "ana", "Cara Cole", "Acme", None, None, "Email", None, "converted",
             "2025-12-03 08:00:00", "2025-12-03 08:00:00", "2026-01-20 10:00:00", None,
             "d-won", "acme", "ann"),
            ("l-unaudited", "bo", "Uma Ude", "Bolt", None, None, "Email", None, "converted",
             "2026-01-04 08:00:00", "2026-01-04 08:00:00", "2026-01-10 08:00:00", None,
             "d-lost", "bolt", "ben"),
            ("l-existing", "bo", "Eli Ek", "Bolt", None, None, "Email", None, "converted",
             "2025-12-05 08:00:00", "2025-12-05 08:00:00", None, None, None, None, "ben"),
            ("l-recycled", "ana", "Rita Roth", None, None, None, "Other", None, "disqualified",
             "2025-12-06 08:00:00", "2025-12-06 08:00:00", None, "2026-02-01 08:00:00",
             None, None, None),
            ("l-custom", "ana", "Nina Noll", None, None, None, "Other", None, None,
             "2025-12-07 08:00:00", "2025-12-07 08:00:00", None, None, None, None, None),
        ],
    )  # fmt: skip


def test_campaigns(crm):
    columns = "campaign_id name channel started_on ended_on cost currency impressions clicks"
    assert columns_of(crm, "campaigns") == columns
    holds(
        crm,
        "campaigns",
        columns,
        [
            ("fair", "Spring fair", "Newsletter", "2026-01-01", "2026-02-01", "1500.5", "EUR",
             1000, 3),
            ("mailing", "Mailing", "Mail", "2026-02-01", None, None, None, 0, None),
        ],
    )  # fmt: skip


def test_pipelines(crm):
    columns = "stage position outcome probability"
    assert columns_of(crm, "pipelines") == columns
    holds(
        crm,
        "pipelines",
        columns,
        [
            ("Prospecting", 10, "open", 0.1),
            ("Qualification", 20, "open", 0.2),
            ("Needs Analysis", 30, "open", 0.25),
            ("Value Proposition", 40, "open", 0.3),
            ("Identifying Decision Makers", 50, "open", 0.4),
            ("Perception Analysis", 60, "open", 0.5),
            ("Proposal/Price Quote", 70, "open", 0.65),
            ("Negotiation/Review", 80, "open", 0.8),
            ("Pilot", 101, "open", None),
            ("Won and Invoiced", 102, "open", None),
            ("Closed Won", 1000, "won", 1.0),
            ("Closed Lost", 1010, "lost", 0.0),
        ],
    )


def test_deals(crm):
    columns = (
        "deal_id name account_id contact_id owner_id campaign_id stage outcome amount currency "
        "source created_at closed_at expected_close_on updated_at"
    )
    assert columns_of(crm, "deals") == columns
    holds(
        crm,
        "deals",
        f"{columns} closed_at_from opportunity_type",
        [
            ("d-won", "Acme platform", "acme", "ann", "ana", "fair", "Closed Won", "won", "10000",
             None, "Web Site", "2025-12-01 09:00:00", "2026-01-20 15:00:00", "2026-03-31",
             "2026-01-20 15:00:00", "history", "New Business"),
            ("d-lost", "Bolt rollout", "bolt", "ann", "bo", None, "Closed Lost", "lost", "4000",
             "EUR", None, "2026-01-10 08:00:00", "2026-02-09 08:30:00", "2026-02-28",
             "2026-02-09 08:30:00", "history", "Existing Business"),
            ("d-reopened", "Acme support", "acme", None, "ana", None, "Closed Won", "won", "2000",
             None, "Partner", "2026-01-01 10:00:00", "2026-02-24 09:00:00", "2026-01-31",
             "2026-02-24 09:00:00", "history", None),
            ("d-circle", "Cargo tracking", "cargo", None, "ana", None, "Prospecting", "open",
             "1000", None, None, "2026-01-02 10:00:00", None, "2026-05-01",
             "2026-02-01 12:00:00", None, None),
            ("d-planned", "Imported", None, None, "ana", None, "Closed Won", "won", "3000", None,
             None, "2026-01-15 08:00:00", "2026-02-15 (day)", "2026-02-15",
             "2026-02-20 08:00:00", "planned", None),
            ("d-born-lost", "Late entry", None, None, "bo", None, "Closed Lost", "lost", "700",
             None, None, "2026-03-02 14:00:00", "2026-03-02 14:00:00", "2026-06-30",
             "2026-03-02 14:00:00", "record", None),
            ("d-contradicted", "Contradicted", None, None, "bo", None, "Closed Lost", "lost",
             "800", None, None, "2026-01-12 08:00:00", "2026-02-10 (day)", "2026-02-10",
             "2026-02-12 08:00:00", "planned", None),
            ("d-bypassed", "Bypassed", None, None, "bo", None, "Closed Won", "won", "900", None,
             None, "2026-01-09 08:00:00", "2026-03-01 (day)", "2026-03-01",
             "2026-03-05 08:00:00", "planned", None),
            ("d-pilot", "Pilot", None, None, "ana", None, "Pilot", "open", "1234.5", None, None,
             "2026-02-01 08:00:00", None, "2026-04-30", "2026-02-01 08:00:00", None, None),
            ("d-invoiced", "Invoiced", None, None, "ana", None, "Won and Invoiced", "open",
             "1100", None, None, "2026-02-02 08:00:00", None, "2026-02-02",
             "2026-02-05 08:00:00", None, None),
            ("d-empty", "", None, None, None, None, None, "open", None, None, None,
             "2025-11-30 08:00:00", None, None, "2025-11-30 08:00:00", None, None),
        ],
    )  # fmt: skip


def first_values(deal: str, at: str, by: str | None, **fields: str | None) -> list[tuple]:
    return [(deal, field, None, value, at, 0, by) for field, value in fields.items()]


def test_deal_changes(crm):
    columns = "deal_id field old_value new_value changed_at sequence changed_by"
    assert columns_of(crm, "deal_changes") == columns
    holds(
        crm,
        "deal_changes",
        columns,
        [
            *first_values("d-won", "2025-12-01 09:00:00", "ana", stage="Prospecting",
                          amount="8000", expected_close_on="2026-03-31", owner_id="ana"),
            ("d-won", "stage", "Prospecting", "Qualification", "2025-12-05 10:00:00", 1, "ana"),
            ("d-won", "amount", "8000", "10000", "2025-12-05 10:00:00", 1, "ana"),
            ("d-won", "stage", "Qualification", "Identifying Decision Makers",
             "2025-12-20 11:00:00", 1, "ana"),
            ("d-won", "stage", "Identifying Decision Makers", "Proposal/Price Quote",
             "2025-12-20 11:00:00", 2, "ana"),
            ("d-won", "stage", "Proposal/Price Quote", "Negotiation/Review",
             "2025-12-20 11:00:00", 3, "ana"),
            ("d-won", "stage", "Negotiation/Review", "Closed Won", "2026-01-20 15:00:00", 1,
             "ana"),
            *first_values("d-lost", "2026-01-10 08:00:00", "ana", stage="Prospecting",
                          expected_close_on="2026-02-01", owner_id="ana"),
            ("d-lost", "expected_close_on", "2026-02-01", "2026-02-28", "2026-01-15 09:00:00", 1,
             "ana"),
            ("d-lost", "owner_id", "ana", "bo", "2026-01-15 09:00:00", 1, "ana"),
            ("d-lost", "stage", "Prospecting", "Closed Lost", "2026-02-09 08:30:00", 1, "bo"),
            *first_values("d-reopened", "2026-01-01 10:00:00", "ana", stage="Prospecting",
                          amount="2000", expected_close_on="2026-01-31", owner_id="ana"),
            ("d-reopened", "stage", "Prospecting", "Closed Won", "2026-01-05 09:00:00", 1, "ana"),
            ("d-reopened", "stage", "Closed Won", "Negotiation/Review", "2026-01-15 09:00:00", 1,
             "ana"),
            ("d-reopened", "stage", "Negotiation/Review", "Closed Won", "2026-02-24 09:00:00", 1,
             "ana"),
            *first_values("d-circle", "2026-01-02 10:00:00", "ana", stage="Prospecting",
                          amount="1000", expected_close_on="2026-05-01", owner_id="ana"),
            ("d-circle", "stage", "Prospecting", "Qualification", "2026-02-01 12:00:00", 1, "ana"),
            ("d-circle", "stage", "Qualification", "Prospecting", "2026-02-01 12:00:00", 2, "1"),
            *first_values("d-planned", "2026-01-15 08:00:00", "1", stage="Closed Won",
                          amount="3000", expected_close_on="2026-02-15", owner_id="ana"),
            *first_values("d-born-lost", "2026-03-02 14:00:00", "bo", stage="Closed Lost",
                          amount="700", expected_close_on="2026-06-30", owner_id="bo"),
            *first_values("d-contradicted", "2026-01-12 08:00:00", "bo", stage="Prospecting",
                          amount="800", expected_close_on="2026-02-10", owner_id="bo"),
            ("d-contradicted", "stage", "Prospecting", "Qualification", "2026-01-13 08:00:00", 1,
             "bo"),
            ("d-contradicted", "stage", "Qualification", "Prospecting", "2026-01-13 08:00:00", 2,
             "bo"),
            ("d-contradicted", "stage", "Prospecting", "Closed Lost", "2026-01-20 08:00:00", 1,
             "bo"),
            ("d-contradicted", "stage", "Closed Lost", "Qualification", "2026-01-25 08:00:00", 1,
             "bo"),
            *first_values("d-bypassed", "2026-01-09 08:00:00", "bo", stage="Prospecting",
                          amount="900", expected_close_on="2026-03-01", owner_id=None),
            ("d-bypassed", "stage", "Prospecting", "Qualification", "2026-01-10 08:00:00", 1,
             "bo"),
            ("d-bypassed", "owner_id", None, "bo", "2026-01-10 08:00:00", 1, "1"),
            *first_values("d-pilot", "2026-02-01 08:00:00", "ana", stage="Pilot",
                          amount="1234.5", expected_close_on="2026-04-30", owner_id="ana"),
            *first_values("d-invoiced", "2026-02-02 08:00:00", "ana", stage="Closed Won",
                          amount="1100", expected_close_on="2026-02-02", owner_id="ana"),
            ("d-invoiced", "stage", "Closed Won", "Won and Invoiced", "2026-02-05 08:00:00", 1,
             "ana"),
            *first_values("d-empty", "2025-11-30 08:00:00", "bo", stage=None, amount=None,
                          expected_close_on=None, owner_id=None),
        ],
    )  # fmt: skip


def test_activities(crm):
    columns = (
        "activity_id kind direction owner_id account_id contact_id deal_id lead_id ticket_id "
        "subject status due_at done_at duration_minutes is_automatic created_at updated_at"
    )
    assert columns_of(crm, "activities") == columns
    holds(
        crm,
        "activities",
        columns,
        [
            ("call-held", "call", "out", "ana", None, "ben", "d-won", None, None, "First call",
             "done", "2026-01-08 09:00:00", "2026-01-08 09:30:00", 30.0, False,
             "2026-01-07 08:00:00", "2026-01-08 09:35:00"),
            ("call-early", "call", "in", "bo", None, None, None, "l-work", None,
             "Brought forward", "done", "2026-04-10 10:00:00", "2026-03-30 08:00:00", 60.0, False,
             "2026-03-01 08:00:00", "2026-03-30 08:00:00"),
            ("call-planned", "call", "out", "ana", "acme", None, None, None, None, "Next call",
             "planned", "2026-04-05 09:00:00", None, 15.0, False, "2026-03-20 08:00:00",
             "2026-03-20 08:00:00"),
            ("call-not", "call", None, "ana", None, "ann", None, None, None, "Nobody there",
             "cancelled", "2026-03-21 09:00:00", None, 15.0, False, "2026-03-21 08:00:00",
             "2026-03-21 08:00:00"),
            ("meet-held", "meeting", None, "ana", "acme", "ann", None, None, "t-closed",
             "At the customer", "done", "2026-01-14 09:00:00", "2026-01-14 10:30:00", 90.0, False,
             "2026-01-13 08:00:00", "2026-01-15 08:00:00"),
            ("meet-lead", "meeting", None, "bo", None, None, None, "l-new", None, "Demo",
             "planned", "2026-04-02 09:00:00", None, 45.0, False, "2026-03-25 08:00:00",
             "2026-03-25 08:00:00"),
            ("task-done", "task", None, "ana", None, "ben", "d-lost", None, None, "Send offer",
             "done", None, "2026-02-03 12:00:00", None, False, "2026-02-01 08:00:00",
             "2026-02-03 12:00:00"),
            ("task-open", "task", None, "bo", None, None, None, "l-work", None, "Write",
             "planned", "2026-03-01 08:00:00", None, None, False, "2026-02-01 08:00:00",
             "2026-02-02 12:00:00"),
            ("mail-out", "email", "out", "bo", "bolt", "ann", "d-lost", None, None, "Offer",
             "done", None, "2026-01-12 09:00:00", None, False, "2026-01-12 09:01:00",
             "2026-01-12 09:01:00"),
            ("mail-in", "email", "in", "bo", "bolt", "ben", "d-reopened", None, "t-pending",
             "Re: Offer", "done", None, "2026-01-13 09:00:00", None, False,
             "2026-01-13 09:05:00", "2026-01-13 09:05:00"),
            ("mail-draft", "email", None, "bo", None, None, None, None, None, "Not yet",
             "planned", None, None, None, False, "2026-01-14 09:00:00", "2026-01-14 09:00:00"),
            ("mail-campaign", "email", "out", "ana", None, None, None, "l-new", None,
             "Newsletter", "done", None, "2026-01-15 09:00:00", None, True,
             "2026-01-15 09:00:00", "2026-01-15 09:00:00"),
            ("mail-auto", "email", "out", None, "acme", None, None, None, "t-closed",
             "Case update", "done", None, "2026-01-10 10:15:00", None, True,
             "2026-01-10 10:15:00", "2026-01-10 10:15:00"),
            ("mail-error", "email", "out", "ana", None, None, None, None, None, "Bounced",
             "cancelled", None, None, None, False, "2026-01-16 09:00:00", "2026-01-16 09:00:00"),
            ("mail-archived", "email", None, "ana", "bolt", None, None, None, None, "Old mail",
             "done", None, "2026-01-17 09:00:00", None, False, "2026-01-17 09:00:00",
             "2026-01-17 09:00:00"),
            ("note", "note", None, "bo", "bolt", "ben", None, None, None, "Met at the fair",
             "done", None, "2026-01-18 09:00:00", None, False, "2026-01-18 09:00:00",
             "2026-01-18 09:00:00"),
            ("up-customer", "message", "in", None, "acme", "ann", None, None, "t-closed",
             "It broke", "done", None, "2026-01-10 09:30:00", None, False, "2026-01-10 09:30:00",
             "2026-01-10 09:30:00"),
            ("up-internal", "note", None, "bo", "acme", None, None, None, "t-closed",
             "Whose is it?", "done", None, "2026-01-10 09:40:00", None, False,
             "2026-01-10 09:40:00", "2026-01-10 09:40:00"),
            ("up-stranger", "message", "in", None, "acme", None, None, None, "t-closed",
             "Same here", "done", None, "2026-01-10 10:00:00", None, False,
             "2026-01-10 10:00:00", "2026-01-10 10:00:00"),
            ("up-reply", "message", "out", "ana", "acme", None, None, None, "t-closed",
             "We look at it", "done", None, "2026-01-10 10:15:00", None, False,
             "2026-01-10 10:15:00", "2026-01-10 10:15:00"),
            ("up-second", "message", "out", "ana", "acme", None, None, None, "t-closed",
             "Mended", "done", None, "2026-01-14 08:00:00", None, False, "2026-01-14 08:00:00",
             "2026-01-14 08:00:00"),
        ],
    )  # fmt: skip


def test_subscriptions(crm):
    """12000 over 12 months; 13200 over 12; 2400 over 12; 600 over 6; 450 over 45 days, a month
    being 30.436875 of them: 450 × 30.436875 / 45 = 304.36875; 50 over one month."""
    columns = "subscription_id account_id product mrr currency term_months started_on ended_on"
    assert columns_of(crm, "subscriptions") == columns
    holds(
        crm,
        "subscriptions",
        columns,
        [
            ("c-year", "acme", "Platform", "1000", None, 12, "2025-01-01", "2026-01-01"),
            ("c-renewal", "acme", None, "1100", None, 12, "2026-01-01", "2027-01-02"),
            ("c-bolt", "bolt", None, "200", "EUR", 12, "2025-02-10", "2026-02-10"),
            ("c-cargo", "cargo", None, "100", None, 6, "2025-11-15", "2026-05-15"),
            ("c-days", "acme", None, "304.36875", None, 1, "2026-02-01", "2026-03-18"),
            ("c-month-end", "cargo", None, "50", None, 1, "2026-01-31", "2026-02-28"),
        ],
    )
    assert crm.dropped["subscriptions"] == {"no mrr": 2}


def test_orders(crm):
    columns = "order_id account_id ordered_on amount currency"
    assert columns_of(crm, "orders") == columns
    holds(
        crm,
        "orders",
        columns,
        [
            ("i-plain", "acme", "2026-01-10", "1000", None),
            ("i-return", "acme", "2026-01-20", "-100", None),
            ("i-euro", "bolt", "2026-02-01", "200", "EUR"),
            ("i-points", "bolt", "2026-02-02", "1000", None),
        ],
    )
    assert crm.dropped["orders"] == {"no ordered_on": 1}


def test_tickets(crm):
    columns = (
        "ticket_id account_id contact_id owner_id topic priority status created_at "
        "first_response_at resolved_at reopened_count public_replies"
    )
    assert columns_of(crm, "tickets") == columns
    holds(
        crm,
        "tickets",
        columns,
        [
            ("t-new", None, None, "bo", "User", "High", "open", "2026-01-05 09:00:00", None, None,
             0, 0),
            ("t-pending", "bolt", "ben", "bo", "Product", "Medium", "pending",
             "2026-01-06 09:00:00", None, None, 0, 0),
            ("t-closed", "acme", "ann", "ana", "Product", "Low", "closed", "2026-01-10 09:00:00",
             "2026-01-10 10:15:00", "2026-01-15 16:00:00", 1, 2),
            ("t-unaudited", "acme", None, "ana", None, None, "closed", "2026-01-11 09:00:00",
             None, None, 0, 0),
            ("t-stateless", None, None, None, None, "Urgent", "closed", "2026-01-12 09:00:00",
             None, None, 0, 0),
            ("t-reopened", "bolt", None, "ana", "Administration", "High", "open",
             "2026-02-01 09:00:00", None, None, 1, 0),
        ],
    )  # fmt: skip


def test_edits(crm):
    """Every record's entry; its last save where it is later and not the jobs' user's; its audit."""
    columns = "entity record_id field user_id edited_at"
    assert columns_of(crm, "edits") == columns
    entries = """
        accounts acme ana 2025-10-01 08:00:00, accounts acme bo 2026-01-05 09:00:00,
        accounts bolt bo 2025-10-02 23:30:00, accounts cargo ana 2025-10-04 08:00:00,
        contacts ann ana 2025-10-01 09:00:00, contacts ben bo 2025-10-03 09:00:00,
        leads l-new ana 2025-12-01 08:00:00, leads l-work bo 2025-12-02 08:00:00,
        leads l-converted ana 2025-12-03 08:00:00, leads l-unaudited bo 2026-01-04 08:00:00,
        leads l-existing bo 2025-12-05 08:00:00, leads l-recycled ana 2025-12-06 08:00:00,
        leads l-custom ana 2025-12-07 08:00:00,
        deals d-won ana 2025-12-01 09:00:00, deals d-won ana 2026-01-20 15:00:00,
        deals d-lost ana 2026-01-10 08:00:00, deals d-lost bo 2026-02-09 08:30:00,
        deals d-reopened ana 2026-01-01 10:00:00, deals d-reopened ana 2026-02-24 09:00:00,
        deals d-circle ana 2026-01-02 10:00:00, deals d-circle ana 2026-02-01 12:00:00,
        deals d-planned 1 2026-01-15 08:00:00, deals d-planned ana 2026-02-20 08:00:00,
        deals d-born-lost bo 2026-03-02 14:00:00, deals d-contradicted bo 2026-01-12 08:00:00,
        deals d-bypassed bo 2026-01-09 08:00:00, deals d-pilot ana 2026-02-01 08:00:00,
        deals d-invoiced ana 2026-02-02 08:00:00, deals d-invoiced ana 2026-02-05 08:00:00,
        deals d-empty bo 2025-11-30 08:00:00,
        tickets t-new bo 2026-01-05 09:00:00, tickets t-pending bo 2026-01-06 09:00:00,
        tickets t-closed bo 2026-01-10 09:00:00, tickets t-closed ana 2026-03-01 09:00:00,
        tickets t-unaudited 1 2026-01-11 09:00:00, tickets t-stateless ana 2026-01-12 09:00:00,
        tickets t-reopened ana 2026-02-01 09:00:00"""
    audited = """
        accounts acme phone_office bo 2026-01-05 09:00:00,
        contacts ben do_not_call bo 2025-11-01 08:00:00,
        leads l-converted status ana 2025-12-10 08:00:00,
        leads l-converted status ana 2026-01-20 10:00:00,
        leads l-recycled status ana 2026-01-05 08:00:00,
        leads l-recycled status ana 2026-01-08 08:00:00,
        leads l-recycled status ana 2026-02-01 08:00:00,
        leads l-recycled status bo 2026-02-10 08:00:00,
        deals d-won sales_stage ana 2025-12-05 10:00:00,
        deals d-won amount_usdollar ana 2025-12-05 10:00:00,
        deals d-won probability ana 2025-12-05 10:00:00,
        deals d-won sales_stage ana 2025-12-20 11:00:00,
        deals d-won sales_stage ana 2026-01-20 15:00:00,
        deals d-lost amount_usdollar ana 2026-01-15 09:00:00,
        deals d-lost assigned_user_id ana 2026-01-15 09:00:00,
        deals d-lost date_closed ana 2026-01-15 09:00:00,
        deals d-lost sales_stage bo 2026-02-09 08:30:00,
        deals d-reopened sales_stage ana 2026-01-05 09:00:00,
        deals d-reopened sales_stage ana 2026-01-15 09:00:00,
        deals d-reopened sales_stage ana 2026-02-24 09:00:00,
        deals d-circle sales_stage ana 2026-02-01 12:00:00,
        deals d-circle sales_stage 1 2026-02-01 12:00:00,
        deals d-contradicted sales_stage bo 2026-01-13 08:00:00,
        deals d-contradicted sales_stage bo 2026-01-20 08:00:00,
        deals d-contradicted sales_stage bo 2026-01-25 08:00:00,
        deals d-bypassed sales_stage bo 2026-01-10 08:00:00,
        deals d-bypassed assigned_user_id 1 2026-01-10 08:00:00,
        deals d-invoiced sales_stage ana 2026-02-05 08:00:00,
        tickets t-closed state ana 2026-01-12 10:00:00,
        tickets t-closed state ana 2026-01-13 10:00:00,
        tickets t-closed state ana 2026-01-15 16:00:00,
        tickets t-closed status ana 2026-01-15 16:00:00,
        tickets t-reopened state ana 2026-02-03 09:00:00,
        tickets t-reopened state ana 2026-02-04 09:00:00"""
    expected = []
    for line in entries.split(","):
        entity, record, user, day, time = line.split()
        expected.append((entity, record, None, user, f"{day} {time}"))
    for line in audited.split(","):
        entity, record, field, user, day, time = line.split()
        expected.append((entity, record, field, user, f"{day} {time}"))
    holds(crm, "edits", columns, expected)


def test_exchange_rates(crm):
    """A euro is 0.8 to the system's currency, so 1 / 0.8 = 1.25 of it."""
    columns = "currency valid_from rate"
    assert columns_of(crm, "exchange_rates") == columns
    holds(crm, "exchange_rates", columns, [("EUR", "1970-01-01", "1.25")])


# --- the traps, one by one ---------------------------------------------------------------------


def column(snapshot: Snapshot, table: str, name: str) -> dict[str, Any]:
    """One column of a table: its row's key → the value."""
    key = mapped.mapped(snapshot, table)[0]
    return dict(mapped.rows(snapshot, table, key, name))


def stages(snapshot: Snapshot, deal: str, at: str) -> list[str]:
    """The stages that a deal came to in one second, in their order."""
    columns = ("deal_id", "field", "changed_at", "sequence", "new_value")
    found = mapped.rows(snapshot, "deal_changes", *columns)
    return [
        row[4] for row in sorted(found, key=lambda row: row[3]) if row[:3] == (deal, "stage", at)
    ]


def test_a_planned_close_is_not_the_day_of_the_decision(crm):
    assert column(crm, "deals", "closed_at")["d-won"] == "2026-01-20 15:00:00"
    assert column(crm, "deals", "expected_close_on")["d-won"] == "2026-03-31"


def test_a_reopened_deal_was_decided_when_it_was_decided_last(crm):
    assert column(crm, "deals", "closed_at")["d-reopened"] == "2026-02-24 09:00:00"


def test_without_history_the_planned_day_stands_in_as_a_day(crm):
    assert column(crm, "deals", "closed_at")["d-planned"] == "2026-02-15 (day)"


def test_a_planned_day_after_the_last_change_is_not_believed(crm):
    assert column(crm, "deals", "closed_at")["d-born-lost"] == "2026-03-02 14:00:00"


def test_a_history_that_contradicts_the_record_dates_no_decision(crm):
    found = column(crm, "deals", "closed_at_from")
    assert (found["d-contradicted"], found["d-bypassed"]) == ("planned", "planned")


def test_decisions_are_counted_by_what_their_day_rests_on(crm):
    """Decided from January to March: by the audit d-won, d-lost, d-reopened; by the record
    d-born-lost; by the plan d-planned, d-contradicted, d-bypassed."""
    found = by(crm, "win_rate", "closed_at_from", "won", "decided")
    assert found == {"history": (2, 3), "planned": (2, 3), "record": (0, 1)}


def test_the_probability_decides_nothing(crm):
    found = column(crm, "deals", "outcome")
    assert (found["d-won"], found["d-pilot"]) == ("won", "open")  # 0 % and 100 %


def test_changes_of_one_second_are_chained_by_their_values(crm):
    assert stages(crm, "d-won", "2025-12-20 11:00:00") == [
        "Identifying Decision Makers",
        "Proposal/Price Quote",
        "Negotiation/Review",
    ]


def test_a_circle_within_a_second_ends_where_the_deal_is(crm):
    assert stages(crm, "d-circle", "2026-02-01 12:00:00") == ["Qualification", "Prospecting"]


def test_a_circle_within_a_second_ends_where_the_next_change_begins(crm):
    assert stages(crm, "d-contradicted", "2026-01-13 08:00:00") == ["Qualification", "Prospecting"]


def test_every_deal_begins_with_a_first_stage_at_its_creation(crm):
    columns = ("deal_id", "field", "sequence", "changed_at")
    found = {row[0]: row[3] for row in mapped.rows(crm, "deal_changes", *columns)
             if row[1:3] == ("stage", 0)}  # fmt: skip
    assert found == column(crm, "deals", "created_at")


def test_exchange_moves_are_no_changes_of_the_amount(crm):
    found = mapped.rows(crm, "deal_changes", "deal_id", "field")
    assert ("d-lost", "amount") not in found
    assert ("d-won", "amount") in found


def test_links_marked_as_deleted_do_not_count(crm):
    assert column(crm, "deals", "account_id")["d-won"] == "acme"
    assert column(crm, "deals", "account_id")["d-planned"] is None
    assert column(crm, "deals", "contact_id")["d-lost"] == "ann"
    assert column(crm, "contacts", "account_id")["ann"] == "acme"
    assert column(crm, "activities", "contact_id")["call-held"] == "ben"
    assert column(crm, "activities", "lead_id")["mail-in"] is None
    assert column(crm, "tickets", "contact_id")["t-closed"] == "ann"


def test_two_accounts_make_no_second_deal(crm):
    assert mapped.rows(crm, "deals", "deal_id").count(("d-lost",)) == 1
    assert column(crm, "deals", "account_id")["d-lost"] == "bolt"


def test_a_null_mark_of_deletion_is_no_deletion(crm):
    assert "bolt" in column(crm, "accounts", "name")
    assert "d-empty" in column(crm, "deals", "name")
    assert column(crm, "users", "team")["cem"] == "South"


def test_deleted_records_and_their_histories_do_not_come_through(crm):
    assert "dust" not in column(crm, "accounts", "name")
    assert "d-deleted" not in column(crm, "deals", "name")
    for table, key in (("deal_changes", "deal_id"), ("edits", "record_id")):
        ids = {row[0] for row in mapped.rows(crm, table, key)}
        assert not ids & {"d-deleted", "dust", "l-gone", "t-gone"}, table


def test_mailboxes_and_customers_of_the_portal_are_no_users(crm):
    assert set(column(crm, "users", "name")) == {"1", "ana", "bo", "mia", "cem"}


def test_an_amount_without_a_currency_is_in_the_systems_own(crm):
    currency, amount = column(crm, "deals", "currency"), column(crm, "deals", "amount")
    assert (amount["d-won"], currency["d-won"]) == ("10000", None)  # -99
    assert (amount["d-reopened"], currency["d-reopened"]) == ("2000", None)  # empty


def test_a_currency_that_cannot_be_named_gives_the_crms_own_conversion(crm):
    currency, amount = column(crm, "deals", "currency"), column(crm, "deals", "amount")
    assert (amount["d-circle"], currency["d-circle"]) == ("1000", None)  # deleted
    assert (amount["d-planned"], currency["d-planned"]) == ("3000", None)  # without a code


def test_amounts_in_foreign_currency_are_converted(crm):
    """Won: 10000 + 2000 + 3000 + 900 = 15900. Lost: 4000 euro × 1.25 + 700 + 800 = 6500."""
    found = mapped.measured(crm, "win_rate_by_amount", *QUARTER)
    assert (found["won_amount"], found["decided_amount"]) == (15900, 22400)


def test_the_last_day_of_a_contract_is_covered(crm):
    assert column(crm, "subscriptions", "ended_on")["c-year"] == "2026-01-01"
    assert column(crm, "campaigns", "ended_on")["fair"] == "2026-02-01"


def test_a_lead_given_up_twice_was_given_up_the_last_time(crm):
    """Dead on 5 January, taken up again on the 8th, dead from 1 February, recycled since."""
    assert column(crm, "leads", "disqualified_at")["l-recycled"] == "2026-02-01 08:00:00"


def test_a_status_beside_the_shipped_list_is_told(crm):
    assert crm.manifest.tables["leads"]["unreadable"] == {"status": 1}
    assert crm.dropped["activities"] == {"status is not one of planned, done, cancelled": 1}


def test_a_call_was_not_done_after_it_was_last_saved(crm):
    assert column(crm, "activities", "done_at")["call-early"] == "2026-03-30 08:00:00"


def test_attachments_are_no_activities(crm):
    assert not {"note-attached", "note-file"} & set(column(crm, "activities", "kind"))


def test_the_first_reply_is_public_and_by_staff(crm):
    assert column(crm, "tickets", "first_response_at")["t-closed"] == "2026-01-10 10:15:00"


def test_a_case_closed_past_the_audit_has_no_time_of_resolution(crm):
    assert column(crm, "tickets", "resolved_at")["t-unaudited"] is None


# --- numbers -----------------------------------------------------------------------------------


def test_win_rate(crm):
    """Won: d-won, d-reopened, d-planned, d-bypassed. Lost: d-lost, d-born-lost, d-contradicted."""
    found = mapped.measured(crm, "win_rate", *QUARTER)
    assert (found["won"], found["decided"]) == (4, 7)
    assert found["win_rate"] == pytest.approx(4 / 7)


def test_sales_cycle(crm):
    """d-won 1 December to 20 January: 50 days; d-reopened 1 January to 24 February: 54;
    d-planned 15 January to 15 February: 31; d-bypassed 9 January to 1 March: 51."""
    found = mapped.measured(crm, "sales_cycle", *QUARTER)
    assert found["count"] == 4
    assert found["sales_cycle_mean"] == pytest.approx((50 + 54 + 31 + 51) / 4)
    assert found["sales_cycle_median"] == pytest.approx((50 + 51) / 2)


def test_churn_rate(crm):
    """On 1 January acme (renewed that day), bolt and cargo pay; bolt stops in February."""
    found = mapped.measured(crm, "churn_rate", *QUARTER)
    assert (found["at_start"], found["lost"]) == (3, 1)
    assert found["churn_rate"] == pytest.approx(1 / 3)


def test_completeness_of_accounts(crm):
    """Of acme, bolt and cargo: bolt has neither industry nor country, cargo no owner."""
    tables = Tables.open(crm, Business())
    fields = measure("field_completeness", tables, where={"set": ["accounts"]}).to_dicts()
    assert {row["field"]: (row["filled"], row["required"]) for row in fields} == {
        "name": (3, 3),
        "owner_id": (2, 3),
        "industry": (2, 3),
        "country": (2, 3),
        "email or phone": (3, 3),
    }
    (records,) = measure("record_completeness", tables, where={"set": ["accounts"]}).to_dicts()
    assert (records["complete"], records["records"]) == (1, 3)


def test_a_past_day_sees_what_was_known_then(crm):
    """By 10 January one deal had been decided: d-reopened, which was won on the 5th."""
    found = mapped.measured(crm, "win_rate", *QUARTER, as_of=date(2026, 1, 10))
    assert (found["won"], found["decided"]) == (1, 1)


# --- syncs of changes only ---------------------------------------------------------------------


def test_a_row_counts_as_modified_when_a_deleted_link_of_it_was(url, crm):
    """d-won was saved last on 20 January; its link to bolt was deleted on 20 March."""
    modified = {row["deal_id"]: str(row["row_modified_at"]) for row in selected(url, "deals.sql")}
    assert modified["d-won"] == "2026-03-20 10:00:00"
    assert modified["d-reopened"] == "2026-02-24 09:00:00"
    # Nothing but the currencies was touched since: the last of them on 3 December.
    assert modified["d-empty"] == "2025-12-03 00:00:00"


def test_a_deleted_reply_modifies_the_ticket_and_a_deleted_line_the_contract(url, crm):
    tickets = {row["ticket_id"]: row for row in selected(url, "tickets.sql")}
    assert str(tickets["t-reopened"]["row_modified_at"]) == "2026-02-04 09:00:00"
    contracts = {row["subscription_id"]: row for row in selected(url, "subscriptions.sql")}
    assert str(contracts["c-year"]["row_modified_at"]) == "2025-12-03 00:00:00"


def test_an_activity_is_modified_with_the_case_whose_account_it_has(url, crm):
    modified = {
        row["activity_id"]: row["row_modified_at"] for row in selected(url, "activities.sql")
    }
    assert str(modified["meet-held"]) == "2026-03-01 09:00:00"


def test_every_change_of_a_deal_is_modified_with_the_deal(url, crm):
    """A deal that is restored brings its old changes back."""
    found = selected(url, "deal_changes.sql")
    assert {str(row["row_modified_at"]) for row in found if row["deal_id"] == "d-won"} == {
        "2026-01-20 15:00:00"
    }


def test_what_depends_on_undated_addresses_is_read_whole():
    given = {file.stem for file in QUERIES.glob("*.sql") if "row_modified_at" in file.read_text()}
    assert given == {"deals", "deal_changes", "activities", "tickets", "orders", "subscriptions"}


# --- what an analyst adapts --------------------------------------------------------------------


def test_a_custom_field_becomes_a_field_of_its_own(url, crm, tmp_path):
    """Sold directly: d-won won, d-born-lost lost. Through a reseller: d-lost. No channel: the rest,
    d-reopened, d-planned, d-bypassed won and d-contradicted lost."""
    channel, reason, join = of_readme(
        "    nullif(opportunities_cstm.sales_channel_c, '') as sales_channel,\n",
        "    nullif(opportunities_cstm.lost_reason_c, '') as loss_reason,\n",
        "left join opportunities_cstm on opportunities_cstm.id_c = opportunities.id\n",
    )
    before = "    case\n        when decided.decision_source in"
    last = "cross join currency_changes\n"
    ours = adapted(tmp_path, deals=[(before, channel + reason + before), (last, join + last)])
    snapshot = synced_through(url, tmp_path, ours)
    found = by(snapshot, "win_rate", "sales_channel", "won", "decided")
    assert found == {"Direct": (1, 2), "Reseller": (0, 1), None: (3, 4)}
    assert column(snapshot, "deals", "loss_reason")["d-lost"] == "Price"


def test_a_further_won_stage_counts_as_won_since_its_run_began(url, crm, tmp_path):
    """d-invoiced was entered as Closed Won and moved to the new stage three days later."""
    when, row = of_readme(
        "when 'Won and Invoiced' then 'won'",
        "    select 'Won and Invoiced', 'Won and Invoiced', 1005, 'won', 1.00\n    union all\n",
    )
    old, lost = "when 'Closed Won' then 'won'", "    select 'Closed Lost'"
    assert (QUERIES / "deals.sql").read_text("utf-8").count(old) == 3
    ours = adapted(tmp_path, deals=[(old, f"{old} {when}")], pipelines=[(lost, row + lost)])
    snapshot = synced_through(url, tmp_path, ours)
    assert column(snapshot, "deals", "outcome")["d-invoiced"] == "won"
    assert column(snapshot, "deals", "closed_at")["d-invoiced"] == "2026-02-02 08:00:00"
    assert column(snapshot, "deals", "closed_at_from")["d-invoiced"] == "record"
    assert dict(mapped.rows(snapshot, "pipelines", "stage", "outcome"))["Won and Invoiced"] == "won"


def test_frozen_amounts_bring_their_history(url, crm, tmp_path):
    (frozen,) = of_readme("    opportunities.amount_usdollar as amount,\n")
    text = (QUERIES / "deals.sql").read_text("utf-8")
    start = text.index("    -- A currency that is deleted")
    end = text.index("    nullif(opportunities.lead_source")
    of_record = re.compile(r"case\n +when opportunities\.currency_id.*?end(?= using utf8mb4)", re.S)
    changes = (QUERIES / "deal_changes.sql").read_text("utf-8")
    (amount,) = of_record.findall(changes)
    ours = adapted(
        tmp_path,
        deals=[(text[start:end], frozen)],
        deal_changes=[
            (amount, "opportunities.amount_usdollar"),
            ("case when currencies.id is null then 1 else 0 end", "1"),
        ],
    )
    snapshot = synced_through(url, tmp_path, ours)
    assert column(snapshot, "deals", "amount")["d-lost"] == "5000"
    columns = ("deal_id", "field", "old_value", "new_value")
    changes_of = [row[2:] for row in mapped.rows(snapshot, "deal_changes", *columns)
                  if row[:2] == ("d-lost", "amount")]  # fmt: skip
    assert changes_of == [("4800", "5000"), (None, "4800")]


# --- the user of the documentation -------------------------------------------------------------


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text("utf-8"), re.S)


@pytest.fixture(scope="module")
def reader(url, crm) -> str:
    """The URL of the user whom the documentation's statements make."""
    (statements,) = blocks("sql")
    arguments = database(url).mysql_arguments
    name = arguments["database"]
    root = {"host": arguments["host"], "port": arguments["port"], "user": "root"}
    with closing(pymysql.connect(**root)) as connection, connection.cursor() as cursor:
        for statement in statements.split(";"):
            if statement.strip():
                cursor.execute(statement.replace("on suitecrm.", f"on {name}."))
    where = f"{arguments['host']}:{arguments['port']}/{name}"
    return f"mariadb://dashboard:choose-a-password@{where}"


def test_the_documented_user_suffices_for_check_and_sync(reader, crm, tmp_path):
    settings = mapped.settings(reader, tmp_path, "suitecrm")
    assert check(settings).problems == ()
    found = sync(settings, now=mapped.NOW)
    for table in TABLES:
        columns = mapped.mapped(crm, table)
        assert mapped.rows(found, table, *columns) == mapped.rows(crm, table, *columns)


def test_the_documented_user_may_neither_write_nor_read_passwords(reader):
    arguments = database(reader).mysql_arguments
    with closing(pymysql.connect(**arguments)) as connection, connection.cursor() as cursor:
        for refused in (
            "insert into accounts (id) values ('x')",
            "update opportunities set amount = 0",
            "delete from opportunities_audit",
            "select user_hash from users",
        ):
            with pytest.raises(pymysql.err.OperationalError, match="denied"):
                cursor.execute(refused)


def test_the_documentation_grants_what_the_mapping_reads_and_no_more():
    granted = set(re.findall(r"on suitecrm\.(\w+) to", blocks("sql")[0]))
    read = set()
    for file in QUERIES.glob("*.sql"):
        tree = sqlglot.parse_one(file.read_text("utf-8"), dialect="mysql")
        named = {cte.alias for cte in tree.find_all(exp.CTE)}
        read |= {table.name for table in tree.find_all(exp.Table)} - named
    assert granted == read


def test_the_documented_settings_are_read(tmp_path):
    (text,) = blocks("toml")
    (tmp_path / "crm.toml").write_text(text, "utf-8")
    settings = read_settings(tmp_path / "crm.toml", {})
    assert settings.crm.queries == QUERIES
    assert settings.crm.record_url["deals"].endswith("module=Opportunities&action=DetailView"
                                                     "&record={deal_id}")  # fmt: skip
    assert settings.business.currency == "EUR"
