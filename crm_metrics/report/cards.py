"""Cards: one number with its unit, its interval, its baselines and what was set aside, as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import polars as pl

from crm_metrics.calendar import Baseline, shift_units
from crm_metrics.formatting import NOTHING
from crm_metrics.metric import Metric, Unit
from crm_metrics.report.asked import Asked
from crm_metrics.report.periods import (
    baseline_text,
    baselines_to_show,
    period_text,
    year_before,
)
from crm_metrics.report.scopes import Scope, whole
from crm_metrics.report.targets import Target, due, target_text
from crm_metrics.report.wording import (
    FEW,
    change_text,
    counted,
    direction,
    interval,
    share_or_cases,
    short,
)

Tone = Literal["better", "worse", "same"]
# A line through fewer points is not a trend.
_FEWEST_POINTS = 3
# Beyond this share the rest may differ from what was left out.
MUCH_SET_ASIDE = 0.2
_NOT_REACHED = "not reached"
_NO_CHANGE = "no change"


@dataclass(frozen=True, slots=True)
class Change:
    """A change against one baseline: its text, whether it is good, and against what."""

    text: str
    tone: Tone
    against: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows. `notes` are short lines; `trend` is the course by unit of time,
    `opens` the records behind the number.

    `missing`: the tables or columns without which this CRM cannot give the number.
    `adds_up`: the trend is made of sums, which are drawn as columns from zero. `number` is the
    value itself, in `unit` (shares from 0 to 1), for what is made from the card.
    """

    name: str
    title: str
    value: str
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    help: str = ""
    trend: tuple[float, ...] = ()
    adds_up: bool = False
    missing: tuple[str, ...] = ()
    opens: Scope | None = None
    number: float | None = None
    unit: Unit = "count"
    metric: str = ""


def not_mapped_card(metric: Metric, missing: Sequence[str]) -> Card:
    """The card of a metric whose columns this CRM's mapping does not give."""
    return Card(metric.name, metric.title, NOTHING, metric=metric.name, missing=tuple(missing))


def card(
    metric: Metric,
    frame: pl.DataFrame,
    asked: Asked,
    *,
    coverage: Mapping[str, Any],
    value: str | None = None,
    title: str | None = None,
    trend: pl.DataFrame | None = None,
    left_out: str | None = None,
    target: Target | None = None,
) -> Card:
    """The card of one metric. `value` names the column where the metric has several.

    `coverage` says what of its input it could use (a row of `input_coverage`); `trend` is the
    metric by unit of time; `left_out` says which filters do not apply to its rows; `target` is
    what was planned.
    """
    value = value or metric.values[0]
    row = frame.row(0, named=True)
    few = _cases_of(metric, row, coverage) < FEW
    return Card(
        name=value,
        metric=metric.name,
        title=title or title_of(metric, value),
        value=_value(metric, row, value, few, asked.currency),
        changes=(
            *_against_target(metric, row, value, few, target, asked),
            *(() if few else _changes(metric, row, value, asked)),
        ),
        notes=tuple(
            note for note in (*_notes(metric, row, value, coverage, asked), left_out) if note
        ),
        help=_help(metric, asked, coverage),
        trend=() if trend is None else _course(metric, trend, value, asked),
        adds_up=_is_a_sum(metric),
        opens=whole(metric, asked),
        number=row[value],
        unit=unit_of(metric, value),
    )


def title_of(metric: Metric, value: str) -> str:
    """The metric's title, and which of its values it is where it has several.

    >>> from crm_metrics.metrics import METRICS
    >>> title_of(METRICS["sales_cycle"], "sales_cycle_p80")
    'Sales cycle, P80'
    """
    if len(metric.values) < 2 or value == metric.name:
        return metric.title
    which = value.removeprefix(f"{metric.name}_")
    return f"{metric.title}, {which.upper() if which.startswith('p') else which}"


def cohort_card(
    cohort: pl.DataFrame,
    closed_then: float | None,
    metric: Metric,
    asked: Asked,
    coverage: Mapping[str, Any],
) -> Card:
    """When half of a cohort's winners were won, and how far a look back at closed deals is off.

    The cohort was entered a year before the page's days, so that each of its deals has been
    followed for a year; `closed_then` is the median sales cycle of the deals won in those days.
    """
    row = cohort.row(0, named=True)
    median = row["sales_cycle_cohort"]
    notes = []
    if median is not None and closed_then is not None:
        gap = median - closed_then
        side = "longer than" if gap > 0 else "shorter than"
        off = "the same as" if round(gap) == 0 else f"{short(abs(gap), 'days')} {side}"
        notes.append(f"{off} the {short(closed_then, 'days')} of deals closed then")
    notes.append(f"{row['won']:,} won of {counted(row['count'], 'deal')}")
    notes.append(f"entered {period_text(year_before(asked.period))}")
    notes.append(input_note(coverage))
    return Card(
        name="sales_cycle_cohort",
        title="Cohort median of winners",
        value=_NOT_REACHED if median is None and row["count"] else short(median, "days"),
        notes=tuple(note for note in notes if note),
        help=f"{metric.says} {metric.includes} {metric.differs}",
        opens=replace(whole(metric, asked), period=year_before(asked.period)),
        number=median,
        unit="days",
    )


