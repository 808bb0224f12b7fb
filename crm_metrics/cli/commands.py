"""The commands: each takes what was typed and the moment it was typed, and returns a result."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import polars as pl

from crm_metrics import demo, source
from crm_metrics.calendar import Period, shift_months
from crm_metrics.cli.kinds import kinds_of
from crm_metrics.cli.progress import Bars
from crm_metrics.configured import DEFAULT_FILE, configured, is_demo
from crm_metrics.fields import value_notes
from crm_metrics.formatting import Kind
from crm_metrics.measure import measure
from crm_metrics.metrics import METRICS, metric_named
from crm_metrics.records import rows_of, set_aside, set_aside_rows
from crm_metrics.settings import Settings
from crm_metrics.snapshot.store import open_snapshot
from crm_metrics.snapshot.tables import Tables

# The exit status of `check` when a sync could not begin.
NOT_FIT = 2


@dataclass(frozen=True, slots=True)
class Result:
    """What a command found: rows for stdout, notes for stderr, the exit status.

    `text` says the same in words, where words read better than a table.
    """

    rows: pl.DataFrame | None = None
    text: str = ""
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    status: int = 0


def run(given: Namespace, now: datetime) -> Result:
    """Carry out the command. Errors: every CrmMetricsError of the library."""
    return _COMMANDS[given.command](given, now)


def _init(given: Namespace, now: datetime) -> Result:
    del now
    return Result(text=str(source.init(given.config or DEFAULT_FILE)))


def _demo(given: Namespace, now: datetime) -> Result:
    as_of = given.as_of or now.astimezone(UTC).date()
    with Bars() as bars:
        written = demo.make(
            given.url,
            deals=given.deals,
            seed=given.seed,
            as_of=as_of,
            replace=given.replace,
            progress=bars,
        )
    return Result(pl.DataFrame({"table": list(written), "rows": list(written.values())}))


def _load(given: Namespace, now: datetime) -> Result:
    del now
    loaded = source.load(given.folder, given.url, replace=given.replace)
    return Result(pl.DataFrame([{"table": item.table, "rows": item.rows} for item in loaded]))


def _check(given: Namespace, now: datetime) -> Result:
    del now
    found = source.check(configured(given.config))
    rows = pl.DataFrame(
        [
            {
                "table": name,
                "is_mapped": bool(table.text),
                "missing_required": ", ".join(table.missing_required),
                "missing_optional": ", ".join(table.missing_optional),
                "own_fields": ", ".join(table.own_fields),
                "problems": " ".join(table.problems),
            }
            for name, table in found.tables.items()
        ]
    )
    return Result(rows, str(found), status=0 if found.ok else NOT_FIT)


def _sync(given: Namespace, now: datetime) -> Result:
    with Bars() as bars:
        snapshot = source.sync(configured(given.config), now=now, progress=bars)
    rows = pl.DataFrame(
        [
            {
                "table": name,
                "rows": entry["rows"],
                "dropped": sum(entry["dropped"].values()),
                "unreadable": sum(entry["unreadable"].values()),
            }
            for name, entry in snapshot.manifest.tables.items()
        ],
        schema={"table": pl.String} | dict.fromkeys(("rows", "dropped", "unreadable"), pl.Int64),
    )
    reasons = [
        f"{table}: {count} dropped, {reason}."
        for table, counts in snapshot.dropped.items()
        for reason, count in counts.items()
    ]
    return Result(rows, notes=reasons)


def _metrics(given: Namespace, now: datetime) -> Result:
    del given, now
    columns = ("name", "title", "unit", "says")
    listed = [
        {column: getattr(metric, column) for column in columns} for metric in METRICS.values()
    ]
    return Result(pl.DataFrame(listed, schema=dict.fromkeys(columns, pl.String)))


def _measure(given: Namespace, now: datetime) -> Result:
    del now
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
    return Result(rows, kinds=kinds_of(metric, rows), notes=notes)


def _rows(given: Namespace, now: datetime) -> Result:
    del now
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


def _set_aside(given: Namespace, now: datetime) -> Result:
    del now
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
    snapshot = open_snapshot(settings.snapshot_path)
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


_COMMANDS: dict[str, Callable[[Namespace, datetime], Result]] = {
    "init": _init,
    "demo": _demo,
    "load": _load,
    "check": _check,
    "sync": _sync,
    "metrics": _metrics,
    "measure": _measure,
    "rows": _rows,
    "set-aside": _set_aside,
}
