"""The retention metrics on accounts whose answers were worked out by hand, on every engine."""

from datetime import date

import polars as pl
import pytest

from crm_metrics.calendar import Period
from crm_metrics.engines import PolarsEngine
from crm_metrics.measure import Question, answer, measure, measure_all
from crm_metrics.metrics import retention
from crm_metrics.records import account_of_rows, rows_of, set_aside
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from crm_metrics.statistics import ratio_deviation
from tests.duckdb_engine import DuckDBEngine
from tests.literal import subscriptions, table

AS_OF = date(2026, 2, 1)
JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
METRICS = {metric.name: metric for metric in retention.METRICS}
GOLDEN = (
    ("A", 100, "2025-11-01", None),
    ("B", 50, "2025-12-01", "2026-01-15"),
    ("C", 80, "2025-10-01", "2026-01-10"),
    ("C", 60, "2026-01-25", None),
    ("D", 40, "2026-01-05", "2026-01-20"),
    ("E", 70, "2025-12-15", None),
    ("E", 30, "2026-01-10", None),
    ("F", 90, "2026-01-12", None),
    ("G", 200, "2026-01-01", None),
    ("H", 500, "2026-02-01", None),
)


@pytest.fixture
def golden(engine):
    return golden_on(engine)


@pytest.fixture(params=[PolarsEngine, DuckDBEngine])
def golden_here(request):
    """On the engines of this machine: what asks for every metric takes a minute on a cluster."""
    return golden_on(request.param())


def golden_on(engine):
    rows = subscriptions(*GOLDEN)
    return Tables.from_model({"subscriptions": rows}, Business(), AS_OF, engine=engine)


def row_of(name, tables, period=JANUARY, **asked):
    return measure(name, tables, period, **asked).row(0, named=True)


def test_one_of_four_customers_left_in_january(golden):
    row = row_of("churn_rate", golden)
    assert (row["at_start"], row["lost"], row["joined_and_left"]) == (4, 1, 1)
    assert row["churn_rate"] == 0.25
    # Wilson's interval of 1 of 4.
    assert row["churn_rate_low"] == pytest.approx(0.045587, abs=5e-7)
    assert row["churn_rate_high"] == pytest.approx(0.699358, abs=5e-7)
    # B's end is 17 days old: a return by 13 February would bridge it.
    assert row["provisional"] == 1


def test_the_retention_rate_has_the_same_base(golden):
    row = row_of("retention_rate", golden)
    assert (row["at_start"], row["kept"], row["joined_and_left"]) == (4, 3, 1)
    assert row["retention_rate"] == 0.75


def test_gross_and_net_retention(golden):
    gross, net = row_of("gross_retention", golden), row_of("net_retention", golden)
    assert (gross["mrr_at_start"], gross["mrr_kept"]) == (300, 230)
    assert gross["gross_retention"] == pytest.approx(0.766667, abs=5e-7)
    assert (net["mrr_at_start"], net["mrr_at_end"]) == (300, 260)
    assert net["net_retention"] == pytest.approx(0.866667, abs=5e-7)
    # Four accounts are too few for an interval.
    assert gross["gross_retention_low"] is None
    assert net["net_retention_high"] is None


def test_mrr_goes_from_its_start_to_its_end_by_movements(golden):
    assert row_of("mrr_movements", golden) == {
        "mrr_at_start": 300,
        "new": 290,
        "reactivation": 0,
        "expansion": 30,
        "contraction": 20,
        "churn": 50,
        "mrr_at_end": 550,
    }


def test_mrr_and_customers_at_the_close(golden):
    assert row_of("mrr", golden) == {"customers": 5, "mrr": 550}
    # H began on 1 February.
    assert row_of("mrr", golden, None) == {"customers": 6, "mrr": 1050}
    by_month = measure("mrr", golden, Period(date(2025, 10, 1), date(2026, 2, 1)), by=["month"])
    assert by_month.rows() == [
        (date(2025, 10, 1), 1, 80),
        (date(2025, 11, 1), 2, 180),
        (date(2025, 12, 1), 4, 300),
        (date(2026, 1, 1), 5, 550),
    ]


