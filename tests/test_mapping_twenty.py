"""Twenty on a real server: every table of the model, row by row, and every trap by its name.

The rows are those of `tests/mappings/twenty/rows.sql`; what is expected was read off them by hand.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from crm_metrics.__main__ import main
from crm_metrics.calendar import Period
from crm_metrics.measure import measure
from crm_metrics.settings import PROJECT, Business, Crm, Settings
from crm_metrics.snapshot.store import Snapshot
from crm_metrics.snapshot.tables import Tables
from crm_metrics.source import sync
from crm_metrics.source.check import check
from crm_metrics.source.urls import database
from tests import mapped

WORKSPACE = "workspace_5c2ge3j8c2rzc3honiq4f89a9"
IN_WORKSPACE = f"?options=-csearch_path%3D{WORKSPACE}"
MAPPING = PROJECT / "queries" / "twenty"
README = (MAPPING / "README.md").read_text("utf-8")
GUIDE = (PROJECT / "docs" / "connect" / "twenty.md").read_text("utf-8")
SCRIPTS = (mapped.SCRIPTS / "twenty" / "schema.sql", mapped.SCRIPTS / "twenty" / "rows.sql")


def _ids(kind: str, *numbers: int) -> list[str]:
    return [f"{kind}0000000-0000-4000-8000-{number:012d}" for number in numbers]


ANA, BO, CY, DEE = _ids("a", 1, 2, 3, 4)
KIM, MAX, ZOE, BO_AS_PERSON = _ids("b", 1, 2, 4, 5)
ACME, BOREALIS, NORDWIND = _ids("c", 1, 2, 4)
ROLLOUT, PILOT, ADD_ON, TRIAL = _ids("d", 1, 2, 3, 4)
IMPORTED_WON, IMPORTED_LOST, DELETED = _ids("d", 5, 6, 7)
SUPPORT, RENEWAL, MOVED_OVER, LATE = _ids("d", 8, 9, 10, 11)
OFFER, REMIND, BROUGHT_OVER, NEVER_MIND, TIDY_UP = _ids("e", 1, 2, 3, 4, 5)
(WHAT_KIM_SAID,) = _ids("f", 1)
DEMO, SECOND_TRY, STAND_UP, FAIR, REVIEW = _ids("1", 1, 2, 3, 4, 5)
OUR_OFFER, A_QUESTION, NEWS, FAREWELL = _ids("2", 1, 2, 3, 4)

DEALS = {
    ROLLOUT: (
        *("Acme rollout", ACME, KIM, ANA, "Customer, invoiced", "won", "12000.5", "USD"),
        *("2025-11-03 09:00:00", "2025-12-15 16:30:00", "2026-01-31", "2026-01-05 10:00:00"),
        "history",
    ),
    PILOT: (
        *("Borealis pilot", BOREALIS, MAX, BO, "Customer", "won", "5000", "EUR"),
        *("2025-12-01 09:00:00", "2026-02-20 11:00:00", "2026-02-28", "2026-02-20 11:00:00"),
        "history",
    ),
    ADD_ON: (
        *("Acme add-on", ACME, None, BO, "Lost", "lost", "700", "USD"),
        *("2026-01-05 09:00:00", "2026-01-25 15:00:00", None, "2026-01-25 15:00:00"),
        "history",
    ),
    TRIAL: (
        *("Nordwind trial", NORDWIND, None, BO, "Screening", "open", "800", "USD"),
        *("2026-01-10 09:00:00", None, "2026-04-30", "2026-03-01 09:00:00"),
        None,
    ),
    IMPORTED_WON: (
        *("Imported won", ACME, None, CY, "Customer", "won", "300", "USD"),
        *("2026-02-01 09:00:00", "2026-02-10 (day)", "2026-02-10", "2026-02-01 09:00:00"),
        "planned",
    ),
    IMPORTED_LOST: (
        *("Imported lost", None, None, None, "Lost", "lost", None, None),
        *("2026-02-01 09:00:00", None, None, "2026-02-01 09:00:00"),
        None,
    ),
    SUPPORT: (
        *("Borealis support", BOREALIS, None, ANA, "Lost", "lost", "1.234567", "USD"),
        *("2026-02-20 09:00:00", "2026-03-02 10:00:00", "2026-03-31", "2026-03-02 10:00:00"),
        "history",
    ),
    RENEWAL: (
        *("Acme renewal", ACME, KIM, ANA, "Customer", "won", "2000", "USD"),
        *("2026-03-01 09:00:00", "2026-03-11 10:00:00", "2026-05-31", "2026-03-11 10:06:00"),
        "history",
    ),
    MOVED_OVER: (
        *("Moved over", BOREALIS, None, ANA, "Meeting", "open", "400", "USD"),
        *("2026-01-15 09:00:00", None, None, "2026-01-16 09:00:00"),
        None,
    ),
    LATE: (
        *(None, None, None, None, "Terms & legal", "open", "100", "USD"),
        *("2026-02-02 09:00:00", None, "2026-06-30", "2026-02-05 09:00:00"),
        None,
    ),
}

# field: (old value, new value, when, sequence, by whom)
CHANGES: dict[str, dict[str, list[tuple[Any, ...]]]] = {
    ROLLOUT: {
        "stage": [
            (None, "New", "2025-11-03 09:00:00", 0, ANA),
            ("New", "Meeting", "2025-11-10 10:00:00", 1, ANA),
            ("Meeting", "Customer", "2025-12-15 16:30:00", 2, ANA),
            ("Customer", "Customer, invoiced", "2026-01-05 10:00:00", 3, None),
        ],
        "amount": [
            (None, "10000", "2025-11-03 09:00:00", 0, ANA),
            ("10000", "12000.5", "2025-11-10 10:00:00", 1, ANA),
        ],
        "currency": [(None, "USD", "2025-11-03 09:00:00", 0, ANA)],
        "expected_close_on": [(None, "2026-01-31", "2025-11-03 09:00:00", 0, ANA)],
        "owner_id": [(None, ANA, "2025-11-03 09:00:00", 0, ANA)],
    },
    PILOT: {
        "stage": [
            (None, "New", "2025-12-01 09:00:00", 0, BO),
            ("New", "Customer", "2026-01-10 09:00:00", 1, BO),
            ("Customer", "Proposal", "2026-01-20 09:00:00", 2, BO),
            ("Proposal", "Customer", "2026-02-20 11:00:00", 3, BO),
        ],
        "amount": [(None, "5000", "2025-12-01 09:00:00", 0, BO)],
        "currency": [
            (None, "USD", "2025-12-01 09:00:00", 0, BO),
            ("USD", "EUR", "2026-01-20 09:00:00", 1, BO),
        ],
        "expected_close_on": [(None, "2026-02-28", "2025-12-01 09:00:00", 0, BO)],
        "owner_id": [(None, BO, "2025-12-01 09:00:00", 0, BO)],
    },
    ADD_ON: {
        "stage": [
            (None, "New", "2026-01-05 09:00:00", 1, BO),
            ("New", "Lost", "2026-01-25 15:00:00", 2, BO),
        ],
        "amount": [(None, "700", "2026-01-05 09:00:00", 1, BO)],
        "currency": [(None, "USD", "2026-01-05 09:00:00", 1, BO)],
        "owner_id": [(None, BO, "2026-01-05 09:00:00", 1, BO)],
    },
    TRIAL: {
        "stage": [(None, "Screening", "2026-01-10 09:00:00", 0, ANA)],
        "amount": [(None, "800", "2026-01-12 09:00:00", 1, ANA)],
        "currency": [(None, "USD", "2026-01-12 09:00:00", 1, ANA)],
        "expected_close_on": [
            (None, "2026-03-31", "2026-01-10 09:00:00", 0, ANA),
            ("2026-03-31", "2026-04-30", "2026-02-10 09:00:00", 1, ANA),
        ],
        "owner_id": [
            (None, ANA, "2026-01-10 09:00:00", 0, ANA),
            (ANA, BO, "2026-03-01 09:00:00", 1, ANA),
        ],
    },
    IMPORTED_WON: {
        "stage": [(None, "Customer", "2026-02-01 09:00:00", 0, None)],
        "amount": [(None, "300", "2026-02-01 09:00:00", 0, None)],
        "currency": [(None, "USD", "2026-02-01 09:00:00", 0, None)],
        "expected_close_on": [(None, "2026-02-10", "2026-02-01 09:00:00", 0, None)],
        "owner_id": [(None, CY, "2026-02-01 09:00:00", 0, None)],
    },
    IMPORTED_LOST: {"stage": [(None, "Lost", "2026-02-01 09:00:00", 0, None)]},
    SUPPORT: {
        "stage": [
            (None, "New", "2026-02-20 09:00:00", 0, ANA),
            ("New", "Meeting", "2026-03-02 10:00:00", 1, ANA),
            ("Meeting", "Proposal", "2026-03-02 10:00:00", 2, ANA),
            ("Proposal", "Lost", "2026-03-02 10:00:00", 3, ANA),
        ],
        "amount": [(None, "1.234567", "2026-02-20 09:00:00", 0, ANA)],
        "currency": [(None, "USD", "2026-02-20 09:00:00", 0, ANA)],
        "expected_close_on": [(None, "2026-03-31", "2026-02-20 09:00:00", 0, ANA)],
        "owner_id": [(None, ANA, "2026-02-20 09:00:00", 0, ANA)],
    },
    RENEWAL: {
        "stage": [
            (None, "New", "2026-03-01 09:00:00", 0, ANA),
            ("New", "Customer", "2026-03-11 10:00:00", 1, ANA),
            ("Screening", "Proposal", "2026-03-11 10:03:00", 2, BO),
        ],
        "amount": [(None, "2000", "2026-03-01 09:00:00", 0, ANA)],
        "currency": [(None, "USD", "2026-03-01 09:00:00", 0, ANA)],
        "expected_close_on": [(None, "2026-05-31", "2026-03-01 09:00:00", 0, ANA)],
        "owner_id": [(None, ANA, "2026-03-01 09:00:00", 0, ANA)],
    },
    MOVED_OVER: {
        "stage": [
            (None, "New", "2025-12-20 09:00:00", 0, ANA),
            ("New", "Meeting", "2025-12-20 09:00:00", 1, None),
        ],
        "amount": [(None, "400", "2026-01-15 09:00:00", 0, ANA)],
        "currency": [(None, "USD", "2026-01-15 09:00:00", 0, ANA)],
        "owner_id": [(None, ANA, "2026-01-15 09:00:00", 0, ANA)],
    },
    LATE: {
        "stage": [
            (None, "New", "2026-02-02 09:00:00", 0, None),
            ("New", "ON_HOLD", "2026-02-03 09:00:00", 1, BO),
            ("ON_HOLD", "Terms & legal", "2026-02-05 09:00:00", 2, BO),
        ],
        "amount": [(None, "100", "2026-02-02 09:00:00", 0, None)],
        "currency": [(None, "USD", "2026-02-02 09:00:00", 0, None)],
        "expected_close_on": [(None, "2026-06-30", "2026-02-02 09:00:00", 0, None)],
    },
}

COPIED_AT = "2026-03-20 03:00:00"
ACTIVITIES = {
    OFFER: (
        *("task", None, ANA, ACME, None, ROLLOUT, "Send the offer", "done"),
        *("2026-02-04 17:00:00", "2026-02-05 15:00:00", None, False),
        *("2026-02-01 10:00:00", "2026-03-20 10:00:00"),
    ),
    REMIND: (
        *("task", None, BO, None, None, None, "Remind", "planned"),
        *("2026-04-10 09:00:00", None, None, True),
        *("2026-03-15 10:00:00", "2026-03-15 10:00:00"),
    ),
    BROUGHT_OVER: (
        *("task", None, None, None, None, None, "Brought over", "done"),
        *(None, "2026-01-20 10:00:00", None, False),
        *("2026-01-20 10:00:00", "2026-03-21 10:00:00"),
    ),
    TIDY_UP: (
        *("task", None, ANA, None, None, None, "Tidy up", "planned"),
        *(None, None, None, False),
        *("2026-03-01 10:00:00", "2026-03-01 10:00:00"),
    ),
    WHAT_KIM_SAID: (
        *("note", None, ANA, None, KIM, None, "What Kim said", "done"),
        *(None, "2026-02-06 10:00:00", None, False),
        *("2026-02-06 10:00:00", "2026-02-07 10:00:00"),
    ),
    DEMO: (
        *("meeting", None, ANA, None, KIM, None, "Demo", "done"),
        *("2026-03-05 10:00:00", "2026-03-05 11:30:00", 90.0, None),
        *("2026-02-20 08:00:00", COPIED_AT),
    ),
    SECOND_TRY: (
        *("meeting", None, ANA, None, KIM, None, "Demo, second try", "cancelled"),
        *("2026-03-06 10:00:00", None, 60.0, None),
        *("2026-02-20 08:00:00", COPIED_AT),
    ),
    FAIR: (
        *("meeting", None, None, None, MAX, None, "Trade fair", "done"),
        *("2026-03-12 (day)", "2026-03-12 (day)", None, None),
        *("2026-03-01 03:00:00", COPIED_AT),
    ),
    REVIEW: (
        *("meeting", None, BO, None, MAX, None, "Review", "done"),
        *("2026-05-04 10:00:00", "2026-05-04 11:00:00", 60.0, None),
        *("2026-03-10 08:00:00", COPIED_AT),
    ),
    OUR_OFFER: (
        *("email", "out", ANA, None, KIM, None, "Our offer", "done"),
        *(None, "2026-03-03 08:15:00", None, None),
        *("2026-03-03 08:15:00", COPIED_AT),
    ),
    A_QUESTION: (
        *("email", "in", BO, None, MAX, None, "A question", "done"),
        *(None, "2026-03-04 09:45:00", None, None),
        *("2026-03-04 09:45:00", COPIED_AT),
    ),
}

EDITS = [
    ("accounts", ACME, "employees", ANA, "2026-01-02 09:00:00"),
    ("accounts", ACME, None, ANA, "2025-10-01 09:00:00"),
    ("activities", OFFER, "status", ANA, "2026-02-03 15:00:00"),
    ("activities", OFFER, "status", ANA, "2026-02-04 15:00:00"),
    ("activities", OFFER, "status", ANA, "2026-02-05 15:00:00"),
    ("contacts", KIM, "jobTitle", None, "2026-01-03 09:00:00"),
    ("deals", ROLLOUT, "amount", ANA, "2025-11-10 10:00:00"),
    ("deals", ROLLOUT, "stage", ANA, "2025-11-10 10:00:00"),
    ("deals", ROLLOUT, "stage", ANA, "2025-12-15 16:30:00"),
    ("deals", ROLLOUT, "stage", None, "2026-01-05 10:00:00"),
    ("deals", ROLLOUT, None, ANA, "2025-11-03 09:00:00"),
    ("deals", PILOT, "amount", BO, "2026-01-20 09:00:00"),
    ("deals", PILOT, "stage", BO, "2026-01-10 09:00:00"),
    ("deals", PILOT, "stage", BO, "2026-01-20 09:00:00"),
    ("deals", PILOT, "stage", BO, "2026-02-20 11:00:00"),
    ("deals", ADD_ON, "amount", BO, "2026-01-05 09:00:00"),
    ("deals", ADD_ON, "ownerId", BO, "2026-01-05 09:00:00"),
    ("deals", ADD_ON, "stage", BO, "2026-01-05 09:00:00"),
    ("deals", ADD_ON, "stage", BO, "2026-01-25 15:00:00"),
    ("deals", TRIAL, "amount", ANA, "2026-01-12 09:00:00"),
    ("deals", TRIAL, "closeDate", ANA, "2026-02-10 09:00:00"),
    ("deals", TRIAL, "ownerId", ANA, "2026-03-01 09:00:00"),
    # The work on a deal that was deleted later was work all the same.
    ("deals", DELETED, "stage", ANA, "2026-02-11 09:00:00"),
    ("deals", SUPPORT, "stage", ANA, "2026-03-02 10:00:00"),
    ("deals", SUPPORT, "stage", ANA, "2026-03-02 10:00:00"),
    ("deals", SUPPORT, "stage", ANA, "2026-03-02 10:00:00"),
    ("deals", RENEWAL, "stage", ANA, "2026-03-11 10:00:00"),
    ("deals", RENEWAL, "stage", BO, "2026-03-11 10:03:00"),
    ("deals", MOVED_OVER, "stage", ANA, "2026-01-16 09:00:00"),
    ("deals", MOVED_OVER, "stage", None, "2025-12-20 09:00:00"),
    ("deals", LATE, "stage", BO, "2026-02-03 09:00:00"),
    ("deals", LATE, "stage", BO, "2026-02-05 09:00:00"),
]

EXPECTED: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {
    "users": (
        ("user_id", "name", "email", "is_active"),
        [
            (ANA, "Ana Silva", "ana@leaders.example", True),
            (BO, "Bo Berg", "bo@leaders.example", True),
            (CY, "Cy Cole", "cy@leaders.example", False),
            (DEE, "dee@leaders.example", "dee@leaders.example", True),
        ],
    ),
    "accounts": (
        (
            *("account_id", "name", "owner_id", "size", "country", "website"),
            *("created_at", "updated_at"),
        ),
        [
            (
                *(ACME, "Acme", ANA, "201-1000", "United States", "https://acme.example"),
                *("2025-10-01 09:00:00", "2026-01-02 09:00:00"),
            ),
            (
                *(BOREALIS, "Borealis", BO, "1-10", "France", ""),
                *("2025-10-02 09:00:00", "2025-10-02 09:00:00"),
            ),
            (
                *(NORDWIND, "https://nordwind.example", None, None, None),
                *("https://nordwind.example", "2025-10-04 09:00:00", "2025-10-04 09:00:00"),
            ),
        ],
    ),
    "contacts": (
        (
            *("contact_id", "account_id", "first_name", "last_name", "job_title", "email"),
            *("phone", "created_at", "updated_at"),
        ),
        [
            (
                *(KIM, ACME, "Kim", "Lee", "CEO", "kim@acme.example", "+12025550100"),
                *("2025-10-06 09:00:00", "2025-10-06 09:00:00"),
            ),
            (
                *(MAX, BOREALIS, "Max", "", None, "max@borealis.example", None),
                *("2025-10-07 09:00:00", "2025-10-07 09:00:00"),
            ),
            (
                *(ZOE, None, "Zoe", "Roy", "Buyer", "", "+33612345678"),
                *("2025-10-09 09:00:00", "2025-10-09 09:00:00"),
            ),
            (
                *(BO_AS_PERSON, None, "Bo", "Berg", None, "bo@leaders.example", None),
                *("2025-10-10 09:00:00", "2025-10-10 09:00:00"),
            ),
        ],
    ),
    "pipelines": (
        ("stage", "position", "outcome"),
        [
            ("Customer", 5, "won"),
            ("Customer, invoiced", 6, "won"),
            ("Lost", 7, "lost"),
            ("Meeting", 2, "open"),
            ("New", 0, "open"),
            ("Proposal", 3, "open"),
            ("Screening", 1, "open"),
            ("Terms & legal", 4, "open"),
        ],
    ),
    "deals": (
        (
            *("deal_id", "name", "account_id", "contact_id", "owner_id", "stage", "outcome"),
            *("amount", "currency", "created_at", "closed_at", "expected_close_on", "updated_at"),
            "closed_at_from",
        ),
        [(deal, *row) for deal, row in DEALS.items()],
    ),
    "deal_changes": (
        ("deal_id", "field", "old_value", "new_value", "changed_at", "sequence", "changed_by"),
        [
            (deal, field, *change)
            for deal, fields in CHANGES.items()
            for field, changes in fields.items()
            for change in changes
        ],
    ),
    "activities": (
        (
            *("activity_id", "kind", "direction", "owner_id", "account_id", "contact_id"),
            *("deal_id", "subject", "status", "due_at", "done_at", "duration_minutes"),
            *("is_automatic", "created_at", "updated_at"),
        ),
        [(activity, *row) for activity, row in ACTIVITIES.items()],
    ),
    "edits": (("entity", "record_id", "field", "user_id", "edited_at"), EDITS),
}


@pytest.fixture(scope="module")
def url(postgresql) -> str:
    """An empty database; connections to it look into the workspace."""
    return postgresql() + IN_WORKSPACE


@pytest.fixture(scope="module")
def snapshot(url, tmp_path_factory) -> Snapshot:
    return mapped.synced(url, tmp_path_factory.mktemp("twenty"), "twenty")


@pytest.fixture
def connection(url, snapshot) -> Iterator[psycopg.Connection]:
    """A connection to the workspace; what is changed through it is undone."""
    with psycopg.connect(database(url).libpq) as opened:
        opened.execute("set timezone to 'UTC'")
        yield opened
        opened.rollback()


def deal(snapshot: Snapshot, deal_id: str, *columns: str) -> tuple[Any, ...]:
    (row,) = (
        row for row in mapped.rows(snapshot, "deals", "deal_id", *columns) if row[0] == deal_id
    )
    return row[1:]


def activity(snapshot: Snapshot, activity_id: str, *columns: str) -> list[tuple[Any, ...]]:
    rows = mapped.rows(snapshot, "activities", "activity_id", *columns)
    return [row[1:] for row in rows if row[0] == activity_id]


def stages(snapshot: Snapshot, deal_id: str) -> list[tuple[Any, ...]]:
    """(old, new, when) of the deal's stages, in the order of the fact."""
    columns = ("deal_id", "field", "changed_at", "sequence", "old_value", "new_value")
    rows = mapped.rows(snapshot, "deal_changes", *columns)
    of_deal = sorted(row[2:] for row in rows if row[:2] == (deal_id, "stage"))
    return [(old, new, at) for at, _, old, new in of_deal]


