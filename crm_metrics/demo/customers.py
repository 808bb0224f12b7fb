"""Customers: what they subscribe to, what they order, and who leaves.

Half of the accounts that ever won pay a subscription. Those who started in one quarter, a year
after the CRM was introduced, leave in numbers: the cohort a retention page should find.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from crm_metrics.demo import words
from crm_metrics.demo.clients import CURRENCIES
from crm_metrics.demo.company import Block, Company
from crm_metrics.demo.deals import Deals, draw_deals
from crm_metrics.demo.draw import (
    DAY,
    NEVER,
    Bools,
    Ints,
    Random,
    choose,
    dates,
    flawed,
    frame,
    ids,
    money,
    pick,
    where,
    whole,
)
from crm_metrics.demo.history import History, next_month

SUBSCRIBER_SHARE = 0.5
NO_DAY = NEVER // DAY
LEAVING_COHORT = (365, 365 + 91)
"""From which to before which day of the history the cohort that leaves started."""
ROWS_PER_DEAL = 4
"""Room for keys: no block has more rows of one table per deal."""


@dataclass(frozen=True)
class Contracts:
    """Subscriptions of a block: `origin` is the position of the deal that sold it."""

    origin: Ints
    product: Ints
    cents: Ints
    months: Ints
    started: Ints
    ended: Ints
    reason: Ints


def winners(deals: Deals) -> Ints:
    """Positions of each winning account's first won deal, by account."""
    won = np.flatnonzero(deals.is_won & (deals.trail.closed < NEVER))
    order = won[np.lexsort((deals.trail.closed[won], deals.account[won]))]
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = deals.account[order[1:]] != deals.account[order[:-1]]
    return order[is_first]


def draw_contracts(company: Company, deals: Deals, block: Block) -> Contracts:
    random = company.random("contracts", block)
    history = company.history
    first = winners(deals)
    first = first[random.random(len(first)) < SUBSCRIBER_SHARE]
    base = _new(random, deals, history, first, deals.trail.closed[first] // DAY)
    returning = _again(random, base, history, share=0.12, gap=(5, 90), factor=(0.7, 1.1))
    changed, base = _changed(random, base, history)
    more = _again_beside(random, base, history)
    parts = [base, returning, changed, more]
    joined = Contracts(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in Contracts.__dataclass_fields__
        )
    )
    return _selected(joined, np.lexsort((joined.origin, joined.started)))


def _selected(contracts: Contracts, rows: Ints | Bools) -> Contracts:
    return Contracts(*(getattr(contracts, name)[rows] for name in Contracts.__dataclass_fields__))


