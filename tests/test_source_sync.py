"""A sync reads one consistent moment of any of the three databases, and publishes it whole."""

import importlib
import json
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import polars as pl
import pytest

from crm_metrics.errors import BadInputError, CrmMetricsError, SnapshotError, SourceError
from crm_metrics.model import TABLES
from crm_metrics.settings import Business
from crm_metrics.snapshot.refresh import refresh_facts
from crm_metrics.snapshot.store import Snapshot, locked, open_snapshot
from crm_metrics.source import check, sync
from crm_metrics.source.sync import READERS
from crm_metrics.source.urls import database
from tests.databases import (
    every_database,  # noqa: F401 - a fixture is found by being here
    every_server,  # noqa: F401
    execute,
    mapping,
    settings,
    sqlite_url,
)
from tests.servers import PASSWORD

NOW = datetime(2024, 5, 1, 3, tzinfo=UTC)
WEST = Business(timezone="America/Los_Angeles")
DEALS = (
    "create table deals (deal_id varchar(20), name varchar(50), outcome varchar(20), "
    "amount numeric(14, 2), created_at varchar(40), closed_at varchar(40), seats integer)"
)
ROWS = (
    "insert into deals values "
    "('d1', 'Ann', 'won', 1234.50, '2024-01-02', '2024-02-03T04:05:06Z', 3), "
    "('d2', null, 'Open ', null, '2024-01-02 10:00:00', null, null), "
    "('d2', 'again', 'open', 1, '2024-01-02 10:00:00', null, null), "
    "('d3', 'Cy', 'lost', 0.01, '2024-02-30', null, 1), "
    "(null, 'Di', 'lost', 0.01, '2024-02-01', null, 1), "
    "('d5', 'Ed', 'perhaps', 0.01, '2024-02-01', null, 1)"
)


def model(snapshot: Snapshot, table: str) -> pl.DataFrame:
    path = snapshot.model_path(table)
    assert path is not None
    return pl.read_parquet(path)


def test_the_three_databases_give_the_same_rows(crm_url: str, tmp_path: Path) -> None:
    execute(crm_url, DEALS, ROWS)
    snapshot = sync(settings(crm_url, tmp_path, WEST), now=NOW)
    deals = model(snapshot, "deals")
    assert dict(deals.drop("seats").schema) == TABLES["deals"].schema
    chosen = deals.select("deal_id", "name", "outcome", "amount", "created_at", "created_on_only")
    noon = datetime(2024, 1, 2, 20, tzinfo=UTC)
    assert chosen.rows() == [
        ("d1", "Ann", "won", Decimal("1234.50"), noon, True),
        ("d2", None, "open", None, datetime(2024, 1, 2, 10, tzinfo=UTC), False),
    ]
    assert deals["closed_at"].to_list() == [datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC), None]
    assert deals["seats"].cast(pl.String).to_list() == ["3", None]
    assert snapshot.dropped == {
        "deals": {
            "created_at is not a date": 1,
            "no deal_id": 1,
            "outcome is not one of open, won, lost": 1,
            "repeated deal_id": 1,
        }
    }
    dropped = snapshot.dropped_path("deals")
    assert dropped is not None
    assert sorted(pl.read_parquet(dropped).rows(), key=str) == [
        ("d2", "repeated deal_id"),
        ("d3", "created_at is not a date"),
        ("d5", "outcome is not one of open, won, lost"),
        (None, "no deal_id"),
    ]
    entry = snapshot.manifest.tables["deals"]
    assert (entry["read"], entry["rows"]) == (6, 2)
    # The sync's day is the day in the business time zone, still April there.
    assert snapshot.day == date(2024, 4, 30)


def test_an_empty_table_has_the_types_of_the_model(crm_url: str, tmp_path: Path) -> None:
    execute(crm_url, DEALS)
    snapshot = sync(settings(crm_url, tmp_path), now=NOW)
    deals = model(snapshot, "deals")
    assert deals.height == 0
    assert dict(deals.drop("seats").schema) == TABLES["deals"].schema
    assert snapshot.dropped == {}


