"""The trail of a deal: every value its stage, amount, owner and expected day have had.

Drawn to its end, also beyond as-of, then cut there: what the trail says last is what the deal
shows, so the changes replay to the deals by construction.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from crm_metrics.demo import words
from crm_metrics.demo.draw import (
    DAY,
    HOUR,
    NEVER,
    Bools,
    Floats,
    Ints,
    Random,
    flawed,
    in_hours,
    pick,
    whole,
)
from crm_metrics.demo.flaws import FIRST_STRAY
from crm_metrics.demo.history import next_month

# Slots of a deal's way: its open stages, a step back, a loss that was taken back and the stage
# it was taken back to, the decision, and what follows a won deal.
STEP_BACK, TAKEN_LOST, TAKEN_BACK, DECISION, AFTERWARDS = 4, 5, 6, 7, 8
SLOTS = 9
MINUTE = 60
NO_AMOUNT = NEVER

_STAGES = [stage for _, stages in words.PIPELINES for stage in stages]
STAGE_NAMES = tuple(name for name, _, _ in _STAGES)
STAGE_OUTCOMES = np.array([("open", "won", "lost").index(outcome) for _, outcome, _ in _STAGES])
# By pipeline: where its stages begin, how many are open, which mean won and lost.
FIRST = np.array([0, len(words.PIPELINES[0][1])])
OPEN_STAGES = np.array([4, 3])
WON = np.array([4, FIRST[1] + 3])
LOST = np.array([5, FIRST[1] + 5])
INVOICED = int(FIRST[1]) + 4
REACHED_BY_LOSERS = (0.3, 0.3, 0.25, 0.15)
REOPENED_SHARE = 0.015
STEP_BACK_SHARE = 0.04


@dataclass(frozen=True)
class Values:
    """The values one field takes: per deal and slot a value and the instant it came, NEVER if none.

    In each row the instants that are not NEVER rise.
    """

    value: Ints
    at: Ints

    def last(self) -> Ints:
        """The value that holds, per deal; the first slot's where nothing else came."""
        slots = np.arange(self.at.shape[1])
        latest = np.where(self.at < NEVER, slots, 0).max(axis=1)
        value: Ints = self.value[np.arange(len(self.value)), latest]
        return value


