"""Each page's numbers against one tuned DuckDB query over the same Parquet file.

The query is what an analyst who knows DuckDB well would write for that page alone. Both sides are
compared number by number before anything is timed: two roads that do not end in the same place
need no race.
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import polars as pl

from crm_metrics.calendar import (
    BASELINES,
    Baseline,
    Period,
    baseline,
    to_day,
    twelve_months_to,
    units_in,
)
from crm_metrics.facts import FACTS
from crm_metrics.report.pages import (
    SALES_HEADLINES,
    Questions,
    answers_to,
    sales_cycle_questions,
    sales_overview_questions,
    win_rate_questions,
)
from crm_metrics.report.periods import trend_unit, year_before, year_of_months
from crm_metrics.settings import Business
from crm_metrics.snapshot.store import Snapshot
from crm_metrics.snapshot.tables import Tables

BY = "team"
_FOLDER = Path(__file__).parent
_MACROS = (_FOLDER / "statistics.sql").read_text("utf-8")
# Sums of floats depend on the order of their terms in their last digits.
_TOLERANCE = 1e-9

Answers = Mapping[str, pl.DataFrame]
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what it asks, its query, and which questions each list in its result answers.

    `lists`: name of the list → (the column that tells its rows apart, the questions), where the
    list has a row per unit of time, team or day. Every other list holds numbers of cards.
    """

    title: str
    questions: Callable[[Period], Questions]
    query: str
    lists: Mapping[str, tuple[str, tuple[str, ...]]]

    @property
    def sql(self) -> str:
        return (_FOLDER / self.query).read_text("utf-8")


def _trends(*metrics: str) -> tuple[str, tuple[str, ...]]:
    return "month", tuple(f"{metric}_trend" for metric in metrics)


PAGES = (
    Page(
        title="Overview",
        questions=lambda period: sales_overview_questions(
            period, {name: {} for name in SALES_HEADLINES}
        ),
        query="overview.sql",
        lists={
            "trend": _trends(*SALES_HEADLINES),
            "revenue_by_month": ("month", ("revenue_by_month",)),
            "win_rate_by_team": (BY, ("win_rate_by_team",)),
        },
    ),
    Page(
        title="Win rate",
        questions=lambda period: win_rate_questions(period, {}, BY),
        query="win_rate.sql",
        lists={
            "trend": _trends(
                "win_rate",
                "win_rate_by_amount",
                "win_rate_strict",
                "win_rate_strict_first_expected",
            ),
            "segments": (
                BY,
                (
                    "win_rate_by_segment",
                    "win_rate_by_amount_by_segment",
                    "win_rate_strict_by_segment",
                ),
            ),
            "curve": ("day", ("curve",)),
            "curve_year_before": ("day", ("curve_year_before",)),
        },
    ),
    Page(
        title="Sales cycle",
        questions=lambda period: sales_cycle_questions(period, {}, BY),
        query="sales_cycle.sql",
        lists={
            "trend": _trends("sales_cycle", "decision_cycle"),
            "segments": (BY, ("cycle_by_segment",)),
            "distribution": ("day", ("distribution",)),
            "curve": ("day", ("curve",)),
            "curve_year_before": ("day", ("curve_year_before",)),
        },
    ),
)


@dataclass(frozen=True, slots=True)
class Race:
    """One page, timed: seconds of each pair of runs, ours and DuckDB's, wall clock and CPU."""

    page: str
    numbers: int
    wall: Sequence[tuple[float, float]]
    cpu: Sequence[tuple[float, float]]

    @property
    def ratio(self) -> float:
        """The median of the pairs' ratios: the two runs of a pair saw the same machine."""
        return median(self.ratios)

    @property
    def ratios(self) -> list[float]:
        return [ours / theirs for ours, theirs in self.wall]

    @property
    def cpu_ratio(self) -> float:
        return median(ours / theirs for ours, theirs in self.cpu)


def race(page: Page, snapshot: Snapshot, business: Business, pairs: int) -> Race:
    """Check that both sides agree, then run them in turn: A B A B …

    Every run starts cold on our side and on DuckDB's: tables opened anew, a new connection, no
    cache of this process. The operating system has the file in memory, for both.
    """
    period = twelve_months_to(snapshot.day)
    questions, sql = page.questions(period), page.sql
    facts = {name: str(path) for name in FACTS if (path := snapshot.fact_path(name))}
    if trend_unit(period) != "month" or "deals" not in facts:
        raise SystemExit("the benchmarks need a snapshot with deals.")
    values = facts | _values(period, snapshot.day, business)
    needed = {name: value for name, value in values.items() if f"${name}" in sql}

    def ours() -> Answers:
        tables = Tables.open(snapshot, business)
        return answers_to(questions, tables, snapshot.day)

    def theirs() -> Mapping[str, Rows]:
        connection = _connection()
        names, row = _run(connection, sql, needed)
        return dict(zip(names, row, strict=True))

    numbers = _compared(page, questions, ours(), theirs())
    runs = [(timed(ours), _timed_duckdb(sql, needed)) for _ in range(pairs)]
    return Race(
        page.title,
        numbers,
        [(mine[0], other[0]) for mine, other in runs],
        [(mine[1], other[1]) for mine, other in runs],
    )


