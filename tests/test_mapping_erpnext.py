"""ERPNext's own tables, read through queries/erpnext, and what every table of the model holds then.

What is expected was worked out from `tests/mappings/erpnext/rows.sql` by hand. The site is in
Kolkata: 09:00 there is 03:30 UTC.
"""

from datetime import date
from itertools import pairwise

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

KOLKATA = Business(timezone="Asia/Kolkata", currency="INR")
QUARTER = ("2026-01-01", "2026-04-01")
MONTHS = [f"{month // 12}-{month % 12 + 1:02}-01" for month in range(2025 * 12 + 3, 2026 * 12 + 4)]

WINTER = {"2026-01-01": 450.0, "2026-02-01": 150.0}

EXPECTED = {
    "users": {
        "user_id name email team region": [
            ("Administrator", "Administrator", "admin@acme.test", None, None),
            ("anil@acme.test", "Anil Ahuja", "anil@acme.test", "North", "Delhi"),
            ("bela@acme.test", "Bela Bose", "bela@acme.test", "Sales Team", None),
            ("chand@acme.test", "Chand Chopra", "chand@acme.test", None, None),
        ],
        "user_id role manager_id is_active": [
            ("Administrator", None, None, True),
            ("anil@acme.test", "Sales Executive", "bela@acme.test", True),
            ("bela@acme.test", "Head of Sales", None, True),
            ("chand@acme.test", None, None, False),
        ],
    },
    "accounts": {
        "account_id name owner_id industry segment size country": [
            ("Alpha", "Alpha", "anil@acme.test", "Software", "Upper", None, "India"),
            ("CUST-2", "Beta", "anil@acme.test", None, None, None, "Bhutan"),
            ("Delta Ltd", "Delta Ltd", "anil@acme.test", None, None, None, None),
            ("prospect/Gamma", "Gamma", "anil@acme.test", "Retail", None, "11-50", None),
        ],
        "account_id email phone website tax_number": [
            ("Alpha", "office@alpha.test", "+91 11 1", "https://alpha.test", "29AAA"),
            ("CUST-2", None, None, None, None),
            ("Delta Ltd", None, None, None, None),
            ("prospect/Gamma", None, None, "gamma.test", None),
        ],
        "account_id created_at updated_at customer_group territory": [
            ("Alpha", "2025-11-01 03:30:00", "2025-11-02 03:30:00", "Commercial", "Delhi"),
            ("CUST-2", "2025-12-03 03:30:00", "2025-12-03 03:30:00", "Commercial", "Punjab"),
            ("Delta Ltd", "2026-02-20 03:30:00", "2026-02-20 03:30:00", "Individual", None),
            ("prospect/Gamma", "2026-01-02 03:30:00", "2026-01-02 03:30:00", "Commercial", None),
        ],
    },
    "contacts": {
        "contact_id account_id owner_id first_name last_name job_title": [
            ("Asha", "Alpha", "anil@acme.test", "Asha", "Arora", "CEO"),
            ("Binod", "CUST-2", "anil@acme.test", "Binod", "Basnet", None),
            ("Chitra", "Delta Ltd", "anil@acme.test", "Chitra", None, None),
            ("Esha", None, "anil@acme.test", "Esha", "Eapen", None),
            ("Farid", "prospect/Gamma", "anil@acme.test", "Farid", "Fazal", None),
        ],
        "contact_id email phone email_opt_out": [
            ("Asha", "asha@alpha.test", "+91 98 1", False),
            ("Binod", "b.basnet@beta.test", None, True),
            ("Chitra", "chitra@delta.test", None, True),
            ("Esha", None, None, False),
            ("Farid", None, None, False),
        ],
        "contact_id created_at updated_at": [
            ("Asha", "2025-11-05 03:30:00", "2025-11-05 03:30:00"),
            ("Binod", "2025-11-06 03:30:00", "2025-11-06 03:30:00"),
            ("Chitra", "2025-11-07 03:30:00", "2025-11-07 03:30:00"),
            ("Esha", "2025-11-09 03:30:00", "2025-11-09 03:30:00"),
            ("Farid", "2025-11-10 03:30:00", "2025-11-10 03:30:00"),
        ],
    },
    "leads": {
        "lead_id owner_id name company email phone": [
            ("LD-1", "anil@acme.test", "Binod Basnet", "Beta", "binod@beta.test", "+977 1"),
            ("LD-2", "bela@acme.test", "Chitra", "Delta", None, "+91 98 2"),
            ("LD-3", "anil@acme.test", "Gita", None, None, None),
            ("LD-4", "anil@acme.test", "Hari", "Gamma", None, None),
            ("LD-5", "anil@acme.test", "Indu", None, None, None),
            ("LD-6", "anil@acme.test", "Jai", None, None, None),
        ],
        "lead_id source campaign_id status territory": [
            ("LD-1", "Campaign", "Diwali", "converted", "Punjab"),
            ("LD-2", None, None, "converted", None),
            ("LD-3", None, None, "disqualified", None),
            ("LD-4", None, None, "qualified", None),
            ("LD-5", None, None, "new", None),
            ("LD-6", None, None, "working", None),
        ],
        "lead_id created_at updated_at converted_at disqualified_at": [
            ("LD-1", "2025-12-01 03:30:00", "2025-12-04 04:30:00", "2025-12-03 03:30:00", None),
            ("LD-2", "2026-01-20 03:30:00", "2026-02-02 04:30:00", "2026-02-02 04:30:00", None),
            ("LD-3", "2026-01-05 03:30:00", "2026-01-10 04:30:00", None, "2026-01-10 04:30:00"),
            ("LD-4", "2026-01-06 03:30:00", "2026-01-07 04:30:00", None, None),
            ("LD-5", "2026-03-06 03:30:00", "2026-03-06 03:30:00", None, None),
            ("LD-6", "2026-03-07 03:30:00", "2026-03-07 03:30:00", None, None),
        ],
        "lead_id deal_id account_id contact_id selling_company": [
            ("LD-1", "O-2", "CUST-2", "Binod", "Acme"),
            ("LD-2", "O-7", "Delta Ltd", None, "Acme"),
            ("LD-3", None, None, None, "Acme"),
            ("LD-4", None, "prospect/Gamma", None, "Acme"),
            ("LD-5", None, None, None, "Acme"),
            ("LD-6", None, None, None, "Acme"),
        ],
    },
    "campaigns": {
        "campaign_id name channel started_on ended_on": [
            ("Diwali", "Diwali", "E-mail", "2025-11-10", "2025-11-23"),
            ("Fair", "Fair", None, None, None),
        ],
    },
    "pipelines": {
        "stage position outcome": [
            ("Closed", 1003, "lost"),
            ("Converted", 1001, "won"),
            ("Legal", 7, "open"),
            ("Lost", 1002, "lost"),
            ("Needs Analysis", 5, "open"),
            ("Negotiation", 6, "open"),
            ("Open", 1, "open"),
            ("Prospecting", 4, "open"),
            ("Quotation", 3, "open"),
            ("Replied", 2, "open"),
        ],
    },
    "deals": {
        "deal_id name account_id contact_id owner_id campaign_id": [
            ("O-1", "Alpha roll-out", "Alpha", "Asha", "anil@acme.test", "Fair"),
            ("O-2", "Beta", "CUST-2", "Binod", "anil@acme.test", "Diwali"),
            ("O-3", "Alpha", "Alpha", None, "anil@acme.test", None),
            ("O-4", "Old one", "CUST-2", None, "chand@acme.test", None),
            ("O-5", "Gamma", "prospect/Gamma", None, "anil@acme.test", None),
            ("O-7", "Delta", "Delta Ltd", None, "chand@acme.test", None),
            ("O-8", "Delta again", "Delta Ltd", None, "anil@acme.test", None),
        ],
        "deal_id stage outcome amount currency product loss_reason": [
            ("O-1", "Converted", "won", "120000", "INR", "SUITE", None),
            ("O-2", "Lost", "lost", "50000", "INR", None, "Price"),
            ("O-3", "Needs Analysis", "open", "30000", "INR", None, None),
            ("O-4", "Converted", "won", "20000", "EUR", None, None),
            ("O-5", "Closed", "lost", "10000", "INR", None, None),
            ("O-7", "Open", "open", "500", "USD", None, None),
            ("O-8", "Closed", "lost", "40000", "INR", None, None),
        ],
        "deal_id source selling_company opportunity_type territory": [
            ("O-1", "Fair", "Acme", "Sales", "Delhi"),
            ("O-2", "Campaign", "Acme", "Sales", None),
            ("O-3", None, "Acme", "Sales", None),
            ("O-4", None, "Acme Europe", "Sales", None),
            ("O-5", None, "Acme", "Sales", None),
            ("O-7", None, "Acme", "Support", None),
            ("O-8", None, "Acme", "Sales", None),
        ],
        "deal_id created_at closed_at closed_at_from": [
            ("O-1", "2025-12-01 04:30:00", "2026-01-19 22:30:00", "history"),
            ("O-2", "2025-12-04 04:30:00", "2026-02-10 06:30:00", "history"),
            ("O-3", "2025-12-10 04:30:00", None, None),
            ("O-4", "2026-01-15 04:30:00", "2026-02-14 (day)", "record"),
            ("O-5", "2026-01-16 04:30:00", "2026-03-10 (day)", "planned"),
            ("O-7", "2026-02-02 04:30:00", None, None),
            ("O-8", "2026-01-18 04:30:00", "2026-02-05 04:30:00", "history"),
        ],
        "deal_id expected_close_on updated_at": [
            ("O-1", "2026-01-31", "2026-01-19 22:30:00"),
            ("O-2", "2026-03-31", "2026-02-10 06:30:00"),
            ("O-3", "2026-04-30", "2026-03-01 04:30:00"),
            ("O-4", "2026-05-31", "2026-02-14 04:30:00"),
            ("O-5", "2026-03-10", "2026-03-20 04:30:00"),
            ("O-7", None, "2026-02-21 04:30:00"),
            ("O-8", "2026-02-28", "2026-03-05 04:30:00"),
        ],
    },
    "deal_changes": {
        "deal_id field sequence old_value new_value": [
            ("O-1", "amount", 2, "100000.5", "120000"),
            ("O-1", "amount", 1, None, "100000.5"),
            ("O-1", "currency", 1, None, "INR"),
            ("O-1", "expected_close_on", 2, "2025-12-31", "2026-01-31"),
            ("O-1", "expected_close_on", 1, None, "2025-12-31"),
            ("O-1", "owner_id", 1, None, "anil@acme.test"),
            ("O-1", "stage", 4, "Negotiation", "Converted"),
            ("O-1", "stage", 2, "Prospecting", "Negotiation"),
            ("O-1", "stage", 1, None, "Prospecting"),
            ("O-2", "amount", 2, "60000", "50000"),
            ("O-2", "amount", 1, None, "60000"),
            ("O-2", "currency", 1, None, "INR"),
            ("O-2", "expected_close_on", 1, None, "2026-03-31"),
            ("O-2", "owner_id", 1, None, "anil@acme.test"),
            ("O-2", "stage", 2, "Prospecting", "Lost"),
            ("O-2", "stage", 1, None, "Prospecting"),
            ("O-3", "amount", 1, None, "30000"),
            ("O-3", "currency", 1, None, "INR"),
            ("O-3", "expected_close_on", 1, None, "2026-04-30"),
            ("O-3", "owner_id", 1, None, "anil@acme.test"),
            ("O-3", "stage", 4, "Converted", "Needs Analysis"),
            ("O-3", "stage", 6, "Lost", "Needs Analysis"),
            ("O-3", "stage", 5, "Needs Analysis", "Lost"),
            ("O-3", "stage", 2, "Open", "Converted"),
            ("O-3", "stage", 1, None, "Open"),
            ("O-4", "amount", 1, None, "20000"),
            ("O-4", "currency", 1, None, "EUR"),
            ("O-4", "expected_close_on", 1, None, "2026-05-31"),
            ("O-4", "owner_id", 1, None, "chand@acme.test"),
            ("O-5", "amount", 1, None, "10000"),
            ("O-5", "currency", 1, None, "INR"),
            ("O-5", "expected_close_on", 1, None, "2026-03-10"),
            ("O-5", "owner_id", 1, None, "anil@acme.test"),
            ("O-7", "amount", 2, None, "500"),
            ("O-7", "currency", 2, "INR", "USD"),
            ("O-7", "currency", 1, None, "INR"),
            ("O-7", "owner_id", 2, "anil@acme.test", "chand@acme.test"),
            ("O-7", "owner_id", 1, None, "anil@acme.test"),
            ("O-7", "stage", 1, None, "Open"),
            ("O-8", "amount", 1, None, "40000"),
            ("O-8", "currency", 1, None, "INR"),
            ("O-8", "expected_close_on", 1, None, "2026-02-28"),
            ("O-8", "owner_id", 1, None, "anil@acme.test"),
            ("O-8", "stage", 3, "Lost", "Closed"),
            ("O-8", "stage", 2, "Open", "Lost"),
            ("O-8", "stage", 1, None, "Open"),
        ],
        "deal_id field sequence changed_at changed_by": [
            ("O-1", "amount", 2, "2025-12-20 04:30:00", "anil@acme.test"),
            ("O-1", "amount", 1, "2025-12-01 04:30:00", "bela@acme.test"),
            ("O-1", "currency", 1, "2025-12-01 04:30:00", "bela@acme.test"),
            ("O-1", "expected_close_on", 2, "2025-12-20 04:30:00", "anil@acme.test"),
            ("O-1", "expected_close_on", 1, "2025-12-01 04:30:00", "bela@acme.test"),
            ("O-1", "owner_id", 1, "2025-12-01 04:30:00", "bela@acme.test"),
            ("O-1", "stage", 4, "2026-01-19 22:30:00", "bela@acme.test"),
            ("O-1", "stage", 2, "2025-12-20 04:30:00", "anil@acme.test"),
            ("O-1", "stage", 1, "2025-12-01 04:30:00", "bela@acme.test"),
            ("O-2", "amount", 2, "2026-02-10 06:30:00", "anil@acme.test"),
            ("O-2", "amount", 1, "2025-12-04 04:30:00", "anil@acme.test"),
            ("O-2", "currency", 1, "2025-12-04 04:30:00", "anil@acme.test"),
            ("O-2", "expected_close_on", 1, "2025-12-04 04:30:00", "anil@acme.test"),
            ("O-2", "owner_id", 1, "2025-12-04 04:30:00", "anil@acme.test"),
            ("O-2", "stage", 2, "2026-02-10 06:30:00", "anil@acme.test"),
            ("O-2", "stage", 1, "2025-12-04 04:30:00", "anil@acme.test"),
            ("O-3", "amount", 1, "2025-12-10 04:30:00", "anil@acme.test"),
            ("O-3", "currency", 1, "2025-12-10 04:30:00", "anil@acme.test"),
            ("O-3", "expected_close_on", 1, "2025-12-10 04:30:00", "anil@acme.test"),
            ("O-3", "owner_id", 1, "2025-12-10 04:30:00", "anil@acme.test"),
            ("O-3", "stage", 4, "2026-01-15 04:30:00", "anil@acme.test"),
            ("O-3", "stage", 6, "2026-03-01 04:30:00", "anil@acme.test"),
            ("O-3", "stage", 5, "2026-02-01 04:30:00", "anil@acme.test"),
            ("O-3", "stage", 2, "2026-01-10 04:30:00", "anil@acme.test"),
            ("O-3", "stage", 1, "2025-12-10 04:30:00", "anil@acme.test"),
            ("O-4", "amount", 1, "2026-01-15 04:30:00", "chand@acme.test"),
            ("O-4", "currency", 1, "2026-01-15 04:30:00", "chand@acme.test"),
            ("O-4", "expected_close_on", 1, "2026-01-15 04:30:00", "chand@acme.test"),
            ("O-4", "owner_id", 1, "2026-01-15 04:30:00", "chand@acme.test"),
            ("O-5", "amount", 1, "2026-01-16 04:30:00", "anil@acme.test"),
            ("O-5", "currency", 1, "2026-01-16 04:30:00", "anil@acme.test"),
            ("O-5", "expected_close_on", 1, "2026-01-16 04:30:00", "anil@acme.test"),
            ("O-5", "owner_id", 1, "2026-01-16 04:30:00", "anil@acme.test"),
            ("O-7", "amount", 2, "2026-02-20 04:30:00", "anil@acme.test"),
            ("O-7", "currency", 2, "2026-02-21 04:30:00", "anil@acme.test"),
            ("O-7", "currency", 1, "2026-02-02 04:30:00", "anil@acme.test"),
            ("O-7", "owner_id", 2, "2026-02-20 04:30:00", "anil@acme.test"),
            ("O-7", "owner_id", 1, "2026-02-02 04:30:00", "anil@acme.test"),
            ("O-7", "stage", 1, "2026-02-02 04:30:00", "anil@acme.test"),
            ("O-8", "amount", 1, "2026-01-18 04:30:00", "anil@acme.test"),
            ("O-8", "currency", 1, "2026-01-18 04:30:00", "anil@acme.test"),
            ("O-8", "expected_close_on", 1, "2026-01-18 04:30:00", "anil@acme.test"),
            ("O-8", "owner_id", 1, "2026-01-18 04:30:00", "anil@acme.test"),
            ("O-8", "stage", 3, "2026-03-05 04:30:00", "anil@acme.test"),
            ("O-8", "stage", 2, "2026-02-05 04:30:00", "anil@acme.test"),
            ("O-8", "stage", 1, "2026-01-18 04:30:00", "anil@acme.test"),
        ],
    },
    "user_changes": {
        "user_id field old_value new_value changed_at": [
            ("chand@acme.test", "is_active", "true", "false", "2026-02-01 04:30:00"),
        ],
    },
    "activities": {
        "activity_id kind direction owner_id status is_automatic": [
            ("call/CALL-1", "call", "in", "anil@acme.test", "done", False),
            ("call/CALL-2", "call", "out", "anil@acme.test", "cancelled", False),
            ("comment/k11", "note", None, "bela@acme.test", "done", False),
            ("event/EV-1", "meeting", None, "anil@acme.test", "done", False),
            ("message/M-1", "email", "out", "anil@acme.test", "done", False),
            ("message/M-2", "email", "in", None, "done", False),
            ("message/M-3", "email", "out", "bela@acme.test", "done", False),
            ("message/M-4", "email", "out", "Administrator", "done", True),
            ("note/1", "note", None, "anil@acme.test", "done", False),
            ("task/TD-1", "task", None, "anil@acme.test", "done", False),
            ("task/TD-2", "task", None, "bela@acme.test", "planned", True),
        ],
        "activity_id account_id contact_id deal_id lead_id ticket_id": [
            ("call/CALL-1", "Alpha", "Asha", "O-1", None, None),
            ("call/CALL-2", None, None, None, None, None),
            ("comment/k11", None, None, "O-1", None, None),
            ("event/EV-1", None, "Asha", "O-1", None, None),
            ("message/M-1", None, "Asha", "O-1", None, None),
            ("message/M-2", None, None, "O-1", None, None),
            ("message/M-3", None, None, None, None, "I-1"),
            ("message/M-4", None, None, None, None, "I-1"),
            ("note/1", None, None, None, "LD-4", None),
            ("task/TD-1", None, None, "O-1", None, None),
            ("task/TD-2", None, None, None, None, "I-1"),
        ],
        "activity_id subject outcome duration_minutes": [
            ("call/CALL-1", "Asked for a demo", "Completed", 10.0),
            ("call/CALL-2", None, "No Answer", None),
            ("comment/k11", None, None, None),
            ("event/EV-1", "Demo", None, 60.0),
            ("message/M-1", "Our offer", None, None),
            ("message/M-2", "Re: Our offer", None, None),
            ("message/M-3", "Re: Broken", None, None),
            ("message/M-4", "We got it", None, None),
            ("note/1", None, None, None),
            ("task/TD-1", "Send offer", None, None),
            ("task/TD-2", "Assignment", None, None),
        ],
        "activity_id due_at done_at": [
            ("call/CALL-1", "2026-01-03 04:30:00", "2026-01-03 04:40:00"),
            ("call/CALL-2", "2026-01-04 04:30:00", None),
            ("comment/k11", None, "2025-12-02 03:30:00"),
            ("event/EV-1", "2026-01-12 08:30:00", "2026-01-12 09:30:00"),
            ("message/M-1", None, "2026-01-05 04:30:00"),
            ("message/M-2", None, "2026-01-06 04:30:00"),
            ("message/M-3", None, "2026-03-05 05:30:00"),
            ("message/M-4", None, "2026-03-05 05:31:00"),
            ("note/1", None, "2026-01-06 03:30:00"),
            ("task/TD-1", "2026-01-06 (day)", "2026-01-07 12:30:00"),
            ("task/TD-2", None, None),
        ],
        "activity_id created_at updated_at": [
            ("call/CALL-1", "2026-01-03 04:30:00", "2026-01-03 04:50:00"),
            ("call/CALL-2", "2026-01-04 04:30:00", "2026-01-04 04:30:00"),
            ("comment/k11", "2025-12-02 03:30:00", "2025-12-02 03:30:00"),
            ("event/EV-1", "2026-01-10 03:30:00", "2026-01-12 18:30:00"),
            ("message/M-1", "2026-01-05 04:31:00", "2026-01-05 04:31:00"),
            ("message/M-2", "2026-01-06 04:31:00", "2026-01-06 04:31:00"),
            ("message/M-3", "2026-03-05 05:30:00", "2026-03-05 05:30:00"),
            ("message/M-4", "2026-03-05 05:31:00", "2026-03-05 05:31:00"),
            ("note/1", "2026-01-06 03:30:00", "2026-01-06 04:00:00"),
            ("task/TD-1", "2026-01-05 04:30:00", "2026-01-07 12:30:00"),
            ("task/TD-2", "2026-03-06 04:30:00", "2026-03-06 04:30:00"),
        ],
    },
    "subscriptions": {
        "subscription_id account_id product mrr currency term_months": [
            ("S-1", "Alpha", "Basic, Basic", "300", "INR", 1),
            ("S-2", "CUST-2", "Yearly", "90", "INR", 12),
            ("S-3", "Delta Ltd", "Basic", "90", "INR", 1),
            ("S-6", "Alpha", "Support, Rent", "90", "INR", 3),
        ],
        "subscription_id started_on ended_on end_reason selling_company": [
            ("S-1", "2025-11-01", None, None, "Acme"),
            ("S-2", "2025-12-03", "2026-02-15", "Completed", "Acme"),
            ("S-3", "2025-12-15", "2026-02-21", "Cancelled", "Acme"),
            ("S-6", "2025-12-01", "2026-12-01", None, "Acme"),
        ],
    },
    "orders": {
        "order_id account_id ordered_on amount currency selling_company": [
            ("RET-1", "Alpha", "2026-02-25", "-5000", "INR", "Acme"),
            ("SO-1", "Alpha", "2026-01-20", "100000", "INR", "Acme"),
            ("SO-2", "Alpha", "2026-01-01", "200", "USD", "Acme"),
            ("SO-4", "CUST-2", "2026-02-14", "20000", "EUR", "Acme Europe"),
        ],
    },
    "tickets": {
        "ticket_id account_id contact_id owner_id topic priority channel status": [
            ("I-1", "Alpha", "Asha", "bela@acme.test", "Bug", "High", "Customer portal", "solved"),
            ("I-2", "CUST-2", None, None, None, "Low", "E-mail", "open"),
            ("I-3", None, None, None, "Question", "Low", "Agent", "pending"),
            ("I-4", None, None, None, None, "Low", "Agent", "closed"),
        ],
        "ticket_id created_at first_response_at resolved_at": [
            ("I-1", "2026-03-05 03:30:00", "2026-03-05 05:30:00", "2026-03-08 03:30:00"),
            ("I-2", "2026-03-09 21:30:00", None, None),
            ("I-3", "2026-03-11 03:30:00", "2026-03-11 04:30:00", None),
            ("I-4", "2026-03-11 05:30:00", None, "2026-03-12 03:30:00"),
        ],
        "ticket_id reopened_count public_replies selling_company": [
            ("I-1", 1, 1, "Acme"),
            ("I-2", 0, 0, "Acme"),
            ("I-3", 0, 0, "Acme"),
            ("I-4", 0, 0, "Acme"),
        ],
        "ticket_id sla_kind sla_due_at sla_met": [
            ("I-1", "resolution", "2026-03-09 03:30:00", True),
            ("I-2", "reply", "2026-03-10 07:30:00", False),
            ("I-3", None, None, None),
            ("I-4", None, None, None),
        ],
    },
    "edits": {
        "entity record_id field user_id edited_at": [
            ("accounts", "CUST-2", "territory", "bela@acme.test", "2026-01-09 03:30:00"),
            ("deals", "O-1", "expected_closing", "anil@acme.test", "2025-12-20 04:30:00"),
            ("deals", "O-1", "opportunity_amount", "anil@acme.test", "2025-12-20 04:30:00"),
            ("deals", "O-1", "sales_stage", "anil@acme.test", "2025-12-20 04:30:00"),
            ("deals", "O-2", "opportunity_amount", "anil@acme.test", "2026-02-10 06:30:00"),
            ("deals", "O-2", "status", "anil@acme.test", "2026-02-10 06:30:00"),
            ("deals", "O-3", "sales_stage", "anil@acme.test", "2026-01-12 04:30:00"),
            ("deals", "O-5", None, "bela@acme.test", "2026-01-09 03:30:00"),
            ("deals", "O-7", "currency", "anil@acme.test", "2026-02-21 04:30:00"),
            ("deals", "O-7", "opportunity_owner", "anil@acme.test", "2026-02-20 04:30:00"),
            ("deals", "O-7", "total", "anil@acme.test", "2026-02-20 04:30:00"),
            ("tickets", "I-1", "status", "bela@acme.test", "2026-03-06 06:30:00"),
            ("tickets", "I-1", "status", "bela@acme.test", "2026-03-07 03:30:00"),
            ("tickets", "I-1", "status", "bela@acme.test", "2026-03-08 03:30:00"),
            ("tickets", "I-4", "status", "bela@acme.test", "2026-03-12 03:30:00"),
        ],
    },
    "exchange_rates": {
        "currency valid_from rate": [
            ("USD", "2026-01-01", "84"),
            ("USD", "2026-02-02", "83"),
        ],
    },
    # A twelfth each: of Anil's 1,200, the team's 2,400, the company's 6,000. Anil's other 600 are
    # for January (75 %) and February (25 %).
    "targets": {
        "metric started_on ended_on value currency owner_id team": [
            ("revenue_added", start, end, value, "INR", owner, team)
            for start, end in pairwise(MONTHS)
            for value, owner, team in sorted(
                [
                    (100.0 + WINTER.get(start, 0.0), "anil@acme.test", None),
                    (200.0, None, "North"),
                    (500.0, None, None),
                ],
                key=lambda target: target[0],
            )
        ],
    },
}


