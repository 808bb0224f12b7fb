"""Coercion: whatever a database sends becomes the model's types, and nothing is guessed.

Every column goes through a text that says exactly what the database holds (a float through its
shortest decimal), unless it arrives in the model's own type. The rules:

- Instants: a date-time without zone is told by the CRM's clock, which stands in the zone of the
  setting crm.timezone. An hour that its clock shows twice (set back) is the first of the two; a
  time that it never shows (set forward) is counted with the offset before the leap, so that 02:30
  is an hour after 01:30. A date without time is that calendar day: it stands at 12:00 in the
  business time zone, with the day-only flag set. Text is read in the ISO 8601
  forms only: `2024-03-01`, `2024-03-01T09:30`, seconds, fractions (cut to microseconds), `Z`,
  `UTC`, `+02:00`, `+0200`, `+02`. Numbers are not read as instants: an epoch could be seconds,
  milliseconds or days, and guessing would move every date. A mapping says `datetime(x,
  'unixepoch')`.
- Days: a date-time becomes its calendar day in the business time zone, a date stays what it is.
- Days that do not exist (`2024-02-30`, `0000-00-00`), `infinity`, years outside 1 to 9999 are
  unreadable.
- Amounts: digits with a point and perhaps an exponent. `1,234.50` is unreadable: it is 1234.5 in
  one country and 1.2345 in another. What the stored type cannot hold is rounded half to even.
- Texts: a number without fraction loses its `.0` (the key 1.0 of a REAL column is "1"); bytes are
  UTF-8, what is not UTF-8 is replaced and counted.
- Booleans: 0/1, true/false, t/f, yes/no, y/n.
- Enumerations are trimmed and folded to lower case; a value outside the choices is unreadable.
- Empty text is null everywhere but in texts that are neither keys, enumerations nor required.

An unreadable value is null and counted; where the column is required, the row is dropped.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from crm_metrics.model import DTYPES, Column, Table, Type
from crm_metrics.source import fixed_width

FIRST_DAY = -719_162  # 0001-01-01 as a day number
LAST_DAY = 2_932_896  # 9999-12-31
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_INSTANT = (
    rf"^{_DAY}[Tt ]{_CLOCK}(?::[0-5][0-9](?:[.,][0-9]+)?)?"
    r"(?: ?(?:[Zz]|UTC|[+-](?:0[0-9]|1[0-8])(?::?[0-5][0-9])?))?$"
)
_PLAIN_INSTANT = rf"^{_DAY} {_CLOCK}:[0-5][0-9]$"
_ZONE = r"(?:[Zz]|UTC|[+-][0-9:]+)$"
_FRACTION = r"[.,]([0-9]+)"
_OFFSET = r"([+-])([0-9]{2}):?([0-9]{2})?$"
_NUMBER = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
_PER_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_TRUE = ("1", "true", "t", "yes", "y")
_FALSE = ("0", "false", "f", "no", "n")
_MEANT = {
    Type.INSTANT: "a date",
    Type.DAY: "a date",
    Type.MONEY: "an amount",
    Type.RATE: "a rate",
    Type.INTEGER: "a whole number",
    Type.NUMBER: "a number",
    Type.BOOLEAN: "yes or no",
}


@dataclass(frozen=True, slots=True)
class Zones:
    """Where clocks stand: `business` is the zone of calendar days, `crm` that of the date-times
    which the CRM stores without one.
    """

    business: str = "UTC"
    crm: str = "UTC"


@dataclass(slots=True)
class Counts:
    """What was lost on the way, added up over the batches of one table."""

    read: int = 0
    kept: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    unreadable: dict[str, int] = field(default_factory=dict)
    replaced: dict[str, int] = field(default_factory=dict)
    days_from_instants: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One column in the model's type. `cut` says that days were cut from instants."""

    values: pl.Series
    day_only: pl.Series | None = None
    cut: bool = False


