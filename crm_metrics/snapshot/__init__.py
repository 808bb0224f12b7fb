"""Snapshots: model tables and facts as Parquet, with a manifest, two kept, swapped at once."""

from crm_metrics.snapshot.store import (
    Manifest,
    Snapshot,
    building,
    locked,
    new_folder_name,
    open_snapshot,
    publish,
)

__all__ = [
    "Manifest",
    "Snapshot",
    "building",
    "locked",
    "new_folder_name",
    "open_snapshot",
    "publish",
]
