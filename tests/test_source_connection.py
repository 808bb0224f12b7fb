"""A sync disturbs nobody, outlives a restart of the server, and sees one moment of its data."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
import pymysql
import pytest

from crm_metrics.__main__ import WRONG_INPUT, main
from crm_metrics.errors import SourceError, SourceLostError
from crm_metrics.settings import Settings
from crm_metrics.snapshot.store import building, open_snapshot
from crm_metrics.source import attempts, check, sessions, sync
from crm_metrics.source.batch import Batch, in_background
from crm_metrics.source.sync import READERS, _write_model
from crm_metrics.source.urls import database
from tests.databases import (
    every_server,  # noqa: F401 - a fixture is found by being here
    execute,
    mapping,
    settings,
)
from tests.mapped import NOW
from tests.servers import Server, running_mariadb, running_postgresql, standby_of

DEALS = (
    "create table deals (deal_id integer primary key, outcome varchar(9), created_at date, "
    "own_text text)"
)
ACTIVITIES = (
    "create table activities (activity_id integer primary key, deal_id integer, kind varchar(9), "
    "status varchar(9), created_at date)"
)
PLAIN = {"deals": "select * from deals", "activities": "select * from activities"}
# Wide rows, so that no buffer between the server and the reader holds them all.
MANY = {
    "postgresql": "select i as deal_id, 'open' as outcome, date '2024-01-01' as created_at, "
    "repeat('x', 1000) as own_text from generate_series(1, {rows}) as g(i)",
    "mysql": "select seq as deal_id, 'open' as outcome, date '2024-01-01' as created_at, "
    "repeat('x', 1000) as own_text from seq_1_to_{rows}",
}
ROWS = 120_000
# What a statement of somebody else may wait while a sync reads; a busy machine needs most of it.
A_MOMENT = 2.0


def many(url: str, rows: int) -> str:
    return MANY[database(url).kind].format(rows=rows)


@contextmanager
def client(url: str) -> Iterator[Callable[[str], Any]]:
    """Somebody else at work: a function that runs a statement at once and returns its rows."""
    source = database(url)
    connection: Any
    if source.kind == "postgresql":
        connection = psycopg.connect(source.libpq, autocommit=True)
    else:
        connection = pymysql.connect(**source.mysql_arguments, autocommit=True)

    def run(statement: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None

    with closing(connection):
        yield run


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def reading(url: str, texts: dict[str, str], until: str) -> Iterator[Batch]:
    """A reading that has rows of this table in hand and wants more."""
    source = database(url)
    batches = READERS[source.kind](source, texts)
    for batch in batches:
        if batch.table == until and batch.rows.height:
            return batches
    raise AssertionError(f"{until} has no rows")


# Time limits


def test_a_query_that_takes_too_long_is_stopped_and_named(server_url: str, tmp_path: Path) -> None:
    execute(server_url, DEALS, f"insert into deals {many(server_url, 20_000)}")
    slow = "select a.* from deals as a, deals as b where a.deal_id + b.deal_id < 0"
    chosen = settings(server_url, tmp_path, queries=mapping(tmp_path, {"deals": slow}))
    chosen = replace(chosen, crm=replace(chosen.crm, statement_timeout_seconds=1))
    notices: list[str] = []
    with pytest.raises(SourceError) as caught:
        sync(chosen, now=NOW, notice=notices.append)
    said = str(caught.value)
    assert said.startswith("reading deals was stopped by the database: ")
    assert "raise [crm] statement_timeout_seconds (now 1, 0 for none)" in said
    # What took too long once would do so again.
    assert notices == []


def test_the_time_limit_is_the_sessions_own_and_0_is_none(server_url: str) -> None:
    kind = database(server_url).kind
    text = {
        "postgresql": "select current_setting('statement_timeout') as a",
        "mysql": "select cast(@@max_statement_time as char) as a",
    }[kind]
    for limit, shown in ((0, {"0", "0.000000"}), (90, {"90s", "1min30s", "90.000000"})):
        source = database(server_url, limit)
        with source.reading_engine().connect() as connection:
            assert connection.exec_driver_sql(text).scalar() in shown
        (batch,) = (item for item in READERS[kind](source, {"deals": text}) if item.rows.height)
        value = batch.rows["a"][0]
        assert (value.decode() if isinstance(value, bytes) else value) in shown
    with client(server_url) as run:
        assert run(text)[0][0] in {"0", "0.000000"}


# Other people's work


def test_writers_wait_for_nothing_while_a_sync_reads(server_url: str, tmp_path: Path) -> None:
    execute(server_url, DEALS, ACTIVITIES)
    with client(server_url) as run:
        run(f"insert into deals {many(server_url, 60_000)}")
        run("insert into activities select deal_id, deal_id, 'call', 'done', created_at from deals")
        waits = []
        done = threading.Event()

        def write() -> None:
            number = 100_000
            while not done.is_set():
                number += 1
                statements = (
                    f"insert into deals values ({number}, 'open', '2024-01-01', 'new')",
                    f"update activities set kind = 'email' where activity_id = {number % 60_000}",
                    f"delete from deals where deal_id = {number}",
                )
                waits.extend([seconds(partial(run, statement)) for statement in statements])

        writer = threading.Thread(target=write)
        writer.start()
        try:
            snapshot = sync(settings(server_url, tmp_path), now=NOW)
        finally:
            done.set()
            writer.join()
    assert snapshot.manifest.tables["activities"]["rows"] == 60_000
    assert len(waits) > 100
    assert max(waits) < A_MOMENT


def test_who_alters_a_table_waits_while_it_is_read_and_not_for_the_others(server_url: str) -> None:
    tables = ("accounts", "deals", "contacts")
    texts = {}
    for table in tables:
        execute(server_url, DEALS.replace("deals (", f"{table} ("))
        texts[table] = f"select * from {table}"
    patience = {
        "postgresql": "set lock_timeout = '1s'",
        "mysql": "set session lock_wait_timeout = 1",
    }[database(server_url).kind]
    with client(server_url) as run:
        run(f"insert into accounts {many(server_url, 10)}")
        run(f"insert into deals {many(server_url, 60_000)}")
        run(patience)
        batches = reading(server_url, texts, until="deals")
        # Already read, and not read yet; a column without a default rewrites nothing.
        for table in ("accounts", "contacts"):
            assert seconds(partial(run, f"drop table {table}")) < A_MOMENT
        # Being read.
        with pytest.raises((psycopg.errors.LockNotAvailable, pymysql.err.OperationalError)):
            run("alter table deals add column more integer")
        # And whoever comes behind the one that waits waits no longer than it.
        assert seconds(lambda: run("select count(*) from deals")) < A_MOMENT
        batches.close()  # type: ignore[attr-defined]
        assert seconds(lambda: run("alter table deals add column more integer")) < A_MOMENT


def test_a_sync_does_not_wait_for_ever_for_a_table_that_is_being_altered(
    server_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "POSTGRESQL", ("SET LOCAL lock_timeout = '300ms'",))
    monkeypatch.setattr(sessions, "MYSQL", ("SET SESSION lock_wait_timeout = 1",))
    execute(server_url, DEALS)
    lock, unlock = {
        "postgresql": ("begin; lock table deals in access exclusive mode", "rollback"),
        "mysql": ("lock tables deals write", "unlock tables"),
    }[database(server_url).kind]
    notices: list[str] = []
    with client(server_url) as run:
        run(lock)

        def hear(sentence: str) -> None:
            notices.append(sentence)
            run(unlock)

        snapshot = sync(settings(server_url, tmp_path), now=NOW, notice=hear)
    assert snapshot.manifest.tables["deals"]["rows"] == 0
    (said,) = notices
    assert "Somebody is changing one of its tables (ALTER TABLE, TRUNCATE, LOCK)." in said


REPLACED = {
    "truncated": ["truncate table activities"],
    "rewritten": ["alter table activities alter column deal_id type bigint"],
    "swapped": [
        ACTIVITIES.replace("activities (", "new_activities ("),
        "insert into new_activities select * from activities",
        "alter table activities rename to old_activities",
        "alter table new_activities rename to activities",
    ],
}


@pytest.mark.parametrize("how", REPLACED)
def test_a_table_that_is_replaced_before_it_is_read_does_not_seem_empty(
    how: str, server_url: str
) -> None:
    execute(server_url, DEALS, ACTIVITIES)
    with client(server_url) as run:
        run(f"insert into deals {many(server_url, 60_000)}")
        run("insert into activities values (1, 1, 'call', 'done', '2024-01-01')")
        batches = reading(server_url, PLAIN, until="deals")
        for statement in REPLACED[how]:
            if database(server_url).kind == "mysql":
                statement = statement.replace("alter column deal_id type", "modify deal_id")
            run(statement)
        with pytest.raises(SourceLostError, match="reading activities failed"):
            list(batches)


def test_a_table_that_is_written_to_has_not_been_replaced(server_url: str) -> None:
    execute(server_url, DEALS, ACTIVITIES)
    with client(server_url) as run:
        run(f"insert into deals {many(server_url, 60_000)}")
        run("insert into activities values (1, 1, 'call', 'done', '2024-01-01')")
        batches = reading(server_url, PLAIN, until="deals")
        run("insert into activities values (2, 2, 'call', 'done', '2024-01-01')")
        run("update activities set kind = 'email' where activity_id = 1")
        rest = [batch for batch in batches if batch.table == "activities"]
    assert sum(batch.rows.height for batch in rest) == 1


# Servers that come and go


@pytest.fixture(scope="module")
def own_postgresql() -> Iterator[Server]:
    with running_postgresql() as server:
        yield server


@pytest.fixture(scope="module")
def own_mariadb() -> Iterator[Server]:
    with running_mariadb() as server:
        yield server


@pytest.fixture(params=["postgresql", "mariadb"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server that the test may stop."""
    found: Server = request.getfixturevalue(f"own_{request.param}")
    yield found
    if found.process is None or found.process.poll() is not None:
        found.start()


