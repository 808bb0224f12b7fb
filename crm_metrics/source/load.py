"""Load: spreadsheets become tables of a database, one per file.

A column becomes a number only where every value survives the way there and back: `00123` would
come back as 123, and `1.50` as 1.5, so a column with either stays text. (The sync reads an amount
from text just as exactly.) Days as `YYYY-MM-DD` become dates; everything else is text as it was
written. Empty is null.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.sql import quoted_name

from crm_metrics.errors import BadInputError, CrmMetricsError
from crm_metrics.source.urls import database

ROWS_PER_INSERT = 5_000
DELIMITERS = (",", ";", "\t")
_WHOLE = r"^(?:0|-?[1-9][0-9]{0,17})$"
_DECIMAL = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?$"
# What a float of 64 bits holds exactly, in every database.
_DIGITS = 15
_DAY = r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$"
_TEXT = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
_NUMBER: sa.types.TypeEngine[Any] = sa.Double().with_variant(sa.Numeric(), "postgresql")
_TYPES: dict[type[pl.DataType], sa.types.TypeEngine[Any]] = {
    pl.Int64: sa.BigInteger(),
    pl.Float64: _NUMBER,
    pl.Date: sa.Date(),
    pl.Boolean: sa.Boolean(),
    pl.String: _TEXT,
}


@dataclass(frozen=True, slots=True)
class LoadedTable:
    """A table that was made from a file, and how many rows it has."""

    table: str
    rows: int


def load(folder: Path, url: str, *, replace: bool = False) -> list[LoadedTable]:
    """Make one table of every CSV and XLSX file in a folder, named after the file.

    All files are read before anything is written, and written in one transaction (MariaDB and
    MySQL end theirs at every table). Errors: BadInputError for a folder or a file that cannot be
    used, and for a table that exists already unless `replace`; SourceError from the database.
    """
    target = database(url)
    frames = {file.stem: _read(file) for file in _files(folder)}
    engine = target.engine()
    try:
        with engine.begin() as connection:
            if not replace:
                _refuse_existing(connection, frames)
            return [_write(connection, name, rows) for name, rows in frames.items()]
    except (sa.exc.SQLAlchemyError, OSError, CrmMetricsError) as error:
        raise target.failure(error, f"loading into {target}") from None
    finally:
        engine.dispose()


def _files(folder: Path) -> list[Path]:
    if folder.is_file():
        raise BadInputError(f"{folder} is a file; expected the folder it lies in.")
    if not folder.is_dir():
        raise BadInputError(f"there is no folder {folder}.")
    files = sorted(
        file
        for file in folder.iterdir()
        if file.suffix.lower() in (".csv", ".xlsx") and not file.name.startswith(("~$", "."))
    )
    if not files:
        raise BadInputError(f"{folder} holds no CSV or XLSX file.")
    stems: dict[str, Path] = {}
    for file in files:
        other = stems.setdefault(file.stem.casefold(), file)
        if other != file:
            raise BadInputError(f"{other.name} and {file.name} would be the same table.")
    return files


def _refuse_existing(connection: sa.Connection, names: Sequence[str] | dict[str, Any]) -> None:
    inspector = sa.inspect(connection)
    existing = [name for name in names if inspector.has_table(name)]
    if existing:
        listed = ", ".join(f"'{name}'" for name in existing)
        raise BadInputError(f"the database has {listed} already; '--replace' overwrites.")


def _write(connection: sa.Connection, name: str, rows: pl.DataFrame) -> LoadedTable:
    # Keys of their own, so that no column name can be taken for a parameter's.
    keys = {column: f"c{number}" for number, column in enumerate(rows.columns)}
    # Quoted always: a column may well be named `nothing`, and no list of such words is complete.
    table = sa.Table(
        quoted_name(name, quote=True),
        sa.MetaData(),
        *(
            sa.Column(quoted_name(column, quote=True), _TYPES[type(dtype)], key=keys[column])
            for column, dtype in rows.schema.items()
        ),
        mysql_charset="utf8mb4",
    )
    table.drop(connection, checkfirst=True)
    table.create(connection)
    for piece in rows.rename(keys).iter_slices(ROWS_PER_INSERT):
        connection.execute(table.insert(), piece.to_dicts())
    return LoadedTable(name, rows.height)


def _read(file: Path) -> pl.DataFrame:
    return _read_csv(file) if file.suffix.lower() == ".csv" else _read_xlsx(file)


def _read_csv(file: Path) -> pl.DataFrame:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"{file.name} is not UTF-8 text (byte {error.start + 1}); save it as UTF-8."
        ) from None
    except OSError as error:
        raise BadInputError(f"{file.name} cannot be read: {error.strerror}.") from None
    records = _records(file, text)
    header = _header(file, next(records, (0, []))[1])
    rows = []
    for line, record in records:
        if len(record) != len(header):
            raise BadInputError(
                f"{file.name} line {line} has {len(record)} fields; its header has {len(header)}."
            )
        rows.append(record)
    columns: Sequence[Sequence[str]] = list(zip(*rows, strict=True)) or [() for _ in header]
    return pl.DataFrame(
        [_typed(name, values) for name, values in zip(header, columns, strict=True)]
    )


def _records(file: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV file with the line each ends on; empty lines left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for record in reader:
            if record:
                yield reader.line_num, record
    except csv.Error as error:
        raise BadInputError(f"{file.name} line {reader.line_num} is broken: {error}.") from None


def _delimiter(text: str) -> str:
    """The delimiter that the first line has most of, outside of quotes."""
    first_line = text.lstrip().split("\n", 1)[0]
    outside = "".join(first_line.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _header(file: Path, names: Sequence[Any]) -> list[str]:
    if not names:
        raise BadInputError(f"{file.name} is empty; expected a line with the column names.")
    header = ["" if name is None else str(name).strip() for name in names]
    seen: set[str] = set()
    for number, name in enumerate(header, 1):
        if not name:
            raise BadInputError(f"{file.name}: column {number} has no name.")
        if name.casefold() in seen:
            raise BadInputError(f"{file.name} has two columns named '{name}'.")
        seen.add(name.casefold())
    return header


def _typed(name: str, values: Sequence[str]) -> pl.Series:
    """A column of texts as whole numbers, decimals or days, where nothing is lost by it."""
    texts = pl.Series(name, values, dtype=pl.String).replace({"": None})
    filled = texts.drop_nulls()
    if filled.is_empty():
        return texts
    if filled.str.contains(_WHOLE).all():
        return texts.cast(pl.Int64)
    digits = filled.str.replace_all(r"[-.]", "").str.strip_chars_start("0").str.len_bytes()
    if filled.str.contains(_DECIMAL).all() and int(digits.max() or 0) <= _DIGITS:  # type: ignore[arg-type]
        return texts.cast(pl.Float64)
    if filled.str.contains(_DAY).all():
        days = texts.str.to_date("%Y-%m-%d", strict=False)
        if days.null_count() == texts.null_count():
            return days
    return texts


def _read_xlsx(file: Path) -> pl.DataFrame:
    try:
        book = fastexcel.read_excel(file)
        sheets = [name for name in book.sheet_names if book.load_sheet(name, header_row=None).width]
        if len(sheets) != 1:
            listed = ", ".join(sheets) or "none"
            raise BadInputError(f"{file.name}: expected one sheet with data, found {listed}.")
        first_row = book.load_sheet(sheets[0], header_row=None, n_rows=1, dtypes="string")
        header = _header(file, first_row.to_polars().row(0))
        rows = book.load_sheet(sheets[0], header_row=0).to_polars()
    except (fastexcel.FastExcelError, OSError, pl.exceptions.PolarsError):
        raise BadInputError(f"{file.name} is not an XLSX file that can be read.") from None
    return pl.DataFrame(
        [_of_cells(values.alias(name)) for name, values in zip(header, rows, strict=True)]
    )


def _of_cells(cells: pl.Series) -> pl.Series:
    """A column of typed cells: a spreadsheet keeps every number as a float, every day with 0:00."""
    dtype = cells.dtype
    if dtype.is_float():
        finite = cells.fill_nan(None)
        whole = finite.cast(pl.Int64, strict=False)
        survives = (whole.cast(pl.Float64) == finite).all() and whole.null_count() == (
            finite.null_count()
        )
        return whole if survives else finite.cast(pl.Float64)
    if dtype.is_integer():
        return cells.cast(pl.Int64)
    if isinstance(dtype, pl.Datetime):
        days = cells.dt.date()
        if (days.cast(dtype) == cells).all():
            return days
        return cells.dt.to_string("%Y-%m-%d %H:%M:%S")
    if dtype in (pl.Date, pl.Boolean):
        return cells
    return cells.cast(pl.String).replace({"": None})
