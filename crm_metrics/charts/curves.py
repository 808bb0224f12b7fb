"""Curves and distributions: how long things take."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import polars as pl

from crm_metrics.charts.saying import as_text
from crm_metrics.charts.style import (
    ACTUAL,
    BAND,
    HOVER,
    OTHER,
    OTHER_BAND,
    heading,
    new_figure,
    value_axis,
)
from crm_metrics.metric import Metric
from crm_metrics.report.asked import Asked
from crm_metrics.report.comparing import Curve
from crm_metrics.report.scopes import Only, opening, opening_whole, whole
from crm_metrics.report.wording import (
    FEW,
    counted,
    interval,
    plural,
    short,
)

_BIN_WIDTHS = (1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365)


_MOST_BINS = 32


def curve_with_band(
    curves: Sequence[Curve],
    metric: Metric,
    asked: Asked,
    *,
    event: str,
    title: str = "",
    since: str = "the deal was entered",
    falls: bool = False,
) -> go.Figure:
    """Shares reached by day, a step per day with an event; the first curve stands out.

    Where fewer than ten are still followed the curve is dotted: so few cannot carry it. `falls`: it
    starts with all of them and tells how many are left. Any of its points opens all whom it is of.
    """
    start = 1 if falls else 0
    title = title or f"{metric.title}: this cohort" + " and the year before" * (len(curves) > 1)
    figure = new_figure(*heading(asked, metric, title))
    styles = ((ACTUAL, BAND, 2.5), (OTHER, OTHER_BAND, 1.5))
    last_days = [0]
    drawn = [
        (curve, look) for curve, look in zip(curves, styles, strict=False) if curve.rows.height
    ]
    # The first curve is drawn last, on top.
    for curve, (colour, band, width) in reversed(drawn):
        frame = curve.rows
        firm = frame.filter(pl.col("at_risk") >= FEW)
        last_days.append(_last_day(frame, firm))
        said = (curve, event, metric.noun)
        _add_band(figure, _from_start(firm, start), band)
        thin = frame.filter(pl.col("at_risk") < FEW)
        dotted = pl.concat([firm.tail(1), thin]) if firm.height else _from_start(thin, start)
        _add_steps(figure, _from_start(firm, start), said, colour, width, "solid")
        if dotted.height > 1:
            _add_steps(figure, dotted, said, colour, width, "dot")
    value_axis(figure, "y", "share", f"Share {event}", asked.currency)
    _name_curves(figure, [(curve.name, colour) for curve, (colour, *_) in drawn], falls)
    figure.update_xaxes(
        title_text=f"days since {since}",
        range=[0, max(last_days) * 1.02 or 1],
        showgrid=False,
    )
    return figure


def histogram(
    distribution: pl.DataFrame,
    metric: Metric,
    asked: Asked,
    marks: Sequence[tuple[str, float | None]],
) -> go.Figure:
    """How many cases took how long; marks are vertical lines, such as the median.

    `distribution`: day, count. The longest hundredth shares the last column.
    """
    noun = metric.noun
    title = f"{metric.title}: how many took how long"
    figure = new_figure(*heading(asked, metric, title, plural(noun)))
    if distribution.is_empty():
        return figure
    width, last = _bins(distribution)
    binned = (
        distribution.with_columns(bin=pl.min_horizontal(pl.col("day") // width, last))
        .group_by("bin")
        .agg(pl.col("count").sum())
        .sort("bin")
    )
    figure.add_bar(
        x=((binned["bin"] + 0.5) * width).to_list(),
        y=binned["count"].to_list(),
        width=width * 0.94,
        marker_color=ACTUAL,
        opacity=0.75,
        customdata=[
            f"{counted(count, noun)} took {_days_of_bin(number, width, last)}"
            for number, count in binned.iter_rows()
        ],
        hovertemplate=HOVER,
        meta=opening(
            [
                replace(whole(metric, asked), only=_only(number, width, last))
                for number in binned["bin"]
            ]
        ),
    )
    marked: dict[float, list[str]] = {}
    for name, day in marks:
        if day is not None:
            marked.setdefault(day, []).append(name)
    tallest = float(binned["count"].max() or 0)  # type: ignore[arg-type]
    middle = (last + 1) * width / 2
    # Each name stands above the lines that it could run across: of the left half to the right of
    # its line, of the right half, where it would be cut off, to the left.
    ordered = sorted(marked, key=lambda day: (day > middle, day if day <= middle else -day))
    for level, day in enumerate(ordered):
        height = tallest * (1.42 - 0.12 * level)
        is_left = day <= middle
        figure.add_shape(
            type="line",
            x0=day,
            x1=day,
            y0=0,
            y1=height,
            line={"color": OTHER, "width": 1.5},
        )
        figure.add_annotation(
            x=day,
            y=height,
            xshift=2 if is_left else -2,
            text=f"{', '.join(marked[day])} {short(day, 'days')}",
            showarrow=False,
            xanchor="left" if is_left else "right",
            yanchor="top",
            font_size=11,
        )
    figure.update_xaxes(title_text="days", showgrid=False, rangemode="tozero")
    figure.update_yaxes(
        title_text=plural(noun),
        range=[0, tallest * 1.45],
        tickformat=",",
        # There is no half a deal.
        dtick=1 if tallest < 5 else None,
    )
    return figure


def _name_curves(figure: go.Figure, names: Sequence[tuple[str, str]], falls: bool) -> None:
    """The curves' names in their colours, in the corner that no curve reaches.

    What begins at nothing and rises leaves the lower right corner free, what begins with all and
    falls the lower left one; at its own end a curve may have the other beside it.
    """
    side = "left" if falls else "right"
    for row, (name, colour) in enumerate(reversed(names)):
        figure.add_annotation(
            xref="paper",
            yref="paper",
            x=0.02 if falls else 0.98,
            y=0.03,
            yshift=16 * row,
            text=f"━ {name}",
            font_color=colour,
            showarrow=False,
            xanchor=side,
            yanchor="bottom",
        )


def _from_start(frame: pl.DataFrame, share: int) -> pl.DataFrame:
    """The curve with its start: the share that holds before anything happens."""
    if frame.is_empty() or frame["day"][0] == 0:
        return frame
    at = {"day": 0, "share": share, "share_low": share, "share_high": share}
    start = frame.head(1).with_columns(
        pl.lit(value).cast(frame.schema[name]).alias(name) for name, value in at.items()
    )
    return pl.concat([start, frame])


def _last_day(frame: pl.DataFrame, firm: pl.DataFrame) -> int:
    """Where the axis ends: a little after the part that enough deals carry."""
    longest = int(frame["day"][-1])
    return longest if firm.is_empty() else min(longest, int(firm["day"][-1] * 1.15) + 1)


def _add_band(figure: go.Figure, rows: pl.DataFrame, colour: str) -> None:
    days, low, high = rows["day"].to_list(), rows["share_low"], rows["share_high"]
    if not days:
        return
    for bound, fill in ((low, None), (high, "tonexty")):
        figure.add_scatter(
            x=days,
            y=bound,
            mode="lines",
            line={"width": 0, "shape": "hv"},
            fill=fill,
            fillcolor=colour,
            hoverinfo="skip",
        )


def _add_steps(
    figure: go.Figure,
    rows: pl.DataFrame,
    said: tuple[Curve, str, str],
    colour: str,
    width: float,
    dash: str,
) -> None:
    curve, event, noun = said
    name = as_text(curve.name)
    figure.add_scatter(
        x=rows["day"].to_list(),
        y=rows["share"].to_list(),
        # Only what has a mark can be clicked.
        mode="lines+markers",
        marker={"size": 10, "opacity": 0},
        line={"color": colour, "width": width, "dash": dash, "shape": "hv"},
        customdata=[
            f"<b>{name}</b>: {short(row['share'], 'share')} {event} by day {row['day']}"
            + (f"<br>{bounds}" if (bounds := _bounds(row)) else "")
            + f"<br>{counted(row['at_risk'], noun)} followed so long"
            for row in rows.iter_rows(named=True)
        ],
        hovertemplate=HOVER,
        name=curve.name,
        meta=opening_whole(curve.opens),
    )


def _bounds(row: dict[str, Any]) -> str:
    return interval(row["share_low"], row["share_high"], "share")


def _bins(distribution: pl.DataFrame) -> tuple[int, int]:
    """Width of a column in days, and the number of the last one, from the 99th percentile on."""
    ordered = distribution.sort("day")
    reached = ordered["count"].cum_sum() / ordered["count"].sum()
    longest = int(ordered.filter(reached >= 0.99)["day"][0])
    width = next((width for width in _BIN_WIDTHS if longest / width < _MOST_BINS), 365)
    return width, longest // width


def _only(number: int, width: int, last: int) -> Only:
    """The records of one column."""
    low = number * width
    high = None if number == last else low + width
    return Only(_days_of_bin(number, width, last), low, high)


def _days_of_bin(number: int, width: int, last: int) -> str:
    first = number * width
    if number == last:
        return f"{first:,} days or more"
    return f"{first} days" if width == 1 else f"{first:,}–{first + width - 1:,} days"
