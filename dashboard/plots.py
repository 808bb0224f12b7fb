"""A chart on the page: its title as text that wraps, the finding under it, then the figure."""

import plotly.graph_objects as go
import streamlit as st

from crm_metrics.charts.picture import PULL, picture_config
from crm_metrics.report.scopes import scope_of_figure, scope_of_mark
from crm_metrics.report.shown import ShownChart
from dashboard.records import ask_for, open_what_was_asked, records_button
from dashboard.shown import add

# The figure's own title is for the picture only: its band lies under the title as text. The only
# button, which saves the picture, is seen on hover, on focus, and always where nothing hovers.
_STYLE = f"""<style>
[class*="st-key-plot_"] {{ margin-top: -{PULL}px; }}
.stPlotlyChart .g-gtitle {{ visibility: hidden; }}
[class*="st-key-chart_"] :is(.stMarkdown, .stButton) {{ position: relative; z-index: 1; }}
.stPlotlyChart .modebar-container {{ opacity: 0; top: {PULL}px !important; }}
[class*="st-key-chart_"]:hover .modebar-container,
[class*="st-key-chart_"]:focus-within .modebar-container {{ opacity: 1; }}
@media (hover: none) {{ .stPlotlyChart .modebar-container {{ opacity: 1; }} }}
</style>"""


def style_charts() -> None:
    """How figures stand on a page, once for all of them."""
    st.html(_STYLE)


def show_chart(figure: go.Figure, finding: str = "", *, at_most: int | None = None) -> None:
    """Draw a figure in a frame of its own; a click on a mark opens the records behind it.

    `at_most`: so many pixels high.
    """
    # Outside the fragment: what runs again has been added already.
    add(ShownChart(figure, finding))
    _draw(figure, finding, at_most)


@st.fragment
def _draw(figure: go.Figure, finding: str, at_most: int | None) -> None:
    title, subtitle = figure.layout.meta["title"], figure.layout.meta["subtitle"]
    with st.container(border=True, gap="xxsmall", height="stretch", key=f"chart_{title}"):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="top", wrap=False):
            st.markdown(f"**{plain(title)}**  \n:small[:gray[{plain(subtitle)}]]", width="stretch")
            scope = scope_of_figure(figure)
            if scope and figure.data:
                records_button(scope, title)
        if finding:
            st.markdown(f":small[{plain(finding)}]")
        if not figure.data:
            st.caption("Nothing to draw for this period and these filters.")
            return
        said = f"{title}. {subtitle}. {finding}".strip()
        key = _key(title)
        st.plotly_chart(
            figure,
            height=PULL + min(at_most, figure.layout.height - PULL) if at_most else "stretch",
            config=picture_config(figure),
            alt=said,
            key=key,
            on_select=lambda: _open_the_mark(title, figure),
            selection_mode="points",
        )
    open_what_was_asked()


def _key(title: str) -> str:
    return f"plot_{st.session_state.get(_clicks(title), 0)}_{title}"


def _clicks(title: str) -> str:
    return f"_clicks_{title}"


def _open_the_mark(title: str, figure: go.Figure) -> None:
    """Open what was clicked.

    A chart keeps its selection, and a second click on the same mark would only take it back; under
    a new key it starts anew.
    """
    for point in st.session_state[_key(title)]["selection"]["points"]:
        scope = scope_of_mark(figure, point["curve_number"], point["point_index"])
        if scope:
            ask_for(scope)
            st.session_state[_clicks(title)] = st.session_state.get(_clicks(title), 0) + 1
            return


def plain(text: str) -> str:
    """A CRM's own words must not be read as Markdown."""
    for sign in "\\`*_[]$~<>:#|":
        text = text.replace(sign, f"\\{sign}")
    return text
