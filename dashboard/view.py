"""The view a reader has open: which snapshot, which days, which filters; and its numbers, cached.

Caches are bounded and keyed by the snapshot, the viewer and the settings that numbers depend on,
so that a refreshed snapshot or another viewer never meets an old entry.
"""

import runpy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from crm_metrics.calendar import Period
from crm_metrics.facts import FACTS
from crm_metrics.fields import Where, fields_of
from crm_metrics.insight.coverage import input_coverage
from crm_metrics.insight.late_start import late_start_note
from crm_metrics.measure import Question
from crm_metrics.metrics import METRICS
from crm_metrics.records import rows_of, set_aside, set_aside_rows
from crm_metrics.report.asked import Asked
from crm_metrics.report.bounds import bounds_of_the_win_curve
from crm_metrics.report.choices import Choice, choices
from crm_metrics.report.nothing import why_nothing
from crm_metrics.report.pages import Questions, answers_to
from crm_metrics.report.periods import year_before
from crm_metrics.report.wording import field_title
from crm_metrics.settings import PROJECT, Settings
from crm_metrics.snapshot.store import Snapshot
from crm_metrics.snapshot.tables import Tables
from dashboard.shown import asked_for

Coverage = Mapping[str, Any]
_VIEW = "_view"
_DOOR = PROJECT / "app.py"
_WAIT = "Counting…"


@dataclass(frozen=True)
class View:
    """Everything a page needs to ask its questions."""

    settings: Settings
    snapshot: Snapshot
    tables: Tables
    asked: Asked
    fields: tuple[str, ...]

    def about(self, *facts: str) -> "View":
        """The view as far as the facts go: without filters by fields that one of them lacks."""
        known = {*self.where, *self.fields}
        for fact in facts:
            if fact in self.tables.facts:
                known &= {*fields_of(FACTS[fact], self.tables)}
        where = {name: values for name, values in self.where.items() if name in known}
        fields = tuple(name for name in self.fields if name in known)
        return replace(self, asked=replace(self.asked, where=where), fields=fields)

    def left_out(self, whole: "View") -> str | None:
        """Which filters of the whole view do not apply to this one."""
        names = [field_title(name) for name in whole.where if name not in self.where]
        if not names:
            return None
        word = "filter" if len(names) == 1 else "filters"
        return f"Not filtered by {' and '.join(names)}: the {word} does not apply to these rows."

    @property
    def period(self) -> Period:
        return self.asked.period

    @property
    def where(self) -> Where:
        return self.asked.where

    @property
    def as_of(self) -> date:
        return self.asked.as_of

    @property
    def key(self) -> str:
        """What a cached number depends on beside the question itself."""
        return f"{scope_of(self.snapshot, self.settings)} {self.asked!r}"

    def answers(self, questions: Questions) -> dict[str, pl.DataFrame]:
        """The answers to a page's questions, by name."""
        asked_for(_name_of(question) for question in questions.values())
        return _answers(f"{self.key} {_key_of(questions)}", questions, self)

    def coverage(self, metrics: Sequence[str]) -> dict[str, Coverage]:
        """What of its input each metric could use: rows of `input_coverage`, by metric."""
        return {row["metric"]: row for row in _coverage(self.key, tuple(metrics), self)}

    def coverage_of_the_cohort(self) -> Coverage:
        """The same for the cohort a year before the page's days."""
        earlier = replace(self.asked, period=year_before(self.period))
        return replace(self, asked=earlier).coverage(["sales_cycle_cohort"])["sales_cycle_cohort"]

    def set_aside(self, metric: str) -> pl.DataFrame:
        """The reasons why rows could not be used, with their counts."""
        return _set_aside(self.key, metric, self)

    def records(self, metric: str) -> pl.DataFrame:
        """The records that count."""
        return _records(self.key, metric, self)

    def set_aside_records(self, metric: str) -> pl.DataFrame:
        """The records that could not be used, with the reason."""
        return _set_aside_records(self.key, metric, self)

    def late_start(self) -> str | None:
        """A warning when early decisions are missing from the records."""
        return _late_start(self.key, self)

    def curve_bounds(self) -> str | None:
        """What the wins that were set aside could change about the win curve."""
        return _curve_bounds(self.key, self)

    def why_nothing(self, metric: str) -> str:
        """Which filter, or the period, leaves nothing to count."""
        return why_nothing(metric, self.tables, self.asked)


