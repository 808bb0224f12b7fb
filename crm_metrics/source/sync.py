"""Sync: the CRM's database, read once, becomes the current snapshot.

Reading is one consistent read-only transaction. Whatever goes wrong, the last good snapshot
stays what readers see: the new one is published only when it is whole.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from crm_metrics.errors import BadInputError, SnapshotError, SourceError
from crm_metrics.facts import FACTS_VERSION, derive
from crm_metrics.model import MODEL_VERSION, TABLES, Table, Type
from crm_metrics.settings import Business, Settings
from crm_metrics.snapshot.store import (
    Manifest,
    Snapshot,
    building,
    locked,
    new_folder_name,
    open_snapshot,
    publish,
)
from crm_metrics.source import mariadb, postgresql, sqlite
from crm_metrics.source.batch import Batch, in_background
from crm_metrics.source.check import Check, check
from crm_metrics.source.coerce import Counts, coerce
from crm_metrics.source.mapping import read_mapping
from crm_metrics.source.urls import Database, database

READERS = {"postgresql": postgresql.read, "sqlite": sqlite.read, "mysql": mariadb.read}
# Settings that change no stored number: they are applied when a number is measured.
_NOT_STORED = ("as_of", "complete_since", "gross_margin", "week_starts_on")
_DROPPED = {"id": pl.String(), "reason": pl.String()}
_WRITING: dict[str, Any] = {"compression": "zstd", "use_dictionary": True}


class Progress(Protocol):
    """Told how far a sync is: called when a table begins, and after every batch of its rows.

    `total` is the database's own estimate of the rows, None where it has none.
    """

    def __call__(self, table: str, done: int, total: int | None) -> None: ...


def sync(settings: Settings, *, now: datetime, progress: Progress | None = None) -> Snapshot:
    """Read the CRM and publish what it holds as the current snapshot.

    `now` is the instant of the sync; its day in the business time zone is the last day the data
    can know. Errors: SourceError when the database cannot be read or the mapping does not fit,
    SnapshotError when another sync is running or the snapshot cannot be written.
    """
    if now.tzinfo is None:
        raise BadInputError(f"now is {now}, without a time zone; expected an instant.")
    source = database(settings.crm.url)
    mapping = read_mapping(settings.crm.queries)
    path, business = settings.snapshot_path, settings.business
    with locked(path), building(path) as folder:
        found = check(settings)
        _must_fit(found)
        tables = _write_model(source, found, folder, business, progress)
        manifest = Manifest(
            id=new_folder_name(path, now),
            synced_at=now.isoformat(),
            day=_day(now, business),
            model_version=MODEL_VERSION,
            facts_version=FACTS_VERSION,
            business=stored_business(business),
            mapping=mapping.name,
            mapping_hash=mapping.hash,
            tables=tables,
            absent={name: table.absent for name, table in found.tables.items() if table.absent},
            facts=derive(folder / "model", folder / "facts", business),
        )
        return publish(folder, path, manifest)


def refresh_facts(settings: Settings) -> Snapshot:
    """The current snapshot, with facts made by this version of the code for these settings.

    Without the CRM: when the facts' version or the business settings have changed since the
    sync, the facts are derived again from the stored model, whose files are linked, not copied.
    A changed time zone moves what was known by its day only; where a day was cut from an instant
    the old zone is in the data, and only a sync can help: SnapshotError.
    """
    path, business = settings.snapshot_path, settings.business
    snapshot = open_snapshot(path)
    if _is_fresh(snapshot, business):
        return snapshot
    with locked(path), building(path) as folder:
        snapshot = open_snapshot(path)
        if _is_fresh(snapshot, business):
            return snapshot
        manifest = snapshot.manifest
        if manifest.model_version != MODEL_VERSION:
            raise SnapshotError(
                f"the snapshot {snapshot.id} was made for version {manifest.model_version} of "
                f"the model, and this is version {MODEL_VERSION}; run 'sync'."
            )
        zone = str(manifest.business["timezone"])
        _link_model(snapshot, folder, zone, business)
        for file in (snapshot.folder / "dropped").glob("*.parquet"):
            (folder / "dropped" / file.name).hardlink_to(file)
        return publish(
            folder,
            path,
            replace(
                manifest,
                id=new_folder_name(path, snapshot.synced_at),
                day=_day(snapshot.synced_at, business),
                facts_version=FACTS_VERSION,
                business=stored_business(business),
                facts=derive(folder / "model", folder / "facts", business),
            ),
        )


def stored_business(business: Business) -> dict[str, Any]:
    """The business settings that the stored model and facts depend on, as JSON can hold them."""
    kept = [item.name for item in fields(Business) if item.name not in _NOT_STORED]
    return {name: _plain(getattr(business, name)) for name in kept}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _day(now: datetime, business: Business) -> str:
    return now.astimezone(business.zone).date().isoformat()


def _is_fresh(snapshot: Snapshot, business: Business) -> bool:
    manifest = snapshot.manifest
    return (
        manifest.model_version == MODEL_VERSION
        and manifest.facts_version == FACTS_VERSION
        and manifest.business == stored_business(business)
    )


def _must_fit(found: Check) -> None:
    problems = found.problems
    if problems:
        more = f" ('check' lists {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise SourceError(f"the mapping does not fit this database: {problems[0]}{more}")
    if not found.mapped:
        raise SourceError(
            f"{found.database} has none of the model's tables, so there is nothing to sync; "
            "'check' says what was looked for."
        )


def _write_model(
    source: Database,
    found: Check,
    folder: Path,
    business: Business,
    progress: Progress | None,
) -> dict[str, dict[str, Any]]:
    """Write every mapped table; returns what the manifest says of each."""
    queries = {name: found.tables[name].text for name in found.mapped}
    entries: dict[str, dict[str, Any]] = {}
    batches = in_background(lambda: READERS[source.kind](source, queries))
    with closing(batches):
        for table, of_table in groupby(batches, key=attrgetter("table")):
            first = next(of_table)
            total = found.tables[table].estimate
            with TableWriter(first, folder, business) as writer:
                for batch in chain([first], of_table):
                    writer.write(batch.rows)
                    if progress:
                        progress(table, writer.counts.read, total)
            entries[table] = writer.entry()
    return entries


class TableWriter:
    """One table on its way into its Parquet files: coerced, checked, counted.

    A context manager: leaving it closes the files; repeated keys are dropped then.
    """

    def __init__(self, batch: Batch, folder: Path, business: Business) -> None:
        self.table: Table = TABLES[batch.table]
        self.counts = Counts()
        self._business = business
        self._names = _model_names(self.table, batch.rows.columns)
        self._own = {
            name: batch.types[given]
            for given, name in self._names.items()
            if name not in self.table.names
        }
        self._mapped = [name for name in self.table.names if name in self._names.values()]
        self._file = folder / "model" / f"{batch.table}.parquet"
        self._dropped_file = folder / "dropped" / f"{batch.table}.parquet"
        self._schema = _arrow_schema(self.table.schema | self._own)
        self._rows = pq.ParquetWriter(self._file, self._schema, **_WRITING)
        self._dropped: pq.ParquetWriter | None = None
        self._hashes: list[np.ndarray[Any, np.dtype[np.uint64]]] = []

    def __enter__(self) -> "TableWriter":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._rows.close()
        if kind is None and len(self.table.key) == 1:
            self._drop_repeated(self.table.key[0])
        if self._dropped:
            self._dropped.close()

    def write(self, raw: pl.DataFrame) -> None:
        """Coerce one batch and add it to the files."""
        if raw.is_empty():
            return
        given = pl.DataFrame([raw[name].alias(stored) for name, stored in self._names.items()])
        rows, dropped = coerce(self.table, given, self._own, self._business, self.counts)
        self._set_aside(dropped)
        if len(self.table.key) == 1:
            self._hashes.append(rows[self.table.key[0]].hash(seed=0).to_numpy())
        if rows.height:
            self._rows.write_table(_arrow(rows, self._schema))

    def entry(self) -> dict[str, Any]:
        """What the manifest says of the table."""
        counts = self.counts
        return {
            "rows": counts.kept,
            "read": counts.read,
            "dropped": dict(sorted(counts.dropped.items())),
            "unreadable": dict(sorted(counts.unreadable.items())),
            "replaced": dict(sorted(counts.replaced.items())),
            "columns": self._mapped,
            "own_fields": {name: str(dtype) for name, dtype in self._own.items()},
            "days_from_instants": sorted(counts.days_from_instants),
        }

    def _set_aside(self, dropped: pl.DataFrame) -> None:
        if dropped.is_empty():
            return
        schema = _arrow_schema(_DROPPED)
        if self._dropped is None:
            self._dropped = pq.ParquetWriter(self._dropped_file, schema, **_WRITING)
        self._dropped.write_table(_arrow(dropped, schema))

    def _drop_repeated(self, key: str) -> None:
        """Keep the first row of every key.

        Keys are compared by a 64-bit hash first, eight bytes a row, so that memory stays flat;
        only keys whose hash is repeated are compared themselves, in a second pass.
        """
        if not self._hashes:
            return
        hashes = np.sort(np.concatenate(self._hashes))
        self._hashes.clear()
        repeated = pl.Series(np.unique(hashes[1:][hashes[1:] == hashes[:-1]]), dtype=pl.UInt64)
        if repeated.is_empty():
            return
        seen: set[str] = set()
        whole = self._file.with_suffix(".whole")
        self._file.replace(whole)
        with pq.ParquetWriter(self._file, self._schema, **_WRITING) as writer:
            for group in pq.ParquetFile(whole).iter_batches():
                rows = pl.DataFrame(pl.from_arrow(group))
                suspects = rows[key].hash(seed=0).is_in(repeated.implode())
                again = pl.Series(_seen_before(rows[key], suspects, seen), dtype=pl.Boolean)
                if again.any():
                    reason = f"repeated {key}"
                    dropped = rows.filter(again).select(id=key, reason=pl.lit(reason))
                    self._set_aside(dropped)
                    self.counts.kept -= dropped.height
                    before = self.counts.dropped.get(reason, 0)
                    self.counts.dropped[reason] = before + dropped.height
                    rows = rows.filter(~again)
                if rows.height:
                    writer.write_table(_arrow(rows, self._schema))
        whole.unlink()


def _model_names(table: Table, given: list[str]) -> dict[str, str]:
    """The database's column names and the stored ones: model columns whatever their case."""
    folded = {name.casefold(): name for name in table.names}
    reserved = set(table.schema) - set(table.names)
    return {
        name: folded.get(name.casefold(), name) for name in given if name.casefold() not in reserved
    }


