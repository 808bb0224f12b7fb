"""Charts: a frame becomes a figure, one function per kind of chart.

What looks the same means the same: the actual is solid blue, a year before lighter, what is not
over yet hatched or hollow, what cannot be told apart grey; better is green, worse red, always with
a mark or a side beside the colour. The interval is drawn, hovering reads as a sentence, the
background is transparent. The colours keep their contrast on white and on near-black, and stay
apart for colour-blind readers, so that light and dark need no second set.
"""

from typing import Any

import plotly.graph_objects as go

from crm_metrics.charts.picture import BAND as TITLE_BAND
from crm_metrics.charts.picture import PULL, ROOM_FOR_WIDER_LETTERS, title_band
from crm_metrics.metric import Metric, Unit
from crm_metrics.report.asked import Asked
from crm_metrics.report.periods import known_text
from crm_metrics.report.scopes import whole
from crm_metrics.report.wording import (
    scope_text,
)

ACTUAL = "#3b7dd8"


EARLIER = "rgba(59, 125, 216, 0.38)"


BAND = "rgba(59, 125, 216, 0.18)"


OTHER = "#8a9099"


OTHER_BAND = "rgba(138, 144, 153, 0.16)"


BETTER = "#1a9e77"


WORSE = "#d1492e"


SAME = "#8a9099"


BAR_HEIGHT, _CHART_HEIGHT = 30, PULL + 300


# Of an axis with names instead of numbers.
NAMES = {"type": "category", "showgrid": False, "tickprefix": ROOM_FOR_WIDER_LETTERS}


HOVER = "%{customdata}<extra></extra>"


TONES = {"actual": ACTUAL, "better": BETTER, "worse": WORSE, "same": SAME}


def heading(
    asked: Asked, metric: Metric, title: str, unit: str = ""
) -> tuple[str, str, dict[str, Any]]:
    """The title, under it the unit, the date field, the days and whom it is about; what it opens.

    What it opens are the records behind the whole chart.
    """
    words = unit or _unit_words(metric.unit, asked.currency)
    parts = [words, f"by {metric.day_says}", known_text(asked.period, asked.as_of)]
    scope = scope_text(asked.where)
    return title, ", ".join([*parts, scope] if scope else parts), whole(metric, asked).as_meta()


def new_figure(title: str, subtitle: str, opens: dict[str, Any]) -> go.Figure:
    # Without Plotly's own template, of which nothing would be seen: checking it takes longer than
    # all the rest of a figure.
    axis = {"automargin": True, "fixedrange": True, "title_font_size": 11, "tickfont_size": 11}
    grid = {"gridcolor": "rgba(138, 144, 153, 0.22)", "zerolinecolor": "rgba(138, 144, 153, 0.6)"}
    return go.Figure(
        layout={
            "template": {"layout": {}},
            "title": title_band(title, subtitle),
            "meta": {"title": title, "subtitle": subtitle, "opens": opens},
            "height": _CHART_HEIGHT,
            "margin": {"l": 8, "r": 12, "t": TITLE_BAND, "b": 8},
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "hoverlabel_align": "left",
            "dragmode": False,
            "separators": ".,",
            "xaxis": axis,
            "yaxis": {**axis, **grid},
        }
    )


def value_axis(figure: go.Figure, axis: str, unit: Unit, title: str, currency: str) -> None:
    """The axis of the values: from zero, with the unit.

    Without a title where the chart's own says it all: on a phone each pixel of width counts.
    """
    update = figure.update_yaxes if axis == "y" else figure.update_xaxes
    looks: dict[str, Any] = {"rangemode": "tozero", "zeroline": True}
    match unit:
        case "share":
            looks |= {"tickformat": ".1~%"}
        case "money":
            looks |= {"tickformat": "~s"}
    if title:
        words = {"share": ", %", "money": f", {currency}", "count": ""}.get(unit, f", {unit}")
        looks |= {"title_text": f"{title}{words}"}
    update(**looks, zerolinecolor="rgba(138, 144, 153, 0.6)")


def _unit_words(unit: Unit, currency: str) -> str:
    return {"share": "%", "money": currency}.get(unit, unit)


def tone_of(verdict: str | None, metric: Metric) -> str:
    """The tone of a segment: as judged against the others, or none where it is not judged."""
    if verdict is None:
        return "actual"
    if verdict == "same" or metric.better is None:
        return "same"
    return "better" if verdict == metric.better else "worse"
