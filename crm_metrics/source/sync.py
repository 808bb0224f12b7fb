"""Sync: the CRM's database, read once, becomes the current snapshot.

Reading is one consistent read-only transaction. Whatever goes wrong, the last good snapshot
stays what readers see: the new one is published only when it is whole.
"""

from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Protocol

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from crm_metrics.errors import BadInputError, SourceError
from crm_metrics.facts import FACTS_VERSION, derive
from crm_metrics.model import MODEL_VERSION, TABLES, Table
from crm_metrics.settings import Settings
from crm_metrics.snapshot.refresh import (
    WRITING,
    as_stored,
    day_of_sync,
    stored_business,
    stored_quality,
)
from crm_metrics.snapshot.store import (
    Manifest,
    Snapshot,
    building,
    locked,
    mapped_columns,
    new_folder_name,
    publish,
)
from crm_metrics.source import mariadb, postgresql, sqlite
from crm_metrics.source.attempts import Notice, attempted
from crm_metrics.source.batch import Batch, in_background
from crm_metrics.source.check import Check, check
from crm_metrics.source.coerce import Counts, Zones, coerce
from crm_metrics.source.mapping import ROW_MODIFIED_AT, read_mapping
from crm_metrics.source.repeated import SeenHashes
from crm_metrics.source.urls import Database, database

READERS = {"postgresql": postgresql.read, "sqlite": sqlite.read, "mysql": mariadb.read}
_DROPPED = {"id": pl.String(), "reason": pl.String()}


class Progress(Protocol):
    """Told how far a sync is: called when a table begins, and after every batch of its rows.

    `total` is the database's own estimate of the rows, None where it has none.
    """

    def __call__(self, table: str, done: int, total: int | None) -> None: ...


def sync(
    settings: Settings,
    *,
    now: datetime,
    progress: Progress | None = None,
    notice: Notice | None = None,
) -> Snapshot:
    """Read the CRM and publish what it holds as the current snapshot.

    `now` is the instant of the sync; its day in the business time zone is the last day the data
    can know. `notice` is told when the connection is lost and reading begins anew. Errors:
    SourceError when the database cannot be read or the mapping does not fit, SnapshotError when
    another sync is running or the snapshot cannot be written.
    """
    if now.tzinfo is None:
        raise BadInputError(f"now is {now}, without a time zone; expected an instant.")
    source = database(settings.crm.url, settings.crm.statement_timeout_seconds)
    mapping = read_mapping(settings.crm.queries)
    path, business = settings.snapshot_path, settings.business
    with locked(path), building(path) as folder:

        def read() -> tuple[Check, dict[str, dict[str, Any]]]:
            _empty(folder)
            found = check(settings)
            _must_fit(found)
            return found, _write_model(source, found, folder, settings, progress)

        found, tables = attempted(read, settings.crm.attempts, notice)
        manifest = Manifest(
            id=new_folder_name(path, now),
            synced_at=now.isoformat(),
            day=day_of_sync(now, business),
            model_version=MODEL_VERSION,
            facts_version=FACTS_VERSION,
            business=stored_business(business),
            quality=stored_quality(settings.quality),
            source=settings.crm.fingerprint,
            crm_timezone=settings.crm.timezone,
            mapping=mapping.name,
            mapping_hash=mapping.hash,
            tables=tables,
            absent={name: table.absent for name, table in found.tables.items() if table.absent},
            facts=derive(
                folder / "model",
                folder / "facts",
                business,
                settings.quality,
                date.fromisoformat(day_of_sync(now, business)),
                mapped_columns(tables),
            ),
        )
        return publish(folder, path, manifest)


def _empty(folder: Path) -> None:
    """Throw away what a reading that was cut off has written."""
    for file in (*folder.glob("model/*"), *folder.glob("dropped/*")):
        file.unlink()


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
    settings: Settings,
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
            with TableWriter(first, folder, settings) as writer:
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

    def __init__(self, batch: Batch, folder: Path, settings: Settings) -> None:
        self.table: Table = TABLES[batch.table]
        self.counts = Counts()
        self._zones = Zones(settings.business.timezone, settings.crm.timezone)
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
        self._rows: pq.ParquetWriter | None = None
        self._writing = WRITING
        self._dropped: pq.ParquetWriter | None = None
        self._seen = SeenHashes(self._file.with_suffix(".hashes"))

    def __enter__(self) -> "TableWriter":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._writer(pl.DataFrame(schema=self.table.schema | self._own)).close()
        if kind is None and len(self.table.key) == 1:
            self._drop_repeated(self.table.key[0])
        self._seen.close()
        if self._dropped:
            self._dropped.close()

    def write(self, raw: pl.DataFrame) -> None:
        """Coerce one batch and add it to the files."""
        if raw.is_empty():
            return
        given = pl.DataFrame([raw[name].alias(stored) for name, stored in self._names.items()])
        rows, dropped = coerce(self.table, given, self._own, self._zones, self.counts)
        self._set_aside(dropped)
        if len(self.table.key) == 1:
            self._seen.add(rows[self.table.key[0]].hash(seed=0).to_numpy())
        if rows.height:
            self._writer(rows).write_table(as_stored(rows, self._schema))

    def _writer(self, rows: pl.DataFrame) -> pq.ParquetWriter:
        """The writer of the table's file, opened for rows like these.

        A dictionary of values that hardly repeat costs time and saves nothing; and ids that hardly
        repeat look as if drawn by chance, so compressing them costs more than it saves.
        """
        if self._rows is None:
            repeating = [name for name in rows.columns if 2 * rows[name].n_unique() <= rows.height]
            compression = {
                name: "none" if name.endswith("_id") and name not in repeating else "zstd"
                for name in rows.columns
            }
            self._writing = WRITING | {"use_dictionary": repeating, "compression": compression}
            self._rows = pq.ParquetWriter(self._file, self._schema, **self._writing)
        return self._rows

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
            self._dropped = pq.ParquetWriter(self._dropped_file, schema, **WRITING)
        self._dropped.write_table(as_stored(dropped, schema))

    def _drop_repeated(self, key: str) -> None:
        """Keep the first row of every key.

        Keys are compared by a 64-bit hash first, which takes little memory; only keys whose hash is
        repeated are compared themselves, in a second pass.
        """
        repeated = pl.Series(self._seen.repeated(), dtype=pl.UInt64)
        if repeated.is_empty():
            return
        seen: set[str] = set()
        whole = self._file.with_suffix(".whole")
        self._file.replace(whole)
        with pq.ParquetWriter(self._file, self._schema, **self._writing) as writer:
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
                    writer.write_table(as_stored(rows, self._schema))
        whole.unlink()


def _model_names(table: Table, given: list[str]) -> dict[str, str]:
    """The database's column names and the stored ones: model columns whatever their case."""
    folded = {name.casefold(): name for name in table.names}
    reserved = {*table.schema, ROW_MODIFIED_AT} - set(table.names)
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