def modified(connection: psycopg.Connection, table: str) -> dict[str, str]:
    """Key of each row → its row_modified_at, the latest where a key has several rows."""
    text = (MAPPING / f"{table}.sql").read_text("utf-8")
    found = connection.execute(f"select * from ({text}) as mapping")
    names = [column.name for column in found.description or ()]
    key, at = 0, names.index("row_modified_at")
    latest: dict[str, datetime] = {}
    for row in found:
        latest[str(row[key])] = max(latest.get(str(row[key]), row[at]), row[at])
    return {name: f"{when.astimezone(UTC):%Y-%m-%d %H:%M}" for name, when in latest.items()}


def blocks(text: str, kind: str) -> list[str]:
    """The code blocks of that kind in a page, in their order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def copied(folder: Path) -> Path:
    """The mapping in a folder of one's own."""
    own = folder / "my-twenty"
    shutil.copytree(MAPPING, own)
    return own


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def synced_through(own: Path, url: str, folder: Path) -> Snapshot:
    settings = Settings(crm=Crm(url, own), snapshot_path=folder / "snapshots")
    assert check(settings).problems == ()
    return sync(settings, now=mapped.NOW)


def test_check_finds_no_problem(url, snapshot, tmp_path):
    found = check(mapped.settings(url, tmp_path, "twenty"))
    assert found.problems == ()
    assert found.mapped == tuple(EXPECTED)
    assert {name: table.own_fields for name, table in found.tables.items() if table.own_fields} == {
        "deals": ("closed_at_from",)
    }


