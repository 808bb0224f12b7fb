"""A CRM's own tables on a real server, read through its shipped mapping.

`tests/mappings/<crm>/` holds the CRM's tables as that CRM makes them (`schema.sql`) and rows with
every trap (`rows.sql`); the test beside it knows what every table of the model must hold then.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
import pymysql
from pymysql.constants import CLIENT

from crm_metrics.calendar import Period
from crm_metrics.measure import measure
from crm_metrics.settings import PROJECT, Business, Crm, Settings
from crm_metrics.snapshot.store import Snapshot
from crm_metrics.snapshot.tables import Tables
from crm_metrics.source import sync
from crm_metrics.source.urls import database

SCRIPTS = PROJECT / "tests" / "mappings"
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)


def run_scripts(url: str, *files: Path) -> None:
    """Run files of many statements, as the database's own client would."""
    source = database(url)
    if source.kind == "postgresql":
        with psycopg.connect(source.libpq, autocommit=True) as connection:
            for file in files:
                connection.execute(file.read_text("utf-8"))
        return
    arguments = source.mysql_arguments | {"client_flag": CLIENT.MULTI_STATEMENTS}
    with pymysql.connect(**arguments, autocommit=True) as connection:
        for file in files:
            with connection.cursor() as cursor:
                cursor.execute(file.read_text("utf-8"))
                while cursor.nextset():
                    pass


def synced(
    url: str,
    folder: Path,
    queries: str,
    *,
    scripts: str | None = None,
    business: Business | None = None,
    now: datetime = NOW,
    **crm: Any,
) -> Snapshot:
    """Make the CRM's tables and rows in an empty database and sync it through `queries/<queries>`.

    `scripts` names the folder of the scripts where it is not the mapping's; `crm` are further
    settings of the section [crm].
    """
    place = SCRIPTS / (scripts or queries)
    run_scripts(url, place / "schema.sql", place / "rows.sql")
    return sync(settings(url, folder, queries, business=business, **crm), now=now)


def settings(
    url: str, folder: Path, queries: str, *, business: Business | None = None, **crm: Any
) -> Settings:
    """Settings over that database and that shipped mapping."""
    return Settings(
        crm=Crm(url, PROJECT / "queries" / queries, **crm),
        snapshot_path=folder / "snapshots",
        business=business or Business(),
    )


def rows(snapshot: Snapshot, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of a table of the model in these columns, sorted by its key.

    Instants are texts `2026-01-31 09:30:00`, followed by ` (day)` where only the day is known;
    days `2026-01-31`; money and rates numbers as text without closing zeros.
    """
    frame = _frame(snapshot, table)
    return [tuple(_said(row, name) for name in columns) for row in frame.iter_rows(named=True)]


def mapped(snapshot: Snapshot, table: str) -> list[str]:
    """The columns of the model that the mapping gives for the table, in the model's order."""
    return list(snapshot.manifest.tables[table]["columns"])


def measured(snapshot: Snapshot, metric: str, start: str, end: str, **asked: Any) -> dict[str, Any]:
    """A metric's numbers over `[start, end)`, as one row."""
    tables = Tables.open(snapshot, Business())
    period = Period(date.fromisoformat(start), date.fromisoformat(end))
    return measure(metric, tables, period, **asked).row(0, named=True)


def _frame(snapshot: Snapshot, table: str) -> pl.DataFrame:
    path = snapshot.model_path(table)
    assert path is not None, f"{table} is not mapped"
    frame = pl.read_parquet(path)
    return frame.sort(frame.columns, nulls_last=True)


def _said(row: Mapping[str, Any], name: str) -> Any:
    value = row[name]
    if isinstance(value, datetime):
        is_day = row.get(name.removesuffix("_at") + "_on_only")
        return f"{value:%Y-%m-%d}" + (" (day)" if is_day else f" {value:%H:%M:%S}")
    if isinstance(value, date):
        return value.isoformat()
    if value is not None and not isinstance(value, str | bool | int | float):
        return format(value.normalize(), "f")
    return value
