"""Slices: the rows of some records at a time, so that memory stays flat however many there are.

Every table is read once and its rows are spread over one file per slice, by a hash of the record.
Reading the table anew for each slice would take as many readings as there are slices.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.ipc

ROWS_AT_ONCE = 100_000
_SLICE = "_slice"
_WRITING = pa.ipc.IpcWriteOptions(compression="lz4")


def in_slices(
    tables: Mapping[str, pl.LazyFrame], key: str, records: int, folder: Path | None
) -> Iterator[dict[str, pl.DataFrame]]:
    """The rows of every table, slice by slice; all rows with one `key` are in the same slice.

    A slice holds about so many `records` of the first table, and keeps the order of each table.
    Rows without a key belong to no record and are left out.
    `folder` holds files while this runs; without one, the tables are small and in memory already.
    """
    count = next(iter(tables.values())).select(pl.len()).collect().item()
    slices = max(1, -(-count // records))
    has_key = pl.col(key).is_not_null()
    number = pl.when(has_key).then(pl.col(key).hash(seed=0) % slices)
    if slices == 1 or folder is None:
        for slice_ in range(slices):
            yield {name: rows.filter(number == slice_).collect() for name, rows in tables.items()}
        return
    for name, rows in tables.items():
        _spread(rows, number, folder / name)
    for slice_ in range(slices):
        yield {
            name: _slice(folder / name / f"{slice_}.arrow", rows) for name, rows in tables.items()
        }
    for name in tables:
        (folder / name).rmdir()


def _spread(rows: pl.LazyFrame, number: pl.Expr, folder: Path) -> None:
    """Write a file per slice that has rows."""
    folder.mkdir()
    count = rows.select(pl.len()).collect().item()
    writers: dict[int, pa.RecordBatchFileWriter] = {}
    with ExitStack() as opened:
        # Not as a stream: the engine would read far ahead.
        for start in range(0, count, ROWS_AT_ONCE):
            batch = rows.slice(start, ROWS_AT_ONCE).with_columns(number.alias(_SLICE)).collect()
            batch = batch.drop_nulls(_SLICE)
            parts = batch.partition_by(_SLICE, as_dict=True, include_key=False)
            for (slice_number,), part in parts.items():
                table = part.to_arrow(compat_level=pl.CompatLevel.newest())
                if slice_number not in writers:
                    file = str(folder / f"{slice_number}.arrow")
                    writers[slice_number] = opened.enter_context(
                        pa.ipc.new_file(file, table.schema, options=_WRITING)
                    )
                writers[slice_number].write_table(table)


def _slice(file: Path, rows: pl.LazyFrame) -> pl.DataFrame:
    """The rows of one slice; the file is not needed any more."""
    if not file.exists():
        return rows.clear().collect()
    found = pl.read_ipc(file)
    file.unlink()
    return found


class Spool:
    """Frames that are needed once more later: in files where there is a folder, else in memory."""

    def __init__(self, folder: Path | None, name: str) -> None:
        self._folder = None if folder is None else folder / name
        self._frames: list[pl.DataFrame | Path] = []
        if self._folder:
            self._folder.mkdir()

    def add(self, rows: pl.DataFrame) -> None:
        """Keep the rows until they are taken."""
        if self._folder is None:
            self._frames.append(rows)
            return
        file = self._folder / f"{len(self._frames)}.arrow"
        rows.write_ipc(file, compression="lz4")
        self._frames.append(file)

    def scan(self) -> list[pl.LazyFrame]:
        """The frames in the order they came, to be read as often as needed."""
        return [
            pl.scan_ipc(frame) if isinstance(frame, Path) else frame.lazy()
            for frame in self._frames
        ]

    def take(self) -> Iterator[pl.DataFrame]:
        """The frames in the order they came, each once; nothing of them is left behind."""
        for frame in self._frames:
            if isinstance(frame, Path):
                yield pl.read_ipc(frame)
                frame.unlink()
            else:
                yield frame
        if self._folder:
            self._folder.rmdir()
