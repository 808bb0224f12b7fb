"""The sales metrics on nine deals whose answers were worked out by hand, on every engine."""

from datetime import date, timedelta

import polars as pl
import pytest

from crm_metrics.calendar import Period
from crm_metrics.measure import measure, measure_all
from crm_metrics.metrics import sales
from crm_metrics.records import account_of_rows, rows_of, set_aside
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.literal import GOLDEN_DEALS, deals, table

METRICS = {metric.name: metric for metric in sales.METRICS}
AS_OF = date(2026, 4, 1)
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))


@pytest.fixture
def golden(engine):
    return Tables.from_model({"deals": deals(*GOLDEN_DEALS)}, Business(), AS_OF, engine=engine)


def test_win_rate_of_the_quarter(golden):
    row = measure("win_rate", golden, QUARTER).row(0, named=True)
    assert (row["won"], row["decided"]) == (4, 6)
    assert row["win_rate"] == pytest.approx(0.666667, abs=5e-7)
    assert row["win_rate_low"] == pytest.approx(0.299993, abs=5e-7)
    assert row["win_rate_high"] == pytest.approx(0.903229, abs=5e-7)


def test_win_rate_by_owner(golden):
    frame = measure("win_rate", golden, QUARTER, by=["owner"])
    assert frame.columns[:2] == ["owner_id", "owner"]
    assert frame.select("owner_id", "won", "decided").rows() == [
        ("ana", 2, 3),
        ("bo", 1, 2),
        ("cy", 1, 1),
    ]


def test_win_rate_by_amount_and_its_effective_number_of_deals(golden):
    row = measure("win_rate_by_amount", golden, QUARTER).row(0, named=True)
    assert (row["won_amount"], row["decided_amount"]) == (680, 1130)
    assert row["win_rate_by_amount"] == pytest.approx(0.601770, abs=5e-7)
    assert row["win_rate_by_amount_low"] == pytest.approx(0.209480, abs=5e-7)
    assert row["win_rate_by_amount_high"] == pytest.approx(0.896019, abs=5e-7)


def test_strict_win_rate_counts_the_deal_left_open_past_its_day(engine):
    rows = deals(*GOLDEN_DEALS).with_columns(
        expected_close_on=pl.when(pl.col("deal_id") == "6").then(pl.date(2026, 3, 15))
    )
    tables = Tables.from_model({"deals": rows}, Business(), AS_OF, engine=engine)
    row = measure("win_rate_strict", tables, QUARTER).row(0, named=True)
    assert (row["won"], row["decided"]) == (4, 7)


def test_revenue_added_in_the_quarter(golden):
    assert measure("revenue_added", golden, QUARTER)["revenue_added"].to_list() == [680.0]


def test_sales_cycle_of_the_quarter(golden):
    row = measure("sales_cycle", golden, QUARTER).row(0, named=True)
    assert row["count"] == 3
    assert row["sales_cycle_median"] == 30
    assert row["sales_cycle_mean"] == pytest.approx(33.333333, abs=5e-7)
    assert (row["sales_cycle_p80"], row["sales_cycle_p90"]) == (48, 54)


def test_sales_cycle_sets_aside_the_deal_closed_before_created_and_the_undated_win(golden):
    reasons = dict(set_aside("sales_cycle", golden, QUARTER).iter_rows())
    assert reasons == {
        "dates out of order: decided before it was entered": 1,
        "period unknown: decided, but no day of the decision": 1,
    }


def test_cohort_median_of_winners_with_a_horizon_of_60_days(golden):
    row = measure("sales_cycle_cohort", golden, QUARTER, at=[60]).row(0, named=True)
    assert row["sales_cycle_cohort"] == 60
    cycle = measure("sales_cycle", golden, QUARTER)["sales_cycle_median"][0]
    assert row["sales_cycle_cohort"] - cycle == 30


def test_win_curve_with_losing_as_the_competing_outcome(golden):
    curve = measure("win_curve", golden, QUARTER, at=[10, 30, 59, 60])
    assert curve["day"].to_list() == [10, 30, 59, 60]
    assert curve["share"].to_list() == pytest.approx(
        [0.142857, 0.321429, 0.321429, 0.678571], abs=5e-7
    )
    assert curve["at_risk"].to_list() == [7, 4, 2, 1]


def test_win_curve_has_a_row_for_each_day_with_an_event(golden):
    curve = measure("win_curve", golden, QUARTER)
    assert curve["day"].to_list() == [10, 30, 40, 60]


