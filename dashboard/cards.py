"""A row of cards."""

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from crm_metrics.metrics import METRICS
from crm_metrics.report.cards import Card, Change, card, cohort_card, not_mapped_card
from crm_metrics.report.pages import RETENTION_CARDS, trend_name
from crm_metrics.report.retention import lifetime_card
from crm_metrics.report.shown import ShownCards
from dashboard.shown import add
from dashboard.view import Coverage, View

_COLOURS = {"better": "green", "worse": "red", "same": "gray"}


def cards_of(
    metrics: Sequence[str],
    answers: Mapping[str, pl.DataFrame],
    coverage: Mapping[str, Coverage],
    view: View,
) -> list[Card]:
    """The cards of these metrics, from the page's answers."""
    return [
        not_mapped_card(METRICS[name], missing)
        if (missing := coverage[name]["not_mapped"])
        else card(
            METRICS[name],
            answers[name],
            view.asked,
            coverage=coverage[name],
            trend=answers.get(trend_name(name)),
        )
        for name in metrics
    ]


def show_cards(cards: Sequence[Card]) -> None:
    """Cards side by side, all as high as the highest; one column on a phone."""
    add(ShownCards(tuple(cards)))
    with st.grid(len(cards), min_column_width=185, gap="xsmall"):
        for item in cards:
            with st.container(
                border=True, height="stretch", gap="xxsmall", key=f"card_{item.name}"
            ):
                _show(item)


def _show(item: Card) -> None:
    st.metric(
        item.title,
        item.value,
        help=item.help or None,
        chart_data=list(item.trend) or None,
        chart_type="bar" if item.adds_up else "line",
    )
    if item.changes:
        st.markdown("  \n".join(_line(change) for change in item.changes))
    if item.notes:
        st.caption("  \n".join(item.notes))


def _line(change: Change) -> str:
    arrow = {"+": "▲ ", "-": "▼ "}.get(change.text[:1], "")
    colour = _COLOURS[change.tone]
    return f":small[:{colour}[{arrow}{change.text}] vs {change.against}]"


def cards_of_the_sales_cycle(
    answers: Mapping[str, pl.DataFrame],
    coverage: Mapping[str, Coverage],
    view: View,
) -> list[Card]:
    """The sales cycle four ways, the decision cycle, and what the open deals add."""
    cycle, trend = METRICS["sales_cycle"], answers[trend_name("sales_cycle")]
    of_the_cycle = [
        card(
            cycle,
            answers["sales_cycle"],
            view.asked,
            coverage=coverage["sales_cycle"],
            value=value,
            trend=trend,
        )
        for value in cycle.values
    ]
    others = cards_of(("decision_cycle", "time_to_decision_median"), answers, coverage, view)
    cohort = cohort_card(
        answers["cohort"],
        answers["sales_cycle"]["sales_cycle_median_last_year"][0],
        METRICS["sales_cycle_cohort"],
        view.asked,
        view.coverage_of_the_cohort(),
    )
    return [*of_the_cycle, *others, cohort]


def cards_of_retention(
    answers: Mapping[str, pl.DataFrame],
    coverage: Mapping[str, Coverage],
    view: View,
) -> list[Card]:
    """Churn and retention, how long customers stay, what one is worth."""
    *others, lifetime = RETENTION_CARDS
    return [
        *cards_of(others, answers, coverage, view),
        lifetime_card(answers[lifetime], coverage[lifetime], view.asked),
    ]