@pytest.fixture(scope="module")
def site(mariadb):
    url = mariadb()
    make_site(url, "erpnext")
    return url


@pytest.fixture(scope="module")
def snapshot(mariadb, tmp_path_factory):
    folder = tmp_path_factory.mktemp("erpnext")
    return synced(mariadb(), folder, "erpnext", business=KOLKATA, timezone="Asia/Kolkata")


@pytest.fixture
def one(snapshot):
    """The columns of one record."""

    def find(table, key, columns):
        key_column = TABLES[table].key[0]
        found = {row[0]: row[1:] for row in rows(snapshot, table, key_column, *columns.split())}
        return found[key]

    return find


@pytest.fixture
def keys(snapshot):
    """The keys of a table's rows."""
    return lambda table: {row[0] for row in rows(snapshot, table, TABLES[table].key[0])}


@pytest.fixture
def changes(snapshot):
    """The values a deal's field had, with the instants they came, in order."""

    def find(deal, field):
        columns = ("deal_id", "field", "sequence", "old_value", "new_value", "changed_at")
        found = [
            row for row in rows(snapshot, "deal_changes", *columns) if row[:2] == (deal, field)
        ]
        return [row[3:] for row in sorted(found, key=lambda row: row[2])]

    return find


def asked(url, folder, queries="erpnext"):
    return settings(url, folder, str(queries), business=KOLKATA, timezone="Asia/Kolkata")


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


