"""The numbers a chart is drawn from, as a table: for a workbook, and for who cannot see the chart.

Read from the figure itself, so that they cannot differ from what was drawn.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from typing import Any

import plotly.graph_objects as go
import polars as pl

from crm_metrics.formatting import Kind

_SERIES, _WORDS = "Series", "In words"


def numbers_of(figure: go.Figure) -> tuple[pl.DataFrame, dict[str, Kind]]:
    """One row per point that hovering explains, in the order drawn, and the kinds of the columns.

    Columns: the series where there are several, the place on the first axis, the value (a share
    from 0 to 1), and the sentence that hovering says. Points without a value are left out.
    """
    points = [point for trace in figure.data for point in _points(trace)]
    is_lying = any(trace.type == "bar" and trace.orientation == "h" for trace in figure.data)
    axes = (figure.layout.yaxis, figure.layout.xaxis)
    place_axis, value_axis = axes if is_lying else axes[::-1]
    place = _plain(place_axis.title.text or "").capitalize() or "Of"
    is_share = any("shares" in (trace.meta or {}) for trace in figure.data)
    kind: Kind = "share" if is_share else _kind(value_axis)
    value = "Share" if is_share else _plain(value_axis.title.text or "") or _subject(figure)
    columns: dict[str, pl.Series] = {
        _SERIES: pl.Series([point[0] for point in points], dtype=pl.String),
        place: _places([point[1] for point in points]),
        value: pl.Series([point[2] for point in points], dtype=pl.Float64),
        _WORDS: pl.Series([point[3] for point in points], dtype=pl.String),
    }
    table = pl.DataFrame(columns)
    if table[_SERIES].null_count() == table.height:
        table = table.drop(_SERIES)
    place_kind: Kind = "day" if table.schema[place] == pl.Date else "text"
    if table.schema[place].is_numeric():
        place_kind = "days"
    kinds: dict[str, Kind] = {_SERIES: "text", place: place_kind, value: kind, _WORDS: "text"}
    return table, {name: kinds[name] for name in table.columns}


def _subject(figure: go.Figure) -> str:
    """What the values are, and their unit, where the axis leaves it to the chart's title."""
    title, subtitle = figure.layout.meta["title"], figure.layout.meta["subtitle"]
    return f"{title.split(' by ')[0]}, {subtitle.split(',')[0]}"


def _points(trace: Any) -> Iterator[tuple[str | None, Any, float, str]]:
    if trace.hoverinfo == "skip" or trace.customdata is None:
        return
    is_lying = trace.type == "bar" and trace.orientation == "h"
    places, values = (trace.y, trace.x) if is_lying else (trace.x, trace.y)
    values = (trace.meta or {}).get("shares", values)
    for place, value, words in zip(places, values, trace.customdata, strict=True):
        if value is not None:
            yield trace.name, place, float(value), _plain(words)


def _kind(axis: Any) -> Kind:
    looks = axis.tickformat or ""
    return "share" if "%" in looks else "money" if looks == "~s" else "days"


def _places(places: list[Any]) -> pl.Series:
    """Days, numbers or names, in the narrowest type that holds all of them."""
    if places and all(isinstance(place, datetime | date) for place in places):
        return pl.Series([_day(place) for place in places], dtype=pl.Date)
    if places and all(isinstance(place, int | float) for place in places):
        return pl.Series([float(place) for place in places], dtype=pl.Float64)
    return pl.Series([_plain(str(place)) for place in places], dtype=pl.String)


def _day(place: datetime | date) -> date:
    return place.date() if isinstance(place, datetime) else place


def _plain(text: str) -> str:
    """A figure's text without its marks.

    >>> _plain("<b>R&amp;D</b>: 3 of 7<br>95 %: 12.1–77.9 %")
    'R&D: 3 of 7; 95 %: 12.1–77.9 %'
    """
    return unescape(re.sub(r"</?(b|i|span)>", "", text.replace("<br>", "; "))).strip()