def _seen_before(keys: pl.Series, suspects: pl.Series, seen: set[str]) -> list[bool]:
    """Whether each suspect key is in `seen`, which every suspect is added to."""
    again = []
    for key, is_suspect in zip(keys, suspects, strict=True):
        again.append(is_suspect and key in seen)
        if is_suspect:
            seen.add(key)
    return again


def _arrow_schema(schema: Mapping[str, pl.DataType]) -> pa.Schema:
    # Strings as the Arrow type that every engine's Parquet reader knows.
    return pl.DataFrame(schema=schema).to_arrow(compat_level=pl.CompatLevel.oldest()).schema


def _arrow(rows: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    return rows.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema)


def _link_model(snapshot: Snapshot, folder: Path, zone: str, business: Business) -> None:
    """Put the stored model into a new snapshot: linked, or moved to the new time zone's noon."""
    for name, entry in snapshot.manifest.tables.items():
        old, new = snapshot.folder / f"model/{name}.parquet", folder / f"model/{name}.parquet"
        if zone == business.timezone or name not in TABLES:
            new.hardlink_to(old)
            continue
        if entry["days_from_instants"]:
            column = entry["days_from_instants"][0]
            raise SnapshotError(
                f"the business time zone was {zone} at the last sync and is now "
                f"{business.timezone}; {name}.{column} holds days of the old one; run 'sync'."
            )
        if _days_only(TABLES[name], old):
            _move_noon(TABLES[name], old, new, zone, business)
        else:
            new.hardlink_to(old)


