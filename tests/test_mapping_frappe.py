"""Frappe CRM's and Helpdesk's own tables, read through queries/frappe, and what the model holds.

What is expected was worked out from `tests/mappings/frappe/rows.sql` by hand. The site is in
Berlin: 09:00 there is 08:00 UTC, from 29 March 2026 on 07:00.
"""

from datetime import date

import pymysql
import pytest

from crm_metrics.calendar import Period
from crm_metrics.measure import measure
from crm_metrics.model import TABLES
from crm_metrics.settings import Business, read_settings
from crm_metrics.snapshot.tables import Tables
from crm_metrics.source import sync
from crm_metrics.source.check import check
from tests.frappe_sites import (
    blocks,
    granted_tables,
    guide,
    guided_user,
    make_site,
    modified,
    read_tables,
    readme,
    run,
    with_line,
)
from tests.mapped import NOW, mapped, measured, rows, settings, synced

BERLIN = Business(timezone="Europe/Berlin", currency="EUR")
QUARTER = ("2026-01-01", "2026-04-01")

EXPECTED = {
    "users": {
        "user_id name email role is_active": [
            ("Administrator", "Administrator", "admin@acme.test", None, True),
            ("anna@acme.test", "Anna Berg", "anna@acme.test", "Sales Manager", True),
            ("ben@acme.test", "Ben Carl", "ben@acme.test", "Sales User", True),
            ("cora@acme.test", "Cora Dahl", "cora@acme.test", None, False),
            ("dora@acme.test", "dora@acme.test", "dora@acme.test", "Agent", True),
            ("eva1@acme.test", "Eva Falk", "eva1@acme.test", None, True),
            ("eva2@acme.test", "Eva Falk", "eva2@acme.test", None, True),
        ],
    },
    "accounts": {
        "account_id name owner_id industry size country website": [
            (
                "Alpha",
                "Alpha",
                "anna@acme.test",
                "Software",
                "11-50",
                "Germany",
                "https://alpha.test",
            ),
            ("Beta", "Beta", "ben@acme.test", "Retail", "1-10", None, None),
            ("Gamma", "Gamma", "ben@acme.test", None, None, None, None),
        ],
        "account_id created_at updated_at territory": [
            ("Alpha", "2025-11-02 08:00:00", "2025-11-02 08:00:00", "North"),
            ("Beta", "2025-11-02 23:30:00", "2026-01-05 08:00:00", "South"),
            ("Gamma", "2025-11-04 08:00:00", "2025-11-04 08:00:00", None),
        ],
    },
    "contacts": {
        "contact_id account_id owner_id first_name last_name job_title": [
            ("Ada Alt", "Alpha", "anna@acme.test", "Ada", "Alt", "CEO"),
            ("Bob Bach", "Beta", "ben@acme.test", "Bob", "Bach", None),
            ("Cem Can", "Gamma", "ben@acme.test", "Cem", "Can", "Buyer"),
            ("Dan Dorn", None, "ben@acme.test", "Dan", None, None),
        ],
        "contact_id email phone email_opt_out": [
            ("Ada Alt", "ada@alpha.test", "+49 170 1", False),
            ("Bob Bach", "bob@beta.test", None, False),
            ("Cem Can", "cem@gamma.test", "+49 30 3", True),
            ("Dan Dorn", "dan@delta.test", None, True),
        ],
        "contact_id created_at updated_at": [
            ("Ada Alt", "2025-11-05 08:00:00", "2025-11-05 08:00:00"),
            ("Bob Bach", "2025-11-06 08:00:00", "2025-11-06 08:00:00"),
            ("Cem Can", "2025-11-07 08:00:00", "2025-11-07 08:00:00"),
            ("Dan Dorn", "2025-11-08 08:00:00", "2025-11-08 08:00:00"),
        ],
    },
    "leads": {
        "lead_id owner_id name company email phone source": [
            ("L-1", "ben@acme.test", "Ida Iron", "Beta", "ida@beta.test", "+49 30 7", "Website"),
            ("L-2", "ben@acme.test", "Jo June", None, "jo@new.test", "+49 170 8", "Fair"),
            ("L-3", "anna@acme.test", "Kim Kern", "Kern", None, None, None),
            ("L-4", "anna@acme.test", "Lou Lang", None, None, None, None),
            ("L-5", "anna@acme.test", "Max Mohn", None, None, None, None),
            ("L-6", "anna@acme.test", "Nia Nord", None, None, None, None),
        ],
        "lead_id status created_at updated_at converted_at": [
            (
                "L-1",
                "converted",
                "2026-03-01 09:00:00",
                "2026-03-10 10:00:00",
                "2026-03-10 10:00:00",
            ),
            ("L-2", "new", "2026-03-02 09:00:00", "2026-03-02 09:00:00", None),
            ("L-3", "working", "2026-03-03 09:00:00", "2026-03-04 09:00:00", None),
            ("L-4", "disqualified", "2026-01-05 09:00:00", "2026-01-09 09:00:00", None),
            ("L-5", "working", "2026-01-06 09:00:00", "2026-01-20 09:00:00", None),
            ("L-6", "qualified", "2026-01-07 09:00:00", "2026-01-08 09:00:00", None),
        ],
        "lead_id disqualified_at deal_id account_id contact_id": [
            ("L-1", None, "D-09", "Beta", "Bob Bach"),
            ("L-2", None, None, None, None),
            ("L-3", None, None, None, None),
            ("L-4", "2026-01-07 09:00:00", None, None, None),
            ("L-5", None, None, None, None),
            ("L-6", None, None, None, None),
        ],
        "lead_id first_response_at territory": [
            ("L-1", "2026-03-01 11:30:00", "South"),
            ("L-2", None, None),
            ("L-3", None, None),
            ("L-4", None, None),
            ("L-5", None, None),
            ("L-6", None, None),
        ],
    },
    "pipelines": {
        "stage position outcome probability": [
            ("Demo/Making", 2, "open", 0.25),
            ("Invoiced", 6, "won", 0.9),
            ("Lost", 7, "lost", 0.0),
            ("Lost to rival", 8, "lost", 0.0),
            ("Parked", 4, "open", 0.0),
            ("Proposal/Quotation", 3, "open", 1.0),
            ("Qualification", 1, "open", 0.1),
            ("Won", 5, "won", 1.0),
        ],
    },
    "deals": {
        "deal_id name account_id contact_id owner_id": [
            ("D-01", "Alpha", "Alpha", "Ada Alt", "anna@acme.test"),
            ("D-02", "Beta", "Beta", "Bob Bach", "ben@acme.test"),
            ("D-03", "Beta", "Beta", None, "ben@acme.test"),
            ("D-04", "Gamma", "Gamma", None, "cora@acme.test"),
            ("D-05", "Gamma", "Gamma", None, "ben@acme.test"),
            ("D-06", "Gamma", "Gamma", None, "ben@acme.test"),
            ("D-07", "Beta", "Beta", None, "cora@acme.test"),
            ("D-08", "Alpha", "Alpha", None, "ben@acme.test"),
            ("D-09", "Beta", "Beta", "Bob Bach", "ben@acme.test"),
            ("D-10", "Alpha", "Alpha", None, "anna@acme.test"),
            ("D-11", "Ida Iron", None, None, None),
        ],
        "deal_id stage outcome amount currency": [
            ("D-01", "Invoiced", "won", "45000", "EUR"),
            ("D-02", "Lost", "lost", "8000", "EUR"),
            ("D-03", "Demo/Making", "open", "5000", "USD"),
            ("D-04", "Won", "won", "1000", "EUR"),
            ("D-05", "Lost", "lost", "2000", "EUR"),
            ("D-06", "Lost to rival", "lost", "3000", "EUR"),
            ("D-07", "Proposal/Quotation", "open", "20000", "USD"),
            ("D-08", "Won", "won", "7000", "EUR"),
            ("D-09", "Won", "won", "600.5", "EUR"),
            ("D-10", "Won", "won", "4000", "EUR"),
            ("D-11", "Parked", "open", None, "EUR"),
        ],
        "deal_id source product loss_reason territory": [
            ("D-01", "Website", "Suite", None, "North"),
            ("D-02", "Fair", None, "Price", "South"),
            ("D-03", None, None, None, None),
            ("D-04", None, None, None, None),
            ("D-05", None, None, "Timing", None),
            ("D-06", None, None, "Rival", None),
            ("D-07", None, None, None, None),
            ("D-08", None, None, None, None),
            ("D-09", None, None, None, None),
            ("D-10", None, None, None, None),
            ("D-11", None, None, None, None),
        ],
        "deal_id created_at closed_at closed_at_from": [
            ("D-01", "2025-12-01 08:00:00", "2026-01-14 23:30:00", "history"),
            ("D-02", "2025-12-05 09:00:00", "2026-02-10 14:00:00", "history"),
            ("D-03", "2025-12-15 08:00:00", None, None),
            ("D-04", "2025-11-03 08:00:00", "2025-12-20 (day)", "record"),
            ("D-05", "2025-11-10 08:00:00", "2026-01-31 (day)", "planned"),
            ("D-06", "2025-11-15 08:00:00", "2026-01-10 (day)", "planned"),
            ("D-07", "2025-12-15 15:00:00", None, None),
            ("D-08", "2026-02-01 08:00:00", "2026-03-03 (day)", "record"),
            ("D-09", "2026-03-10 10:00:00", "2026-03-10 10:00:00", "history"),
            ("D-10", "2026-03-02 08:00:00", "2026-03-29 22:30:00", "history"),
            ("D-11", "2026-03-20 08:00:00", None, None),
        ],
        "deal_id expected_close_on updated_at": [
            ("D-01", "2026-01-31", "2026-02-01 11:00:00"),
            ("D-02", "2026-03-31", "2026-02-10 14:00:00"),
            ("D-03", "2026-04-30", "2026-02-15 09:00:00"),
            ("D-04", "2025-12-01", "2025-12-20 08:00:00"),
            ("D-05", "2026-01-31", "2026-01-20 08:00:00"),
            ("D-06", "2026-01-10", "2026-02-20 09:00:00"),
            ("D-07", "2026-05-31", "2026-03-12 08:00:00"),
            ("D-08", "2026-04-15", "2026-03-03 08:00:00"),
            ("D-09", None, "2026-03-10 10:00:00"),
            ("D-10", None, "2026-03-29 22:30:00"),
            ("D-11", None, "2026-03-20 08:00:00"),
        ],
    },
    "deal_changes": {
        "deal_id field sequence old_value new_value": [
            ("D-01", "amount", 2, "40000.5", "42000"),
            ("D-01", "amount", 3, "42000", "45000"),
            ("D-01", "amount", 1, None, "40000.5"),
            ("D-01", "currency", 1, None, "EUR"),
            ("D-01", "expected_close_on", 2, "2025-12-31", "2026-01-15"),
            ("D-01", "expected_close_on", 3, "2026-01-15", "2026-01-31"),
            ("D-01", "expected_close_on", 1, None, "2025-12-31"),
            ("D-01", "owner_id", 2, "ben@acme.test", "anna@acme.test"),
            ("D-01", "owner_id", 1, None, "ben@acme.test"),
            ("D-01", "stage", 3, "Proposal/Quotation", "Won"),
            ("D-01", "stage", 2, "Qualification", "Proposal/Quotation"),
            ("D-01", "stage", 4, "Won", "Invoiced"),
            ("D-01", "stage", 1, None, "Qualification"),
            ("D-02", "amount", 2, "9000", "8000"),
            ("D-02", "amount", 1, None, "9000"),
            ("D-02", "currency", 1, None, "EUR"),
            ("D-02", "expected_close_on", 1, None, "2026-03-31"),
            ("D-02", "owner_id", 1, None, "ben@acme.test"),
            ("D-02", "stage", 4, "Parked", "Lost"),
            ("D-02", "stage", 2, "Qualification", "Won"),
            ("D-02", "stage", 3, "Won", "Parked"),
            ("D-02", "stage", 1, None, "Qualification"),
            ("D-03", "amount", 1, None, "5000"),
            ("D-03", "currency", 1, None, "USD"),
            ("D-03", "expected_close_on", 1, None, "2026-04-30"),
            ("D-03", "owner_id", 1, None, "ben@acme.test"),
            ("D-03", "stage", 3, "Lost", "Proposal/Quotation"),
            ("D-03", "stage", 4, "Proposal/Quotation", "Demo/Making"),
            ("D-03", "stage", 2, "Qualification", "Lost"),
            ("D-03", "stage", 1, None, "Qualification"),
            ("D-04", "amount", 1, None, "1000"),
            ("D-04", "currency", 1, None, "EUR"),
            ("D-04", "expected_close_on", 1, None, "2025-12-01"),
            ("D-04", "owner_id", 1, None, "cora@acme.test"),
            ("D-05", "amount", 1, None, "2000"),
            ("D-05", "currency", 1, None, "EUR"),
            ("D-05", "expected_close_on", 1, None, "2026-01-31"),
            ("D-05", "owner_id", 1, None, "ben@acme.test"),
            ("D-06", "amount", 1, None, "3000"),
            ("D-06", "currency", 1, None, "EUR"),
            ("D-06", "expected_close_on", 1, None, "2026-01-10"),
            ("D-06", "owner_id", 1, None, "ben@acme.test"),
            ("D-06", "stage", 1, None, "Lost to rival"),
            ("D-07", "amount", 2, "1500", "20000"),
            ("D-07", "amount", 1, None, "1500"),
            ("D-07", "currency", 2, "EUR", "USD"),
            ("D-07", "currency", 1, None, "EUR"),
            ("D-07", "expected_close_on", 2, None, "2026-05-31"),
            ("D-07", "owner_id", 2, "ben@acme.test", "cora@acme.test"),
            ("D-07", "owner_id", 1, None, "ben@acme.test"),
            ("D-07", "stage", 2, "Offer", "Proposal/Quotation"),
            ("D-07", "stage", 1, None, "Offer"),
            ("D-08", "amount", 1, None, "7000"),
            ("D-08", "currency", 1, None, "EUR"),
            ("D-08", "expected_close_on", 1, None, "2026-04-15"),
            ("D-08", "owner_id", 1, None, "ben@acme.test"),
            ("D-08", "stage", 1, None, "Qualification"),
            ("D-09", "amount", 1, None, "600.5"),
            ("D-09", "currency", 1, None, "EUR"),
            ("D-09", "owner_id", 1, None, "ben@acme.test"),
            ("D-09", "stage", 1, None, "Won"),
            ("D-10", "amount", 1, None, "4000"),
            ("D-10", "currency", 1, None, "EUR"),
            ("D-10", "owner_id", 1, None, "anna@acme.test"),
            ("D-10", "stage", 2, "Qualification", "Won"),
            ("D-10", "stage", 1, None, "Qualification"),
            ("D-11", "currency", 1, None, "EUR"),
            ("D-11", "owner_id", 2, "anna@acme.test", None),
            ("D-11", "owner_id", 1, None, "anna@acme.test"),
            ("D-11", "stage", 1, None, "Parked"),
        ],
        "deal_id field sequence changed_at changed_by": [
            ("D-01", "amount", 2, "2025-12-10 09:00:00", "anna@acme.test"),
            ("D-01", "amount", 3, "2026-01-10 08:00:00", "ben@acme.test"),
            ("D-01", "amount", 1, "2025-12-01 08:00:00", "ben@acme.test"),
            ("D-01", "currency", 1, "2025-12-01 08:00:00", "ben@acme.test"),
            ("D-01", "expected_close_on", 2, "2025-12-10 09:00:00", "anna@acme.test"),
            ("D-01", "expected_close_on", 3, "2026-01-10 08:00:00", "ben@acme.test"),
            ("D-01", "expected_close_on", 1, "2025-12-01 08:00:00", "ben@acme.test"),
            ("D-01", "owner_id", 2, "2026-01-10 08:00:00", "ben@acme.test"),
            ("D-01", "owner_id", 1, "2025-12-01 08:00:00", "ben@acme.test"),
            ("D-01", "stage", 3, "2026-01-14 23:30:00", "anna@acme.test"),
            ("D-01", "stage", 2, "2025-12-10 09:00:00", "anna@acme.test"),
            ("D-01", "stage", 4, "2026-02-01 11:00:00", "ben@acme.test"),
            ("D-01", "stage", 1, "2025-12-01 08:00:00", "ben@acme.test"),
            ("D-02", "amount", 2, "2026-01-12 08:00:00", "ben@acme.test"),
            ("D-02", "amount", 1, "2025-12-05 09:00:00", "ben@acme.test"),
            ("D-02", "currency", 1, "2025-12-05 09:00:00", "ben@acme.test"),
            ("D-02", "expected_close_on", 1, "2025-12-05 09:00:00", "ben@acme.test"),
            ("D-02", "owner_id", 1, "2025-12-05 09:00:00", "ben@acme.test"),
            ("D-02", "stage", 4, "2026-02-10 14:00:00", "ben@acme.test"),
            ("D-02", "stage", 2, "2026-01-05 09:00:00", "ben@acme.test"),
            ("D-02", "stage", 3, "2026-01-08 09:00:00", "ben@acme.test"),
            ("D-02", "stage", 1, "2025-12-05 09:00:00", "ben@acme.test"),
            ("D-03", "amount", 1, "2025-12-15 08:00:00", "ben@acme.test"),
            ("D-03", "currency", 1, "2025-12-15 08:00:00", "ben@acme.test"),
            ("D-03", "expected_close_on", 1, "2025-12-15 08:00:00", "ben@acme.test"),
            ("D-03", "owner_id", 1, "2025-12-15 08:00:00", "ben@acme.test"),
            ("D-03", "stage", 3, "2026-02-15 09:00:00", "ben@acme.test"),
            ("D-03", "stage", 4, "2026-02-15 09:00:00", "ben@acme.test"),
            ("D-03", "stage", 2, "2026-01-20 08:00:00", "ben@acme.test"),
            ("D-03", "stage", 1, "2025-12-15 08:00:00", "ben@acme.test"),
            ("D-04", "amount", 1, "2025-11-03 08:00:00", "cora@acme.test"),
            ("D-04", "currency", 1, "2025-11-03 08:00:00", "cora@acme.test"),
            ("D-04", "expected_close_on", 1, "2025-11-03 08:00:00", "cora@acme.test"),
            ("D-04", "owner_id", 1, "2025-11-03 08:00:00", "cora@acme.test"),
            ("D-05", "amount", 1, "2025-11-10 08:00:00", "ben@acme.test"),
            ("D-05", "currency", 1, "2025-11-10 08:00:00", "ben@acme.test"),
            ("D-05", "expected_close_on", 1, "2025-11-10 08:00:00", "ben@acme.test"),
            ("D-05", "owner_id", 1, "2025-11-10 08:00:00", "ben@acme.test"),
            ("D-06", "amount", 1, "2025-11-15 08:00:00", "ben@acme.test"),
            ("D-06", "currency", 1, "2025-11-15 08:00:00", "ben@acme.test"),
            ("D-06", "expected_close_on", 1, "2025-11-15 08:00:00", "ben@acme.test"),
            ("D-06", "owner_id", 1, "2025-11-15 08:00:00", "ben@acme.test"),
            ("D-06", "stage", 1, "2026-02-20 09:00:00", "ben@acme.test"),
            ("D-07", "amount", 2, "2026-01-06 08:00:00", "anna@acme.test"),
            ("D-07", "amount", 1, "2025-12-15 15:00:00", "anna@acme.test"),
            ("D-07", "currency", 2, "2026-01-05 08:00:00", "anna@acme.test"),
            ("D-07", "currency", 1, "2025-12-15 15:00:00", "anna@acme.test"),
            ("D-07", "expected_close_on", 2, "2026-01-07 08:00:00", "anna@acme.test"),
            ("D-07", "owner_id", 2, "2026-01-06 08:00:00", "anna@acme.test"),
            ("D-07", "owner_id", 1, "2025-12-15 15:00:00", "anna@acme.test"),
            ("D-07", "stage", 2, "2025-12-20 15:00:00", "anna@acme.test"),
            ("D-07", "stage", 1, "2025-12-15 15:00:00", "anna@acme.test"),
            ("D-08", "amount", 1, "2026-02-01 08:00:00", "ben@acme.test"),
            ("D-08", "currency", 1, "2026-02-01 08:00:00", "ben@acme.test"),
            ("D-08", "expected_close_on", 1, "2026-02-01 08:00:00", "ben@acme.test"),
            ("D-08", "owner_id", 1, "2026-02-01 08:00:00", "ben@acme.test"),
            ("D-08", "stage", 1, "2026-02-01 08:00:00", "ben@acme.test"),
            ("D-09", "amount", 1, "2026-03-10 10:00:00", "ben@acme.test"),
            ("D-09", "currency", 1, "2026-03-10 10:00:00", "ben@acme.test"),
            ("D-09", "owner_id", 1, "2026-03-10 10:00:00", "ben@acme.test"),
            ("D-09", "stage", 1, "2026-03-10 10:00:00", "ben@acme.test"),
            ("D-10", "amount", 1, "2026-03-02 08:00:00", "anna@acme.test"),
            ("D-10", "currency", 1, "2026-03-02 08:00:00", "anna@acme.test"),
            ("D-10", "owner_id", 1, "2026-03-02 08:00:00", "anna@acme.test"),
            ("D-10", "stage", 2, "2026-03-29 22:30:00", "anna@acme.test"),
            ("D-10", "stage", 1, "2026-03-02 08:00:00", "anna@acme.test"),
            ("D-11", "currency", 1, "2026-03-20 08:00:00", "anna@acme.test"),
            ("D-11", "owner_id", 2, "2026-03-21 08:00:00", "anna@acme.test"),
            ("D-11", "owner_id", 1, "2026-03-20 08:00:00", "anna@acme.test"),
            ("D-11", "stage", 1, "2026-03-20 08:00:00", "anna@acme.test"),
        ],
    },
    "user_changes": {
        "user_id field old_value new_value changed_at": [
            ("cora@acme.test", "is_active", "true", "false", "2026-02-28 17:00:00"),
        ],
    },
    "activities": {
        "activity_id kind direction owner_id status is_automatic": [
            ("call/CALL-1", "call", "in", "ben@acme.test", "done", False),
            ("call/CALL-2", "call", "out", "ben@acme.test", "cancelled", False),
            ("comment/K-1", "note", None, "anna@acme.test", "done", False),
            ("event/EV-1", "meeting", None, "anna@acme.test", "done", False),
            ("event/EV-2", "meeting", None, "anna@acme.test", "cancelled", False),
            ("event/EV-4", "call", None, "anna@acme.test", "planned", False),
            ("message/M-1", "email", "out", "ben@acme.test", "done", False),
            ("message/M-2", "email", "in", None, "done", False),
            ("message/M-3", "email", "out", "Administrator", "done", True),
            ("message/M-7", "call", "out", "ben@acme.test", "done", False),
            ("message/M-8", "email", "out", "dora@acme.test", "done", False),
            ("message/M-9", "email", "in", None, "done", False),
            ("note/N-1", "note", None, "ben@acme.test", "done", False),
            ("task/1", "task", None, "anna@acme.test", "done", False),
            ("task/2", "task", None, "ben@acme.test", "planned", False),
            ("task/3", "task", None, "ben@acme.test", "cancelled", False),
        ],
        "activity_id account_id contact_id deal_id lead_id ticket_id": [
            ("call/CALL-1", None, None, None, "L-1", None),
            ("call/CALL-2", None, None, "D-07", None, None),
            ("comment/K-1", None, None, "D-01", None, None),
            ("event/EV-1", None, "Ada Alt", "D-01", None, None),
            ("event/EV-2", None, None, None, "L-2", None),
            ("event/EV-4", "Alpha", None, None, None, None),
            ("message/M-1", None, "Ada Alt", "D-01", None, None),
            ("message/M-2", None, None, "D-01", None, None),
            ("message/M-3", None, None, None, "L-2", None),
            ("message/M-7", None, "Ada Alt", None, None, None),
            ("message/M-8", None, None, None, None, "1"),
            ("message/M-9", None, None, None, None, "1"),
            ("note/N-1", None, None, None, "L-1", None),
            ("task/1", None, None, "D-01", None, None),
            ("task/2", None, None, None, "L-2", None),
            ("task/3", None, None, None, None, None),
        ],
        "activity_id subject outcome duration_minutes": [
            ("call/CALL-1", "Asked for a demo", "Completed", 5.5),
            ("call/CALL-2", None, "No Answer", None),
            ("comment/K-1", None, None, None),
            ("event/EV-1", "Demo", None, 90.0),
            ("event/EV-2", "Lunch", None, None),
            ("event/EV-4", "Check in", None, 15.0),
            ("message/M-1", "Our offer", None, None),
            ("message/M-2", "Re: Our offer", None, None),
            ("message/M-3", "Thank you", None, None),
            ("message/M-7", "Talk", None, None),
            ("message/M-8", "Re: Broken", None, None),
            ("message/M-9", "Broken", None, None),
            ("note/N-1", "Asked for a demo", None, None),
            ("task/1", "Send offer", None, None),
            ("task/2", "Call back", None, None),
            ("task/3", "Visit", None, None),
        ],
        "activity_id due_at done_at": [
            ("call/CALL-1", "2026-03-01 11:30:00", "2026-03-01 11:36:00"),
            ("call/CALL-2", "2026-03-02 08:00:00", None),
            ("comment/K-1", None, "2026-01-03 08:00:00"),
            ("event/EV-1", "2026-01-12 13:00:00", "2026-01-12 14:30:00"),
            ("event/EV-2", "2026-01-14 11:00:00", None),
            ("event/EV-4", "2026-04-14 10:00:00", None),
            ("message/M-1", None, "2026-01-05 09:00:00"),
            ("message/M-2", None, "2026-01-06 10:00:00"),
            ("message/M-3", None, "2026-01-06 10:06:00"),
            ("message/M-7", None, "2026-01-07 07:30:00"),
            ("message/M-8", None, "2026-03-06 10:00:00"),
            ("message/M-9", None, "2026-03-05 08:00:00"),
            ("note/N-1", None, "2026-03-01 11:40:00"),
            ("task/1", "2026-01-04 11:00:00", "2026-01-05 16:00:00"),
            ("task/2", "2026-04-04 10:00:00", None),
            ("task/3", None, None),
        ],
        "activity_id created_at updated_at": [
            ("call/CALL-1", "2026-03-01 11:30:00", "2026-03-01 11:40:00"),
            ("call/CALL-2", "2026-03-02 08:00:00", "2026-03-02 08:00:00"),
            ("comment/K-1", "2026-01-03 08:00:00", "2026-01-03 08:00:00"),
            ("event/EV-1", "2026-01-10 08:00:00", "2026-01-12 23:00:00"),
            ("event/EV-2", "2026-01-10 09:00:00", "2026-01-11 08:00:00"),
            ("event/EV-4", "2026-03-20 10:00:00", "2026-03-20 10:00:00"),
            ("message/M-1", "2026-01-05 09:01:00", "2026-01-05 09:01:00"),
            ("message/M-2", "2026-01-06 10:05:00", "2026-01-06 10:05:00"),
            ("message/M-3", "2026-01-06 10:06:00", "2026-01-06 10:06:00"),
            ("message/M-7", "2026-01-07 08:00:00", "2026-01-07 08:00:00"),
            ("message/M-8", "2026-03-06 10:00:00", "2026-03-06 10:00:00"),
            ("message/M-9", "2026-03-05 08:00:00", "2026-03-05 08:00:00"),
            ("note/N-1", "2026-03-01 11:40:00", "2026-03-01 11:45:00"),
            ("task/1", "2026-01-02 08:00:00", "2026-01-05 16:00:00"),
            ("task/2", "2026-01-03 08:00:00", "2026-01-03 08:00:00"),
            ("task/3", "2026-01-03 09:00:00", "2026-01-06 08:00:00"),
        ],
    },
    "tickets": {
        "ticket_id account_id contact_id owner_id team topic priority channel status": [
            (
                "1",
                "Beta",
                "Ada Alt",
                "dora@acme.test",
                "Support",
                "Bug",
                "High",
                "Customer portal",
                "solved",
            ),
            ("2", "Alpha", "Ada Alt", None, None, None, "Low", "E-mail", "open"),
            (
                "4",
                "Gamma",
                None,
                "dora@acme.test",
                "Support",
                "Question",
                "Low",
                "Agent",
                "pending",
            ),
            ("5", None, None, None, "Support", None, "Low", "Agent", "closed"),
        ],
        "ticket_id created_at first_response_at resolved_at": [
            ("1", "2026-03-05 08:00:00", "2026-03-05 10:00:00", "2026-03-08 08:00:00"),
            ("2", "2026-03-29 01:30:00", None, None),
            ("4", "2026-03-13 08:00:00", "2026-03-13 09:00:00", None),
            ("5", "2026-03-09 08:00:00", "2026-03-10 16:00:00", "2026-03-10 16:00:00"),
        ],
        "ticket_id reopened_count public_replies rating rated_at": [
            ("1", 1, 1, 4, "2026-03-09 17:00:00"),
            ("2", 0, 0, None, None),
            ("4", 0, 0, None, None),
            ("5", 0, 0, 5, None),
        ],
        "ticket_id sla_kind sla_due_at sla_met": [
            ("1", "resolution", "2026-03-10 08:00:00", True),
            ("2", None, None, None),
            ("4", "reply", "2026-03-13 08:30:00", False),
            ("5", None, None, None),
        ],
    },
    "edits": {
        "entity record_id field user_id edited_at": [
            ("deals", "D-01", "deal_owner", "ben@acme.test", "2026-01-10 08:00:00"),
            ("deals", "D-01", "deal_value", "anna@acme.test", "2025-12-10 09:00:00"),
            ("deals", "D-01", "deal_value", "ben@acme.test", "2026-01-10 08:00:00"),
            ("deals", "D-01", "expected_closure_date", "anna@acme.test", "2025-12-10 09:00:00"),
            ("deals", "D-01", "expected_closure_date", "ben@acme.test", "2026-01-10 08:00:00"),
            ("deals", "D-01", None, "ben@acme.test", "2026-01-10 08:00:00"),
            ("deals", "D-02", "deal_value", "ben@acme.test", "2026-01-12 08:00:00"),
            ("deals", "D-07", "currency", "anna@acme.test", "2026-01-05 08:00:00"),
            ("deals", "D-07", "deal_owner", "anna@acme.test", "2026-01-05 08:00:00"),
            ("deals", "D-07", "deal_owner", "anna@acme.test", "2026-01-06 08:00:00"),
            ("deals", "D-07", "expected_closure_date", "anna@acme.test", "2026-01-07 08:00:00"),
            ("deals", "D-07", "expected_deal_value", "anna@acme.test", "2026-01-06 08:00:00"),
            ("deals", "D-11", "deal_owner", "anna@acme.test", "2026-03-21 08:00:00"),
            ("deals", "D-11", None, "anna@acme.test", "2026-03-22 08:00:00"),
            ("leads", "L-3", "status", "anna@acme.test", "2026-03-04 09:00:00"),
            ("tickets", "1", "feedback_rating", "Guest", "2026-03-09 17:00:00"),
            ("tickets", "1", "status", "Guest", "2026-03-07 08:00:00"),
            ("tickets", "1", "status", "dora@acme.test", "2026-03-06 11:00:00"),
            ("tickets", "1", "status", "dora@acme.test", "2026-03-08 08:00:00"),
            ("tickets", "5", "status", "dora@acme.test", "2026-03-10 17:00:00"),
        ],
    },
    "exchange_rates": {
        "currency valid_from rate": [
            ("USD", "2025-12-15", "0.92"),
        ],
    },
}