@pytest.mark.parametrize("table", EXPECTED)
def test_every_row_of_the_model(snapshot, table):
    columns, expected = EXPECTED[table]
    assert mapped.mapped(snapshot, table) == [name for name in columns if name != "closed_at_from"]
    found = mapped.rows(snapshot, table, *columns)
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def test_nothing_is_unreadable_and_only_the_nameless_company_is_dropped(snapshot):
    assert snapshot.dropped == {"accounts": {"no name": 1}}
    assert {
        name: table["unreadable"] or table["replaced"]
        for name, table in snapshot.manifest.tables.items()
    } == {name: {} for name in EXPECTED}


def test_the_decision_is_dated_by_the_timeline_and_not_by_the_planned_day(snapshot):
    """Planned for 2026-01-31, won on 2025-12-15, invoiced on 2026-01-05: one run of won stages."""
    columns = ("closed_at", "expected_close_on", "closed_at_from")
    assert deal(snapshot, ROLLOUT, *columns) == ("2025-12-15 16:30:00", "2026-01-31", "history")


def test_a_deal_won_again_was_won_the_last_time(snapshot):
    assert deal(snapshot, PILOT, "closed_at") == ("2026-02-20 11:00:00",)


def test_the_planned_day_stands_in_as_a_day_only_where_there_is_no_history(snapshot):
    assert deal(snapshot, IMPORTED_WON, "closed_at", "closed_at_from") == (
        "2026-02-10 (day)",
        "planned",
    )
    assert deal(snapshot, IMPORTED_LOST, "closed_at", "closed_at_from") == (None, None)


