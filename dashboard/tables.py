"""Tables on the page, each with its download; a row opens the records behind it."""

from collections.abc import Sequence

import polars as pl
import polars.selectors as cs
import streamlit as st

from crm_metrics.formatting import NOTHING
from crm_metrics.report.scopes import Scope
from dashboard.records import ask_for, open_what_was_asked
from dashboard.saving import download

_SHARES = (
    *("Win rate", "Low, 95 %", "High, 95 %", "All others", "By amount", "Strict"),
    *("Share back", "Filled", "Valid", "Completeness", "By open amount", "Usable"),
    *("Churn rate", "Gross retention", "Net retention", "Renewal rate"),
)


@st.fragment
def show_table(
    rows: pl.DataFrame, name: str, *, shares: bool = False, opens: Sequence[Scope] = ()
) -> None:
    """A table and its download as CSV; `opens` says for each row which records it opens."""
    as_percent = [title for title in _SHARES if shares and title in rows.columns]
    columns = {
        title: st.column_config.NumberColumn(format=_format(title, as_percent))
        for title, dtype in rows.schema.items()
        if dtype.is_numeric()
    }
    on_screen = rows.with_columns(pl.col(as_percent) * 100, cs.float().exclude(as_percent).round(1))
    key = f"table_{name}"
    st.dataframe(
        on_screen,
        hide_index=True,
        column_config=columns,
        placeholder=NOTHING,
        key=key,
        on_select=(lambda: _open_the_row(key, opens)) if opens else "ignore",
        # A click anywhere in a row selects a cell; the keyboard selects cells too.
        selection_mode="single-cell",
    )
    download(rows, name)
    open_what_was_asked()


def _open_the_row(key: str, opens: Sequence[Scope]) -> None:
    """Open what was clicked, and let go of it, so that it can be clicked again."""
    cells = st.session_state[key]["selection"]["cells"]
    if cells:
        ask_for(opens[cells[0][0]])
        st.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": []}}


def _format(title: str, as_percent: list[str]) -> str:
    if title in as_percent:
        return "%.1f %%"
    return "localized"