@pytest.fixture(scope="module")
def site(mariadb):
    url = mariadb()
    make_site(url, "frappe")
    return url


@pytest.fixture(scope="module")
def snapshot(mariadb, tmp_path_factory):
    folder = tmp_path_factory.mktemp("frappe")
    return synced(mariadb(), folder, "frappe", business=BERLIN, timezone="Europe/Berlin")


@pytest.fixture
def one(snapshot):
    """The columns of one record."""

    def find(table, key, columns):
        key_column = TABLES[table].key[0]
        found = {row[0]: row[1:] for row in rows(snapshot, table, key_column, *columns.split())}
        return found[key]

    return find


@pytest.fixture
def changes(snapshot):
    """The values a deal's field had, with the instants they came, in order."""

    def find(deal, field):
        columns = ("deal_id", "field", "sequence", "old_value", "new_value", "changed_at")
        found = [
            row[2:] for row in rows(snapshot, "deal_changes", *columns) if row[:2] == (deal, field)
        ]
        return [row[1:] for row in sorted(found)]

    return find


def asked(url, folder, queries="frappe"):
    return settings(url, folder, str(queries), business=BERLIN, timezone="Europe/Berlin")


def test_the_mapping_fits(site, tmp_path):
    found = check(asked(site, tmp_path))
    assert found.problems == ()
    assert set(found.mapped) == set(EXPECTED)