def _new(random: Random, deals: Deals, history: History, origin: Ints, closed: Ints) -> Contracts:
    count = len(origin)
    started = closed + 1 + random.integers(0, 25, count)
    started = np.where(random.random(count) < 0.6, next_month(started), started)
    begun = started <= history.last_day
    origin, started = origin[begun], started[begun]
    count = len(origin)
    months = np.array([12, 1, 24])[choose(random, (0.58, 0.32, 0.1), count)]
    age = started - history.first_day
    is_leaving = (age >= LEAVING_COHORT[0]) & (age < LEAVING_COHORT[1])
    hazard = np.where(is_leaving, 0.09, np.where(months == 1, 0.022, 0.011))
    lasts = 2 + whole(random.exponential(1 / hazard))
    # Contracts of a year or two end with a term, unless the customer walks out.
    at_term = (months > 1) & ~is_leaving & (random.random(count) < 0.85)
    lasts = np.where(at_term, -(-lasts // months) * months, lasts)
    ended = _months_later(started, np.minimum(lasts, 600))
    amount = np.abs(deals.trail.amount_now[origin])
    amount = np.where(amount < NEVER, amount, 500_000)
    return Contracts(
        origin=origin,
        product=deals.product[origin],
        cents=np.maximum(amount // 12, 1_500),
        months=months,
        started=started,
        ended=np.where(ended <= history.last_day, ended, NO_DAY),
        reason=random.integers(0, len(words.END_REASONS), count),
    )


def _months_later(day: Ints, months: Ints) -> Ints:
    """The same day of the month so many months later, the 28th at most."""
    month = day.astype("datetime64[D]").astype("datetime64[M]")
    within = np.minimum(day - month.astype("datetime64[D]").astype(np.int64), 27)
    return (month + months).astype("datetime64[D]").astype(np.int64) + within


def _again(
    random: Random,
    base: Contracts,
    history: History,
    share: float,
    gap: tuple[int, int],
    factor: tuple[float, float],
) -> Contracts:
    """Some who left come back after a while."""
    count = len(base.origin)
    started = base.ended + random.integers(*gap, count)
    returns = (base.ended < NO_DAY) & (random.random(count) < share)
    rows = returns & (started <= history.last_day)
    cents = whole(base.cents * random.uniform(*factor, count))
    again = Contracts(base.origin, base.product, cents, base.months, started,
                      np.full(count, NO_DAY), base.reason)  # fmt: skip
    return _selected(again, rows)


def _changed(random: Random, base: Contracts, history: History) -> tuple[Contracts, Contracts]:
    """Some change to a smaller or larger plan on one day: one contract ends, the next begins."""
    count = len(base.origin)
    until = np.minimum(base.ended, history.last_day)
    day = base.started + 30 + whole(random.random(count) * np.maximum(until - base.started - 60, 0))
    rows = (random.random(count) < 0.16) & (day + 30 < until)
    factor = np.where(random.random(count) < 0.55, 0.7, 1.4)
    after = Contracts(base.origin, base.product, whole(base.cents * factor), base.months, day,
                      base.ended, base.reason)  # fmt: skip
    cut = Contracts(
        base.origin, base.product, base.cents, base.months, base.started,
        np.where(rows, day, base.ended), np.where(rows, -2, base.reason),
    )  # fmt: skip
    return _selected(after, rows), cut


def _again_beside(random: Random, base: Contracts, history: History) -> Contracts:
    """Some take another product beside the first."""
    count = len(base.origin)
    until = np.minimum(base.ended, history.last_day)
    day = base.started + 60 + whole(random.random(count) * 400)
    rows = (random.random(count) < 0.2) & (day < until)
    product = (base.product + 1 + random.integers(0, 4, count)) % len(words.PRODUCTS)
    cents = whole(base.cents * random.uniform(0.15, 0.6, count))
    beside = Contracts(base.origin, product, cents, base.months, day, base.ended, base.reason)
    return _selected(beside, rows)


def _keys(letter: str, block: Block, count: int) -> pl.Series:
    return ids(letter, block.start * ROWS_PER_DEAL + np.arange(count))


def subscriptions(company: Company, block: Block) -> pl.DataFrame:
    deals = draw_deals(company, block)
    drawn = draw_contracts(company, deals, block)
    random = company.random("subscription rows", block)
    count = len(drawn.origin)
    has_ended = drawn.ended < NO_DAY
    ends_first = has_ended & flawed(random, "subscription_ends_first", count)
    ended = np.where(ends_first, drawn.started - random.integers(0, 30, count), drawn.ended)
    reason = pick(
        (*words.END_REASONS, "Changed plan"), np.where(drawn.reason == -2, 5, drawn.reason)
    )
    return frame(
        "subscriptions",
        {
            "subscription_id": _keys("S", block, count),
            "account_id": ids("A", deals.clients.number[deals.account[drawn.origin]]),
            "product": pick(words.PRODUCTS, drawn.product),
            "mrr": where(~flawed(random, "subscription_without_mrr", count), money(drawn.cents)),
            "currency": pick(CURRENCIES, deals.currency[drawn.origin]),
            "term_months": pl.Series(drawn.months),
            "started_on": dates(drawn.started),
            "ended_on": dates(ended),
            "end_reason": where(has_ended & (random.random(count) < 0.85), reason),
        },
    )


def orders(company: Company, block: Block) -> pl.DataFrame:
    """Every won deal is ordered in one to three parts; some customers order again, some return."""
    deals = draw_deals(company, block)
    random = company.random("orders", block)
    won = np.flatnonzero(deals.is_won & (deals.trail.closed < NEVER))
    parts = random.integers(1, 4, len(won))
    again = random.poisson(0.5, len(won))
    origin = np.repeat(won, parts + again)
    is_part = np.arange(len(origin)) - np.repeat(
        np.cumsum(parts + again) - parts - again, parts + again
    )
    is_again = is_part >= np.repeat(parts, parts + again)
    share = np.where(
        is_again, random.uniform(0.1, 0.5, len(origin)), 1 / np.repeat(parts, parts + again)
    )
    closed = deals.trail.closed[origin] // DAY
    wait = np.where(is_again, 60 + whole(random.exponential(200, len(origin))), is_part * 30)
    day = closed + wait + random.integers(0, 12, len(origin))
    amount = deals.trail.amount_now[origin]
    amount = np.where(amount < NEVER, np.abs(amount), 300_000)
    cents = whole(amount * share)
    cents = np.where(is_again & (random.random(len(origin)) < 0.1), -cents // 3, cents)
    rows = np.flatnonzero(day <= company.history.last_day)
    rows = rows[np.argsort(day[rows], kind="stable")]
    has_amount = ~flawed(random, "order_without_amount", len(rows))
    return frame(
        "orders",
        {
            "order_id": _keys("O", block, len(rows)),
            "account_id": ids("A", deals.clients.number[deals.account[origin[rows]]]),
            "ordered_on": dates(day[rows]),
            "amount": where(has_amount, money(cents[rows])),
            "currency": pick(CURRENCIES, deals.currency[origin[rows]]),
        },
    )
