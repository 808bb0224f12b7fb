"""The demo CRM written into a database: PostgreSQL, SQLite, MariaDB or MySQL.

Everything is one transaction, in chunks that keep memory flat. PostgreSQL and SQLite know
transactions for tables too: either the whole demo is there, or nothing has changed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, cast

import polars as pl
import psycopg
from psycopg import sql
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Double,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    insert,
    inspect,
)
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import AddConstraint
from sqlalchemy.types import TypeEngine

from crm_metrics import model
from crm_metrics.demo.crm import tables
from crm_metrics.errors import BadInputError
from crm_metrics.source.urls import Database, database

# A key column needs a length in MySQL and MariaDB.
_KEY_TEXT = Text().with_variant(String(64), "mysql", "mariadb")
_TYPES: dict[model.Type, TypeEngine[Any]] = {
    model.Type.TEXT: Text(),
    model.Type.INSTANT: DateTime(timezone=True),
    model.Type.DAY: Date(),
    model.Type.MONEY: Numeric(18, 2),
    model.Type.RATE: Numeric(18, 8),
    model.Type.INTEGER: BigInteger(),
    model.Type.NUMBER: Double(),
    model.Type.BOOLEAN: Boolean(),
}
WITHOUT_KEY = ("targets", "edits")
"""Tables whose key may hold nulls (the company's target has no owner): no primary key there."""
ROWS_AT_ONCE = 20_000

Progress = Callable[[str, int, int | None], None]
"""Called when a table begins and after every chunk: the table, its rows so far, their total (never
known here)."""


def make(
    url: str,
    *,
    deals: int = 20_000,
    seed: int = 1,
    as_of: date,
    replace: bool = False,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Write a demo CRM of so many deals into the database at `url`; rows written per table.

    The tables and columns are the model's own, so `queries/native` reads them as they are. Other
    tables of the database are never touched. Without `replace` nothing is written where one of
    the tables exists already; with it they are dropped first. The same arguments give the same
    rows.
    Errors: BadInputError for a URL of no known database, for tables that exist already and for
    wrong arguments of `tables`; SourceError when the database refuses. After an error PostgreSQL
    and SQLite are as they were; MariaDB and MySQL cannot take back a table once it is made.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     rows = make(f"sqlite:///{folder}/crm.db", deals=50, as_of=date(2026, 3, 31))
    >>> rows["deals"], rows["accounts"]
    (50, 12)
    """
    made = tables(deals, seed, as_of)
    place = _place(url)
    engine = place.engine()
    try:
        with engine.connect() as connection, connection.begin():
            return _write(connection, made, replace, progress)
    except SQLAlchemyError as error:
        raise place.failure(error, "writing the demo") from None
    finally:
        engine.dispose()


def _place(url: str) -> Database:
    """The database at the URL; the folder of a SQLite file is made."""
    place = database(url)
    if place.kind == "sqlite":
        if place.url.database == ":memory:":
            raise BadInputError("a demo in memory would be gone at once; expected sqlite:///file.")
        place.file.parent.mkdir(parents=True, exist_ok=True)
    return place


def _write(
    connection: Connection,
    made: Iterable[tuple[str, Iterator[pl.DataFrame]]],
    replace: bool,
    progress: Progress | None,
) -> dict[str, int]:
    targets = _tables(connection.dialect.name)
    _make_room(connection, targets, replace)
    fill = {"postgresql": _copy, "sqlite": _insert_plain}.get(connection.dialect.name, _insert)
    written = {}
    for name, frames in made:
        target = targets[name]
        target.create(connection)
        written[name] = 0
        if progress:
            progress(name, 0, None)
        for frame in frames:
            fill(connection, target, frame)
            written[name] += frame.height
            if progress:
                progress(name, written[name], None)
        if connection.dialect.name == "postgresql" and (key := _key(name)):
            connection.execute(AddConstraint(PrimaryKeyConstraint(*(target.c[c] for c in key))))
    return written


def _key(table: str) -> tuple[str, ...]:
    return () if table in WITHOUT_KEY else model.TABLES[table].key


def _tables(dialect: str) -> dict[str, Table]:
    """The model's tables for this database. PostgreSQL gets its keys after the rows: faster."""
    metadata = MetaData()
    return {
        table.name: Table(
            table.name,
            metadata,
            *(
                Column(
                    column.name,
                    _KEY_TEXT if column.name in table.key and column.type is model.Type.TEXT
                    else _TYPES[column.type],
                    primary_key=dialect != "postgresql" and column.name in _key(table.name),
                    autoincrement=False,
                )
                for column in table.columns
            ),
            mysql_charset="utf8mb4",
            mariadb_charset="utf8mb4",
        )
        for table in model.TABLES.values()
    }  # fmt: skip


def _make_room(connection: Connection, targets: Mapping[str, Table], replace: bool) -> None:
    found = inspect(connection)
    views = sorted(set(found.get_view_names()) & set(targets))
    if views:
        raise BadInputError(f"the database has views of the demo's names: {', '.join(views)}.")
    present = [name for name in found.get_table_names() if name in targets]
    if present and not replace:
        raise BadInputError(
            f"the database already has {', '.join(sorted(present))}; "
            "choose an empty one, or replace these tables."
        )
    for name in present:
        targets[name].drop(connection)


def _copy(connection: Connection, target: Table, frame: pl.DataFrame) -> None:
    """PostgreSQL's COPY, the one statement that SQLAlchemy has no words for."""
    text = frame.write_csv(include_header=False, datetime_format="%Y-%m-%d %H:%M:%S+00")
    columns = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        sql.Identifier(target.name), columns
    )
    driver = cast(psycopg.Connection, connection.connection.driver_connection)
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text)


def _insert(connection: Connection, target: Table, frame: pl.DataFrame) -> None:
    """Rows as the driver's own values, many per statement. Instants go without zone, in UTC."""
    instants = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Datetime)]
    naive = frame.with_columns(pl.col(instants).dt.replace_time_zone(None))
    _execute(connection, target, naive)


def _insert_plain(connection: Connection, target: Table, frame: pl.DataFrame) -> None:
    """SQLite has no types of its own for time and decimals: texts, as SQLAlchemy would write."""
    texts = [
        pl.col(name).dt.to_string("%Y-%m-%d %H:%M:%S")
        if isinstance(kind, pl.Datetime)
        else pl.col(name).cast(pl.String)
        for name, kind in frame.schema.items()
        if isinstance(kind, pl.Datetime | pl.Date | pl.Decimal)
    ]
    _execute(connection, target, frame.with_columns(texts))


def _execute(connection: Connection, target: Table, frame: pl.DataFrame) -> None:
    # The driver gets rows as they are, so the statement numbers its values and does not name them.
    is_sqlite = connection.dialect.name == "sqlite"
    dialect = sqlite.dialect() if is_sqlite else mysql.dialect(paramstyle="format")
    statement = str(insert(target).compile(dialect=dialect))
    for part in frame.iter_slices(ROWS_AT_ONCE):
        connection.exec_driver_sql(statement, part.rows())
