"""The view a reader has open: which snapshot, which days, which filters; and its numbers, cached.

Caches are bounded and keyed by the snapshot, the viewer and the settings that numbers depend on,
so that a refreshed snapshot or another viewer never meets an old entry.
"""

import runpy
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from crm_metrics.calendar import Period
from crm_metrics.cubes import Cubes
from crm_metrics.engines import PolarsEngine
from crm_metrics.facts import FACTS
from crm_metrics.fields import Where, fields_of
from crm_metrics.held_columns import HeldColumns
from crm_metrics.insight.coverage import input_coverage
from crm_metrics.insight.late_start import late_start_note
from crm_metrics.measure import Question
from crm_metrics.metric import Metric
from crm_metrics.metrics import METRICS
from crm_metrics.records import account_of_rows, rows_of, set_aside, set_aside_rows
from crm_metrics.report.asked import Asked
from crm_metrics.report.bounds import bounds_of_the_win_curve
from crm_metrics.report.choices import Choice, choices
from crm_metrics.report.nothing import why_nothing
from crm_metrics.report.pages import Questions, answers_to, asked_of
from crm_metrics.report.periods import year_before
from crm_metrics.report.scopes import Scope
from crm_metrics.report.targets import Target, target_of
from crm_metrics.report.wording import field_title
from crm_metrics.settings import PROJECT, Settings
from crm_metrics.snapshot.store import Snapshot
from crm_metrics.snapshot.tables import Tables
from dashboard.shown import asked_for

Coverage = Mapping[str, Any]
Covered = dict[tuple[str, str], Coverage]
_VIEW, _OPENED = "_view", "_opened_view"
_DOOR = PROJECT / "app.py"
_WAIT = "Counting…"
# The columns that all pages ask of a million deals take about half of it.
_HELD_BYTES = 1 << 30


@dataclass(frozen=True)
class View:
    """Everything a page needs to ask its questions."""

    settings: Settings
    snapshot: Snapshot
    tables: Tables
    asked: Asked
    fields: tuple[str, ...]
    # What this run has already asked of the input, by key and metric: one pass serves the page.
    _covered: Covered = field(default_factory=dict, repr=False, compare=False)

    def about(self, *facts: str) -> "View":
        """The view as far as the facts go: without filters by fields that one of them lacks."""
        known = {*self.where, *self.fields}
        for fact in facts:
            if fact in self.tables.facts:
                known &= {*fields_of(FACTS[fact], self.tables)}
        where = {name: values for name, values in self.where.items() if name in known}
        fields = tuple(name for name in self.fields if name in known)
        return replace(self, asked=replace(self.asked, where=where), fields=fields)

    def of_each(self, metrics: Sequence[str]) -> dict[str, "View"]:
        """The view as far as the rows of each metric go, by metric."""
        return {name: self.about(*_facts_of(METRICS[name])) for name in metrics}

    def where_of(self, metrics: Sequence[str]) -> dict[str, Where]:
        """The filters that apply to each metric's rows."""
        return {name: view.where for name, view in self.of_each(metrics).items()}

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
        """What a cached number depends on beside the question itself.

        Not the comparison: it chooses among numbers that are there.
        """
        asked = (self.period, self.as_of, dict(self.where))
        return f"{scope_of(self.snapshot, self.settings)} {asked!r}"

    def answers(self, questions: Questions) -> dict[str, pl.DataFrame]:
        """The answers to a page's questions, by name."""
        return self.counted(questions, ())[0]

    def counted(
        self, questions: Questions, metrics: Sequence[str]
    ) -> tuple[dict[str, pl.DataFrame], dict[str, Coverage]]:
        """The answers to a page's questions, by name, and the coverage of the metrics on its cards.

        Each metric's coverage has the filters that apply to its rows.
        """
        asked_for(_name_of(question) for question in questions.values())
        alike = _asked_alike(self.of_each(metrics))
        key = f"{self.key} {_key_of(questions)} {tuple(metrics)}"
        answers, covered = _counted(key, questions, alike, self)
        self._covered.update(covered)
        return answers, self._covering(self.of_each(metrics))

    def coverage(self, metrics: Sequence[str]) -> dict[str, Coverage]:
        """What of its input each metric could use: rows of `input_coverage`, by metric.

        In the days that its card is about, which for some are not the page's.
        """
        return self._covering(dict.fromkeys(metrics, self))

    def _covering(self, views: Mapping[str, "View"]) -> dict[str, Coverage]:
        """The coverage of each metric in its view; those asked alike share one pass."""
        found: dict[str, Coverage] = {}
        for key, (view, names) in _asked_alike(views).items():
            unknown = tuple(name for name in names if (key, name) not in self._covered)
            if unknown:
                self._covered.update(_coverage(key, unknown, view))
            found |= {name: self._covered[key, name] for name in names}
        return {name: found[name] for name in views}

    def coverage_of_the_cohort(self) -> Coverage:
        """The same for the cohort a year before the page's days."""
        earlier = replace(self.asked, period=year_before(self.period))
        return replace(self, asked=earlier).coverage(["sales_cycle_cohort"])["sales_cycle_cohort"]

    def set_aside(self, scope: Scope) -> pl.DataFrame:
        """The reasons why rows of a scope could not be used, with their counts."""
        return _set_aside(self._key_of(scope), scope, self)

    def records(self, scope: Scope) -> pl.DataFrame:
        """The records of a scope that count."""
        records = _records(self._key_of(scope), scope, self)
        return scope.only.of(records) if scope.only else records

    def set_aside_records(self, scope: Scope) -> pl.DataFrame:
        """The records of a scope that could not be used, with the reason."""
        return _set_aside_records(self._key_of(scope), scope, self)

    def account(self, scope: Scope) -> Mapping[str, int]:
        """Where every candidate of a scope went; customers where a metric counts customers."""
        return _account(self._key_of(scope), scope, self)

    def _key_of(self, scope: Scope) -> str:
        place = scope_of(self.snapshot, self.settings)
        return f"{place} {self.as_of} {scope.metric} {scope.period} {scope.where!r}"

    def target(self, metric: str, value: str | None = None) -> Target | None:
        """What was planned for a metric's number, or for one of its values."""
        value = value or METRICS[metric].values[0]
        return _target(f"{self.key} {metric} {value}", metric, value, self)

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
    st.session_state[_VIEW] = st.session_state[_OPENED] = view


