"""The CRM's address: which database it is, and how each library wants to be told.

`postgres://`, `mysql://`, `mariadb://` and SQLAlchemy's driver URLs (`postgresql+psycopg://`) are
all understood. A password is never part of an error, a log line or a repr: errors go through
`Database.sentence`.
"""

import re
import socket
import sqlite3
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from crm_metrics.errors import (
    BadInputError,
    CrmMetricsError,
    SourceError,
    SourceLostError,
    nearest,
    unknown,
)
from crm_metrics.source import failures, sessions
from crm_metrics.source.encryption import MYSQL_OPTIONS, check_libpq, mysql_encryption

KINDS = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "sqlite": "sqlite",
    "mysql": "mysql",
    "mariadb": "mysql",
}
EXAMPLES = "postgresql://user@host/crm, mariadb://user@host/crm or sqlite:///crm.db"
CONNECT_SECONDS = 10
# SQLite waits this long for a writer that holds the whole file.
LOCK_SECONDS = 10
# A server that has gone without a farewell is noticed after two minutes of silence on the line.
_ALIVE = {"keepalives_idle": "60", "keepalives_interval": "10", "keepalives_count": "6"}
_MYSQL_PORT = 3306
_BUFFER_BYTES = 1 << 20
# Options of a MariaDB or MySQL URL beside those of encryption. The charset is read and not used:
# only utf8mb4 can hold every name.
_MYSQL_PLAIN = ("charset", "connect_timeout", "unix_socket")
_NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite", "mysql": "MariaDB/MySQL"}