def test_only_a_subscription_without_a_price_is_dropped(snapshot):
    for table, entry in snapshot.manifest.tables.items():
        dropped = {"no mrr": 1} if table == "subscriptions" else {}
        assert (entry["dropped"], entry["unreadable"]) == (dropped, {}), table
        keys = rows(snapshot, table, *TABLES[table].key)
        assert len(set(keys)) == len(keys), table


# When an opportunity was decided


def test_an_opportunity_is_decided_by_the_mark_that_the_program_left(one):
    """An order converts it: that is no save by a person and leaves no version."""
    decided = ("2026-01-19 22:30:00", "history")
    assert one("deals", "O-1", "closed_at closed_at_from") == decided


def test_a_mark_and_a_version_of_one_save_are_one_change(changes):
    stages = [("Prospecting", "Lost", "2026-02-10 06:30:00")]
    assert changes("O-2", "stage")[1:] == stages


def test_an_opportunity_that_is_open_again_has_no_decision(one, changes):
    assert one("deals", "O-3", "outcome closed_at loss_reason") == ("open", None, None)
    assert [new for _, new, _ in changes("O-3", "stage")] == [
        "Open",
        "Converted",
        "Needs Analysis",
        "Lost",
        "Needs Analysis",
    ]


def test_lost_then_closed_is_one_run(one):
    assert one("deals", "O-8", "stage closed_at") == ("Closed", "2026-02-05 04:30:00")


