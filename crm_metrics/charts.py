"""Charts: a frame becomes a figure, one function per kind of chart.

What looks the same means the same: the actual is solid blue, a year before lighter, what is not
over yet hatched or hollow, what cannot be told apart grey; better is green, worse red, always with
a mark or a side beside the colour. The interval is drawn, hovering reads as a sentence, the
background is transparent. The colours keep their contrast on white and on near-black, and stay
apart for colour-blind readers, so that light and dark need no second set.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go
import polars as pl

from crm_metrics.calendar import shift_units, unit_start, units_in
from crm_metrics.metric import Metric, Unit
from crm_metrics.report.asked import Asked
from crm_metrics.report.cards import title_of
from crm_metrics.report.periods import known_text, unit_text
from crm_metrics.report.segments import FEWEST_JUDGED
from crm_metrics.report.wording import (
    FEW,
    counted,
    field_title,
    interval,
    plural,
    scope_text,
    share_or_cases,
    short,
)

ACTUAL = "#3b7dd8"
EARLIER = "rgba(59, 125, 216, 0.38)"
BAND = "rgba(59, 125, 216, 0.18)"
OTHER = "#8a9099"
OTHER_BAND = "rgba(138, 144, 153, 0.16)"
BETTER = "#1a9e77"
WORSE = "#d1492e"
SAME = "#8a9099"
# Beyond this the bars would no longer be read one by one; the table holds all of them.
MOST_BARS = 12
_BAR_HEIGHT, _CHART_HEIGHT = 30, 300
_HOVER = "%{customdata}<extra></extra>"
# The arrow says where the value lies, as on the cards; the colour says whether that is good.
_MARKS = {"higher": "▲ ", "lower": "▼ ", "same": ""}
_TONES = {"better": BETTER, "worse": WORSE, "same": SAME}
_BIN_WIDTHS = (1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365)
_MOST_BINS = 32


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
    figure = _figure(*_heading(asked, metric, f"{title_of(metric, value)} by {unit}"))
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
            _sentence(row, metric, value, unit_text(unit, row[unit]), asked)
            for row in rows.iter_rows(named=True)
        ],
        hovertemplate=_HOVER,
    )
    _value_axis(figure, "y", metric.unit, metric.title, asked.currency)
    days_matter = unit in ("day", "week")
    figure.update_xaxes(
        type="date", tickformat="%-d %b\n%Y" if days_matter else "%b\n%Y", showgrid=False
    )
    return figure


def bars_with_whiskers(
    judged: pl.DataFrame, metric: Metric, asked: Asked, by: str, *, value: str | None = None
) -> go.Figure:
    """A metric per segment, downwards in the frame's order, the interval as a whisker.

    `judged`: as `segments.with_rest` or `with_reference` return it. Segments that cannot be told
    from the rest are grey; the dotted line is the value of all together.
    """
    value = value or metric.values[0]
    rows = judged.filter(pl.col(value).is_not_null())
    title = f"{title_of(metric, value)} by {field_title(by).lower()}"
    if rows.height > MOST_BARS:
        cases = metric.part_of[1] if metric.part_of else "count"
        rows = _both_ends(rows, MOST_BARS, cases)
        title += f", {MOST_BARS} of {judged.height}"
    figure = _figure(*_heading(asked, metric, title))
    records = rows.to_dicts()
    tones = [_tone(row["verdict"], metric) for row in records]
    labels = _unique([_cut(row["segment"]) for row in records])
    ends = [_end(row, value) for row in records]
    figure.add_bar(
        y=labels,
        x=rows[value].to_list(),
        orientation="h",
        # A lone bar would fill the chart.
        width=min(0.65, 0.16 * len(records)),
        marker={
            "color": [_TONES[tone] for tone in tones],
            # Pale where nothing stands out, so that the whisker is seen on its bar.
            "opacity": [0.4 if tone == "same" else 0.85 for tone in tones],
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [end - row[value] for end, row in zip(ends, records, strict=True)],
            "arrayminus": [_below(row, value) for row in records],
            "color": OTHER,
            "thickness": 1.5,
            "width": 4,
        },
        customdata=[_sentence(row, metric, value, row["segment"], asked) for row in records],
        hovertemplate=_HOVER,
    )
    figure.add_scatter(
        y=labels,
        x=ends,
        mode="text",
        text=[f"  {_MARKS[row['verdict']]}{_label(row, metric, value, asked)}" for row in records],
        textposition="middle right",
        hoverinfo="skip",
        cliponaxis=False,
    )
    _value_axis(figure, "x", metric.unit, metric.title, asked.currency)
    if ends:
        figure.update_xaxes(range=[0, max(ends) * 1.3])
    if metric.unit == "share" and ends and max(ends) > 0.7:
        # The room for the labels lies beyond 100 %, where no tick may stand.
        figure.update_xaxes(tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1])
    figure.update_yaxes(autorange="reversed", showgrid=False, automargin=True, type="category")
    figure.update_layout(height=max(160, 90 + _BAR_HEIGHT * len(records)))
    return figure


def columns_this_and_last_year(frame: pl.DataFrame, metric: Metric, asked: Asked) -> go.Figure:
    """A sum by month, solid, beside the same month a year before, lighter; to date hatched.

    `frame`: month, the value and `<value>_last_year`.
    """
    value = metric.values[0]
    rows = _all_units(frame, "month", asked)
    currency = asked.currency
    months = rows["month"].to_list()
    running = [not _is_over("month", month, asked) for month in months]
    figure = _figure(
        *_heading(
            asked,
            metric,
            f"{metric.title} by month, this year and a year before",
        )
    )
    earlier = rows[f"{value}_last_year"].to_list()
    figure.add_bar(
        x=months,
        xperiod="M1",
        xperiodalignment="middle",
        y=earlier,
        marker_color=EARLIER,
        name="a year before",
        customdata=[
            f"{_year_before(month)}: {short(amount, metric.unit, currency)}"
            + (", as many working days" if is_running else "")
            for month, amount, is_running in zip(months, earlier, running, strict=True)
        ],
        hovertemplate=_HOVER,
    )
    figure.add_bar(
        x=months,
        xperiod="M1",
        xperiodalignment="middle",
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
            _compared(row, metric, value, is_running, currency)
            for row, is_running in zip(rows.iter_rows(named=True), running, strict=True)
        ],
        hovertemplate=_HOVER,
        text=[short(amount, metric.unit) if amount else "" for amount in rows[value]],
        textposition="outside",
        textangle=0,
        textfont_size=10,
        cliponaxis=False,
    )
    _value_axis(figure, "y", metric.unit, metric.title, currency)
    figure.update_layout(barmode="group", bargap=0.25, bargroupgap=0.04)
    figure.update_xaxes(
        type="date", tickformat="%b\n%Y", dtick="M1", ticklabelmode="period", showgrid=False
    )
    return figure


def curve_with_band(
    curves: Sequence[tuple[str, pl.DataFrame]],
    metric: Metric,
    asked: Asked,
    *,
    event: str,
    since: str = "the deal was entered",
    falls: bool = False,
) -> go.Figure:
    """Shares reached by day, a step per day with an event; the first curve stands out.

    `curves`: name and frame (day, share, share_low, share_high, at_risk) of each cohort. Where
    fewer than ten are still followed the curve is dotted: so few cannot carry it. `falls`: it
    starts with all of them and tells how many are left.
    """
    start = 1 if falls else 0
    figure = _figure(*_heading(asked, metric, f"{metric.title}: this cohort and the year before"))
    styles = ((ACTUAL, BAND, 2.5), (OTHER, OTHER_BAND, 1.5))
    last_days = [0]
    # The first curve is drawn last, on top.
    for (name, frame), (colour, band, width) in reversed(list(zip(curves, styles, strict=False))):
        if frame.is_empty():
            continue
        firm = frame.filter(pl.col("at_risk") >= FEW)
        last_days.append(_last_day(frame, firm))
        said = (name, event, metric.noun)
        _add_band(figure, _from_start(firm, start), band)
        thin = frame.filter(pl.col("at_risk") < FEW)
        dotted = pl.concat([firm.tail(1), thin]) if firm.height else _from_start(thin, start)
        _add_steps(figure, _from_start(firm, start), said, colour, width, "solid")
        if dotted.height > 1:
            _add_steps(figure, dotted, said, colour, width, "dot")
        shown_end = firm if firm.height else frame
        figure.add_annotation(
            x=shown_end["day"][-1],
            y=shown_end["share"][-1],
            text=name,
            font_color=colour,
            showarrow=False,
            xanchor="right",
            yanchor="bottom",
            yshift=4,
        )
    _value_axis(figure, "y", "share", f"Share {event}", asked.currency)
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
    figure = _figure(*_heading(asked, metric, title, plural(noun)))
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
        hovertemplate=_HOVER,
    )
    marked: dict[float, list[str]] = {}
    for name, day in marks:
        if day is not None:
            marked.setdefault(day, []).append(name)
    tallest = float(binned["count"].max() or 0)  # type: ignore[arg-type]
    for level, (day, names) in enumerate(marked.items()):
        figure.add_shape(
            type="line",
            x0=day,
            x1=day,
            y0=0,
            y1=tallest * 1.02,
            line={"color": OTHER, "width": 1.5},
        )
        figure.add_annotation(
            x=day,
            y=tallest * (1.06 + 0.1 * (level % 2)),
            text=f"{', '.join(names)} {short(day, 'days')}",
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            font_size=11,
        )
    figure.update_xaxes(title_text="days", showgrid=False, rangemode="tozero")
    figure.update_yaxes(title_text=plural(noun), rangemode="tozero", range=[0, tallest * 1.35])
    return figure


def _heading(asked: Asked, metric: Metric, title: str, unit: str = "") -> tuple[str, str]:
    """The title, and under it the unit, the date field, the days and whom it is about."""
    words = unit or _unit_words(metric.unit, asked.currency)
    parts = [words, f"by {metric.day_says}", known_text(asked.period, asked.as_of)]
    scope = scope_text(asked.where)
    return title, ", ".join([*parts, scope] if scope else parts)


def _figure(title: str, subtitle: str) -> go.Figure:
    figure = go.Figure()
    figure.update_layout(
        title={"text": f"<b>{title}</b><br><span>{subtitle}</span>", "font_size": 13},
        meta={"title": title, "subtitle": subtitle},
        height=_CHART_HEIGHT,
        margin={"l": 8, "r": 12, "t": 56, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        hoverlabel_align="left",
        dragmode=False,
        separators=".,",
    )
    figure.update_xaxes(automargin=True, fixedrange=True, title_font_size=11, tickfont_size=11)
    figure.update_yaxes(
        automargin=True,
        fixedrange=True,
        title_font_size=11,
        tickfont_size=11,
        gridcolor="rgba(138, 144, 153, 0.22)",
        zerolinecolor="rgba(138, 144, 153, 0.6)",
    )
    return figure


def _value_axis(figure: go.Figure, axis: str, unit: Unit, title: str, currency: str) -> None:
    """The axis of the values: from zero, with the unit."""
    update = figure.update_yaxes if axis == "y" else figure.update_xaxes
    looks: dict[str, Any] = {"rangemode": "tozero", "zeroline": True}
    match unit:
        case "share":
            looks |= {"tickformat": ".0%", "title_text": f"{title}, %"}
        case "money":
            looks |= {"tickformat": "~s", "title_text": f"{title}, {currency}"}
        case "days" | "hours":
            looks |= {"title_text": f"{title}, {unit}"}
        case _:
            looks |= {"title_text": title}
    update(**looks, zerolinecolor="rgba(138, 144, 153, 0.6)")


def _unit_words(unit: Unit, currency: str) -> str:
    return {"share": "%", "money": currency}.get(unit, unit)


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


def _sentence(row: dict[str, Any], metric: Metric, value: str, whose: str, asked: Asked) -> str:
    """What hovering says: "South: 31.2 % of 412, 95 %: 26.9–35.8 %; the rest 37.3 %"."""
    currency = asked.currency
    if row[value] is None:
        return f"{whose}: nothing to count"
    said = f"<b>{whose}</b>: {_label(row, metric, value, asked)}"
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


def _label(row: dict[str, Any], metric: Metric, value: str, asked: Asked) -> str:
    if metric.part_of:
        return share_or_cases(row[value], *(row[name] for name in metric.part_of))
    return short(row[value], metric.unit, asked.currency)


def _compared(
    row: dict[str, Any], metric: Metric, value: str, is_running: bool, currency: str
) -> str:
    said = f"<b>{row['month']:%b %Y}</b>{' to date' if is_running else ''}: "
    said += short(row[value], metric.unit, currency)
    growth = row[f"{value}_last_year_growth"]
    return said if growth is None else f"{said}<br>{growth * 100:+.1f} % against a year before"


def _year_before(month: date) -> str:
    return f"{month.replace(year=month.year - 1):%b %Y}"


def _tone(verdict: str, metric: Metric) -> str:
    if verdict == "same" or metric.better is None:
        return "same"
    return "better" if verdict == metric.better else "worse"


def _end(row: dict[str, Any], value: str) -> float:
    high = row.get(f"{value}_high")
    return float(row[value] if high is None else high)


def _below(row: dict[str, Any], value: str) -> float:
    low = row.get(f"{value}_low")
    return 0.0 if low is None else float(row[value] - low)


def _both_ends(rows: pl.DataFrame, most: int, cases: str) -> pl.DataFrame:
    """The first and the last rows of a sorted frame, of those that have cases enough to judge."""
    judged = rows.filter(pl.col(cases) >= FEWEST_JUDGED)
    rows = judged if judged.height >= most else rows
    half = most // 2
    return pl.concat([rows.head(most - half), rows.tail(half)])


def _cut(name: str, most: int = 22) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def _unique(labels: Sequence[str]) -> list[str]:
    """Labels that stay apart on a category axis: two owners may share one name.

    >>> _unique(["Kim", "Lee", "Kim"])
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
    said: tuple[str, str, str],
    colour: str,
    width: float,
    dash: str,
) -> None:
    name, event, noun = said
    figure.add_scatter(
        x=rows["day"].to_list(),
        y=rows["share"].to_list(),
        mode="lines",
        line={"color": colour, "width": width, "dash": dash, "shape": "hv"},
        customdata=[
            f"<b>{name}</b>: {short(row['share'], 'share')} {event} by day {row['day']}"
            + (f"<br>{bounds}" if (bounds := _bounds(row)) else "")
            + f"<br>{counted(row['at_risk'], noun)} followed so long"
            for row in rows.iter_rows(named=True)
        ],
        hovertemplate=_HOVER,
        name=name,
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


def _days_of_bin(number: int, width: int, last: int) -> str:
    first = number * width
    if number == last:
        return f"{first:,} days or more"
    return f"{first} days" if width == 1 else f"{first:,}–{first + width - 1:,} days"
