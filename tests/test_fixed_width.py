"""Dates written alike are read at once, to the same values as one by one."""

from itertools import product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_metrics.model import Type
from crm_metrics.source import fixed_width
from crm_metrics.source.coerce import Zones, _read

DAYS = ["2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "2024-04-31", "0000-00-00"]
DAYS += ["0001-01-01", "9999-12-31", "1969-12-31", "1970-01-01", "2024-00-10", "2024-13-10"]
DAYS += ["2024-03-00", "2024-03-32", "2024/03/01", "2024-03-1x", " 024-03-01", "٢٠٢٤-03"]
CLOCKS = ["00:00:00", "23:59:59", "24:00:00", "12:60:00", "12:00:60", "12-00-00", "1a:00:00"]
FRACTIONS = ["", ".5", ".123456", ".000001", ".1234567", ".", ",5", ".12x"]


def one_by_one(kind: Type, texts: list[str | None]) -> list[object]:
    """Each value read beside another that is written differently, which rules the fast road out."""
    other = "2024-03-01T09:30Z"
    read = [
        _read(kind, pl.Series([text, other], dtype=pl.String), Zones())[0].values[0]
        for text in texts
    ]
    return list(read)


def at_once(kind: Type, texts: list[str | None]) -> list[object]:
    return _read(kind, pl.Series(texts, dtype=pl.String), Zones())[0].values.to_list()


@pytest.mark.parametrize("day", DAYS)
def test_a_column_of_days_is_read_as_its_values_are(day: str) -> None:
    columns: list[list[str | None]] = [[day], [day, None, "2024-03-01"], [None, day]]
    for texts in columns:
        assert at_once(Type.DAY, texts) == one_by_one(Type.DAY, texts)


@pytest.mark.parametrize("fraction", FRACTIONS)
def test_a_column_of_instants_is_read_as_its_values_are(fraction: str) -> None:
    for day, clock, apart in product(DAYS, CLOCKS, " Tt_"):
        texts = [f"{day}{apart}{clock}{fraction}", None, f"2024-03-01 09:30:00{fraction}"]
        assert at_once(Type.INSTANT, texts) == one_by_one(Type.INSTANT, texts)


@given(st.lists(st.none() | st.datetimes(), min_size=1))
def test_every_instant_is_read_to_the_microsecond(moments: list) -> None:
    texts = [None if at is None else f"{at.isoformat(' ', 'microseconds')}" for at in moments]
    found = fixed_width.instants(pl.Series(texts, dtype=pl.String))
    if any(text is not None for text in texts):
        assert found is not None
        assert found.to_list() == moments


@given(st.lists(st.none() | st.dates(), min_size=1))
def test_every_day_is_read(days: list) -> None:
    texts = [None if day is None else day.isoformat() for day in days]
    found = fixed_width.days(pl.Series(texts, dtype=pl.String))
    if any(text is not None for text in texts):
        assert found is not None
        assert found.to_list() == days


def test_a_slice_is_read_as_the_slice() -> None:
    texts = pl.Series(["x" * 40, "2024-03-01", "2024-03-02", "y"])[1:3]
    found = fixed_width.days(texts)
    assert found is not None
    assert found.cast(pl.String).to_list() == ["2024-03-01", "2024-03-02"]
    assert fixed_width.days(pl.Series(["2024-03-01", "2024-3-2"])) is None
    assert fixed_width.days(pl.Series([], dtype=pl.String)) is None
