"""Fixed width: days and instants that are all written in the same places, read all at once.

A database that sends its own dates as text writes every one of a column in the same way, such as
`2024-03-01 09:30:15.250000`. Where one value is written otherwise, or names a day or a time that
does not exist, nothing is read here: such a column needs a look at each value.
"""

from typing import Any

import numpy as np
import polars as pl

_DAY_WIDTH, _INSTANT_WIDTH, _LONGEST = 10, 19, 26
_US_PER_DAY = 86_400_000_000
_DAYS_BEFORE = np.array([0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334])
_DAYS_IN = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_EPOCH = 719_162  # days from 0001-01-01 to 1970-01-01
_DASHES, _COLONS = (4, 7), (13, 16)

Digits = np.ndarray[Any, np.dtype[np.uint8]]
Numbers = np.ndarray[Any, np.dtype[np.int64]]


def days(texts: pl.Series) -> pl.Series | None:
    """The days of texts that are all written `YYYY-MM-DD`; None where one is not."""
    letters = _letters(texts)
    if letters is None or letters.shape[1] != _DAY_WIDTH:
        return None
    found = _days(letters)
    return None if found is None else _spread(found.astype(np.int32), texts, pl.Date())


def instants(texts: pl.Series) -> pl.Series | None:
    """The date-times of texts that are all written `YYYY-MM-DD HH:MM:SS`; None where one is not.

    Up to six digits of a fraction may follow, as many in every text.
    """
    letters = _letters(texts)
    if letters is None or not _INSTANT_WIDTH <= letters.shape[1] <= _LONGEST:
        return None
    is_apart = (letters[:, 10] == ord(" ")) | (letters[:, 10] == ord("T"))
    if not is_apart.all() or not (letters[:, _COLONS] == ord(":")).all():
        return None
    on = _days(letters)
    hours, minutes, seconds = (_number(letters, place, 2) for place in (11, 14, 17))
    if on is None or hours is None or minutes is None or seconds is None:
        return None
    if (hours > 23).any() or (minutes > 59).any() or (seconds > 59).any():
        return None
    fraction = _fraction(letters)
    if fraction is None:
        return None
    at = on * _US_PER_DAY + (hours * 3600 + minutes * 60 + seconds) * 1_000_000 + fraction
    return _spread(at, texts, pl.Datetime("us"))


def _letters(texts: pl.Series) -> Digits | None:
    """One row of bytes per text that is there; None unless all have one width."""
    given = texts.drop_nulls()
    if given.is_empty():
        return None
    lengths = given.str.len_bytes()
    width = int(lengths[0])
    if not _DAY_WIDTH <= width <= _LONGEST or not (lengths == width).all():
        return None
    array = given.to_arrow(compat_level=pl.CompatLevel.oldest())
    start = array.offset * width
    return np.frombuffer(array.buffers()[2], np.uint8, len(given) * width, start).reshape(-1, width)


def _days(letters: Digits) -> Numbers | None:
    years, months, of_month = (_number(letters, *where) for where in ((0, 4), (5, 2), (8, 2)))
    if years is None or months is None or of_month is None:
        return None
    if not (letters[:, _DASHES] == ord("-")).all():
        return None
    if (years < 1).any() or (months < 1).any() or (months > 12).any() or (of_month < 1).any():
        return None
    is_leap = (years % 4 == 0) & ((years % 100 != 0) | (years % 400 == 0))
    if (of_month > _DAYS_IN[months] + (is_leap & (months == 2))).any():
        return None
    before = years - 1
    of_years = before * 365 + before // 4 - before // 100 + before // 400
    found: Numbers = (
        of_years + _DAYS_BEFORE[months] + (is_leap & (months > 2)) + of_month - 1 - _EPOCH
    )
    return found


def _fraction(letters: Digits) -> Numbers | int | None:
    """The microseconds behind the point."""
    digits = letters.shape[1] - _INSTANT_WIDTH - 1
    if digits < 0:
        return 0
    if not digits or not (letters[:, _INSTANT_WIDTH] == ord(".")).all():
        return None
    found = _number(letters, _INSTANT_WIDTH + 1, digits)
    return None if found is None else found * 10 ** (6 - digits)


def _number(letters: Digits, place: int, count: int) -> Numbers | None:
    """The number that these letters are; None where one is no digit."""
    found = np.zeros(len(letters), dtype=np.int64)
    for column in range(place, place + count):
        digit = letters[:, column] - np.uint8(ord("0"))  # what is below wraps around
        if (digit > 9).any():
            return None
        found = found * 10 + digit
    return found


def _spread(
    values: Numbers | np.ndarray[Any, Any], texts: pl.Series, dtype: pl.DataType
) -> pl.Series:
    """The values with the nulls of the texts in their places."""
    found = pl.Series(texts.name, values)
    if texts.null_count():
        places = texts.is_not_null().cum_sum() - 1
        places = pl.select(pl.when(texts.is_not_null()).then(places)).to_series()
        found = found.gather(places.cast(pl.UInt32)).alias(texts.name)
    return found.cast(dtype)