@pytest.mark.parametrize("table", EXPECTED)
def test_every_row_of(table, snapshot):
    for columns, expected in EXPECTED[table].items():
        assert rows(snapshot, table, *columns.split()) == expected


@pytest.mark.parametrize("table", EXPECTED)
def test_every_mapped_column_is_expected_above(table, snapshot):
    own_fields = snapshot.manifest.tables[table]["own_fields"]
    named = {column for columns in EXPECTED[table] for column in columns.split()}
    assert named == {*mapped(snapshot, table), *own_fields}


def test_no_row_is_dropped_unreadable_or_double(snapshot):
    for table, entry in snapshot.manifest.tables.items():
        assert (entry["dropped"], entry["unreadable"]) == ({}, {}), table
        keys = rows(snapshot, table, *TABLES[table].key)
        assert len(set(keys)) == len(keys), table


# When a deal was decided


def test_a_deal_is_decided_when_its_last_run_of_won_statuses_began(one):
    """Invoiced is won too: the decision is the step into Won, not the record's closed date.

    What Won means comes from the configuration: the log of that visit does not say.
    """
    decided = ("2026-01-14 23:30:00", "history")
    assert one("deals", "D-01", "closed_at closed_at_from") == decided


def test_a_deal_that_was_won_once_and_lost_in_the_end_is_decided_by_the_loss(one):
    assert one("deals", "D-02", "outcome closed_at") == ("lost", "2026-02-10 14:00:00")


