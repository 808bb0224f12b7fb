"""The three years that the demo tells: growth, a yearly season, working days, quarter ends."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from crm_metrics.demo.draw import DAY, Floats, Ints, Random, choose

EPOCH = date(1970, 1, 1)
DAYS = 3 * 365
GROWTH_PER_YEAR = 1.22
# How busy each month and each weekday is: quiet in August and late December, and at weekends.
SEASON = (0.92, 1.0, 1.1, 1.02, 1.03, 1.0, 0.84, 0.76, 1.1, 1.13, 1.1, 0.85)
WEEK = (1.02, 1.1, 1.12, 1.05, 0.9, 0.05, 0.03)


@dataclass(frozen=True)
class History:
    """The days from the introduction of the CRM to `as_of`, both included."""

    as_of: date

    @property
    def last_day(self) -> int:
        return (self.as_of - EPOCH).days

    @property
    def first_day(self) -> int:
        return self.last_day - DAYS + 1

    @property
    def end(self) -> int:
        """The first instant after as-of: nothing happens from here on."""
        return (self.last_day + 1) * DAY

    @cached_property
    def weights(self) -> Floats:
        """How much happens on each day of the history."""
        return self.weights_on(np.arange(self.first_day, self.last_day + 1))

    def weights_on(self, days: Ints) -> Floats:
        """How much happens on each of the days, also on days to come."""
        months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
        growth = GROWTH_PER_YEAR ** ((days - self.first_day) / 365)
        weights: Floats = growth * np.array(SEASON)[months] * np.array(WEEK)[(days + 3) % 7]
        return weights

    def draw_days(self, random: Random, count: int) -> Ints:
        """`count` days in rising order, more of them where more happens."""
        return np.sort(self.first_day + choose(random, self.weights, count))

    def months(self) -> Ints:
        """The first day of every month that the history touches, and of the one after it."""
        first = np.datetime64(self.first_day, "D").astype("datetime64[M]")
        last = np.datetime64(self.last_day, "D").astype("datetime64[M]") + 2
        return np.arange(first, last).astype("datetime64[D]").astype(np.int64)


def next_quarter(days: Ints) -> Ints:
    """The first day of the quarter after the one each day lies in."""
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    starts = months - (months.astype(np.int64) % 3) + 3
    return starts.astype("datetime64[D]").astype(np.int64)


def next_month(days: Ints) -> Ints:
    """The first day of the month after the one each day lies in."""
    months = days.astype("datetime64[D]").astype("datetime64[M]") + 1
    return months.astype("datetime64[D]").astype(np.int64)
