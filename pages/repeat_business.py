"""Do customers without contracts come back?"""

import streamlit as st

from crm_metrics.charts import bars_with_whiskers, line_with_band
from crm_metrics.metrics import METRICS
from crm_metrics.report.pages import REPEAT_CARDS, repeat_business_questions
from crm_metrics.report.retention import threshold_table
from crm_metrics.report.segments import finding, with_rest
from dashboard.cards import cards_of, show_cards
from dashboard.empty import stop_when_nothing_counts
from dashboard.filters import choose_by
from dashboard.notes import coaching, show_notes
from dashboard.plots import show_chart
from dashboard.tables import show_rows_behind, show_table
from dashboard.view import current

whole = current()
view = whole.about(*(METRICS[name].table for name in REPEAT_CARDS))
show_notes(view.left_out(whole))
coverage = view.coverage(REPEAT_CARDS)
stop_when_nothing_counts(view, coverage, "inactivity_churn_rate")
top = st.container()
by = choose_by(view.fields, "segment")
answers = view.answers(repeat_business_questions(view.period, view.where, by))
churn = METRICS["inactivity_churn_rate"]

with top:
    show_cards(cards_of(REPEAT_CARDS, answers, coverage, view))

segments = with_rest(answers["churn_by_segment"], churn, by)
left, right = st.columns(2, gap="xsmall")
with left:
    show_chart(line_with_band(answers["inactivity_churn_rate_trend"], churn, view.asked))
with right:
    show_chart(bars_with_whiskers(segments, churn, view.asked, by), finding(segments, churn, by))

show_table(threshold_table(answers["sensitivity"]), "inactivity_by_threshold", shares=True)
show_notes(
    "A silence is too long when nine in ten of a customer's own gaps between purchases were "
    "shorter. One gap in ten is longer by design, so some of those who fall silent come back.",
    coaching(by),
)
show_rows_behind("inactivity_churn_rate", view)
