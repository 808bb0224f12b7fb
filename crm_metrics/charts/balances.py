"""Balances: how a sum went from one day to another, step by step."""

from dataclasses import dataclass, replace
from itertools import accumulate

import plotly.graph_objects as go
import polars as pl

from crm_metrics.charts.picture import PULL
from crm_metrics.charts.style import (
    ACTUAL,
    BAR_HEIGHT,
    HOVER,
    NAMES,
    TONES,
    heading,
    new_figure,
    value_axis,
)
from crm_metrics.facts.fact import MONEY_UNIT
from crm_metrics.metric import Metric
from crm_metrics.report.asked import Asked
from crm_metrics.report.scopes import Only, opening, whole
from crm_metrics.report.wording import short


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the balance; `sign` 0 stands for a state, +1 and −1 for a rise and a fall."""

    column: str
    title: str
    sign: int = 0


# A record tells its change, not which kind of change it is: a rise may be new, returned or more.
_RISE_OR_FALL = {
    0: None,
    1: Only("all that rose", low=1 / MONEY_UNIT),
    -1: Only("all that fell", high=0.0),
}


def waterfall(frame: pl.DataFrame, metric: Metric, asked: Asked, steps: list[Step]) -> go.Figure:
    """The start, what was added, what was lost, the end: bars that hang on one another.

    The steps run downwards, because their names and amounts then have room on a phone as well.
    `frame` has one row with a column per step, falls above zero.
    """
    figure = new_figure(*heading(asked, metric, metric.title))
    row = frame.row(0, named=True) if frame.height else {}
    if not any(row.values()):
        return figure
    amounts = [row[step.column] or 0.0 for step in steps]
    changes = [step.sign * amount for step, amount in zip(steps, amounts, strict=True)]
    levels = list(accumulate(changes, initial=amounts[0]))
    bases = [
        min(before, after) if step.sign else 0.0
        for step, before, after in zip(steps, levels, levels[1:], strict=False)
    ]
    tones = {0: ACTUAL, 1: TONES["better"], -1: TONES["worse"]}
    signs = {0: "", 1: "+", -1: "−"}
    titles = [step.title for step in steps]
    figure.add_bar(
        y=titles,
        x=amounts,
        base=bases,
        orientation="h",
        width=0.7,
        marker_color=[tones[step.sign] for step in steps],
        customdata=[
            f"<b>{step.title}</b>: {signs[step.sign]}{short(amount, metric.unit, asked.currency)}"
            + (f"<br>{amount / amounts[0] * 100:.1f} % of the start" if amounts[0] else "")
            for step, amount in zip(steps, amounts, strict=True)
        ],
        hovertemplate=HOVER,
        meta=opening([replace(whole(metric, asked), only=_RISE_OR_FALL[s.sign]) for s in steps]),
    )
    figure.add_scatter(
        y=titles,
        x=[base + amount for base, amount in zip(bases, amounts, strict=True)],
        mode="text",
        text=[
            f"  {signs[step.sign]}{short(amount, metric.unit)}"
            for step, amount in zip(steps, amounts, strict=True)
        ],
        textposition="middle right",
        hoverinfo="skip",
        cliponaxis=False,
    )
    value_axis(figure, "x", metric.unit, "", asked.currency)
    figure.update_xaxes(range=[0, max([*levels, *amounts]) * 1.25])
    figure.update_yaxes(autorange="reversed", **NAMES)
    figure.update_layout(height=PULL + 90 + BAR_HEIGHT * len(steps))
    return figure
