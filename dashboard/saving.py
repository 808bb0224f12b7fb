"""Saving what is shown, as CSV."""

import polars as pl
import streamlit as st

# A spreadsheet would run a text that begins like this as a formula.
_FORMULA = r"^[=+\-@\t\r]"


def download(rows: pl.DataFrame, name: str) -> None:
    """A button that saves the rows as CSV, exact, made when it is pressed."""
    st.download_button(
        "CSV",
        data=lambda: csv_of(rows),
        file_name=f"{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        key=f"download_{name}",
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
