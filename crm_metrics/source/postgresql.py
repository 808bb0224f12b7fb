"""PostgreSQL: read through ADBC as Arrow batches, in one read-only transaction.

NUMERIC is asked for as text, so money never goes through a float.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import adbc_driver_postgresql.dbapi as adbc
import numpy as np
import polars as pl
import pyarrow as pa
from adbc_driver_manager import Error as DriverError
from adbc_driver_manager._reader import AdbcRecordBatchReader
from sqlglot import exp

from crm_metrics.errors import SourceLostError
from crm_metrics.source import sessions
from crm_metrics.source.batch import ROWS_PER_BATCH, Batch
from crm_metrics.source.mapping import DIALECTS
from crm_metrics.source.urls import Database

_OWN_FIELDS = {
    "int2": pl.Int64(),
    "int4": pl.Int64(),
    "int8": pl.Int64(),
    "float4": pl.Float64(),
    "float8": pl.Float64(),
    "bool": pl.Boolean(),
    "date": pl.Date(),
    "timestamp": pl.Datetime("us", "UTC"),
    "timestamptz": pl.Datetime("us", "UTC"),
}
# Relations below this number are PostgreSQL's own.
_REPLACED = """
SELECT coalesce(relation::regclass::text, relation::text)
FROM (
    SELECT DISTINCT held.relation, seen.oid IS NULL AS is_new
    FROM pg_locks AS held
    LEFT JOIN pg_class AS seen ON seen.oid = held.relation
    WHERE held.pid = pg_backend_pid()
      AND held.locktype = 'relation'
      AND held.relation >= 16384
      AND CASE
          WHEN seen.oid IS NULL THEN pg_get_indexdef(held.relation) IS NULL
          WHEN seen.relkind IN ('r', 'm')
          THEN seen.relfilenode <> pg_relation_filenode(held.relation)
          ELSE false
      END
) AS replaced
LIMIT 1
"""


def read(database: Database, queries: Mapping[str, str]) -> Iterator[Batch]:
    """Every query's rows, all as they stood when the first one began."""
    doing, is_open = f"opening {database}", False
    try:
        with closing(adbc.connect(database.libpq)) as connection, connection.cursor() as cursor:
            is_open = True
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            for statement in sessions.POSTGRESQL:
                cursor.execute(statement)
            cursor.execute(
                "SELECT set_config('statement_timeout', $1, true)",
                (f"{database.statement_timeout_seconds}s",),
            )
            cursor.fetchall()
            for table, text in queries.items():
                doing = f"reading {table}"
                cursor.execute("SAVEPOINT reading")
                yield from _rows(connection, table, text)
                _must_not_be_replaced(cursor, doing)
                # Sets the locks on these tables free: whoever alters them need not wait for the
                # others to be read. What the transaction sees stays as it is.
                cursor.execute("ROLLBACK TO SAVEPOINT reading")
    except (DriverError, OSError, pa.ArrowException) as error:
        raise database.failure(error, doing, is_open=is_open) from None


def _must_not_be_replaced(cursor: Any, doing: str) -> None:
    """Notice a table that was truncated, rewritten or swapped for another since the first query.

    To a transaction that began before, such a table is empty, and PostgreSQL says nothing. The
    locks that reading still holds name the tables read, and keep them from changing now.
    """
    cursor.execute(_REPLACED)
    if found := cursor.fetchone():
        raise SourceLostError(
            f"{doing} failed: {found[0]} was truncated, rewritten or replaced since the sync began."
        )


