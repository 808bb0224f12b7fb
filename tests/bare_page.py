"""Streamlit's own widgets, as the dashboard uses them, and nothing of the dashboard."""

from datetime import date

import plotly.graph_objects as go
import polars as pl
import streamlit as st

st.set_page_config(layout="wide")


def bare() -> None:
    """The widgets."""
    st.title("A bare page")
    with st.container(horizontal=True):
        st.selectbox("Period", ["a year", "a month"], label_visibility="collapsed")
        st.multiselect("Team", ["North"], placeholder="Team: all", label_visibility="collapsed")
        with st.popover("More"):
            st.date_input("As of", date(2026, 1, 1))
    st.button("Refresh", help="Reads anew.")
    st.metric("Win rate", "60 %", help="Won of decided.", chart_data=[1, 3, 2], chart_type="line")
    st.metric("Revenue", "1 M USD", help="Of won deals.", chart_data=[1, 3, 2], chart_type="bar")
    st.segmented_control("Compare by", ["Team", "Owner"], default="Team")
    st.caption("A note")
    with st.container(border=True):
        st.plotly_chart(go.Figure(go.Bar(x=[1, 2], y=[3, 4])), alt="Two bars")
    st.dataframe(pl.DataFrame({"Team": ["North"], "Won": [3]}), hide_index=True)
    st.download_button("CSV", b"", file_name="rows.csv", type="tertiary")
    with st.expander("Behind the number"):
        st.text_input("Search", label_visibility="collapsed")


# As many pages in as many sections as the dashboard's menu has.
SECTIONS = {"Executive": 1, "Sales": 2, "Customers": 2, "Data": 2}
st.navigation(
    {
        section: [
            st.Page(bare, title=f"{section} {n}", url_path=f"{section}_{n}") for n in range(count)
        ]
        for section, count in SECTIONS.items()
    },
    position="top",
).run()
