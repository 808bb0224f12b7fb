"""As many cards and charts as the overview, and nothing else: what Streamlit alone needs.

`streamlit run benchmarks/bare.py`. The numbers are constants of the choice, so that a new choice
redraws every card and both charts, as a filter does on the overview. The charts have as many
columns, bars, whiskers and labels as those there.
"""

import plotly.graph_objects as go
import streamlit as st

CARDS = 8
TREND = list(range(12))
TEAMS = [f"Team {number}" for number in range(10)]
SEGMENTS = [f"Segment {number}" for number in range(12)]

st.set_page_config(layout="wide")
st.title("Bare")
chosen = st.multiselect("Team", TEAMS, key="team", bind="query-params")
size = 1 + len("".join(chosen))
with st.grid(4, min_column_width=185, gap="xsmall"):
    for card in range(CARDS):
        with st.container(border=True, key=f"card_{card}"):
            trend = [(point * size + card) % 7 for point in TREND]
            st.metric(f"Card {card}", f"{size * 1000 + card:,}", chart_data=trend)
            st.markdown(f"{size:+} against the year before")
left, right = st.columns([3, 2], gap="xsmall")
with left, st.container(border=True):
    columns = go.Figure()
    columns.add_bar(x=TREND, y=[point * size for point in TREND])
    amounts = [point + size for point in TREND]
    columns.add_bar(x=TREND, y=amounts, text=[f"{amount:,}" for amount in amounts])
    st.plotly_chart(columns, height=290)
with right, st.container(border=True):
    lengths = [len(team) * size for team in SEGMENTS]
    bars = go.Figure().add_bar(
        y=SEGMENTS, x=lengths, orientation="h", error_x={"type": "constant", "value": size}
    )
    bars.add_scatter(y=SEGMENTS, x=lengths, mode="text", text=[f"{end:,}" for end in lengths])
    st.plotly_chart(bars, height=290)
