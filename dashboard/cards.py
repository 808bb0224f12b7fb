"""A row of cards."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl
import streamlit as st

from crm_metrics.metrics import METRICS
from crm_metrics.report.cards import Card, Change, card, cohort_card, not_mapped_card
from crm_metrics.report.pages import HOME_OF, RETENTION_CARDS, asked_of, trend_name
from crm_metrics.report.retention import lifetime_card
from crm_metrics.report.scopes import whole
from crm_metrics.report.shown import ShownCards
from dashboard.plots import plain
from dashboard.records import open_what_was_asked, records_button
from dashboard.shown import add
from dashboard.view import Coverage, View

_MOST_IN_A_ROW = 6
_MORE = ":material/chevron_right:"
# Streamlit cuts a long title with an ellipsis that no tooltip explains.
_WHOLE_TITLES = """<style>
[data-testid="stMetricLabel"] * { white-space: normal; overflow: visible; }
</style>"""
_COLOURS = {"better": "green", "worse": "red", "same": "gray"}


def cards_of(
    metrics: Sequence[str],
    answers: Mapping[str, pl.DataFrame],
    coverage: Mapping[str, Coverage],
    view: View,
) -> list[Card]:
    """The cards of these metrics, from the page's answers.

    Filters by fields that a metric's rows do not have are left out, and its card says so.
    """
    of_each = view.of_each(metrics)
    return [
        not_mapped_card(METRICS[name], missing)
        if (missing := coverage[name]["not_mapped"])
        else replace(
            card(
                METRICS[name],
                answers[name],
                of_each[name].asked,
                coverage=coverage[name],
                trend=answers.get(trend_name(name)),
                left_out=of_each[name].left_out(view),
                target=of_each[name].target(name),
            ),
            opens=whole(METRICS[name], asked_of(name, of_each[name].asked)),
        )
        for name in metrics
    ]


def show_cards(cards: Sequence[Card], *, linked: bool = False) -> None:
    """Cards side by side, all as high as the highest; one column on a phone.

    What this CRM cannot give has no card: one line names it. `linked`: each card leads to the
    page that tells more of it, with the filters of this one.
    """
    # Outside the fragment: what runs again has been added already.
    add(ShownCards(tuple(cards)))
    _draw(cards, linked)


@st.fragment
def _draw(cards: Sequence[Card], linked: bool) -> None:
    st.html(_WHOLE_TITLES)
    shown = [item for item in cards if not item.missing]
    if shown:
        rows = -(-len(shown) // _MOST_IN_A_ROW)
        # As many in each row as in the others, so that the last row is not left with one.
        with st.grid(-(-len(shown) // rows), min_column_width=185, gap="xsmall"):
            for item in shown:
                with st.container(
                    border=True, height="stretch", gap="xxsmall", key=f"card_{item.name}"
                ):
                    _show(item, HOME_OF[item.metric] if linked else None)
    absent = [f"{item.title} ({', '.join(item.missing)})" for item in cards if item.missing]
    if absent:
        st.caption(f"Not mapped in this CRM: {'; '.join(absent)}.")
    open_what_was_asked()


def _show(item: Card, home: str | None) -> None:
    st.metric(
        item.title,
        item.value,
        help=item.help or None,
        chart_data=list(item.trend) or None,
        chart_type="bar" if item.adds_up else "line",
    )
    lines = [_line(change) for change in item.changes]
    if item.notes:
        lines.append(f":small[:gray[{plain(' · '.join(item.notes))}]]")
    if lines:
        st.markdown("  \n".join(lines))
    if item.opens:
        records_button(item.opens, item.name)
    if home:
        st.page_link(f"pages/{home}.py", icon=_MORE, icon_position="right")


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
            target=view.target("sales_cycle", value),
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
