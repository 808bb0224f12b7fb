"""Deal changes: every value a deal's fields have had, the first one included.

Stages are recorded for all deals. Of the other fields only what ever changed is recorded, with
its first value: a field without rows has always been what it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from crm_metrics.demo import words
from crm_metrics.demo.clients import CURRENCIES
from crm_metrics.demo.company import Block, Company
from crm_metrics.demo.deals import Deals, draw_deals, owner_ids
from crm_metrics.demo.draw import (
    NEVER,
    Bools,
    Ints,
    dates,
    frame,
    ids,
    instants,
    money,
    pick,
    where,
)
from crm_metrics.demo.trail import Values

FIELDS = ("pipeline", "stage", "amount", "currency", "expected_close_on", "owner_id")
"""In the order in which one save writes them."""


@dataclass(frozen=True)
class _Rows:
    """Changes of one field, by deal and time: position of the deal, instant, value before, after.

    A value of NEVER is no value.
    """

    deal: Ints
    at: Ints
    before: Ints
    after: Ints


def _rows(values: Values, of: Bools, *, keep_unchanged: bool) -> _Rows:
    """The changes in `values` of the deals `of`; if not `keep_unchanged`, of those that changed."""
    at = np.where(of[:, None], values.at, NEVER)
    deal, slot = np.nonzero(at < NEVER)
    value = values.value[deal, slot]
    is_first = np.ones(len(deal), dtype=bool)
    is_first[1:] = deal[1:] != deal[:-1]
    before = np.where(is_first, NEVER, np.roll(value, 1))
    is_change = is_first | (value != before)
    counts = np.bincount(deal[is_change & (value < NEVER)], minlength=len(of))
    begins_late = np.zeros(len(of), dtype=bool)
    begins_late[deal[is_first & (value == NEVER)]] = True
    is_kept = is_change & (value < NEVER)
    if not keep_unchanged:
        is_kept &= ((counts > 1) | begins_late)[deal]
    at_change = values.at[deal, slot]
    return _Rows(deal[is_kept], at_change[is_kept], before[is_kept], value[is_kept])


def _fields(drawn: Deals) -> Iterator[tuple[str, _Rows, pl.Series, pl.Series]]:
    """Per field its changes and the texts before and after."""
    trail = drawn.trail
    every = np.ones(len(drawn.number), dtype=bool)
    has_currency, has_owner = trail.currency_now >= 0, trail.owner_now >= 0
    names = [name for name, _ in words.PIPELINES]
    sources = (
        ("pipeline", trail.pipelines, every, lambda v: pick(names, v)),
        ("stage", trail.stages, every, trail.stage_name),
        ("amount", trail.amounts, trail.has_amount, lambda v: money(v).cast(pl.String)),
        ("currency", trail.currencies, has_currency, lambda v: pick(CURRENCIES, v)),
        (
            "expected_close_on",
            trail.expected,
            trail.has_expected,
            lambda v: dates(v).cast(pl.String),
        ),
        ("owner_id", trail.owners, has_owner, owner_ids),
    )
    for field, values, of, text in sources:
        rows = _rows(values, of, keep_unchanged=field == "stage")
        was = rows.before < NEVER
        before = where(was, text(np.where(was, rows.before, 0)))
        yield field, rows, before, text(rows.after)


def deal_changes(company: Company, block: Block) -> pl.DataFrame:
    drawn = draw_deals(company, block)
    random = company.random("changes", block)
    parts = list(_fields(drawn))
    deal = np.concatenate([rows.deal for _, rows, _, _ in parts])
    at = np.concatenate([rows.at for _, rows, _, _ in parts])
    field = np.repeat(np.arange(len(parts)), [len(rows.deal) for _, rows, _, _ in parts])
    order = np.lexsort((field, at, deal))
    owner = _owner_at(drawn, deal, at)
    by_robot = random.random(len(deal)) < 0.02
    owner = np.where(by_robot, company.robot, owner)
    return frame(
        "deal_changes",
        {
            "deal_id": ids("D", drawn.number[deal]),
            "field": pick(FIELDS, field),
            "old_value": pl.concat([before for _, _, before, _ in parts]),
            "new_value": pl.concat([after for _, _, _, after in parts]),
            "changed_at": instants(at),
            "sequence": pl.Series(field + 1),
            "changed_by": owner_ids(owner),
        },
    )[order]


def _owner_at(drawn: Deals, deal: Ints, at: Ints) -> Ints:
    owners = drawn.trail.owners
    owner: Ints = np.where(at < owners.at[deal, 1], owners.value[deal, 0], owners.value[deal, 1])
    return owner
