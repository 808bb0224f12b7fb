"""Do customers stay, and does their money?"""

import streamlit as st

from crm_metrics.charts import (
    bars_with_whiskers,
    cohort_table,
    curve_with_band,
    line_with_band,
    waterfall,
)
from crm_metrics.metrics import METRICS
from crm_metrics.report.pages import RETENTION_CARDS, retention_questions
from crm_metrics.report.retention import (
    balance_finding,
    balance_steps,
    churn_notes,
    concentration_note,
    retention_by_term,
    survival_curves,
    terms_opened,
)
from crm_metrics.report.segments import finding, with_rest
from dashboard.cards import cards_of_retention, show_cards
from dashboard.empty import stop_when_nothing_counts
from dashboard.filters import choose_by
from dashboard.notes import coaching, show_notes
from dashboard.plots import show_chart
from dashboard.records import show_rows_behind
from dashboard.tables import show_table
from dashboard.view import current

whole = current()
view = whole.about("customers")
show_notes(view.left_out(whole))
coverage = view.coverage(RETENTION_CARDS)
stop_when_nothing_counts(view, coverage, "churn_rate")
top = st.container()
by = choose_by(view.fields, "segment")
answers = view.answers(retention_questions(view.period, view.where, by))

with top:
    show_cards(cards_of_retention(answers, coverage, view))

left, right = st.columns(2, gap="xsmall")
with left:
    show_chart(
        waterfall(
            answers["movements"], METRICS["mrr_movements"], view.asked, balance_steps(view.asked)
        ),
        balance_finding(answers["movements"], view.asked),
    )
with right:
    show_chart(line_with_band(answers["churn_rate_trend"], METRICS["churn_rate"], view.asked))

segments = with_rest(answers["churn_by_segment"], METRICS["churn_rate"], by)
left, right = st.columns(2, gap="xsmall")
with left:
    show_chart(
        curve_with_band(
            survival_curves(answers["survival_by_term"], view.asked.ever),
            METRICS["customer_survival"],
            view.asked.ever,
            event="still customers",
            title="Customers who stay, by term",
            since="the first day as a customer",
            falls=True,
        )
    )
with right:
    show_chart(
        bars_with_whiskers(segments, METRICS["churn_rate"], view.asked, by),
        finding(segments, METRICS["churn_rate"], by),
    )

show_chart(
    cohort_table(
        answers["cohorts"],
        METRICS["retention_cohorts"],
        view.asked.ever,
        kept="customers_kept",
        of="customers",
        title="Customers kept, by month of their first day",
        who=METRICS["customer_survival"],
    ),
    "Hatched: not all of the cohort have lived so long, so it is not to be compared yet.",
)
show_table(
    retention_by_term(answers),
    "retention_by_term",
    shares=True,
    opens=terms_opened(answers, view.asked),
)
show_notes(
    *churn_notes(answers["churn_rate"]), concentration_note(answers["concentration"]), coaching(by)
)
show_rows_behind("churn_rate", view)
