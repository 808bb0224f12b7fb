"""The tests' own servers: real, apart, and honest about what did not run."""

import os
import subprocess
import sys
from pathlib import Path

import narwhals as nw
import psycopg
import pymysql
import pytest
from playwright.sync_api import Browser
from pyspark.sql import SparkSession
from sqlalchemy import make_url

from tests.servers import NewDatabase, not_run

PROJECT = Path(__file__).resolve().parent.parent


def test_postgresql_gives_each_test_a_database_of_its_own(postgresql: NewDatabase) -> None:
    first, second = postgresql(), postgresql()
    with psycopg.connect(first) as connection:
        connection.execute("create table deals (deal_id text)")
    with psycopg.connect(second) as connection:
        found = connection.execute("select to_regclass('deals')").fetchone()
    assert found == (None,)


def test_postgresql_asks_for_the_password(postgresql_url: str) -> None:
    wrong = make_url(postgresql_url).set(password="wrong").render_as_string(hide_password=False)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(wrong)


def test_mariadb_gives_each_test_a_database_of_its_own(mariadb: NewDatabase) -> None:
    urls = [make_url(mariadb()) for _ in range(2)]
    connections = [
        pymysql.connect(
            host=url.host,
            port=url.port or 0,
            user=url.username,
            password=url.password or "",
            database=url.database,
        )
        for url in urls
    ]
    with connections[0] as first, connections[1] as second:
        first.cursor().execute("create table deals (deal_id text)")
        cursor = second.cursor()
        assert cursor.execute("show tables") == 0


def test_chromium_shows_a_page(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<h1>Win rate</h1>")
    assert page.inner_text("h1") == "Win rate"


def test_spark_sums_on_its_workers(spark: SparkSession) -> None:
    rows = spark.createDataFrame(
        [("North", 1), ("North", 2), ("South", 5)], "team string, won long"
    ).repartition(2)
    sums = nw.from_native(rows).group_by("team").agg(won=nw.col("won").sum()).sort("team")
    assert sums.collect("polars").to_native().rows() == [("North", 3), ("South", 5)]


def test_what_a_machine_lacks_is_skipped_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CRM_TEST_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"^not run: Spark \(no Java\)$"):
        not_run("Spark", "no Java")


def test_nothing_may_be_lacking_where_everything_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CRM_TEST_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match=r"^not run: Spark \(no Java\)$"):
        not_run("Spark", "no Java")


def test_the_run_ends_with_one_line_for_each_part_that_did_not_run(tmp_path: Path) -> None:
    (tmp_path / "test_parts.py").write_text(
        "import pytest\n"
        "from tests.servers import not_run\n"
        "@pytest.mark.parametrize('number', range(3))\n"
        "def test_part(number):\n"
        "    not_run('Spark', 'no Java')\n"
        "def test_allowed():\n"
        "    pytest.skip('the folder is not here')\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    environment.pop("CRM_TEST_ALL", None)
    shown = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"]
        + ["-c", os.devnull, "--rootdir", tmp_path, tmp_path],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    ).stdout.splitlines()
    assert shown[-2] == "not run: Spark (no Java)"
    assert "4 skipped" in shown[-1]
    assert [line for line in shown if "folder is not here" in line] == []
