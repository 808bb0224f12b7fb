"""Rows of MariaDB are taken apart where they are: at every length a value can have."""

from io import BytesIO
from typing import Any

import pytest
from pymysql.err import OperationalError

from crm_metrics.source.mariadb import read
from crm_metrics.source.packets import row_batches
from crm_metrics.source.urls import database
from tests.databases import execute
from tests.servers import NewDatabase

# Around where a length takes a byte, three, four and nine, and where a view holds the value itself.
LENGTHS = (0, 1, 4, 5, 11, 12, 13, 250, 251, 252, 255, 256, 65_535, 65_536, 1_000_000)


def read_rows(url: str, text: str) -> list[tuple[Any, ...]]:
    batches = [batch.rows for batch in read(database(url), {"deals": text})]
    return [row for batch in batches for row in batch.iter_rows()]


def test_a_value_of_any_length_arrives_whole(mariadb_url: str) -> None:
    execute(mariadb_url, "create table texts (n int primary key, a longblob, b varchar(20))")
    for length in LENGTHS:
        execute(mariadb_url, f"insert into texts values ({length}, repeat('ab', {length}), 'end')")
        execute(mariadb_url, f"update texts set a = left(a, {length}) where n = {length}")
    found = read_rows(mariadb_url, "select n, a, b, null as c from texts order by n")
    assert [(int(n), value, b, c) for n, value, b, c in found] == [
        (length, (b"ab" * length)[:length], b"end", None) for length in LENGTHS
    ]


def test_nulls_and_empty_texts_are_told_apart(mariadb_url: str) -> None:
    text = "select null as a, '' as b, 1 as c union all select '', null, null"
    assert read_rows(mariadb_url, text) == [(None, b"", b"1"), (b"", None, None)]
    assert read_rows(mariadb_url, "select 'x' as a from dual where false") == []


# A value of three bytes' length brings four of its own; a packet holds 2^24 - 1, and one that is
# full is followed by another, if need be by an empty one.
@pytest.mark.parametrize("length", [*range((1 << 24) - 7, (1 << 24) - 3), 40_000_000])
def test_a_row_of_several_packets_is_one_row(length: int, mariadb: NewDatabase) -> None:
    url = mariadb()
    execute(url, "set global max_allowed_packet = 67108864")
    text = f"select 'first' as a union all select repeat('x', {length}) union all select 'last'"
    first, long, last = (row[0] for row in read_rows(url, text))
    assert (first, last) == (b"first", b"last")
    assert len(long) == length
    assert long.count(b"x") == length


def test_rows_come_in_batches_of_at_most_so_many(mariadb_url: str) -> None:
    batches = [
        batch.rows.height
        for batch in read(database(mariadb_url), {"deals": "select seq as a from seq_1_to_120000"})
    ]
    assert sum(batches) == 120_000
    assert max(batches) <= 50_000


def packet(number: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3, "little") + bytes([number]) + payload


END = packet(3, b"\xfe\x00\x00\x02\x00")


class Line(BytesIO):
    """A line that brings so many bytes at a time."""

    def __init__(self, data: bytes, at_a_time: int) -> None:
        super().__init__(data)
        self.at_a_time = at_a_time

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read1(self.at_a_time)

    def readinto1(self, buffer: Any, /) -> int:
        return super().readinto(memoryview(buffer)[: self.at_a_time])


@pytest.mark.parametrize("at_a_time", [1, 2, 3, 7, 1000])
def test_it_does_not_matter_where_the_line_cuts(at_a_time: int) -> None:
    data = packet(1, b"\x03abc\xfb") + packet(2, b"\x00\x0dthirteen long") + END
    batches = row_batches(Line(data, at_a_time), columns=2, rows=10)
    rows = [
        row for columns in batches for row in zip(*(c.to_pylist() for c in columns), strict=True)
    ]
    assert rows == [(b"abc", None), (b"", b"thirteen long")]


def test_a_line_that_ends_too_early_is_lost() -> None:
    with pytest.raises(OperationalError, match="closed the connection"):
        list(row_batches(Line(packet(1, b"\x03abc") + END[:-1], 1000), columns=1, rows=10))


def test_an_error_behind_some_rows_is_the_servers_own() -> None:
    error = packet(2, b"\xff" + (1969).to_bytes(2, "little") + b"#70100took too long")
    with pytest.raises(OperationalError, match="took too long") as caught:
        list(row_batches(Line(packet(1, b"\x03abc") + error, 1000), columns=1, rows=10))
    assert caught.value.args[0] == 1969


@pytest.mark.parametrize(
    "row",
    [
        b"\x7fabc",
        b"\xfc\xff\xffabc",
        b"\xfe" + b"\xff" * 8 + b"abc",
        b"\xfe" + b"\xff" * 7 + b"\x7fabc",
        b"\xfd",
        b"\x02ab",
        b"\x01a\x05b",
    ],
)
def test_a_row_that_says_more_than_it_holds_is_an_error(row: bytes) -> None:
    with pytest.raises(OperationalError, match="no row"):
        list(row_batches(Line(packet(1, row) + END, 1000), columns=2, rows=10))