def _flags(table: Table) -> dict[str, str]:
    return {
        column.name: column.day_only_flag
        for column in table.columns
        if column.type is Type.INSTANT and column.day_only_flag
    }


def _days_only(table: Table, file: Path) -> bool:
    """Whether some instant of the stored table is known by its day only."""
    flags = list(_flags(table).values())
    if not flags:
        return False
    any_flag = pl.scan_parquet(file).select(pl.any_horizontal(pl.col(flags).any())).collect()
    return bool(any_flag.item())


def _move_noon(table: Table, old: Path, new: Path, zone: str, business: Business) -> None:
    """Write the table with every day-only instant at noon of the same day in the new zone."""

    def moved(name: str, flag: str) -> pl.Expr:
        day = pl.col(name).dt.convert_time_zone(zone).dt.date()
        noon = (day.cast(pl.Datetime("us")) + timedelta(hours=12)).dt.replace_time_zone(
            business.timezone, ambiguous="earliest", non_existent="null"
        )
        at = pl.when(pl.col(flag)).then(noon.dt.convert_time_zone("UTC")).otherwise(pl.col(name))
        return at.alias(name)

    changes = [moved(name, flag) for name, flag in _flags(table).items()]
    source = pq.ParquetFile(old)
    with pq.ParquetWriter(new, source.schema_arrow, **_WRITING) as writer:
        for group in source.iter_batches():
            rows = pl.DataFrame(pl.from_arrow(group)).with_columns(changes)
            writer.write_table(_arrow(rows, source.schema_arrow))
