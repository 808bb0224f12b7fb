"""What charts say: the sentence of a hover text, the label at a bar."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from crm_metrics.metric import Metric
from crm_metrics.report.asked import Asked
from crm_metrics.report.wording import (
    FEW,
    counted,
    interval,
    share_or_cases,
    short,
)


def sentence(row: dict[str, Any], metric: Metric, value: str, whose: str, asked: Asked) -> str:
    """What hovering says: "South: 31.2 % of 412, 95 %: 26.9–35.8 %; the rest 37.3 %"."""
    currency = asked.currency
    if row[value] is None:
        return f"{as_text(whose)}: nothing to count"
    said = f"<b>{as_text(whose)}</b>: {label_of(row, metric, value, asked)}"
    if metric.part_of and row[metric.part_of[1]] >= FEW:
        part, whole = (row[name] for name in metric.part_of)
        said += f", {part:,} of {counted(whole, metric.noun)}"
    elif row.get("count") is not None:
        said += f", {counted(row['count'], metric.noun)}"
    bounds = interval(row.get(f"{value}_low"), row.get(f"{value}_high"), metric.unit, currency)
    said += f"<br>{bounds}" if bounds else ""
    if row.get("rest") is not None:
        name = "all others" if metric.unit == "share" else "all together"
        said += f"<br>{name}: {short(row['rest'], metric.unit, currency)}"
    return said


def label_of(row: dict[str, Any], metric: Metric, value: str, asked: Asked) -> str:
    if metric.part_of:
        return share_or_cases(row[value], *(row[name] for name in metric.part_of))
    return short(row[value], metric.unit, asked.currency)


def compared(
    row: dict[str, Any], metric: Metric, value: str, is_running: bool, currency: str
) -> str:
    said = f"<b>{row['month']:%b %Y}</b>{' to date' if is_running else ''}: "
    said += short(row[value], metric.unit, currency)
    growth = row[f"{value}_last_year_growth"]
    return said if growth is None else f"{said}<br>{growth * 100:+.1f} % against a year before"


def year_before_text(month: date) -> str:
    return f"{month.replace(year=month.year - 1):%b %Y}"


def cut(name: str, most: int = 22) -> str:
    """A name short enough for a label, as text.

    >>> cut("A team with quite a long name"), cut("R&D")
    ('A team with quite a l…', 'R&amp;D')
    """
    return as_text(name if len(name) <= most else name[: most - 1] + "…")


def as_text(name: str) -> str:
    """A CRM's own words in a figure, where "<b>" and "<a href…>" would be read as marks.

    >>> as_text("<a href='https://elsewhere.example'>South</a>")
    "&lt;a href='https://elsewhere.example'&gt;South&lt;/a&gt;"
    """
    return escape(name, quote=False)


def unique(labels: Sequence[str]) -> list[str]:
    """Labels that stay apart on a category axis: two owners may share one name.

    >>> unique(["Kim", "Lee", "Kim"])
    ['Kim', 'Lee', 'Kim ']
    """
    seen: set[str] = set()
    unique = []
    for label in labels:
        while label in seen:
            label += " "
        seen.add(label)
        unique.append(label)
    return unique
