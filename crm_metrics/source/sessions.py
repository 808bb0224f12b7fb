"""Sessions: what a reading connection is told before anything is asked of it.

It cannot write, it waits neither long for others nor lets others wait for long, and it ends by
itself when the reader has gone.
"""

import socket
from typing import Any

import sqlalchemy as sa

# How long a query waits for a table that somebody else is changing (ALTER TABLE, TRUNCATE).
LOCK_SECONDS = 30
# After so many seconds without a word the server ends a transaction whose reader may be gone.
IDLE_SECONDS = 300

# Within one transaction, so that a pool of connections between us and the server is left as it was.
POSTGRESQL = (
    f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'",
    f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'",
    # What a mapping says of days and texts must not depend on the server's own zone.
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
)
MYSQL = (
    "SET SESSION time_zone = '+00:00'",
    # The server waits this long for a reader that is busy writing.
    "SET SESSION net_write_timeout = 600",
    f"SET SESSION lock_wait_timeout = {LOCK_SECONDS}",
    f"SET SESSION wait_timeout = {IDLE_SECONDS}",
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
)
# MariaDB counts seconds, MySQL milliseconds.
_MYSQL_TIMEOUTS = {
    "max_statement_time": ("SET SESSION max_statement_time = %s", 1),
    "max_execution_time": ("SET SESSION max_execution_time = %s", 1000),
}


def looks(connection: sa.Connection, statement_timeout_seconds: int) -> None:
    """Begin a transaction of PostgreSQL that looks around."""
    for statement in POSTGRESQL:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(
        "SELECT set_config('statement_timeout', %s, true)", (f"{statement_timeout_seconds}s",)
    )


def mysql_reads(connection: Any, statement_timeout_seconds: int) -> None:
    """Make a connection to MariaDB or MySQL one that reads."""
    with connection.cursor() as cursor:
        for statement in MYSQL:
            cursor.execute(statement)
        cursor.execute(
            "SHOW SESSION VARIABLES WHERE variable_name IN "
            "('max_statement_time', 'max_execution_time')"
        )
        for name, _ in cursor.fetchall():
            statement, per_second = _MYSQL_TIMEOUTS[name]
            cursor.execute(statement, (statement_timeout_seconds * per_second,))
    connection.commit()


def keep_alive(opened: socket.socket) -> None:
    """Let the socket notice within two minutes that the other side has gone without a farewell."""
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 6)):
        if hasattr(socket, option):  # not on every system
            opened.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