def test_a_reopened_deal_is_open_and_its_old_loss_reason_is_gone(one):
    assert one("deals", "D-03", "outcome closed_at loss_reason") == ("open", None, None)


def test_without_a_log_a_won_deal_is_dated_by_its_record(one):
    assert one("deals", "D-04", "closed_at closed_at_from") == ("2025-12-20 (day)", "record")


def test_without_a_log_a_lost_deal_is_dated_by_the_planned_day(one):
    assert one("deals", "D-05", "closed_at closed_at_from") == ("2026-01-31 (day)", "planned")


def test_a_log_that_began_after_the_decision_dates_nothing(one, changes):
    """Its first visit is dated a minute before the second."""
    assert one("deals", "D-06", "closed_at closed_at_from") == ("2026-01-10 (day)", "planned")
    assert changes("D-06", "stage") == [(None, "Lost to rival", "2026-02-20 09:00:00")]


def test_a_status_that_was_changed_past_the_log_is_dated_by_the_record(one):
    assert one("deals", "D-08", "outcome closed_at") == ("won", "2026-03-03 (day)")


def test_a_deal_entered_as_won_is_decided_at_its_entry(one):
    assert one("deals", "D-09", "created_at closed_at") == ("2026-03-10 10:00:00",) * 2


def test_a_renamed_status_keeps_its_outcome_in_the_log(one):
    """The log says "Closed won", which no status is called any more."""
    decided = ("Won", "2026-03-29 22:30:00", "history")
    assert one("deals", "D-10", "stage closed_at closed_at_from") == decided


