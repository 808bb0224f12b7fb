"""Attempts: a reading that was cut off begins anew, after a wait that grows.

A consistent transaction cannot be resumed: what one has read would not fit what the next one sees.
So nothing of a reading that was cut off is kept.
"""

import time
from collections.abc import Callable
from typing import TypeAlias, TypeVar

from crm_metrics.errors import SourceLostError

FIRST_WAIT_SECONDS = 10.0
LONGER_EACH_TIME = 3
T = TypeVar("T")
# Told in a sentence what is worth knowing while something runs.
Notice: TypeAlias = Callable[[str], None]


def attempted(read: Callable[[], T], attempts: int, notice: Notice | None) -> T:
    """What `read` returns, called up to so many times while the database may still come back.

    Errors: those of `read`; SourceLostError only after the last attempt.
    """
    wait = FIRST_WAIT_SECONDS
    for number in range(2, attempts + 1):
        try:
            return read()
        except SourceLostError as error:
            if notice:
                notice(
                    f"{error} Reading begins anew in {wait:g} seconds "
                    f"(attempt {number} of {attempts})."
                )
        time.sleep(wait)
        wait *= LONGER_EACH_TIME
    return read()
