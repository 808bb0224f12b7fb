"""A fact's Parquet file, written as its rows come."""

from pathlib import Path
from typing import Self

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

# Engines read row groups side by side; many small ones cost more than that saves.
ROWS_PER_GROUP = 100_000


class FactFile:
    """A context manager: leaving it writes what is waiting and closes the file."""

    def __init__(self, file: Path) -> None:
        self._file = file
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
        self._waiting.append(_with_plain_strings(rows.to_arrow()))
        if sum(table.num_rows for table in self._waiting) >= ROWS_PER_GROUP:
            self._write()

    def _write(self) -> None:
        if not self._waiting:
            return
        rows = pa.concat_tables(self._waiting)
        self._waiting.clear()
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._file, rows.schema, compression="zstd")
        self._writer.write_table(rows)


def _with_plain_strings(rows: pa.Table) -> pa.Table:
    """Strings as the Arrow type every engine's Parquet reader knows."""
    fields = [
        pa.field(item.name, pa.large_string()) if pa.types.is_string_view(item.type) else item
        for item in rows.schema
    ]
    return rows.cast(pa.schema(fields))
