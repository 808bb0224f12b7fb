"""Notes: what a reader should know before trusting a number."""

import streamlit as st


def show_notes(*notes: str | None) -> None:
    """One line per note; nothing where there is none."""
    for note in notes:
        if note:
            st.caption(f":material/info: {note}")