def test_without_history_the_first_submitted_order_dates_a_won_one(one):
    """The order of 3 February was cancelled."""
    assert one("deals", "O-4", "closed_at closed_at_from") == ("2026-02-14 (day)", "record")


def test_without_history_a_closed_one_is_dated_by_the_expected_day(one):
    assert one("deals", "O-5", "closed_at closed_at_from") == ("2026-03-10 (day)", "planned")


def test_a_cancelled_opportunity_is_none(keys):
    assert "O-6" not in keys("deals")


def test_how_many_decisions_are_dated_by_what_can_be_counted(snapshot):
    period = Period(date(2026, 1, 1), date(2026, 4, 1))
    found = measure("win_rate", Tables.open(snapshot, KOLKATA), period, by=["closed_at_from"])
    counts = dict(found.select("closed_at_from", "decided").iter_rows())
    assert counts == {"history": 3, "record": 1, "planned": 1}


# Values over time


def test_the_first_value_is_the_old_one_of_the_first_change(changes):
    assert changes("O-1", "stage")[:2] == [
        (None, "Prospecting", "2025-12-01 04:30:00"),
        ("Prospecting", "Negotiation", "2025-12-20 04:30:00"),
    ]


def test_an_opportunity_decided_without_history_has_no_stage_before(changes):
    assert changes("O-4", "stage") == []
    assert changes("O-5", "stage") == []