def test_survival_of_the_first_six(engine):
    rows = subscriptions(*(row for row in GOLDEN if row[0] in "ABCDEF"))
    tables = Tables.from_model({"subscriptions": rows}, Business(), AS_OF, engine=engine)
    curve = measure("customer_survival", tables)
    assert curve["day"].to_list() == [15, 45]
    assert curve["share"].to_list() == pytest.approx([0.833333, 0.625], abs=5e-7)
    assert curve["at_risk"].to_list() == [6, 4]
    median = measure("customer_survival_median", tables).row(0, named=True)
    assert (median["count"], median["events"], median["customer_survival_median"]) == (6, 2, None)
    assert measure("customer_survival", tables, at=[14, 15]).select("share").rows() == [
        (1.0,),
        (pytest.approx(0.833333, abs=5e-7),),
    ]


def test_the_standard_error_of_gross_retention():
    kept = pl.DataFrame({"e": [100.0, 0, 60, 70], "s": [100.0, 50, 80, 70]})
    e, s = pl.col("e"), pl.col("s")
    error = kept.select(
        ratio_deviation(
            e.sum(),
            s.sum(),
            squares=(e * e).sum(),
            products=(e * s).sum(),
            whole_squares=(s * s).sum(),
            n=pl.len(),
        )
    ).item()
    assert error == pytest.approx(0.183886, abs=5e-7)


def test_ten_accounts_have_an_interval(engine):
    # Nine keep their 100, the tenth goes from 100 to 50: R = 0.95, residuals 9 × 5 and −45.
    # Σ = 9·25 + 2025 = 2250; SE = √(10/9 · 2250) ÷ 1000 = 0.05.
    rows = [(f"{n}", 100, "2025-12-01", None) for n in range(9)]
    rows += [("9", 100, "2025-12-01", "2026-01-10"), ("9", 50, "2026-01-10", None)]
    rows += [("new", 999, "2026-01-05", None)]
    tables = Tables.from_model(
        {"subscriptions": subscriptions(*rows)}, Business(), AS_OF, engine=engine
    )
    for name in ("net_retention", "gross_retention"):
        row = row_of(name, tables)
        assert row[name] == 0.95
        assert row[f"{name}_low"] == pytest.approx(0.95 - 1.959964 * 0.05, abs=1e-6)
        high = 1.0 if name == "gross_retention" else 0.95 + 1.959964 * 0.05
        assert row[f"{name}_high"] == pytest.approx(high, abs=1e-6)


def test_cohorts_by_month_of_the_start(golden):
    table = measure("retention_cohorts", golden)
    assert table.columns == [
        "cohort", "month", "customers", "customers_kept", "customer_share",
        "mrr", "mrr_kept", "mrr_share", "is_ripe",
    ]  # fmt: skip
    assert table.select("cohort", "month", "customers", "customers_kept", "is_ripe").rows() == [
        (date(2025, 10, 1), 0, 1, 1, True),
        (date(2025, 10, 1), 1, 1, 1, True),
        (date(2025, 10, 1), 2, 1, 1, True),
        (date(2025, 10, 1), 3, 1, 1, True),
        (date(2025, 10, 1), 4, 1, 1, True),
        (date(2025, 11, 1), 0, 1, 1, True),
        (date(2025, 11, 1), 1, 1, 1, True),
        (date(2025, 11, 1), 2, 1, 1, True),
        (date(2025, 11, 1), 3, 1, 1, True),
        # B on its 1 January and 1 February, E on its 15 January only.
        (date(2025, 12, 1), 0, 2, 2, True),
        (date(2025, 12, 1), 1, 2, 2, True),
        (date(2025, 12, 1), 2, 1, 0, False),
        # D, F and G; only G is a month old.
        (date(2026, 1, 1), 0, 3, 3, True),
        (date(2026, 1, 1), 1, 1, 1, False),
        (date(2026, 2, 1), 0, 1, 1, True),
    ]
    december = table.filter(pl.col("cohort") == date(2025, 12, 1))
    assert december.select("mrr", "mrr_kept", "mrr_share").rows() == [
        (120, 120, 1),
        (120, 150, 1.25),
        (50, 0, 0),
    ]
    # C paid 80, then 60.
    october = table.filter(pl.col("cohort") == date(2025, 10, 1))
    assert october["mrr_kept"].to_list() == [80, 80, 80, 80, 60]
    assert measure("retention_cohorts", golden, at=[2])["month"].to_list() == [2, 2, 2]


