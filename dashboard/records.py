"""From a number to its records: what a card, a chart or a table opens.

Whoever is clicked asks for a `Scope`; the fragment it stands in opens it in a drawer over the
page. So the page does not run again, and neither its filters nor its address change.
"""

import polars as pl
import streamlit as st

from crm_metrics.formatting import NOTHING, shown
from crm_metrics.metric import Metric
from crm_metrics.metrics import METRICS
from crm_metrics.report.scopes import Scope, how_many
from crm_metrics.report.tables import records_table
from crm_metrics.report.wording import counted, plural
from dashboard.downloads import csv_download
from dashboard.guard import explained
from dashboard.view import View, opened

# More rows than anyone reads; searching and the download cover all of them.
_MOST_ROWS = 1000
_ASKED, _NUMBER = "_scope_asked_for", "_scopes_opened"


def ask_for(scope: Scope) -> None:
    """Have the records of a scope opened in the run that follows."""
    st.session_state[_ASKED] = scope
    st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1


def records_button(scope: Scope, key: str) -> None:
    """The way to the records without a mouse."""
    st.button(
        "Records",
        icon=":material/list:",
        key=f"open_{key}",
        on_click=ask_for,
        args=(scope,),
        type="tertiary",
        help="The records behind this number, and those set aside.",
    )


def open_what_was_asked() -> None:
    """Open what the reader has just asked for; at the end of every fragment that can ask."""
    scope: Scope | None = st.session_state.pop(_ASKED, None)
    if scope is not None:
        drawer = st.dialog("Records", width="large", icon=":material/list:")
        drawer(_show_scope)(scope, f"{scope.metric}_{st.session_state[_NUMBER]}")


def _show_scope(scope: Scope, key: str) -> None:
    """The scope in words, its records, and beside them the rows set aside with their reasons."""
    with explained():
        view, metric = opened(), METRICS[scope.metric]
        records = view.records(scope)
        said = how_many(records, metric.fact.noun)
        st.text(_title(scope, view, said))
        aside_count = view.account(scope)["set_aside"]
        titles = [said, f"{counted(aside_count, 'row')} set aside"]
        used, aside = st.tabs(titles, key=f"{key}_tabs", on_change="rerun")
        if used.open:
            with used:
                _show_list(records, metric, view, f"{key}_records")
        if aside.open:
            with aside:
                _show_set_aside(scope, view, key)


def _title(scope: Scope, view: View, said: str) -> str:
    return f"{scope.words(view.as_of)}: {said}"


def show_rows_behind(metric: str, view: View) -> None:
    """What was set aside and why, and the records that count; both only when asked for."""
    coverage = view.coverage([metric])[metric]
    if coverage["not_mapped"]:
        return
    scope = Scope(metric, view.period, view.where)
    aside_count = coverage["set_aside"] + coverage["undated"]
    title = METRICS[metric].title.lower()
    noun = METRICS[metric].fact.noun
    # Of one customer several rows may be used: they are counted when the list is opened.
    who = plural(noun).capitalize() if METRICS[metric].per else counted(coverage["used"], noun)
    behind = st.expander(
        f"{who} behind the {title}",
        icon=":material/list:",
        key=f"records_{metric}",
        on_change="rerun",
    )
    if behind.open:
        with behind:
            records = view.records(scope)
            st.text(_title(scope, view, how_many(records, noun)))
            _show_list(records, METRICS[metric], view, f"{metric}_records")
    if not aside_count:
        return
    aside = st.expander(
        f"{counted(aside_count, noun)} set aside, with the reason",
        icon=":material/rule:",
        key=f"aside_{metric}",
        on_change="rerun",
    )
    if aside.open:
        with aside:
            _show_set_aside(scope, view, metric)


def _show_set_aside(scope: Scope, view: View, key: str) -> None:
    reasons = view.set_aside(scope)
    if reasons.is_empty():
        st.caption("Every row could be used.")
        return
    st.dataframe(
        reasons.rename({"reason": "Reason", "count": "Rows"}),
        hide_index=True,
        key=f"reasons_{key}",
    )
    rows = view.set_aside_records(scope)
    _show_list(rows, METRICS[scope.metric], view, f"{key}_set_aside")


@st.fragment
def _show_list(rows: pl.DataFrame, metric: Metric, view: View, name: str) -> None:
    search = st.text_input(
        "Search",
        key=f"search_{name}",
        placeholder="Search by key, name or owner",
        label_visibility="collapsed",
        icon=":material/search:",
        width=320,
    )
    noun = metric.fact.noun
    is_money = metric.value_unit == "money"
    title = f"{metric.value_title}, {view.asked.currency}" if is_money else metric.value_title
    found = records_table(rows, title, search, noun)
    columns = {
        "Day": st.column_config.DateColumn(format="YYYY-MM-DD"),
        "In the CRM": st.column_config.LinkColumn(display_text="Open"),
    }
    if title in found.columns and found[title].dtype.is_numeric():
        columns[title] = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        found.head(_MOST_ROWS),
        hide_index=True,
        height=320,
        column_config=columns,
        placeholder=NOTHING,
        key=f"list_{name}",
    )
    if found.height > _MOST_ROWS:
        st.caption(
            f"The newest {shown(_MOST_ROWS, 'count')} of {counted(found.height, 'row')}; "
            "searching and the download cover all."
        )
    csv_download(found, name)
