"""Units of time and working days against plain loops over single days."""

from datetime import date, timedelta

import pytest

from crm_metrics.calendar import (
    UNITS,
    Period,
    shift_months,
    shift_units,
    twelve_months_to,
    unit_start,
    units_in,
    working_days,
)
from crm_metrics.errors import BadInputError
from crm_metrics.settings import MONTHS, WEEKDAYS, Business

SIX_YEARS = Period(date(2019, 12, 30), date(2026, 1, 3))
BUSINESSES = {
    "plain": Business(),
    "American": Business(week_starts_on="sunday", fiscal_year_starts_in="october"),
    "British": Business(fiscal_year_starts_in="april", holidays="GB"),
    "December": Business(fiscal_year_starts_in="december", week_starts_on="saturday"),
    "Gulf": Business(
        week_starts_on="sunday",
        fiscal_year_starts_in="july",
        working_days=("sunday", "monday", "tuesday", "wednesday", "thursday"),
        holidays=(date(2021, 5, 13), date(2024, 2, 29)),
    ),
}


@pytest.fixture(params=list(BUSINESSES))
def business(request) -> Business:
    return BUSINESSES[request.param]


def days_of(period: Period) -> list[date]:
    return [period.start + timedelta(days=number) for number in range(period.days)]


def starts_unit(unit: str, day: date, business: Business) -> bool:
    fiscal = MONTHS.index(business.fiscal_year_starts_in) + 1
    match unit:
        case "day":
            return True
        case "week":
            return WEEKDAYS[day.weekday()] == business.week_starts_on
        case "month":
            return day.day == 1
        case "quarter":
            return day.day == 1 and day.month in (1, 4, 7, 10)
        case "year":
            return day.day == 1 and day.month == 1
        case "fiscal_quarter":
            return day.day == 1 and (day.month - fiscal) % 3 == 0
        case _:
            return day.day == 1 and day.month == fiscal


def start_by_walking_back(unit: str, day: date, business: Business) -> date:
    while not starts_unit(unit, day, business):
        day -= timedelta(days=1)
    return day


@pytest.mark.parametrize("unit", UNITS)
def test_every_day_of_six_years_lies_in_the_unit_found_by_walking_back(unit, business):
    days = days_of(SIX_YEARS)
    start = start_by_walking_back(unit, days[0], business)
    for day in days:
        start = day if starts_unit(unit, day, business) else start
        assert unit_start(unit, day, business) == start, day


@pytest.mark.parametrize("unit", UNITS)
def test_units_tile_the_period_and_are_cut_to_it(unit, business):
    period = Period(date(2023, 11, 17), date(2025, 3, 9))
    units = units_in(unit, period, business)
    assert [day for one in units for day in days_of(one)] == days_of(period)
    for one in units[1:]:
        assert starts_unit(unit, one.start, business)
        assert sum(starts_unit(unit, day, business) for day in days_of(one)) == 1


@pytest.mark.parametrize("unit", UNITS)
def test_the_next_unit_starts_on_the_day_after_the_last(unit, business):
    start = start_by_walking_back(unit, date(2024, 2, 29), business)
    for _ in range(14):
        following = start + timedelta(days=1)
        while not starts_unit(unit, following, business):
            following += timedelta(days=1)
        assert shift_units(unit, start, 1) == following
        assert shift_units(unit, following, -1) == start
        start = following


def test_working_days_are_counted_one_by_one(business):
    for start, end in [
        (date(2024, 2, 1), date(2024, 3, 1)),
        (date(2021, 5, 10), date(2021, 5, 17)),
        (date(2024, 12, 20), date(2025, 1, 10)),
        (date(2023, 7, 1), date(2023, 7, 2)),
    ]:
        period = Period(start, end)
        free = {
            # The bank holidays of the whole United Kingdom or of England in these weeks.
            "GB": {date(2024, 12, 25), date(2024, 12, 26), date(2025, 1, 1)},
        }.get(business.holidays if isinstance(business.holidays, str) else "", set())
        if not isinstance(business.holidays, str):
            free = set(business.holidays)
        worked = [
            day
            for day in days_of(period)
            if WEEKDAYS[day.weekday()] in business.working_days and day not in free
        ]
        assert working_days(period, business) == len(worked), period


def test_a_country_code_brings_its_holidays():
    american = Business(holidays="US")
    assert working_days(Period(date(2025, 7, 1), date(2025, 7, 8)), american) == 4
    assert working_days(Period(date(2025, 7, 1), date(2025, 7, 8)), Business()) == 5


def test_a_holiday_on_a_weekend_is_taken_off_once():
    christmas = Business(holidays=(date(2027, 12, 25), date(2027, 12, 25)))
    week = Period(date(2027, 12, 20), date(2027, 12, 27))
    assert working_days(week, christmas) == 5


def test_the_iso_week_of_new_year_begins_in_the_old_year():
    assert unit_start("week", date(2027, 1, 1), Business()) == date(2026, 12, 28)
    assert unit_start("week", date(2024, 12, 30), Business()) == date(2024, 12, 30)


def test_a_week_that_starts_on_sunday_holds_sunday_first():
    american = Business(week_starts_on="sunday")
    assert unit_start("week", date(2026, 3, 8), american) == date(2026, 3, 8)
    assert unit_start("week", date(2026, 3, 7), american) == date(2026, 3, 1)


def test_a_fiscal_year_from_december_holds_its_december_first():
    business = Business(fiscal_year_starts_in="december")
    assert unit_start("fiscal_year", date(2025, 12, 1), business) == date(2025, 12, 1)
    assert unit_start("fiscal_year", date(2025, 11, 30), business) == date(2024, 12, 1)
    assert unit_start("fiscal_quarter", date(2026, 2, 28), business) == date(2025, 12, 1)
    assert unit_start("fiscal_quarter", date(2026, 3, 1), business) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("day", "months", "shifted"),
    [
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 2, 28), 12, date(2024, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
    ],
)
def test_a_day_shifted_by_months_stays_within_its_month(day, months, shifted):
    assert shift_months(day, months) == shifted


def test_twelve_months_end_with_as_of_itself():
    assert twelve_months_to(date(2026, 3, 31)) == Period(date(2025, 4, 1), date(2026, 4, 1))
    assert twelve_months_to(date(2024, 2, 28)) == Period(date(2023, 2, 28), date(2024, 2, 29))
    assert twelve_months_to(date(2024, 2, 29)) == Period(date(2023, 3, 1), date(2024, 3, 1))


@pytest.mark.parametrize("end", [date(2026, 1, 1), date(2025, 12, 31)])
def test_a_period_that_ends_before_it_starts_is_refused_in_one_sentence(end):
    with pytest.raises(BadInputError, match=r"2026-01-01 to 202\d-\d\d-\d\d is empty"):
        Period(date(2026, 1, 1), end)


def test_what_is_known_of_a_period_ends_with_as_of():
    month = Period(date(2026, 3, 1), date(2026, 4, 1))
    assert month.known_at(date(2026, 2, 28)) is None
    assert month.known_at(date(2026, 3, 1)) == Period(date(2026, 3, 1), date(2026, 3, 2))
    assert month.known_at(date(2026, 3, 31)) == month
    assert month.known_at(date(2027, 1, 1)) == month