def test_an_open_deal_has_no_day_of_decision_whatever_is_planned(snapshot):
    assert deal(snapshot, TRIAL, "outcome", "closed_at") == ("open", None)


def test_two_members_whose_changes_were_merged_do_not_hide_the_decision(snapshot):
    """The last row by time says Proposal; today's stage, Customer, stands three minutes before."""
    assert stages(snapshot, RENEWAL)[-1][1] == "Proposal"
    assert deal(snapshot, RENEWAL, "closed_at", "closed_at_from") == (
        "2026-03-11 10:00:00",
        "history",
    )


def test_a_deal_is_won_since_its_entry_if_it_never_was_anything_else(connection):
    connection.execute(
        """insert into "timelineActivity" ("happensAt", properties, "targetOpportunityId") values
        ('2026-02-15', '{"diff": {"stage": {"before": "WON", "after": "CUSTOMER"}}}', %s)""",
        [IMPORTED_WON],
    )
    text = (MAPPING / "deals.sql").read_text("utf-8")
    found = connection.execute(
        f"select closed_at, closed_at_from from ({text}) as m where deal_id = '{IMPORTED_WON}'"
    )
    assert found.fetchall() == [("2026-02-01T09:00:00.000000Z", "history")]


def test_changes_of_one_instant_are_chained_by_their_values(snapshot):
    assert [change[:2] for change in stages(snapshot, SUPPORT)] == [
        (None, "New"),
        ("New", "Meeting"),
        ("Meeting", "Proposal"),
        ("Proposal", "Lost"),
    ]