def test_the_log_of_a_lead_is_not_that_of_a_deal_of_its_name(one, changes):
    assert one("deals", "D-05", "closed_at_from") == ("planned",)
    assert changes("D-05", "stage") == []


def test_how_many_decisions_are_dated_by_what_can_be_counted(snapshot):
    found = measure(
        "win_rate",
        Tables.open(snapshot, BERLIN),
        Period(date(2025, 11, 1), date(2026, 4, 1)),
        by=["closed_at_from"],
    )
    counts = dict(found.select("closed_at_from", "decided").iter_rows())
    assert counts == {"history": 4, "record": 2, "planned": 2}


# Stages and other values over time


def test_changes_of_one_instant_follow_the_logs_own_order(changes):
    assert changes("D-03", "stage")[2:] == [
        ("Lost", "Proposal/Quotation", "2026-02-15 09:00:00"),
        ("Proposal/Quotation", "Demo/Making", "2026-02-15 09:00:00"),
    ]


def test_a_change_of_stage_is_by_the_one_who_ended_the_visit_before(snapshot):
    columns = ("deal_id", "field", "sequence", "changed_by")
    found = [
        row for row in rows(snapshot, "deal_changes", *columns) if row[:2] == ("D-01", "stage")
    ]
    by = ["ben@acme.test", "anna@acme.test", "anna@acme.test", "ben@acme.test"]
    assert [row[3] for row in sorted(found)] == by


