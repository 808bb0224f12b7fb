"""How fast do we win, and what takes long?"""

import streamlit as st

from crm_metrics.charts import bars_with_whiskers, curve_with_band, histogram, line_with_band
from crm_metrics.metrics import METRICS
from crm_metrics.report.comparing import cohorts_beside
from crm_metrics.report.pages import SALES_CYCLE_CARDS, sales_cycle_questions
from crm_metrics.report.scopes import of_segments
from crm_metrics.report.segments import finding_of_days, with_reference
from crm_metrics.report.tables import cycles_by_segment
from dashboard.cards import cards_of_the_sales_cycle, show_cards
from dashboard.empty import stop_when_nothing_counts
from dashboard.filters import choose_by
from dashboard.notes import coaching, show_notes
from dashboard.plots import show_chart
from dashboard.records import show_rows_behind
from dashboard.tables import show_table
from dashboard.view import current

view = current()
coverage = view.coverage(SALES_CYCLE_CARDS)
stop_when_nothing_counts(view, coverage, "sales_cycle")
top = st.container()
by = choose_by(view.fields, "team")
answers = view.answers(sales_cycle_questions(view.period, view.where, by))
cycle = answers["sales_cycle"]
median = cycle["sales_cycle_median"][0]
marks = [
    ("median", median),
    ("P80", cycle["sales_cycle_p80"][0]),
    ("P90", cycle["sales_cycle_p90"][0]),
]

with top:
    show_cards(cards_of_the_sales_cycle(answers, coverage, view))

segments = with_reference(
    answers["cycle_by_segment"], METRICS["sales_cycle"], by, "sales_cycle_median", median
)
left, right = st.columns(2, gap="xsmall")
with left:
    show_chart(histogram(answers["distribution"], METRICS["sales_cycle"], view.asked, marks))
with right:
    show_chart(
        bars_with_whiskers(segments, METRICS["sales_cycle"], view.asked, by),
        finding_of_days(segments, METRICS["sales_cycle"], by, "sales_cycle_median"),
    )

left, right = st.columns(2, gap="xsmall")
with left:
    show_chart(line_with_band(answers["sales_cycle_trend"], METRICS["sales_cycle"], view.asked))
with right:
    curves = cohorts_beside(answers, METRICS["time_to_decision"], view.asked)
    show_chart(curve_with_band(curves, METRICS["time_to_decision"], view.asked, event="decided"))

show_table(
    cycles_by_segment(answers["cycle_by_segment"], by, median),
    f"sales_cycle_by_{by}",
    opens=of_segments(METRICS["sales_cycle"], view.asked, by, segments),
)
show_notes(coaching(by), view.late_start())
show_rows_behind("sales_cycle", view)
