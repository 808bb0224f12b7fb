"""MariaDB and MySQL: read as the bytes the server sends, in one read-only snapshot.

PyMySQL opens the connection and sends the query; the rows are taken from its socket a column at a
time. Nothing is converted before the model's types are known, so a decimal stays exact, and the
day 0000-00-00 cannot stop the reading.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
import pyarrow as pa
from pymysql import MySQLError
from pymysql.constants import FIELD_TYPE
from pymysql.cursors import SSCursor

from crm_metrics.source.batch import ROWS_PER_BATCH, Batch
from crm_metrics.source.packets import row_batches
from crm_metrics.source.urls import Database

_OWN_FIELDS = {
    FIELD_TYPE.TINY: pl.Int64(),
    FIELD_TYPE.SHORT: pl.Int64(),
    FIELD_TYPE.INT24: pl.Int64(),
    FIELD_TYPE.LONG: pl.Int64(),
    FIELD_TYPE.YEAR: pl.Int64(),
    FIELD_TYPE.FLOAT: pl.Float64(),
    FIELD_TYPE.DOUBLE: pl.Float64(),
    FIELD_TYPE.DATE: pl.Date(),
    FIELD_TYPE.DATETIME: pl.Datetime("us", "UTC"),
    FIELD_TYPE.TIMESTAMP: pl.Datetime("us", "UTC"),
}


def read(database: Database, queries: Mapping[str, str]) -> Iterator[Batch]:
    """Every query's rows, all as they stood when the transaction began.

    The snapshot covers tables of engines with transactions (InnoDB); MyISAM has none.
    """
    doing, connection = f"opening {database}", None
    try:
        connection = database.connect_mysql_to_read()
        with connection.cursor() as cursor:
            cursor.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
            for table, text in queries.items():
                doing = f"reading {table}"
                cursor.execute("SAVEPOINT reading")
                yield from _rows(connection, table, text)
                # Sets the locks on these tables free: whoever alters them need not wait for the
                # others to be read. What the transaction sees stays as it is.
                cursor.execute("ROLLBACK TO SAVEPOINT reading")
    except (MySQLError, OSError) as error:
        raise database.failure(error, doing, is_open=connection is not None) from None
    finally:
        if connection is not None and connection.open:
            connection.close()


def _rows(connection: Any, table: str, text: str) -> Iterator[Batch]:
    cursor = connection.cursor(SSCursor)
    cursor.execute(text)
    # The rows are ours to read: PyMySQL would read what we leave to its end.
    connection._result.unbuffered_active = False
    names = [column[0] for column in cursor.description]
    codes = [column[1] for column in cursor.description]
    types = {
        name: _OWN_FIELDS.get(code, pl.String()) for name, code in zip(names, codes, strict=True)
    }
    yield Batch(table, pl.DataFrame(schema=dict.fromkeys(names, pl.Null)), types)
    for columns in row_batches(connection._rfile, len(names), ROWS_PER_BATCH):
        rows = [
            _column(name, values, code)
            for name, values, code in zip(names, columns, codes, strict=True)
        ]
        yield Batch(table, pl.DataFrame(rows), types)


def _column(name: str, values: pa.Array, code: int) -> pl.Series:
    received = pl.Series(name, pl.from_arrow(values))
    if code == FIELD_TYPE.BIT:
        numbers = [None if value is None else int.from_bytes(value, "big") for value in received]
        return pl.Series(name, numbers, dtype=pl.UInt64)
    if code == FIELD_TYPE.TIMESTAMP:
        # An instant, which the session's zone has turned to UTC; a DATETIME is no such thing.
        return received.cast(pl.String) + "+00:00"
    return received
