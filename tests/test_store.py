"""A snapshot is swapped in whole, kept for its owner only, and noticed when it is damaged."""

import json
import os
import shutil
import sqlite3
import stat
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import polars as pl
import pytest

from crm_metrics.errors import SnapshotError
from crm_metrics.settings import Crm, Settings
from crm_metrics.snapshot.refresh import refresh_facts
from crm_metrics.snapshot.store import (
    FORMAT_VERSION,
    Manifest,
    Snapshot,
    building,
    locked,
    new_folder_name,
    open_snapshot,
    publish,
)
from crm_metrics.source import sync

NOW = datetime(2024, 5, 1, 3, tzinfo=UTC)


def make(path: Path, name: str, rows: int = 3) -> Snapshot:
    """A published snapshot with one table and one fact."""
    manifest = Manifest(
        id=name,
        synced_at=NOW.isoformat(),
        day="2024-04-30",
        model_version=1,
        facts_version=1,
        business={"timezone": "UTC"},
        mapping="queries/native",
        mapping_hash="0",
        tables={"users": {"rows": rows, "dropped": {"no name": 2}}, "deals": {"dropped": {}}},
        facts={"deals": {"rows": rows}},
    )
    with locked(path), building(path) as folder:
        pl.DataFrame({"user_id": ["u"] * rows}).write_parquet(folder / "model" / "users.parquet")
        pl.DataFrame({"x": [1] * rows}).write_parquet(folder / "facts" / "deals.parquet")
        return publish(folder, path, manifest)


def test_what_was_published_is_what_is_opened(tmp_path: Path) -> None:
    published = make(tmp_path, "20240501T030000Z")
    opened = open_snapshot(tmp_path)
    assert opened == published
    assert opened.id == "20240501T030000Z"
    assert opened.day == date(2024, 4, 30)
    assert opened.synced_at == NOW
    assert opened.dropped == {"users": {"no name": 2}}
    assert opened.manifest.facts == {"deals": {"rows": 3}}
    path = opened.model_path("users")
    assert path is not None
    assert pl.read_parquet(path).height == 3
    assert opened.fact_path("deals") is not None


def test_what_is_not_mapped_has_no_path(tmp_path: Path) -> None:
    snapshot = make(tmp_path, "20240501T030000Z")
    assert snapshot.model_path("tickets") is None
    assert snapshot.fact_path("tickets") is None
    assert snapshot.dropped_path("users") is None


@pytest.mark.parametrize("make_folder", [True, False])
def test_without_a_snapshot_the_error_says_what_to_do(tmp_path: Path, make_folder: bool) -> None:
    path = tmp_path if make_folder else tmp_path / "none"
    with pytest.raises(SnapshotError, match=r"no snapshot at .* yet; run 'sync'"):
        open_snapshot(path)


def test_the_last_two_snapshots_are_kept(tmp_path: Path) -> None:
    names = [f"20240501T03000{number}Z" for number in range(4)]
    for name in names:
        make(tmp_path, name)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [*names[2:], "current", "lock"]
    assert open_snapshot(tmp_path).id == names[3]


def test_a_reader_keeps_what_it_opened_while_the_next_is_published(tmp_path: Path) -> None:
    opened = make(tmp_path, "20240501T030000Z", rows=3)
    make(tmp_path, "20240501T040000Z", rows=5)
    path = opened.model_path("users")
    assert path is not None
    assert pl.read_parquet(path).height == 3


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    good = make(tmp_path, "20240501T030000Z")
    with pytest.raises(IsADirectoryError), locked(tmp_path), building(tmp_path) as folder:
        (folder / "model").write_bytes(b"half")
    assert open_snapshot(tmp_path) == good
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [good.id, "current", "lock"]


def test_what_a_killed_sync_left_is_removed_by_the_next(tmp_path: Path) -> None:
    dead = tmp_path / ".building-1"
    (dead / "model").mkdir(parents=True)
    (dead / "model" / "users.parquet").write_bytes(b"half")
    make(tmp_path, "20240501T030000Z")
    assert not dead.exists()


def test_only_the_owner_may_look_whatever_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "data" / "snapshots"
    before = os.umask(0)
    try:
        snapshot = make(path, "20240501T030000Z")
    finally:
        os.umask(before)
    modes = {
        entry: stat.S_IMODE(entry.stat().st_mode)
        for entry in (path, path / "current", path / "lock", *snapshot.folder.rglob("*"))
    }
    assert modes == {entry: 0o700 if entry.is_dir() else 0o600 for entry in modes}
    assert len(modes) >= 9


def test_a_folder_of_the_users_own_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    snapshot = make(tmp_path, "20240501T030000Z")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert stat.S_IMODE(snapshot.folder.stat().st_mode) == 0o700


def test_only_one_may_write_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(SnapshotError, match="another sync"), locked(tmp_path):
        pass
    with locked(tmp_path):
        assert (tmp_path / "lock").exists()


