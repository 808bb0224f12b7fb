"""Courses: a number by unit of time."""

from collections.abc import Sequence
from datetime import date, timedelta

import plotly.graph_objects as go
import polars as pl

from crm_metrics.calendar import shift_units, unit_start, units_in
from crm_metrics.charts.saying import compared, sentence, year_before_text
from crm_metrics.charts.style import ACTUAL, BAND, EARLIER, HOVER, heading, new_figure, value_axis
from crm_metrics.metric import Metric
from crm_metrics.report.asked import Asked
from crm_metrics.report.cards import title_of
from crm_metrics.report.periods import unit_text
from crm_metrics.report.scopes import compared_with, of_unit, opening
from crm_metrics.report.wording import (
    short,
)

# Of a month's room; what two of them overlap shows which is behind.
_COLUMN_WIDTH = 0.66


def line_with_band(
    frame: pl.DataFrame, metric: Metric, asked: Asked, *, value: str | None = None
) -> go.Figure:
    """A metric's course by unit of time, its interval as a band.

    `frame`: the unit's first day, the value and its `_low` and `_high`. Units without a row are
    gaps. A unit that is still running, or cut by the period, is a hollow point.
    """
    value = value or metric.values[0]
    unit = frame.columns[0]
    rows = _all_units(frame, unit, asked)
    days = rows[unit].to_list()
    whole = [_is_whole(unit, day, asked) for day in days]
    figure = new_figure(*heading(asked, metric, f"{title_of(metric, value)} by {unit}"))
    low, high = rows[f"{value}_low"], rows[f"{value}_high"]
    for run in _runs_without_gap(low.is_not_null().to_list()):
        run_days = [days[i] for i in run]
        figure.add_scatter(
            x=[*run_days, *reversed(run_days)],
            y=[*(high[i] for i in run), *(low[i] for i in reversed(run))],
            fill="toself",
            fillcolor=BAND,
            line_width=0,
            hoverinfo="skip",
            mode="lines",
        )
    figure.add_scatter(
        x=days,
        y=rows[value].to_list(),
        mode="lines+markers",
        line={"color": ACTUAL, "width": 2},
        marker={
            "size": 7,
            "color": [ACTUAL if is_whole else "rgba(0,0,0,0)" for is_whole in whole],
            "line": {"color": ACTUAL, "width": 1.5},
        },
        customdata=[
            sentence(row, metric, value, unit_text(unit, row[unit]), asked)
            for row in rows.iter_rows(named=True)
        ],
        hovertemplate=HOVER,
        meta=opening([of_unit(metric, asked, unit, day) for day in days]),
    )
    value_axis(figure, "y", metric.unit, "", asked.currency)
    days_matter = unit in ("day", "week")
    figure.update_xaxes(
        type="date", tickformat="%-d %b\n%Y" if days_matter else "%b\n%Y", showgrid=False
    )
    return figure


def columns_this_and_last_year(frame: pl.DataFrame, metric: Metric, asked: Asked) -> go.Figure:
    """A sum by month, solid, before the same month a year before, lighter; to date hatched.

    The earlier column stands behind, a little to the left, so that both are wide enough for the
    amount. Without it where the question does not compare with last year.

    `frame`: month, the value and `<value>_last_year`.
    """
    value = metric.values[0]
    rows = _all_units(frame, "month", asked)
    currency = asked.currency
    months = rows["month"].to_list()
    running = [not _is_over("month", month, asked) for month in months]
    figure = new_figure(
        *heading(
            asked,
            metric,
            f"{metric.title} by month, this year and a year before"
            if "last_year" in asked.compare
            else f"{metric.title} by month",
        )
    )
    places = list(range(len(months)))
    earlier = rows[f"{value}_last_year"].to_list()
    scopes = [of_unit(metric, asked, "month", month) for month in months]
    if "last_year" in asked.compare:
        figure.add_bar(
            x=places,
            offset=-0.45,
            width=_COLUMN_WIDTH,
            y=earlier,
            marker_color=EARLIER,
            name="a year before",
            customdata=[
                f"{year_before_text(month)}: {short(amount, metric.unit, currency)}"
                + (", as many working days" if is_running else "")
                for month, amount, is_running in zip(months, earlier, running, strict=True)
            ],
            hovertemplate=HOVER,
            meta=opening([compared_with(scope, "last_year", asked) for scope in scopes]),
        )
    figure.add_bar(
        x=places,
        offset=0.45 - _COLUMN_WIDTH,
        width=_COLUMN_WIDTH,
        y=rows[value].to_list(),
        marker={
            "color": ACTUAL,
            "pattern": {
                "shape": ["/" if is_running else "" for is_running in running],
                "fillmode": "replace",
                "fgcolor": ACTUAL,
            },
        },
        name="this year",
        customdata=[
            compared(row, metric, value, is_running, currency)
            for row, is_running in zip(rows.iter_rows(named=True), running, strict=True)
        ],
        hovertemplate=HOVER,
        meta=opening(scopes),
        text=[short(amount, metric.unit) if amount else "" for amount in rows[value]],
        # Above its column; where the one behind is higher, on the column, where it is read better.
        textposition=[
            "inside" if not is_running and (before or 0) > (amount or 0) else "outside"
            for before, amount, is_running in zip(earlier, rows[value], running, strict=True)
        ],
        insidetextanchor="end",
        insidetextfont_color="white",
        textangle=0,
        textfont_size=10,
        cliponaxis=False,
    )
    value_axis(figure, "y", metric.unit, "", currency)
    # On a phone the amounts would be too small to read; touching a column still tells them.
    figure.update_layout(barmode="overlay", uniformtext={"mode": "hide", "minsize": 8})
    figure.update_xaxes(tickvals=places, ticktext=_month_names(months), tickangle=0, showgrid=False)
    return figure


def _month_names(months: Sequence[date]) -> list[str]:
    """The months; the year below the first, and below each January.

    Two years side by side would run into each other on a phone.

    >>> _month_names([date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)])
    ['Dec', 'Jan<br>2026', 'Feb']
    """
    has_year = [month.month == 1 for month in months]
    if not any(has_year[:2]):
        has_year[:1] = [True]
    return [
        f"{month:%b}<br>{month:%Y}" if is_named else f"{month:%b}"
        for month, is_named in zip(months, has_year, strict=True)
    ]


def _all_units(frame: pl.DataFrame, unit: str, asked: Asked) -> pl.DataFrame:
    """A row for every unit of the period that has begun, so that a gap shows as a gap."""
    known = asked.period.known_at(asked.as_of) or asked.period
    parts = units_in(unit, known, asked.business)
    starts = [unit_start(unit, part.start, asked.business) for part in parts]
    every = pl.DataFrame({unit: starts}, schema={unit: pl.Date})
    return every.join(frame, on=unit, how="left", maintain_order="left")


def _is_over(unit: str, start: date, asked: Asked) -> bool:
    return shift_units(unit, start, 1) <= asked.as_of + timedelta(days=1)


def _is_whole(unit: str, start: date, asked: Asked) -> bool:
    """True when the unit is over and lies in the period with all its days."""
    inside = start >= asked.period.start and shift_units(unit, start, 1) <= asked.period.end
    return inside and _is_over(unit, start, asked)


def _runs_without_gap(has_value: Sequence[bool]) -> list[list[int]]:
    """Positions of neighbours that all have a value.

    >>> _runs_without_gap([True, True, False, True])
    [[0, 1], [3]]
    """
    runs: list[list[int]] = []
    for position, has in enumerate(has_value):
        if has and position and has_value[position - 1]:
            runs[-1].append(position)
        elif has:
            runs.append([position])
    return runs
