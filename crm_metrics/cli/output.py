"""Results as text: an aligned table to read, JSON and CSV to work on."""

import csv
import json
import math
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TextIO

import polars as pl

from crm_metrics.formatting import Kind, shown

FORMATS = ("table", "json", "csv")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def write(
    rows: pl.DataFrame, how: str, to: TextIO, kinds: Mapping[str, Kind] | None = None
) -> None:
    """Write the rows to `to`. `kinds` says how a table shows a column; JSON and CSV stay exact."""
    match how:
        case "json":
            _write_json(rows, to)
        case "csv":
            _write_csv(rows, to)
        case _:
            _write_table(rows, to, kinds or {})


def _write_json(rows: pl.DataFrame, to: TextIO) -> None:
    """A list of objects, one a line; what is missing is null, and NaN never occurs."""
    to.write("[")
    for number, row in enumerate(rows.iter_rows(named=True)):
        plain = {name: _plain(value) for name, value in row.items()}
        to.write(",\n" if number else "\n")
        to.write(json.dumps(plain, ensure_ascii=False, allow_nan=False))
    to.write("\n]\n" if rows.height else "]\n")


def _write_csv(rows: pl.DataFrame, to: TextIO) -> None:
    """A heading and one line a row; what is missing is empty."""
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(rows.columns)
    for row in rows.iter_rows():
        values = (_plain(value) for value in row)
        writer.writerow(
            str(value).lower() if isinstance(value, bool) else value for value in values
        )


def _plain(value: Any) -> Any:
    """The value as JSON knows it: days and instants as ISO text, decimals as numbers."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return float(value) if value.is_finite() else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _write_table(rows: pl.DataFrame, to: TextIO, kinds: Mapping[str, Kind]) -> None:
    """Columns under their names, two spaces apart; text to the left, numbers to the right."""
    columns = []
    for name, dtype in rows.schema.items():
        kind = kinds.get(name, "count" if dtype.is_numeric() else "text")
        # A control character in a CRM's text could move the cursor or recolour the terminal.
        cells = [_CONTROL.sub(" ", text) for text in [name, *(shown(v, kind) for v in rows[name])]]
        width = max(map(len, cells))
        is_right = dtype.is_numeric()
        columns.append([cell.rjust(width) if is_right else cell.ljust(width) for cell in cells])
    for line in zip(*columns, strict=True):
        to.write("  ".join(line).rstrip() + "\n")
