"""The start of every second road: the demo as its database has it, and the snapshot made of it."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path

import duckdb
import polars as pl

from crm_metrics.settings import Business, Crm, Settings
from crm_metrics.snapshot.tables import Tables
from crm_metrics.source import sync


def snapshot_of(crm: Path, folder: Path, business: Business, as_of: date) -> Tables:
    """The tables of a SQLite CRM, synced in the evening of `as_of`."""
    settings = Settings(crm=Crm(url=f"sqlite:///{crm}"), snapshot_path=folder, business=business)
    return Tables.open(sync(settings, now=datetime.combine(as_of, time(20), UTC)), business)


def raw_tables(crm: Path, names: Iterable[str]) -> duckdb.DuckDBPyConnection:
    """A DuckDB with these tables of a SQLite CRM as `raw_<name>`, every value as a text."""
    connection = duckdb.connect()
    with sqlite3.connect(crm) as raw:
        for name in names:
            rows = raw.execute(f"select * from {name}")  # names of tables, written in the tests
            columns = dict.fromkeys((item[0] for item in rows.description), pl.String)
            texts = [[None if value is None else str(value) for value in row] for row in rows]
            frame = pl.DataFrame(texts, schema=columns, orient="row")
            connection.register(f"raw_{name}_", frame.to_arrow())
            connection.execute(f"create table raw_{name} as from raw_{name}_")
    return connection