def test_the_first_stage_is_what_the_first_change_replaced(snapshot):
    assert stages(snapshot, ROLLOUT)[0] == (None, "New", "2025-11-03 09:00:00")


def test_the_first_stage_is_todays_where_it_never_changed(snapshot):
    assert stages(snapshot, TRIAL) == [(None, "Screening", "2026-01-10 09:00:00")]


def test_a_recorded_creation_is_the_first_row_and_the_only_one(snapshot):
    assert [row for row in stages(snapshot, ADD_ON) if row[0] is None] == [
        (None, "New", "2026-01-05 09:00:00")
    ]


def test_history_older_than_the_record_comes_after_the_first_row(snapshot):
    assert stages(snapshot, MOVED_OVER) == [
        (None, "New", "2025-12-20 09:00:00"),
        ("New", "Meeting", "2025-12-20 09:00:00"),
    ]


def test_what_was_taken_back_within_ten_minutes_is_no_change(snapshot):
    assert len(stages(snapshot, MOVED_OVER)) == 2


def test_a_linked_record_that_moved_is_no_change_of_the_deal(snapshot):
    assert "Lost" not in [new for _, new, _ in stages(snapshot, TRIAL)]
    assert deal(snapshot, ADD_ON, "closed_at") == ("2026-01-25 15:00:00",)