@dataclass(frozen=True)
class Trail:
    """What became of the deals by `end`. Outcome: 0 open, 1 won, 2 lost; `closed` NEVER if open."""

    end: int
    stages: Values
    pipelines: Values
    amounts: Values
    currencies: Values
    expected: Values
    owners: Values
    has_amount: Bools
    has_expected: Bools
    stage_now: Ints
    pipeline_now: Ints
    outcome: Ints
    closed: Ints

    @property
    def amount_now(self) -> Ints:
        return self.amounts.last()

    @property
    def currency_now(self) -> Ints:
        return self.currencies.last()

    @property
    def owner_now(self) -> Ints:
        return self.owners.last()

    @property
    def expected_now(self) -> Ints:
        return np.where(self.has_expected, self.expected.last(), NEVER // DAY)

    @property
    def last_change(self) -> Ints:
        fields = (self.stages, self.amounts, self.currencies, self.expected, self.owners)
        every = np.concatenate([field.at for field in fields], axis=1)
        last: Ints = np.where(every < NEVER, every, 0).max(axis=1)
        return last

    @staticmethod
    def stage_name(stage: Ints) -> pl.Series:
        return pick(STAGE_NAMES, stage)


def draw_trail(
    random: Random,
    end: int,
    *,
    created: Ints,
    closed: Ints,
    will_win: Bools,
    opens: Ints,
    pipeline: Ints,
    is_transferred: Bools,
    cents: Ints,
    currency: Ints,
    owner: Ints,
    deputy: Ints,
    left: Ints,
) -> Trail:
    """Trails of deals created and decided at these instants (NEVER: forgotten), cut at `end`."""
    count = len(created)
    natural = created + whole(30 * DAY * np.exp(random.normal(0, 0.6, count)))
    busy_until = np.where(closed < NEVER, closed, natural)
    way = _way(random, created, busy_until, closed, will_win, opens, pipeline)
    stages, pipelines = _with_transfers(way, pipeline, is_transferred)
    stages, pipelines = _cut(stages, end), _cut(pipelines, end)
    stage = stages.last()
    outcome = STAGE_OUTCOMES[stage]
    decided = np.where(stages.at[:, DECISION] < NEVER, stages.at[:, DECISION], NEVER)
    decided = np.where((outcome == 2) & (decided == NEVER), stages.at[:, TAKEN_LOST], decided)
    expected = _expected(random, created, closed, opens)
    return Trail(
        end=end,
        stages=stages,
        pipelines=pipelines,
        amounts=_cut(_amounts(random, created, busy_until, opens, cents), end),
        currencies=_cut(_currency_values(random, created, busy_until, opens, currency), end),
        expected=_cut(expected, end),
        owners=_cut(_owner_values(random, created, busy_until, opens, owner, deputy, left), end),
        has_amount=~flawed(random, "deal_without_amount", count),
        has_expected=~flawed(random, "deal_without_expected_close", count),
        stage_now=stage,
        pipeline_now=pipelines.last(),
        outcome=outcome,
        closed=np.where(outcome > 0, decided, NEVER),
    )


def _cut(values: Values, end: int) -> Values:
    return Values(values.value, np.where(values.at < end, values.at, NEVER))


def _between(share: Floats, start: Ints, stop: Ints, opens: Ints, slot: int) -> Ints:
    """The instant after that share of the way, in office hours, later in later slots."""
    at = in_hours(start + whole(share * (stop - start)), opens)
    return np.clip(at, start + slot * MINUTE, stop - (SLOTS - slot) * MINUTE)


def _way(
    random: Random,
    created: Ints,
    busy_until: Ints,
    closed: Ints,
    will_win: Bools,
    opens: Ints,
    pipeline: Ints,
) -> Values:
    """The stages a deal goes through: value = stage, by slot."""
    count = len(created)
    last_open = OPEN_STAGES[pipeline] - 1
    edges = np.cumsum(REACHED_BY_LOSERS)
    lost_in = np.searchsorted(edges, random.random(count) * edges[-1]).clip(max=last_open)
    depth = np.where(will_win, last_open, lost_in)
    is_reopened = (closed < NEVER) & (busy_until - created > 12 * DAY)
    is_reopened &= random.random(count) < REOPENED_SHARE
    goes_back = (depth >= 1) & (random.random(count) < STEP_BACK_SHARE)

    value = np.full((count, SLOTS), -1, dtype=np.int64)
    at = np.full((count, SLOTS), NEVER, dtype=np.int64)
    first = FIRST[pipeline]
    value[:, 0], at[:, 0] = first, created
    time = np.cumsum(random.exponential(1.0, (count, 6)), axis=1)
    time /= time[:, -1:]
    time *= np.where(is_reopened, 0.5, 1.0)[:, None]
    is_skipped = random.random((count, STEP_BACK)) < 0.1
    steps = [
        (slot, (slot <= depth) & ~((slot < depth) & is_skipped[:, slot]), first + slot,
         time[:, slot - 1])
        for slot in range(1, STEP_BACK)
    ]  # fmt: skip
    steps += [
        (STEP_BACK, goes_back, first + depth - 1, time[:, 4]),
        (TAKEN_LOST, is_reopened, LOST[pipeline], np.full(count, 0.6)),
        (TAKEN_BACK, is_reopened, first + depth, np.full(count, 0.75)),
    ]
    before = created
    for slot, has, stage, share in steps:
        step_at = _between(share, created, busy_until, opens, slot)
        before = np.where(has, np.maximum(step_at, before + 1), before)
        value[:, slot] = stage
        at[:, slot] = np.where(has, before, NEVER)
    value[:, DECISION] = np.where(will_win, WON[pipeline], LOST[pipeline])
    at[:, DECISION] = closed
    is_invoiced = will_win & (pipeline == 1) & (closed < NEVER) & (random.random(count) < 0.7)
    invoiced = in_hours(np.where(is_invoiced, closed, 0) + 3 * DAY, opens) + 4 * DAY
    value[:, AFTERWARDS] = INVOICED
    at[is_invoiced, AFTERWARDS] = in_hours(invoiced, opens)[is_invoiced]
    return Values(value, at)


def _with_transfers(way: Values, pipeline: Ints, is_transferred: Bools) -> tuple[Values, Values]:
    """Let the transferred deals begin in the first pipeline and change with their next step."""
    moves = is_transferred & (way.at[:, 1] < NEVER)
    stages = way.value.copy()
    stages[moves, 0] = FIRST[0]
    pipelines = np.stack([np.where(moves, 0, pipeline), pipeline], axis=1)
    at = np.stack([way.at[:, 0], np.where(moves, way.at[:, 1], NEVER)], axis=1)
    return Values(stages, way.at), Values(pipelines, at)


def _amounts(random: Random, created: Ints, busy_until: Ints, opens: Ints, cents: Ints) -> Values:
    """Amounts in cents; a deal in ten begins without one, one in four changes later."""
    count = len(cents)
    comes_late = random.random(count) < 0.1
    steps = [np.where(comes_late, NO_AMOUNT, cents), cents]
    times = [created, np.full(count, NEVER)]
    drawn = random.random((count, 2))
    is_first = comes_late | (drawn[:, 0] < 0.16)
    factors = np.exp(random.normal(-0.04, 0.18, (count, 2)))
    changed = whole(np.abs(cents) * factors[:, 0] / 1_000) * 1_000 * np.sign(cents)
    steps[1] = np.where(comes_late, cents, changed)
    times[1] = np.where(is_first, _between(drawn[:, 1] * 0.4, created, busy_until, opens, 1), NEVER)
    is_second = random.random(count) < 0.1
    base = np.where(is_first, steps[1], cents)
    steps.append(whole(np.abs(base) * factors[:, 1] / 1_000) * 1_000 * np.sign(base))
    later = _between(0.5 + 0.45 * random.random(count), created, busy_until, opens, 2)
    later = np.maximum(later, np.where(is_first, times[1] + 1, 0))
    times.append(np.where(is_second, later, NEVER))
    return Values(np.stack(steps, axis=1), np.stack(times, axis=1))


def _currency_values(
    random: Random, created: Ints, busy_until: Ints, opens: Ints, currency: Ints
) -> Values:
    """A few deals were first entered in USD and corrected."""
    corrected = (currency > 0) & (random.random(len(currency)) < 0.02)
    value = np.stack([np.where(corrected, 0, currency), currency], axis=1)
    later = _between(random.random(len(currency)) * 0.5, created, busy_until, opens, 1)
    return Values(value, np.stack([created, np.where(corrected, later, NEVER)], axis=1))


def _owner_values(
    random: Random,
    created: Ints,
    busy_until: Ints,
    opens: Ints,
    owner: Ints,
    deputy: Ints,
    left: Ints,
) -> Values:
    """Some deals are handed over, most of those of people who leave."""
    count = len(owner)
    has_left = (left > created) & (left < busy_until) & (random.random(count) < 0.75)
    hands_over = (random.random(count) < 0.05) | has_left
    hands_over &= (owner >= 0) & (owner < FIRST_STRAY) & (owner != deputy)
    at = _between(0.15 + 0.7 * random.random(count), created, busy_until, opens, 2)
    leaving = np.clip(left + 9 * HOUR, created + MINUTE, busy_until - MINUTE)
    at = np.where(has_left, leaving, at)
    return Values(
        np.stack([owner, deputy], axis=1),
        np.stack([created, np.where(hands_over, at, NEVER)], axis=1),
    )


PUSHES = 4


def _expected(random: Random, created: Ints, closed: Ints, opens: Ints) -> Values:
    """The expected day: a hopeful first one, pushed when it comes near, set right at the end."""
    count = len(created)
    day = created // DAY + 7 + whole(42 * np.exp(random.normal(0, 0.5, count)))
    at_month_end = random.random(count) < 0.4
    day = np.where(at_month_end, next_month(day) - 1, day)
    days, times = [day], [created]
    careful = np.where(closed < NEVER, 0.72, 0.4)
    goes_on = np.ones(count, dtype=bool)
    for _ in range(PUSHES):
        at = (day + random.integers(-6, 8, count)) * DAY
        at = np.maximum(in_hours(at + random.integers(0, DAY, count), opens), times[-1] + HOUR)
        at = np.maximum(at, created + HOUR)
        goes_on = goes_on & (at < closed) & (random.random(count) < careful)
        later = np.maximum(day, at // DAY) + 10 + whole(random.exponential(26, count))
        day = np.where(goes_on, later, day)
        days.append(day)
        times.append(np.where(goes_on, at, NEVER))
    is_set = (closed < NEVER) & (random.random(count) < 0.3) & (day != closed // DAY)
    days.append(np.where(is_set, closed // DAY, day))
    times.append(np.where(is_set, closed, NEVER))
    return Values(np.stack(days, axis=1), np.stack(times, axis=1))
