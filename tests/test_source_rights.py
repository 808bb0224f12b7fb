"""An account that may only read is enough, and whatever reads cannot write."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from crm_metrics.errors import SourceError
from crm_metrics.settings import PROJECT
from crm_metrics.source import check, init, sync
from crm_metrics.source.sync import READERS
from crm_metrics.source.urls import database
from tests.databases import (
    every_server,  # noqa: F401 - a fixture is found by being here
    execute,
    mapping,
    settings,
)
from tests.mapped import NOW
from tests.servers import PASSWORD, USER

WRITES = (
    "insert into users values ('u2', 'Bo')",
    "update users set name = 'Bo'",
    "delete from users",
    "create table stolen (id integer)",
    "drop table users",
)


def reader(url: str) -> str:
    """An account for this database: accounts belong to the server."""
    return f"reader_of_{database(url).url.database}"


def granted(url: str) -> list[str]:
    """The statements that docs/connect.md gives for this kind of database, for this one."""
    page = (PROJECT / "docs" / "connect.md").read_text("utf-8")
    blocks = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    source = database(url)
    block = blocks[0] if source.kind == "postgresql" else blocks[1]
    name = str(source.url.database)
    block = block.replace("database crm ", f"database {name} ").replace("crm.*", f"{name}.*")
    block = block.replace("dashboard_reader", reader(url)).replace("%", "%%")
    block = re.sub(r"^--.*$", "", block, flags=re.MULTILINE)
    return [statement.strip() for statement in block.split(";") if statement.strip()]


def as_root(url: str) -> str:
    """Who may grant: PostgreSQL's superuser; in MariaDB the tests' own account may."""
    return url.replace(f"{USER}:{PASSWORD}", "root") if url.startswith("postgresql") else url


@pytest.fixture
def reader_url(server_url: str) -> str:
    """The URL of an account with the rights of the page over a database with a table and a view."""
    execute(
        server_url,
        "create table users (user_id varchar(9), name varchar(9))",
        "insert into users values ('u1', 'Ann')",
        "create view people as select user_id, name from users",
    )
    execute(as_root(server_url), *granted(server_url))
    execute(server_url, "create table teams (team_id varchar(9), name varchar(9))")
    return server_url.replace(f"{USER}:{PASSWORD}", f"{reader(server_url)}:choose%20one")


def test_the_rights_on_the_page_are_enough(reader_url: str, tmp_path: Path) -> None:
    begun = init(tmp_path / "crm.toml", {"CRM_URL": reader_url})
    assert "queries/native fits it: users." in str(begun)
    queries = mapping(
        tmp_path,
        {
            "users": "select * from users",
            "accounts": "select team_id as account_id, name, '2024-01-01' as created_at from teams",
        },
    )
    chosen = settings(reader_url, tmp_path, queries=queries)
    assert check(chosen).problems == ()
    tables = sync(chosen, now=NOW).manifest.tables
    assert (tables["users"]["rows"], tables["accounts"]["rows"]) == (1, 0)


def test_a_view_can_be_read_with_the_rights_on_the_page(reader_url: str, tmp_path: Path) -> None:
    queries = mapping(tmp_path, {"users": "select user_id, name from people"})
    chosen = settings(reader_url, tmp_path, queries=queries)
    assert check(chosen).problems == ()
    assert sync(chosen, now=NOW).manifest.tables["users"]["rows"] == 1


@pytest.mark.parametrize("statement", WRITES)
def test_that_account_cannot_write_even_where_the_session_could(
    statement: str, reader_url: str
) -> None:
    engine = database(reader_url).engine()
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError) as caught:
        connection.exec_driver_sql(statement)
    engine.dispose()
    refused = re.compile("permission denied|must be owner|command denied", re.IGNORECASE)
    assert refused.search(str(caught.value))


@pytest.mark.parametrize("statement", WRITES)
def test_no_reading_session_can_write_even_where_the_account_could(
    statement: str, server_url: str
) -> None:
    execute(server_url, "create table users (user_id varchar(9), name varchar(9))")
    source = database(server_url)
    refused = re.compile("read.only transaction", re.IGNORECASE)
    with pytest.raises(SourceError) as caught:
        list(READERS[source.kind](source, {"users": statement}))
    assert refused.search(str(caught.value))
    engine = source.reading_engine()
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError) as looked:
        connection.exec_driver_sql(statement)
    engine.dispose()
    assert refused.search(str(looked.value))
    execute(server_url, "insert into users values ('u1', 'Ann')")
