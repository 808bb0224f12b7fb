"""How long a customer may be silent before it counts as lost, as far as was known on each day.

One gap between purchases in ten is longer than the threshold, by design: the customer's own gaps
say how long that is once there are nine of them, before that the gaps of its segment.
"""

from bisect import insort
from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crm_metrics.facts.fact import DAY, TEXT

# With fewer, the rank of the ninth tenth lies beyond the longest gap.
FEWEST_GAPS = 9
_STILL_SILENT = 0.1
# A share of exactly one tenth, made of many factors, may come out a hair above it.
_ROUNDING = 1e-9


def own_threshold(gaps: Sequence[int]) -> int | None:
    """The ⌈0.9·(k + 1)⌉-th smallest of a customer's k completed gaps, sorted; None below nine.

    The next gap is longer than that at most one time in ten, whatever the gaps' distribution.
    Source: the prediction interval from order statistics, David and Nagaraja (2003), section 7.3.

    >>> own_threshold([7] * 8), own_threshold([1, 2, 3, 4, 5, 6, 7, 8, 90])
    (None, 90)
    >>> own_threshold(range(1, 20))
    18
    """
    if len(gaps) < FEWEST_GAPS:
        return None
    # In whole numbers: 0.9 is none, and a hair above a rank would be the next rank.
    rank = -(-9 * (len(gaps) + 1) // 10)
    return gaps[rank - 1]


def own_thresholds(gaps: Iterable[int]) -> list[int | None]:
    """The threshold after each gap, from the gaps completed by then."""
    completed: list[int] = []
    found = []
    for gap in gaps:
        insort(completed, gap)
        found.append(own_threshold(completed))
    return found


def segment_thresholds(completed: pl.DataFrame, waiting: pl.DataFrame) -> pl.DataFrame:
    """The P90 of each segment's gaps on each day, by Kaplan–Meier with the running gaps censored.

    - `completed`: segment, day, gap_days, n: how many more gaps of that length are known from
      that day on (fewer, where n is negative).
    - `waiting`: segment, day, since_day, n: how many more customers are known from that day on to
      have bought last on since_day.

    One row per segment and day of `waiting`: segment, day, segment_days, the smallest t with
    S(t) ≤ 0.1. Null where the curve does not come down so far, and below nine completed gaps, as
    for a customer: one early gap would speak for all.
    """
    gaps = completed.partition_by("segment", as_dict=True)
    parts = [
        _thresholds_of(key[0], gaps.get(key, completed.clear()), since)
        for key, since in waiting.partition_by("segment", as_dict=True).items()
    ]
    schema = {"segment": TEXT, "day": DAY, "segment_days": DAY}
    return pl.concat([pl.DataFrame(schema=schema), *parts])


def _thresholds_of(segment: object, completed: pl.DataFrame, waiting: pl.DataFrame) -> pl.DataFrame:
    """The thresholds of one segment, day after day; counts are kept up, not made anew."""
    days = waiting["day"].unique().sort()
    gaps = _Counts("gap_days", completed, days)
    since = _Counts("since_day", waiting, days)
    found = []
    for number, day in enumerate(days):
        gaps.go_on(number)
        since.go_on(number)
        # Of the customers that wait, those still at risk at a gap bought so long ago or longer.
        so_long = np.searchsorted(since.values, day - gaps.values, side="right")
        still = np.concatenate([[0], np.cumsum(since.counts)])[so_long]
        found.append(_ninth_tenth(gaps.values, gaps.counts, still))
    return pl.DataFrame(
        {"segment": [segment] * len(days), "day": days, "segment_days": found},
        schema={"segment": TEXT, "day": DAY, "segment_days": DAY},
    )


def _ninth_tenth(
    gaps: NDArray[np.int64], ended: NDArray[np.int64], waiting: NDArray[np.int64]
) -> int | None:
    if ended.sum() < FEWEST_GAPS:
        return None
    at_risk = np.cumsum(ended[::-1])[::-1] + waiting
    survival = np.cumprod(1 - ended / np.maximum(at_risk, 1))
    reached = survival <= _STILL_SILENT + _ROUNDING
    return int(gaps[np.argmax(reached)]) if reached.any() else None


class _Counts:
    """How often each value occurs, day after day."""

    def __init__(self, value: str, changes: pl.DataFrame, days: pl.Series) -> None:
        changes = changes.sort("day")
        self.values = changes[value].unique().sort().to_numpy().astype(np.int64)
        self.counts = np.zeros(len(self.values), np.int64)
        self._places = np.searchsorted(self.values, changes[value].to_numpy())
        self._changes = changes["n"].to_numpy()
        self._until = np.searchsorted(changes["day"].to_numpy(), days.to_numpy(), side="right")

    def go_on(self, number: int) -> None:
        """Take in what has changed up to this of the days."""
        part = slice(self._until[number - 1] if number else 0, self._until[number])
        np.add.at(self.counts, self._places[part], self._changes[part])
