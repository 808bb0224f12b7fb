"""The place snapshots live: written beside the old one, checked, swapped at once.

    <path>/current                     the id of the snapshot that readers open
    <path>/lock                        held by the one sync that may write
    <path>/<id>/manifest.json          what the snapshot holds, and where it came from
    <path>/<id>/model/<table>.parquet  the mapped tables of the model
    <path>/<id>/facts/<fact>.parquet   what the metrics read
    <path>/<id>/dropped/<table>.parquet  id and reason of every row that was left out

A snapshot is never changed once `current` names it. The one before stays, so that a reader who
has just resolved `current` keeps what it opened. Folders are for their owner only (0700, files
0600), whatever the umask: a snapshot holds personal data.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Self

from crm_metrics.errors import SnapshotBusyError, SnapshotError

FORMAT_VERSION = 1
SNAPSHOTS_KEPT = 2
_ID = re.compile(r"[0-9]{8}T[0-9]{6}Z(-[0-9]+)?")
_BUILDING = ".building-"
# Folders whose checksums this process has compared, with the manifest's stamp at that time.
_checked: dict[Path, int] = {}
_checking = Lock()


def mapped_columns(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    """The model columns that a mapping gives, from what the manifest says of its tables."""
    return {name: frozenset(entry["columns"]) for name, entry in tables.items()}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds and where it came from. No secret, no personal data.

    `tables`, per mapped table: rows (kept), read, dropped ({reason: count}), unreadable
    ({column: count}), replaced ({column: count of texts with bytes that were not UTF-8}),
    columns (model columns the mapping gives), own_fields ({name: type}), days_from_instants
    (day columns that were cut from an instant in the business time zone).
    `absent`, per model table that is not mapped: why. `facts`: what deriving them returned.
    `files`: bytes and sha256 of every file, by its path in the snapshot's folder.
    `business`, `quality`: the settings the model and the facts were made with. `source`: the
    fingerprint of the database. `crm_timezone`: where its clock was taken to stand.
    """

    id: str
    synced_at: str
    day: str
    model_version: int
    facts_version: int
    business: Mapping[str, Any]
    mapping: str
    mapping_hash: str
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    quality: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    crm_timezone: str = "UTC"
    format: int = FORMAT_VERSION

    @property
    def mapped(self) -> dict[str, frozenset[str]]:
        """The model columns that the mapping gives, per mapped table."""
        return mapped_columns(self.tables)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest of a snapshot's folder; SnapshotError when it cannot be used."""
        try:
            raw = json.loads((folder / "manifest.json").read_text("utf-8"))
            version = raw["format"]
            if version == FORMAT_VERSION:
                return cls(**raw)
        except (OSError, ValueError, TypeError, KeyError, LookupError):
            raise _damaged(folder, "its manifest cannot be read") from None
        raise SnapshotError(
            f"the snapshot {folder.name} has format {version}, and this version reads format "
            f"{FORMAT_VERSION}; run 'sync'."
        )


@dataclass(frozen=True)
class Snapshot:
    """One published snapshot: a folder that does not change any more."""

    folder: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def day(self) -> date:
        """The sync's day in the business time zone: the last day the data can know."""
        return date.fromisoformat(self.manifest.day)

    @property
    def synced_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest.synced_at)

    @property
    def dropped(self) -> dict[str, dict[str, int]]:
        """Rows left out at sync: per table, reason and count."""
        return {
            table: dict(entry["dropped"])
            for table, entry in self.manifest.tables.items()
            if entry["dropped"]
        }

    def model_path(self, table: str) -> Path | None:
        """The stored table; None where this CRM's mapping does not have it."""
        return self._path("model", table)

    def fact_path(self, fact: str) -> Path | None:
        """The stored fact; None where the mapped tables do not allow it."""
        return self._path("facts", fact)

    def dropped_path(self, table: str) -> Path | None:
        """The list of rows left out, columns id and reason; None where none was."""
        return self._path("dropped", table)

    def _path(self, kind: str, name: str) -> Path | None:
        inside = f"{kind}/{name}.parquet"
        return self.folder / inside if inside in self.manifest.files else None


