"""Held columns: what was read of the facts stays in memory, in a process that asks often.

Most of a question over a large fact is decoding its Parquet columns. Filters change from question
to question, the columns hardly do: so a dashboard holds them, up to a bound, and lets go of those
that were not asked for longest.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

import polars as pl
import pyarrow.parquet as pq
from polars.io.plugins import register_io_source

# A larger fact is left in its file: a few of its columns would fill the memory.
MOST_ROWS = 10_000_000
# The engine works on several such pieces at once.
_ROWS_AT_ONCE = 200_000


class HeldColumns:
    """Columns of Parquet files, about so many bytes at most, for all threads of a process.

    A file must never change under its name; those of a snapshot do not.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        # Those asked for longest ago come first.
        self._columns: dict[tuple[Path, str], pl.Series] = {}
        self._lock = Lock()

    def scan(self, file: Path) -> pl.LazyFrame:
        """The rows of a file; a column is read when it is asked for the first time."""
        if pq.read_metadata(file).num_rows > MOST_ROWS:
            return pl.scan_parquet(file)
        schema = pl.read_parquet_schema(file)

        def pieces(
            names: list[str] | None, condition: pl.Expr | None, most: int | None, _: int | None
        ) -> Iterator[pl.DataFrame]:
            rows = self._rows(file, list(schema) if names is None else names)
            for piece in (rows if most is None else rows.head(most)).iter_slices(_ROWS_AT_ONCE):
                yield piece if condition is None else piece.filter(condition)

        return register_io_source(pieces, schema=schema, is_pure=True)

    @property
    def bytes_held(self) -> int:
        """How much memory the columns take."""
        return sum(int(column.estimated_size()) for column in self._columns.values())

    def _rows(self, file: Path, names: Sequence[str]) -> pl.DataFrame:
        with self._lock:
            missing = [name for name in names if (file, name) not in self._columns]
            read = pl.read_parquet(file, columns=missing).to_dict() if missing else {}
            held = {name: self._columns.pop((file, name)) for name in names if name not in read}
            rows = {name: (read if name in read else held)[name] for name in names}
            self._columns |= {(file, name): column for name, column in rows.items()}
            while len(self._columns) > len(names) and self.bytes_held > self._most:
                del self._columns[next(iter(self._columns))]
        return pl.DataFrame(rows)
