"""Downloads of what is shown. Each is made when its button is pressed, not before."""

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import streamlit as st

from crm_metrics.report.html_page import html_page
from crm_metrics.report.shown import Shown, ShownTable
from crm_metrics.report.workbook import workbook
from dashboard.shown import drawn

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet would run a text that begins like this as a formula.
_FORMULA = r"^[=+\-@\t\r]"


def page_downloads() -> None:
    """The whole page as a workbook and as a page that opens offline; nothing on an empty page."""
    shown = drawn()
    if shown is None or not shown.parts:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="downloads"):
        st.caption("Save this page", width="content")
        _button(
            "Excel",
            lambda: workbook(shown),
            shown.file_name("xlsx"),
            _XLSX,
            "download_page_xlsx",
            help="All numbers of this page, one sheet per table, with filters and definitions.",
        )
        _button(
            "Offline page",
            lambda: html_page(shown),
            shown.file_name("html"),
            "text/html",
            "download_page_html",
            help="One HTML file with live charts: opens without a network, can be printed.",
        )


def table_downloads(table: ShownTable) -> None:
    """A table as CSV, exact, and as a workbook that says what it is about."""
    shown = drawn()
    with st.container(horizontal=True, gap="xsmall", key=f"downloads_{table.name}"):
        csv_download(table.rows, table.name)
        if shown is not None:
            _button(
                "Excel",
                lambda: workbook(_only(table, shown)),
                shown.file_name("xlsx", table.name),
                _XLSX,
                f"download_{table.name}_xlsx",
            )


def csv_download(rows: pl.DataFrame, name: str) -> None:
    """Rows as CSV, exact."""
    _button("CSV", lambda: csv_of(rows), f"{name}.csv", "text/csv", f"download_{name}")


def _only(table: ShownTable, shown: Shown) -> Shown:
    return replace(shown, parts=(table,))


def _button(
    label: str,
    make: Callable[[], bytes],
    file_name: str,
    mime: str,
    key: str,
    help: str | None = None,
) -> None:
    st.download_button(
        label,
        data=make,
        file_name=file_name,
        mime=mime,
        icon=":material/download:",
        key=key,
        help=help,
        on_click="ignore",
        type="tertiary",
    )


def csv_of(rows: pl.DataFrame) -> bytes:
    """The rows as CSV; a text that a spreadsheet would run as a formula gets an apostrophe."""
    texts = [name for name, dtype in rows.schema.items() if dtype == pl.String]
    safe = [
        pl.when(pl.col(name).str.contains(_FORMULA))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    ]
    return rows.with_columns(safe).write_csv().encode("utf-8")