def test_the_visit_that_lasts_has_todays_name_of_a_renamed_status(changes):
    assert [new for _, new, _ in changes("D-07", "stage")] == ["Offer", "Proposal/Quotation"]


def test_a_deal_decided_without_a_log_has_no_stage_before(changes):
    assert changes("D-04", "stage") == []
    assert changes("D-05", "stage") == []


def test_amounts_are_read_from_what_a_screen_showed(changes):
    """By the site's format: a point between thousands, a comma before cents, € before or after."""
    assert [new for _, new, _ in changes("D-01", "amount")] == ["40000.5", "42000", "45000"]


def test_the_expected_value_stands_in_until_there_is_a_value(changes):
    assert [new for _, new, _ in changes("D-02", "amount")] == ["9000", "8000"]
    assert [new for _, new, _ in changes("D-07", "amount")] == ["1500", "20000"]


def test_days_are_read_by_the_sites_format(changes):
    days = ["2025-12-31", "2026-01-15", "2026-01-31"]
    assert [new for _, new, _ in changes("D-01", "expected_close_on")] == days


def test_an_owner_told_by_name_is_found_unless_two_have_the_name(changes):
    """Ben Carl, then Eva Falk, whom there are two of, then Cora Dahl."""
    owners = ["ben@acme.test", "cora@acme.test"]
    assert [new for _, new, _ in changes("D-07", "owner_id")] == owners