def test_customers_added_counts_each_account_at_its_first_win(engine):
    rows = deals(
        ("a", "2026-01-01", "2026-02-01", "won", 10),
        ("b", "2026-01-01", "2026-01-15", "won", 10),
        ("c", "2026-01-01", "2026-01-15", "won", 10),
        ("d", "2026-01-01", "2026-01-10", "lost", 10),
        ("e", "2026-01-01", "2026-01-20", "won", 10),
    ).with_columns(
        account_id=pl.Series(["Acme", "Acme", "Acme", "Acme", None]),
        source=pl.Series(["Web", "Fair", "Web", "Web", "Web"]),
    )
    tables = Tables.from_model({"deals": rows}, Business(), AS_OF, engine=engine)
    assert measure("customers_added", tables, QUARTER)["customers_added"].to_list() == [1]
    # On 15 January two deals were won: the smaller deal_id is the first.
    by_source = measure("customers_added", tables, QUARTER, by=["source"])
    assert by_source.rows() == [("Fair", 1)]
    assert set_aside("customers_added", tables, QUARTER).rows() == [("no account", 1)]


def test_growth_against_the_previous_quarter_and_last_year(engine):
    rows = deals(
        ("1", "2026-01-01", "2026-02-01", "won", 300),
        ("2", "2025-10-01", "2025-11-01", "won", 200),
    )
    tables = Tables.from_model({"deals": rows}, Business(), AS_OF, engine=engine)
    row = measure("revenue_added", tables, QUARTER, compare=["previous", "last_year"]).row(
        0, named=True
    )
    assert row["revenue_added_previous"] == 200
    assert row["revenue_added_previous_change"] == 100
    assert row["revenue_added_previous_growth"] == 0.5
    assert row["revenue_added_last_year"] is None
    assert row["revenue_added_last_year_growth"] is None


def test_deal_size_is_the_median_and_mean_of_won_amounts(golden):
    row = measure("deal_size", golden, QUARTER).row(0, named=True)
    assert (row["count"], row["deal_size_median"], row["deal_size_mean"]) == (4, 150, 170)


def test_time_to_decision_counts_the_open_deals(golden):
    row = measure("time_to_decision_median", golden, QUARTER).row(0, named=True)
    # Decisions after 10, 10, 30, 40 and 60 days, deals open after 20 and 59 days:
    # S(30) = 5/7 · 3/4 = 0.536, S(40) = 0.536 · 2/3 = 0.357.
    assert (row["count"], row["events"], row["time_to_decision_median"]) == (7, 5, 40)


def test_measured_together_equals_measured_alone(golden):
    names = [name for name, metric in METRICS.items() if not metric.is_curve]
    together = measure_all(names, golden, QUARTER, by=["owner"])
    for name in names:
        assert together[name].equals(measure(name, golden, QUARTER, by=["owner"])), name


def test_every_candidate_is_used_outside_or_set_aside(golden):
    for name in METRICS:
        account = account_of_rows(name, golden, QUARTER)
        parts = account["used"] + account["outside"] + account["set_aside"]
        assert account["candidates"] == parts
        assert account["used"] == rows_of(name, golden, QUARTER).height, name
        assert account["set_aside"] == set_aside(name, golden, QUARTER)["count"].sum(), name


def test_the_period_is_cut_at_the_close_of_as_of(golden):
    row = measure("win_rate", golden, QUARTER, as_of=date(2026, 2, 4)).row(0, named=True)
    assert (row["won"], row["decided"]) == (2, 3)


def test_by_month_gives_the_first_day_of_each_month_with_a_decision(golden):
    frame = measure("win_rate", golden, QUARTER, by=["month"])
    assert frame.select("month", "won", "decided").rows() == [
        (date(2026, 1, 1), 1, 2),
        (date(2026, 2, 1), 1, 1),
        (date(2026, 3, 1), 2, 3),
    ]


def test_without_any_deal_counts_are_0_and_values_null(engine):
    tables = Tables.from_model({"deals": table("deals", [])}, Business(), AS_OF, engine=engine)
    for name, metric in METRICS.items():
        frame = measure(name, tables, QUARTER)
        if metric.is_curve:
            assert frame.height == 0, name
            continue
        row = frame.row(0, named=True)
        for column, value in row.items():
            assert value == (0 if column in metric.counts else None), (name, column)
        assert measure(name, tables, QUARTER, by=["team"]).height == 0, name


def test_an_open_deal_waits_until_as_of_and_no_longer(engine):
    rows = deals(("1", "2026-01-01", None, "open", 1), ("2", "2026-01-01", "2026-01-31", "won", 1))
    tables = Tables.from_model({"deals": rows}, Business(), AS_OF, engine=engine)
    day = date(2026, 1, 1) + timedelta(days=30)
    assert measure("win_curve", tables, QUARTER, as_of=day)["share"].to_list() == [0.5]
    assert measure("win_curve", tables, QUARTER, as_of=day - timedelta(days=1)).height == 0


def test_the_cohort_median_is_not_moved_by_rounding():
    # Twelve deals won on days 1 to 12: six of them, half, are won by day 6.
    rows = [(str(n), "2026-01-01", f"2026-01-{n + 1:02}", "won", 1) for n in range(1, 13)]
    tables = Tables.from_model({"deals": deals(*rows)}, Business(), AS_OF)
    assert measure("sales_cycle_cohort", tables, QUARTER)["sales_cycle_cohort"].to_list() == [6]
