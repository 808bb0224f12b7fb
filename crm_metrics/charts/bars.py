"""Bars: a number by segment, with its interval."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from crm_metrics.charts.picture import PULL
from crm_metrics.charts.saying import cut, label_of, sentence, unique
from crm_metrics.charts.style import (
    BAR_HEIGHT,
    HOVER,
    NAMES,
    OTHER,
    TONES,
    heading,
    new_figure,
    tone_of,
    value_axis,
)
from crm_metrics.metric import Metric
from crm_metrics.report.asked import Asked
from crm_metrics.report.cards import title_of
from crm_metrics.report.scopes import of_segments, opening
from crm_metrics.report.segments import FEWEST_JUDGED
from crm_metrics.report.wording import (
    field_title,
)

# Beyond this the bars would no longer be read one by one; the table holds all of them.
MOST_BARS = 12


# The arrow says where the value lies, as on the cards; the colour says whether that is good.
_MARKS = {"higher": "▲ ", "lower": "▼ ", "same": ""}


def bars_with_whiskers(
    judged: pl.DataFrame, metric: Metric, asked: Asked, by: str, *, value: str | None = None
) -> go.Figure:
    """A metric per segment, downwards in the frame's order, the interval as a whisker.

    `judged`: as `segments.with_rest` or `with_reference` return it. Segments that cannot be told
    from the rest are grey; the dotted line is the value of all together.
    """
    value = value or metric.values[0]
    rows = judged.filter(pl.col(value).is_not_null())
    title, shown = f"{title_of(metric, value)} by {field_title(by).lower()}", ""
    if rows.height > MOST_BARS:
        cases = metric.part_of[1] if metric.part_of else "count"
        rows = _both_ends(rows, MOST_BARS, cases)
        shown = f"{MOST_BARS} of {judged.height} shown"
    title, subtitle, opens = heading(asked, metric, title)
    figure = new_figure(title, f"{subtitle}, {shown}" if shown else subtitle, opens)
    records = rows.to_dicts()
    tones = [tone_of(row["verdict"], metric) for row in records]
    labels = unique([cut(row["segment"]) for row in records])
    ends = [_end(row, value) for row in records]
    figure.add_bar(
        y=labels,
        x=rows[value].to_list(),
        orientation="h",
        # A lone bar would fill the chart.
        width=min(0.65, 0.16 * len(records)),
        marker={
            "color": [TONES[tone] for tone in tones],
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
        customdata=[sentence(row, metric, value, row["segment"], asked) for row in records],
        hovertemplate=HOVER,
        meta=opening(of_segments(metric, asked, by, rows)),
    )
    figure.add_scatter(
        y=labels,
        x=ends,
        mode="text",
        text=[
            f"  {_MARKS.get(row['verdict'], '')}{label_of(row, metric, value, asked)}"
            for row in records
        ],
        textposition="middle right",
        hoverinfo="skip",
        cliponaxis=False,
    )
    value_axis(figure, "x", metric.unit, metric.title, asked.currency)
    if ends:
        figure.update_xaxes(range=[0, max(ends) * 1.3])
    if metric.unit == "share" and ends and max(ends) > 0.7:
        # The room for the labels lies beyond 100 %, where no tick may stand.
        figure.update_xaxes(tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1])
    figure.update_yaxes(autorange="reversed", **NAMES)
    figure.update_layout(height=PULL + max(160, 90 + BAR_HEIGHT * len(records)))
    return figure


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
