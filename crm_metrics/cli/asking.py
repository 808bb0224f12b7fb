"""Commands that ask the snapshot: metrics, measure, rows, set-aside."""

from argparse import Namespace
from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from crm_metrics.calendar import Period, shift_months
from crm_metrics.cli.kinds import kinds_of
from crm_metrics.cli.result import Result
from crm_metrics.configured import configured, is_demo
from crm_metrics.fields import value_notes
from crm_metrics.measure import measure
from crm_metrics.metric import Metric
from crm_metrics.metrics import METRICS, metric_named
from crm_metrics.records import account_of_rows, rows_of, set_aside, set_aside_rows
from crm_metrics.settings import Settings
from crm_metrics.snapshot.refresh import refresh_facts
from crm_metrics.snapshot.tables import Tables


def _metrics(given: Namespace) -> Result:
    del given
    columns = ("name", "title", "unit", "says")
    listed = [
        {column: getattr(metric, column) for column in columns} for metric in METRICS.values()
    ]
    return Result(pl.DataFrame(listed, schema=dict.fromkeys(columns, pl.String)))


def _measure(given: Namespace) -> Result:
    metric = metric_named(given.name)
    tables, notes = _tables(configured(given.config))
    rows = measure(
        metric,
        tables,
        _period(given, tables),
        by=given.by,
        where=_where(given),
        as_of=given.as_of,
        compare=given.compare,
        credit=given.credit,
        at=given.at,
    )
    notes += value_notes(metric, tables, _where(given), given.credit)
    notes += _set_aside_notes(metric, tables, given)
    return Result(rows, kinds=kinds_of(metric, rows), notes=notes)


def _set_aside_notes(metric: Metric, tables: Tables, given: Namespace) -> list[str]:
    account = account_of_rows(
        metric,
        tables,
        _period(given, tables),
        where=_where(given),
        as_of=given.as_of,
        credit=given.credit,
    )
    aside, used = account["set_aside"], account["used"]
    if not aside:
        return []
    return [f"{aside:,} of {aside + used:,} rows set aside; 'set-aside {metric.name}' says why."]


def _rows(given: Namespace) -> Result:
    metric = metric_named(given.name)
    tables, notes = _tables(configured(given.config))
    rows = rows_of(
        metric,
        tables,
        _period(given, tables),
        where=_where(given),
        as_of=given.as_of,
        credit=given.credit,
    )
    notes += value_notes(metric, tables, _where(given), given.credit)
    return Result(rows, kinds={"value": metric.value_unit}, notes=notes)


def _set_aside(given: Namespace) -> Result:
    metric = metric_named(given.name)
    tables, notes = _tables(configured(given.config))
    list_or_count = set_aside_rows if given.rows else set_aside
    rows = list_or_count(
        metric,
        tables,
        _period(given, tables),
        where=_where(given),
        as_of=given.as_of,
        credit=given.credit,
    )
    notes += value_notes(metric, tables, _where(given), given.credit)
    return Result(rows, notes=notes)


def _tables(settings: Settings) -> tuple[Tables, list[str]]:
    """The current snapshot's tables, and a note where they are not the user's own."""
    snapshot = refresh_facts(settings)
    tables = Tables.open(snapshot, settings.business, record_url=settings.crm.record_url)
    return tables, ["these are the demo's figures."] if is_demo(settings) else []


def _period(given: Namespace, tables: Tables) -> Period | None:
    """The period asked for; with one end given, the other lies 12 months away or at as-of.

    None when neither is given: each metric knows its own default.
    """
    start: date | None = given.start
    end: date | None = given.end
    if start is None and end is None:
        return None
    if end is None:
        end = (given.as_of or tables.as_of) + timedelta(days=1)
    return Period(start or shift_months(end, -12), end)


def _where(given: Namespace) -> dict[str, list[str | None]]:
    """Accepted values by field, in the order they were typed."""
    where: dict[str, list[str | None]] = {}
    for name, value in given.where:
        where.setdefault(name, []).append(value)
    return where


COMMANDS: dict[str, Callable[[Namespace], Result]] = {
    "metrics": _metrics,
    "measure": _measure,
    "rows": _rows,
    "set-aside": _set_aside,
}
