"""An empty page says why, and offers the way out."""

from collections.abc import Mapping, Sequence

import streamlit as st

from crm_metrics.calendar import twelve_months_to
from crm_metrics.errors import NotMappedError
from crm_metrics.report.cards import is_empty
from dashboard.filters import clear
from dashboard.view import Coverage, View


def stop_when_nothing_counts(
    view: View,
    coverage: Mapping[str, Coverage],
    metric: str,
    *,
    of: Sequence[str] | None = None,
) -> None:
    """End the page with a sentence and a button where none of its numbers has a row.

    `of`: the numbers the page is about, by default all it covers. `metric` is asked for the reason.
    """
    rows = [coverage[name] for name in of or coverage]
    if not is_empty(rows):
        return
    absent = {table for row in rows for table in row["not_mapped"]}
    if all(row["not_mapped"] for row in rows):
        raise NotMappedError(f"this CRM has no {' and '.join(sorted(absent))} mapped.")
    st.info(view.why_nothing(metric), icon=":material/filter_alt_off:")
    if _is_narrowed(view):
        st.button(
            "Clear the filters",
            on_click=clear,
            args=(view.tables.as_of,),
            key="clear_when_empty",
            type="primary",
        )
    else:
        st.caption(
            "Another period can be chosen above; Definitions counts the rows that were read."
        )
    st.stop()


def _is_narrowed(view: View) -> bool:
    """Whether there is something to clear: a filter, or days other than the usual ones."""
    usual = view.tables.as_of
    return bool(view.where) or (view.period, view.as_of) != (twelve_months_to(usual), usual)
