"""Packets: the rows of a MariaDB or MySQL result, a column at a time from the bytes as they came.

A row arrives as one packet, a value as its length and its bytes. Where a row ends is found row by
row; everything else is done for a whole column at once, and no value is copied that is longer than
twelve bytes: an Arrow *view* says where in the received bytes it stands.
"""

import struct
from collections.abc import Callable, Iterator
from io import DEFAULT_BUFFER_SIZE
from typing import Any, Protocol, TypeVar

import numpy as np
import pyarrow as pa
from pymysql.constants import CR
from pymysql.err import OperationalError, raise_mysql_exception

BUFFER_BYTES = 8 << 20
# A packet of this length is continued by the next one.
_CONTINUED = 0xFFFFFF
_HEADER = struct.Struct("<IB")
_ERROR, _END, _NULL = 0xFF, 0xFE, 0xFB
_END_BYTES = 9
# The first byte of a value says how many bytes its length has, where it is not the length itself.
_LENGTH_BYTES = ((0xFC, 2), (0xFD, 3), (0xFE, 8))
_INLINE = 12
# Which of the twelve bytes behind a value's start belong to it; of a longer one, the first four.
_BELONGS = np.zeros((_INLINE + 2, _INLINE), dtype=np.uint8)
for _length in range(_INLINE + 1):
    _BELONGS[_length, :_length] = 0xFF
_BELONGS[_INLINE + 1, :4] = 0xFF
_MASKS = _BELONGS.view(np.uint32)

T = TypeVar("T")
Bytes = np.ndarray[Any, np.dtype[np.uint8]]
Places = np.ndarray[Any, np.dtype[np.int64]]


class Stream(Protocol):
    """What the rows come from: the file of the connection's socket."""

    def read1(self, size: int, /) -> bytes: ...
    def readinto1(self, buffer: memoryview, /) -> int: ...


def row_batches(stream: Stream, columns: int, rows: int) -> Iterator[list[pa.Array]]:
    """The columns of at most so many rows at a time, as Arrow binary views, to the result's end.

    Errors: OperationalError when the connection is lost, the server's own error when it sends one.
    """
    received = Received(stream)
    while not received.ended:
        starts, ends = received.next_rows(rows)
        if len(starts):
            yield _columns(received.data, starts, ends, columns)


class Received:
    """The bytes of a result as far as they have come. `ended` when the last row was among them.

    The bytes of rows that were handed out are never written to again: views point into them.
    """

    def __init__(self, stream: Stream, size: int = BUFFER_BYTES) -> None:
        self._stream = stream
        self._size = self._room = size
        self.ended = self._handed_out = False
        # What came with the columns' names. Asked for alone: together with a read of the socket
        # it would wait for more, and there may be no more.
        self._allocate(_or_lost(lambda: stream.read1(DEFAULT_BUFFER_SIZE)))

    def next_rows(self, limit: int) -> tuple[Places, Places]:
        """Where the next rows start and end, at least one unless the result has ended."""
        if self._handed_out:
            rest = self.data[self._at : self._filled].tobytes()
            self._room = max(self._size, 2 * len(rest))
            self._allocate(rest)
        starts: list[int] = []
        ends: list[int] = []
        self._find(starts, ends, limit)
        while not self.ended and len(starts) < limit:
            if self._filled == self._room:
                if starts:
                    break
                self._grow()
            self._receive()
            self._find(starts, ends, limit)
        self._handed_out = bool(starts)
        return np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)

    def _grow(self) -> None:
        """Make room for a row that is longer than the buffer."""
        self._room *= 2
        self._allocate(self.data[self._at : self._filled].tobytes())

    def _allocate(self, rest: bytes) -> None:
        # Room behind the last value, so that twelve bytes can be taken from any start.
        self.data: Bytes = np.empty(self._room + _INLINE, dtype=np.uint8)
        self.data[: len(rest)] = np.frombuffer(rest, dtype=np.uint8)
        self._view = self.data.data
        self._at, self._filled, self._handed_out = 0, len(rest), False

    def _receive(self) -> None:
        free = self._view[self._filled : self._room]
        count = _or_lost(lambda: self._stream.readinto1(free))
        self._filled += count

    def _find(self, starts: list[int], ends: list[int], limit: int) -> None:
        """Add the rows that have come as a whole."""
        view, at, filled, unpack = self._view, self._at, self._filled, _HEADER.unpack_from
        # An empty packet is no row: even a row of one empty text has a length in it.
        while at + _HEADER.size <= filled and len(starts) < limit:
            head, first = unpack(view, at)
            length = head & _CONTINUED
            end = behind = at + 4 + length
            if length == _CONTINUED:
                joined = self._join(at)
                if joined is None:
                    break
                end, behind = joined
            elif end > filled:
                break
            elif first == _ERROR:
                self._at = end
                raise_mysql_exception(bytes(view[at + 4 : end]))
            elif first == _END and length < _END_BYTES:
                at, self.ended = end, True
                break
            starts.append(at + 4)
            ends.append(end)
            at = behind
        self._at = at

    def _join(self, at: int) -> tuple[int, int] | None:
        """Move the packets that continue one another together, over their inner headers.

        Where the row ends then, and what is behind it begins; None while not all has come.
        """
        parts: list[tuple[int, int]] = []
        place, length = at, _CONTINUED
        while length == _CONTINUED:
            if place + 4 > self._filled:
                return None
            length = int.from_bytes(self._view[place : place + 3], "little")
            if place + 4 + length > self._filled:
                return None
            parts.append((place + 4, length))
            place += 4 + length
        to = at + 4
        for start, size in parts:
            self.data[to : to + size] = self.data[start : start + size].copy()
            to += size
        return to, place


