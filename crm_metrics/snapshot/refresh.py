"""Refresh: newer code or other settings make the facts again, from the stored model alone."""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from crm_metrics.errors import SnapshotError
from crm_metrics.facts import FACTS_VERSION, derive
from crm_metrics.model import MODEL_VERSION, TABLES, Table, Type
from crm_metrics.settings import Business, Quality, Settings
from crm_metrics.snapshot.store import (
    Snapshot,
    building,
    locked,
    new_folder_name,
    open_snapshot,
    publish,
)

WRITING: dict[str, Any] = {"compression": "zstd", "use_dictionary": True}
# Settings that change no stored number: they are applied when a number is measured.
_NOT_STORED = ("as_of", "complete_since", "gross_margin", "week_starts_on")


def refresh_facts(settings: Settings) -> Snapshot:
    """The current snapshot, with facts made by this version of the code for these settings.

    Without the CRM: when the facts' version or the business settings have changed since the
    sync, the facts are derived again from the stored model, whose files are linked, not copied.
    A changed time zone moves what was known by its day only; where a day was cut from an instant
    the old zone is in the data, and only a sync can help: SnapshotError. So is a snapshot that was
    made from another database than the settings name, or with the CRM's clock in another zone.
    """
    path, business = settings.snapshot_path, settings.business
    snapshot = open_snapshot(path)
    _check_source(snapshot, settings)
    if _is_fresh(snapshot, settings):
        return snapshot
    with locked(path), building(path) as folder:
        snapshot = open_snapshot(path)
        if _is_fresh(snapshot, settings):
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
                day=day_of_sync(snapshot.synced_at, business),
                facts_version=FACTS_VERSION,
                business=stored_business(business),
                quality=stored_quality(settings.quality),
                facts=derive(
                    folder / "model",
                    folder / "facts",
                    business,
                    settings.quality,
                    date.fromisoformat(day_of_sync(snapshot.synced_at, business)),
                    manifest.mapped,
                ),
            ),
        )


def _check_source(snapshot: Snapshot, settings: Settings) -> None:
    read_in, zone = snapshot.manifest.crm_timezone, settings.crm.timezone
    if read_in != zone:
        raise SnapshotError(
            f"the CRM's time zone was {read_in} at the last sync and crm.timezone is now {zone}; "
            "run 'sync'."
        )
    made_from, named = snapshot.manifest.source, settings.crm.fingerprint
    if made_from and named and made_from != named:
        raise SnapshotError(
            f"the snapshot in {settings.snapshot_path} was made from another database than the one "
            "the settings name; run 'sync', or give each CRM a [snapshot] path of its own."
        )


def stored_business(business: Business) -> dict[str, Any]:
    """The business settings that the stored model and facts depend on, as JSON can hold them."""
    kept = [item.name for item in fields(Business) if item.name not in _NOT_STORED]
    return {name: _plain(getattr(business, name)) for name in kept}


def stored_quality(quality: Quality) -> dict[str, Any]:
    """The settings of what a complete record is, as JSON can hold them."""
    plain: dict[str, Any] = _plain(asdict(quality))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def day_of_sync(now: datetime, business: Business) -> str:
    return now.astimezone(business.zone).date().isoformat()


def _is_fresh(snapshot: Snapshot, settings: Settings) -> bool:
    manifest = snapshot.manifest
    return (
        manifest.model_version == MODEL_VERSION
        and manifest.facts_version == FACTS_VERSION
        and manifest.business == stored_business(settings.business)
        and manifest.quality == stored_quality(settings.quality)
    )


def as_stored(rows: pl.DataFrame, schema: pa.Schema) -> pa.Table:
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
    with pq.ParquetWriter(new, source.schema_arrow, **WRITING) as writer:
        for group in source.iter_batches():
            rows = pl.DataFrame(pl.from_arrow(group)).with_columns(changes)
            writer.write_table(as_stored(rows, source.schema_arrow))