def big(server: Server, folder: Path) -> Settings:
    """Settings for two tables, the second of which takes a while to read."""
    url = server.new_database()
    execute(url, "create table users (user_id varchar(9), name varchar(9))")
    execute(url, "insert into users values ('u1', 'Ann')")
    execute(url, DEALS, f"insert into deals {many(url, ROWS)}")
    return settings(url, folder)


def test_a_sync_begins_anew_when_the_server_is_restarted_under_it(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "FIRST_WAIT_SECONDS", 4.0)
    chosen = big(server, tmp_path)
    users = mapping(tmp_path, {"users": "select * from users"})
    before = sync(settings(chosen.crm.url, tmp_path, queries=users), now=NOW)
    notices: list[str] = []
    told: list[tuple[str, int]] = []
    seen: list[str] = []
    starting: list[threading.Thread] = []

    def progress(table: str, done: int, total: int | None) -> None:
        told.append((table, done))
        if done and table == "deals" and not starting:
            server.stop()
            starting.append(threading.Timer(1.0, server.start))
            starting[0].start()

    def notice(sentence: str) -> None:
        notices.append(sentence)
        seen.append(open_snapshot(chosen.snapshot_path).id)

    snapshot = sync(chosen, now=NOW, progress=progress, notice=notice)
    starting[0].join()
    (said,) = notices
    assert "reading deals failed" in said
    assert "Reading begins anew in 4 seconds (attempt 2 of 3)." in said
    assert seen == [before.id]
    assert snapshot.manifest.tables["deals"]["rows"] == ROWS
    assert snapshot.manifest.tables["users"]["rows"] == 1
    path = snapshot.model_path("deals")
    assert path is not None
    assert pl.scan_parquet(path).select(pl.col("deal_id").n_unique()).collect().item() == ROWS
    # The first attempt had come as far as a part of the deals.
    assert [rows for table, rows in told if table == "deals"].count(ROWS) == 1


