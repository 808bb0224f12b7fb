"""Databases of every kind the source reads, and a way to fill them."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from crm_metrics.settings import Business, Crm, Settings
from crm_metrics.source.urls import database

KINDS = ("sqlite", "postgresql", "mariadb")


@pytest.fixture(name="crm_url", params=KINDS)
def every_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: the test runs once on each of the three."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    new: Callable[[], str] = request.getfixturevalue(request.param)
    return new()


@pytest.fixture(name="server_url", params=["postgresql", "mariadb"])
def every_server(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database with a password."""
    new: Callable[[], str] = request.getfixturevalue(request.param)
    return new()


def sqlite_url(folder: Path, name: str = "crm.db") -> str:
    """The URL of an empty SQLite file."""
    (folder / name).touch()
    return f"sqlite:///{folder / name}"


def execute(url: str, *statements: str) -> None:
    """Run the statements, each as written."""
    engine = database(url).engine()
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def settings(
    url: str, folder: Path, business: Business | None = None, queries: Path | None = None
) -> Settings:
    """Settings for one database whose snapshots go into `folder`."""
    crm = Crm(url, queries) if queries else Crm(url)
    return Settings(crm=crm, snapshot_path=folder / "snapshots", business=business or Business())


def mapping(folder: Path, texts: dict[str, str] | Iterable[tuple[str, str]]) -> Path:
    """A mapping folder with these files."""
    queries = folder / "queries"
    queries.mkdir(exist_ok=True)
    for table, text in dict(texts).items():
        (queries / f"{table}.sql").write_text(text, "utf-8")
    return queries
