"""EspoCRM, on MariaDB and on PostgreSQL: the same records give the same rows of the model."""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest

from crm_metrics.calendar import Period
from crm_metrics.errors import CrmMetricsError
from crm_metrics.measure import measure
from crm_metrics.settings import PROJECT, Business, read_settings
from crm_metrics.snapshot.store import Snapshot
from crm_metrics.snapshot.tables import Tables
from crm_metrics.source import check, sync
from crm_metrics.source.urls import database
from tests.mapped import NOW, mapped, measured, rows, settings, synced

DIALECTS = {"mariadb": "espocrm", "postgresql": "espocrm_postgresql"}
README = (PROJECT / "queries" / "espocrm" / "README.md").read_text("utf-8")
GUIDE = (PROJECT / "docs" / "connect" / "espocrm.md").read_text("utf-8")
QUARTER = ("2026-01-01", "2026-04-01")

# Each table: its mapped columns, then its rows in the order of the key.
# fmt: off
EXPECTED = {
    "users": (
        ("user_id", "name", "email", "team", "role", "is_active"),
        [
            ("u-ana", "Ana Adler", "Ana@house.example", "North", "Account executive", True),
            ("u-bo", "Bo Berg", None, "South", None, True),
            ("u-cy", "Cy Cole", None, "South", "Sales manager", False),
            ("u-dora", "dora", None, None, None, True),
        ],
    ),
    "accounts": (
        ("account_id", "name", "owner_id", "industry", "country", "email", "phone", "website",
         "created_at", "updated_at"),
        [
            ("a-acme", "Acme", "u-ana", "Software", "Germany", "hello@acme.example",
             "+49 30 1234567", "https://acme.example", "2025-11-01 08:00:00",
             "2026-01-20 15:30:00"),
            ("a-beta", "Beta", "u-bo", "Retail", "Austria", "post@beta.example", None, None,
             "2025-11-02 08:00:00", "2025-12-15 08:00:00"),
            ("a-corp", "Corp", None, None, None, None, None, None, "2025-11-03 08:00:00", None),
        ],
    ),
    "contacts": (
        ("contact_id", "account_id", "owner_id", "first_name", "last_name", "job_title", "email",
         "phone", "email_opt_out", "phone_opt_out", "created_at", "updated_at"),
        [
            ("c-ann", "a-acme", "u-ana", "Ann", "Arden", "Buyer", "ann@acme.example",
             "+49 171 2345678", True, False, "2025-11-01 09:00:00", "2025-11-10 09:00:00"),
            ("c-bob", "a-beta", "u-bo", None, "Brook", None, "bob@beta.example", "+49 171 2345679",
             False, True, "2025-11-02 09:00:00", "2025-11-11 09:00:00"),
            ("c-cleo", None, None, "Cleo", "Cross", None, None, None, None, True,
             "2025-11-03 09:00:00", "2025-11-03 09:00:00"),
        ],
    ),
    "leads": (
        ("lead_id", "owner_id", "name", "company", "email", "phone", "source", "campaign_id",
         "status", "created_at", "updated_at", "converted_at", "disqualified_at", "deal_id",
         "account_id", "contact_id"),
        [
            ("l-assigned", "u-ana", None, None, None, None, None, None, "working",
             "2026-03-02 08:00:00", "2026-03-02 09:00:00", None, None, None, None, None),
            ("l-custom", "u-bo", "Cas Custom", None, None, None, "Call", None, "working",
             "2026-03-03 08:00:00", "2026-03-03 08:00:00", None, None, None, None, None),
            ("l-dead", "u-bo", "Dan Dead", None, None, None, "Other", None, "disqualified",
             "2026-01-05 08:00:00", "2026-03-10 11:00:00", None, "2026-03-01 08:00:00", None, None,
             None),
            ("l-import", None, "Ida Import", None, None, None, None, None, "disqualified",
             "2026-01-06 08:00:00", "2026-01-06 08:00:00", None, None, None, None, None),
            ("l-new", None, "Nia New", "New Ltd", "nia@new.example", "+49 171 2345670", "Web Site",
             "k-spring", "new", "2026-03-01 08:00:00", "2026-03-01 08:00:00", None, None, None,
             None, None),
            ("l-old", "u-bo", "Bob Brook", "Beta", None, None, "Partner", None, "converted",
             "2025-11-03 08:00:00", "2025-11-05 08:00:00", "2025-11-05 07:59:00", None, "d-old",
             "a-beta", "c-bob"),
            ("l-revived", "u-bo", "Rex Revived", None, None, None, None, None, "working",
             "2026-01-07 08:00:00", "2026-02-20 08:00:00", None, None, None, None, None),
            ("l-won", "u-ana", "Ann Arden", "Acme", None, None, "Campaign", "k-spring",
             "converted", "2025-11-20 08:00:00", "2025-12-01 09:00:00", "2025-12-01 09:00:00",
             None, "d-won", "a-acme", "c-ann"),
        ],
    ),
    "campaigns": (
        ("campaign_id", "name", "channel", "started_on", "ended_on", "cost", "currency",
         "impressions", "clicks"),
        [
            ("k-fair", "Fair", "Web", "2026-03-10", None, None, None, None, None),
            ("k-spring", "Spring", "Email", "2026-02-01", "2026-03-01", "5000.5", "EUR", 2, 1),
        ],
    ),
    "pipelines": (
        ("stage", "position", "outcome", "probability"),
        [
            ("Closed Lost", 6, "lost", 0.0),
            ("Closed Won", 5, "won", 1.0),
            ("Negotiation", 4, "open", 0.8),
            ("Proposal", 3, "open", 0.5),
            ("Prospecting", 1, "open", 0.1),
            ("Qualification", 2, "open", 0.2),
        ],
    ),
    "deals": (
        ("deal_id", "name", "account_id", "contact_id", "owner_id", "team", "campaign_id", "stage",
         "outcome", "amount", "currency", "source", "created_at", "closed_at", "expected_close_on",
         "updated_at", "closed_at_from"),
        [
            ("d-again", "Acme second", "a-acme", None, "u-ana", None, None, "Closed Won", "won",
             "3000", "USD", None, "2025-12-10 08:00:00", "2026-02-10 09:00:00", "2026-01-31",
             "2026-02-10 09:00:00", "history"),
            ("d-blank", "No stage", None, None, None, None, None, None, "open", None, None, None,
             "2026-02-03 08:00:00", None, None, None, None),
            ("d-hopeless", "Hopeless", "a-beta", None, "u-bo", None, None, "Qualification", "open",
             "150", "USD", None, "2026-02-02 08:00:00", None, None, "2026-03-10 08:00:00", None),
            ("d-import-lost", "Imported, then lost", "a-corp", None, "u-bo", None, None,
             "Closed Lost", "lost", "900", "USD", None, "2026-01-11 08:00:00",
             "2026-03-05 16:00:00", "2026-02-28", "2026-03-05 16:00:00", "history"),
            ("d-import-open", "Imported, open", "a-corp", None, "u-bo", None, None, "Proposal",
             "open", None, None, None, "2026-01-11 08:00:00", None, "2026-04-30",
             "2026-01-11 08:00:00", None),
            ("d-import-won", "Imported, won", "a-corp", None, None, None, None, "Closed Won",
             "won", "700", "USD", None, "2026-01-11 08:00:00", "2026-01-31 (day)", "2026-01-31",
             "2026-01-11 08:00:00", "planned"),
            ("d-old", "Beta first", "a-beta", "c-bob", "u-bo", None, None, "Closed Lost", "lost",
             "800", "USD", "Partner", "2025-11-05 08:00:00", "2026-01-15 10:00:00", "2025-12-31",
             "2026-01-15 10:00:00", "history"),
            ("d-open", "Sure thing", "a-acme", "c-ann", "u-ana", None, None, "Negotiation", "open",
             "2000", "GBP", "Existing Customer", "2026-02-01 08:00:00", None, "2026-05-15",
             "2026-03-20 08:00:00", None),
            ("d-silent", "Lost in silence", "a-beta", None, "u-bo", None, None, "Closed Lost",
             "lost", "400", "USD", None, "2026-01-12 08:00:00", "2026-02-28 (day)", "2026-02-28",
             "2026-01-13 08:00:00", "planned"),
            ("d-tie", "Beta second", "a-beta", None, "u-bo", "North", None, "Closed Won", "won",
             "1200.5", "USD", "Web Site", "2026-01-04 12:00:00", "2026-02-03 12:05:00",
             "2026-03-31", "2026-02-03 12:05:00", "history"),
            ("d-twice", "Corp first", "a-corp", None, "u-cy", None, None, "Closed Won", "won",
             "500", "USD", "Call", "2026-01-02 08:00:00", "2026-02-01 08:00:00", "2026-02-01",
             "2026-02-21 08:00:00", "history"),
            ("d-won", "Acme first", "a-acme", "c-ann", "u-ana", "North", "k-spring", "Closed Won",
             "won", "10000", "EUR", "Campaign", "2025-12-01 09:00:00", "2026-01-20 15:30:00",
             "2026-02-15", "2026-01-20 15:30:00", "history"),
        ],
    ),
    "deal_changes": (
        ("deal_id", "field", "old_value", "new_value", "changed_at", "sequence", "changed_by"),
        [
            ("d-again", "amount", None, "3000", "2025-12-10 08:00:00", 0, "u-ana"),
            ("d-again", "currency", None, "USD", "2025-12-10 08:00:00", 0, "u-ana"),
            ("d-again", "expected_close_on", None, "2026-01-31", "2025-12-10 08:00:00", 0, "u-ana"),
            ("d-again", "owner_id", None, "u-ana", "2025-12-10 08:00:00", 11, "u-ana"),
            ("d-again", "stage", "Closed Lost", "Negotiation", "2026-01-20 08:00:00", 13, "u-ana"),
            ("d-again", "stage", "Negotiation", "Closed Lost", "2026-01-10 08:00:00", 12, "u-ana"),
            ("d-again", "stage", "Negotiation", "Closed Won", "2026-02-10 09:00:00", 14, "u-ana"),
            ("d-again", "stage", None, "Negotiation", "2025-12-10 08:00:00", 11, "u-ana"),
            ("d-hopeless", "amount", None, "150", "2026-02-02 08:00:00", 0, "u-bo"),
            ("d-hopeless", "currency", None, "USD", "2026-02-02 08:00:00", 0, "u-bo"),
            ("d-hopeless", "expected_close_on", "2026-03-31", None, "2026-03-10 08:00:00", 35,
             "u-bo"),
            ("d-hopeless", "expected_close_on", None, "2026-03-31", "2026-02-02 08:00:00", 0,
             "u-bo"),
            ("d-hopeless", "owner_id", None, "u-bo", "2026-02-02 08:00:00", 34, "u-bo"),
            ("d-hopeless", "stage", None, "Qualification", "2026-02-02 08:00:00", 34, "u-bo"),
            ("d-import-lost", "amount", None, "900", "2026-01-11 08:00:00", 0, "u-api"),
            ("d-import-lost", "currency", None, "USD", "2026-01-11 08:00:00", 0, "u-api"),
            ("d-import-lost", "expected_close_on", None, "2026-02-28", "2026-01-11 08:00:00", 0,
             "u-api"),
            ("d-import-lost", "owner_id", None, "u-bo", "2026-01-11 08:00:00", 0, "u-api"),
            ("d-import-lost", "stage", None, "Closed Lost", "2026-03-05 16:00:00", 21, "u-bo"),
            ("d-import-open", "expected_close_on", None, "2026-04-30", "2026-01-11 08:00:00", 0,
             "u-api"),
            ("d-import-open", "owner_id", None, "u-bo", "2026-01-11 08:00:00", 0, "u-api"),
            ("d-import-open", "stage", None, "Proposal", "2026-01-11 08:00:00", 0, "u-api"),
            ("d-import-won", "amount", None, "700", "2026-01-11 08:00:00", 0, "u-api"),
            ("d-import-won", "currency", None, "USD", "2026-01-11 08:00:00", 0, "u-api"),
            ("d-import-won", "expected_close_on", None, "2026-01-31", "2026-01-11 08:00:00", 0,
             "u-api"),
            ("d-old", "amount", None, "800", "2025-11-05 08:00:00", 0, "u-bo"),
            ("d-old", "currency", None, "USD", "2025-11-05 08:00:00", 0, "u-bo"),
            ("d-old", "expected_close_on", None, "2025-12-31", "2025-11-05 08:00:00", 0, "u-bo"),
            ("d-old", "owner_id", None, "u-bo", "2025-11-05 08:00:00", 1, "u-bo"),
            ("d-old", "stage", "Proposal", "Closed Lost", "2026-01-15 10:00:00", 9, "u-bo"),
            ("d-old", "stage", "Prospecting", "Proposal", "2025-11-20 10:00:00", 2, "u-bo"),
            ("d-old", "stage", None, "Prospecting", "2025-11-05 08:00:00", 1, "u-bo"),
            ("d-open", "amount", None, "2000", "2026-02-01 08:00:00", 0, "u-ana"),
            ("d-open", "currency", None, "GBP", "2026-02-01 08:00:00", 0, "u-ana"),
            ("d-open", "expected_close_on", "2026-04-15", "2026-05-15", "2026-03-20 08:00:00", 33,
             "u-ana"),
            ("d-open", "expected_close_on", None, "2026-04-15", "2026-02-01 08:00:00", 0, "u-ana"),
            ("d-open", "owner_id", "u-bo", None, "2026-02-21 08:00:00", 30, "u-ana"),
            ("d-open", "owner_id", None, "u-ana", "2026-02-23 08:00:00", 32, "u-ana"),
            ("d-open", "owner_id", None, "u-bo", "2026-02-20 08:00:00", 29, "u-ana"),
            ("d-open", "stage", "Prospecting", "Negotiation", "2026-03-20 08:00:00", 33, "u-ana"),
            ("d-open", "stage", None, "Prospecting", "2026-02-01 08:00:00", 24, "u-ana"),
            ("d-silent", "amount", None, "400", "2026-01-12 08:00:00", 0, "u-bo"),
            ("d-silent", "currency", None, "USD", "2026-01-12 08:00:00", 0, "u-bo"),
            ("d-silent", "expected_close_on", None, "2026-02-28", "2026-01-12 08:00:00", 0, "u-bo"),
            ("d-silent", "owner_id", None, "u-bo", "2026-01-12 08:00:00", 22, "u-bo"),
            ("d-silent", "stage", "Proposal", "Negotiation", "2026-01-13 08:00:00", 23, "u-bo"),
            ("d-silent", "stage", None, "Proposal", "2026-01-12 08:00:00", 22, "u-bo"),
            ("d-tie", "amount", None, "1200.5", "2026-01-04 12:00:00", 0, "u-bo"),
            ("d-tie", "currency", None, "USD", "2026-01-04 12:00:00", 0, "u-bo"),
            ("d-tie", "expected_close_on", None, "2026-03-31", "2026-01-04 12:00:00", 0, "u-bo"),
            ("d-tie", "owner_id", None, "u-bo", "2026-01-04 12:00:00", 15, "u-bo"),
            ("d-tie", "stage", "Negotiation", "Closed Won", "2026-02-03 12:05:00", 17, "u-bo"),
            ("d-tie", "stage", "Prospecting", "Negotiation", "2026-02-03 12:05:00", 16, "u-bo"),
            ("d-tie", "stage", None, "Prospecting", "2026-01-04 12:00:00", 15, "u-bo"),
            ("d-twice", "amount", None, "500", "2026-01-02 08:00:00", 0, "u-cy"),
            ("d-twice", "currency", None, "USD", "2026-01-02 08:00:00", 0, "u-cy"),
            ("d-twice", "expected_close_on", None, "2026-02-01", "2026-01-02 08:00:00", 0, "u-cy"),
            ("d-twice", "owner_id", None, "u-cy", "2026-01-02 08:00:00", 18, "u-cy"),
            ("d-twice", "stage", "Prospecting", "Closed Won", "2026-02-01 08:00:00", 19, "u-cy"),
            ("d-twice", "stage", None, "Prospecting", "2026-01-02 08:00:00", 18, "u-cy"),
            ("d-won", "amount", "8000", "9000.5", "2025-12-20 10:00:00", 6, "u-cy"),
            ("d-won", "amount", "9000.5", "10000", "2026-01-10 10:00:00", 8, "u-ana"),
            ("d-won", "amount", None, "8000", "2025-12-01 09:00:00", 0, "u-ana"),
            ("d-won", "currency", "USD", "EUR", "2026-01-10 10:00:00", 8, "u-ana"),
            ("d-won", "currency", None, "USD", "2025-12-01 09:00:00", 0, "u-ana"),
            ("d-won", "expected_close_on", "2026-01-31", "2026-02-15", "2025-12-20 10:00:00", 6,
             "u-cy"),
            ("d-won", "expected_close_on", None, "2026-01-31", "2025-12-01 09:00:00", 0, "u-ana"),
            ("d-won", "owner_id", "u-cy", "u-ana", "2026-01-05 10:00:00", 7, "u-cy"),
            ("d-won", "owner_id", None, "u-cy", "2025-12-01 09:00:00", 4, "u-ana"),
            ("d-won", "stage", "Prospecting", "Qualification", "2025-12-10 10:00:00", 5, "u-cy"),
            ("d-won", "stage", "Qualification", "Closed Won", "2026-01-20 15:30:00", 10, "u-ana"),
            ("d-won", "stage", None, "Prospecting", "2025-12-01 09:00:00", 4, "u-ana"),
        ],
    ),
    "user_changes": (
        ("user_id", "field", "old_value", "new_value", "changed_at"),
        [
            ("u-cy", "is_active", "false", "true", "2026-01-15 09:00:00"),
            ("u-cy", "is_active", "true", "false", "2026-02-20 17:00:00"),
        ],
    ),
    "activities": (
        ("activity_id", "kind", "direction", "owner_id", "account_id", "contact_id", "deal_id",
         "lead_id", "ticket_id", "subject", "status", "due_at", "done_at", "duration_minutes",
         "is_automatic", "created_at", "updated_at"),
        [
            ("n-60", "note", None, "u-ana", None, None, "d-open", None, None, None, "done", None,
             "2026-03-01 10:00:00", None, False, "2026-03-01 10:00:00", "2026-03-01 10:00:00"),
            ("n-61", "note", "in", None, None, None, None, None, "s-open", None, "done", None,
             "2026-02-10 09:00:00", None, False, "2026-02-10 09:00:00", "2026-02-10 09:00:00"),
            ("n-62", "note", None, None, "a-acme", None, None, None, None, None, "done", None,
             "2026-03-02 10:00:00", None, True, "2026-03-02 10:00:00", "2026-03-02 10:00:00"),
            ("v-held", "call", "out", "u-ana", "a-acme", "c-bob", "d-open", "l-new", None, "Offer",
             "done", "2026-03-05 10:00:00", "2026-03-05 10:20:30", 20.5, False,
             "2026-03-04 08:00:00", "2026-03-05 10:21:00"),
            ("v-missed", "call", "in", "u-bo", None, None, None, "l-dead", None, "Question",
             "cancelled", "2026-03-06 10:00:00", None, None, False, "2026-03-05 08:00:00",
             "2026-03-06 10:21:00"),
            ("w-day", "meeting", None, "u-ana", "a-acme", "c-ann", None, None, None, "Workshop",
             "done", "2026-03-10 (day)", "2026-03-11 (day)", None, False, "2026-03-08 09:00:00",
             "2026-03-12 08:00:00"),
            ("w-held", "meeting", None, "u-bo", "a-beta", "c-ann", None, None, None, "Kick-off",
             "done", "2026-03-09 09:00:00", "2026-03-09 10:30:00", 90.0, False,
             "2026-03-08 08:00:00", "2026-03-09 10:31:00"),
            ("w-plan", "meeting", None, "u-bo", None, None, None, "l-dead", "s-open", "Review",
             "planned", "2026-04-09 09:00:00", None, None, False, "2026-03-08 10:00:00",
             "2026-03-08 10:00:00"),
            ("x-day", "task", None, "u-bo", None, None, None, "l-new", None, "Call back",
             "planned", "2026-03-20 (day)", None, None, False, "2026-03-01 09:00:00",
             "2026-03-02 08:00:00"),
            ("x-done", "task", None, "u-ana", "a-acme", None, "d-open", None, None, "Send offer",
             "done", "2026-03-03 12:00:00", "2026-03-04 09:15:00", None, False,
             "2026-03-01 08:00:00", "2026-03-04 09:15:00"),
            ("x-off", "task", None, "u-bo", None, "c-bob", None, None, None, "Visit", "cancelled",
             None, None, None, False, "2026-03-01 10:00:00", "2026-03-02 09:00:00"),
            ("y-auto", "email", "out", None, "a-acme", None, None, None, "s-open", "We got it",
             "done", None, "2026-02-10 08:02:00", None, True, "2026-02-10 08:02:00",
             "2026-02-10 08:02:00"),
            ("y-draft", "email", "out", "u-bo", None, None, None, None, "s-new", "Draft",
             "planned", None, None, None, False, "2026-03-11 08:00:00", "2026-03-11 08:00:00"),
            ("y-failed", "email", "out", "u-bo", None, "c-bob", None, None, None, "Bounced",
             "cancelled", None, None, None, False, "2026-03-12 08:00:00", "2026-03-12 08:00:00"),
            ("y-in", "email", "in", None, "a-acme", None, None, None, "s-open", "Help", "done",
             None, "2026-02-10 08:00:00", None, False, "2026-02-10 08:01:00",
             "2026-02-10 08:01:00"),
            ("y-out", "email", "out", "u-bo", "a-acme", None, None, None, "s-open", "Answer",
             "done", None, "2026-02-10 11:00:00", None, False, "2026-02-10 10:55:00",
             "2026-02-10 11:00:00"),
            ("y-own-client", "email", "out", "u-bo", "a-acme", None, None, None, "s-open", "More",
             "done", None, "2026-02-11 07:00:00", None, False, "2026-02-11 07:10:00",
             "2026-02-11 07:10:00"),
            ("y-system", "email", "out", None, None, None, None, None, None, "You are assigned",
             "done", None, "2026-03-12 09:00:00", None, True, "2026-03-12 09:00:00",
             "2026-03-12 09:00:00"),
        ],
    ),
    "tickets": (
        ("ticket_id", "account_id", "contact_id", "owner_id", "team", "topic", "priority",
         "channel", "status", "created_at", "first_response_at", "resolved_at", "reopened_count",
         "public_replies"),
        [
            ("s-closed", "a-acme", "c-ann", "u-ana", "North", "Incident", "High", None, "closed",
             "2026-02-01 08:00:00", None, "2026-02-05 08:00:00", 1, 0),
            ("s-import", "a-beta", None, None, None, None, "Normal", None, "closed",
             "2026-01-10 08:00:00", None, None, 0, 0),
            ("s-new", None, None, None, None, "", "Low", "email", "open", "2026-03-10 08:00:00",
             None, None, 0, 0),
            ("s-open", "a-acme", None, "u-bo", None, "Question", "Normal", "portal", "pending",
             "2026-02-10 08:00:00", "2026-02-10 11:00:00", None, 1, 2),
        ],
    ),
    "edits": (
        ("entity", "record_id", "user_id", "edited_at"),
        [
            ("accounts", "a-acme", "u-ana", "2026-01-20 15:30:00"),
            ("accounts", "a-beta", "u-bo", "2025-12-15 08:00:00"),
            ("contacts", "c-ann", "u-ana", "2025-11-10 09:00:00"),
            ("contacts", "c-bob", "u-bo", "2025-11-11 09:00:00"),
            ("deals", "d-again", "u-ana", "2025-12-10 08:00:00"),
            ("deals", "d-again", "u-ana", "2026-01-10 08:00:00"),
            ("deals", "d-again", "u-ana", "2026-01-20 08:00:00"),
            ("deals", "d-again", "u-ana", "2026-02-10 09:00:00"),
            ("deals", "d-gone", "u-ana", "2026-01-15 08:00:00"),
            ("deals", "d-hopeless", "u-bo", "2026-02-02 08:00:00"),
            ("deals", "d-hopeless", "u-bo", "2026-03-10 08:00:00"),
            ("deals", "d-import-lost", "u-bo", "2026-03-05 16:00:00"),
            ("deals", "d-old", "u-bo", "2025-11-05 08:00:00"),
            ("deals", "d-old", "u-bo", "2025-11-20 10:00:00"),
            ("deals", "d-old", "u-bo", "2025-12-05 10:00:00"),
            ("deals", "d-old", "u-bo", "2026-01-15 10:00:00"),
            ("deals", "d-open", "u-ana", "2026-02-01 08:00:00"),
            ("deals", "d-open", "u-ana", "2026-02-12 08:00:00"),
            ("deals", "d-open", "u-ana", "2026-02-13 08:00:00"),
            ("deals", "d-open", "u-ana", "2026-02-14 08:00:00"),
            ("deals", "d-open", "u-ana", "2026-02-20 08:00:00"),
            ("deals", "d-open", "u-ana", "2026-02-21 08:00:00"),
            ("deals", "d-open", "u-ana", "2026-02-22 08:00:00"),
            ("deals", "d-open", "u-ana", "2026-02-23 08:00:00"),
            ("deals", "d-open", "u-ana", "2026-03-20 08:00:00"),
            ("deals", "d-silent", "u-bo", "2026-01-12 08:00:00"),
            ("deals", "d-silent", "u-bo", "2026-01-13 08:00:00"),
            ("deals", "d-tie", "u-bo", "2026-01-04 12:00:00"),
            ("deals", "d-tie", "u-bo", "2026-02-03 12:05:00"),
            ("deals", "d-twice", "u-cy", "2026-01-02 08:00:00"),
            ("deals", "d-twice", "u-cy", "2026-02-01 08:00:00"),
            ("deals", "d-twice", "u-cy", "2026-02-21 08:00:00"),
            ("deals", "d-won", "u-ana", "2025-12-01 09:00:01"),
            ("deals", "d-won", "u-ana", "2026-01-10 10:00:00"),
            ("deals", "d-won", "u-ana", "2026-01-20 15:30:00"),
            ("deals", "d-won", "u-cy", "2025-12-10 10:00:00"),
            ("deals", "d-won", "u-cy", "2025-12-20 10:00:00"),
            ("deals", "d-won", "u-cy", "2026-01-05 10:00:00"),
            ("leads", "d-hopeless", "u-bo", "2026-03-11 08:00:00"),
            ("leads", "l-assigned", "u-ana", "2026-03-02 09:00:00"),
            ("leads", "l-custom", "u-bo", "2026-03-03 08:00:00"),
            ("leads", "l-dead", "u-bo", "2026-01-05 08:00:00"),
            ("leads", "l-dead", "u-bo", "2026-02-01 08:00:00"),
            ("leads", "l-dead", "u-bo", "2026-02-15 08:00:00"),
            ("leads", "l-dead", "u-bo", "2026-03-01 08:00:00"),
            ("leads", "l-dead", "u-bo", "2026-03-10 11:00:00"),
            ("leads", "l-old", "u-bo", "2025-11-03 08:00:00"),
            ("leads", "l-old", "u-bo", "2025-11-05 07:59:00"),
            ("leads", "l-old", "u-bo", "2025-11-05 08:00:00"),
            ("leads", "l-revived", "u-bo", "2026-02-20 08:00:00"),
            ("leads", "l-won", "u-ana", "2025-11-20 08:00:00"),
            ("leads", "l-won", "u-ana", "2025-12-01 09:00:00"),
            ("tickets", "s-closed", "u-bo", "2026-02-01 08:00:00"),
            ("tickets", "s-closed", "u-bo", "2026-02-02 08:00:00"),
            ("tickets", "s-closed", "u-bo", "2026-02-03 08:00:00"),
            ("tickets", "s-closed", "u-bo", "2026-02-05 08:00:00"),
            ("tickets", "s-closed", "u-bo", "2026-02-06 08:00:00"),
            ("tickets", "s-open", "u-bo", "2026-02-11 08:00:00"),
            ("tickets", "s-open", "u-bo", "2026-02-12 08:00:00"),
        ],
    ),
    "exchange_rates": (
        ("currency", "valid_from", "rate"),
        [
            ("EUR", "1970-01-01", "1.08"),
            ("GBP", "1970-01-01", "1.25"),
            ("USD", "1970-01-01", "1"),
        ],
    ),
}
# fmt: on


