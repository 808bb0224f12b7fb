"""The frame of every page: its question, the as-of day, the snapshot's age, "Refresh now"."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from crm_metrics import source
from crm_metrics.configured import is_demo
from crm_metrics.report.periods import day_text
from crm_metrics.settings import Settings
from crm_metrics.snapshot.store import Snapshot
from dashboard.guard import explained

# Streamlit can set the space above and below from the theme, but not at the sides. Nor can a
# fragment be told to be as high as what stands beside it.
_STYLE = """<style>
.stMainBlockContainer { padding-left: clamp(0.75rem, 2.5vw, 2.5rem);
  padding-right: clamp(0.75rem, 2.5vw, 2.5rem); }
[data-testid="stLayoutWrapper"]:has(> * > [data-testid="stLayoutWrapper"] >
  [class*="st-key-chart_"]):not(:has([data-testid="stColumn"])) { flex: 0 1 100%; }
</style>"""
ICON = Path(__file__).with_name("icon.svg")
_DONE = "_refreshed"


@dataclass(frozen=True, slots=True)
class Place:
    """Where, on the right of the title, the age and the button stand."""

    age: DeltaGenerator
    button: DeltaGenerator


def heading(question: str, settings: Settings) -> Place:
    """The question as the title; on the right, places for the age and the button."""
    st.html(_STYLE)
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        gap="small",
    ):
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            st.title(question, anchor=False, width="content")
            if is_demo(settings):
                st.badge("Demo data, not your CRM", icon=":material/science:", color="orange")
        right = st.container(horizontal=True, vertical_alignment="center", width="content")
    return Place(right.container(width="content"), right.container(width="content"))


def asks_to_refresh(place: Place) -> bool:
    """The button; True in the run after it was pressed."""
    return place.button.button(
        "Refresh now",
        icon=":material/refresh:",
        key="refresh",
        help="Reads the CRM again; until it has ended, the last good numbers stay.",
    )


def freshness(place: Place, snapshot: Snapshot, as_of: date, now: datetime) -> None:
    """The last day that is known, and how old the snapshot is."""
    known = f"As of {day_text(as_of)}"
    if as_of != snapshot.day:
        known += f" · data to {day_text(snapshot.day)}"
    place.age.caption(f"{known} · read {age(now - snapshot.synced_at)}", width="content")


def refresh(settings: Settings, now: datetime) -> None:
    """Read the CRM into a new snapshot; a failure is one sentence, and the old one stays."""
    with explained():
        bar = st.progress(0.0, "Reading the CRM…")
        try:
            source.sync(settings, now=now, progress=_Bar(bar))
        finally:
            bar.empty()
        st.session_state[_DONE] = True
    if st.session_state.get(_DONE):
        st.rerun()


def say_when_refreshed() -> None:
    """A short word after a refresh has ended well."""
    if st.session_state.pop(_DONE, False):
        st.toast("The numbers are up to date.", icon=":material/check:")


def age(passed: timedelta) -> str:
    """How long ago, in the words one would use.

    >>> age(timedelta(seconds=20)), age(timedelta(minutes=61)), age(timedelta(days=3))
    ('just now', '1 hour ago', '3 days ago')
    """
    minutes = max(0, int(passed.total_seconds() // 60))
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit} ago" if count == 1 else f"{count} {unit}s ago"
    return "just now"


class _Bar:
    """Progress of a sync: which table, how many rows; redrawn when a percent has passed."""

    def __init__(self, bar: DeltaGenerator) -> None:
        self._bar = bar
        self._shown: tuple[str, int] = ("", -1)

    def __call__(self, table: str, done: int, total: int | None = None) -> None:
        percent = min(99, done * 100 // total) if total else 0
        if (table, percent) != self._shown:
            self._shown = (table, percent)
            self._bar.progress(percent / 100, f"Reading {table}: {done:,} rows")