def open_snapshot(path: Path) -> Snapshot:
    """The snapshot that `path/current` names.

    The sizes of its files are compared with the manifest at every open, their checksums once per
    process. Errors: SnapshotError when there is none, or when it is damaged.
    """
    seen = None
    while True:
        current = _current(path)
        if current is None:
            raise SnapshotError(f"there is no snapshot at {path} yet; run 'sync' to make one.")
        try:
            snapshot = Snapshot(path / current, Manifest.read(path / current))
            _check_files(snapshot)
            return snapshot
        except SnapshotError:
            # Two syncs may have ended since `current` was read; then the folder is gone, rightly.
            if current == seen or _current(path) == current:
                raise
            seen = current


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the right to write at `path`; SnapshotBusyError at once when another sync holds it."""
    _make_folder(path)
    descriptor = os.open(path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SnapshotBusyError(
                f"another sync is writing to {path}; wait until it has ended."
            ) from None
        yield
    finally:
        os.close(descriptor)


def new_folder_name(path: Path, now: datetime) -> str:
    """The id of a snapshot made at `now`: its instant in UTC, numbered when it is taken."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    taken = {entry.name for entry in path.iterdir()} if path.is_dir() else set()
    number, name = 1, stamp
    while name in taken:
        number += 1
        name = f"{stamp}-{number}"
    return name


@contextmanager
def building(path: Path) -> Iterator[Path]:
    """An empty folder at `path` to write a snapshot into; gone again unless it was published.

    Call it under `locked`: what a killed sync left behind is then nobody's, and removed.
    """
    for left in path.glob(f"{_BUILDING}*"):
        shutil.rmtree(left)
    folder = path / f"{_BUILDING}{os.getpid()}"
    for part in (folder, folder / "model", folder / "facts", folder / "dropped"):
        _make_folder(part)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, path: Path, manifest: Manifest) -> Snapshot:
    """Make the written folder the current snapshot of `path`; the one before is kept.

    The files' sizes and checksums are added to the manifest, everything is forced to the disk,
    then the folder and `current` are swapped in, each in one step: a reader sees the old snapshot
    or the new one, and so does a machine that lost its power in between.
    """
    manifest = replace(manifest, files=_files(folder))
    text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", "utf-8")
    for entry in (*folder.rglob("*"), folder):
        entry.chmod(0o700 if entry.is_dir() else 0o600)
        _force_to_disk(entry)
    before = _current(path)
    final = path / manifest.id
    folder.replace(final)
    _force_to_disk(path)
    swap = path / f"{_BUILDING}current"
    swap.write_text(manifest.id + "\n", "utf-8")
    swap.chmod(0o600)
    _force_to_disk(swap)
    swap.replace(path / "current")
    _force_to_disk(path)
    _prune(path, keep={manifest.id, before})
    with _checking:
        _checked[final] = _stamp(final)
    return Snapshot(final, manifest)


def _current(path: Path) -> str | None:
    try:
        name = (path / "current").read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise SnapshotError(f"{path / 'current'} cannot be read; run 'sync'.") from None
    if not _ID.fullmatch(name):
        raise SnapshotError(f"{path / 'current'} does not name a snapshot; run 'sync'.")
    return name


def _check_files(snapshot: Snapshot) -> None:
    folder = snapshot.folder
    for inside, expected in snapshot.manifest.files.items():
        try:
            size = (folder / inside).stat().st_size
        except OSError:
            raise _damaged(folder, f"{inside} is missing") from None
        if size != expected["bytes"]:
            raise _damaged(folder, f"{inside} has {size} bytes, not {expected['bytes']}")
    with _checking:
        stamp = _stamp(folder)
        if _checked.get(folder) == stamp:
            return
        for inside, expected in snapshot.manifest.files.items():
            if _sha256(folder / inside) != expected["sha256"]:
                raise _damaged(folder, f"the content of {inside} has changed")
        # Only what still exists stays noted, so that a server that runs for months does not grow.
        for gone in [known for known in _checked if not known.exists()]:
            del _checked[gone]
        _checked[folder] = stamp


def _damaged(folder: Path, what: str) -> SnapshotError:
    return SnapshotError(f"the snapshot {folder.name} is damaged: {what}; run 'sync'.")


def _stamp(folder: Path) -> int:
    try:
        return (folder / "manifest.json").stat().st_mtime_ns
    except OSError:
        raise _damaged(folder, "its manifest is missing") from None


def _files(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        file.relative_to(folder).as_posix(): {
            "bytes": file.stat().st_size,
            "sha256": _sha256(file),
        }
        for file in sorted(folder.rglob("*.parquet"))
    }


def _sha256(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        raise _damaged(file.parent.parent, f"{file.name} cannot be read") from None


def _prune(path: Path, keep: set[str | None]) -> None:
    for entry in path.iterdir():
        if _ID.fullmatch(entry.name) and entry.name not in keep:
            shutil.rmtree(entry, ignore_errors=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if not folder.is_dir():
            folder.mkdir()
            folder.chmod(0o700)  # a mode given to mkdir would be cut by the umask
    except OSError as error:
        raise SnapshotError(f"{folder} cannot be written: {error.strerror or error}.") from None


def _force_to_disk(entry: Path) -> None:
    descriptor = os.open(entry, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