@dataclass(frozen=True, slots=True)
class Database:
    """One database by its address. `kind` is postgresql, sqlite or mysql (MariaDB too).

    What is read from it may take `statement_timeout_seconds` per query, 0 for as long as it takes.
    """

    kind: str
    url: URL = field(repr=False)
    statement_timeout_seconds: int = 0

    def __str__(self) -> str:
        return self.url.set(query={}).render_as_string(hide_password=True)

    @property
    def name(self) -> str:
        """The engine's name as people write it."""
        return _NAMES[self.kind]

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return Path(self.url.database or "").expanduser()

    @property
    def libpq(self) -> str:
        """The address for PostgreSQL's own library, password included."""
        check_libpq(self.url.normalized_query)
        query = {"connect_timeout": str(CONNECT_SECONDS), **_ALIVE, **self.url.query}
        url = URL.create(
            "postgresql",
            host=self.url.host,
            port=self.url.port,
            database=self.url.database,
            query=query,
        )
        # SQLAlchemy leaves spaces and percent signs as they are, which libpq refuses.
        given = [part for part in (self.url.username, self.url.password) if part is not None]
        account = ":".join(urllib.parse.quote(str(part), safe="") for part in given)
        address = url.render_as_string(hide_password=False)
        return address.replace("://", f"://{account}@", 1) if account else address

    @property
    def mysql_arguments(self) -> dict[str, Any]:
        """The keyword arguments of PyMySQL, password included."""
        given = dict(self.url.query)
        wait = str(given.get("connect_timeout", CONNECT_SECONDS))
        if not wait.isdigit() or not int(wait):
            raise BadInputError(f"connect_timeout in the URL is '{wait}'; expected seconds.")
        return {
            "host": self.url.host or "localhost",
            "port": self.url.port or _MYSQL_PORT,
            "user": self.url.username,
            "password": str(self.url.password or ""),
            "database": self.url.database,
            "unix_socket": given.get("unix_socket"),
            "connect_timeout": int(wait),
            "charset": "utf8mb4",
            **mysql_encryption(given),
        }

    def connect_mysql(self) -> "pymysql.Connection[Any]":
        """A connection to MariaDB or MySQL, over a socket that notices a server that has gone.

        Its buffer is small, so that what has arrived and is not read yet stays small too.
        """
        arguments = self.mysql_arguments
        connection = pymysql.connect(**arguments, defer_connect=True)
        opened = None
        if not arguments["unix_socket"]:
            where = (arguments["host"], arguments["port"])
            opened = socket.create_connection(where, timeout=arguments["connect_timeout"])
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
            sessions.keep_alive(opened)
        connection.connect(opened)
        return connection

    def engine(self) -> sa.Engine:
        """An SQLAlchemy engine that may write. A SQLite file is made when it is missing.

        It opens its connections as the readers do: an option of the URL means the same to both.
        """
        if self.kind == "sqlite":
            engine = sa.create_engine("sqlite://", creator=self._open_writing)
            # The standard library begins no transaction before CREATE TABLE; so it is begun here.
            sa.event.listen(engine, "begin", lambda opened: opened.exec_driver_sql("BEGIN"))
            return engine
        if self.kind == "postgresql":
            return sa.create_engine(
                "postgresql+psycopg://",
                creator=lambda: psycopg.connect(self.libpq),
                hide_parameters=True,
            )
        return sa.create_engine(
            "mysql+pymysql://", creator=self.connect_mysql, hide_parameters=True
        )

    def reading_engine(self) -> sa.Engine:
        """An SQLAlchemy engine to look around with; it cannot write, nor make a SQLite file."""
        if self.kind == "sqlite":
            return sa.create_engine("sqlite://", creator=self.open_sqlite)
        seconds = self.statement_timeout_seconds
        if self.kind == "postgresql":
            engine = self.engine().execution_options(postgresql_readonly=True)
            sa.event.listen(engine, "begin", lambda opened: sessions.looks(opened, seconds))
            return engine
        return sa.create_engine(
            "mysql+pymysql://", creator=self.connect_mysql_to_read, hide_parameters=True
        )

    def connect_mysql_to_read(self) -> "pymysql.Connection[Any]":
        """A connection to MariaDB or MySQL that cannot write."""
        connection = self.connect_mysql()
        try:
            sessions.mysql_reads(connection, self.statement_timeout_seconds)
        except BaseException:
            connection.close()
            raise
        return connection

    def _open_writing(self) -> sqlite3.Connection:
        return sqlite3.connect(self.file, timeout=LOCK_SECONDS, isolation_level=None)

    def open_sqlite(self) -> sqlite3.Connection:
        """A read-only connection to the SQLite file; a missing file is an error, never made."""
        if not self.file.is_file():
            raise SourceError(f"there is no SQLite file at {self.file}.")
        address = f"file:{urllib.parse.quote(str(self.file.resolve()))}?mode=ro"
        return sqlite3.connect(
            address, uri=True, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
        )

    def sentence(self, error: BaseException) -> str:
        """What the database said, on one line, without the password in any spelling."""
        said = getattr(error, "orig", None) or error
        # PyMySQL and asyncmy: (number, text).
        numbered = len(said.args) > 1 and isinstance(said.args[0], int)
        text = str(said.args[1] if numbered else said)
        text = re.sub(r"\s+", " ", text).strip().rstrip(".")
        for secret in self._secrets():
            text = text.replace(secret, "***")
        return text or type(said).__name__

    def _secrets(self) -> list[str]:
        """Every spelling of a password in the URL, the longest first."""
        given = {str(self.url.password or "")}
        for key, values in self.url.normalized_query.items():
            if "pass" in key.lower() or "secret" in key.lower() or "token" in key.lower():
                given.update(values)
        spellings = {
            spelling
            for secret in given - {""}
            for spelling in (
                secret,
                urllib.parse.quote(secret, safe=""),
                urllib.parse.quote_plus(secret),
                re.sub("[:@/]", lambda sign: urllib.parse.quote(sign[0], safe=""), secret),
                repr(secret)[1:-1],
            )
        }
        return sorted(spellings, key=len, reverse=True)

    def failure(
        self, error: BaseException, doing: str, *, is_open: bool = False
    ) -> CrmMetricsError:
        """The error to raise in place of a driver's: raise it `from None`, which hides the rest.

        `is_open` says that the connection stood already. SourceLostError is for what may pass.
        """
        if isinstance(error, CrmMetricsError):
            return error
        said = self.sentence(error)
        if failures.is_timeout(error):
            return SourceError(
                f"{doing} was stopped by the database: {said}; raise "
                "[crm] statement_timeout_seconds "
                f"(now {self.statement_timeout_seconds}, 0 for none), or make the query cheaper."
            )
        sentence = f"{doing} failed: {said}.{failures.hint(error)}"
        libpq = self.libpq if self.kind == "postgresql" else None
        if failures.may_pass(error, libpq, is_open):
            return SourceLostError(sentence)
        return SourceError(sentence)


def database(text: str, statement_timeout_seconds: int = 0) -> Database:
    """The database that a URL names. Errors never repeat the URL: it may hold a password."""
    if not text.strip():
        raise BadInputError(
            "no CRM is named: set crm.url in the settings file, or CRM_URL in the environment."
        )
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        raise BadInputError(f"the CRM's URL is not a database URL; expected {EXAMPLES}.") from None
    backend = url.drivername.split("+")[0].lower()
    if backend not in KINDS:
        close = nearest(backend, KINDS)
        hint = f" Did you mean '{close}'?" if close else f" Expected {EXAMPLES}."
        raise BadInputError(f"the CRM's URL names no known database '{backend}'.{hint}")
    kind = KINDS[backend]
    if kind == "sqlite" and not url.database:
        raise BadInputError("the CRM's URL names no SQLite file; expected sqlite:///crm.db.")
    if kind == "mysql" and not url.database:
        raise BadInputError("the CRM's URL names no database; expected mariadb://user@host/crm.")
    if kind == "sqlite" and url.query:
        raise BadInputError("the CRM's URL has options, and a SQLite URL takes none.")
    if kind == "mysql":
        for option in url.query:
            if option not in MYSQL_OPTIONS + _MYSQL_PLAIN:
                known = MYSQL_OPTIONS + _MYSQL_PLAIN
                raise unknown("option of a MariaDB or MySQL URL", option, known)
    return Database(kind, url, statement_timeout_seconds)
