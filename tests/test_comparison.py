"""The window a number is compared with, and what stands beside it."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_metrics.calendar import Period, baseline, working_days
from crm_metrics.errors import BadInputError
from crm_metrics.measure import measure
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.literal import deals

LATER = date(2030, 1, 1)


def window(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("period", "previous", "last_year"),
    [
        # months, of whatever length, with the month before and the month a year ago
        ("2026-03-01/2026-04-01", "2026-02-01/2026-03-01", "2025-03-01/2025-04-01"),
        ("2024-02-01/2024-03-01", "2024-01-01/2024-02-01", "2023-02-01/2023-03-01"),
        ("2025-02-01/2025-03-01", "2025-01-01/2025-02-01", "2024-02-01/2024-03-01"),
        # quarters, fiscal quarters, half-years, years
        ("2026-01-01/2026-04-01", "2025-10-01/2026-01-01", "2025-01-01/2025-04-01"),
        ("2025-12-01/2026-03-01", "2025-09-01/2025-12-01", "2024-12-01/2025-03-01"),
        ("2026-01-01/2026-07-01", "2025-07-01/2026-01-01", "2025-01-01/2025-07-01"),
        ("2025-01-01/2026-01-01", "2024-01-01/2025-01-01", "2024-01-01/2025-01-01"),
        # under five weeks: the same weekdays, 364 days ago
        ("2026-03-02/2026-03-09", "2026-02-23/2026-03-02", "2025-03-03/2025-03-10"),
        ("2024-02-29/2024-03-01", "2024-02-28/2024-02-29", "2023-03-02/2023-03-03"),
        ("2026-03-02/2026-04-05", "2026-01-27/2026-03-02", "2025-03-03/2025-04-06"),
        # five weeks and more: the equal number of days
        ("2026-03-02/2026-04-06", "2026-01-26/2026-03-02", "2025-03-02/2025-04-06"),
        ("2024-02-29/2024-06-29", "2023-10-31/2024-02-29", "2023-02-28/2023-06-29"),
    ],
)
def test_whole_periods_are_compared_with_equal_ones(period, previous, last_year):
    asked = window(*period.split("/"))
    for kind, expected in (("previous", previous), ("last_year", last_year)):
        found = baseline(asked, kind, LATER, Business())
        assert found == window(*expected.split("/")), kind


@settings(max_examples=150, deadline=None)
@given(
    start=st.dates(date(2019, 1, 1), date(2025, 1, 1)),
    length=st.integers(1, 500),
    kind=st.sampled_from(["previous", "last_year"]),
)
def test_rolling_windows_have_equal_days(start, length, kind):
    period = Period(start, start + timedelta(days=length))
    if period.start.day == 1 and period.end.day == 1:
        return
    found = baseline(period, kind, LATER, Business())
    assert found.days == length
    if kind == "previous":
        assert found.end == period.start
    elif length < 35:
        assert (period.start - found.start).days == 364
        assert found.start.weekday() == period.start.weekday()


@settings(max_examples=150, deadline=None)
@given(
    year=st.integers(2020, 2026),
    first=st.integers(1, 12),
    months=st.sampled_from([1, 3, 12]),
    passed=st.integers(0, 364),
    kind=st.sampled_from(["previous", "last_year"]),
    holidays=st.sampled_from(["", "US", "DE"]),
)
def test_a_running_period_is_compared_with_equal_working_days(
    year, first, months, passed, kind, holidays
):
    business = Business(holidays=holidays or ())
    start = date(year, first, 1)
    last = first - 1 + months
    period = Period(start, date(year + last // 12, last % 12 + 1, 1))
    as_of = start + timedelta(days=min(passed, period.days - 2))
    known = period.known_at(as_of)
    found = baseline(period, kind, as_of, business)
    full = baseline(period, kind, LATER, business)
    assert found.start == full.start
    assert found.end <= full.end
    worked, available = working_days(known, business), working_days(full, business)
    if worked:
        assert working_days(found, business) == min(worked, available)
    else:
        assert found.days == min(known.days, full.days)


def test_a_month_to_date_is_compared_with_as_many_working_days():
    # 1–10 March 2026 holds seven working days; the seventh of February is Tuesday the 10th.
    march = window("2026-03-01", "2026-04-01")
    found = baseline(march, "previous", date(2026, 3, 10), Business())
    assert found == window("2026-02-01", "2026-02-11")
    # In March 2025 the seventh working day is Tuesday the 11th.
    found = baseline(march, "last_year", date(2026, 3, 10), Business())
    assert found == window("2025-03-01", "2025-03-12")


def test_holidays_are_no_working_days_from_a_list_or_a_country():
    # 2 and 5–8 January 2026 are five working days without New Year's Day (6 with it): in January
    # 2025 the fifth, New Year's Day left out, is Wednesday the 8th.
    january = window("2026-01-01", "2026-02-01")
    listed = Business(holidays=(date(2026, 1, 1), date(2025, 1, 1)))
    for business in (listed, Business(holidays="US")):
        found = baseline(january, "last_year", date(2026, 1, 8), business)
        assert found == window("2025-01-01", "2025-01-09")


def test_a_period_that_has_not_begun_is_compared_whole():
    month = window("2026-05-01", "2026-06-01")
    found = baseline(month, "previous", date(2026, 3, 1), Business())
    assert found == window("2026-04-01", "2026-05-01")


def test_on_its_last_day_a_period_is_over():
    month = window("2026-02-01", "2026-03-01")
    found = baseline(month, "previous", date(2026, 2, 28), Business())
    assert found == window("2026-01-01", "2026-02-01")


def test_a_running_rolling_window_is_cut_before_it_is_compared():
    running = window("2026-03-02", "2026-03-16")
    found = baseline(running, "previous", date(2026, 3, 6), Business())
    assert found == window("2026-02-25", "2026-03-02")


# --- Beside the number ---

AS_OF = date(2026, 3, 31)
MARCH = window("2026-03-01", "2026-04-01")


def crm(*rows) -> Tables:
    return Tables.from_model({"deals": deals(*rows)}, Business(), AS_OF)


def won(name: str, day: str, amount, **more) -> tuple:
    return (name, "2024-01-01", day, "won", amount)


def test_growth_is_null_when_the_previous_value_is_0_or_less():
    for amount in (0, -50):
        tables = crm(won("now", "2026-03-10", 100), won("then", "2026-02-10", amount))
        row = measure("revenue_added", tables, MARCH, compare=["previous"]).row(0, named=True)
        assert row["revenue_added_previous"] == amount
        assert row["revenue_added_previous_change"] == 100 - amount
        assert row["revenue_added_previous_growth"] is None


def test_growth_from_something_to_nothing_is_minus_one():
    tables = crm(won("now", "2026-03-10", 0), won("then", "2026-02-10", 80))
    row = measure("revenue_added", tables, MARCH, compare=["previous"]).row(0, named=True)
    assert row["revenue_added_previous_growth"] == -1


def test_customers_added_before_anyone_came_is_0_and_its_growth_null():
    rows = deals(won("now", "2026-03-10", 100), account_id="Acme")
    tables = Tables.from_model({"deals": rows}, Business(), AS_OF)
    row = measure("customers_added", tables, MARCH, compare=["previous"]).row(0, named=True)
    assert row["customers_added_previous"] == 0
    assert row["customers_added_previous_change"] == 1
    assert row["customers_added_previous_growth"] is None


def test_the_change_of_a_sum_has_the_interval_of_independent_amounts():
    tables = crm(
        won("a", "2026-03-10", 30), won("b", "2026-03-11", 40), won("c", "2026-02-10", 120)
    )
    row = measure("revenue_added", tables, MARCH, compare=["previous"]).row(0, named=True)
    # √(30² + 40² + 120²) = 130
    assert row["revenue_added_previous_change"] == -50
    assert row["revenue_added_previous_change_low"] == pytest.approx(-50 - 1.959964 * 130, abs=1e-3)
    assert row["revenue_added_previous_change_high"] == pytest.approx(
        -50 + 1.959964 * 130, abs=1e-3
    )


def test_the_change_of_a_rate_has_newcombes_interval():
    rows = [(f"w{n}", "2024-01-01", "2026-03-05", "won", 1) for n in range(9)]
    rows += [("l", "2024-01-01", "2026-03-05", "lost", 1)]
    rows += [(f"v{n}", "2024-01-01", "2026-02-05", "won", 1) for n in range(3)]
    rows += [(f"m{n}", "2024-01-01", "2026-02-05", "lost", 1) for n in range(7)]
    row = measure("win_rate", crm(*rows), MARCH, compare=["previous"]).row(0, named=True)
    # 9 of 10 against 3 of 10 in Newcombe (1998), table II, method 10.
    assert row["win_rate_previous_change"] == pytest.approx(0.6)
    assert row["win_rate_previous_change_low"] == pytest.approx(0.1705, abs=5e-5)
    assert row["win_rate_previous_change_high"] == pytest.approx(0.8090, abs=5e-5)


def test_each_month_is_compared_with_its_own_baseline():
    tables = crm(
        won("dec", "2025-12-10", 5),
        won("jan", "2026-01-10", 10),
        won("feb", "2026-02-10", 30),
        won("feb last year", "2025-02-10", 3),
    )
    quarter = window("2026-01-01", "2026-04-01")
    frame = measure(
        "revenue_added", tables, quarter, by=["month"], compare=["previous", "last_year"]
    )
    found = frame.select("month", "revenue_added_previous", "revenue_added_last_year").rows()
    assert found == [(date(2026, 1, 1), 5, None), (date(2026, 2, 1), 10, 3)]


def test_groups_are_compared_with_themselves_null_included():
    rows = deals(
        won("a", "2026-03-10", 10), won("b", "2026-03-10", 20), won("c", "2026-02-10", 40)
    ).with_columns(source=pl.Series(["Web", None, None]))
    tables = Tables.from_model({"deals": rows}, Business(), AS_OF)
    frame = measure("revenue_added", tables, MARCH, by=["source"], compare=["previous"])
    assert frame.select("source", "revenue_added", "revenue_added_previous").rows() == [
        ("Web", 10, None),
        (None, 20, 40),
    ]


def test_the_month_to_date_is_compared_with_the_start_of_the_month_before():
    tables = crm(
        won("now", "2026-03-10", 100), won("early", "2026-02-10", 40), won("late", "2026-02-11", 9)
    )
    row = measure(
        "revenue_added", tables, MARCH, as_of=date(2026, 3, 10), compare=["previous"]
    ).row(0, named=True)
    assert (row["revenue_added"], row["revenue_added_previous"]) == (100, 40)


def test_a_curve_cannot_be_compared_and_says_so():
    with pytest.raises(BadInputError, match="win_curve has a row per day"):
        measure("win_curve", crm(won("a", "2026-03-10", 1)), MARCH, compare=["previous"])


def test_an_unknown_baseline_is_refused_with_the_choices():
    with pytest.raises((BadInputError, LookupError), match="previous"):
        measure("win_rate", crm(won("a", "2026-03-10", 1)), MARCH, compare=["last_yaer"])


def test_a_change_of_a_count_has_the_interval_of_the_conditional_binomial():
    # 3 customers after 1: p = 3/4 of four, Wilson 0.300642–0.954414, so 4·(2p − 1).
    new = [won(f"new{number}", "2026-03-10", 1) for number in range(3)]
    rows = deals(*new, won("old", "2026-02-10", 1)).with_columns(account_id="deal_id")
    tables = Tables.from_model({"deals": rows}, Business(), AS_OF)
    row = measure("customers_added", tables, MARCH, compare=["previous"]).row(0, named=True)
    assert row["customers_added_previous_change"] == 2
    assert row["customers_added_previous_change_low"] == pytest.approx(-1.594865, abs=5e-7)
    assert row["customers_added_previous_change_high"] == pytest.approx(3.635302, abs=5e-7)