def _value(metric: Metric, row: Mapping[str, Any], value: str, few: bool, currency: str) -> str:
    number = row[value]
    if metric.part_of and value == metric.name:
        return share_or_cases(number, *(row[name] for name in metric.part_of))
    if metric.amounts and few and number is not None:
        return _amounts(metric, row, currency)
    if number is None and "events" in row and row["count"]:
        return _NOT_REACHED
    return short(number, unit_of(metric, value), currency)


def unit_of(metric: Metric, value: str) -> Unit:
    """The unit of one of a metric's values: beside money there may be counts, and shares."""
    if value in metric.counts and metric.unit == "money" and value != metric.name:
        return "count"
    return metric.unit


def _cases_of(metric: Metric, row: Mapping[str, Any], coverage: Mapping[str, Any]) -> int:
    """How many cases the value was made of."""
    if metric.part_of:
        return int(row[metric.part_of[1]])
    return int(row["count"] if "count" in row else coverage["used"] or 0)


def _changes(
    metric: Metric, row: Mapping[str, Any], value: str, asked: Asked
) -> tuple[Change, ...]:
    kinds = _kinds(asked)
    compared = [kind for kind in kinds if f"{value}_{kind}_change" in row]
    found = (_change(metric, row, value, kind, asked) for kind in compared)
    return tuple(change for change in found if change.text)


def _against_target(
    metric: Metric,
    row: Mapping[str, Any],
    value: str,
    few: bool,
    target: Target | None,
    asked: Asked,
) -> tuple[Change, ...]:
    """How far the value is from its target; while a sum grows, from what is due by now.

    Grey while it grows, because few sell as much on every day, and where the interval of a rate
    has the target in it.
    """
    number = row[value]
    if target is None or number is None or (few and metric.unit == "share"):
        return ()
    planned = due(target, metric, asked)
    change = number - planned
    text = change_text(metric, change, change / planned if planned > 0 else None, asked.currency)
    low, high = row.get(f"{value}_low"), row.get(f"{value}_high")
    is_open = planned != target.value
    in_doubt = low is not None and high is not None and low <= planned <= high
    tone = "same" if is_open or in_doubt else direction(metric, change)
    if not any(digit in text for digit in "123456789"):
        text, tone = "no difference", "same"
    return (Change(text, tone, target_text(target, metric, asked)),)  # type: ignore[arg-type]


def _kinds(asked: Asked) -> tuple[Baseline, ...]:
    return baselines_to_show(asked.period, asked.as_of, asked.business, asked.compare)


def _change(
    metric: Metric, row: Mapping[str, Any], value: str, kind: Baseline, asked: Asked
) -> Change:
    change = row[f"{value}_{kind}_change"]
    text = change_text(metric, change, row[f"{value}_{kind}_growth"], asked.currency)
    if text and not any(digit in text for digit in "123456789"):
        # Too small to be told: an arrow beside a 0 would tell of a change that is none.
        return Change(_NO_CHANGE, "same", _against(kind, asked))
    return Change(text, _tone(metric, row, f"{value}_{kind}_change"), _against(kind, asked))


def _tone(metric: Metric, row: Mapping[str, Any], column: str) -> Tone:
    """Better or worse; of a rate only where the interval of the change leaves 0 out."""
    low, high = row.get(f"{column}_low"), row.get(f"{column}_high")
    if metric.unit == "share" and low is not None and high is not None and low <= 0 <= high:
        return "same"
    return direction(metric, row[column])  # type: ignore[return-value]


def _against(kind: Baseline, asked: Asked) -> str:
    """The baseline in a few words; the card's help gives its days."""
    if kind == "last_year":
        return "a year earlier"
    period = asked.period
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    if period.start.day == period.end.day and months:
        units = {1: "the month before", 3: "the quarter before"}
        return units.get(months, f"{months} months before")
    return f"{period.days} days before"


