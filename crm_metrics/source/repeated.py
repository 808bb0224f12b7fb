"""Repeated keys: found among any number of rows in the memory of a few."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

# So many hashes are compared at a time.
HASHES_AT_ONCE = 2_000_000
_BYTES = 8

Hashes = np.ndarray[Any, np.dtype[np.uint64]]


class SeenHashes:
    """The hashes of all keys of a table, in a file beside it until they have been compared."""

    def __init__(self, file: Path) -> None:
        self._path = file
        self._file: BinaryIO | None = None
        self._count = 0

    def add(self, hashes: Hashes) -> None:
        if self._file is None:
            self._file = self._path.open("w+b")
        self._file.write(hashes.tobytes())
        self._count += len(hashes)

    def repeated(self) -> Hashes:
        """Every hash that came more than once.

        Equal hashes have an equal rest when divided, so one rest is looked at after the other.
        """
        found: list[Hashes] = [np.empty(0, dtype=np.uint64)]
        parts = np.uint64(1 + self._count // HASHES_AT_ONCE)
        for rest in range(int(parts)):
            chosen = np.concatenate(
                [part[part % parts == rest] for part in self._pieces()] or found[:1]
            )
            chosen.sort()
            found.append(np.unique(chosen[1:][chosen[1:] == chosen[:-1]]))
        return np.concatenate(found)

    def close(self) -> None:
        """Remove the file."""
        if self._file is not None:
            self._file.close()
            self._path.unlink()
            self._file = None

    def _pieces(self) -> Iterator[Hashes]:
        if self._file is None:
            return
        self._file.seek(0)
        while data := self._file.read(HASHES_AT_ONCE * _BYTES):
            yield np.frombuffer(data, dtype=np.uint64)