def _values(period: Period, as_of: date, business: Business) -> dict[str, Any]:
    """The values that the queries name beside the files: the windows as day numbers."""
    windows: dict[str, Period] = {"": period, "year_before_": year_before(period)}
    for kind in BASELINES:
        windows[f"{kind}_"] = baseline(period, kind, as_of, business)
    months = [
        {
            "month": month.start,
            "start_day": to_day(month.start),
            "end_day": min(to_day(month.end), to_day(as_of) + 1),
            **_days(baseline(month, "last_year", as_of, business), "last_year_"),
        }
        for month in units_in("month", year_of_months(period), business)
    ]
    values: dict[str, Any] = {"as_of_day": to_day(as_of), "months": months}
    for name, window in windows.items():
        values |= _days(window, name)
    starts = [values[f"{name}start_day"] for name in windows]
    starts += [month["last_year_start_day"] for month in months]
    return {**values, "first_day": min(starts)}


def _days(window: Period, name: str) -> dict[str, int]:
    return {f"{name}start_day": to_day(window.start), f"{name}end_day": to_day(window.end)}


def _connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set threads = $threads", {"threads": pl.thread_pool_size()})
    connection.execute(_MACROS)
    return connection


def _run(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, Any]
) -> tuple[list[str], tuple[Any, ...]]:
    result = connection.execute(sql, dict(values))
    names = [column[0] for column in result.description or []]
    row = result.fetchone()
    assert row is not None
    return names, row


def timed(run: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - wall, time.process_time() - cpu


def _timed_duckdb(sql: str, values: Mapping[str, Any]) -> tuple[float, float]:
    connection = _connection()  # connecting and the macros are not counted
    try:
        return timed(lambda: _run(connection, sql, values))
    finally:
        connection.close()


def _compared(page: Page, questions: Questions, answers: Answers, found: Mapping[str, Rows]) -> int:
    """How many numbers both sides have; SystemExit with the first that differs."""
    cards = {
        name: answers[name]
        for name, question in questions.items()
        if not question.by and answers[name].height == 1
    }
    pairs: list[tuple[str, Any, Any]] = []
    mine = _numbers_of(cards)
    listed = {name: rows for name, rows in found.items() if name not in page.lists}
    for where, value in _card_numbers(listed):
        pairs.append((where, mine.get(where, "nothing"), value))
    for name, (key, asked) in page.lists.items():
        pairs += _list_pairs(name, key, {ask: answers[ask] for ask in asked}, found[name])
    for where, ours, theirs in pairs:
        if not same(ours, theirs):
            raise SystemExit(
                f"{page.title}: {where} is {ours!r} here and {theirs!r} in {page.query}; "
                "both sides must agree before they are timed."
            )
    return len(pairs)


def _numbers_of(cards: Answers) -> dict[str, Any]:
    """The numbers of several answers of one row each, by column: "win_rate_won", "win_rate"."""
    return {
        _full_name(question, column): value
        for question, frame in cards.items()
        for column, value in frame.row(0, named=True).items()
    }


def _full_name(question: str, column: str) -> str:
    for end in ("_trend", "_by_segment", "_by_team", "_by_month"):
        question = question.removesuffix(end)
    question = {"cohort": "sales_cycle_cohort", "cycle": "sales_cycle"}.get(question, question)
    return column if column.startswith(question) else f"{question}_{column}"


def _card_numbers(lists: Mapping[str, Rows]) -> Iterator[tuple[str, Any]]:
    """The numbers of the lists without keys. A row with a name belongs to that window."""
    for rows in lists.values():
        for row in rows:
            window = row.get("name", "now")
            for column, value in row.items():
                if column == "name" or (value is None and window != "now"):
                    continue
                if window == "now":
                    yield column, value
                    continue
                is_own_interval = column.endswith(("_low", "_high")) and "_change_" not in column
                where = None if is_own_interval else _baseline_column(column, window)
                if where is not None:
                    yield where, value


def _baseline_column(column: str, window: Baseline) -> str | None:
    """Where an answer has the number of an earlier window: "win_rate_previous_change_low"."""
    for part in ("_change", "_growth"):
        value, found, rest = column.partition(part)
        if found:
            return f"{value}_{window}{part}{rest}"
    is_count = column.endswith(("_won", "_decided", "_count", "_events", "_amount_won_amount"))
    is_part = column.endswith(("_won_amount", "_decided_amount"))
    return None if is_count or is_part or column == "deal_size_mean" else f"{column}_{window}"


def _list_pairs(name: str, key: str, answers: Answers, rows: Rows) -> list[tuple[str, Any, Any]]:
    """Each number of a list beside ours; the keys must be the same."""
    mine: dict[Any, dict[str, Any]] = {}
    for question, frame in answers.items():
        for row in frame.iter_rows(named=True):
            numbers = mine.setdefault(row[key], {})
            for column, value in row.items():
                # The bare name means the first question; "decided" of the others is named in full.
                numbers.setdefault(column, value)
                numbers.setdefault(_full_name(question, column), value)
    theirs = {_as_key(row[key]): row for row in rows}
    pairs: list[tuple[str, Any, Any]] = [
        (f"{name}, the number of rows", len(mine), len(theirs)),
        *(
            (f"{name} {at}: {column}", mine.get(at, {}).get(column, "nothing"), value)
            for at, row in theirs.items()
            for column, value in row.items()
            if column not in (key, "name", "is_now")
        ),
    ]
    return pairs


def _as_key(value: Any) -> Any:
    """A month comes from DuckDB as an instant."""
    return value.date() if hasattr(value, "date") else value


def same(ours: Any, theirs: Any) -> bool:
    if ours is None or theirs is None or isinstance(ours, str):
        return bool(ours == theirs)
    return math.isclose(float(ours), float(theirs), rel_tol=_TOLERANCE, abs_tol=1e-12)