def _notes(
    metric: Metric,
    row: Mapping[str, Any],
    value: str,
    coverage: Mapping[str, Any],
    asked: Asked,
) -> list[str]:
    bounds = interval(
        row.get(f"{value}_low"), row.get(f"{value}_high"), metric.unit, asked.currency
    )
    cases = _cases_of(metric, row, coverage)
    if 0 < cases < FEW and metric.unit != "money":
        bounds = "too few for a rate" if metric.unit == "share" else "too few for an interval"
    return [bounds, _cases(metric, row, cases, asked.currency), input_note(coverage)]


def input_note(coverage: Mapping[str, Any]) -> str:
    """How much of its input a number could use; nothing where it is all of it.

    >>> input_note({"used": 92, "set_aside": 7, "undated": 1, "input_coverage": 0.92})
    'input 92.0 % usable: 7 set aside, 1 of unknown period'
    """
    share = coverage["input_coverage"]
    if share is None or share == 1:
        return ""
    parts = [
        f"{coverage[name]:,} {words}"
        for name, words in (("set_aside", "set aside"), ("undated", "of unknown period"))
        if coverage[name]
    ]
    much = "; not the whole picture" if 1 - share > MUCH_SET_ASIDE else ""
    return f"input {short(share, 'share')} usable: {', '.join(parts)}{much}"


def _cases(metric: Metric, row: Mapping[str, Any], cases: int, currency: str) -> str:
    """What the value was made of: "412 of 655 deals", "1.2 M of 2.4 M USD", "from 412 deals"."""
    if metric.part_of:
        part, of = (row[name] for name in metric.part_of)
        return f"{part:,} of {counted(of, metric.noun)}" if of >= FEW else ""
    if metric.amounts:
        return "" if cases < FEW else _amounts(metric, row, currency)
    if "events" in row:
        return f"{row['events']:,} of {counted(row['count'], metric.noun)}"
    mean = row.get(f"{metric.name}_mean")
    if metric.unit == "money" and mean is not None:
        return f"mean {short(mean, 'money', currency)}, from {counted(cases, metric.noun)}"
    if metric.per:
        beside = [name for name in metric.counts if isinstance(row[name], int)]
        return ", ".join(f"{row[name]:,} {name.replace('_', ' ')}" for name in beside)
    return "" if metric.unit == "count" else f"from {counted(cases, metric.noun)}"


def _amounts(metric: Metric, row: Mapping[str, Any], currency: str) -> str:
    """Part and whole of a share of money: "1.2 M of 2.4 M USD"."""
    part, of = (row[name] for name in metric.amounts)
    return f"{short(part, 'money')} of {short(of, 'money', currency)}"


def _help(metric: Metric, asked: Asked, coverage: Mapping[str, Any]) -> str:
    """What the number is: its definition, its date field, its rows, its baselines' days."""
    days = [
        f"{_against(kind, asked).capitalize()}: "
        f"{baseline_text(asked.period, kind, asked.as_of, asked.business)}."
        for kind in _kinds(asked)
    ]
    grey = "A change in grey lies within chance." if days and metric.unit == "share" else ""
    lines = [
        ("", metric.says),
        ("Counts", metric.includes),
        ("Date field", f"{metric.day_says}."),
        ("Set aside", _reasons(coverage)),
        ("Compared with", " ".join([*days, grey]).strip()),
        ("Elsewhere", metric.differs),
    ]
    return "\n\n".join(f"**{name}:** {text}" if name else text for name, text in lines if text)


def _reasons(coverage: Mapping[str, Any]) -> str:
    """The rows set aside, by reason: "7 no amount, 1 no day."."""
    listed = ", ".join(f"{item['count']:,} {item['reason']}" for item in coverage["reasons"] or ())
    return f"{listed}." if listed else ""


def _course(metric: Metric, trend: pl.DataFrame, value: str, asked: Asked) -> tuple[float, ...]:
    """The values by unit of time, without units that are cut where they would be too small."""
    unit = trend.columns[0]
    rows = trend.select(unit, value).drop_nulls()
    if _is_a_sum(metric) or metric.has_windows:
        rows = rows.filter(
            pl.Series([_is_whole(unit, start, asked) for start in rows[unit]], dtype=pl.Boolean)
        )
    values = rows[value].to_list()
    return tuple(values) if len(values) >= _FEWEST_POINTS else ()


def _is_a_sum(metric: Metric) -> bool:
    return metric.adds in ("flow", "distinct")


def _is_whole(unit: str, start: date, asked: Asked) -> bool:
    known = asked.period.known_at(asked.as_of)
    return known is not None and start >= known.start and shift_units(unit, start, 1) <= known.end


def is_empty(coverage: Sequence[Mapping[str, Any]]) -> bool:
    """True when nothing at all counts in the period."""
    return not any(row["used"] for row in coverage)