def test_renewals_of_terms_that_ended(engine):
    year = "2025-01-01"
    rows = [
        # Runs on over its term's end; a new subscription the day after; late by 30 and 31 days.
        dict(account_id="on", mrr=100, started_on=year),
        dict(account_id="anew", mrr=100, started_on=year, ended_on="2026-01-01"),
        dict(account_id="anew", mrr=40, started_on="2026-01-01"),
        dict(account_id="late", mrr=100, started_on=year, ended_on="2026-01-01"),
        dict(account_id="late", mrr=100, started_on="2026-01-31"),
        dict(account_id="too late", mrr=100, started_on=year, ended_on="2026-01-01"),
        dict(account_id="too late", mrr=100, started_on="2026-02-01"),
        # Another product runs on: the term that ended is not renewed.
        dict(account_id="beside", mrr=100, started_on=year, ended_on="2026-01-01"),
        dict(account_id="beside", mrr=70, started_on="2025-06-01", term_months=1),
        # Left before the end of the term: never due.
        dict(account_id="broke", mrr=100, started_on=year, ended_on="2025-12-31"),
        # A month is too short a term; three months too.
        dict(account_id="month", mrr=100, started_on=year, term_months=3),
    ]
    rows = [{"subscription_id": str(n), "term_months": 12, **row} for n, row in enumerate(rows)]
    tables = Tables.from_model(
        {"subscriptions": table("subscriptions", rows)}, Business(), date(2026, 3, 1), engine=engine
    )
    row = row_of("renewal_rate", tables)
    assert (row["due"], row["renewed"], row["unripe"]) == (5, 3, 0)
    assert row["renewal_rate"] == 0.6
    money = row_of("renewal_rate_by_mrr", tables)
    assert (money["due_mrr"], money["renewed_mrr"]) == (500, 240)
    assert money["renewal_rate_by_mrr"] == 0.48
    # On 30 January it is not known yet who is late.
    early = row_of("renewal_rate", tables, as_of=date(2026, 1, 30))
    assert (early["due"], early["unripe"], early["renewal_rate"]) == (0, 5, None)
    fates = rows_of("renewal_rate", tables, JANUARY, as_of=date(2026, 1, 30))
    assert dict(fates.select("id", "value").rows()) == {
        "on": "renewed", "anew": "renewed", "late": "late", "too late": "late", "beside": "late",
    }  # fmt: skip


def test_concentration_counts_groups_of_companies(engine):
    accounts = [
        dict(account_id="Berlin", parent_id="Europe"),
        dict(account_id="Europe", parent_id="World"),
        dict(account_id="World"),
        dict(account_id="Small"),
    ]
    rows = [
        ("Berlin", 50, "2026-01-01", None),
        ("World", 10, "2026-01-01", None),
        ("Small", 30, "2026-01-01", None),
        ("unknown", 10, "2026-01-01", None),
        ("gone", 70, "2025-01-01", "2026-01-01"),
    ]
    tables = Tables.from_model(
        {"subscriptions": subscriptions(*rows), "accounts": table("accounts", accounts)},
        Business(),
        AS_OF,
        engine=engine,
    )
    row = row_of("concentration", tables)
    assert (row["groups"], row["mrr"]) == (3, 100)
    assert row["concentration_top_1_share"] == 0.6
    assert row["concentration_top_5_share"] == row["concentration_top_10_share"] == 1
    # 100² ÷ (60² + 30² + 10²)
    assert row["concentration_effective_customers"] == pytest.approx(10000 / 4600)


def test_lifetime_value_in_three_readings(engine):
    # Ten customers of 100; five leave after 100 days, five stay for 200 days, when all is known.
    start = date(2026, 1, 1)
    rows = [(f"left {n}", 100, "2026-01-01", "2026-04-11") for n in range(5)]
    rows += [(f"here {n}", 100, "2026-01-01", None) for n in range(5)]
    as_of = date(2026, 7, 20)
    assert (as_of - start).days == 200
    business = Business(gross_margin=0.5)
    tables = Tables.from_model(
        {"subscriptions": subscriptions(*rows)}, business, as_of, engine=engine
    )
    row = measure("lifetime_value", tables).row(0, named=True)
    month = 30.4375
    assert (row["customers"], row["mrr_per_customer"]) == (5, 100)
    # Ten are at risk until day 100 only.
    assert row["horizon_months"] == pytest.approx(100 / month)
    assert row["lifetime_value"] == pytest.approx(100 * 0.5 * 100 / month)
    # Five losses in 5 × 100 + 5 × 201 customer days (the last of them is 20 July itself).
    churn = 5 / (1505 / month)
    assert row["monthly_churn_rate"] == pytest.approx(churn)
    assert row["lifetime_value_by_churn"] == pytest.approx(50 / churn)
    # Months 0, 1, 2, 3 (1 April): 100 each; then 50 each on 1 May, June and July.
    assert row["lifetime_value_by_cohorts"] == pytest.approx((4 * 100 + 3 * 50) * 0.5)
    by_term = measure("lifetime_value", tables, by=["term"])
    assert by_term["lifetime_value"].to_list() == [row["lifetime_value"]]


