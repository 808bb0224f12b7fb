"""The CRM's address: which database it is, and how each library wants to be told.

`postgres://`, `mysql://`, `mariadb://` and SQLAlchemy's driver URLs (`postgresql+psycopg://`) are
all understood. A password is never part of an error, a log line or a repr: errors go through
`Database.sentence`.
"""

import re
import sqlite3
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from crm_metrics.errors import BadInputError, CrmMetricsError, SourceError, nearest

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
_DRIVERS = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql"}
_NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite", "mysql": "MariaDB/MySQL"}


@dataclass(frozen=True, slots=True)
class Database:
    """One database by its address. `kind` is postgresql, sqlite or mysql (MariaDB too)."""

    kind: str
    url: URL = field(repr=False)

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
        query = {"connect_timeout": str(CONNECT_SECONDS), **self.url.query}
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
        """The keyword arguments of PyMySQL and asyncmy, password included."""
        dialect = self.url.set(drivername="mysql+pymysql").get_dialect()()
        _, arguments = dialect.create_connect_args(self.url)
        keep = {key: value for key, value in arguments.items() if key != "client_flag"}
        # Whatever charset the URL asks for: only this one can hold every name.
        return {"connect_timeout": CONNECT_SECONDS} | keep | {"charset": "utf8mb4"}

    def engine(self) -> sa.Engine:
        """An SQLAlchemy engine that may write. A SQLite file is made when it is missing."""
        if self.kind == "sqlite":
            engine = sa.create_engine("sqlite://", creator=self._open_writing)
            # The standard library begins no transaction before CREATE TABLE; so it is begun here.
            sa.event.listen(engine, "begin", lambda opened: opened.exec_driver_sql("BEGIN"))
            return engine
        if self.kind == "postgresql":
            return sa.create_engine(
                self.url.set(drivername=_DRIVERS[self.kind]),
                connect_args={"connect_timeout": CONNECT_SECONDS},
                hide_parameters=True,
            )
        return sa.create_engine(
            self.url.set(drivername=_DRIVERS[self.kind]),
            connect_args={"connect_timeout": CONNECT_SECONDS, "charset": "utf8mb4"},
            hide_parameters=True,
        )

    def reading_engine(self) -> sa.Engine:
        """An SQLAlchemy engine to look around with; it cannot write, nor make a SQLite file."""
        if self.kind == "sqlite":
            return sa.create_engine("sqlite://", creator=self.open_sqlite)
        return self.engine().execution_options(
            **({"postgresql_readonly": True} if self.kind == "postgresql" else {})
        )

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

    def failure(self, error: BaseException, doing: str) -> CrmMetricsError:
        """The error to raise in place of a driver's: raise it `from None`, which hides the rest."""
        if isinstance(error, CrmMetricsError):
            return error
        return SourceError(f"{doing} failed: {self.sentence(error)}.")


def database(text: str) -> Database:
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
    return Database(kind, url)