@pytest.mark.parametrize("table", sorted(TABLES))
def test_any_single_table_of_the_model_syncs(table: str, tmp_path: Path) -> None:
    columns = ", ".join(TABLES[table].names)
    url = sqlite_url(tmp_path)
    execute(url, f"create table {table} ({columns})")
    snapshot = sync(settings(url, tmp_path), now=NOW)
    assert list(snapshot.manifest.tables) == [table]
    assert dict(model(snapshot, table).schema) == TABLES[table].schema
    assert set(snapshot.manifest.absent) == set(TABLES) - {table}


def test_a_database_without_any_table_of_the_model_is_refused(crm_url: str, tmp_path: Path) -> None:
    execute(crm_url, "create table something (id integer)")
    with pytest.raises(SourceError, match="none of the model's tables"):
        sync(settings(crm_url, tmp_path), now=NOW)
    with pytest.raises(SnapshotError, match="no snapshot"):
        open_snapshot(tmp_path / "snapshots")


def test_a_sqlite_column_may_hold_nothing_then_text_then_a_number(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    execute(
        url,
        "create table deals (deal_id real, outcome, amount, stage, created_at)",
        "insert into deals with recursive n(i) as (select 1 union all select i + 1 from n "
        "where i < 2000) select i, 'open', null, null, '2024-01-01' from n",
        "insert into deals values (2001, 'open', 7, 5, '2024-01-01'), "
        "(2002, 'open', 'text', 'five', '2024-01-01'), (2003, 'open', 1.5, 2.0, '2024-01-01'), "
        "(2004, 'open', x'31', x'ff', 20240101)",
    )
    snapshot = sync(settings(url, tmp_path), now=NOW)
    last = model(snapshot, "deals").tail(3)
    assert last["deal_id"].to_list() == ["2001", "2002", "2003"]
    assert last["amount"].to_list() == [Decimal(7), None, Decimal("1.5")]
    assert last["stage"].to_list() == ["5", "five", "2"]
    entry = snapshot.manifest.tables["deals"]
    assert entry["unreadable"] == {"amount": 1}
    assert entry["dropped"] == {"created_at is not a date": 1}


def test_sqlite_text_that_is_not_utf8_is_replaced_and_counted(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    execute(
        url,
        "create table accounts (account_id text, name text, created_at text)",
        "insert into accounts values ('a', cast(x'4d9d' as text), '2024-01-01')",
        "insert into accounts values ('b', 'a' || char(0) || 'b', '2024-01-01')",
    )
    snapshot = sync(settings(url, tmp_path), now=NOW)
    assert model(snapshot, "accounts")["name"].to_list() == ["M\ufffd", "a\x00b"]
    assert snapshot.manifest.tables["accounts"]["replaced"] == {"name": 1}


def test_postgresql_types_arrive_exactly(postgresql_url: str, tmp_path: Path) -> None:
    execute(
        postgresql_url,
        "create table crm (id uuid, code char(6), price numeric, cash money, small real, "
        "born date, seen timestamp, at timestamptz, flag boolean, tags text[], j jsonb, "
        "days integer)",
        "insert into crm values ('00000000-0000-0000-0000-0000000000ab', 'ab', "
        "123456789012.12, 12.34, 0.1, '2024-03-01', '2024-03-01 09:30:15.25', "
        "'2024-03-01 09:30:00+09', true, array['x', 'y'], '{\"a\": 1}', 5)",
        "insert into crm (id, born, seen, at, price) values "
        "('00000000-0000-0000-0000-0000000000cd', 'infinity', '-infinity', "
        "'2024-03-01 00:00:00+00', 'NaN')",
    )
    queries = mapping(
        tmp_path,
        {
            "deals": "select id as deal_id, code as stage, 'open' as outcome, price as amount, "
            "born as expected_close_on, seen as updated_at, at as created_at, cash as own_cash, "
            "small as own_small, flag as own_flag, tags as own_tags, j as own_j, days as own_days "
            "from crm -- a last line without an end",
        },
    )
    snapshot = sync(settings(postgresql_url, tmp_path, WEST, queries), now=NOW)
    first, second = model(snapshot, "deals").to_dicts()
    assert first["deal_id"] == "00000000-0000-0000-0000-0000000000ab"
    assert first["stage"] == "ab"
    assert first["amount"] == Decimal("123456789012.12")
    assert first["expected_close_on"] == date(2024, 3, 1)
    assert first["updated_at"] == datetime(2024, 3, 1, 9, 30, 15, 250_000, tzinfo=UTC)
    assert first["created_at"] == datetime(2024, 3, 1, 0, 30, tzinfo=UTC)
    assert (first["own_cash"], first["own_small"], first["own_flag"]) == ("12.34", 0.1, True)
    assert (first["own_tags"], first["own_j"]) == ("['x', 'y']", '{"a": 1}')
    assert first["own_days"] == 5
    assert second["expected_close_on"] is None
    assert snapshot.manifest.tables["deals"]["unreadable"] == {
        "amount": 1,
        "expected_close_on": 1,
        "updated_at": 1,
    }


def test_mariadb_types_arrive_exactly(mariadb_url: str, tmp_path: Path) -> None:
    execute(
        mariadb_url,
        "set sql_mode = ''",
        "create table crm (id bigint unsigned, price decimal(30, 4), born date, seen datetime(3), "
        "at timestamp null, flag tinyint(1), bits bit(1), ratio float, word varchar(9) "
        "character set latin1)",
        "set time_zone = '+00:00'",
        "insert into crm values (18446744073709551615, 123456789012.1200, '2024-03-01', "
        "'2024-03-01 09:30:15.250', '2024-03-01 00:30:00', 1, b'1', 0.1, 'caf\u00e9')",
        "insert into crm values (2, null, '0000-00-00', '0000-00-00 00:00:00', "
        "'2024-03-01 00:30:00', 0, b'0', null, null)",
    )
    queries = mapping(
        tmp_path,
        {
            "deals": "select id as deal_id, 'open' as outcome, price as amount, word as name, "
            "born as expected_close_on, seen as updated_at, at as created_at, flag as own_flag, "
            "bits as own_bits, ratio as own_ratio, born as own_born, '5 % :x' as own_text "
            "from crm;",
            "contacts": "select id as contact_id, at as created_at, flag as email_opt_out, "
            "bits as phone_opt_out from crm",
        },
    )
    snapshot = sync(settings(mariadb_url, tmp_path, WEST, queries), now=NOW)
    first, second = model(snapshot, "deals").to_dicts()
    assert first["deal_id"] == "18446744073709551615"
    assert first["amount"] == Decimal("123456789012.12")
    assert first["name"] == "caf\u00e9"
    assert first["updated_at"] == datetime(2024, 3, 1, 9, 30, 15, 250_000, tzinfo=UTC)
    # The server's own zone is Tokyo's; a TIMESTAMP is an instant all the same.
    assert first["created_at"] == datetime(2024, 3, 1, 0, 30, tzinfo=UTC)
    assert (first["own_flag"], first["own_bits"], first["own_ratio"]) == (1, "1", 0.1)
    assert (first["own_born"], first["own_text"]) == (date(2024, 3, 1), "5 % :x")
    assert second["expected_close_on"] is None
    assert snapshot.manifest.tables["deals"]["unreadable"] == {
        "expected_close_on": 1,
        "own_born": 1,
        "updated_at": 1,
    }
    opt_outs = model(snapshot, "contacts").select("email_opt_out", "phone_opt_out")
    assert opt_outs.rows() == [(True, True), (False, False)]


def test_a_failing_sync_leaves_the_last_good_snapshot(crm_url: str, tmp_path: Path) -> None:
    execute(crm_url, DEALS, ROWS)
    chosen = settings(crm_url, tmp_path)
    first = sync(chosen, now=NOW)
    second = sync(chosen, now=NOW)
    assert first.id != second.id
    queries = mapping(tmp_path, {"deals": "select * from deals where deal_id = name + amuont"})
    with pytest.raises(SourceError, match="amuont"):
        sync(settings(crm_url, tmp_path, queries=queries), now=NOW)
    execute(crm_url, "drop table deals")
    with pytest.raises(SourceError):
        sync(chosen, now=NOW)
    assert open_snapshot(chosen.snapshot_path).id == second.id
    left = sorted(entry.name for entry in chosen.snapshot_path.iterdir())
    assert left == sorted([first.id, second.id, "current", "lock"])


def test_an_error_in_the_middle_of_a_table_publishes_nothing(
    postgresql_url: str, tmp_path: Path
) -> None:
    execute(postgresql_url, DEALS, ROWS)
    chosen = settings(postgresql_url, tmp_path)
    good = sync(chosen, now=NOW)
    queries = mapping(
        tmp_path,
        {
            "deals": "select i::text as deal_id, 'won' as outcome, now() as created_at, "
            "1 / (i - 300000) as amount from generate_series(1, 400000) as g(i)"
        },
    )
    with pytest.raises(SourceError, match=r"reading deals failed: .*division by zero"):
        sync(settings(postgresql_url, tmp_path, queries=queries), now=NOW)
    assert open_snapshot(chosen.snapshot_path).id == good.id


def test_two_syncs_at_once_are_refused(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    execute(url, DEALS)
    chosen = settings(url, tmp_path)
    with locked(chosen.snapshot_path), pytest.raises(SnapshotError, match="another sync"):
        sync(chosen, now=NOW)
    assert sync(chosen, now=NOW).manifest.tables["deals"]["rows"] == 0


def test_a_concurrent_writer_is_not_seen_halfway(crm_url: str) -> None:
    execute(
        crm_url,
        "create table accounts (account_id integer)",
        "create table deals (deal_id integer)",
        "insert into accounts values (1)",
        "insert into deals values (1)",
    )
    source = database(crm_url)
    if source.kind == "sqlite":
        execute_outside(source.file, "pragma journal_mode = wal")
    texts = {"accounts": "select * from accounts", "deals": "select * from deals"}
    batches = READERS[source.kind](source, texts)
    rows = {"accounts": 0, "deals": 0}
    first = next(batches)
    # The writer commits to both tables while the reader is between them.
    execute(crm_url, "insert into accounts values (2)", "insert into deals values (2)")
    for batch in [first, *batches]:
        rows[batch.table] += batch.rows.height
    assert rows == {"accounts": 1, "deals": 1}


def execute_outside(file: Path, statement: str) -> None:
    """A statement that SQLite takes outside of a transaction only."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "delete from deals",
        "insert into deals values ('x', 'x', 'won', 1, 'x', 'x', 1)",
        "create table stolen (id integer)",
    ],
)
def test_the_reading_connection_cannot_write(crm_url: str, statement: str) -> None:
    execute(crm_url, DEALS, ROWS)
    source = database(crm_url)
    with pytest.raises(SourceError):
        list(READERS[source.kind](source, {"deals": statement}))
    left = READERS[source.kind](source, {"deals": "select * from deals"})
    assert sum(batch.rows.height for batch in left) == 6


def test_a_missing_sqlite_file_is_one_sentence_and_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "no.db"
    for act in (check, lambda chosen: sync(chosen, now=NOW)):
        with pytest.raises(SourceError) as caught:
            act(settings(f"sqlite:///{file}", tmp_path))
        assert str(caught.value) == f"there is no SQLite file at {file}."
        assert not file.exists()


def test_a_file_that_is_not_sqlite_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "crm.db").write_text("this is no database. " * 100)
    with pytest.raises(SourceError, match="file is not a database"):
        sync(settings(f"sqlite:///{tmp_path / 'crm.db'}", tmp_path), now=NOW)


def wrong_urls(url: str) -> Iterator[str]:
    """The URL with a wrong password, a port where nobody listens, and no such database."""
    port = url.rsplit(":", 1)[1].split("/")[0]
    yield url.replace(PASSWORD, "Wr0ng%2Fs3cret%40pass")
    yield url.replace(f":{port}/", ":1/")
    yield url + "_missing"
    yield url.replace("127.0.0.1", "nowhere.invalid")


def test_a_password_is_in_no_error_log_or_repr(
    server_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    execute(server_url, DEALS)
    secrets = (PASSWORD, "Wr0ng/s3cret@pass", "Wr0ng%2Fs3cret%40pass", "s3cret")
    caplog.set_level("DEBUG")
    for url in wrong_urls(server_url):
        chosen = settings(url, tmp_path)
        source = database(url)
        acts = (
            lambda chosen=chosen: check(chosen),
            lambda chosen=chosen: sync(chosen, now=NOW),
            lambda source=source: list(READERS[source.kind](source, {"deals": "select 1 as a"})),
        )
        for act in acts:
            with pytest.raises(CrmMetricsError) as caught:
                act()
            printed = "".join(traceback.format_exception(caught.value))
            said = [printed, repr(chosen), repr(source), str(source), caplog.text]
            assert [text for text in said for secret in secrets if secret in text] == []
            assert str(caught.value).count("\n") == 0


def test_no_secret_and_no_personal_data_is_in_the_manifest(server_url: str, tmp_path: Path) -> None:
    execute(server_url, DEALS, ROWS)
    snapshot = sync(settings(server_url, tmp_path), now=NOW)
    text = (snapshot.folder / "manifest.json").read_text()
    assert [word for word in (PASSWORD, "127.0.0.1", "Ann", "1234.5") if word in text] == []
    assert json.loads(text)["mapping"] == "queries/native"


def test_a_password_of_any_characters_reaches_postgresql_as_it_is() -> None:
    source = database("postgresql://a%20b:le%20s%25er%3A%401@h:5/crm?sslmode=require")
    assert source.libpq.startswith("postgresql://a%20b:le%20s%25er%3A%401@h:5/crm?")
    said = source.sentence(OSError("spaces in 'le s%er%3A%401' or 'le s%er:@1'"))
    assert said == "spaces in '***' or '***'"


def test_a_password_in_the_query_of_the_url_is_a_secret_too() -> None:
    source = database("postgresql://reader@h/crm?password=hid%2Fden&sslmode=require")
    assert "hid" not in repr(source) + str(source)
    assert source.sentence(RuntimeError("bad hid/den and hid%2Fden")) == "bad *** and ***"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "no CRM is named"),
        ("postgress://u:s3cret@h/x", "Did you mean 'postgres'"),
        ("oracle://u:s3cret@h/x", "no known database 'oracle'"),
        ("u:s3cret@h", "not a database URL"),
        ("postgresql://u:s3cret@h:port/x", "not a database URL"),
        ("mysql://u:s3cret@h", "names no database"),
        ("sqlite://", "names no SQLite file"),
    ],
)
def test_a_wrong_url_is_one_sentence_without_the_url(url: str, sentence: str) -> None:
    with pytest.raises(BadInputError, match=sentence) as caught:
        database(url)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+asyncpg"]
)
def test_every_spelling_of_postgresql_is_read(
    scheme: str, postgresql_url: str, tmp_path: Path
) -> None:
    execute(postgresql_url, DEALS, ROWS)
    url = postgresql_url.replace("postgresql", scheme, 1)
    assert sync(settings(url, tmp_path), now=NOW).manifest.tables["deals"]["rows"] == 2


@pytest.mark.parametrize("scheme", ["mysql", "mariadb", "mysql+pymysql", "mariadb+asyncmy"])
def test_every_spelling_of_mariadb_is_read(scheme: str, mariadb_url: str, tmp_path: Path) -> None:
    execute(mariadb_url, DEALS, ROWS)
    url = mariadb_url.replace("mariadb", scheme, 1)
    assert sync(settings(url, tmp_path), now=NOW).manifest.tables["deals"]["rows"] == 2


def test_progress_is_told_per_table_and_never_goes_back(crm_url: str, tmp_path: Path) -> None:
    execute(crm_url, DEALS, ROWS, "create table users (user_id integer, name varchar(9))")
    told: list[tuple[str, int, int | None]] = []
    sync(settings(crm_url, tmp_path), now=NOW, progress=lambda *call: told.append(call))
    assert {table for table, _, _ in told} == {"deals", "users"}
    done = [rows for table, rows, _ in told if table == "deals"]
    assert done == sorted(done)
    assert done[-1] == 6


def test_repeated_keys_are_found_across_batches_and_the_first_is_kept(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    execute(
        url,
        "create table users (user_id, name)",
        "insert into users with recursive n(i) as (select 1 union all select i + 1 from n "
        "where i < 120000) select i % 119990, 'number ' || i from n",
    )
    snapshot = sync(settings(url, tmp_path), now=NOW)
    users = model(snapshot, "users")
    assert users.height == users["user_id"].n_unique() == 119_990
    assert users.filter(user_id="7")["name"].to_list() == ["number 7"]
    assert snapshot.dropped == {"users": {"repeated user_id": 10}}
    path = snapshot.dropped_path("users")
    assert path is not None
    assert sorted(map(int, pl.read_parquet(path)["id"])) == [0, *range(1, 11)][1:]


def test_now_must_be_an_instant(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="without a time zone"):
        sync(settings(sqlite_url(tmp_path), tmp_path), now=NOW.replace(tzinfo=None))


def synced(tmp_path: Path, business: Business, expected_close: str = "2024-06-01") -> Snapshot:
    url = sqlite_url(tmp_path)
    execute(
        url,
        "drop table if exists deals",
        "create table deals (deal_id, outcome, created_at, expected_close_on)",
        f"insert into deals values (1, 'open', '2024-01-02', '{expected_close}'), "
        "(2, 'open', '2024-01-02 10:00:00', null)",
    )
    execute(url, "drop table if exists users", "create table users (user_id, name)")
    return sync(settings(url, tmp_path, business), now=NOW)


def refreshed(tmp_path: Path, business: Business) -> Snapshot:
    return refresh_facts(settings(f"sqlite:///{tmp_path / 'crm.db'}", tmp_path, business))


def test_facts_are_made_again_without_the_crm_when_the_settings_change(tmp_path: Path) -> None:
    before = synced(tmp_path, WEST)
    (tmp_path / "crm.db").unlink()
    after = refreshed(tmp_path, replace(WEST, currency="EUR"))
    assert after.id != before.id
    assert after.day == before.day
    assert open_snapshot(tmp_path / "snapshots").id == after.id
    old, new = before.model_path("deals"), after.model_path("deals")
    assert old is not None
    assert new is not None
    assert old.samefile(new)
    assert after.manifest.business["currency"] == "EUR"


def test_nothing_is_made_again_when_nothing_has_changed(tmp_path: Path) -> None:
    before = synced(tmp_path, WEST)
    later = replace(WEST, complete_since={"deals": date(2020, 1, 1)}, as_of=date(2024, 3, 1))
    assert refreshed(tmp_path, later).id == before.id


def test_newer_code_makes_the_facts_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = synced(tmp_path, WEST)
    module = importlib.import_module("crm_metrics.snapshot.refresh")
    monkeypatch.setattr(module, "FACTS_VERSION", 10_000)
    after = refreshed(tmp_path, WEST)
    assert after.id != before.id
    assert after.manifest.facts_version == 10_000
    monkeypatch.setattr(module, "MODEL_VERSION", 10_000)
    with pytest.raises(SnapshotError, match="run 'sync'"):
        refreshed(tmp_path, WEST)


def test_a_new_time_zone_moves_what_was_known_by_its_day_only(tmp_path: Path) -> None:
    synced(tmp_path, WEST)
    after = refreshed(tmp_path, Business(timezone="Pacific/Auckland"))
    assert model(after, "deals")["created_at"].to_list() == [
        datetime(2024, 1, 1, 23, tzinfo=UTC),
        datetime(2024, 1, 2, 10, tzinfo=UTC),
    ]
    assert after.day == date(2024, 5, 1)


def test_a_new_time_zone_needs_a_sync_where_days_were_cut_from_instants(tmp_path: Path) -> None:
    before = synced(tmp_path, WEST, "2024-06-01T05:00:00Z")
    assert before.manifest.tables["deals"]["days_from_instants"] == ["expected_close_on"]
    with pytest.raises(SnapshotError, match="expected_close_on holds days of the old one"):
        refreshed(tmp_path, Business(timezone="Pacific/Auckland"))
    assert open_snapshot(tmp_path / "snapshots").id == before.id


def test_another_time_zone_of_the_crm_needs_a_sync(tmp_path: Path) -> None:
    """Its date-times are in the stored model as instants: nothing there could move them."""
    before = synced(tmp_path, WEST)
    now_in = settings(f"sqlite:///{tmp_path / 'crm.db'}", tmp_path, WEST)
    now_in = replace(now_in, crm=replace(now_in.crm, timezone="Asia/Kolkata"))
    for url in (now_in.crm.url, ""):
        asked = replace(now_in, crm=replace(now_in.crm, url=url))
        with pytest.raises(SnapshotError, match=r"was UTC at the last sync .* is now Asia/Kolkata"):
            refresh_facts(asked)
    after = sync(now_in, now=NOW)
    assert model(before, "deals")["created_at"][1] == datetime(2024, 1, 2, 10, tzinfo=UTC)
    assert model(after, "deals")["created_at"][1] == datetime(2024, 1, 2, 4, 30, tzinfo=UTC)
    assert refresh_facts(now_in).id == after.id


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_only_date_times_without_a_zone_are_told_by_the_crm_clock(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    """Both servers stand in Tokyo: the instant 10:00 UTC is 19:00 there."""
    url = request.getfixturevalue(f"{kind}_url")
    instant = {"postgresql": "timestamptz", "mariadb": "timestamp null"}[kind]
    naive = {"postgresql": "timestamp", "mariadb": "datetime"}[kind]
    execute(
        url,
        f"create table deals (deal_id int, outcome text, created_at {naive}, "
        f"updated_at {instant}, own_naive {naive}, own_instant {instant})",
        "insert into deals values (1, 'open', '2024-01-02 10:00:00', '2024-01-02 19:00:00', "
        "'2024-01-02 10:00:00', '2024-01-02 19:00:00')",
    )
    asked = settings(url, tmp_path)
    asked = replace(asked, crm=replace(asked.crm, timezone="Asia/Kolkata"))
    row = model(sync(asked, now=NOW), "deals").row(0, named=True)
    assert row["created_at"] == row["own_naive"] == datetime(2024, 1, 2, 4, 30, tzinfo=UTC)
    assert row["updated_at"] == row["own_instant"] == datetime(2024, 1, 2, 10, tzinfo=UTC)


MEASURE = """
    import resource, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from crm_metrics.settings import Crm, Settings
    from crm_metrics.source import sync
    folder = Path(sys.argv[1])
    sync(
        Settings(crm=Crm(f"sqlite:///{folder}/crm.db"), snapshot_path=folder / "snapshots"),
        now=datetime(2024, 5, 1, tzinfo=UTC),
    )
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def peak_megabytes(folder: Path, rows: int) -> int:
    """The most memory a process needed to sync that many contacts."""
    folder.mkdir()
    execute(
        sqlite_url(folder),
        "create table contacts (contact_id, first_name, email, created_at)",
        "insert into contacts with recursive n(i) as (select 1 union all select i + 1 from n "
        f"where i < {rows}) select 'c' || i, 'Name ' || i, i || '@example.com', '2024-01-02' "
        "from n",
    )
    program = [sys.executable, "-c", dedent(MEASURE), str(folder)]
    return int(subprocess.run(program, check=True, capture_output=True, text=True).stdout)


def test_memory_stays_flat_however_many_rows_there_are(tmp_path: Path) -> None:
    small, large = (peak_megabytes(tmp_path / str(rows), rows) for rows in (200_000, 2_000_000))
    # The keys' hashes are eight bytes a row, twice: 29 MB; the rows themselves would be 400 MB.
    assert large - small < 120


def test_when_a_row_was_modified_is_for_the_sync_only(crm_url: str, tmp_path: Path) -> None:
    execute(crm_url, DEALS, ROWS)
    text = "select deal_id, outcome, created_at, created_at as Row_Modified_At from deals"
    asked = settings(crm_url, tmp_path, queries=mapping(tmp_path, {"deals": text}))
    assert check(asked).tables["deals"].own_fields == ()
    snapshot = sync(asked, now=NOW)
    assert model(snapshot, "deals").columns == list(TABLES["deals"].schema)