def test_an_entry_deleted_from_the_timeline_is_no_history(snapshot):
    assert deal(snapshot, ADD_ON, "closed_at") == ("2026-01-25 15:00:00",)
    assert "Proposal" not in [old for old, _, _ in stages(snapshot, ADD_ON)]


def test_a_stage_that_is_no_longer_an_option_goes_by_its_key(snapshot):
    assert stages(snapshot, LATE)[1:] == [
        ("New", "ON_HOLD", "2026-02-03 09:00:00"),
        ("ON_HOLD", "Terms & legal", "2026-02-05 09:00:00"),
    ]


def test_stages_are_those_of_this_workspace_and_of_the_opportunity(snapshot):
    names = {row[0] for row in mapped.rows(snapshot, "pipelines", "stage")}
    assert {"Neu", "Kunde", "Kick-off"} & names == set()


def test_both_files_say_the_same_of_won_and_lost():
    def configured(table: str) -> str:
        text = (MAPPING / f"{table}.sql").read_text("utf-8")
        return text[text.index("    select") : text.index("configured (key, outcome)")]

    assert configured("deals") == configured("pipelines")


def test_the_mappings_page_shows_the_keys_of_the_stages(connection):
    (query,) = re.findall(r"`(select unnest.*);`", README)
    keys = [key for (key,) in connection.execute(query)]
    assert keys[0] == "NEW"
    assert {"CUSTOMER", "LOST"} < set(keys)


def test_amounts_come_from_millionths_without_loss(snapshot, connection):
    assert deal(snapshot, ROLLOUT, "amount") == ("12000.5",)
    assert deal(snapshot, SUPPORT, "amount") == ("1.234567",)
    connection.execute(
        'update opportunity set "amountAmountMicros" = 12345678901234567 where id = %s', [TRIAL]
    )
    text = (MAPPING / "deals.sql").read_text("utf-8")
    found = connection.execute(f"select amount from ({text}) as mapping where deal_id = '{TRIAL}'")
    assert str(found.fetchone()) == "(Decimal('12345678901.234567'),)"


def test_another_currency_is_a_change_of_the_currency_and_not_of_the_amount(snapshot):
    rows = mapped.rows(snapshot, "deal_changes", "deal_id", "field", "old_value", "new_value")
    assert [row[1:] for row in rows if row[0] == PILOT and row[1] in ("amount", "currency")] == [
        ("amount", None, "5000"),
        ("currency", "USD", "EUR"),
        ("currency", None, "USD"),
    ]


def test_a_deleted_deal_does_not_come_through(snapshot):
    for table in ("deals", "deal_changes"):
        assert DELETED not in {row[0] for row in mapped.rows(snapshot, table, "deal_id")}


def test_a_deal_and_a_contact_name_no_deleted_company_or_person(snapshot):
    assert deal(snapshot, LATE, "account_id", "contact_id") == (None, None)
    assert (ZOE, None) in mapped.rows(snapshot, "contacts", "contact_id", "account_id")


def test_a_member_who_left_keeps_their_deals(snapshot):
    assert deal(snapshot, IMPORTED_WON, "owner_id") == (CY,)
    assert (CY, False) in mapped.rows(snapshot, "users", "user_id", "is_active")


@pytest.mark.parametrize("table", ["accounts", "contacts", "deals", "activities", "users"])
def test_there_is_one_row_per_key(connection, table):
    """Asked of the database: the sync would drop a second row."""
    text = (MAPPING / f"{table}.sql").read_text("utf-8")
    rows = [row[0] for row in connection.execute(text)]
    assert len(rows) == len(set(rows)) > 0


