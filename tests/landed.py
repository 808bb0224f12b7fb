"""Copies of a CRM that lie in a schema of a PostgreSQL database, as their documentation says.

The statements and settings that a reader pastes are taken from the documentation itself, so that
they cannot drift from what was tried here.
"""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import make_url
from sqlglot import exp

from crm_metrics.calendar import Period
from crm_metrics.measure import measure
from crm_metrics.model import TABLES
from crm_metrics.settings import PROJECT, Business, read_settings
from crm_metrics.snapshot.store import Snapshot
from crm_metrics.snapshot.tables import Tables
from crm_metrics.source.mapping import parse, read_mapping
from crm_metrics.source.urls import database
from tests.servers import NewDatabase

PASSWORD = "only-for-reading"


def in_schema(new_database: NewDatabase, schema: str) -> str:
    """The URL of a new database whose tables lie in that schema, as the documentation writes it."""
    url = new_database()
    run(url, f"create schema {schema}")
    return f"{url}?options=-csearch_path%3D{schema}"


def blocks(crm: str, language: str) -> list[str]:
    """The blocks of that language in the page on connecting a CRM."""
    text = (PROJECT / "docs" / "connect" / f"{crm}.md").read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def documented_reader(url: str, crm: str) -> str:
    """Run the page's SQL as the administrator would; returns the URL of the user it makes."""
    (block,) = (block for block in blocks(crm, "sql") if block.startswith("create role"))
    with_password = block.replace("'choose-a-password'", f"'{PASSWORD}'")
    assert with_password != block
    _administer(url, with_password)
    made = make_url(url).set(username=f"{crm}_reader", password=PASSWORD)
    return made.render_as_string(hide_password=False)


def documented_reader_behind_a_pool(reader: str, crm: str) -> str:
    """The same user without options in its URL, after what the page says of connection pools."""
    (block,) = (block for block in blocks(crm, "sql") if block.startswith("alter role"))
    _administer(reader, block)
    return reader.split("?")[0]


def granted_tables(crm: str) -> set[str]:
    """The tables that the page lets its user read, without the schema."""
    (block,) = (block for block in blocks(crm, "sql") if block.startswith("create role"))
    return {name.strip('"') for name in re.findall(rf'^    {crm}\.("?\w+"?)', block, re.MULTILINE)}


def tables_read(crm: str) -> set[str]:
    """The tables that the mapping names."""
    found = set()
    for table, text in read_mapping(PROJECT / "queries" / crm).texts.items():
        tree = parse(table, text, "postgresql").tree
        made = {part.alias for part in tree.find_all(exp.CTE)}
        found |= {named.name for named in tree.find_all(exp.Table)} - made
    return found


def _administer(url: str, statements: str) -> None:
    run(make_url(url).set(username="root", password=None).render_as_string(), statements)


def documented_settings(crm: str, folder: Path) -> dict[str, Any]:
    """The page's crm.toml, which must be one that the dashboard can read."""
    (text,) = blocks(crm, "toml")
    file = folder / "crm.toml"
    file.write_text(text, "utf-8")
    read_settings(file)
    return tomllib.loads(text)


def answers(url: str, crm: str, table: str, columns: Iterable[str]) -> list[tuple[Any, ...]]:
    """What the mapping's own SQL answers in these columns, in the database's session of a sync."""
    text = read_mapping(PROJECT / "queries" / crm).texts[table]
    listed = ", ".join(columns)
    with psycopg.connect(database(url).libpq) as connection:
        connection.execute("set timezone = 'UTC'")
        found = connection.execute(f"select {listed} from ({text}) as mapped order by {listed}")
        return found.fetchall()


def keys(url: str, crm: str, table: str) -> list[tuple[Any, ...]]:
    """The key of every row that a mapping gives for a table of the model."""
    given = read_mapping(PROJECT / "queries" / crm).texts[table]
    known = [name for name in TABLES[table].key if f" as {name}" in given]
    return answers(url, crm, table, known)


def changed_copy(crm: str, folder: Path, table: str, *changes: tuple[str, str]) -> Path:
    """A copy of the mapping's folder in which lines of one file stand under others.

    Each change is (the line that is there, the line to add under it), without their margins.
    """
    copy = folder / crm
    copy.mkdir(parents=True, exist_ok=True)
    for file in (PROJECT / "queries" / crm).glob("*.sql"):
        text = file.read_text("utf-8")
        if file.stem == table:
            for there, added in changes:
                found = re.findall(rf"^( *){re.escape(there)}$", text, re.MULTILINE)
                assert len(found) == 1, (table, there, found)
                margin = found[0]
                text = text.replace(f"{margin}{there}\n", f"{margin}{there}\n{margin}{added}\n")
        (copy / file.name).write_text(text, "utf-8")
    return copy


def filled(snapshot: Snapshot, required_set: str, period: Period) -> dict[str, tuple[int, int]]:
    """Of each field of a required set: in how many records it is filled, of how many."""
    tables = Tables.open(snapshot, Business())
    found = measure("field_completeness", tables, period, where={"set": [required_set]})
    counted = found.select("field", "filled", "required").iter_rows()
    return {field: (filled, required) for field, filled, required in counted}


def run(url: str, statements: str) -> None:
    """Run SQL as the user of the URL."""
    with psycopg.connect(database(url).libpq, autocommit=True) as connection:
        connection.execute(statements)
