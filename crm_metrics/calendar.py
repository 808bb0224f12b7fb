"""Days, periods, units of time and the windows a number is compared with.

Time inside the facts is plain integers: a *day* is the number of days since 1970-01-01 in the
business time zone. Periods are half-open, `[start, end)`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import holidays as public_holidays
import numpy as np

from crm_metrics.errors import BadInputError
from crm_metrics.settings import WEEKDAYS, Business

EPOCH = date(1970, 1, 1)
UNITS = ("day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year")
Baseline = Literal["previous", "last_year"]
BASELINES: tuple[Baseline, ...] = ("previous", "last_year")
# Below this length a shift by a calendar year would compare unlike weekdays.
SHORT_WINDOW_DAYS = 35
WEEKS_OF_A_YEAR_IN_DAYS = 364
_MONTHS_IN_UNIT = {
    "month": 1,
    "quarter": 3,
    "year": 12,
    "fiscal_quarter": 3,
    "fiscal_year": 12,
}


def to_day(day: date) -> int:
    """The day's number.

    >>> to_day(date(1970, 1, 2))
    1
    """
    return (day - EPOCH).days


def to_date(day: int) -> date:
    """The calendar day with this number.

    >>> to_date(1)
    datetime.date(1970, 1, 2)
    """
    return EPOCH + timedelta(days=day)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to, but not including, `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise BadInputError(
                f"the period from {self.start} to {self.end} is empty; "
                "'to' is the first day not covered and must be after 'from'."
            )

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def known_at(self, as_of: date) -> "Period | None":
        """The part of the period that is over by the close of `as_of`; None when none is."""
        if as_of < self.start:
            return None
        return Period(self.start, min(self.end, as_of + timedelta(days=1)))


def twelve_months_to(as_of: date) -> Period:
    """The period used when none is asked for: the 12 months up to and including `as_of`."""
    end = as_of + timedelta(days=1)
    return Period(shift_months(end, -12), end)


def everything_to(as_of: date) -> Period:
    """All days up to and including `as_of`; no CRM holds anything from before."""
    return Period(date(1900, 1, 1), as_of + timedelta(days=1))


def shift_months(day: date, months: int) -> date:
    """The same day of the month, `months` later; the last day where that month is shorter.

    >>> shift_months(date(2024, 2, 29), -12)
    datetime.date(2023, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    first = _first_of_month(index)
    last = _first_of_month(index + 1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def _first_of_month(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


def unit_start(unit: str, day: date, business: Business) -> date:
    """First day of the unit that contains `day`."""
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=(day.weekday() - WEEKDAYS.index(business.week_starts_on)) % 7)
    months = _MONTHS_IN_UNIT[unit]
    offset = business.fiscal_month - 1 if unit.startswith("fiscal") else 0
    index = day.year * 12 + day.month - 1 - offset
    return _first_of_month(index // months * months + offset)


def shift_units(unit: str, day: date, count: int) -> date:
    """The unit start `count` units after the unit start `day`."""
    if unit == "day":
        return day + timedelta(days=count)
    if unit == "week":
        return day + timedelta(days=7 * count)
    return shift_months(day, _MONTHS_IN_UNIT[unit] * count)


def units_in(unit: str, period: Period, business: Business) -> list[Period]:
    """The units that overlap the period, each cut to it, in order."""
    found = []
    start = unit_start(unit, period.start, business)
    while start < period.end:
        end = shift_units(unit, start, 1)
        found.append(Period(max(start, period.start), min(end, period.end)))
        start = end
    return found


def holidays_between(first: date, last: date, business: Business) -> list[date]:
    """The business's holidays from `first` to `last`, from its list or its country's calendar."""
    if isinstance(business.holidays, str):
        years = range(first.year, last.year + 1)
        known = sorted(public_holidays.country_holidays(business.holidays, years=years))
    else:
        known = list(business.holidays)
    return [day for day in known if first <= day <= last]


def working_days(period: Period, business: Business) -> int:
    """How many days of the period are worked."""
    return int(_is_working(period, business).sum())


def _is_working(period: Period, business: Business) -> np.ndarray:
    """For every day of the period, whether it is worked."""
    free = holidays_between(period.start, period.end, business)
    days = np.datetime64(period.start, "D") + np.arange(period.days)
    return np.asarray(
        np.is_busday(
            days,
            weekmask=[day in business.working_days for day in WEEKDAYS],
            holidays=np.array(free, dtype="datetime64[D]"),
        )
    )


def baseline(period: Period, kind: Baseline, as_of: date, business: Business) -> Period:
    """The window that `period` is compared with.

    - Whole calendar months (so also quarters and years): the months before, or the same months a
      year earlier. While the period is running, only as many working days from the baseline's
      start as have passed in the period.
    - Other windows: the equal number of days just before, or the days that start a year earlier;
      under five weeks 364 days earlier, so that weekdays match.
    """
    months = _whole_months(period)
    if months is None:
        return _rolling_baseline(period.known_at(as_of) or period, kind)
    shift = -months if kind == "previous" else -12
    full = Period(shift_months(period.start, shift), shift_months(period.end, shift))
    known = period.known_at(as_of)
    if known is None or known == period:
        return full
    return _to_date(full, known, business)


def _whole_months(period: Period) -> int | None:
    if period.start.day != 1 or period.end.day != 1:
        return None
    start, end = period.start, period.end
    return (end.year - start.year) * 12 + end.month - start.month


def _rolling_baseline(period: Period, kind: Baseline) -> Period:
    if kind == "previous":
        back = timedelta(days=period.days)
    elif period.days < SHORT_WINDOW_DAYS:
        back = timedelta(days=WEEKS_OF_A_YEAR_IN_DAYS)
    else:
        start = shift_months(period.start, -12)
        return Period(start, start + timedelta(days=period.days))
    return Period(period.start - back, period.end - back)


def _to_date(full: Period, known: Period, business: Business) -> Period:
    """The start of `full` with as many working days as `known` has; equal days when it has none."""
    worked = working_days(known, business)
    if worked == 0:
        return Period(full.start, min(full.end, full.start + timedelta(days=known.days)))
    passed = np.cumsum(_is_working(full, business))
    days = int(np.searchsorted(passed, worked)) + 1
    return Period(full.start, min(full.end, full.start + timedelta(days=days)))