def test_a_version_that_is_no_json_says_nothing(changes):
    assert changes("O-5", "amount") == [(None, "10000", "2026-01-16 04:30:00")]


def test_amounts_are_read_from_what_a_screen_showed(changes):
    """₹ 1,00,000.50: two digits between the commas."""
    assert [new for _, new, _ in changes("O-1", "amount")] == ["100000.5", "120000"]


def test_the_total_of_the_items_stands_in_for_an_amount(one, changes):
    assert one("deals", "O-7", "amount currency") == ("500", "USD")
    assert changes("O-7", "amount") == [(None, "500", "2026-02-20 04:30:00")]


def test_an_owner_told_by_name_is_found(changes):
    owners = ["anil@acme.test", "chand@acme.test"]
    assert [new for _, new, _ in changes("O-7", "owner_id")] == owners


def test_a_past_state_is_what_was_known_then(snapshot):
    """At the end of January O-1 was won and O-3 open again; O-4 was won later, without history."""
    found = measured(snapshot, "win_rate", "2026-01-01", "2026-02-01", as_of=date(2026, 1, 31))
    assert (found["won"], found["decided"]) == (1, 1)


# Links


def test_an_opportunity_of_a_lead_is_with_the_customer_or_prospect_of_the_lead(one):
    assert one("deals", "O-2", "account_id") == ("CUST-2",)
    assert one("deals", "O-7", "account_id") == ("Delta Ltd",)
    assert one("deals", "O-5", "account_id") == ("prospect/Gamma",)


