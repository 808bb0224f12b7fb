"""Are we winning, and who or what makes the difference?"""

import streamlit as st

from crm_metrics.charts import bars_with_whiskers, curve_with_band, line_with_band
from crm_metrics.metrics import METRICS
from crm_metrics.report.comparing import cohorts_beside
from crm_metrics.report.pages import WIN_RATE_CARDS, win_rate_questions
from crm_metrics.report.scopes import of_segments
from crm_metrics.report.segments import finding, with_rest
from crm_metrics.report.tables import win_rates_by_segment
from dashboard.cards import cards_of, show_cards
from dashboard.empty import stop_when_nothing_counts
from dashboard.filters import choose_by
from dashboard.notes import coaching, show_notes, show_warning
from dashboard.plots import show_chart
from dashboard.records import show_rows_behind
from dashboard.tables import show_table
from dashboard.view import current

view = current()
coverage = view.coverage(WIN_RATE_CARDS)
stop_when_nothing_counts(view, coverage, "win_rate")
top = st.container()
by = choose_by(view.fields, "team")
answers = view.answers(win_rate_questions(view.period, view.where, by))

with top:
    show_warning(view.late_start())
    show_cards(cards_of(WIN_RATE_CARDS, answers, coverage, view))

segments = with_rest(answers["win_rate_by_segment"], METRICS["win_rate"], by)
left, right = st.columns(2, gap="xsmall")
with left:
    show_chart(line_with_band(answers["win_rate_trend"], METRICS["win_rate"], view.asked))
with right:
    show_chart(
        bars_with_whiskers(segments, METRICS["win_rate"], view.asked, by),
        finding(segments, METRICS["win_rate"], by),
    )

left, right = st.columns(2, gap="xsmall")
with left:
    curves = cohorts_beside(answers, METRICS["win_curve"], view.asked)
    show_chart(curve_with_band(curves, METRICS["win_curve"], view.asked, event="won"))
with right:
    show_table(
        win_rates_by_segment(answers, by),
        f"win_rate_by_{by}",
        shares=True,
        opens=of_segments(METRICS["win_rate"], view.asked, by, segments),
    )

show_notes(coaching(by), view.curve_bounds())
show_rows_behind("win_rate", view)
