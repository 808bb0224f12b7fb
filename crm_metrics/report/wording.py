"""Numbers in a leader's words: short values, intervals, changes, counts below ten."""

from collections.abc import Sequence
from typing import Any

from crm_metrics.fields import Where
from crm_metrics.formatting import NOTHING, Kind, shown
from crm_metrics.metric import Metric, Unit

# "3 of 7" below this, because a percentage would claim more than seven cases can say.
FEW = 10
_SCALES = ((1e9, "B"), (1e6, "M"), (1e3, "k"))

FIELD_TITLES = {
    "team": "Team",
    "owner": "Owner",
    "region": "Region",
    "source": "Source",
    "product": "Product",
    "pipeline": "Pipeline",
    "segment": "Segment",
    "stage": "Stage",
    "outcome": "Outcome",
    "campaign_id": "Campaign",
    "loss_reason": "Loss reason",
    "currency": "Currency",
    "industry": "Industry",
    "country": "Country",
}


def field_title(name: str) -> str:
    """A field as a leader calls it; own fields by their name.

    >>> field_title("owner"), field_title("deal_size_band")
    ('Owner', 'Deal size band')
    """
    return FIELD_TITLES.get(name) or name.replace("_", " ").capitalize()


def short(value: Any, unit: Unit | Kind, currency: str = "") -> str:
    """A value on a card: three figures and its unit.

    >>> short(0.63249, "share"), short(1_243_500, "money", "USD"), short(43.4, "days")
    ('63.2 %', '1.24 M USD', '43 days')
    >>> short(812, "money", "EUR"), short(1234, "count"), short(None, "money", "EUR")
    ('812 EUR', '1,234', '–')
    >>> short(1.0, "hours"), short(26.25, "hours")
    ('1 hour', '26.2 hours')
    """
    if value is None:
        return NOTHING
    match unit:
        case "money":
            return f"{_three_figures(value)} {currency}".rstrip()
        case "days":
            days = f"{value:,.0f}"
            return f"{days} day" if days == "1" else f"{days} days"
        case "hours":
            hours = f"{value:,.1f}".removesuffix(".0")
            return f"{hours} hour" if hours == "1" else f"{hours} hours"
        case "count":
            return f"{value:,.0f}"
    return shown(value, unit)


def _three_figures(value: float) -> str:
    for scale, letter in _SCALES:
        # 999 950 would print as "1000 k"; from there on the next letter is due.
        if abs(value) >= scale * 0.9995:
            scaled = value / scale
            decimals = 2 if abs(scaled) < 9.995 else 1 if abs(scaled) < 99.95 else 0
            return f"{scaled:,.{decimals}f} {letter}"
    return f"{value:,.0f}"


def interval(low: Any, high: Any, unit: Unit, currency: str = "") -> str:
    """The 95 % interval in words; empty where there is none.

    >>> interval(0.612, 0.649, "share")
    '95 %: 61.2–64.9 %'
    >>> interval(38.0, 47.5, "days")
    '95 %: 38–48 days'
    """
    if low is None or high is None:
        return ""
    if unit == "share":
        return f"95 %: {low * 100:.1f}–{high * 100:.1f} %"
    if unit == "days":
        return f"95 %: {low:,.0f}–{high:,.0f} days"
    if unit == "hours":
        return f"95 %: {low:,.1f}–{high:,.1f} hours"
    return f"95 %: {short(low, unit)} – {short(high, unit, currency)}"


def share_or_cases(value: Any, part: Any, of: Any) -> str:
    """A share, or "3 of 7" where there are few cases.

    >>> share_or_cases(0.4286, 3, 7), share_or_cases(0.6, 60, 100), share_or_cases(None, 0, 0)
    ('3 of 7', '60.0 %', '–')
    """
    if value is None:
        return NOTHING
    return f"{part} of {of}" if of < FEW else shown(value, "share")


def change_text(metric: Metric, change: Any, growth: Any, currency: str = "") -> str:
    """A change with its sign: points for a rate, days for a time, percent for money and counts."""
    if change is None:
        return ""
    if metric.unit == "share":
        return shown(change, "points")
    if metric.unit == "days":
        days = f"{change:+,.0f}"
        return f"{days} day" if days in ("+1", "-1") else f"{days} days"
    if metric.unit == "hours":
        return f"{change:+,.1f} hours"
    if growth is not None:
        return shown(growth, "growth")
    sign = "+" if change > 0 else "-" if change < 0 else ""
    return f"{sign}{short(abs(change), metric.unit, currency)}"


def direction(metric: Metric, change: Any) -> str:
    """Whether a change is "better", "worse" or neither ("same"), by what the metric wants."""
    if not change or metric.better is None:
        return "same"
    return "better" if (change > 0) == (metric.better == "higher") else "worse"


def scope_text(where: Where, *, most: int | None = 3) -> str:
    """Whom the numbers are about: the filters in words; empty without filters.

    Of a filter by more than `most` values the rest is counted; None names all of them.

    >>> scope_text({"team": ["North", "South"], "source": [None]})
    'Team North or South, no source'
    """
    parts = []
    for name, values in where.items():
        named = [value for value in values if value is not None]
        title = field_title(name)
        words = [f"{title} {_listed(named, most)}"] if named else []
        if None in values:
            words.append(f"no {title.lower()}")
        parts.append(" or ".join(words))
    return ", ".join(parts)


def _listed(values: Sequence[str], most: int | None) -> str:
    if most is not None and len(values) > most:
        return f"{', '.join(values[:most])} and {len(values) - most} more"
    return " or ".join([", ".join(values[:-1]), values[-1]] if len(values) > 2 else values)


def counted(count: int, noun: str) -> str:
    """A count and its noun.

    >>> counted(1, "deal"), counted(1200, "deal")
    ('1 deal', '1,200 deals')
    """
    return f"{count:,} {noun if count == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """Several of what the noun names; the words after the first stay.

    >>> plural("activity"), plural("customer at the start"), plural("decided deal")
    ('activities', 'customers at the start', 'decided deals')
    """
    head, preposition, rest = noun, "", ""
    for word in (" at ", " whose "):
        if word in noun:
            head, preposition, rest = noun.partition(word)
    many = f"{head[:-1]}ies" if head.endswith("y") else f"{head}s"
    return many + preposition + rest