def test_a_prospect_that_became_a_customer_is_one_account(keys):
    assert keys("accounts") == {"Alpha", "CUST-2", "Delta Ltd", "prospect/Gamma"}


def test_the_main_address_tells_the_country(one):
    assert one("accounts", "Alpha", "country") == ("India",)
    assert one("accounts", "CUST-2", "country") == ("Bhutan",)


def test_a_suppliers_contact_is_none_of_ours(one, keys):
    assert "Dev" not in keys("contacts")
    assert one("contacts", "Asha", "account_id") == ("Alpha",)


def test_a_contact_of_a_lead_is_at_the_customer_it_became(one):
    assert one("contacts", "Binod", "account_id email") == ("CUST-2", "b.basnet@beta.test")


def test_a_lead_is_converted_at_the_earlier_of_customer_and_opportunity(one):
    assert one("leads", "LD-1", "converted_at") == ("2025-12-03 03:30:00",)


def test_several_lost_reasons_and_items_are_one_row(one):
    assert one("deals", "O-2", "loss_reason") == ("Price",)
    assert one("deals", "O-1", "product") == ("SUITE",)


def test_a_person_employed_twice_is_one_user_by_the_present_employment(one):
    present = ("Sales Executive", "bela@acme.test", "North", "Delhi")
    assert one("users", "anil@acme.test", "role manager_id team region") == present


