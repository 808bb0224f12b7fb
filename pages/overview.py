"""Are we on plan, and where is the problem?"""

from dataclasses import replace

import streamlit as st

from crm_metrics.charts import bars_with_whiskers, columns_this_and_last_year
from crm_metrics.metrics import METRICS
from crm_metrics.report.comparing import how_months_look
from crm_metrics.report.pages import BUSINESS_HEADLINES, OVERVIEW_CARDS, overview_questions
from crm_metrics.report.periods import year_of_months
from crm_metrics.report.segments import finding, with_rest
from dashboard.cards import cards_of, show_cards
from dashboard.empty import stop_when_nothing_counts
from dashboard.plots import show_chart
from dashboard.records import show_rows_behind
from dashboard.view import current

# So high that the answer fits the first screen of a laptop.
HEIGHT = 232

view = current()
questions = overview_questions(view.period, view.where_of(OVERVIEW_CARDS))
answers, coverage = view.counted(questions, OVERVIEW_CARDS)
stop_when_nothing_counts(view, coverage, "win_rate", of=BUSINESS_HEADLINES)

show_cards(cards_of(OVERVIEW_CARDS, answers, coverage, view), linked=True)

months = replace(view.asked, period=year_of_months(view.period))
teams = with_rest(answers["win_rate_by_team"], METRICS["win_rate"], "team")
left, right = st.columns([3, 2], gap="xsmall")
with left:
    show_chart(
        columns_this_and_last_year(answers["revenue_by_month"], METRICS["revenue_added"], months),
        how_months_look(months),
        at_most=HEIGHT,
    )
with right:
    show_chart(
        bars_with_whiskers(teams, METRICS["win_rate"], view.asked, "team"),
        finding(teams, METRICS["win_rate"], "team"),
        at_most=HEIGHT,
    )

show_rows_behind("revenue_added", view)
