"""DuckDB as an engine: an independent second opinion on every sum, used by the tests only."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import polars as pl


class DuckDBEngine:
    def __init__(self) -> None:
        self._connection = duckdb.connect()

    def scan(self, path: Path) -> nw.LazyFrame[Any]:
        return nw.from_native(self._connection.read_parquet(str(path)))

    def frame(self, rows: pl.DataFrame) -> nw.LazyFrame[Any]:
        return nw.from_native(self._connection.from_arrow(rows.to_arrow()))

    def read_once(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        return frame

    def collect(self, frames: Sequence[nw.LazyFrame[Any]]) -> list[pl.DataFrame]:
        return [nw.to_native(frame.collect(backend="polars")) for frame in frames]
