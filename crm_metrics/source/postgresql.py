"""PostgreSQL: read through ADBC as Arrow batches, in one read-only transaction.

NUMERIC arrives as text, so money never goes through a float.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import adbc_driver_postgresql.dbapi as adbc
import polars as pl
import pyarrow as pa
from adbc_driver_manager import Error as DriverError

from crm_metrics.source.batch import ROWS_PER_BATCH, Batch
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
_FIRST_STATEMENTS = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    # What a mapping says of days and texts must not depend on the server's own zone.
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
)


def read(database: Database, queries: Mapping[str, str]) -> Iterator[Batch]:
    """Every query's rows, all as they stood when the first one began."""
    doing = f"opening {database}"
    try:
        with closing(adbc.connect(database.libpq)) as connection, connection.cursor() as cursor:
            for statement in _FIRST_STATEMENTS:
                cursor.execute(statement)
            for table, text in queries.items():
                doing = f"reading {table}"
                yield from _rows(connection, table, text)
    except (DriverError, OSError, pa.ArrowException) as error:
        raise database.failure(error, doing) from None


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
        cursor.execute(text)
        for batch in cursor.fetch_record_batch():
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
        digits = pl.Series(name, pl.from_arrow(values.cast(pa.binary()))).bin.encode("hex")
        parts = [digits.str.slice(start, size) for start, size in _UUID_PARTS]
        return pl.select(pl.concat_str(parts, separator="-").alias(name)).to_series()
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


_UUID_PARTS = ((0, 8), (8, 4), (12, 4), (16, 4), (20, 12))