def coerce(
    table: Table,
    raw: pl.DataFrame,
    own_fields: Mapping[str, pl.DataType],
    zones: Zones,
    counts: Counts,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of one batch in the model's types, and the dropped ones as (id, reason).

    `raw` has model columns under the model's names, in any type, and the own fields. A model
    column that it lacks is null. `counts` is added to.
    """
    height = raw.height
    stored: dict[str, pl.Series] = {}
    flags: dict[str, pl.Series] = {}
    reasons = pl.repeat(None, height, dtype=pl.String, eager=True)
    for column in table.columns:
        given = raw[column.name] if column.name in raw.columns else None
        parsed, unreadable = _column(column, table, given, height, zones, counts)
        stored[column.name] = parsed.values.alias(column.name)
        if column.day_only_flag:
            only = parsed.day_only
            flags[column.day_only_flag] = (
                pl.repeat(False, height, dtype=pl.Boolean, eager=True) if only is None else only
            ).alias(column.day_only_flag)
        if column.required:
            reasons = _first_reason(reasons, column, parsed.values, unreadable)
        elif unreadable is not None and (lost := int(unreadable.sum())):
            counts.unreadable[column.name] = counts.unreadable.get(column.name, 0) + lost
    for name, dtype in own_fields.items():
        stored_own, lost = _own_field(name, raw[name], dtype, zones, counts)
        flags[name] = stored_own.alias(name)
        if lost:
            counts.unreadable[name] = counts.unreadable.get(name, 0) + lost
    rows = pl.DataFrame([*stored.values(), *flags.values()])
    keep = reasons.is_null()
    dropped = pl.DataFrame({"id": stored[table.key[0]].cast(pl.String), "reason": reasons})
    dropped = dropped.filter(~keep)
    counts.read += height
    counts.kept += height - dropped.height
    for reason, count in dropped["reason"].value_counts().iter_rows():
        counts.dropped[reason] = counts.dropped.get(reason, 0) + count
    return (rows if dropped.is_empty() else rows.filter(keep)), dropped


def _column(
    column: Column,
    table: Table,
    given: pl.Series | None,
    height: int,
    zones: Zones,
    counts: Counts,
) -> tuple[Parsed, pl.Series | None]:
    """A model column, and where its value was there but could not be read."""
    if given is None or given.dtype == pl.Null:
        return Parsed(pl.repeat(None, height, dtype=column.dtype, eager=True)), None
    if given.dtype == pl.Binary:
        given, replaced = as_utf8(given)
        if replaced:
            counts.replaced[column.name] = counts.replaced.get(column.name, 0) + replaced
    if column.type is not Type.TEXT:
        parsed, unreadable = _read(column.type, given, zones)
        if parsed.cut:
            counts.days_from_instants.add(column.name)
        return parsed, unreadable
    values = as_text(given)
    if column.choices:
        if values.is_in(list(column.choices)).all():
            return Parsed(values), None
        values = values.str.strip_chars().str.to_lowercase()
    if column.required or column.choices or column.name in table.key or _is_key(column.name):
        values = _empty_to_null(values)
    if not column.choices:
        return Parsed(values), None
    known = values.is_in(list(column.choices))
    unreadable = values.is_not_null() & ~known
    return Parsed(_where(known, values)), unreadable


def _where(condition: pl.Series, values: pl.Series) -> pl.Series:
    """The values where the condition holds, null elsewhere; it is null for null values only."""
    if condition.all():
        return values
    return pl.select(pl.when(condition).then(values)).to_series()


def _is_key(name: str) -> bool:
    return name.endswith("_id")


def _empty_to_null(texts: pl.Series) -> pl.Series:
    return _where(texts.str.strip_chars() != "", texts)


def _first_reason(
    reasons: pl.Series, column: Column, values: pl.Series, unreadable: pl.Series | None
) -> pl.Series:
    """The reasons so far, completed for rows that this required column makes unusable."""
    missing = values.is_null()
    if not missing.any():
        return reasons
    if column.choices:
        wrong = f"{column.name} is not one of {', '.join(column.choices)}"
    else:
        wrong = f"{column.name} is not {_MEANT.get(column.type, 'a text')}"
    bad = unreadable if unreadable is not None else pl.repeat(False, len(values), eager=True)
    return pl.select(
        pl.when(reasons.is_not_null())
        .then(reasons)
        .when(bad)
        .then(pl.lit(wrong))
        .when(missing)
        .then(pl.lit(f"no {column.name}"))
    ).to_series()


def _own_field(
    name: str, given: pl.Series, dtype: pl.DataType, zones: Zones, counts: Counts
) -> tuple[pl.Series, int]:
    """A column outside the model in the type its database declares."""
    if given.dtype == pl.Null:
        return given.cast(dtype), 0
    if given.dtype == pl.Binary:
        given, replaced = as_utf8(given)
        if replaced:
            counts.replaced[name] = counts.replaced.get(name, 0) + replaced
    kind = next((kind for kind, stored in DTYPES.items() if stored == dtype), Type.TEXT)
    if kind is Type.TEXT:
        return as_text(given), 0
    parsed, unreadable = _read(kind, given, zones)
    return parsed.values, int(unreadable.sum())


def _read(kind: Type, given: pl.Series, zones: Zones) -> tuple[Parsed, pl.Series]:
    """A column that is not text, and where its value was there but could not be read."""
    if given.dtype == pl.String:
        given = _empty_to_null(given.str.strip_chars())
    parsed = _READERS[kind](given, zones)
    return parsed, given.is_not_null() & parsed.values.is_null()


def as_utf8(given: pl.Series) -> tuple[pl.Series, int]:
    """Bytes as text, and how many of them were not UTF-8 (what is not is replaced by U+FFFD)."""
    try:
        return given.cast(pl.String), 0
    except pl.exceptions.PolarsError:
        texts = [None if value is None else value.decode("utf-8", "replace") for value in given]
        valid = [None if value is None else value.encode() for value in texts]
        replaced = sum(before != after for before, after in zip(given, valid, strict=True))
        return pl.Series(given.name, texts, dtype=pl.String), replaced


def as_text(given: pl.Series) -> pl.Series:
    """A column of any type as text that says exactly what it holds."""
    dtype = given.dtype
    if dtype == pl.String:
        return given
    if dtype.is_float():
        texts = given.cast(pl.String).str.strip_suffix(".0")
        # 1e22 is a whole number too; the shortest decimal is kept where it is shorter.
        return _where(given.is_finite(), texts)
    if dtype == pl.Boolean:
        return given.cast(pl.String)
    if isinstance(dtype, pl.Datetime):
        utc = given if dtype.time_zone is None else given.dt.convert_time_zone("UTC")
        zone = "" if dtype.time_zone is None else "+00:00"
        return _readable(utc).dt.to_string("%Y-%m-%d %H:%M:%S%.f") + zone
    if dtype == pl.Date:
        return _readable(given).dt.to_string("%Y-%m-%d")
    if dtype.is_nested() or dtype == pl.Object:
        return pl.Series(
            given.name,
            [None if value is None else str(value) for value in given.to_list()],
            dtype=pl.String,
        )
    if dtype.is_decimal():
        return given.cast(pl.String).str.replace(r"\.0*$|(\.[0-9]*[1-9])0+$", "$1")
    return given.cast(pl.String)


def _readable(given: pl.Series) -> pl.Series:
    """Days and instants of the years 1 to 9999; others become null (PostgreSQL's infinity)."""
    # Whole days first: an instant of any unit has a day, and a day is a small number.
    numbers = given.to_physical()
    units = _PER_DAY[given.dtype.time_unit] if isinstance(given.dtype, pl.Datetime) else 1
    least: Any = numbers.min()
    most: Any = numbers.max()
    if least is None or (least // units >= FIRST_DAY and most // units <= LAST_DAY):
        return given
    days = numbers // units
    return _where((days >= FIRST_DAY) & (days <= LAST_DAY), given)


def _as_instant(given: pl.Series, zones: Zones) -> Parsed:
    dtype = given.dtype
    if dtype == pl.Date:
        days = _readable(given)
        return Parsed(_noon(days, zones), days.is_not_null())
    if isinstance(dtype, pl.Datetime):
        return Parsed(_in_utc(given, zones.crm))
    if dtype != pl.String:
        return Parsed(_nothing(given, Type.INSTANT))
    if (alike := fixed_width.instants(given)) is not None:
        return Parsed(_in_utc(alike, zones.crm))
    if given.str.contains(_PLAIN_INSTANT).all():
        plain = given.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False)
        return Parsed(_in_utc(plain, zones.crm))
    days = _days_of_text(given)
    has_time = given.str.contains(_INSTANT)
    at = _instants_of_text(_where(has_time, given), zones.crm)
    if days.is_null().all():
        return Parsed(at)
    noon = _noon(days, zones)
    return Parsed(pl.select(pl.coalesce(at, noon)).to_series(), (at.is_null() & noon.is_not_null()))


def _as_day(given: pl.Series, zones: Zones) -> Parsed:
    dtype = given.dtype
    if dtype == pl.Date:
        return Parsed(_readable(given))
    if isinstance(dtype, pl.Datetime):
        days = _day_in_business(_in_utc(given, zones.crm), zones)
        return Parsed(days, cut=days.null_count() < len(days))
    if dtype != pl.String:
        return Parsed(_nothing(given, Type.DAY))
    if (alike := fixed_width.days(given)) is not None:
        return Parsed(alike)
    days = _days_of_text(given)
    has_time = given.str.contains(_INSTANT)
    if not has_time.any():
        return Parsed(days)
    at = _instants_of_text(_where(has_time, given), zones.crm)
    cut = _day_in_business(at, zones)
    return Parsed(pl.select(pl.coalesce(days, cut)).to_series(), cut=True)


def _days_of_text(given: pl.Series) -> pl.Series:
    """The days of texts that are a date and nothing more; null elsewhere."""
    dates = _where(given.str.contains(f"^{_DAY}$"), given)
    return _readable(dates.str.to_date("%Y-%m-%d", strict=False))


def _instants_of_text(given: pl.Series, zone: str) -> pl.Series:
    """Instants of texts that match _INSTANT; the clock, the fraction and the offset apart.

    `zone` is where the clock stands in texts that name neither zone nor offset.
    """
    days = _readable(given.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False))
    seconds = _number(given, 17, 2) if given.str.contains(r":[0-5][0-9]:").any() else None
    clock = _number(given, 11, 2).fill_null(0) * 3600 + _number(given, 14, 2).fill_null(0) * 60
    if seconds is not None:
        has_seconds = given.str.slice(16, 1) == ":"
        clock = clock + _where(has_seconds, seconds).fill_null(0)
    microseconds = days.cast(pl.Int64) * 86_400_000_000 + clock * 1_000_000
    # Behind the day, where no hyphen of the date can be taken for a sign.
    tail = given.str.slice(16)
    if tail.str.contains(_FRACTION).any():
        digits = tail.str.extract(_FRACTION, 1).str.slice(0, 6).str.pad_end(6, "0")
        microseconds = microseconds + digits.cast(pl.Int64).fill_null(0)
    if tail.str.contains(_OFFSET).any():
        hours = tail.str.extract(_OFFSET, 2).cast(pl.Int64)
        minutes = tail.str.extract(_OFFSET, 3).cast(pl.Int64).fill_null(0)
        sign = pl.select(
            pl.when(tail.str.extract(_OFFSET, 1) == "-").then(-1).otherwise(1)
        ).to_series()
        offset = sign * (hours * 60 + minutes) * 60_000_000
        microseconds = microseconds - offset.fill_null(0)
    clocks = microseconds.cast(pl.Datetime("us"))
    if zone == "UTC":
        return _in_utc(clocks, zone)
    says_zone = tail.str.contains(_ZONE)
    return pl.select(
        pl.coalesce(
            _in_utc(_where(says_zone, clocks), "UTC"), _in_utc(_where(~says_zone, clocks), zone)
        )
    ).to_series()


def _number(given: pl.Series, start: int, length: int) -> pl.Series:
    return given.str.slice(start, length).cast(pl.Int64, strict=False)


def _in_utc(given: pl.Series, zone: str) -> pl.Series:
    """An instant in UTC; a date-time without zone is what a clock in `zone` shows."""
    given = _readable(given.cast(pl.Datetime("us", given.dtype.time_zone)))  # type: ignore[attr-defined]
    if given.dtype.time_zone is not None:  # type: ignore[attr-defined]
        return given.dt.convert_time_zone("UTC")
    if zone == "UTC":
        return given.dt.replace_time_zone("UTC")
    at = given.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    at = at.dt.convert_time_zone("UTC")
    leapt = at.is_null() & given.is_not_null()
    if leapt.any():
        at = pl.select(pl.coalesce(at, _over_the_leap(_where(leapt, given), zone))).to_series()
    return _readable(at)


def _over_the_leap(given: pl.Series, zone: str) -> pl.Series:
    """Instants of times that the zone's clock never shows: by the offset before it was set."""
    # Python's own rule for such a time, and there are few different ones.
    of = ZoneInfo(zone)
    times = given.drop_nulls().unique()
    instants = [time.replace(tzinfo=of).astimezone(UTC) for time in times]
    return given.replace_strict(times, instants, return_dtype=DTYPES[Type.INSTANT])


def _noon(days: pl.Series, zones: Zones) -> pl.Series:
    """12:00 of a day in the business time zone; null on a day that zone never had."""
    local = (days.cast(pl.Datetime("us")) + timedelta(hours=12)).dt.replace_time_zone(
        zones.business, ambiguous="earliest", non_existent="null"
    )
    return local.dt.convert_time_zone("UTC")


def _day_in_business(at: pl.Series, zones: Zones) -> pl.Series:
    return _readable(at.dt.convert_time_zone(zones.business).dt.date())


def _as_decimal(dtype: pl.DataType) -> Callable[[pl.Series, Zones], Parsed]:
    def read(given: pl.Series, zones: Zones) -> Parsed:
        if given.dtype.is_integer() or given.dtype.is_decimal():
            return Parsed(given.cast(dtype, strict=False))
        texts = _number_texts(given)
        return Parsed(texts.cast(dtype, strict=False))

    return read


def _number_texts(given: pl.Series) -> pl.Series:
    """Texts that are a number, floats through their shortest decimal; null elsewhere."""
    if given.dtype.is_float():
        given = given.cast(pl.String)
    if given.dtype != pl.String:
        return pl.repeat(None, len(given), dtype=pl.String, eager=True)
    return _where(given.str.contains(_NUMBER), given)


def _as_integer(given: pl.Series, zones: Zones) -> Parsed:
    if given.dtype.is_integer() or given.dtype == pl.Boolean:
        return Parsed(given.cast(pl.Int64, strict=False))
    numbers = _number_texts(given) if not given.dtype.is_decimal() else given
    exact = numbers.cast(pl.Decimal(38, 10), strict=False)
    whole = exact.cast(pl.Int64, strict=False)
    return Parsed(_where(whole.cast(pl.Decimal(38, 10)) == exact, whole))


def _as_number(given: pl.Series, zones: Zones) -> Parsed:
    if given.dtype.is_integer() or given.dtype.is_decimal():
        return Parsed(given.cast(pl.Float64, strict=False))
    # A 32-bit float too goes through its text: 0.1 must not become 0.10000000149.
    exact = given if given.dtype == pl.Float64 else _number_texts(given)
    numbers = exact.cast(pl.Float64, strict=False)
    return Parsed(_where(numbers.is_finite(), numbers))


def _as_boolean(given: pl.Series, zones: Zones) -> Parsed:
    if given.dtype == pl.Boolean:
        return Parsed(given)
    words = as_text(given).str.to_lowercase()
    return Parsed(
        pl.select(
            pl.when(words.is_in(_TRUE)).then(True).when(words.is_in(_FALSE)).then(False)
        ).to_series()
    )


def _nothing(given: pl.Series, kind: Type) -> pl.Series:
    return pl.repeat(None, len(given), dtype=DTYPES[kind], eager=True)


_READERS: Mapping[Type, Callable[[pl.Series, Zones], Any]] = {
    Type.INSTANT: _as_instant,
    Type.DAY: _as_day,
    Type.MONEY: _as_decimal(DTYPES[Type.MONEY]),
    Type.RATE: _as_decimal(DTYPES[Type.RATE]),
    Type.INTEGER: _as_integer,
    Type.NUMBER: _as_number,
    Type.BOOLEAN: _as_boolean,
}
