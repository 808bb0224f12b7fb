"""Periods a leader picks by name, the units their trend is drawn in, and how they read."""

from collections.abc import Callable
from datetime import date, timedelta

from crm_metrics.calendar import (
    BASELINES,
    Baseline,
    Period,
    baseline,
    everything_to,
    shift_months,
    shift_units,
    twelve_months_to,
    unit_start,
)
from crm_metrics.settings import Business

CUSTOM = "Custom"
# A trend has enough points to show a direction and few enough to read each of them.
_WEEKS_UP_TO_DAYS, _MONTHS_UP_TO_DAYS = 100, 1100


def _this(unit: str) -> Callable[[date, Business], Period]:
    def period(as_of: date, business: Business) -> Period:
        start = unit_start(unit, as_of, business)
        return Period(start, shift_units(unit, start, 1))

    return period


def _last(unit: str) -> Callable[[date, Business], Period]:
    def period(as_of: date, business: Business) -> Period:
        end = unit_start(unit, as_of, business)
        return Period(shift_units(unit, end, -1), end)

    return period


PRESETS: dict[str, Callable[[date, Business], Period]] = {
    "Last 12 months": lambda as_of, _: twelve_months_to(as_of),
    "This month": _this("month"),
    "Last month": _last("month"),
    "This quarter": _this("quarter"),
    "Last quarter": _last("quarter"),
    "This fiscal year": _this("fiscal_year"),
    "Last fiscal year": _last("fiscal_year"),
}


def trend_unit(period: Period) -> str:
    """The unit of time in which a period's course is drawn.

    >>> trend_unit(Period(date(2026, 1, 1), date(2027, 1, 1)))
    'month'
    >>> trend_unit(Period(date(2026, 1, 1), date(2026, 4, 1)))
    'week'
    """
    if period.days <= _WEEKS_UP_TO_DAYS:
        return "week"
    return "month" if period.days <= _MONTHS_UP_TO_DAYS else "quarter"


def year_of_months(period: Period) -> Period:
    """The 12 calendar months that end with the month of the period's last day.

    >>> year_of_months(Period(date(2025, 3, 17), date(2026, 3, 17)))
    Period(start=datetime.date(2025, 4, 1), end=datetime.date(2026, 4, 1))
    """
    last = period.end - timedelta(days=1)
    end = shift_months(last.replace(day=1), 1)
    return Period(shift_months(end, -12), end)


def year_before(period: Period) -> Period:
    """The same days a year earlier."""
    return Period(shift_months(period.start, -12), shift_months(period.end, -12))


def baselines_to_show(period: Period, as_of: date, business: Business) -> tuple[Baseline, ...]:
    """Both baselines, or one where they are the same days but for a leap day."""
    previous, last_year = (baseline(period, kind, as_of, business) for kind in BASELINES)
    is_same = (
        abs((previous.start - last_year.start).days)
        <= 1
        >= abs((previous.end - last_year.end).days)
    )
    return BASELINES[:1] if is_same else BASELINES


def day_text(day: date) -> str:
    """A day as a leader writes it.

    >>> day_text(date(2026, 3, 9))
    '9 Mar 2026'
    """
    return f"{day.day} {day:%b %Y}"


def period_text(period: Period) -> str:
    """The days of a period, the last one included; whole months without days.

    >>> period_text(Period(date(2026, 1, 1), date(2026, 4, 1)))
    'Jan – Mar 2026'
    >>> period_text(Period(date(2025, 3, 17), date(2026, 3, 17)))
    '17 Mar 2025 – 16 Mar 2026'
    >>> period_text(everything_to(date(2026, 3, 16)))
    'all days to 16 Mar 2026'
    """
    first, last = period.start, period.end - timedelta(days=1)
    if period == everything_to(last):
        return f"all days to {day_text(last)}"
    if first == last:
        return day_text(first)
    if first.day == 1 and period.end.day == 1:
        if (first.year, first.month) == (last.year, last.month):
            return f"{first:%b %Y}"
        start = f"{first:%b}" if first.year == last.year else f"{first:%b %Y}"
        return f"{start} – {last:%b %Y}"
    start = f"{first.day} {first:%b}" if first.year == last.year else day_text(first)
    return f"{start} – {day_text(last)}"


def known_text(period: Period, as_of: date) -> str:
    """The days of a period that are over, marked "to date" while it is running."""
    known = period.known_at(as_of)
    if known is None:
        return f"{period_text(period)}, not begun yet"
    return period_text(known) + (" to date" if known != period else "")


def baseline_text(period: Period, kind: Baseline, as_of: date, business: Business) -> str:
    """What a number is compared with, in words that end a sentence with "against"."""
    return period_text(baseline(period, kind, as_of, business))


def unit_text(unit: str, start: date) -> str:
    """One unit of time by its first day.

    >>> unit_text("month", date(2026, 3, 1)), unit_text("week", date(2026, 3, 2))
    ('Mar 2026', 'week of 2 Mar 2026')
    """
    match unit:
        case "month":
            return f"{start:%b %Y}"
        case "week":
            return f"week of {day_text(start)}"
        case "quarter":
            return f"quarter from {start:%b %Y}"
    return day_text(start)