def test_a_task_known_by_its_day_stays_a_day_beside_instants(one):
    assert one("activities", "task/TD-1", "due_at") == ("2026-01-06 (day)",)


def test_what_is_about_nothing_of_the_crm_is_left_out(keys):
    assert not keys("activities") & {"task/TD-3", "message/M-5", "message/M-6", "event/EV-2"}
    assert not keys("activities") & {"comment/k02", "comment/k12"}


# Money


def test_drafts_cancelled_and_internal_orders_are_none(keys):
    assert keys("orders") == {"SO-1", "SO-2", "SO-4", "RET-1"}


def test_a_return_is_negative(one):
    assert one("orders", "RET-1", "amount") == ("-5000",)


def test_a_subscriptions_last_day_is_covered(one):
    assert one("subscriptions", "S-2", "ended_on end_reason") == ("2026-02-15", "Completed")
    assert one("subscriptions", "S-3", "ended_on end_reason") == ("2026-02-21", "Cancelled")


def test_a_trial_is_not_yet_covered(one, keys):
    assert one("subscriptions", "S-3", "started_on") == ("2025-12-15",)
    assert "S-5" not in keys("subscriptions"), "cancelled within the trial"


def test_a_subscription_to_a_supplier_is_none(keys):
    assert "S-4" not in keys("subscriptions")


def test_the_monthly_amount_is_the_sum_of_the_plans_less_the_discount(one):
    """S-1: 100 × (2 + 1). S-2: (1,200 − 120) ÷ 12. S-3: 100 less 10 %. S-6: 60 ÷ 3 + 70."""
    amounts = [one("subscriptions", f"S-{number}", "mrr")[0] for number in (1, 2, 3, 6)]
    assert amounts == ["300", "90", "90", "90"]


def test_a_stored_rate_goes_before_that_of_an_order_of_the_day(snapshot):
    assert rows(snapshot, "exchange_rates", "currency", "valid_from", "rate") == [
        ("USD", "2026-01-01", "84"),
        ("USD", "2026-02-02", "83"),
    ]


def test_a_target_is_spread_over_the_months_and_the_last_one_ends_with_the_year(snapshot):
    columns = ("owner_id", "started_on", "ended_on", "value")
    found = [row[1:] for row in rows(snapshot, "targets", *columns) if row[0] == "anil@acme.test"]
    assert len(found) == 12
    assert sum(value for _, _, value in found) == pytest.approx(1200 + 600)
    assert found[-1][:2] == ("2026-03-01", "2026-04-01")


# Tickets


def test_an_issue_that_is_open_has_no_resolution_whatever_was_left_there(one):
    assert one("tickets", "I-2", "status resolved_at") == ("open", None)


def test_without_an_agreement_the_resolution_comes_from_the_versions(one):
    assert one("tickets", "I-4", "resolved_at") == ("2026-03-12 03:30:00",)


