"""measure(): the one mechanism that turns a metric and a question into numbers.

The sums run on the engine that holds the facts, all questions of a page together: questions that
share table, day, groups and filters share one pass (`crm_metrics.passes`). Only the small results
come home, where the finish works on Polars.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl

from crm_metrics.calendar import (
    BASELINES,
    UNITS,
    Baseline,
    Period,
    baseline,
    to_day,
    unit_start,
    units_in,
)
from crm_metrics.comparison import with_baselines
from crm_metrics.errors import BadInputError, NotMappedError
from crm_metrics.fields import Credit, Where, check_credit, filters_of, keys_of
from crm_metrics.metric import Finishing, Metric, Window
from crm_metrics.metrics import metric_named
from crm_metrics.passes import NUMBER, Key, Part, Pass, Results, group, sharing
from crm_metrics.snapshot.tables import Tables


@dataclass(frozen=True, slots=True)
class Question:
    """One metric, asked one way. Without a period: the metric's own, mostly 12 months to as-of."""

    metric: str | Metric
    by: Sequence[str] = ()
    period: Period | None = None
    where: Where = field(default_factory=dict)
    compare: Sequence[Baseline] = ()
    at: Sequence[int] = ()
    credit: Credit = "event"


def measure(
    metric: str | Metric,
    tables: Tables,
    period: Period | None = None,
    *,
    by: Sequence[str] = (),
    where: Where | None = None,
    as_of: date | None = None,
    compare: Sequence[Baseline] = (),
    credit: Credit = "event",
    at: Sequence[int] = (),
) -> pl.DataFrame:
    """One metric's numbers: the `by` columns, the sums, the value and its interval.

    - `by`: fields and units of time (day, week, month, quarter, year, fiscal_quarter,
      fiscal_year; their column holds the unit's first day). Groups with at least one counted
      row come back, sorted, null last. Without `by`, exactly one row.
    - `where`: field → accepted values, None among them for null; fields are combined with *and*.
    - `as_of`: what happened after that day is not known. A period past it is cut to it.
    - `compare`: adds `<value>_previous`, `<value>_previous_change`, `<value>_previous_growth`,
      and the same for `last_year`; see `crm_metrics.comparison`.
    - `credit`: "event" counts for the owner, team and region at the metric's event, "now" for
      today's.
    - `at`: for curves, the days wanted.

    Counts are Int64; rates, days and money Float64, money in units of the reporting currency.
    A ratio without a denominator is null. Errors: UnknownNameError for a metric or field,
    NotMappedError when the CRM has no such table, BadInputError for what cannot be asked.
    """
    question = Question(metric, by, period, where or {}, compare, at, credit)
    return answer([question], tables, as_of=as_of)[0]


def measure_all(
    metrics: Sequence[str | Metric],
    tables: Tables,
    period: Period | None = None,
    *,
    by: Sequence[str] = (),
    where: Where | None = None,
    as_of: date | None = None,
    compare: Sequence[Baseline] = (),
    credit: Credit = "event",
) -> dict[str, pl.DataFrame]:
    """Several metrics asked the same way, by name; those that share a day share one pass."""
    chosen = [resolved(metric) for metric in metrics]
    questions = [Question(item, by, period, where or {}, compare, (), credit) for item in chosen]
    frames = answer(questions, tables, as_of=as_of)
    return {item.name: frame for item, frame in zip(chosen, frames, strict=True)}


def answer(
    questions: Sequence[Question], tables: Tables, *, as_of: date | None = None
) -> list[pl.DataFrame]:
    """The answers to several questions, in order, from as few passes as they allow."""
    as_of = known_day(as_of, tables)
    passes: dict[Key, Pass] = {}
    drafts = [_Draft.of(question, tables, as_of, passes) for question in questions]
    results = Results.of(passes, tables, as_of)
    # Side by side: most of the time is Polars', which does not hold the interpreter.
    with ThreadPoolExecutor(max_workers=pl.thread_pool_size()) as pool:
        return list(pool.map(lambda draft: draft.finished(results, tables), drafts))


def resolved(metric: str | Metric) -> Metric:
    """The metric itself, from its name where a name is given."""
    return metric_named(metric) if isinstance(metric, str) else metric


def check_mapped(metric: Metric, tables: Tables) -> None:
    """Errors: NotMappedError when the mapping leaves out a column the metric is made of."""
    missing = tables.unmapped(metric.needs) if metric.table in tables.facts else []
    if missing:
        listed = " and ".join(missing)
        raise NotMappedError(f"{metric.name} is made of {listed}, not mapped in this CRM.")


def known_day(as_of: date | None, tables: Tables) -> date:
    """The as-of day to use: never after the snapshot's, because nothing is known past it."""
    as_of = as_of or tables.as_of
    if as_of > tables.day:
        raise BadInputError(
            f"as of {as_of} lies after the snapshot, which knows the days up to {tables.day}."
        )
    return as_of


