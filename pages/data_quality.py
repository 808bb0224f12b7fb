"""Can the numbers be trusted, and where do the data have holes?"""

import streamlit as st

from crm_metrics.charts import bars_with_whiskers, line_with_band
from crm_metrics.metrics import METRICS
from crm_metrics.report.pages import QUALITY_CARDS, data_quality_questions
from crm_metrics.report.quality import (
    coverage_table,
    emptiest_field,
    fields_table,
    sets_beside,
    sets_table,
)
from crm_metrics.report.scopes import of_fields, of_sets
from crm_metrics.report.segments import finding, with_rest
from dashboard.cards import cards_of, show_cards
from dashboard.empty import stop_when_nothing_counts
from dashboard.filters import choose_by
from dashboard.notes import coaching, show_notes
from dashboard.plots import show_chart
from dashboard.records import show_rows_behind
from dashboard.tables import show_table
from dashboard.view import current

whole = current()
view = whole.about(*(METRICS[name].table for name in QUALITY_CARDS))
show_notes(view.left_out(whole))
coverage = view.coverage(QUALITY_CARDS)
stop_when_nothing_counts(view, coverage, "data_completeness")
top = st.container()
by = choose_by(view.fields, "team")
answers = view.answers(data_quality_questions(view.period, view.where, by))

with top:
    show_cards(cards_of(QUALITY_CARDS, answers, coverage, view))

segments = with_rest(answers["completeness_by_segment"], METRICS["data_completeness"], by)
left, right = st.columns(2, gap="xsmall")
with left:
    show_chart(
        bars_with_whiskers(
            sets_beside(answers["record_completeness"]),
            METRICS["record_completeness"],
            view.asked,
            "set",
        ),
        emptiest_field(answers["field_completeness"]),
    )
with right:
    show_chart(
        bars_with_whiskers(segments, METRICS["data_completeness"], view.asked, by),
        finding(segments, METRICS["data_completeness"], by),
    )

left, right = st.columns(2, gap="xsmall")
with left:
    show_chart(
        line_with_band(answers["data_completeness_trend"], METRICS["data_completeness"], view.asked)
    )
with right:
    show_table(
        sets_table(answers),
        "completeness_by_set",
        shares=True,
        opens=of_sets(METRICS["record_completeness"], view.asked, answers["record_completeness"]),
    )

st.subheader("Required fields", anchor=False)
show_table(
    fields_table(answers),
    "completeness_by_field",
    shares=True,
    opens=of_fields(METRICS["field_completeness"], view.asked, answers["field_completeness"]),
)
st.subheader("What every number could use of its input", anchor=False)
show_table(coverage_table(view.coverage(tuple(METRICS)).values()), "input_coverage", shares=True)
show_notes(coaching(by))
show_rows_behind("data_completeness", view)
