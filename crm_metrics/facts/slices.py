"""Slices: the rows of some deals at a time, so that memory stays flat however many there are.

Every table is read once and its rows are spread over one file per slice, by a hash of the deal.
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
    tables: Mapping[str, pl.LazyFrame], slices: int, folder: Path | None
) -> Iterator[dict[str, pl.DataFrame]]:
    """The rows of every table, slice by slice; all rows of a deal are in the same slice.

    In a slice the rows keep the order of the table. `folder` holds files while this runs; without
    one, the tables are small and in memory already.
    """
    if slices == 1 or folder is None:
        for number in range(slices):
            some = _slice_of_deal(slices) == number
            yield {name: rows.filter(some).collect() for name, rows in tables.items()}
        return
    for name, rows in tables.items():
        _spread(rows, slices, folder / name)
    for number in range(slices):
        yield {
            name: _slice(folder / name / f"{number}.arrow", rows) for name, rows in tables.items()
        }


def _slice_of_deal(slices: int) -> pl.Expr:
    return pl.col("deal_id").hash(seed=0) % slices


def _spread(rows: pl.LazyFrame, slices: int, folder: Path) -> None:
    """Write a file per slice that has rows."""
    folder.mkdir()
    number = _slice_of_deal(slices).alias(_SLICE)
    count = rows.select(pl.len()).collect().item()
    writers: dict[int, pa.RecordBatchFileWriter] = {}
    with ExitStack() as opened:
        # Not as a stream: the engine would read far ahead.
        for start in range(0, count, ROWS_AT_ONCE):
            batch = rows.slice(start, ROWS_AT_ONCE).with_columns(number).collect()
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