def test_a_task_of_two_deals_counts_for_the_one_linked_first(snapshot):
    assert activity(snapshot, OFFER, "deal_id") == [(ROLLOUT,)]


def test_a_removed_link_does_not_count(snapshot):
    assert activity(snapshot, OFFER, "account_id") == [(ACME,)]


def test_a_link_to_a_deleted_record_leads_nowhere(snapshot):
    assert activity(snapshot, REMIND, "deal_id") == [(None,)]
    assert activity(snapshot, BROUGHT_OVER, "contact_id") == [(None,)]


def test_a_task_was_done_when_it_last_became_done_and_not_when_it_was_last_saved(snapshot):
    assert activity(snapshot, OFFER, "done_at", "updated_at") == [
        ("2026-02-05 15:00:00", "2026-03-20 10:00:00")
    ]


def test_only_what_a_workflow_made_is_automatic(snapshot):
    assert activity(snapshot, REMIND, "is_automatic") == [(True,)]
    assert activity(snapshot, BROUGHT_OVER, "is_automatic") == [(False,)]


def test_deleted_and_internal_and_foreign_activities_do_not_come_through(snapshot):
    for absent in (NEVER_MIND, STAND_UP, NEWS, FAREWELL):
        assert activity(snapshot, absent) == []


def test_an_email_in_two_mailboxes_is_one_and_outgoing(snapshot):
    assert activity(snapshot, OUR_OFFER, "direction", "owner_id", "contact_id") == [
        ("out", ANA, KIM)
    ]


def test_an_email_removed_from_a_mailbox_does_not_decide_the_direction(snapshot):
    assert activity(snapshot, A_QUESTION, "direction") == [("in",)]


def test_emails_and_meetings_were_entered_when_they_were_made_not_when_they_were_copied(snapshot):
    assert activity(snapshot, OUR_OFFER, "created_at") == [("2026-03-03 08:15:00",)]
    assert activity(snapshot, DEMO, "created_at") == [("2026-02-20 08:00:00",)]


def test_a_meeting_to_come_is_not_done_yet(snapshot):
    """Done by 2026-04-01 at a known hour: a task, the note, two e-mails; planned ahead and done: a
    task and the demo. The review of 2026-05-04 was planned ahead too, but it is still to come.
    """
    row = mapped.measured(snapshot, "entry_lag", "2026-01-01", "2026-07-01")
    assert (row["count"], row["planned_ahead"]) == (4, 2)


def test_win_rate(snapshot):
    """Decided in the quarter: won Pilot 02-20, Imported won 02-10, Renewal 03-11; lost Add-on
    01-25, Support 03-02. 3 of 5. Rollout was won in December; Imported lost has no day.
    """
    row = mapped.measured(snapshot, "win_rate", "2026-01-01", "2026-04-01")
    assert (row["won"], row["decided"], row["win_rate"]) == (3, 5, 0.6)


def test_sales_cycle(snapshot):
    """Pilot 2025-12-01 to 2026-02-20: 81 days; Imported won 9; Renewal 10. Mean 100 / 3."""
    row = mapped.measured(snapshot, "sales_cycle", "2026-01-01", "2026-04-01")
    assert (row["count"], row["sales_cycle_median"]) == (3, 10)
    assert row["sales_cycle_mean"] == pytest.approx(100 / 3)


def test_win_rate_by_how_the_decision_is_dated(snapshot):
    tables = Tables.open(snapshot, Business())
    quarter = Period(date(2026, 1, 1), date(2026, 4, 1))
    frame = measure("win_rate", tables, quarter, by=["closed_at_from"])
    assert frame.select("closed_at_from", "won", "decided").rows() == [
        ("history", 2, 4),
        ("planned", 1, 1),
    ]


def test_completeness_of_the_deals(snapshot):
    """Ten deals. No name: Late. No account, no owner: Imported lost, Late. No amount: Imported
    lost. No planned day: Add-on, Imported lost, Moved over. Of seven decided ones Imported lost has
    no day of decision. So six lack nothing.
    """
    tables = Tables.open(snapshot, Business())
    fields = measure("field_completeness", tables, where={"set": ["deals"]})
    assert fields.select("field", "filled", "required").rows() == [
        ("name", 9, 10),
        ("account_id", 8, 10),
        ("owner_id", 8, 10),
        ("amount", 9, 10),
        ("expected_close_on", 7, 10),
        ("closed_at", 6, 7),
    ]
    records = measure("record_completeness", tables, where={"set": ["deals"]})
    assert records.select("complete", "records").rows() == [(6, 10)]


def test_a_row_is_as_new_as_whatever_it_is_made_of(connection):
    deals = modified(connection, "deals")
    assert deals[ROLLOUT] == "2026-01-05 10:00"
    # Later than the deal itself: the removed entry of its timeline, its deleted person.
    assert deals[ADD_ON] == "2026-03-02 15:00"
    assert deals[LATE] == "2026-02-16 09:00"
    assert modified(connection, "deal_changes") == {
        **{name: at for name, at in deals.items() if name != LATE},
        # No change names a person or a company.
        LATE: "2026-02-05 09:00",
    }
    assert modified(connection, "contacts")[ZOE] == "2026-02-15 09:00"
    assert modified(connection, "accounts")[ACME] == "2026-01-02 09:00"
    activities = modified(connection, "activities")
    # The link that was removed; the mailbox it was removed from.
    assert activities[OFFER] == "2026-03-22 10:00"
    assert activities[A_QUESTION] == "2026-03-25 03:00"