def current() -> View:
    """The view that app.py opened for this run.

    A page that runs without the door opens it, which runs the page again in its frame: Streamlit
    takes a folder named "pages" for an app without a door until st.navigation has been called
    once, so a server whose first request is for a page starts there.
    """
    view: View | None = st.session_state.pop(_VIEW, None)
    if view is None:
        runpy.run_path(str(_DOOR))
        st.stop()
    return view


def set_current(view: View) -> None:
    st.session_state[_VIEW] = view


def tables_of(snapshot: Snapshot, settings: Settings) -> Tables:
    """The snapshot's tables, opened once for all sessions."""
    return _tables(scope_of(snapshot, settings), snapshot, settings)


def choices_of(snapshot: Snapshot, settings: Settings) -> tuple[Choice, ...]:
    """What the data can be filtered by."""
    tables = tables_of(snapshot, settings)
    return _choices(scope_of(snapshot, settings), tables)


def scope_of(snapshot: Snapshot, settings: Settings, viewer: str | None = None) -> str:
    """The snapshot, the viewer and the settings that numbers depend on, as a cache's key."""
    links = sorted(settings.crm.record_url.items())
    return f"{snapshot.folder} {viewer} {settings.business!r} {links}"


def _key_of(questions: Questions) -> str:
    return repr([(name, _parts_of(question)) for name, question in questions.items()])


def _name_of(question: Question) -> str:
    return question.metric if isinstance(question.metric, str) else question.metric.name


def _parts_of(question: Question) -> tuple[object, ...]:
    metric = _name_of(question)
    return (metric, question.by, question.period, question.where, question.compare, question.at)


@st.cache_resource(max_entries=4, show_spinner=False)
def _tables(scope: str, _snapshot: Snapshot, _settings: Settings) -> Tables:
    links = _settings.crm.record_url
    return Tables.open(_snapshot, _settings.business, record_url=links)


@st.cache_data(max_entries=8, show_spinner=False)
def _choices(scope: str, _tables: Tables) -> tuple[Choice, ...]:
    return choices(_tables, _tables.day)


@st.cache_data(max_entries=200, show_spinner=_WAIT)
def _answers(key: str, _questions: Questions, _view: View) -> dict[str, pl.DataFrame]:
    return answers_to(_questions, _view.tables, _view.as_of)


@st.cache_data(max_entries=200, show_spinner=_WAIT)
def _coverage(key: str, metrics: tuple[str, ...], _view: View) -> Sequence[Coverage]:
    found = input_coverage(
        _view.tables, _view.period, metrics=metrics, where=_view.where, as_of=_view.as_of
    )
    return found.to_dicts()


@st.cache_data(max_entries=1000, show_spinner=_WAIT)
def _set_aside(key: str, metric: str, _view: View) -> pl.DataFrame:
    return set_aside(metric, _view.tables, _view.period, where=_view.where, as_of=_view.as_of)


# Long lists are kept as they are: a frame never changes, and copying it would cost more than it.
@st.cache_resource(max_entries=6, show_spinner="Collecting the records…")
def _records(key: str, metric: str, _view: View) -> pl.DataFrame:
    return rows_of(metric, _view.tables, _view.period, where=_view.where, as_of=_view.as_of)


@st.cache_resource(max_entries=6, show_spinner="Collecting the records…")
def _set_aside_records(key: str, metric: str, _view: View) -> pl.DataFrame:
    return set_aside_rows(metric, _view.tables, _view.period, where=_view.where, as_of=_view.as_of)


@st.cache_data(max_entries=200, show_spinner=False)
def _late_start(key: str, _view: View) -> str | None:
    return late_start_note(_view.tables, _view.as_of, _view.where)


@st.cache_data(max_entries=200, show_spinner=False)
def _curve_bounds(key: str, _view: View) -> str | None:
    return bounds_of_the_win_curve(_view.tables, _view.asked)


def metric_titles(names: Sequence[str]) -> dict[str, str]:
    """Titles of metrics by name, for choosing among them."""
    return {name: METRICS[name].title for name in names}