def test_an_owner_may_be_taken_away(changes):
    assert changes("D-11", "owner_id")[-1][:2] == ("anna@acme.test", None)


def test_without_a_currency_a_deal_has_that_of_the_whole_crm(one, changes):
    assert one("deals", "D-05", "currency") == ("EUR",)
    assert [new for _, new, _ in changes("D-07", "currency")] == ["EUR", "USD"]


def test_a_past_state_is_what_was_known_then(snapshot):
    """On the last day of 2025 no deal but D-04 was decided, also of those without a log."""
    found = measured(snapshot, "win_rate", "2025-01-01", "2026-01-01", as_of=date(2025, 12, 31))
    assert (found["won"], found["decided"]) == (1, 1)


# Links


def test_a_deal_has_its_primary_contact_else_the_first(one):
    assert one("deals", "D-01", "contact_id") == ("Ada Alt",)
    assert one("deals", "D-09", "contact_id") == ("Bob Bach",)


def test_a_lead_with_two_deals_is_one_row_with_the_first(one):
    assert one("leads", "L-1", "status deal_id") == ("converted", "D-09")


def test_what_a_leads_status_means_comes_from_the_leads_statuses(one):
    """The log looks its types up among the deals' statuses and finds none."""
    assert one("leads", "L-4", "status disqualified_at") == ("disqualified", "2026-01-07 09:00:00")


def test_a_lead_that_came_back_is_not_disqualified(one):
    assert one("leads", "L-5", "status disqualified_at") == ("working", None)


def test_a_contact_has_the_main_address_of_its_list(one):
    assert one("contacts", "Ada Alt", "email phone") == ("ada@alpha.test", "+49 170 1")
    assert one("contacts", "Bob Bach", "email") == ("bob@beta.test",)


def test_a_link_belongs_to_the_kind_of_record_it_says(one):
    """Dan Dorn's is one of an address of the same name."""
    assert one("contacts", "Dan Dorn", "account_id") == (None,)
    assert one("contacts", "Bob Bach", "account_id") == ("Beta",)


def test_who_refuses_all_mail_has_opted_out(one):
    assert one("contacts", "Cem Can", "email_opt_out") == (True,)
    assert one("contacts", "Ada Alt", "email_opt_out") == (False,)


def test_a_call_is_found_through_its_links(one):
    assert one("activities", "call/CALL-2", "deal_id lead_id") == ("D-07", None)


def test_an_event_is_one_row_however_many_take_part(snapshot):
    ids = [row[0] for row in rows(snapshot, "activities", "activity_id")]
    assert [name for name in ids if name.startswith("event/")] == [
        "event/EV-1",
        "event/EV-2",
        "event/EV-4",
    ]


def test_spam_copies_of_events_and_mail_about_other_things_are_left_out(snapshot):
    ids = {row[0] for row in rows(snapshot, "activities", "activity_id")}
    assert not ids & {"message/M-4", "message/M-5", "message/M-6", "comment/K-2", "comment/K-3"}


def test_who_has_left_and_still_owns_deals_is_a_user(one, snapshot):
    assert one("users", "cora@acme.test", "is_active") == (False,)
    ids = {row[0] for row in rows(snapshot, "users", "user_id")}
    assert not ids & {"Guest", "pat@client.test"}


# Tickets and rates


def test_a_merged_ticket_is_left_out(snapshot):
    assert [row[0] for row in rows(snapshot, "tickets", "ticket_id")] == ["1", "2", "4", "5"]


def test_stars_are_counted_from_one_to_five_and_none_is_no_rating(one):
    assert one("tickets", "1", "rating rated_at") == (4, "2026-03-09 17:00:00")
    assert one("tickets", "2", "rating rated_at") == (None, None)


def test_a_ticket_that_is_open_again_has_no_resolution(one):
    assert one("tickets", "2", "status resolved_at") == ("open", None)
    assert one("tickets", "1", "reopened_count resolved_at") == (1, "2026-03-08 08:00:00")


def test_closing_a_solved_ticket_does_not_open_it_again(one):
    assert one("tickets", "5", "status reopened_count") == ("closed", 0)


def test_a_time_that_the_clock_leapt_over_is_counted_with_the_offset_before(one):
    """02:30 on 29 March, written by a server that was wrong about its own zone."""
    assert one("tickets", "2", "created_at") == ("2026-03-29 01:30:00",)


def test_of_two_rates_on_a_day_the_last_one_holds(snapshot):
    assert rows(snapshot, "exchange_rates", "currency", "valid_from", "rate") == [
        ("USD", "2025-12-15", "0.92")
    ]


# Numbers


def test_win_rate(snapshot):
    """Won: D-01, D-08, D-09, D-10. Lost: D-02, D-05, D-06. D-04 was won the year before."""
    found = measured(snapshot, "win_rate", *QUARTER)
    assert (found["won"], found["decided"]) == (4, 7)
    assert found["win_rate"] == pytest.approx(4 / 7)


