"""Whatever a database sends becomes the model's types; nothing is guessed, all loss is counted."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_metrics.model import DTYPES, TABLES, Column, Table, Type
from crm_metrics.source.coerce import Counts, Zones, coerce

WEST = Zones(business="America/Los_Angeles")
EAST = Zones(business="Pacific/Auckland")
COLUMNS = {kind: Column("value_at" if kind is Type.INSTANT else "value", kind, "") for kind in Type}


def read(
    kind: Type, values: Any, zones: Zones | None = None
) -> tuple[list[Any], list[bool] | None, Counts]:
    """One column, its day-only flags and what was counted."""
    column = COLUMNS[kind]
    table = Table("things", "", ("thing_id",), (Column("thing_id", Type.TEXT, ""), column))
    given_values = values if isinstance(values, pl.Series) else pl.Series(values)
    counts = Counts()
    rows, _ = coerce(table, pl.DataFrame({column.name: given_values}), {}, zones or Zones(), counts)
    flags = rows[column.day_only_flag].to_list() if column.day_only_flag else None
    return rows[column.name].to_list(), flags, counts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-01 09:30:15", datetime(2024, 3, 1, 9, 30, 15, tzinfo=UTC)),
        ("2024-03-01T09:30:15", datetime(2024, 3, 1, 9, 30, 15, tzinfo=UTC)),
        ("2024-03-01T09:30", datetime(2024, 3, 1, 9, 30, tzinfo=UTC)),
        ("2024-03-01T09:30:15Z", datetime(2024, 3, 1, 9, 30, 15, tzinfo=UTC)),
        ("2024-03-01 09:30:15 UTC", datetime(2024, 3, 1, 9, 30, 15, tzinfo=UTC)),
        ("2024-03-01T09:30:15.000+0000", datetime(2024, 3, 1, 9, 30, 15, tzinfo=UTC)),
        ("2024-03-01 09:30:15.5", datetime(2024, 3, 1, 9, 30, 15, 500_000, tzinfo=UTC)),
        ("2024-03-01 09:30:15.1234567", datetime(2024, 3, 1, 9, 30, 15, 123_456, tzinfo=UTC)),
        ("2024-03-01 09:30:15-08", datetime(2024, 3, 1, 17, 30, 15, tzinfo=UTC)),
        ("2024-03-01T00:30:00+05:30", datetime(2024, 2, 29, 19, 0, tzinfo=UTC)),
        ("2024-03-01T09:30-00:45", datetime(2024, 3, 1, 10, 15, tzinfo=UTC)),
        ("  2024-03-01 09:30:15 ", datetime(2024, 3, 1, 9, 30, 15, tzinfo=UTC)),
    ],
)
def test_an_iso_text_is_its_instant_and_utc_without_a_zone(text: str, expected: datetime) -> None:
    # Alone, and beside a form that takes the slower way.
    assert read(Type.INSTANT, [text])[0] == [expected]
    mixed, flags, _ = read(Type.INSTANT, [text, "2024-01-01", None], WEST)
    assert mixed[0] == expected
    assert flags == [False, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2024-02-30 10:00:00",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "2024-00-10",
        "2024-03-01 24:00:00",
        "2024-03-01 09:60:00",
        "2024-03-01 09:30:60",
        "2024-3-1",
        "3/1/2024",
        "01.03.2024",
        "20240301",
        "1709285415",
        "infinity",
        "12024-03-01",
        "2024-03-01 morning",
    ],
)
def test_what_is_not_an_iso_instant_is_unreadable_and_counted(text: str) -> None:
    for kind, name in ((Type.INSTANT, "value_at"), (Type.DAY, "value")):
        values, _, counts = read(kind, [text, None])
        assert values == [None, None]
        assert counts.unreadable == {name: 1}


@pytest.mark.parametrize(
    ("zones", "noon"),
    [
        (WEST, datetime(2024, 3, 1, 20, tzinfo=UTC)),
        (EAST, datetime(2024, 2, 29, 23, tzinfo=UTC)),
    ],
    ids=["west of Greenwich", "east of Greenwich"],
)
@pytest.mark.parametrize("values", [["2024-03-01"], [date(2024, 3, 1)]], ids=["text", "date"])
def test_a_date_without_time_stands_at_noon_of_that_business_day(
    zones: Zones, noon: datetime, values: list[Any]
) -> None:
    found, flags, _ = read(Type.INSTANT, values, zones)
    assert found == [noon]
    assert flags == [True]
    assert noon.astimezone(ZoneInfo(zones.business)).date() == date(2024, 3, 1)
    assert read(Type.DAY, values, zones)[0] == [date(2024, 3, 1)]


BERLIN = Zones(crm="Europe/Berlin")


@pytest.mark.parametrize(
    "values",
    [
        ["2026-01-15 00:30:00", "2026-07-15 00:30:00"],
        ["2026-01-15T00:30", "2026-07-15T00:30:00.000"],
        [datetime.fromisoformat("2026-01-15 00:30"), datetime.fromisoformat("2026-07-15 00:30")],
        [b"2026-01-15 00:30:00", b"2026-07-15 00:30:00"],
    ],
    ids=["plain texts", "other texts", "date-times", "bytes"],
)
def test_a_date_time_without_zone_is_told_by_the_crm_clock(values: list[Any]) -> None:
    assert read(Type.INSTANT, values, BERLIN)[0] == [
        datetime(2026, 1, 14, 23, 30, tzinfo=UTC),
        datetime(2026, 7, 14, 22, 30, tzinfo=UTC),
    ]
    # Its day is the business's, not the CRM's.
    assert read(Type.DAY, values, BERLIN)[0] == [date(2026, 1, 14), date(2026, 7, 14)]
    at_home = Zones("Europe/Berlin", "Europe/Berlin")
    assert read(Type.DAY, values, at_home)[0] == [date(2026, 1, 15), date(2026, 7, 15)]


def test_an_own_field_is_told_by_the_crm_clock_too() -> None:
    raw = pl.DataFrame(
        {"deal_id": ["1"], "outcome": ["won"], "created_at": ["2026-01-15"], "signed_at": [None]}
    ).with_columns(signed_at=pl.lit(b"2026-01-15 00:30:00"))
    own = {"signed_at": DTYPES[Type.INSTANT]}
    rows, _ = coerce(DEALS, raw, own, BERLIN, Counts())
    assert rows["signed_at"].to_list() == [datetime(2026, 1, 14, 23, 30, tzinfo=UTC)]


@pytest.mark.parametrize(
    "values",
    [
        ["2026-01-15 00:30:00Z"],
        ["2026-01-15 00:30:00 UTC"],
        ["2026-01-15 01:30:00.00+01:00"],
        ["2026-01-14T16:30-08"],
        [datetime(2026, 1, 15, 0, 30, tzinfo=UTC)],
    ],
    ids=["Z", "UTC", "offset", "hours of offset", "instant"],
)
def test_an_instant_that_says_its_zone_is_not_shifted(values: list[Any]) -> None:
    assert read(Type.INSTANT, values, BERLIN)[0] == [datetime(2026, 1, 15, 0, 30, tzinfo=UTC)]


def test_texts_with_and_without_zone_may_stand_in_one_column() -> None:
    values = ["2026-01-15 00:30:00", "2026-01-15 00:30:00Z", "2026-01-15", None]
    found, flags, _ = read(Type.INSTANT, values, BERLIN)
    assert found == [
        datetime(2026, 1, 14, 23, 30, tzinfo=UTC),
        datetime(2026, 1, 15, 0, 30, tzinfo=UTC),
        datetime(2026, 1, 15, 12, tzinfo=UTC),
        None,
    ]
    assert flags == [False, False, True, False]


@pytest.mark.parametrize("typed", [False, True], ids=["texts", "date-times"])
def test_an_hour_that_the_clock_shows_twice_is_the_first_of_the_two(typed: bool) -> None:
    values = ["2026-10-25 01:59:59", "2026-10-25 02:00:00", "2026-10-25 02:59:59"]
    given = [datetime.fromisoformat(text) for text in values] if typed else values
    assert read(Type.INSTANT, given, BERLIN)[0] == [
        datetime(2026, 10, 24, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC),
    ]


@pytest.mark.parametrize("typed", [False, True], ids=["texts", "date-times"])
def test_a_time_that_the_clock_never_shows_is_counted_with_the_offset_before_the_leap(
    typed: bool,
) -> None:
    values = ["2026-03-29 01:30:00", "2026-03-29 02:30:00", "2026-03-29 03:30:00"]
    given = [datetime.fromisoformat(text) for text in values] if typed else values
    found, _, counts = read(Type.INSTANT, given, BERLIN)
    assert found == [
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    ]
    assert counts.unreadable == {}


def test_noon_follows_daylight_saving() -> None:
    found, _, _ = read(Type.INSTANT, ["2024-01-15", "2024-07-15"], WEST)
    assert [at.hour for at in found] == [20, 19]


def test_a_day_from_an_instant_is_the_business_day_and_noted() -> None:
    late = "2024-03-02T05:00:00Z"
    naive = datetime.fromisoformat("2024-03-02 05:00")
    for values in ([late], [naive], [naive.replace(tzinfo=UTC)]):
        found, _, counts = read(Type.DAY, values, WEST)
        assert found == [date(2024, 3, 1)]
        assert counts.days_from_instants == {"value"}
    assert read(Type.DAY, ["2024-03-01"], WEST)[2].days_from_instants == set()


def test_instants_outside_the_years_1_to_9999_are_unreadable() -> None:
    infinity = pl.Series([2**63 - 1, -(2**63) + 1, 0], dtype=pl.Int64).cast(pl.Datetime("us"))
    found, _, counts = read(Type.INSTANT, infinity)
    assert found == [None, None, datetime(1970, 1, 1, tzinfo=UTC)]
    assert counts.unreadable == {"value_at": 2}
    days = pl.Series([2**31 - 1, -(2**31), 2_932_896], dtype=pl.Int32).cast(pl.Date)
    assert read(Type.DAY, days)[0] == [None, None, date(9999, 12, 31)]
    assert read(Type.INSTANT, days)[0] == [None, None, datetime(9999, 12, 31, 12, tzinfo=UTC)]


def test_a_number_is_never_taken_for_an_instant() -> None:
    for values in ([1_709_285_415], [1_709_285_415.5], [True]):
        assert read(Type.INSTANT, values)[0] == [None]
        assert read(Type.DAY, values)[0] == [None]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["12.50", "1e3", "-.5", "+7", " 3 "], ["12.50", "1000", "-0.5", "7", "3"]),
        ([0.1, 1e16, 1e-7], ["0.1", "10000000000000000", "0.0000001"]),
        ([2**62, None], [str(2**62), None]),
        ([Decimal("1.23"), None], ["1.23", None]),
    ],
    ids=["texts", "floats by their shortest decimal", "whole numbers", "decimals"],
)
def test_money_is_exact(values: list[Any], expected: list[str | None]) -> None:
    found, _, counts = read(Type.MONEY, values)
    assert found == [None if text is None else Decimal(text) for text in expected]
    assert counts.unreadable == {}


@pytest.mark.parametrize(
    "text", ["1,234.50", "1.234,50", "$12", "12 USD", "nan", "inf", "-", "1_000", "0x10", "1e", "٣"]
)
def test_an_amount_that_could_mean_two_things_is_unreadable(text: str) -> None:
    found, _, counts = read(Type.MONEY, [text])
    assert found == [None]
    assert counts.unreadable == {"value": 1}


def test_an_amount_beyond_ten_decimals_is_rounded_half_to_even() -> None:
    found, _, _ = read(Type.MONEY, ["0.00000000005", "0.00000000015", "0.000000000050001"])
    assert found == [Decimal(0), Decimal("2e-10"), Decimal("1e-10")]


def test_an_amount_too_large_to_hold_is_unreadable() -> None:
    values, _, counts = read(Type.MONEY, ["1e30", "9" * 28])
    assert values == [None, Decimal("9" * 28)]
    assert counts.unreadable == {"value": 1}


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        (Type.INTEGER, ["3", "3.0", "3.5", "-7", "x"], [3, 3, None, -7, None]),
        (Type.INTEGER, [3.0, 2.5], [3, None]),
        (Type.NUMBER, ["0.25", "x", "nan"], [0.25, None, None]),
        (Type.NUMBER, [float("nan"), float("inf"), 1.5], [None, None, 1.5]),
        (Type.NUMBER, pl.Series([0.1], dtype=pl.Float32), [0.1]),
        (Type.BOOLEAN, [1, 0, 2, None], [True, False, None, None]),
        (Type.BOOLEAN, [1.0, 0.0], [True, False]),
        (Type.BOOLEAN, ["Yes", "n", "TRUE", "f"], [True, False, True, False]),
        (Type.BOOLEAN, ["1", "", "maybe"], [True, None, None]),
        (Type.RATE, ["1.234567890123"], [Decimal("1.234567890123")]),
    ],
)
def test_numbers_and_yes_or_no(kind: Type, values: Any, expected: list[Any]) -> None:
    assert read(kind, values)[0] == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2], ["1", "2"]),
        ([1.0, 1.5], ["1", "1.5"]),
        ([True], ["true"]),
        ([date(2024, 3, 1)], ["2024-03-01"]),
        ([datetime.fromisoformat("2024-03-01 09:30")], ["2024-03-01 09:30:00"]),
        ([b"Zo\xc3\xab", None], ["Zoë", None]),
        (["", " a "], ["", " a "]),
        (["a\x00b"], ["a\x00b"]),
        ([Decimal("12.50")], ["12.5"]),
    ],
)
def test_a_text_says_what_the_database_holds(values: list[Any], expected: list[Any]) -> None:
    assert read(Type.TEXT, values)[0] == expected


def test_bytes_that_are_not_utf8_are_replaced_and_counted() -> None:
    found, _, counts = read(Type.TEXT, [b"ok", b"\xff", b"caf\xe9", b"\xed\xa0\x80"])
    assert found == ["ok", "\ufffd", "caf\ufffd", "\ufffd\ufffd\ufffd"]
    assert counts.replaced == {"value": 3}


DEALS = TABLES["deals"]


def deals(**columns: list[Any]) -> tuple[pl.DataFrame, pl.DataFrame, Counts]:
    counts = Counts()
    height = len(next(iter(columns.values())))
    good = {
        "deal_id": [str(number) for number in range(height)],
        "outcome": ["won"] * height,
        "created_at": ["2024-03-01"] * height,
    }
    raw = pl.DataFrame([pl.Series(name, values) for name, values in (good | columns).items()])
    rows, dropped = coerce(DEALS, raw, {}, Zones(), counts)
    return rows, dropped, counts


def test_the_types_are_forced_also_for_no_rows_and_absent_columns() -> None:
    rows, dropped, _ = deals(deal_id=pl.Series([], dtype=pl.Null).to_list())
    assert dict(rows.schema) == DEALS.schema
    assert dict(dropped.schema) == {"id": pl.String(), "reason": pl.String()}
    rows, _, _ = deals(amount=[None, None])
    assert dict(rows.schema) == DEALS.schema


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("deal_id", "", "no deal_id"),
        ("deal_id", None, "no deal_id"),
        ("created_at", None, "no created_at"),
        ("created_at", " ", "no created_at"),
        ("created_at", "2024-02-30", "created_at is not a date"),
        ("outcome", "perhaps", "outcome is not one of open, won, lost"),
        ("outcome", "", "no outcome"),
    ],
)
def test_a_row_without_a_usable_required_value_is_dropped_with_the_reason(
    column: str, value: str | None, reason: str
) -> None:
    good = {"deal_id": "7", "created_at": "2024-03-01", "outcome": "won"}
    rows, dropped, counts = deals(**{column: [value, good[column]]})
    assert rows.height == 1
    assert dropped["reason"].to_list() == [reason]
    assert counts.dropped == {reason: 1}
    assert (counts.read, counts.kept) == (2, 1)
    assert counts.unreadable == {}


def test_a_row_with_two_faults_is_dropped_once_for_the_first() -> None:
    _, dropped, counts = deals(deal_id=["9"], outcome=[""], created_at=["?"])
    assert dropped.rows() == [("9", "no outcome")]
    assert counts.dropped == {"no outcome": 1}


def test_enumerations_are_trimmed_and_folded() -> None:
    rows, _, _ = deals(outcome=[" Won ", "LOST"])
    assert rows["outcome"].to_list() == ["won", "lost"]


def test_an_unknown_value_of_an_optional_enumeration_is_null_and_counted() -> None:
    counts = Counts()
    raw = pl.DataFrame(
        {"lead_id": ["1", "2", "3"], "created_at": ["2024-03-01"] * 3, "status": ["New", "hot", ""]}
    )
    rows, _ = coerce(TABLES["leads"], raw, {}, Zones(), counts)
    assert rows["status"].to_list() == ["new", None, None]
    assert counts.unreadable == {"status": 1}


def test_empty_text_is_null_in_keys_only() -> None:
    rows, _, _ = deals(account_id=["", "a"], stage=["", "b"])
    assert rows["account_id"].to_list() == [None, "a"]
    assert rows["stage"].to_list() == ["", "b"]


def test_own_fields_keep_the_type_their_database_declares() -> None:
    raw = pl.DataFrame(
        {
            "deal_id": ["1"],
            "outcome": ["won"],
            "created_at": ["2024-03-01"],
            "seats": [b"12"],
            "signed": [b"2024-02-30"],
            "note": [b"x"],
        }
    )
    counts = Counts()
    types = {"seats": pl.Int64(), "signed": pl.Date(), "note": pl.String()}
    rows, _ = coerce(DEALS, raw, types, Zones(), counts)
    assert rows.select("seats", "signed", "note").rows() == [(12, None, "x")]
    assert rows.columns[-3:] == ["seats", "signed", "note"]
    assert counts.unreadable == {"signed": 1}


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(
        st.one_of(
            st.none(),
            st.binary(max_size=30),
            st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass")),
            st.from_regex(rb"[0-9T:+.Z -]{1,30}", fullmatch=True),
        ),
        max_size=8,
    )
)
def test_no_text_stops_a_sync_and_every_loss_is_counted(values: list[bytes | None]) -> None:
    for kind in Type:
        found, _, counts = read(kind, pl.Series(values, dtype=pl.Binary), WEST)
        assert len(found) == len(values)
        kept = sum(value is not None for value in found)
        lost = sum(counts.unreadable.values())
        texts = [value.decode("utf-8", "replace") for value in values if value is not None]
        filled = sum(any(character.isalnum() for character in text) for text in texts)
        assert filled <= kept + lost <= len(texts)


@settings(max_examples=60, deadline=None)
@given(
    at=st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31)),  # noqa: DTZ001 - naive on purpose
    separator=st.sampled_from("T "),
)
def test_every_instant_survives_its_iso_text(at: datetime, separator: str) -> None:
    text = at.isoformat(separator)
    assert read(Type.INSTANT, [text, "2024-01-01"])[0][0] == at.replace(tzinfo=UTC)


@settings(max_examples=60, deadline=None)
@given(amount=st.decimals(min_value=-(10**15), max_value=10**15, places=10))
def test_every_amount_survives_its_text(amount: Decimal) -> None:
    assert read(Type.MONEY, [str(amount)])[0] == [amount]


@pytest.mark.parametrize("kind", Type)
def test_a_column_without_values_has_the_type_of_the_model(kind: Type) -> None:
    column = COLUMNS[kind]
    table = Table("things", "", (column.name,), (column,))
    for empty in (pl.Series([None]), pl.Series([None], dtype=pl.Binary)):
        rows, _ = coerce(table, pl.DataFrame({column.name: empty}), {}, Zones(), Counts())
        assert rows.schema[column.name] == DTYPES[kind]