def _rows(connection: Any, table: str, text: str) -> Iterator[Batch]:
    with connection.cursor() as cursor:
        schema = cursor.adbc_execute_schema(text)
        names = schema.names
        declared = [_declared(item) for item in schema]
        types = {
            name: _OWN_FIELDS.get(of, pl.String()) for name, of in zip(names, declared, strict=True)
        }
        cents = _cents_of_money(connection) if "money" in declared else 1
        yield Batch(table, pl.DataFrame(schema=dict.fromkeys(names, pl.Null)), types)
        cursor.execute(_with_texts(text, names, declared))
        # Its errors have the database's own code; those of Arrow's reader have not.
        stream = cursor.fetch_arrow()
        for batch in AdbcRecordBatchReader._import_from_c(stream.address):
            rows = pl.DataFrame(
                [
                    _column(name, values, of, cents)
                    for name, values, of in zip(names, batch.columns, declared, strict=True)
                ]
            )
            for piece in rows.iter_slices(ROWS_PER_BATCH):
                yield Batch(table, piece, types)


def _declared(item: pa.Field) -> str:
    """PostgreSQL's name of the column's type."""
    return str((item.metadata or {}).get(b"POSTGRESQL:type", b"").decode())


def _with_texts(text: str, names: list[str], declared: list[str]) -> str:
    """The query with its decimals as text, which the server writes faster than the driver."""
    if "numeric" not in declared:
        return text
    columns = []
    for name, of in zip(names, declared, strict=True):
        column = exp.column(name, quoted=True)
        columns.append(
            exp.alias_(exp.cast(column, "text"), name, quoted=True) if of == "numeric" else column
        )
    listed = ", ".join(column.sql(dialect=DIALECTS["postgresql"]) for column in columns)
    return f"SELECT {listed} FROM (\n{text}\n) AS given"  # noqa: S608 - quoted names, no values


def _cents_of_money(connection: Any) -> int:
    """How many units the type money counts one by: its decimals are a setting of the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1::numeric::money AS one")
        return int(cursor.fetchone()[0])


def _column(name: str, values: pa.Array, declared: str, cents: int) -> pl.Series:
    if isinstance(values, pa.ExtensionArray):
        values = values.storage
    kind = values.type
    if declared == "uuid":
        return _uuids(values).alias(name)
    if declared == "money":
        exact = pl.Series(name, pl.from_arrow(values)).cast(pl.Decimal(38, 10))
        return (exact / cents).alias(name)
    if declared == "bpchar":
        # char(n) is padded with spaces that do not belong to the value.
        return pl.Series(name, pl.from_arrow(values)).str.strip_chars_end(" ")
    if pa.types.is_interval(kind) or pa.types.is_nested(kind):
        texts = [None if value is None else str(value) for value in values.to_pylist()]
        return pl.Series(name, texts, dtype=pl.String)
    if pa.types.is_time(kind):
        return pl.Series(name, pl.from_arrow(values)).cast(pl.String)
    return pl.Series(name, pl.from_arrow(values))


def _uuids(values: pa.Array) -> pl.Series:
    """UUIDs as they are written, from their sixteen bytes."""
    count, size = len(values), _UUID_BYTES
    raw = np.frombuffer(values.buffers()[1], np.uint8, size * count, size * values.offset)
    digits = _HEX.take(raw).view(np.uint8).reshape(count, 2 * size)
    written = np.full((count, _UUID_LETTERS), ord("-"), dtype=np.uint8)
    for start, end, dashes in _UUID_PARTS:
        written[:, start + dashes : end + dashes] = digits[:, start:end]
    offsets = np.arange(count + 1, dtype=np.int32) * _UUID_LETTERS
    texts = pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(written))
    series = pl.Series(pl.from_arrow(texts))
    if not values.null_count:
        return series
    is_there = pl.Series(pl.from_arrow(values.is_valid()))
    return pl.select(pl.when(is_there).then(series)).to_series()


_UUID_BYTES, _UUID_LETTERS = 16, 36
# Of the digits of a UUID: from which to which, behind how many dashes.
_UUID_PARTS = ((0, 8, 0), (8, 12, 1), (12, 16, 2), (16, 20, 3), (20, 32, 4))
# The two hexadecimal digits of every byte, side by side.
_HEX = np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), dtype=np.uint16)
