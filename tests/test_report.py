"""Reports: the sentences and tables that pages show, over frames worked out by hand."""

from datetime import date

import polars as pl
import pytest

from crm_metrics.calendar import Period
from crm_metrics.metrics import METRICS
from crm_metrics.report import quality, retention
from crm_metrics.report.asked import Asked
from crm_metrics.report.cards import card, input_note
from crm_metrics.settings import Business

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
ASKED = Asked(YEAR, date(2026, 6, 30), Business())
ALL_USABLE = {
    "used": 40,
    "set_aside": 0,
    "undated": 0,
    "input_coverage": 1.0,
    "reasons": [],
    "not_mapped": [],
}


def test_a_balance_says_what_was_gained_and_what_was_lost():
    frame = pl.DataFrame(
        {
            "mrr_at_start": [300.0],
            "new": [290.0],
            "reactivation": [0.0],
            "expansion": [30.0],
            "contraction": [20.0],
            "churn": [50.0],
            "mrr_at_end": [550.0],
        }
    )
    said = retention.balance_finding(frame, ASKED)
    assert said == "MRR went from 300 to 550 USD: 320 gained, 70 lost."
    assert retention.balance_finding(frame.with_columns(mrr_at_start=0.0), ASKED) == ""


def test_a_running_balance_ends_at_as_of():
    titles = [step.title for step in retention.balance_steps(ASKED)]
    assert titles[0] == "31 Dec 2025"
    assert titles[-1] == "30 Jun 2026"


def test_the_curve_with_the_most_customers_comes_first():
    frame = pl.DataFrame({"term": ["annual", "monthly", None], "day": 1, "at_risk": [20, 60, 3]})
    curves = retention.survival_curves(frame, ASKED)
    assert [curve.opens.where for curve in curves] == [
        {"term": ["monthly"]},
        {"term": ["annual"]},
        {"term": [None]},
    ]
    assert [curve.name for curve in curves] == ["monthly terms", "annual terms", "(none)"]
    assert retention.survival_curves(frame.clear(), ASKED) == []


@pytest.mark.parametrize(
    ("counts", "note"),
    [
        ((100, 0, 0), ""),
        ((92, 7, 1), "input 92.0 % usable: 7 set aside, 1 of unknown period"),
        ((92, 0, 8), "input 92.0 % usable: 8 of unknown period"),
        ((50, 50, 0), "input 50.0 % usable: 50 set aside; not the whole picture"),
    ],
)
def test_a_card_says_how_much_of_its_input_it_could_use(counts, note):
    used, aside, undated = counts
    share = used / (used + aside + undated)
    row = {"used": used, "set_aside": aside, "undated": undated, "input_coverage": share}
    assert input_note(row) == note
    assert input_note(row | {"input_coverage": None}) == ""


def test_a_share_of_customers_counts_customers_not_rows():
    frame = pl.DataFrame(
        {
            "at_start": [7],
            "lost": [3],
            "joined_and_left": [0],
            "provisional": [1],
            "churn_rate": [3 / 7],
            "churn_rate_low": [0.158],
            "churn_rate_high": [0.75],
        }
    )
    shown = card(METRICS["churn_rate"], frame, ASKED, coverage=ALL_USABLE)
    assert shown.value == "3 of 7"
    assert "too few for a rate" in shown.notes


def test_a_level_of_money_says_how_many_customers_pay_it():
    frame = pl.DataFrame({"customers": [12], "mrr": [550.0]})
    shown = card(METRICS["mrr"], frame, ASKED, coverage=ALL_USABLE)
    assert (shown.title, shown.value) == ("Monthly recurring revenue", "550 USD")
    assert shown.notes == ("12 customers",)


FIELDS = pl.DataFrame(
    {
        "set": ["meetings", "meetings", "leads"],
        "field": ["subject", "contact.last_name", "email or phone"],
        "filled": [4, 3, 0],
        "required": [4, 4, 0],
        "field_completeness": [1.0, 0.75, None],
        "field_completeness_low": [0.51, 0.3, None],
        "field_completeness_high": [1.0, 0.95, None],
    }
)


def test_the_emptiest_field_is_named_with_its_numbers():
    said = quality.emptiest_field(FIELDS)
    assert said == (
        "Filled least: contact's last name of meetings, 75.0 %; 1 of 4 records lack it."
    )
    assert quality.emptiest_field(FIELDS.head(1)) == ""
    assert quality.emptiest_field(FIELDS.clear()) == ""


def test_the_table_of_fields_keeps_their_order_and_joins_what_would_work():
    validity = pl.DataFrame(
        {"set": ["leads"], "field": ["email or phone"], "field_validity": [0.5]}
    )
    table = quality.fields_table({"field_completeness": FIELDS, "field_validity": validity})
    assert table.select("Set", "Field", "Records", "Empty", "Valid").rows() == [
        ("Meetings", "subject", 4, 0, None),
        ("Meetings", "contact.last_name", 4, 1, None),
        ("Leads", "email or phone", 0, 0, 0.5),
    ]


def test_the_table_of_input_coverage_says_why_rows_are_not_used():
    reasons = [{"reason": "no amount", "count": 7}, {"reason": "no day", "count": 1}]
    usable = {"used": 92, "set_aside": 7, "undated": 1, "input_coverage": 0.92}
    rows = [
        {"title": "Deal size", **usable, "reasons": reasons, "not_mapped": []},
        {
            "title": "Net revenue retention",
            "used": None,
            "set_aside": None,
            "undated": None,
            "input_coverage": None,
            "reasons": [],
            "not_mapped": ["subscriptions"],
        },
    ]
    table = quality.coverage_table(rows)
    assert table["Why"].to_list() == ["7 no amount; 1 no day", "not mapped: subscriptions"]
    assert table["Usable"].to_list() == [0.92, None]
