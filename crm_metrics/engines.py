"""Engines that metrics are summed on: Polars on this machine, Apache Spark on a cluster.

An engine opens Parquet, brings a small frame to where the facts are, and brings results home.
Everything between is narwhals, so a metric is written once.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import narwhals as nw
import polars as pl
import polars.selectors as cs

from crm_metrics.held_columns import HeldColumns


class Engine(Protocol):
    """What measuring needs of an engine."""

    def scan(self, path: Path) -> nw.LazyFrame[Any]:
        """The rows of a Parquet file, not read yet."""

    def frame(self, rows: pl.DataFrame) -> nw.LazyFrame[Any]:
        """A small frame as one of the engine's own."""

    def read_once(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The same rows for several questions that are collected together."""

    def collect(self, frames: Sequence[nw.LazyFrame[Any]]) -> list[pl.DataFrame]:
        """The results, in order; asked together so that shared work is done once."""


class PolarsEngine:
    """The embedded engine: nothing to install, all cores of this machine.

    With `held`, what it has read stays in memory.
    """

    def __init__(self, held: HeldColumns | None = None) -> None:
        self._held = held

    def scan(self, path: Path) -> nw.LazyFrame[Any]:
        return nw.from_native(self._held.scan(path) if self._held else pl.scan_parquet(path))

    def frame(self, rows: pl.DataFrame) -> nw.LazyFrame[Any]:
        return nw.from_native(rows.lazy())

    def read_once(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        cached: nw.LazyFrame[Any] = nw.from_native(nw.to_native(frame).cache())
        return cached

    def collect(self, frames: Sequence[nw.LazyFrame[Any]]) -> list[pl.DataFrame]:
        natives = [nw.to_native(frame) for frame in frames]
        # Labels are stored as categories, which only their own frame understands.
        collected = pl.collect_all(natives, engine="streaming")
        return [rows.with_columns(cs.categorical().cast(pl.String)) for rows in collected]


class SparkEngine:
    """A cluster, through a Spark session (classic or Spark Connect)."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def scan(self, path: Path) -> nw.LazyFrame[Any]:
        rows: nw.LazyFrame[Any] = nw.from_native(self._session.read.parquet(str(path)))
        return rows

    def frame(self, rows: pl.DataFrame) -> nw.LazyFrame[Any]:
        if rows.is_empty():
            # Spark reads no types from a frame without rows, so it gets one and drops it.
            native = self._session.createDataFrame(rows.clear(1).to_arrow()).limit(0)
        else:
            native = self._session.createDataFrame(rows.to_arrow())
        frame: nw.LazyFrame[Any] = nw.from_native(native)
        return frame

    def read_once(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        # What a cluster keeps in memory is its own affair.
        return frame

    def collect(self, frames: Sequence[nw.LazyFrame[Any]]) -> list[pl.DataFrame]:
        return [nw.to_native(frame.collect(backend="polars")) for frame in frames]
