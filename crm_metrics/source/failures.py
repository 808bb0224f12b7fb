"""Failures: which errors of a database pass by themselves, so that reading may begin anew.

A server that restarts, a line that breaks, a lock that is held too long and a replica that had to
choose between us and its own work pass. A wrong password, a missing database and bad SQL do not.
Errors are told apart by their codes where there are any: servers speak many languages.
"""

import socket
import sqlite3
from typing import Any

import psycopg
from adbc_driver_manager import AdbcStatusCode
from adbc_driver_manager import Error as AdbcError
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import PGconn, Ping
from pymysql.constants import CR, ER

# SQLSTATE classes and codes of PostgreSQL.
_CONNECTION = "08"
_LOCK_TIMEOUT = "55P03"
_RECOVERY_CONFLICT = "40001"
_QUERY_CANCELED = "57014"
_PASSING_STATES = {
    "40P01",  # deadlock
    _RECOVERY_CONFLICT,
    "53300",  # too many connections
    _LOCK_TIMEOUT,
    "25P03",  # idle in transaction
    "57P01",  # shut down by an administrator
    "57P02",  # crashed
    "57P03",  # starting up or shutting down
    "57P05",  # idle session
}
_TABLE_CHANGED = 1412
_STATEMENT_TIMEOUTS = {1969, 3024}  # MariaDB's, MySQL's
_PASSING_NUMBERS = {
    CR.CR_CONNECTION_ERROR,
    CR.CR_CONN_HOST_ERROR,
    CR.CR_SERVER_GONE_ERROR,
    CR.CR_SERVER_LOST,
    ER.CON_COUNT_ERROR,
    ER.SERVER_SHUTDOWN,
    ER.LOCK_WAIT_TIMEOUT,
    ER.LOCK_DEADLOCK,
    1203,  # too many connections of this user
    1927,  # the connection was killed
    4031,  # idle for too long
    _TABLE_CHANGED,
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# What a server says that will take connections later; a server of another language is asked again.
_NOT_READY = ("the database system is", "too many clients", "remaining connection slots")
# Where a server is, without who asks it for what.
_ADDRESS = ("host", "hostaddr", "port", "connect_timeout")


def is_timeout(error: BaseException) -> bool:
    """Whether the database stopped a query because it took too long."""
    said = _said(error)
    return _state(said) == _QUERY_CANCELED or _number(said) in _STATEMENT_TIMEOUTS


def may_pass(error: BaseException, libpq: str | None, is_open: bool) -> bool:
    """Whether trying again may help.

    `libpq` is the address of a PostgreSQL server, None for another database. `is_open` says that
    the connection stood already.
    """
    said = _said(error)
    if libpq is not None:
        if state := _state(said):
            return state.startswith(_CONNECTION) or state in _PASSING_STATES
        return _has_no_state(said) and (is_open or _is_away(libpq, str(said)))
    if isinstance(said, sqlite3.Error):
        return getattr(said, "sqlite_errorcode", None) in _BUSY
    cause = getattr(said, "original_exception", said)
    if isinstance(cause, socket.gaierror):
        return cause.errno == socket.EAI_AGAIN
    if isinstance(cause, OSError):
        # A certificate that does not fit fits no better the next time.
        return not hasattr(cause, "library")
    return _number(said) in _PASSING_NUMBERS


def hint(error: BaseException) -> str:
    """What to do about an error that says too little by itself; empty for others."""
    said = _said(error)
    state, number = _state(said), _number(said)
    if state == _LOCK_TIMEOUT or number == ER.LOCK_WAIT_TIMEOUT:
        return " Somebody is changing one of its tables (ALTER TABLE, TRUNCATE, LOCK)."
    if state == _RECOVERY_CONFLICT:
        return (
            " A replica ends queries that stand in the way of what it has to apply; "
            "hot_standby_feedback or a longer max_standby_streaming_delay there helps."
        )
    return ""


def _said(error: BaseException) -> Any:
    """The driver's own error, which SQLAlchemy wraps."""
    return getattr(error, "orig", None) or error


def _state(error: Any) -> str | None:
    """The SQLSTATE of PostgreSQL; None where the line broke before the server could say one."""
    state = getattr(error, "sqlstate", None)
    return state.decode() if isinstance(state, bytes) else state


def _number(error: Any) -> int | None:
    """The error number of MariaDB or MySQL."""
    numbered = error.args and isinstance(error.args[0], int)
    return error.args[0] if numbered and not isinstance(error, OSError) else None


def _has_no_state(error: Any) -> bool:
    """Whether PostgreSQL's library itself failed, not the server, nor a value it sent."""
    if isinstance(error, AdbcError):
        return bool(error.status_code == AdbcStatusCode.IO)
    return isinstance(error, psycopg.OperationalError | OSError)


def _is_away(libpq: str, said: str) -> bool:
    """Whether no server is ready at the address: then it was not the server that refused us.

    A refused connection brings no code with it, so the server is asked whether it answers at all.
    """
    if any(words in said for words in _NOT_READY):
        return True
    try:
        given = conninfo_to_dict(libpq)
    except psycopg.ProgrammingError:
        return False  # an option that does not exist
    if _is_nowhere(given):
        return False
    where = {name: value for name, value in given.items() if name in _ADDRESS}
    answer = PGconn.ping(make_conninfo("", **where, sslmode="disable").encode())
    return answer in (Ping.REJECT, Ping.NO_RESPONSE)


def _is_nowhere(given: dict[str, Any]) -> bool:
    """Whether no such host exists, as after a slip of the pen."""
    hosts = [host for host in str(given.get("host") or "").split(",") if host[:1] not in ("", "/")]
    if given.get("hostaddr") or not hosts:
        return False
    try:
        for host in hosts:
            socket.getaddrinfo(host, None)
    except socket.gaierror as error:
        return error.errno == socket.EAI_NONAME
    return False
