"""MariaDB and MySQL: read through asyncmy's unbuffered cursor, in one read-only snapshot.

Every value is taken as the bytes the server sends: nothing is converted before the model's types
are known, so a decimal stays exact, and the day 0000-00-00 cannot stop the reading.
"""

import asyncio
import socket
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import asyncmy
import polars as pl
from asyncmy.constants import FIELD_TYPE
from asyncmy.cursors import SSCursor
from asyncmy.errors import MySQLError

from crm_metrics.source.batch import ROWS_PER_BATCH, Batch
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
_BUFFER_BYTES = 1 << 20
_FIRST_STATEMENTS = (
    "SET SESSION time_zone = '+00:00'",
    # The server waits this long for a reader that is busy writing.
    "SET SESSION net_write_timeout = 600",
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
)


def read(database: Database, queries: Mapping[str, str]) -> Iterator[Batch]:
    """Every query's rows, all as they stood when the transaction began.

    The snapshot covers tables of engines with transactions (InnoDB); MyISAM has none.
    """
    with asyncio.Runner() as runner:
        doing = f"opening {database}"
        connection = None
        try:
            connection = runner.run(_open(database))
            for table, text in queries.items():
                doing = f"reading {table}"
                yield from _rows(runner, connection, table, text)
        except (MySQLError, OSError, EOFError, asyncio.IncompleteReadError) as error:
            raise database.failure(error, doing) from None
        finally:
            if connection is not None:
                # Without the farewell: half-read rows would have to be read to their end first.
                connection.close()


async def _open(database: Database) -> Any:
    arguments = database.mysql_arguments
    # asyncmy begins encryption on its own sockets only.
    opened = None if "ssl" in arguments else _socket(arguments)
    try:
        # No converters, no decoding: bytes.
        connection = await asyncmy.connect(
            **arguments, sock=opened, conv={}, use_unicode=False, autocommit=True
        )
    except BaseException:
        if opened:
            opened.close()
        raise
    async with connection.cursor() as cursor:
        for statement in _FIRST_STATEMENTS:
            await cursor.execute(statement)
    return connection


def _socket(arguments: Mapping[str, Any]) -> socket.socket:
    """The connection's socket, with a small buffer.

    asyncmy parses all that has arrived at once; the buffer's size is what keeps memory flat while
    the rows before are still being written.
    """
    wait = arguments["connect_timeout"]
    if path := arguments.get("unix_socket"):
        opened = socket.socket(socket.AF_UNIX)
        opened.settimeout(wait)
        opened.connect(path)
    else:
        where = (arguments.get("host") or "localhost", arguments.get("port") or 3306)
        opened = socket.create_connection(where, timeout=wait)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
    opened.setblocking(False)
    return opened


def _rows(runner: asyncio.Runner, connection: Any, table: str, text: str) -> Iterator[Batch]:
    cursor = connection.cursor(SSCursor)
    runner.run(cursor.execute(text))
    names = [_name(column[0]) for column in cursor.description]
    codes = [column[1] for column in cursor.description]
    types = {
        name: _OWN_FIELDS.get(code, pl.String()) for name, code in zip(names, codes, strict=True)
    }
    first = True
    while (rows := runner.run(cursor.fetchmany(ROWS_PER_BATCH))) or first:
        columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [() for _ in names]
        yield Batch(
            table,
            pl.DataFrame(
                [
                    _column(name, values, code)
                    for name, values, code in zip(names, columns, codes, strict=True)
                ]
            ),
            types,
        )
        first = False


def _name(given: Any) -> str:
    return given.decode("utf-8", "replace") if isinstance(given, bytes) else str(given)


def _column(name: str, values: Sequence[Any], code: int) -> pl.Series:
    if code == FIELD_TYPE.BIT:
        numbers = [None if value is None else int.from_bytes(value, "big") for value in values]
        return pl.Series(name, numbers, dtype=pl.UInt64)
    if code == FIELD_TYPE.TIMESTAMP:
        # An instant, which the session's zone has turned to UTC; a DATETIME is no such thing.
        return pl.Series(name, values, dtype=pl.Binary).cast(pl.String) + "+00:00"
    return pl.Series(name, values, dtype=pl.Binary)
