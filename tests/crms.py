"""CRMs to run the dashboard over: tiny literal ones, the demo, the Maven files."""

import os
import shutil
import sqlite3
from datetime import date
from pathlib import Path

from crm_metrics import demo
from crm_metrics.__main__ import main
from crm_metrics.settings import PROJECT

DEALS = "create table deals (deal_id, created_at, closed_at, outcome, amount, owner_id, team)"
SUBSCRIPTIONS = (
    "create table subscriptions (subscription_id, account_id, started_on, ended_on, mrr)"
)
FEW_DEALS = (
    ("1", "2026-01-01", "2026-01-11", "won", 100, "ana", "North"),
    ("2", "2026-01-05", "2026-02-04", "won", 300, "ana", "North"),
    ("3", "2026-01-10", "2026-01-20", "lost", 50, "bo", "South"),
    ("4", "2026-02-01", None, "open", 500, "bo", "South"),
    ("5", "2026-02-10", None, "won", 60, "bo", "=South"),
)
MAVEN_FILES = Path(
    os.environ.get("CRM_MAVEN_DIR", PROJECT.parent / "shared" / "data" / "maven_crm")
)
_MAVEN_EXAMPLE = PROJECT / "examples" / "maven"
_MAVEN_TABLES = ("accounts", "products", "sales_pipeline", "sales_teams")


def database(path: Path, *statements: str, deals: tuple[tuple[object, ...], ...] = ()) -> str:
    """A SQLite database made by these statements, with these rows of DEALS; its URL."""
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    if deals:
        connection.executemany("insert into deals values (?, ?, ?, ?, ?, ?, ?)", deals)
    connection.commit()
    connection.close()
    return f"sqlite:///{path}"


def small_demo(path: Path, as_of: date) -> str:
    """The demo CRM with 300 deals; its URL."""
    url = f"sqlite:///{path}"
    demo.make(url, deals=300, seed=1, as_of=as_of)
    return url


def settings_file(folder: Path, url: str) -> Path:
    """`crm.toml` in this folder, over this database, with the snapshots beside it."""
    config = folder / "crm.toml"
    config.write_text(
        f'[crm]\nurl = "{url}"\nrecord_url = {{ deals = "https://crm.example.com/{{deal_id}}" }}\n'
        f'[snapshot]\npath = "{folder / "snapshots"}"\n',
        "utf-8",
    )
    return config


def has_maven_files() -> bool:
    return (MAVEN_FILES / "sales_pipeline.csv").exists()


def maven(folder: Path, url: str) -> Path:
    """The Maven files loaded into this database, checked and synced; the settings file."""
    csv = folder / "csv"
    csv.mkdir()
    for name in _MAVEN_TABLES:
        shutil.copy(MAVEN_FILES / f"{name}.csv", csv)
    text = (_MAVEN_EXAMPLE / "crm.toml").read_text("utf-8")
    text = text.replace('queries = "."', f'url = "{url}"\nqueries = "{_MAVEN_EXAMPLE}"')
    text = text.replace("../../data/maven/snapshots", "snapshots")
    config = folder / "crm.toml"
    config.write_text(text, "utf-8")
    for command in (["load", str(csv), url], *(_over(config, name) for name in ("check", "sync"))):
        if main(command) != 0:
            raise RuntimeError(f"crm_metrics {' '.join(command)} failed")
    return config


def _over(config: Path, command: str) -> list[str]:
    return [command, "--config", str(config)]