def _or_lost(read: Callable[[], T]) -> T:
    """What was read; OperationalError when the line broke or nothing more will come."""
    try:
        found = read()
    except OSError as error:
        raise OperationalError(CR.CR_SERVER_LOST, f"the connection broke ({error})") from None
    if not found:
        raise OperationalError(CR.CR_SERVER_LOST, "the server closed the connection")
    return found


def _columns(data: Bytes, starts: Places, ends: Places, count: int) -> list[pa.Array]:
    at = starts
    owner = pa.py_buffer(data)
    windows: Any = np.ndarray(
        shape=(len(data) - _INLINE + 1,), dtype=f"V{_INLINE}", buffer=data, strides=(1,)
    )
    columns = []
    for _ in range(count):
        first = data[at]
        at = at + 1
        lengths = first.astype(np.int64)
        nulls = None
        if (first >= _NULL).any():
            nulls = first == _NULL
            lengths[nulls] = 0
            for mark, size in _LENGTH_BYTES:
                long = np.flatnonzero(first == mark)
                if long.size:
                    parts = [
                        data[at[long] + byte].astype(np.int64) << 8 * byte for byte in range(size)
                    ]
                    lengths[long] = np.sum(parts, axis=0)
                    at[long] += size
        # A view that points elsewhere would be read from memory that is not its own.
        if (lengths < 0).any() or (lengths > ends - at).any():
            raise OperationalError(CR.CR_MALFORMED_PACKET, "the server sent a row that is no row")
        columns.append(_views(owner, windows, at, lengths, nulls))
        at = at + lengths
    return columns


def _views(
    owner: pa.Buffer, windows: Any, at: Places, lengths: Places, nulls: Any | None
) -> pa.Array:
    """The values at these places: each its length, and its bytes or where they stand."""
    views = np.empty((len(at), 4), dtype=np.uint32)
    views[:, 0] = lengths
    inside = windows[at].view(np.uint32).reshape(-1, 3)
    np.bitwise_and(inside, _MASKS[np.minimum(lengths, _INLINE + 1)], out=views[:, 1:])
    long = lengths > _INLINE
    if long.any():
        np.copyto(views[:, 3], at, where=long, casting="unsafe")
    valid = None if nulls is None else pa.py_buffer(np.packbits(~nulls, bitorder="little"))
    return pa.Array.from_buffers(pa.binary_view(), len(at), [valid, pa.py_buffer(views), owner])
