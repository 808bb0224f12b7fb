"""A chart on the page: its title as text that wraps, the finding under it, then the figure."""

import plotly.graph_objects as go
import streamlit as st

from crm_metrics.charts.picture import PULL, for_page, picture_config
from crm_metrics.report.shown import ShownChart
from dashboard.shown import add

# The figure's own title is for the picture only: its band lies under the title as text. The only
# button, which saves the picture, is seen on hover, on focus, and always where nothing hovers.
_STYLE = f"""<style>
.stPlotlyChart {{ margin-top: -{PULL}px; }}
.stPlotlyChart .g-gtitle {{ visibility: hidden; }}
[class*="st-key-chart_"] .stMarkdown {{ position: relative; z-index: 1; width: fit-content; }}
.stPlotlyChart, .stPlotlyChart div {{ pointer-events: none; }}
.stPlotlyChart .modebar-container {{ opacity: 0; }}
.stPlotlyChart .modebar-btn {{ pointer-events: all; }}
[class*="st-key-chart_"]:hover .modebar-container,
[class*="st-key-chart_"]:focus-within .modebar-container {{ opacity: 1; }}
@media (hover: none) {{ .stPlotlyChart .modebar-container {{ opacity: 1; }} }}
</style>"""


def style_charts() -> None:
    """How figures stand on a page, once for all of them."""
    st.html(_STYLE)


def show_chart(figure: go.Figure, finding: str = "") -> None:
    """Draw a figure in a frame of its own."""
    number = add(ShownChart(figure, finding))
    title, subtitle = figure.layout.meta["title"], figure.layout.meta["subtitle"]
    with st.container(border=True, gap="xxsmall", height="stretch", key=f"chart_{number}"):
        st.markdown(f"**{_plain(title)}**  \n:small[:gray[{_plain(subtitle)}]]")
        if finding:
            st.markdown(f":small[{_plain(finding)}]")
        if not figure.data:
            st.caption("Nothing to draw for this period and these filters.")
            return
        said = f"{title}. {subtitle}. {finding}".strip()
        st.plotly_chart(for_page(figure), height="stretch", config=picture_config(figure), alt=said)


def _plain(text: str) -> str:
    """A CRM's own words must not be read as Markdown."""
    for sign in "\\`*_[]$~<>:#|":
        text = text.replace(sign, f"\\{sign}")
    return text
