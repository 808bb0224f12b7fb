"""An empty page says why, and offers the way out."""

from collections.abc import Mapping

import streamlit as st

from crm_metrics.errors import NotMappedError
from crm_metrics.report.cards import is_empty
from dashboard.filters import clear
from dashboard.view import Coverage, View


def stop_when_nothing_counts(view: View, coverage: Mapping[str, Coverage], metric: str) -> None:
    """End the page with a sentence and a button where none of its numbers has a row."""
    if not is_empty(list(coverage.values())):
        return
    absent = {table for row in coverage.values() for table in row["not_mapped"]}
    if all(row["not_mapped"] for row in coverage.values()):
        raise NotMappedError(f"this CRM has no {' and '.join(sorted(absent))} mapped.")
    st.info(view.why_nothing(metric), icon=":material/filter_alt_off:")
    st.button("Clear the filters", on_click=clear, key="clear_when_empty", type="primary")
    st.stop()
