"""Tables on the page, each with its downloads; a row opens the records behind it."""

from collections.abc import Sequence

import polars as pl
import polars.selectors as cs
import streamlit as st

from crm_metrics.formatting import NOTHING
from crm_metrics.report.columns import kinds_of
from crm_metrics.report.scopes import Scope
from crm_metrics.report.shown import ShownTable
from dashboard.downloads import table_downloads
from dashboard.records import ask_for, open_what_was_asked
from dashboard.shown import add


def show_table(
    rows: pl.DataFrame, name: str, *, shares: bool = False, opens: Sequence[Scope] = ()
) -> None:
    """A table and its downloads; `opens` says for each row which records it opens."""
    table = ShownTable(rows, name, kinds_of(rows, shares=shares))
    # Outside the fragment: what runs again has been added already.
    add(table)
    _draw(table, opens)


@st.fragment
def _draw(table: ShownTable, opens: Sequence[Scope]) -> None:
    rows, name = table.rows, table.name
    as_percent = [title for title, kind in table.kinds.items() if kind == "share"]
    columns = {
        title: st.column_config.NumberColumn(
            format="%.1f %%" if title in as_percent else "localized"
        )
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
    table_downloads(table)
    open_what_was_asked()


def _open_the_row(key: str, opens: Sequence[Scope]) -> None:
    """Open what was clicked, and let go of it, so that it can be clicked again."""
    cells = st.session_state[key]["selection"]["cells"]
    if cells:
        ask_for(opens[cells[0][0]])
        st.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": []}}
