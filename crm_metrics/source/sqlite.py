"""SQLite: read through the standard library's cursor, in one read transaction.

A SQLite column holds any type in any row: 2,000 nulls, then a text, then 1.5. So no type is taken
from the first rows; each batch says what it holds, and mixed columns go as text.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from crm_metrics.source.batch import ROWS_PER_BATCH, Batch
from crm_metrics.source.urls import Database


def read(database: Database, queries: Mapping[str, str]) -> Iterator[Batch]:
    """Every query's rows, all as they stood when the first one began.

    A concurrent writer is not seen: in WAL mode it goes on writing, otherwise its commit waits.
    """
    connection = database.open_sqlite()
    try:
        # As bytes: text that is not UTF-8 would stop the standard decoder in mid-table.
        connection.text_factory = bytes
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_master").fetchall()
        for table, text in queries.items():
            try:
                yield from _rows(connection, table, text)
            except sqlite3.Error as error:
                raise database.failure(error, f"reading {table}") from None
    except sqlite3.Error as error:
        raise database.failure(error, f"opening {database}") from None
    finally:
        connection.close()


def _rows(connection: sqlite3.Connection, table: str, text: str) -> Iterator[Batch]:
    cursor = connection.execute(text)
    names = [column[0] for column in cursor.description]
    # The declared type promises nothing in SQLite, so own fields are text.
    types = dict.fromkeys(names, pl.String())
    first = True
    while (rows := cursor.fetchmany(ROWS_PER_BATCH)) or first:
        columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [() for _ in names]
        yield Batch(
            table,
            pl.DataFrame([_column(name, of) for name, of in zip(names, columns, strict=True)]),
            types,
        )
        first = False


def _column(name: str, values: Sequence[Any]) -> pl.Series:
    held = set(map(type, values)) - {type(None)}
    if not held:
        return pl.Series(name, values, dtype=pl.Null)
    if held == {bytes}:
        return pl.Series(name, values, dtype=pl.Binary)
    if held == {int}:
        return pl.Series(name, values, dtype=pl.Int64)
    if held == {float}:
        return pl.Series(name, values, dtype=pl.Float64)
    return pl.Series(name, [_text(value) for value in values], dtype=pl.Binary)


def _text(value: Any) -> bytes | None:
    """One value of a mixed column; the whole number 1.0 is "1", as in a column of floats."""
    if isinstance(value, float):
        return repr(value).removesuffix(".0").encode()
    if isinstance(value, int):
        return str(value).encode()
    return None if value is None else bytes(value)
