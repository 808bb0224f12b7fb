"""A chart on the page: its title as text that wraps, the finding under it, then the figure."""

import plotly.graph_objects as go
import streamlit as st

from crm_metrics.report.scopes import scope_of_figure, scope_of_mark
from dashboard.records import ask_for, open_what_was_asked, records_button

_CONFIG = {"displayModeBar": False, "responsive": True}


@st.fragment
def show_chart(figure: go.Figure, finding: str = "", *, at_most: int | None = None) -> None:
    """Draw a figure in a frame of its own; a click on a mark opens the records behind it.

    `at_most`: so many pixels high.
    """
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
        # The title stands above as text, which wraps on a phone and can be read aloud.
        figure = go.Figure(figure).update_layout(title_text="", margin_t=10)
        if at_most:
            figure.update_layout(height=min(at_most, figure.layout.height or at_most))
        said = f"{title}. {subtitle}. {finding}".strip()
        key = _key(title)
        st.plotly_chart(
            figure,
            height="stretch",
            config=_CONFIG,
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
