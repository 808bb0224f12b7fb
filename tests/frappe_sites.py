"""What the tests of the two mappings of Frappe's products share: a site's database, its guide."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pymysql

from crm_metrics.settings import PROJECT
from crm_metrics.source.urls import database
from tests.mapped import SCRIPTS, run_scripts


def guide(crm: str) -> str:
    return (PROJECT / "docs" / "connect" / f"{crm}.md").read_text("utf-8")


def readme(crm: str) -> str:
    return (PROJECT / "queries" / crm / "README.md").read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The blocks of code of one language in a page."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def make_site(url: str, crm: str) -> None:
    run_scripts(url, SCRIPTS / crm / "schema.sql", SCRIPTS / crm / "rows.sql")


def run(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """Run the statements; the rows of the last one."""
    found: list[tuple[Any, ...]] = []
    with pymysql.connect(**database(url).mysql_arguments, autocommit=True) as connection:
        for statement in statements:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                found = list(cursor.fetchall())
    return found


@contextmanager
def guided_user(url: str, crm: str) -> Iterator[str]:
    """The database's URL for the user that the guide makes, by the guide's own statements."""
    root = re.sub("//.*@", "//root@", url)
    name = url.rpartition("/")[2]
    statements = "".join(blocks(guide(crm), "sql")).replace("site_db", name)
    try:
        run(root, *filter(str.strip, statements.split(";")))
        yield re.sub("//.*@", "//crm_dashboard:choose-a-long-one@", url)
    finally:
        run(root, "drop user if exists crm_dashboard")


def granted_tables(crm: str) -> list[str]:
    return sorted(re.findall(r"on site_db\.`([^`]+)` to", guide(crm)))


def read_tables(crm: str) -> list[str]:
    """The tables that the mapping's files name."""
    texts = (file.read_text("utf-8") for file in (PROJECT / "queries" / crm).glob("*.sql"))
    return sorted({name for text in texts for name in re.findall("`(tab[^`]+)`", text)})


def with_line(folder: Path, crm: str, file: str, line: str, before: str) -> Path:
    """A copy of the mapping with one line more in a file."""
    copy = folder / f"my-{crm}"
    shutil.copytree(PROJECT / "queries" / crm, copy)
    text = (copy / file).read_text("utf-8")
    assert text.count(before) == 1
    (copy / file).write_text(text.replace(before, line + before), "utf-8")
    return copy


def modified(url: str, crm: str, table: str, key: str) -> dict[str, str]:
    """When the mapping says that the rows of a table were modified, by their key."""
    text = (PROJECT / "queries" / crm / f"{table}.sql").read_text("utf-8")
    found = run(url, f"select {key}, cast(max(row_modified_at) as char) from ({text}) t group by 1")
    return {str(key): at.removesuffix(".000000").removesuffix(":00") for key, at in found}