def test_a_renamed_stage_makes_its_deals_new(connection):
    connection.execute(
        """update core."fieldMetadata" set "updatedAt" = '2026-03-30 09:00' where label = 'Stage'"""
    )
    for table in ("deals", "deal_changes"):
        assert set(modified(connection, table).values()) == {"2026-03-30 09:00"}


def test_a_custom_field_is_a_field_of_its_own(url, snapshot, tmp_path):
    """Decided in the quarter: Pilot won, Add-on lost, Renewal won are WEBSITE; Imported won is
    REFERRAL; Support lost is TRADE_FAIR.
    """
    own = copied(tmp_path)
    first, second = blocks(README, "sql")[:2]
    above = '        opportunity."ownerId" as owner_id,\n'
    change(own / "deals.sql", above, above + first)
    above = "    opportunities.owner_id as owner_id,\n"
    change(own / "deals.sql", above, above + second)
    tables = Tables.open(synced_through(own, url, tmp_path), Business())
    quarter = Period(date(2026, 1, 1), date(2026, 4, 1))
    frame = measure("win_rate", tables, quarter, by=["lead_source"])
    assert frame.select("lead_source", "won", "decided").rows() == [
        ("REFERRAL", 1, 1),
        ("TRADE_FAIR", 0, 1),
        ("WEBSITE", 2, 3),
    ]


def test_teams_and_rates_are_added_as_the_mappings_page_says(url, snapshot, tmp_path):
    """Won in the quarter, in dollars: Pilot 5,000 EUR at 1.17, Imported won 300, Renewal 2,000."""
    own = copied(tmp_path)
    _, _, _, by_name, rates = blocks(README, "sql")
    above = "    id as user_id,\n"
    by_name = by_name.replace("@example.com", "@leaders.example").replace("'bo@", "'cy@")
    change(own / "users.sql", above, above + by_name)
    (own / "exchange_rates.sql").write_text(rates, "utf-8")
    tables = Tables.open(synced_through(own, url, tmp_path), Business())
    quarter = Period(date(2026, 1, 1), date(2026, 4, 1))
    frame = measure("revenue_added", tables, quarter, by=["team"])
    assert frame.select("team", "revenue_added").rows() == [("North", 2300), ("South", 5850)]


@pytest.fixture
def reader(postgresql, tmp_path) -> Iterator[Path]:
    """`crm.toml` of the guide, over a workspace of its own and the user that the guide creates."""
    url = database(postgresql() + IN_WORKSPACE)
    mapped.run_scripts(url.url.render_as_string(hide_password=False), *SCRIPTS)
    root = database(
        url.url.set(username="root", password=None).render_as_string(hide_password=False)
    )
    create = blocks(GUIDE, "sql")[0]
    name = str(url.url.database)
    with psycopg.connect(root.libpq, autocommit=True) as connection:
        connection.execute(create.replace('"default"', name))
        (toml,) = blocks(GUIDE, "toml")
        place = f"{url.url.host}:{url.url.port}/{name}"
        config = tmp_path / "crm.toml"
        toml = toml.replace("localhost:5432/default", place)
        toml = toml.replace('"queries/twenty"', f'"{MAPPING}"')
        config.write_text(f'{toml}\n[snapshot]\npath = "snapshots"\n', "utf-8")
        try:
            yield config
        finally:
            connection.execute("drop owned by twenty_reader; drop role twenty_reader")


def test_the_guides_user_suffices_and_may_not_write(reader, capsys):
    for command in ("check", "sync"):
        assert main([command, "--config", str(reader)]) == 0
    assert "problem" not in capsys.readouterr().out
    (address,) = re.findall(r'^url = "(.*)"$', reader.read_text("utf-8"), re.MULTILINE)
    with psycopg.connect(database(address).libpq, autocommit=True) as connection:
        for refused in (
            "insert into opportunity (id, name) values (gen_random_uuid(), 'Mine')",
            "update person set \"jobTitle\" = 'CEO'",
            "select text from message",
            'select "inviteHash" from core.workspace',
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(refused)


def test_the_user_may_know_the_workspace_instead_of_the_url(reader, capsys):
    config = reader.read_text("utf-8")
    assert IN_WORKSPACE in config
    (address,) = re.findall(r'^url = "(.*)"$', config, re.MULTILINE)
    alter = blocks(GUIDE, "sql")[1]
    with psycopg.connect(database(address).libpq, autocommit=True) as connection:
        connection.execute(alter)
    reader.write_text(config.replace(IN_WORKSPACE, ""), "utf-8")
    assert main(["check", "--config", str(reader)]) == 0
    assert "deals: 13 columns" in capsys.readouterr().out


def test_without_the_workspace_check_says_that_the_tables_are_missing(reader, capsys):
    reader.write_text(reader.read_text("utf-8").replace(IN_WORKSPACE, ""), "utf-8")
    assert main(["check", "--config", str(reader)]) == 2
    assert "the database has no table 'opportunity'" in capsys.readouterr().out