def test_sales_cycle(snapshot):
    """D-01: 1 December to 15 January, 45 days; D-08: 30; D-09: 0; D-10: 2 to 30 March, 28."""
    found = measured(snapshot, "sales_cycle", *QUARTER)
    assert found["count"] == 4
    assert found["sales_cycle_mean"] == pytest.approx((45 + 30 + 0 + 28) / 4)
    assert found["sales_cycle_median"] == pytest.approx((28 + 30) / 2)


def test_completeness_of_leads(snapshot):
    """All six have a name and an owner; only L-1 and L-2 a source, and they have an address."""
    tables = Tables.open(snapshot, BERLIN)
    whole = Period(date(2025, 11, 1), date(2026, 4, 1))
    of_records = measure("record_completeness", tables, whole, by=["set"])
    (leads,) = of_records.filter(of_records["set"] == "leads").iter_rows(named=True)
    assert leads["record_completeness"] == pytest.approx(2 / 6)
    of_fields = measure("field_completeness", tables, whole)
    of_fields = of_fields.filter(of_fields["set"] == "leads")
    found = dict(of_fields.select("field", "field_completeness").iter_rows())
    assert found == pytest.approx(
        {"name": 1.0, "owner_id": 1.0, "source": 2 / 6, "email or phone": 2 / 6}
    )


# A mapping of one's own, later syncs, the guide


def test_a_field_of_ones_own_can_be_cut_by(mariadb, tmp_path):
    url = mariadb()
    make_site(url, "frappe")
    run(
        url,
        "alter table `tabCRM Deal` add custom_vertical varchar(140)",
        "update `tabCRM Deal` set custom_vertical = if(organization = 'Alpha', 'East', 'West')",
    )
    (line,) = [text for text in blocks(readme("frappe"), "sql") if "custom_vertical" in text]
    copy = with_line(tmp_path, "frappe", "deals.sql", line, "    deals.territory as territory,\n")
    snapshot = sync(asked(url, tmp_path, copy), now=NOW)
    period = Period(date(2026, 1, 1), date(2026, 4, 1))
    found = measure("win_rate", Tables.open(snapshot, BERLIN), period, by=["vertical"])
    counts = {
        vertical: (won, decided)
        for vertical, won, decided in found.select("vertical", "won", "decided").iter_rows()
    }
    assert counts == {"East": (3, 3), "West": (1, 4)}


def test_teams_and_managers_come_from_the_hierarchy_of_version_2(mariadb, tmp_path):
    url = mariadb()
    make_site(url, "frappe")
    run(
        url,
        "create table `tabCRM Sales Hierarchy` (name varchar(140) primary key, "
        "`user` varchar(140), full_name varchar(140), reports_to varchar(140), lft int, rgt int) "
        "collate utf8mb4_unicode_ci",
        "insert into `tabCRM Sales Hierarchy` values "
        "('h1', 'anna@acme.test', 'Anna Berg', null, 1, 4), "
        "('h2', 'ben@acme.test', 'Ben Carl', 'h1', 2, 3)",
    )
    copy = with_line(tmp_path, "frappe", "pipelines.sql", "", "    name as stage,\n")
    (text,) = [text for text in blocks(readme("frappe"), "sql") if "Sales Hierarchy" in text]
    (copy / "users.sql").write_text(text, "utf-8")
    snapshot = sync(asked(url, tmp_path, copy), now=NOW)
    users = {row[0]: row[1:] for row in rows(snapshot, "users", "user_id", "team", "manager_id")}
    assert users["ben@acme.test"] == ("Anna Berg", "anna@acme.test")
    assert users["anna@acme.test"] == (None, None)


def test_a_row_was_modified_when_anything_it_is_made_of_was(site):
    """The site's clock; the last change of a deal status was on 31 December."""
    accounts = modified(site, "frappe", "accounts", "account_id")
    assert accounts["Alpha"] == "2026-03-05 09:00", "by its address"
    contacts = modified(site, "frappe", "contacts", "contact_id")
    assert contacts["Cem Can"] == "2026-02-01 09:00", "by the refusal"
    assert contacts["Bob Bach"] == "2025-11-06 09:00"
    leads = modified(site, "frappe", "leads", "lead_id")
    assert leads["L-1"] == "2026-03-10 11:00"
    deals = modified(site, "frappe", "deals", "deal_id")
    assert deals["D-04"] == "2025-12-31 09:00", "by the configuration"
    assert deals["D-05"] == "2026-01-20 09:00"
    values = modified(site, "frappe", "deal_changes", "deal_id")
    assert values["D-11"] == "2026-03-22 09:00", "by a version"
    activities = modified(site, "frappe", "activities", "activity_id")
    assert activities["call/CALL-1"] == "2026-03-01 12:45", "by its note"
    tickets = modified(site, "frappe", "tickets", "ticket_id")
    assert tickets["5"] == "2026-03-10 18:00"
    assert tickets["2"] == "2026-03-29 02:30"


@pytest.fixture(scope="module")
def reader(site):
    with guided_user(site, "frappe") as url:
        yield url


def test_the_guides_user_suffices(reader, snapshot, tmp_path):
    assert check(asked(reader, tmp_path)).problems == ()
    found = sync(asked(reader, tmp_path), now=NOW)
    for table in EXPECTED:
        assert rows(found, table, *mapped(found, table)) == rows(
            snapshot, table, *mapped(snapshot, table)
        )


@pytest.mark.parametrize(
    "statement",
    [
        "insert into `tabCRM Deal` (name) values ('x')",
        "update `tabCRM Deal` set status = 'Won'",
        "select time_zone from tabUser",
        "create table mine (x int)",
    ],
)
def test_the_guides_user_may_only_read_and_only_that(reader, statement):
    with pytest.raises(pymysql.err.OperationalError, match="denied"):
        run(reader, statement)


def test_the_guide_grants_what_is_read_and_nothing_else():
    assert granted_tables("frappe") == read_tables("frappe")


def test_the_guides_settings_are_valid(tmp_path):
    (text,) = blocks(guide("frappe"), "toml")
    file = tmp_path / "crm.toml"
    file.write_text(text, "utf-8")
    found = read_settings(file, {})
    assert found.crm.queries.name == "frappe"
    assert (found.crm.timezone, found.business.timezone) == ("Europe/Berlin",) * 2
