"""Tables on the page, each with its downloads; the records behind a number, to be searched."""

import polars as pl
import polars.selectors as cs
import streamlit as st

from crm_metrics.formatting import NOTHING, shown
from crm_metrics.metrics import METRICS
from crm_metrics.report.columns import kinds_of
from crm_metrics.report.shown import ShownTable
from crm_metrics.report.tables import records_table
from crm_metrics.report.wording import counted, plural
from dashboard.downloads import table_downloads
from dashboard.shown import add
from dashboard.view import View

# More rows than anyone reads; searching and the download cover all of them.
_MOST_ROWS = 1000


def show_table(rows: pl.DataFrame, name: str, *, shares: bool = False) -> None:
    """A table and its downloads."""
    table = ShownTable(rows, name, kinds_of(rows, shares=shares))
    add(table)
    as_percent = [title for title, kind in table.kinds.items() if kind == "share"]
    columns = {
        title: st.column_config.NumberColumn(
            format="%.1f %%" if title in as_percent else "localized"
        )
        for title, dtype in rows.schema.items()
        if dtype.is_numeric()
    }
    on_screen = rows.with_columns(pl.col(as_percent) * 100, cs.float().exclude(as_percent).round(1))
    st.dataframe(
        on_screen,
        hide_index=True,
        column_config=columns,
        placeholder=NOTHING,
        key=f"table_{name}",
    )
    table_downloads(table)


def show_rows_behind(metric: str, view: View) -> None:
    """What was set aside and why, and the records that count; both only when asked for."""
    coverage = view.coverage([metric])[metric]
    if coverage["not_mapped"]:
        return
    aside_count = coverage["set_aside"] + coverage["undated"]
    title = METRICS[metric].title.lower()
    noun = METRICS[metric].fact.noun
    # Of one customer several rows may be used: how many customers there are only the list tells.
    who = plural(noun).capitalize() if METRICS[metric].per else counted(coverage["used"], noun)
    behind = st.expander(
        f"{who} behind the {title}",
        icon=":material/list:",
        key=f"records_{metric}",
        on_change="rerun",
    )
    if behind.open:
        with behind:
            _show_records(view.records(metric), metric, f"{metric}_records")
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
            reasons = view.set_aside(metric).rename({"reason": "Reason", "count": "Rows"})
            st.dataframe(reasons, hide_index=True, key=f"reasons_{metric}")
            _show_records(view.set_aside_records(metric), metric, f"{metric}_set_aside")


def _show_records(rows: pl.DataFrame, metric: str, name: str) -> None:
    search = st.text_input(
        "Search",
        key=f"search_{name}",
        placeholder="Search by key, name or owner",
        label_visibility="collapsed",
        icon=":material/search:",
        width=320,
    )
    noun = METRICS[metric].fact.noun
    found = records_table(rows, METRICS[metric].value_title, search, noun)
    columns = {
        "Day": st.column_config.DateColumn(format="YYYY-MM-DD"),
        "In the CRM": st.column_config.LinkColumn(display_text="Open"),
    }
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
            f"The newest {shown(_MOST_ROWS, 'count')} of {counted(found.height, noun)}; "
            "searching and the download cover all."
        )
    table_downloads(ShownTable(found, name, kinds_of(found)))