def window_of(metric: Metric, period: Period, tables: Tables, as_of: date) -> Window:
    """The period as day numbers, cut at the close of the as-of day."""
    fact, complete = metric.fact, tables.business.complete_since
    since = max(
        (complete[name] for name in fact.complete_with or fact.needs[:1] if name in complete),
        default=None,
    )
    return Window(
        start_day=to_day(period.start),
        end_day=min(to_day(period.end), to_day(as_of) + 1),
        as_of_day=to_day(as_of),
        records_since=None if since is None else to_day(since),
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A question whose passes are planned; `drafts` are those of the metric's parts."""

    metric: Metric
    keys: tuple[tuple[str, str], ...]
    at: tuple[int, ...]
    as_of: date
    parts: tuple[Part, ...]
    baselines: Mapping[Baseline, tuple[Part, ...]]
    drafts: Mapping[str, "_Draft"]

    @classmethod
    def of(
        cls, question: Question, tables: Tables, as_of: date, passes: dict[Key, Pass]
    ) -> "_Draft":
        metric = resolved(question.metric)
        # What tells the rows of an answer apart anyway needs no asking for.
        apart = metric.along if metric.is_list else ()
        by = [name for name in question.by if name not in apart]
        keys = keys_of(by, metric, tables, question.credit)
        _check(metric, tables, question, keys)
        period = question.period or metric.period_to(as_of)
        drafts = {
            name: cls.of(_of_part(question, metric, name, period), tables, as_of, passes)
            for name in metric.parts
        }
        # A metric with parts asks nothing itself; its windows are those of its parts.
        planner = _Planner(metric, question, keys, tables, as_of, {} if drafts else passes)
        own_windows = metric.has_windows
        return cls(
            metric=metric,
            keys=keys,
            at=tuple(question.at),
            as_of=as_of,
            parts=planner.a_part_per_unit(period) if own_windows else (planner.part(period),),
            baselines={kind: planner.baseline_parts(period, kind) for kind in question.compare},
            drafts=drafts,
        )

    def finished(self, results: Results, tables: Tables) -> pl.DataFrame:
        asked = (self.parts, *self.baselines.values())
        # Over twelve months both baselines are mostly the same days.
        distinct = list(dict.fromkeys(asked))
        windows = [asked.index(parts) for parts in distinct]
        finished = self._answers(results, tables, windows)
        frames = finished.partition_by(NUMBER, as_dict=True, include_key=False)
        nothing = self._nothing(finished.drop(NUMBER))
        frame, *earlier = [frames.get((distinct.index(parts),), nothing) for parts in asked]
        if earlier:
            apart = (*self.by, *(self.metric.along if self.metric.is_list else ()))
            baselines = dict(zip(self.baselines, earlier, strict=True))
            frame = with_baselines(frame, baselines, self.metric, apart)
        # Every step over a frame costs a little, and a page has dozens of frames.
        frame = frame.select(name for name in frame.columns if not name.startswith("_"))
        along = self.metric.along if self.metric.is_curve and not self.metric.is_list else ()
        order = [*self.by, *along]
        frame = frame.sort(order, nulls_last=True, maintain_order=True) if order else frame
        units = [group(number) for number, key in enumerate(self.keys) if key[1] in UNITS]
        frame = frame.with_columns(pl.col(units).cast(pl.Date)) if units else frame
        frame = frame.rename(self._names(frame)) if self.keys else frame
        has_owner = any(name == "owner_id" for name, _ in self.keys)
        return _with_owner_names(frame, tables) if has_owner else frame

    def _answers(self, results: Results, tables: Tables, windows: Sequence[int]) -> pl.DataFrame:
        """The numbers of these of the windows asked for (0: the question's own), as NUMBER says."""
        metric = self.metric
        asked = Finishing(
            name=metric.name,
            by=(NUMBER, *self.by),
            at=self.at,
            as_of_day=to_day(self.as_of),
            info=tables.info.get(metric.table, {}),
            business=tables.business,
        )
        if metric.combine:
            return metric.combine(
                {
                    name: self._answer_of_part(name, results, tables, windows)
                    for name in metric.parts
                },
                asked,
            )
        own = (self.parts, *self.baselines.values())
        keys = [column if column in UNITS else None for _, column in self.keys]
        return metric.finish(results.sums(metric, [own[at] for at in windows], keys), asked)

    def _answer_of_part(
        self, name: str, results: Results, tables: Tables, windows: Sequence[int]
    ) -> pl.DataFrame:
        """A part's numbers; fields it is cut by beside the question's stand under their names."""
        frame = self.drafts[name]._answers(results, tables, windows)
        further = enumerate(self.metric.part_by.get(name, ()), len(self.keys))
        return frame.rename({group(number): field for number, field in further})

    @property
    def by(self) -> tuple[str, ...]:
        return tuple(group(number) for number in range(len(self.keys)))

    def _names(self, frame: pl.DataFrame) -> dict[str, str]:
        """The group columns' names in the answer."""
        names = {group(number): name for number, (name, _) in enumerate(self.keys)}
        for name in names.values():
            if name in frame.columns:
                raise BadInputError(
                    f"{self.metric.name} has a column '{name}' of its own, so it cannot be grouped "
                    f"by the field '{name}'; give the field another name in the mapping."
                )
        return names

    def _nothing(self, like: pl.DataFrame) -> pl.DataFrame:
        """Where nothing counts: no group, no row of several, else one row of zeros and nulls."""
        if self.by or self.metric.is_curve:
            return like.clear()
        values = {name: 0 if name in self.metric.counts else None for name in like.columns}
        return pl.DataFrame([values], schema=like.schema)


def _of_part(question: Question, metric: Metric, name: str, period: Period) -> Question:
    """What a metric asks its part, when it is asked the question."""
    by = (*question.by, *metric.part_by.get(name, ()))
    return replace(question, metric=metric.parts[name], by=by, period=period, at=())


@dataclass(frozen=True, slots=True)
class _Planner:
    """Finds or makes the passes a question needs."""

    metric: Metric
    question: Question
    keys: tuple[tuple[str, str], ...]
    tables: Tables
    as_of: date
    passes: dict[Key, Pass]

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(column for _, column in self.keys if column in UNITS)

    def part(self, period: Period) -> Part:
        """The period, cut by the units of time asked for."""
        return self._part(period, self.units, None)

    def a_part_per_unit(self, period: Period) -> tuple[Part, ...]:
        """A window of its own for each unit of time asked for; the whole period without one."""
        return tuple(self._part(window, (), start) for start, window in self._windows(period))

    def baseline_parts(self, period: Period, kind: Baseline) -> tuple[Part, ...]:
        """The window that each unit, or the period, is compared with."""
        business = self.tables.business
        return tuple(
            self._part(baseline(window, kind, self.as_of, business), (), start)
            for start, window in self._windows(period)
        )

    def _part(self, period: Period, units: tuple[str, ...], start: date | None) -> Part:
        metric, question = self.metric, self.question
        window = window_of(metric, period, self.tables, self.as_of)
        fields = tuple(column for _, column in self.keys if column not in UNITS)
        where = tuple((name, tuple(values)) for name, values in question.where.items())
        shared = sharing(metric, window)
        key = Key(metric.table, shared, fields, where, question.credit, _spread_key(metric))
        if key not in self.passes:
            filters = filters_of(question.where, metric, self.tables, question.credit)
            self.passes[key] = Pass(metric.table, window, fields, filters)
        self.passes[key].metrics[metric.name] = metric
        self.passes[key].asked.add((window.start_day, window.end_day, units))
        return Part(key, window, units, None if start is None else to_day(start))

    def _windows(self, period: Period) -> list[tuple[date | None, Period]]:
        if not self.units:
            return [(None, period)]
        unit, business = self.units[0], self.tables.business
        known = period.known_at(self.as_of)
        return [
            (unit_start(unit, window.start, business), window)
            for window in units_in(unit, period, business)
            if known and window.start < known.end
        ] or [(unit_start(unit, period.start, business), period)]


def _spread_key(metric: Metric) -> Any:
    """Metrics share a pass only where they group by the very same distribution."""
    return tuple((name, id(item)) for name, item in metric.spread.items())


def _check(
    metric: Metric, tables: Tables, question: Question, keys: tuple[tuple[str, str], ...]
) -> None:
    check_credit(question.credit)
    check_mapped(metric, tables)
    for kind in question.compare:
        if kind not in BASELINES:
            raise BadInputError(f"no comparison '{kind}'; expected {' or '.join(BASELINES)}.")
    units = [unit for _, unit in keys if unit in UNITS]
    if len(units) > 1 and (question.compare or metric.has_windows):
        raise BadInputError(
            f"{metric.name} takes one unit of time here, not {' and '.join(units)}."
        )
    if metric.is_curve and not metric.is_list and question.compare:
        raise BadInputError(
            f"{metric.name} has a row per day and cannot be compared; "
            "choose a metric with one value."
        )
    if question.at and not (metric.is_curve or metric.takes_days):
        raise BadInputError(
            f"{metric.name} has one value, not a curve; days can be picked of curves only."
        )
    if any(day < 0 for day in question.at):
        raise BadInputError(f"days of a curve start at 0; {min(question.at)} was given.")
    taken = [name for name in question.by if metric.is_curve and name in metric.along]
    if taken and not metric.is_list:
        raise BadInputError(
            f"{metric.name} has a column {taken[0]} already; group by another unit of time."
        )


def _with_owner_names(frame: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    names = tables.owner_names.unique("owner_id", keep="first", maintain_order=True)
    named = frame.join(names, on="owner_id", how="left", maintain_order="left")
    position = frame.columns.index("owner_id") + 1
    columns = frame.columns
    return named.select(*columns[:position], "owner", *columns[position:])