def opened() -> View:
    """The view that is on the screen, for a fragment, which runs without the door."""
    view: View = st.session_state[_OPENED]
    return view


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


def _asked_alike(views: Mapping[str, View]) -> dict[str, tuple[View, list[str]]]:
    """The metrics that are asked for the same days and rows, by the key of the view they share."""
    alike: dict[str, tuple[View, list[str]]] = {}
    for name, view in views.items():
        in_its_days = replace(view, asked=asked_of(name, view.asked))
        alike.setdefault(in_its_days.key, (in_its_days, []))[1].append(name)
    return alike


def _facts_of(metric: Metric) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.table for item in (metric, *metric.parts.values())))


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
    engine = PolarsEngine(_held())
    return Tables.open(
        _snapshot, _settings.business, engine=engine, record_url=links, cubes=Cubes()
    )


@st.cache_resource(show_spinner=False)
def _held() -> HeldColumns:
    return HeldColumns(_HELD_BYTES)


@st.cache_data(max_entries=8, show_spinner=False)
def _choices(scope: str, _tables: Tables) -> tuple[Choice, ...]:
    return choices(_tables, _tables.day)


# Without a word on the page, which would push all that stands below it down and up again: what is
# being counted anew fades meanwhile.
@st.cache_data(max_entries=200, show_spinner=False)
def _counted(
    key: str, _questions: Questions, _alike: Mapping[str, tuple[View, list[str]]], _view: View
) -> tuple[dict[str, pl.DataFrame], Covered]:
    # Side by side: most of both is the engine's work.
    with ThreadPoolExecutor() as pool:
        covering = [pool.submit(_covered, at, names, of) for at, (of, names) in _alike.items()]
        answers = answers_to(_questions, _view.tables, _view.as_of)
        covered = [item.result() for item in covering]
    return answers, {at: row for some in covered for at, row in some.items()}


@st.cache_data(max_entries=200, show_spinner=_WAIT)
def _coverage(key: str, metrics: tuple[str, ...], _view: View) -> Covered:
    return _covered(key, metrics, _view)


def _covered(key: str, metrics: Sequence[str], view: View) -> Covered:
    found = input_coverage(
        view.tables, view.period, metrics=metrics, where=view.where, as_of=view.as_of
    )
    return {(key, row["metric"]): row for row in found.to_dicts()}


@st.cache_data(max_entries=1000, show_spinner=_WAIT)
def _set_aside(key: str, _scope: Scope, _view: View) -> pl.DataFrame:
    return set_aside(*_rows_asked(_scope, _view), where=_scope.where, as_of=_view.as_of)


@st.cache_data(max_entries=1000, show_spinner=_WAIT)
def _account(key: str, _scope: Scope, _view: View) -> Mapping[str, int]:
    return account_of_rows(*_rows_asked(_scope, _view), where=_scope.where, as_of=_view.as_of)


# Long lists are kept as they are: a frame never changes, and copying it would cost more than it.
@st.cache_resource(max_entries=6, show_spinner="Collecting the records…")
def _records(key: str, _scope: Scope, _view: View) -> pl.DataFrame:
    return rows_of(*_rows_asked(_scope, _view), where=_scope.where, as_of=_view.as_of)


@st.cache_resource(max_entries=6, show_spinner="Collecting the records…")
def _set_aside_records(key: str, _scope: Scope, _view: View) -> pl.DataFrame:
    return set_aside_rows(*_rows_asked(_scope, _view), where=_scope.where, as_of=_view.as_of)


def _rows_asked(scope: Scope, view: View) -> tuple[str, Tables, Period]:
    return scope.metric, view.tables, scope.period


@st.cache_data(max_entries=1000, show_spinner=False)
def _target(key: str, metric: str, value: str, _view: View) -> Target | None:
    return target_of(METRICS[metric], value, _view.tables, _view.asked)


@st.cache_data(max_entries=200, show_spinner=False)
def _late_start(key: str, _view: View) -> str | None:
    return late_start_note(_view.tables, _view.as_of, _view.where)


@st.cache_data(max_entries=200, show_spinner=False)
def _curve_bounds(key: str, _view: View) -> str | None:
    return bounds_of_the_win_curve(_view.tables, _view.asked)
