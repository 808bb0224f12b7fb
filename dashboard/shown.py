"""What the page of this run has drawn so far: `show_…` adds to it, downloads are made of it."""

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from crm_metrics.report.shown import Part, Shown

_SHOWN = "_shown"


def begin(page: Shown) -> None:
    """A new run: nothing is drawn yet."""
    st.session_state[_SHOWN] = page


def drawn() -> Shown | None:
    """What has been drawn so far; None where no page was begun."""
    shown: Shown | None = st.session_state.get(_SHOWN)
    return shown


def add(part: Part) -> None:
    """Something was drawn."""
    if shown := drawn():
        begin(replace(shown, parts=(*shown.parts, part)))


def asked_for(metrics: Iterable[str]) -> None:
    """These metrics were asked for: their definitions go into the downloads."""
    if shown := drawn():
        begin(replace(shown, metrics=tuple(dict.fromkeys([*shown.metrics, *metrics]))))
