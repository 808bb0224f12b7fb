"""A fact's Parquet file, written as its rows come."""

from collections.abc import Collection
from pathlib import Path
from typing import Self

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

# Engines read row groups side by side; many small ones cost more than that saves.
ROWS_PER_GROUP = 100_000


class FactFile:
    """A context manager: leaving it writes what is waiting and closes the file.

    `labels` are stored as dictionaries: few texts that occur in many rows. Polars groups by them
    and compares them faster than texts; other engines read them as texts.
    """

    def __init__(self, file: Path, labels: Collection[str] = ()) -> None:
        self._file = file
        self._labels = labels
        self._writer: pq.ParquetWriter | None = None
        self._waiting: list[pa.Table] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._write()
        if self._writer:
            self._writer.close()

    def add(self, rows: pl.DataFrame) -> None:
        """Add rows; they are written in groups of a useful size."""
        self._waiting.append(_with_plain_strings(rows.to_arrow(), self._labels))
        if sum(table.num_rows for table in self._waiting) >= ROWS_PER_GROUP:
            self._write()

    def _write(self) -> None:
        if not self._waiting:
            return
        rows = pa.concat_tables(self._waiting).unify_dictionaries().combine_chunks()
        self._waiting.clear()
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._file, rows.schema, compression="zstd")
        self._writer.write_table(rows)


def _with_plain_strings(rows: pa.Table, labels: Collection[str]) -> pa.Table:
    """Strings as the Arrow type every engine's Parquet reader knows."""
    fields = [
        pa.field(item.name, _text(item.name in labels))
        if pa.types.is_string_view(item.type) or item.name in labels
        else item
        for item in rows.schema
    ]
    return rows.cast(pa.schema(fields))


def _text(is_label: bool) -> pa.DataType:
    return pa.dictionary(pa.int32(), pa.large_string()) if is_label else pa.large_string()