def elsewhere(snapshot: Snapshot, folder: Path) -> tuple[Path, Path]:
    """A copy that this process has not checked yet: its place, and its users' file."""
    copy = folder / "copy"
    shutil.copytree(snapshot.folder.parent, copy)
    return copy, copy / snapshot.id / "model" / "users.parquet"


def test_a_file_of_another_size_is_noticed_at_every_open(tmp_path: Path) -> None:
    snapshot = make(tmp_path / "snapshots", "20240501T030000Z")
    path = snapshot.model_path("users")
    assert path is not None
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(SnapshotError, match=r"damaged: model/users.parquet has \d+ bytes, not"):
        open_snapshot(tmp_path / "snapshots")


def test_a_file_of_the_same_size_with_other_content_is_noticed(tmp_path: Path) -> None:
    snapshot = make(tmp_path / "snapshots", "20240501T030000Z")
    copy, users = elsewhere(snapshot, tmp_path)
    content = bytearray(users.read_bytes())
    content[20] ^= 1
    users.write_bytes(content)
    with pytest.raises(SnapshotError, match=r"the content of model/users.parquet has changed"):
        open_snapshot(copy)


def test_a_missing_file_is_noticed(tmp_path: Path) -> None:
    snapshot = make(tmp_path / "snapshots", "20240501T030000Z")
    (snapshot.folder / "facts" / "deals.parquet").unlink()
    with pytest.raises(SnapshotError, match=r"facts/deals.parquet is missing; run 'sync'"):
        open_snapshot(tmp_path / "snapshots")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": 1}', "\x00"])
def test_a_broken_manifest_is_one_sentence(tmp_path: Path, text: str) -> None:
    snapshot = make(tmp_path, "20240501T030000Z")
    (snapshot.folder / "manifest.json").write_text(text)
    with pytest.raises(SnapshotError, match="damaged: its manifest cannot be read; run 'sync'"):
        open_snapshot(tmp_path)


def test_a_snapshot_of_another_format_is_refused(tmp_path: Path) -> None:
    snapshot = make(tmp_path, "20240501T030000Z")
    file = snapshot.folder / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "format": FORMAT_VERSION + 1}))
    with pytest.raises(SnapshotError, match=f"has format {FORMAT_VERSION + 1}"):
        open_snapshot(tmp_path)


@pytest.mark.parametrize("name", ["../../etc", "", "20240501T030000Z/..", "nonsense"])
def test_current_can_name_nothing_but_a_snapshot(tmp_path: Path, name: str) -> None:
    make(tmp_path, "20240501T030000Z")
    (tmp_path / "current").write_text(name)
    with pytest.raises(SnapshotError, match="does not name a snapshot"):
        open_snapshot(tmp_path)


def test_a_new_sync_mends_a_damaged_snapshot(tmp_path: Path) -> None:
    make(tmp_path, "20240501T030000Z")
    (tmp_path / "current").write_text("20230101T000000Z")
    with pytest.raises(SnapshotError, match="manifest"):
        open_snapshot(tmp_path)
    mended = make(tmp_path, "20240501T040000Z")
    assert open_snapshot(tmp_path) == mended


def test_the_id_is_the_instant_in_utc_and_never_taken_twice(tmp_path: Path) -> None:
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    assert new_folder_name(tmp_path, tokyo) == "20240501T030000Z"
    make(tmp_path, "20240501T030000Z")
    assert new_folder_name(tmp_path, NOW) == "20240501T030000Z-2"
    make(tmp_path, "20240501T030000Z-2")
    assert new_folder_name(tmp_path, NOW) == "20240501T030000Z-3"


def test_the_manifest_survives_its_file(tmp_path: Path) -> None:
    snapshot = make(tmp_path, "20240501T030000Z")
    assert Manifest.read(snapshot.folder) == snapshot.manifest
    assert set(snapshot.manifest.files) == {"facts/deals.parquet", "model/users.parquet"}
    assert all(len(entry["sha256"]) == 64 for entry in snapshot.manifest.files.values())
    assert replace(snapshot.manifest, id="x").id == "x"


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SnapshotError, match="cannot be written"), locked(tmp_path / "file" / "x"):
        pass


def test_a_snapshot_of_another_database_is_refused(tmp_path: Path) -> None:
    """Else two CRMs with one snapshot folder would show each other's numbers."""
    for name in ("one", "two"):
        with sqlite3.connect(tmp_path / f"{name}.db") as connection:
            connection.execute("create table deals (deal_id, outcome, created_at)")

    def of(name: str) -> Settings:
        crm = Crm(f"sqlite:///{tmp_path / f'{name}.db'}")
        return Settings(crm=crm, snapshot_path=tmp_path / "snapshots")

    now = datetime(2026, 4, 1, 12, tzinfo=UTC)
    made = sync(of("one"), now=now)
    assert refresh_facts(of("one")).id == made.id
    with pytest.raises(SnapshotError, match="another database"):
        refresh_facts(of("two"))