def test_a_sync_whose_server_stays_away_ends_with_one_sentence_and_the_last_snapshot(
    server: Server,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = server.new_database()
    monkeypatch.delenv("CRM_URL", raising=False)
    execute(url, "create table users (user_id varchar(9), name varchar(9))")
    config = tmp_path / "crm.toml"
    config.write_text(f'[crm]\nurl = "{url}"\nattempts = 2\n[snapshot]\npath = "snapshots"\n')
    assert main(["sync", "--config", str(config)]) == 0
    before = open_snapshot(tmp_path / "snapshots").id
    server.stop()
    capsys.readouterr()
    assert main(["sync", "--config", str(config)]) == WRONG_INPUT
    note, sentence = capsys.readouterr().err.strip().splitlines()
    assert note.startswith("note: opening ")
    assert note.endswith("(attempt 2 of 2).")
    assert sentence.startswith("opening ")
    assert "failed: " in sentence
    assert open_snapshot(tmp_path / "snapshots").id == before
    left = sorted(entry.name for entry in (tmp_path / "snapshots").iterdir())
    assert left == sorted([before, "current", "lock"])


def test_a_connection_that_an_administrator_ends_is_opened_anew(
    server: Server, tmp_path: Path
) -> None:
    chosen = big(server, tmp_path)
    notices: list[str] = []
    kill = {
        "postgresql": "select count(pg_terminate_backend(pid)) from pg_stat_activity "
        "where datname = '{name}'",
        "mysql": "select id from information_schema.processlist where db = '{name}'",
    }[database(chosen.crm.url).kind].format(name=database(chosen.crm.url).url.database)
    killed: list[tuple[int]] = []

    def progress(table: str, done: int, total: int | None) -> None:
        if done and table == "deals" and not killed:
            with client(server.root_url) as run:
                killed.extend(run(kill))
                if database(chosen.crm.url).kind == "mysql":
                    for (number,) in killed:
                        run(f"kill {number}")

    snapshot = sync(chosen, now=NOW, progress=progress, notice=notices.append)
    assert len(killed) == len(notices) == 1
    assert snapshot.manifest.tables["deals"]["rows"] == ROWS


def test_what_will_not_pass_is_not_tried_again(server_url: str, tmp_path: Path) -> None:
    execute(server_url, DEALS)
    notices: list[str] = []
    bad = mapping(tmp_path, {"deals": "select * from deals where 1 / (deal_id - deal_id) > nope"})
    (tmp_path / "other").mkdir()
    # Nothing is wrong with it until there are rows.
    fails = "select (select a.deal_id from deals as a) as deal_id, outcome, created_at from deals"
    execute(server_url, f"insert into deals {many(server_url, 2)}")
    other = mapping(tmp_path / "other", {"deals": fails})
    for chosen in (
        settings(server_url.replace("s3cret-pass", "wrong"), tmp_path),
        settings(f"{server_url}_missing", tmp_path),
        settings(server_url.replace("127.0.0.1", "nowhere.invalid"), tmp_path),
        settings(server_url, tmp_path, queries=bad),
        settings(server_url, tmp_path, queries=other),
    ):
        with pytest.raises(SourceError) as caught:
            sync(chosen, now=NOW, notice=notices.append)
        assert not isinstance(caught.value, SourceLostError)
    assert notices == []
    with pytest.raises(SourceLostError):
        sync(settings(server_url.replace("127.0.0.1:", "127.0.0.1:1"), tmp_path), now=NOW)


# One moment


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_what_is_written_together_is_read_together(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url: str = request.getfixturevalue(kind)()
    execute(url, DEALS, ACTIVITIES)
    chosen = settings(url, tmp_path, queries=mapping(tmp_path, PLAIN))
    done = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        engine = database(url).engine()
        while not done.is_set():
            written += 1
            new, old = written, written - 20
            with engine.begin() as connection:
                for statement in (
                    f"insert into deals values ({new}, 'open', '2024-01-01', '')",
                    f"insert into activities values ({new}, {new}, 'call', 'done', '2024-01-01')",
                    f"delete from deals where deal_id = {old}",
                    f"delete from activities where deal_id = {old}",
                ):
                    connection.exec_driver_sql(statement)
        engine.dispose()

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    try:
        found, source = check(chosen), database(url)
        for _ in range(200):
            with building(chosen.snapshot_path) as folder:
                _write_model(source, found, folder, chosen, None)
                seen.append(pair(folder / "model"))
        seen += [pair(sync(chosen, now=NOW).folder / "model") for _ in range(5)]
    finally:
        done.set()
        writer.join()
    assert [deals for deals, activities in seen if deals != activities] == []
    # The writer was at work all the time.
    assert len({tuple(deals) for deals, _ in seen}) > 150


def pair(folder: Path) -> tuple[list[str], list[str]]:
    """The deals, and the deals of the activities."""
    deals = pl.read_parquet(folder / "deals.parquet")["deal_id"].sort()
    activities = pl.read_parquet(folder / "activities.parquet")["deal_id"].sort()
    return deals.to_list(), activities.to_list()


# A replica


def test_a_replica_can_be_read_and_its_conflicts_pass(
    own_postgresql: Server, tmp_path: Path
) -> None:
    url = own_postgresql.new_database()
    execute(url, DEALS)
    with client(url) as run, standby_of(own_postgresql) as standby:
        run(f"insert into deals {many(url, 60_000)}")
        replica = url.replace(f":{own_postgresql.port}/", f":{standby.port}/")
        with client(replica) as look:
            deadline = time.monotonic() + 30
            while look("select count(*) from deals")[0][0] < 60_000:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        assert sync(settings(replica, tmp_path), now=NOW).manifest.tables["deals"]["rows"] == 60_000
        slow = {"deals": "select deals.* from deals, pg_sleep(5)"}
        batches = in_background(lambda: READERS["postgresql"](database(replica), slow))
        next(batches)
        run("delete from deals")
        run("vacuum deals")
        with pytest.raises(SourceLostError, match="hot_standby_feedback"):
            list(batches)
