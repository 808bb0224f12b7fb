"""How a value reads: the one place that turns numbers into text.

The library's numbers are plain: shares from 0 to 1, money in units of the currency. Here they
get their percent sign, their thousands and their decimals.
"""

import math
from datetime import date
from typing import Any, Literal

Kind = Literal["share", "points", "growth", "money", "days", "hours", "count", "day", "text"]

NOTHING = "–"


def shown(value: Any, kind: Kind) -> str:
    """The value as a reader sees it; a missing one is a dash, never 0.

    >>> shown(0.666667, "share"), shown(-0.024, "points"), shown(0.125, "growth")
    ('66.7 %', '-2.4 points', '+12.5 %')
    >>> shown(1234567.5, "money"), shown(33.333, "days"), shown(12000, "count")
    ('1,234,567.50', '33.3', '12,000')
    >>> shown(None, "share"), shown(date(2026, 1, 31), "day")
    ('–', '2026-01-31')
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NOTHING
    match kind:
        case "share":
            return f"{value * 100:.1f} %"
        case "points":
            return f"{value * 100:+.1f} points"
        case "growth":
            return f"{value * 100:+.1f} %"
        case "money":
            return f"{value:,.2f}"
        case "days" | "hours":
            return f"{value:,.1f}".removesuffix(".0")
        case "count" if isinstance(value, int | float):
            return f"{value:,.2f}".removesuffix(".00")
    return value.isoformat() if isinstance(value, date) else str(value)
