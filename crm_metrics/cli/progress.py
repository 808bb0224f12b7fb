"""Progress on stderr: a bar per table, and nothing at all where nobody is looking."""

import sys
from types import TracebackType
from typing import Self

from tqdm import tqdm


class Bars:
    """One bar at a time. Silent when stderr is not a terminal, as under cron."""

    def __init__(self) -> None:
        self._table = ""
        self._bar: tqdm[None] | None = None

    def __call__(self, table: str, done: int, total: int | None) -> None:
        """`done` rows of the table are through, of about `total` where that is known."""
        if self._bar is None or self._table != table:
            self._close()
            self._table = table
            self._bar = tqdm(desc=table, total=total, unit=" rows", unit_scale=True, disable=None)
        if self._bar.total is not None and done > self._bar.total:
            self._bar.total = done  # the total was an estimate
        self._bar.update(done - self._bar.n)

    def say(self, sentence: str) -> None:
        """A sentence between the bars; said under cron too, where there are none."""
        self._close()
        tqdm.write(f"note: {sentence}", file=sys.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