def test_a_customer_without_a_rate_does_not_lower_what_the_others_pay():
    rows = [("Acme", 100, "2026-01-01", None), ("Binder", 300, "2026-01-01", None)]
    krona = subscriptions(("Crown", 900, "2026-01-01", None)).with_columns(currency=pl.lit("SEK"))
    tables = Tables.from_model(
        {"subscriptions": pl.concat([subscriptions(*rows), krona])}, Business(), date(2026, 7, 20)
    )
    row = measure("lifetime_value", tables).row(0, named=True)
    assert (row["customers"], row["mrr_per_customer"]) == (3, 200)


def test_measured_together_equals_measured_alone(golden_here):
    names = list(METRICS)
    for by in ([], ["term"]):
        together = measure_all(names, golden_here, JANUARY, by=by)
        for name in names:
            assert together[name].equals(measure(name, golden_here, JANUARY, by=by)), (name, by)


def test_a_customer_of_two_products_is_one_customer_when_both_are_asked_together(engine):
    rows = subscriptions(("A", 10, "2025-12-01", None), ("A", 20, "2025-12-01", "2026-01-10"))
    rows = rows.with_columns(product=pl.Series(["Desk", "Chair"]))
    tables = Tables.from_model({"subscriptions": rows}, Business(), AS_OF, engine=engine)
    whole, _ = answer(
        [Question("mrr", period=JANUARY), Question("mrr", by=["product"], period=JANUARY)], tables
    )
    assert whole.rows() == [(1, 10)]
    gross, by_product = answer(
        [
            Question("net_retention", period=JANUARY),
            Question("net_retention", by=["product"], period=JANUARY),
        ],
        tables,
    )
    assert gross["net_retention"].to_list() == pytest.approx([1 / 3])
    assert by_product.select("product", "net_retention").rows() == [("Chair", 0), ("Desk", 1)]


def test_without_any_subscription_counts_are_0_and_values_null():
    rows = table("subscriptions", [])
    tables = Tables.from_model({"subscriptions": rows}, Business(), AS_OF)
    for name, metric in METRICS.items():
        frame = measure(name, tables, JANUARY)
        if metric.is_curve:
            assert frame.height == 0, name
            continue
        for column, value in frame.row(0, named=True).items():
            assert value == (0 if column in metric.counts else None), (name, column)
        assert measure(name, tables, JANUARY, by=["team"]).height == 0, name


def test_every_candidate_is_used_outside_or_set_aside(golden_here):
    for name in METRICS:
        account = account_of_rows(name, golden_here, JANUARY)
        parts = account["used"] + account["outside"] + account["set_aside"]
        assert account["candidates"] == parts, name
        assert account["used"] == rows_of(name, golden_here, JANUARY).height, name
        assert account["set_aside"] == set_aside(name, golden_here, JANUARY)["count"].sum(), name


def test_the_records_behind_churn_are_the_customers_and_their_fate(golden):
    fates = rows_of("churn_rate", golden, JANUARY).select("id", "value").sort("id")
    assert dict(fates.rows()) == {
        "A": "kept", "B": "lost", "C": "kept", "D": "joined and left",
        "E": "kept", "F": "joined", "G": "joined",
    }  # fmt: skip
    changes = rows_of("mrr_movements", golden, JANUARY).select("id", "value").sort("id")
    assert dict(changes.rows()) == {"A": 0, "B": -50, "C": -20, "E": 30, "F": 90, "G": 200}


def test_customers_from_before_the_records_join_the_risk_set_when_those_begin(engine):
    rows = subscriptions(
        ("older", 1, "2025-01-01", "2026-01-11"),
        ("gone before", 1, "2025-01-01", "2025-12-31"),
        ("new", 1, "2026-01-01", "2026-01-11"),
        ("here", 1, "2026-01-01", None),
    )
    business = Business(complete_since={"subscriptions": date(2026, 1, 1)})
    tables = Tables.from_model({"subscriptions": rows}, business, AS_OF, engine=engine)
    curve = measure("customer_survival", tables)
    # The older one is followed from its day 365 on.
    assert curve.select("day", "share", "at_risk").rows() == [(10, 0.5, 2), (375, 0, 1)]
    assert set_aside("customer_survival", tables).rows() == [
        ("ended before the records are complete", 1)
    ]
