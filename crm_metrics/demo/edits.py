"""Edits: who saved which field when, so that the load of typing can be measured.

People save when they enter a record, and afterwards in sittings, at the same hour of their day;
an integration saves many records in one minute of the night.
"""

import numpy as np
import polars as pl

from crm_metrics.demo.company import Block, Company
from crm_metrics.demo.deals import Deals, draw_deals
from crm_metrics.demo.draw import (
    DAY,
    HOUR,
    Ints,
    Random,
    choose,
    frame,
    ids,
    instants,
    on_workday,
    pick,
    whole,
)

FIELDS = ("amount", "expected_close_on", "stage", "source", "product", "name")
ENTERED_SHARE = {"deals": 1.0, "contacts": 0.6, "accounts": 0.6}
"""The share of records whose entry was typed; the others came in by import."""
SITTINGS_PER_DEAL = 0.55
ROBOT_SHARE = 0.05


def edits(company: Company, block: Block) -> pl.DataFrame:
    deals = draw_deals(company, block)
    random = company.random("edits", block)
    clients = deals.clients
    home = clients.owner[clients.contact_account]
    entries = [
        _entries(random, "deals", ids("D", deals.number), deals.created, deals.owner),
        _entries(
            random, "contacts", ids("C", clients.contact_number), clients.contact_created, home
        ),
        _entries(random, "accounts", ids("A", clients.number), clients.created, clients.owner),
    ]
    return pl.concat([*entries, _sittings(random, company, deals)]).sort(
        "edited_at", "entity", "record_id", "field"
    )


def _entries(
    random: Random, entity: str, keys: pl.Series, created: Ints, owner: Ints
) -> pl.DataFrame:
    """The first save of each record: the whole record, hence no field."""
    typed = np.flatnonzero(random.random(len(created)) < ENTERED_SHARE[entity])
    return frame(
        "edits",
        {
            "entity": entity,
            "record_id": keys.gather(typed),
            "user_id": ids("U", owner[typed]),
            "edited_at": instants(created[typed]),
        },
    )


def _sittings(random: Random, company: Company, deals: Deals) -> pl.DataFrame:
    """Later saves of one to three fields of a deal in the same second."""
    many = random.poisson(SITTINGS_PER_DEAL, len(deals.number))
    deal = np.repeat(np.arange(len(many)), many)
    count = len(deal)
    span = deals.until[deal] - deals.created[deal]
    day = (deals.created[deal] + whole(random.random(count) * span)) // DAY + 1
    by_robot = random.random(count) < ROBOT_SHARE
    user = np.where(by_robot, company.robot, deals.person_at(deal, day * DAY))
    # Everyone has a favourite hour for typing: early, late, or in between.
    hour = deals.opens[deal] + user * 7 % 9
    minute = whole(random.beta(1.2, 1.6, count) * 25 * 60)
    at = on_workday(day) * DAY + hour * HOUR + minute
    at = np.where(by_robot, day * DAY + 2 * HOUR + minute // 25, at)
    first = random.integers(0, 6, count)
    saved = 1 + choose(random, (0.72, 0.2, 0.08), count)
    rows = np.repeat(np.arange(count), saved)
    nth = np.arange(len(rows)) - np.repeat(np.cumsum(saved) - saved, saved)
    is_past = at[rows] < company.history.end
    rows, nth = rows[is_past], nth[is_past]
    return frame(
        "edits",
        {
            "entity": "deals",
            "record_id": ids("D", deals.number[deal[rows]]),
            "field": pick(FIELDS, (first[rows] + nth) % 6),
            "user_id": ids("U", user[rows]),
            "edited_at": instants(at[rows]),
        },
    )