@pytest.fixture(scope="module", params=DIALECTS)
def server(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def queries(server: str) -> str:
    return DIALECTS[server]


@pytest.fixture(scope="module")
def crm_url(request: pytest.FixtureRequest, server: str) -> str:
    return request.getfixturevalue(server)()


@pytest.fixture(scope="module")
def snapshot(crm_url: str, queries: str, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return synced(crm_url, tmp_path_factory.mktemp(queries), queries)


def test_the_mapping_fits_the_crms_own_tables(snapshot, crm_url, queries, tmp_path):
    assert check(settings(crm_url, tmp_path, queries)).problems == ()


def test_both_folders_map_the_same_tables():
    files = [
        sorted(file.name for file in (PROJECT / "queries" / name).glob("*.sql"))
        for name in DIALECTS.values()
    ]
    assert files[0] == files[1] == sorted(f"{table}.sql" for table in EXPECTED)


@pytest.mark.parametrize("table", EXPECTED)
def test_every_row_of_the_model(snapshot, table):
    columns, expected = EXPECTED[table]
    own = ("closed_at_from",) if table == "deals" else ()
    assert (*mapped(snapshot, table), *own) == columns
    assert rows(snapshot, table, *columns) == expected


def test_no_row_is_dropped_or_unreadable(snapshot):
    for name, table in snapshot.manifest.tables.items():
        assert (name, table["dropped"], table["unreadable"]) == (name, {}, {})


def one(snapshot: Snapshot, table: str, key: str, *columns: str) -> tuple[Any, ...]:
    """These columns of the one row of that key."""
    found = [
        row[1:] for row in rows(snapshot, table, EXPECTED[table][0][0], *columns) if row[0] == key
    ]
    assert len(found) == 1, f"{len(found)} rows of {key}"
    return found[0]


def changes(snapshot: Snapshot, deal: str, field: str) -> list[tuple[Any, ...]]:
    """Old value, new value, instant of the changes of one field of a deal, in order."""
    columns = ("deal_id", "field", "changed_at", "sequence", "old_value", "new_value")
    found = [row for row in rows(snapshot, "deal_changes", *columns) if row[:2] == (deal, field)]
    return [(row[4], row[5], row[2]) for row in sorted(found, key=lambda row: row[2:4])]


def test_a_decision_is_dated_by_the_stream_not_by_the_planned_close_date(snapshot):
    assert one(snapshot, "deals", "d-won", "closed_at", "expected_close_on", "closed_at_from") == (
        "2026-01-20 15:30:00", "2026-02-15", "history",
    )  # fmt: skip


def test_without_a_note_the_planned_day_stands_in_and_says_so(snapshot):
    for deal, day in (("d-import-won", "2026-01-31"), ("d-silent", "2026-02-28")):
        found = one(snapshot, "deals", deal, "closed_at", "closed_at_from")
        assert found == (f"{day} (day)", "planned")


def test_decisions_are_counted_by_where_their_day_comes_from(snapshot):
    frame = asked(snapshot, "win_rate", by=["closed_at_from"])
    assert frame.select("closed_at_from", "won", "decided").rows() == [
        ("history", 4, 6),
        ("planned", 1, 2),
    ]


def test_a_deal_lost_and_then_won_is_dated_by_the_win(snapshot):
    assert one(snapshot, "deals", "d-again", "outcome", "closed_at") == (
        "won", "2026-02-10 09:00:00",
    )  # fmt: skip


def test_a_win_noted_twice_is_dated_by_the_first_note(snapshot):
    assert one(snapshot, "deals", "d-twice", "closed_at") == ("2026-02-01 08:00:00",)
    assert changes(snapshot, "d-twice", "stage")[-1] == (
        "Prospecting", "Closed Won", "2026-02-01 08:00:00",
    )  # fmt: skip


def test_changes_within_a_second_follow_the_number_of_the_note(snapshot):
    assert changes(snapshot, "d-tie", "stage")[1:] == [
        ("Prospecting", "Negotiation", "2026-02-03 12:05:00"),
        ("Negotiation", "Closed Won", "2026-02-03 12:05:00"),
    ]


def test_notes_from_before_9_2_tell_stages_too_and_those_of_other_fields_do_not(snapshot):
    assert changes(snapshot, "d-old", "stage") == [
        (None, "Prospecting", "2025-11-05 08:00:00"),
        ("Prospecting", "Proposal", "2025-11-20 10:00:00"),
        ("Proposal", "Closed Lost", "2026-01-15 10:00:00"),
    ]


def test_of_a_deal_imported_closed_no_stage_is_claimed_before_its_decision(snapshot):
    assert changes(snapshot, "d-import-won", "stage") == []
    assert changes(snapshot, "d-import-open", "stage") == [
        (None, "Proposal", "2026-01-11 08:00:00")
    ]
    assert changes(snapshot, "d-import-lost", "stage") == [
        (None, "Closed Lost", "2026-03-05 16:00:00")
    ]


def test_the_first_amount_is_the_oldest_one_noted(snapshot):
    assert changes(snapshot, "d-won", "amount") == [
        (None, "8000", "2025-12-01 09:00:00"),
        ("8000", "9000.5", "2025-12-20 10:00:00"),
        ("9000.5", "10000", "2026-01-10 10:00:00"),
    ]


def test_an_amount_noted_with_its_old_currency_is_no_change_of_currency(snapshot):
    assert changes(snapshot, "d-won", "currency") == [
        (None, "USD", "2025-12-01 09:00:00"),
        ("USD", "EUR", "2026-01-10 10:00:00"),
    ]


def test_a_close_date_taken_away_is_a_change(snapshot):
    assert changes(snapshot, "d-hopeless", "expected_close_on")[-1] == (
        "2026-03-31", None, "2026-03-10 08:00:00",
    )  # fmt: skip


def test_owners_before_are_known_though_no_note_tells_them(snapshot):
    assert changes(snapshot, "d-open", "owner_id") == [
        (None, "u-bo", "2026-02-20 08:00:00"),
        ("u-bo", None, "2026-02-21 08:00:00"),
        (None, "u-ana", "2026-02-23 08:00:00"),
    ]


def test_a_removed_note_an_unreadable_one_and_one_of_another_record_do_not_count(snapshot):
    assert one(snapshot, "deals", "d-open", "outcome") == ("open",)
    assert changes(snapshot, "d-open", "stage") == [
        (None, "Prospecting", "2026-02-01 08:00:00"),
        ("Prospecting", "Negotiation", "2026-03-20 08:00:00"),
    ]
    assert changes(snapshot, "d-hopeless", "stage") == [
        (None, "Qualification", "2026-02-02 08:00:00")
    ]


def test_the_outcome_comes_from_the_stage_and_never_from_the_probability(snapshot):
    assert one(snapshot, "deals", "d-open", "outcome") == ("open",)  # 100 %
    assert one(snapshot, "deals", "d-hopeless", "outcome") == ("open",)  # 0 %
    assert one(snapshot, "deals", "d-tie", "outcome") == ("won",)  # 80 %


def test_a_deal_of_two_contacts_and_two_teams_is_one_row(snapshot):
    assert one(snapshot, "deals", "d-won", "contact_id", "team") == ("c-ann", "North")
    keys = [row[0] for row in rows(snapshot, "deals", "deal_id")]
    assert len(keys) == len(set(keys)) == 12


def test_deleted_teams_links_and_links_of_other_records_give_no_team(snapshot):
    for deal in ("d-old", "d-again", "d-twice"):
        assert one(snapshot, "deals", deal, "team") == (None,)


def test_deleted_and_merged_records_do_not_come_through(snapshot):
    gone = {"u-gone", "a-acme-twin", "c-gone", "l-gone", "k-gone", "d-gone", "v-gone", "s-gone"}
    tables = ("users", "accounts", "contacts", "leads", "campaigns", "deals", "activities")
    for table in (*tables, "tickets", "deal_changes"):
        keys = {row[0] for row in rows(snapshot, table, EXPECTED[table][0][0])}
        assert keys & gone == set()


def test_the_primary_address_counts_and_deleted_ones_do_not(snapshot):
    assert one(snapshot, "accounts", "a-acme", "email") == ("hello@acme.example",)
    assert one(snapshot, "accounts", "a-beta", "email", "phone") == ("post@beta.example", None)
    assert one(snapshot, "contacts", "c-bob", "email") == ("bob@beta.example",)


def test_an_opt_out_is_that_of_the_address_or_of_the_person(snapshot):
    assert one(snapshot, "contacts", "c-ann", "email_opt_out", "phone_opt_out") == (True, False)
    assert one(snapshot, "contacts", "c-bob", "email_opt_out", "phone_opt_out") == (False, True)
    assert one(snapshot, "contacts", "c-cleo", "email_opt_out", "phone_opt_out") == (None, True)


def test_the_position_is_the_one_at_the_contacts_own_account(snapshot):
    assert one(snapshot, "contacts", "c-ann", "account_id", "job_title") == ("a-acme", "Buyer")


def test_a_lead_is_given_up_when_its_last_run_of_such_statuses_began(snapshot):
    assert one(snapshot, "leads", "l-dead", "status", "disqualified_at") == (
        "disqualified", "2026-03-01 08:00:00",
    )  # fmt: skip


def test_a_conversion_from_before_the_crm_dated_it_is_dated_by_the_stream(snapshot):
    assert one(snapshot, "leads", "l-old", "converted_at") == ("2025-11-05 07:59:00",)
    assert one(snapshot, "leads", "l-revived", "status", "converted_at") == ("working", None)


def test_a_campaign_ends_the_day_after_its_last(snapshot):
    assert one(snapshot, "campaigns", "k-spring", "ended_on") == ("2026-03-01",)


def test_a_case_is_resolved_when_its_last_run_of_closed_statuses_began(snapshot):
    columns = ("status", "resolved_at", "reopened_count")
    assert one(snapshot, "tickets", "s-closed", *columns) == ("closed", "2026-02-05 08:00:00", 1)
    assert one(snapshot, "tickets", "s-open", *columns) == ("pending", None, 1)


def test_an_automatic_answer_is_no_answer_and_one_from_a_mail_client_is(snapshot):
    assert one(snapshot, "tickets", "s-open", "first_response_at", "public_replies") == (
        "2026-02-10 11:00:00", 2,
    )  # fmt: skip


def test_a_meeting_that_lasts_all_day_is_known_by_its_days_only(snapshot):
    assert one(snapshot, "activities", "w-day", "due_at", "done_at", "duration_minutes") == (
        "2026-03-10 (day)", "2026-03-11 (day)", None,
    )  # fmt: skip


def test_several_people_in_one_call_are_one_activity(snapshot):
    assert one(snapshot, "activities", "v-held", "contact_id", "lead_id") == ("c-bob", "l-new")


def test_the_win_rate_of_the_quarter(snapshot):
    """Won: first (20 Jan), again (10 Feb), tie (3 Feb), twice (1 Feb), imported (31 Jan): 5.

    Lost: old (15 Jan), imported and then lost (5 Mar), in silence (28 Feb): 3. 5 / 8 = 0.625.
    """
    found = measured(snapshot, "win_rate", *QUARTER)
    assert (found["won"], found["decided"], found["win_rate"]) == (5, 8, 0.625)


def test_the_sales_cycle_of_the_quarter(snapshot):
    """Days from the entry to the win, of the five that were won.

    1 Dec to 20 Jan 50, 10 Dec to 10 Feb 62, 4 Jan to 3 Feb 30, 2 Jan to 1 Feb 30, 11 to 31 Jan 20:
    the median of 20, 30, 30, 50, 62 is 30, their sum 192.
    """
    found = measured(snapshot, "sales_cycle", *QUARTER)
    assert (found["count"], found["sales_cycle_median"]) == (5, 30)
    assert found["sales_cycle_mean"] == pytest.approx(192 / 5)


def test_the_revenue_of_the_quarter_at_todays_rates(snapshot):
    """10,000 EUR at 1.08 are 10,800; 3,000, 1,200.50, 500 and 700 USD: 16,200.50 USD."""
    assert float(measured(snapshot, "revenue_added", *QUARTER)["revenue_added"]) == 16200.5


def test_churn_says_that_subscriptions_are_not_mapped(snapshot):
    with pytest.raises(CrmMetricsError, match="subscriptions"):
        measured(snapshot, "churn_rate", *QUARTER)


def test_the_completeness_of_contacts(snapshot):
    """First name, last name, account, e-mail, telephone: Ann has all, Bob no first name, Cleo
    neither account nor e-mail nor telephone. Records 1 / 3; fields 2, 3, 2, 2, 2 of 3."""
    period = ("2025-11-01", "2026-04-01")
    found = measured(snapshot, "record_completeness", *period, where={"set": ["contacts"]})
    assert found["record_completeness"] == pytest.approx(1 / 3)
    frame = asked(snapshot, "field_completeness", period, by=["field"], where={"set": ["contacts"]})
    assert dict(frame.select("field", "field_completeness").rows()) == pytest.approx(
        {"first_name": 2 / 3, "last_name": 1, "account_id": 2 / 3, "email": 2 / 3, "phone": 2 / 3}
    )


def asked(snapshot: Snapshot, metric: str, period: tuple[str, str] = QUARTER, **how: Any):
    start, end = map(date.fromisoformat, period)
    return measure(metric, Tables.open(snapshot, Business()), Period(start, end), **how)


def test_a_row_is_dated_by_the_last_change_of_its_record_or_its_notes(crm_url, snapshot, queries):
    """Removing a note dates the deal's changes though the record was not touched."""

    def dated(table: str, key: str) -> dict[str, set[str]]:
        text = (PROJECT / "queries" / queries / f"{table}.sql").read_text("utf-8")
        found: dict[str, set[str]] = {}
        for row in run(crm_url, f"select {key}, row_modified_at from ({text}) as dated"):
            found.setdefault(row[0], set()).add(f"{row[1]:%Y-%m-%d %H:%M}")
        return found

    changed = dated("deal_changes", "deal_id")
    assert changed["d-hopeless"] == {"2026-03-25 08:00"}
    assert changed["d-twice"] == {"2026-02-21 08:00"}
    assert changed["d-import-open"] == {"2026-01-11 08:00"}
    assert dated("leads", "lead_id")["l-dead"] == {"2026-03-10 11:00"}
    assert dated("accounts", "account_id")["a-corp"] == {"2025-11-03 08:00"}


def run(url: str, *statements: str) -> list[Any]:
    """Run the statements; the rows of the last."""
    source = database(url)
    connection: Any = (
        psycopg.connect(source.libpq, autocommit=True)
        if source.kind == "postgresql"
        else pymysql.connect(**source.mysql_arguments, autocommit=True)
    )
    with closing(connection), closing(connection.cursor()) as cursor:
        for statement in statements:
            cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def blocks(text: str, heading: str) -> list[str]:
    """The SQL under a heading of a document, block by block."""
    section = text.split(f"{heading}\n", 1)[1]
    section = re.split(r"\n#{2,4} ", section, maxsplit=1)[0]
    return re.findall(r"```sql\n(.*?)```", section, flags=re.DOTALL)


@pytest.fixture
def copied(queries: str, tmp_path: Path) -> Path:
    """A copy of the mapping's folder, to be changed."""
    return shutil.copytree(PROJECT / "queries" / queries, tmp_path / "queries")


def resynced(url: str, folder: Path, queries: Path) -> Snapshot:
    adapted = settings(url, folder, "")
    return sync(replace(adapted, crm=replace(adapted.crm, queries=queries)), now=NOW)


def add_columns(file: Path, columns: str) -> None:
    text = file.read_text("utf-8")
    before = "    opportunity.close_date as expected_close_on,\n"
    assert text.count(before) == 1
    file.write_text(text.replace(before, columns + before), "utf-8")


def test_a_custom_field_becomes_a_dimension(snapshot, crm_url, copied, tmp_path):
    """Basic: won first and twice, lost old. Plus: won again and tie. The imported and the silent
    deals have none: one won, two lost."""
    add_columns(copied / "deals.sql", blocks(README, "### Fields of your own")[0])
    frame = asked(resynced(crm_url, tmp_path, copied), "win_rate", by=["product_line"])
    assert sorted(frame.select("product_line", "won", "decided").rows(), key=str) == [
        ("Basic", 2, 3),
        ("Plus", 2, 2),
        (None, 1, 3),
    ]


def test_a_reason_of_loss_in_a_custom_field_fills_the_models(snapshot, crm_url, copied, tmp_path):
    line = blocks(README, "### Fields of your own")[1]
    add_columns(copied / "deals.sql", line.replace("c_loss_reason", "c_product_line"))
    found = resynced(crm_url, tmp_path, copied)
    assert one(found, "deals", "d-old", "loss_reason") == ("Basic",)
    assert one(found, "deals", "d-won", "loss_reason") == (None,)


def test_dated_exchange_rates(snapshot, crm_url, copied, tmp_path):
    """The rate of 20 January is 1.05: 10,500 USD instead of 10,800."""
    text = blocks(README, "### Dated exchange rates (9.3 and later)")[0]
    (copied / "exchange_rates.sql").write_text(text, "utf-8")
    found = resynced(crm_url, tmp_path, copied)
    assert rows(found, "exchange_rates", "currency", "valid_from", "rate") == [
        ("EUR", "2025-11-01", "1.05"),
        ("EUR", "2026-02-01", "1.08"),
        ("GBP", "2025-11-01", "1.25"),
    ]
    assert float(measured(found, "revenue_added", *QUARTER)["revenue_added"]) == 15900.5


def test_pipelines_where_they_are_switched_on(request, server, queries, copied, tmp_path):
    url = request.getfixturevalue(server)()
    synced(url, tmp_path / "before", queries)
    run(
        url,
        "alter table opportunity add column pipeline_id varchar(17)",
        "alter table opportunity add column pipeline_stage_id varchar(17)",
        "update opportunity set pipeline_id = 'pl-new', pipeline_stage_id = 'ps-4'"
        " where id = 'd-won'",
    )
    pipelines, columns, joins = blocks(README, "### Pipelines (10.0)")
    if server == "postgresql":
        pipelines = pipelines.replace("`", '"')
    (copied / "pipelines.sql").write_text(pipelines, "utf-8")
    deals = copied / "deals.sql"
    add_columns(deals, columns)
    deals.write_text(
        deals.read_text("utf-8").replace("left join teams on", f"{joins}left join teams on"),
        "utf-8",
    )
    found = resynced(url, tmp_path, copied)
    assert rows(found, "pipelines", "pipeline", "stage", "position", "outcome") == [
        ("New business", "Closed Lost", 5, "lost"),
        ("New business", "Closed Won", 4, "won"),
        ("New business", "Proposal", 3, "open"),
        ("New business", "Prospecting", 1, "open"),
    ]
    columns = ("pipeline", "stage", "pipeline_stage")
    assert one(found, "deals", "d-won", *columns) == ("New business", "Closed Won", "Signed")
    assert one(found, "deals", "d-again", *columns) == (None, "Closed Won", None)


@pytest.fixture
def reader_url(request: pytest.FixtureRequest, server: str, queries: str, tmp_path: Path):
    """The URL of a user made and granted as the guide says, over a database of the CRM's tables."""
    url = request.getfixturevalue(server)()
    synced(url, tmp_path / "made", queries)
    name = database(url).url.database
    mariadb, postgresql = blocks(GUIDE, "## 1. A user who may only read")
    granting = mariadb if server == "mariadb" else postgresql
    granting = re.sub(r"\bespocrm(?=[. ])", str(name), granting)
    root = database(url).url.set(username="root", password="")
    yield from granted(root, url, granting)


def granted(root: Any, url: str, granting: str) -> Iterator[str]:
    administrator = root.render_as_string(hide_password=False)
    reader = database(url).url.set(username="crm_reader", password="secret")
    run(administrator, *filter(str.strip, granting.split(";")))
    try:
        yield reader.render_as_string(hide_password=False)
    finally:
        if database(url).kind == "postgresql":
            run(administrator, "drop owned by crm_reader", "drop user crm_reader")
        else:
            run(administrator, "drop user 'crm_reader'@'%'")


def test_the_user_of_the_guide_suffices_and_may_not_write(reader_url, queries, tmp_path):
    assert check(settings(reader_url, tmp_path, queries)).problems == ()
    found = sync(settings(reader_url, tmp_path, queries), now=NOW)
    columns, expected = EXPECTED["deals"]
    assert rows(found, "deals", *columns) == expected
    with pytest.raises((psycopg.errors.InsufficientPrivilege, pymysql.err.OperationalError)):
        run(reader_url, "insert into team (id, name) values ('t-new', 'New')")
    quoted = '"user"' if queries == "espocrm_postgresql" else "`user`"
    with pytest.raises((psycopg.errors.InsufficientPrivilege, pymysql.err.OperationalError)):
        run(reader_url, f"select password from {quoted}")


def test_the_settings_of_the_guide_are_settings(tmp_path):
    config = tmp_path / "crm.toml"
    config.write_text(re.findall(r"```toml\n(.*?)```", GUIDE, flags=re.DOTALL)[0], "utf-8")
    found = read_settings(config, {})
    assert found.crm.record_url["deals"].endswith("/#Opportunity/view/{deal_id}")
    assert found.business.currency == "EUR"
