"""Data quality at size: checks of a million contacts and three million activities.

Deriving them is measured for memory at two sizes, each in a process of its own; then the numbers
of the page Data quality are raced against one tuned DuckDB query over the same Parquet file.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq

from benchmarks.pages import Race, same, timed
from crm_metrics import demo
from crm_metrics.engines import PolarsEngine
from crm_metrics.facts.fact import Deriving
from crm_metrics.facts.field_checks import FIELD_CHECKS, field_check_facts
from crm_metrics.facts.file import FactFile
from crm_metrics.measure import Question, answer
from crm_metrics.model import TABLES
from crm_metrics.settings import PROJECT, Business
from crm_metrics.snapshot.tables import Tables

AS_OF = date(2026, 6, 30)
_QUERY = (Path(__file__).parent / "data_quality.sql").read_text("utf-8")
_MACROS = (Path(__file__).parent / "statistics.sql").read_text("utf-8")
_CUTS: Mapping[str, tuple[str, ...]] = {"all": (), "team": ("team",), "month": ("month",)}
_METRICS = ("field_completeness", "record_completeness")


@dataclass(frozen=True, slots=True)
class Derived:
    """One derivation: how many rows, how long it took, how much memory it had at most."""

    rows: int
    seconds: float
    peak_mb: float


def write_model(folder: Path, contacts: int, activities: int) -> None:
    """The model's tables of a demo with so many contacts and activities, as Parquet."""
    folder.mkdir(parents=True)
    for name, frames in demo.tables(deals=2 * contacts, seed=1, as_of=AS_OF):
        most = {"activities": activities, "deals": activities // 5, "leads": contacts // 2}
        if name in ("users", "accounts", "contacts", "pipelines", "exchange_rates", *most):
            _write(folder / f"{name}.parquet", name, frames, most.get(name))


def _write(file: Path, name: str, frames: Iterable[pl.DataFrame], most: int | None) -> None:
    model, writer, rows = TABLES[name], None, 0
    for frame in frames:
        flags = {item.day_only_flag: pl.lit(False) for item in model.columns if item.day_only_flag}
        typed = frame.with_columns(**flags).select(
            pl.col(column).cast(dtype) for column, dtype in model.schema.items()
        )
        table = typed.drop_nulls(model.required).to_arrow(compat_level=pl.CompatLevel.oldest())
        table = table.slice(0, None if most is None else most - rows)
        writer = writer or pq.ParquetWriter(file, table.schema, compression="zstd")
        writer.write_table(table)
        rows += table.num_rows
        if most is not None and rows >= most:
            break
    if writer:
        writer.close()


def derived(folder: Path) -> Derived:
    """Derive the checks of a model in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.checks", str(folder)]
    done = subprocess.run(words, cwd=PROJECT, check=True, capture_output=True, text=True)
    return Derived(**json.loads(done.stdout))


def _derive(folder: Path) -> Derived:
    began, rows = time.perf_counter(), 0
    info: dict[str, Any] = {}
    tables = {file.stem: pl.scan_parquet(file) for file in folder.glob("*.parquet")}
    place = folder / "facts"
    place.mkdir(exist_ok=True)
    with FactFile(place / "field_checks.parquet", FIELD_CHECKS.labels) as file:
        for piece in field_check_facts(Deriving(tables, Business())):
            file.add(piece.rows)
            rows += piece.rows.height
            through = (info.get("changed_through"), piece.changed_through)
            latest = max((day for day in through if day is not None), default=None)
            info = {**piece.info, "changed_through": latest}
    (place / "info.json").write_text(json.dumps(info), "utf-8")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Derived(rows, time.perf_counter() - began, peak)


def race_of_checks(folder: Path, pairs: int) -> Race:
    """Check that both sides agree, then run them in turn; every run starts cold."""
    file = folder / "facts" / "field_checks.parquet"
    info = json.loads((folder / "facts" / "info.json").read_text("utf-8"))

    def ours() -> dict[str, pl.DataFrame]:
        tables = _tables(folder, info)
        asked = {f"{m}_{cut}": Question(m, by) for m in _METRICS for cut, by in _CUTS.items()}
        return dict(zip(asked, answer(list(asked.values()), tables, as_of=AS_OF), strict=True))

    def theirs() -> dict[str, list[dict[str, Any]]]:
        with _connection() as connection:
            return _asked(connection, file, info)

    def theirs_timed() -> tuple[float, float]:
        with _connection() as connection:  # connecting and the macros are not counted
            return timed(lambda: _asked(connection, file, info))

    numbers = _compared(ours(), theirs())
    runs = [(timed(ours), theirs_timed()) for _ in range(pairs)]
    return Race(
        "Data quality",
        numbers,
        [(mine[0], other[0]) for mine, other in runs],
        [(mine[1], other[1]) for mine, other in runs],
    )


def _tables(folder: Path, info: Mapping[str, Any]) -> Tables:
    engine = PolarsEngine()
    return Tables(
        business=Business(),
        day=AS_OF,
        engine=engine,
        facts={"field_checks": engine.scan(folder / "facts" / "field_checks.parquet")},
        info={"field_checks": info},
        model={},
    )


def _connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set threads = $threads", {"threads": pl.thread_pool_size()})
    connection.execute(_MACROS)
    return connection


def _asked(
    connection: duckdb.DuckDBPyConnection, file: Path, info: Mapping[str, Any]
) -> dict[str, list[dict[str, Any]]]:
    fields = [
        {"set_number": number, "set": one["name"], "field": field, "unit": 8**place}
        for number, one in enumerate(info["sets"])
        for place, field in enumerate(one["fields"])
    ]
    values = {"checks": str(file), "fields": fields, "as_of_day": (AS_OF - date(1970, 1, 1)).days}
    result = connection.execute(_QUERY, values)
    names = [column[0] for column in result.description or []]
    row = result.fetchone()
    assert row is not None
    return dict(zip(names, row, strict=True))


def _compared(mine: Mapping[str, pl.DataFrame], theirs: Mapping[str, list[dict[str, Any]]]) -> int:
    """How many numbers both sides have; SystemExit with the first that differs."""
    numbers = 0
    for name, frame in mine.items():
        keys = [column for column in frame.columns if column in ("team", "month", "set", "field")]
        found = {tuple(_plain(row[key]) for key in keys): row for row in theirs[name]}
        if len(found) != frame.height:
            raise SystemExit(f"{name}: {frame.height} rows here and {len(found)} in DuckDB.")
        for row in frame.iter_rows(named=True):
            other = found[tuple(row[key] for key in keys)]
            for column in frame.columns:
                if column not in keys:
                    if not same(row[column], other[column]):
                        raise SystemExit(f"{name}: {row} here and {other} in DuckDB.")
                    numbers += 1
    return numbers


def _plain(value: Any) -> Any:
    return value.date() if hasattr(value, "date") else value


if __name__ == "__main__":
    one = _derive(Path(sys.argv[1]))
    print(json.dumps({"rows": one.rows, "seconds": one.seconds, "peak_mb": one.peak_mb}))
