"""A chart on the page: its title as text that wraps, the finding under it, then the figure."""

import plotly.graph_objects as go
import streamlit as st

_CONFIG = {"displayModeBar": False, "responsive": True}


def show_chart(figure: go.Figure, finding: str = "", *, at_most: int | None = None) -> None:
    """Draw a figure in a frame of its own; `at_most` so many pixels high."""
    title, subtitle = figure.layout.meta["title"], figure.layout.meta["subtitle"]
    with st.container(border=True, gap="xxsmall", height="stretch"):
        st.markdown(f"**{plain(title)}**  \n:small[:gray[{plain(subtitle)}]]")
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
        st.plotly_chart(figure, height="stretch", config=_CONFIG, alt=said)


def plain(text: str) -> str:
    """A CRM's own words must not be read as Markdown."""
    for sign in "\\`*_[]$~<>:#|":
        text = text.replace(sign, f"\\{sign}")
    return text
