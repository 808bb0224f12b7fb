"""Notes: what a reader should know before trusting a number."""

import streamlit as st

from crm_metrics.report.shown import ShownNote
from dashboard.shown import add


def show_notes(*notes: str | None) -> None:
    """One line per note; nothing where there is none."""
    for note in notes:
        if note:
            add(ShownNote(note))
            st.caption(f":material/info: {note}")


def show_warning(warning: str | None) -> None:
    """What the numbers below lack, above them, where nobody misses it."""
    if warning:
        add(ShownNote(warning))
        st.warning(warning, icon=":material/warning:")


def coaching(by: str) -> str | None:
    """What a comparison of people is for, and what it is not."""
    if by != "owner":
        return None
    return (
        "Figures of single people are for coaching: territory, product and luck are in them too. "
        "Compare by team to leave people out."
    )
