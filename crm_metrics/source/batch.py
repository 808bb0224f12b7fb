"""Batches: rows as a database sends them, read in a thread of their own.

While one batch is being coerced and written, the next ones are being read; a short queue between
the two keeps memory flat however long the table is.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TypeVar

import polars as pl

ROWS_PER_BATCH = 50_000
BATCHES_AHEAD = 3
STOP_SECONDS = 5
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of one query, in whatever types the database sends.

    `types` says per column what an own field is stored as. Every query gives at least one batch,
    without rows if it has none: the columns are known even then.
    """

    table: str
    rows: pl.DataFrame
    types: Mapping[str, pl.DataType]


def in_background(
    make: Callable[[], Iterator[T]], ahead: int = BATCHES_AHEAD
) -> Generator[T, None, None]:
    """What `make()` yields, made in a thread of its own, at most `ahead` items early.

    An error in the thread is raised here. When the consumer stops early, so does the thread, and
    the generator's `finally` parts run in it.
    """
    queue: Queue[tuple[bool, T | BaseException | None]] = Queue(ahead)
    stopped = Event()

    def put(last: bool, item: T | BaseException | None) -> bool:
        while not stopped.is_set():
            with suppress(Full):
                queue.put((last, item), timeout=0.1)
                return True
        return False

    def run() -> None:
        error: BaseException | None = None
        items = make()
        try:
            for item in items:
                if not put(False, item):
                    break
        except BaseException as raised:
            error = raised  # to be raised in the consumer's thread
        finally:
            close = getattr(items, "close", None)
            if close:
                close()
        put(True, error)

    thread = Thread(target=run, name="crm-reader", daemon=True)
    thread.start()
    try:
        while True:
            last, item = queue.get()
            if not last:
                yield item  # type: ignore[misc]
                continue
            if isinstance(item, BaseException):
                raise item
            return
    finally:
        stopped.set()
        with suppress(Empty):
            while True:
                queue.get_nowait()
        # A query that still runs is left to end with the process; it can only read.
        thread.join(timeout=STOP_SECONDS)
