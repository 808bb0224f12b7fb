"""Are we on plan, and where is the problem?"""

import streamlit as st

from crm_metrics.charts import bars_with_whiskers, columns_this_and_last_year
from crm_metrics.metrics import METRICS
from crm_metrics.report.asked import Asked
from crm_metrics.report.pages import OVERVIEW_CARDS, overview_questions
from crm_metrics.report.periods import year_of_months
from crm_metrics.report.segments import finding, with_rest
from dashboard.cards import cards_of, show_cards
from dashboard.empty import stop_when_nothing_counts
from dashboard.plots import show_chart
from dashboard.records import show_rows_behind
from dashboard.view import current

view = current()
coverage = view.coverage(OVERVIEW_CARDS)
stop_when_nothing_counts(view, coverage, "win_rate")
answers = view.answers(overview_questions(view.period, view.where))

show_cards(cards_of(OVERVIEW_CARDS, answers, coverage, view))

months = Asked(year_of_months(view.period), view.as_of, view.asked.business, view.where)
teams = with_rest(answers["win_rate_by_team"], METRICS["win_rate"], "team")
left, right = st.columns([3, 2], gap="xsmall")
with left:
    show_chart(
        columns_this_and_last_year(answers["revenue_by_month"], METRICS["revenue_added"], months),
        "Solid: this year. Light: the same month a year before. Hatched: to date.",
    )
with right:
    show_chart(
        bars_with_whiskers(teams, METRICS["win_rate"], view.asked, "team"),
        finding(teams, METRICS["win_rate"], "team"),
    )

show_rows_behind("revenue_added", view)
