"""Zendesk Support as Fivetran lands it: every row of the model, written by hand."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
import pytest

from crm_metrics.calendar import Period
from crm_metrics.required_sets import required_sets
from crm_metrics.settings import PROJECT
from crm_metrics.snapshot.store import Snapshot
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

CRM = "zendesk"
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
        "users", "accounts", "contacts", "activities", "tickets", "edits",
    }  # fmt: skip


def test_nothing_is_dropped_or_unreadable(snapshot: Snapshot) -> None:
    for table, entry in snapshot.manifest.tables.items():
        assert (entry["dropped"], entry["unreadable"]) == ({}, {}), table


def test_every_key_comes_once(url: str, snapshot: Snapshot) -> None:
    for table in snapshot.manifest.tables:
        found = keys(url, CRM, table)
        assert len(found) == len(set(found)), table


def test_users(snapshot: Snapshot) -> None:
    columns = ("user_id", "name", "email", "team", "role", "is_active")
    assert mapped(snapshot, "users") == list(columns)
    assert rows(snapshot, "users", *columns) == [
        ("1", "Ana Ruiz", "ana@lighthouse.example", "First line", "agent", True),
        ("2", "Ben Okafor", "ben@lighthouse.example", "Second line", "admin", False),
        ("3", "Cleo Marsh", "cleo@lighthouse.example", None, "agent", False),
    ]


def test_accounts(snapshot: Snapshot) -> None:
    columns = ("account_id", "name", "website", "created_at", "updated_at")
    assert mapped(snapshot, "accounts") == list(columns)
    assert rows(snapshot, "accounts", *columns) == [
        ("501", "Harbour Hotel", "hotel.example", "2025-10-01 08:00:00", "2025-10-02 08:00:00"),
        ("503", "Corner Cafe", None, "2025-10-03 08:00:00", "2025-10-03 08:00:00"),
    ]


def test_contacts(snapshot: Snapshot) -> None:
    columns = (
        "contact_id", "account_id", "last_name", "email", "phone", "created_at", "updated_at",
    )  # fmt: skip
    assert mapped(snapshot, "contacts") == list(columns)
    assert rows(snapshot, "contacts", *columns) == [
        (
            "10", "501", "Eva Stone", "eva@hotel.example", "+351 21 123 45 67",
            "2026-01-05 08:00:00", "2026-01-05 08:00:00",
        ),
        (
            "11", "503", "Fred Hill", "fred@cafe.example", None, "2026-02-01 09:00:00",
            "2026-02-01 09:00:00",
        ),
    ]  # fmt: skip


def test_activities(snapshot: Snapshot) -> None:
    columns = (
        "activity_id", "kind", "direction", "owner_id", "account_id", "contact_id", "ticket_id",
        "subject", "status", "done_at", "duration_minutes", "is_automatic", "created_at",
    )  # fmt: skip
    assert mapped(snapshot, "activities") == list(columns)
    screen = ("501", "10", "1001", "Screen is dark", "done")
    cups = ("503", "11", "1002", "Recall of cups", "done")
    cable = ("501", "10", "1003", "Which cable?", "done")
    remote = ("503", "11", "1007", "Remote lost", "done")
    assert [row[:-1] for row in rows(snapshot, "activities", *columns)] == [
        ("1", "email", "in", None, *screen, "2026-01-05 08:00:00", None, False),
        ("2", "note", None, "1", *screen, "2026-01-05 08:10:00", None, False),
        ("21", "message", "out", "1", *cups, "2026-02-01 09:00:00", None, False),
        ("22", "message", "out", "1", *cups, "2026-02-01 10:00:00", None, False),
        ("23", "message", "in", None, *cups, "2026-02-01 15:00:00", None, False),
        ("24", "message", "out", "1", *cups, "2026-02-01 15:30:00", None, False),
        ("25", "message", "out", None, *cups, "2026-02-01 09:00:05", None, True),
        ("31", "message", "in", None, *cable, "2026-03-01 10:00:00", None, False),
        ("32", "message", "out", None, *cable, "2026-03-01 10:00:01", None, True),
        ("4", "email", "out", "1", *screen, "2026-01-05 08:40:00", None, False),
        ("5", "email", "in", None, *screen, "2026-01-05 09:00:00", None, False),
        ("6", "email", "out", "3", *screen, "2026-01-05 10:00:00", None, False),
        ("71", "call", "in", None, *remote, "2026-03-10 08:00:00", 2.5, False),
        ("72", "message", "out", "2", *remote, "2026-03-10 08:00:00", None, False),
    ]
    assert all(done == created for done, created in rows(
        snapshot, "activities", "done_at", "created_at"
    ))  # fmt: skip


def test_tickets(snapshot: Snapshot) -> None:
    columns = (
        "ticket_id", "account_id", "contact_id", "owner_id", "team", "topic", "priority",
        "channel", "status", "created_at", "first_response_at", "resolved_at", "reopened_count",
        "public_replies", "rating", "rating_asked_at", "rated_at",
    )  # fmt: skip
    unrated = (None, None, None)
    assert mapped(snapshot, "tickets") == list(columns)
    assert rows(snapshot, "tickets", *columns) == [
        (
            "1001", "501", "10", "1", "First line", "problem", "high", "email", "closed",
            "2026-01-05 08:00:00", "2026-01-05 08:40:00", "2026-01-08 11:00:00", 1, 2, 1,
            "2026-01-09 11:00:00", "2026-01-10 09:00:00",
        ),
        (
            "1002", "503", "11", "1", "Second line", "task", "normal", "web", "closed",
            "2026-02-01 09:00:00", "2026-02-01 15:30:00", "2026-02-03 12:00:00", 0, 2, None,
            "2026-02-04 12:00:00", None,
        ),
        (
            "1003", "501", "10", None, None, "question", None, "chat", "pending",
            "2026-03-01 10:00:00", None, None, 0, 0, *unrated,
        ),
        (
            "1007", "503", "11", "2", "Second line", "incident", "urgent", "voice", "open",
            "2026-03-10 08:00:00", "2026-03-10 08:00:00", None, 1, 1, 5, "2026-03-12 09:00:00",
            "2026-03-12 10:00:00",
        ),
        (
            "1008", "501", "10", "3", "First line", "problem", "low", "web", "solved",
            "2025-10-10 08:00:00", None, None, 1, 0, *unrated,
        ),
        (
            "1009", "501", "10", None, None, None, None, "web", "open", "2026-03-31 08:00:00",
            None, None, 0, 0, *unrated,
        ),
    ]  # fmt: skip


def test_edits_are_made_by_agents_after_the_ticket_came_in(snapshot: Snapshot) -> None:
    columns = ("entity", "record_id", "field", "user_id", "edited_at")
    assert mapped(snapshot, "edits") == list(columns)
    assert rows(snapshot, "edits", *columns) == [
        ("tickets", "1001", "assignee_id", "1", "2026-01-05 08:10:00"),
        ("tickets", "1001", "status", "1", "2026-01-05 08:10:00"),
        ("tickets", "1001", "status", "1", "2026-01-05 08:40:00"),
        ("tickets", "1001", "status", "1", "2026-01-06 10:00:00"),
        ("tickets", "1001", "status", "1", "2026-01-08 11:00:00"),
        ("tickets", "1002", "status", "1", "2026-02-03 12:00:00"),
        ("tickets", "1003", "status", "1", "2026-03-01 11:00:00"),
        ("tickets", "1004", "status", "1", "2026-01-05 09:00:00"),
        ("tickets", "1007", "status", "2", "2026-03-12 08:00:00"),
        ("tickets", "1008", "status", "3", "2025-10-10 12:00:00"),
    ]


def _ticket(snapshot: Snapshot, ticket: str, *columns: str) -> tuple[object, ...]:
    (found,) = (row[1:] for row in rows(snapshot, "tickets", "ticket_id", *columns)
                if row[0] == ticket)  # fmt: skip
    return found


def test_the_closing_of_a_solved_ticket_is_no_second_solution(snapshot: Snapshot) -> None:
    assert _ticket(snapshot, "1001", "status", "resolved_at") == ("closed", "2026-01-08 11:00:00")


def test_a_ticket_that_is_open_again_has_no_solution(snapshot: Snapshot) -> None:
    assert _ticket(snapshot, "1007", "resolved_at", "reopened_count") == (None, 1)


def test_a_ticket_closed_without_being_solved_was_solved_then(snapshot: Snapshot) -> None:
    assert _ticket(snapshot, "1002", "resolved_at") == ("2026-02-03 12:00:00",)


def test_a_solution_older_than_the_last_known_opening_is_not_the_last_one(
    snapshot: Snapshot,
) -> None:
    assert _ticket(snapshot, "1008", "status", "resolved_at") == ("solved", None)


def test_notes_and_deleted_answers_are_no_first_answer(snapshot: Snapshot) -> None:
    found = _ticket(snapshot, "1001", "first_response_at", "public_replies")
    assert found == ("2026-01-05 08:40:00", 2)


def test_an_agents_own_ticket_waits_from_the_customers_first_word(snapshot: Snapshot) -> None:
    assert _ticket(snapshot, "1002", "first_response_at") == ("2026-02-01 15:30:00",)


def test_what_zendesk_itself_writes_answers_nobody(snapshot: Snapshot) -> None:
    assert _ticket(snapshot, "1003", "first_response_at", "public_replies") == (None, 0)


def test_an_answer_in_the_second_of_the_question_comes_after_it(snapshot: Snapshot) -> None:
    assert _ticket(snapshot, "1007", "first_response_at") == ("2026-03-10 08:00:00",)


def test_the_last_rating_counts_and_an_offer_is_none(snapshot: Snapshot) -> None:
    columns = ("rating", "rating_asked_at", "rated_at")
    assert _ticket(snapshot, "1001", *columns) == (
        1, "2026-01-09 11:00:00", "2026-01-10 09:00:00",
    )  # fmt: skip
    assert _ticket(snapshot, "1002", *columns) == (None, "2026-02-04 12:00:00", None)
    assert _ticket(snapshot, "1007", "rating") == (5,)


def test_merged_and_deleted_tickets_do_not_count(snapshot: Snapshot) -> None:
    found = {ticket for (ticket,) in rows(snapshot, "tickets", "ticket_id")}
    assert found.isdisjoint({"1004", "1005", "1006"})


def test_row_modified_at_counts_deleted_comments(url: str, snapshot: Snapshot) -> None:
    tickets = dict(answers(url, CRM, "tickets", ["ticket_id", "row_modified_at"]))
    assert str(tickets["1001"]) == "2026-03-20 12:00:00+00:00"
    contacts = dict(answers(url, CRM, "contacts", ["contact_id", "row_modified_at"]))
    assert str(contacts["11"]) == "2026-02-01 12:00:00+00:00"
    activities = dict(answers(url, CRM, "activities", ["activity_id", "row_modified_at"]))
    assert str(activities["1"]) == "2026-01-12 12:00:00+00:00"
    assert None not in {*tickets.values(), *contacts.values(), *activities.values()}


def test_completeness_of_contacts(snapshot: Snapshot) -> None:
    """Zendesk has no first names, so nobody is asked for one. Eva has the rest; Fred has no
    telephone."""
    found = measured(snapshot, "record_completeness", *QUARTER, where={"set": ["contacts"]})
    assert (found["complete"], found["records"]) == (1, 2)
    assert filled(snapshot, "contacts", PERIOD) == {
        "last_name": (2, 2),
        "account_id": (2, 2),
        "email": (2, 2),
        "phone": (1, 2),
    }


def test_a_custom_field_fills_a_column_of_the_model_or_one_of_its_own(
    url: str, snapshot: Snapshot, tmp_path: Path
) -> None:
    """Of the six tickets three have a product."""
    lines = ("ticket.custom_product,", "tickets.custom_product as product,")
    assert all(line in README for line in lines)
    folder = changed_copy(
        CRM,
        tmp_path,
        "tickets",
        ("ticket.type,", lines[0]),
        ("tickets.type as topic,", lines[1]),
        (lines[1], "tickets.custom_product as product_line,"),
    )
    copied = settings(url, tmp_path, CRM)
    asked = required_sets({"lines": {"entity": "tickets", "fields": ["product_line"]}})
    copied = replace(
        copied,
        crm=replace(copied.crm, queries=folder),
        quality=replace(copied.quality, required=asked),
    )
    found = sync(copied, now=NOW)
    assert rows(found, "tickets", "ticket_id", "product", "product_line") == [
        ("1001", "Screens", "Screens"),
        ("1002", "Cups", "Cups"),
        ("1003", None, None),
        ("1007", "Screens", "Screens"),
        ("1008", None, None),
        ("1009", None, None),
    ]
    whole = Period(date(2025, 10, 1), date(2026, 4, 1))
    assert filled(found, "lines", whole) == {"product_line": (3, 6)}


def test_an_account_without_the_newer_columns_fits_too(
    postgresql: NewDatabase, tmp_path: Path
) -> None:
    url = in_schema(postgresql, CRM)
    run_scripts(url, SCRIPTS / CRM / "schema.sql", SCRIPTS / CRM / "rows.sql")
    run(
        url,
        """
        alter table "user" drop column default_group_id, drop column _fivetran_deleted;
        alter table organization drop column _fivetran_deleted;
        alter table ticket_comment drop column call_duration;
        """,
    )
    plain = settings(url, tmp_path, CRM)
    assert list(check(plain).problems) == []
    assert rows(sync(plain, now=NOW), "users", "user_id", "team") == [
        ("1", None), ("2", None), ("3", None),
    ]  # fmt: skip


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
    assert sync(reading, now=NOW).manifest.tables["tickets"]["rows"] == 6
    pooled = settings(documented_reader_behind_a_pool(reader, CRM), tmp_path, CRM)
    assert list(check(pooled).problems) == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(reader, "insert into organization (id) values (599)")