def test_an_issue_that_was_opened_again_is_counted(one):
    assert one("tickets", "I-1", "reopened_count resolved_at") == (1, "2026-03-08 03:30:00")


# Numbers


def test_win_rate(snapshot):
    """Won: O-1 and O-4. Lost: O-2, O-5, O-8. O-3 is open again."""
    found = measured(snapshot, "win_rate", *QUARTER)
    assert (found["won"], found["decided"]) == (2, 5)
    assert found["win_rate"] == pytest.approx(2 / 5)


def test_sales_cycle(snapshot):
    """O-1: 1 December to 20 January, 50 days; O-4: 15 January to 14 February, 30 days."""
    found = measured(snapshot, "sales_cycle", *QUARTER)
    assert found["count"] == 2
    assert found["sales_cycle_mean"] == pytest.approx((50 + 30) / 2)


def test_churn_rate(snapshot):
    """On 1 January Alpha, CUST-2 and Delta Ltd paid; the last two ended in February."""
    found = measured(snapshot, "churn_rate", *QUARTER)
    assert found["churn_rate"] == pytest.approx(2 / 3)


def test_completeness_of_contacts(snapshot):
    """Of five only Asha has all: first and last name, account, e-mail address, telephone."""
    tables = Tables.open(snapshot, KOLKATA)
    whole = Period(date(2025, 11, 1), date(2026, 4, 1))
    of_records = measure("record_completeness", tables, whole, by=["set"])
    (contacts,) = of_records.filter(of_records["set"] == "contacts").iter_rows(named=True)
    assert contacts["record_completeness"] == pytest.approx(1 / 5)
    of_fields = measure("field_completeness", tables, whole)
    of_fields = of_fields.filter(of_fields["set"] == "contacts")
    found = dict(of_fields.select("field", "field_completeness").iter_rows())
    assert found == pytest.approx(
        {"first_name": 1.0, "last_name": 0.8, "account_id": 0.8, "email": 0.6, "phone": 0.2}
    )


# A mapping of one's own, later syncs, the guide


def test_a_field_of_ones_own_can_be_cut_by(mariadb, tmp_path):
    url = mariadb()
    make_site(url, "erpnext")
    run(
        url,
        "alter table `tabOpportunity` add custom_channel varchar(140)",
        "update `tabOpportunity` set custom_channel = if(name in ('O-1', 'O-2'), 'Fair', 'Web')",
    )
    (line,) = [text for text in blocks(readme("erpnext"), "sql") if "custom_channel" in text]
    before = "    opportunities.territory as territory\n"
    copy = with_line(tmp_path, "erpnext", "deals.sql", line, before)
    snapshot = sync(asked(url, tmp_path, copy), now=NOW)
    period = Period(date(2026, 1, 1), date(2026, 4, 1))
    found = measure("win_rate", Tables.open(snapshot, KOLKATA), period, by=["channel"])
    assert dict(found.select("channel", "decided").iter_rows()) == {"Fair": 2, "Web": 3}


def test_a_row_was_modified_when_anything_it_is_made_of_was(site):
    """By the site's clock."""
    accounts = modified(site, "erpnext", "accounts", "account_id")
    assert accounts["CUST-2"] == "2025-12-04 09:00", "by its address"
    assert accounts["Alpha"] == "2025-11-02 09:00"
    values = modified(site, "erpnext", "deal_changes", "deal_id")
    assert values["O-1"] == "2026-01-20 04:00"
    assert values["O-5"] == "2026-03-20 10:00"
    subscriptions = modified(site, "erpnext", "subscriptions", "subscription_id")
    assert subscriptions["S-1"] == "2025-11-01 09:00"
    assert subscriptions["S-2"] == "2026-02-15 00:10"
    orders = modified(site, "erpnext", "orders", "order_id")
    assert orders["SO-1"] == "2026-01-20 10:00"
    tickets = modified(site, "erpnext", "tickets", "ticket_id")
    assert tickets["I-1"] == "2026-03-08 09:00"
    activities = modified(site, "erpnext", "activities", "activity_id")
    assert activities["note/1"] == "2026-01-06 09:30"


@pytest.fixture(scope="module")
def reader(site):
    with guided_user(site, "erpnext") as url:
        yield url


def test_the_guides_user_suffices(reader, snapshot, tmp_path):
    assert check(asked(reader, tmp_path)).problems == ()
    found = sync(asked(reader, tmp_path), now=NOW)
    for table in EXPECTED:
        columns = mapped(found, table)
        assert rows(found, table, *columns) == rows(snapshot, table, *columns)


@pytest.mark.parametrize(
    "statement",
    [
        "insert into `tabOpportunity` (name) values ('x')",
        "delete from `tabSales Order`",
        "select department from tabEmployee",
        "create table mine (x int)",
    ],
)
def test_the_guides_user_may_only_read_and_only_that(reader, statement):
    with pytest.raises(pymysql.err.OperationalError, match="denied"):
        run(reader, statement)


def test_the_guide_grants_what_is_read_and_nothing_else():
    assert granted_tables("erpnext") == read_tables("erpnext")


def test_the_guides_settings_are_valid(tmp_path):
    (text,) = blocks(guide("erpnext"), "toml")
    file = tmp_path / "crm.toml"
    file.write_text(text, "utf-8")
    found = read_settings(file, {})
    assert found.crm.queries.name == "erpnext"
    assert (found.crm.timezone, found.business.timezone) == ("Asia/Kolkata",) * 2
