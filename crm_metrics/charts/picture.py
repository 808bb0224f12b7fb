"""A chart as a picture: made by the reader's own browser, with its title in it.

On a page the title stands above the figure as text, which wraps on a phone and can be read aloud.
A picture travels alone: its title, unit, days and filters must be in it. So the title stays in the
figure, in a band above the plot that pages hide and pull up.
"""

import re
import textwrap
from typing import Any

import plotly.graph_objects as go

from crm_metrics.charts.saying import as_text

_WIDTH, _SCALE, _LETTERS = 960, 2, 130
BAND, _SHOWN_ABOVE = 66, 10
# For the style of a page: the band is not seen, and the text above the figure takes its place.
PULL = BAND - _SHOWN_ABOVE
# A picture has no web fonts: its letters may be wider than those measured for the margin.
ROOM_FOR_WIDER_LETTERS = "\u2003\u2003"


def title_band(title: str, subtitle: str) -> dict[str, Any]:
    """The layout of a figure's title: as wide as the picture, in the band above the plot."""
    lines = textwrap.wrap(subtitle, _LETTERS, max_lines=2, placeholder=" …")
    return {
        "text": as_text(title),
        "font_size": 14,
        "subtitle": {"text": "<br>".join(map(as_text, lines)), "font_size": 11},
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"l": 10, "t": 12},
    }


def picture_config(figure: go.Figure) -> dict[str, Any]:
    """Plotly's settings for a figure whose only button saves it as PNG."""
    name = re.sub(r"[^a-z0-9]+", "_", figure.layout.meta["title"].lower()).strip("_")
    return {
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "showTips": False,
        "toImageButtonOptions": {
            "format": "png",
            "filename": name,
            "width": _WIDTH,
            "height": int(figure.layout.height),
            "scale": _SCALE,
        },
    }
