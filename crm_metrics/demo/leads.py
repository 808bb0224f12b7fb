"""Leads: first requests, how fast they were answered, and which became deals."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from crm_metrics.demo import words
from crm_metrics.demo.clients import (
    company_names,
    dirty_emails,
    dirty_phones,
    domains,
    phones,
)
from crm_metrics.demo.company import OPENS, Block, Company, first_names, last_names
from crm_metrics.demo.deals import Deals, contact_ids, draw_deals
from crm_metrics.demo.draw import (
    DAY,
    HOUR,
    NEVER,
    Bools,
    Ints,
    blank,
    choose,
    flawed,
    frame,
    ids,
    in_hours,
    instants,
    pick,
    where,
    whole,
)
from crm_metrics.demo.plans import campaign_of

NEVER_CONTACTED = 0.13
FROM_LEAD_SHARE = 0.45
"""The share of new-business deals that began as a lead."""


@dataclass(frozen=True)
class Leads:
    """The leads of a block, oldest first. `deal` is the position of the deal a lead became, or -1;
    `touched` the first answer by a person (NEVER: none by as-of)."""

    deals: Deals
    number: Ints
    created: Ints
    deal: Ints
    owner: Ints
    region: Ints
    source: Ints
    touched: Ints
    converted: Ints
    disqualified: Ints

    @property
    def is_converted(self) -> Bools:
        return self.deal >= 0


def draw_leads(company: Company, block: Block) -> Leads:
    drawn = draw_deals(company, block)
    random = company.random("leads", block)
    history = company.history
    count = block.size + block.size // 5
    may_come = (drawn.trail.pipeline_now == 0) & (random.random(block.size) < FROM_LEAD_SHARE)
    begun = drawn.created - whole(random.lognormal(11.6, 1.1, block.size))
    origins = np.flatnonzero(may_come & (begun >= history.first_day * DAY))
    others = count - len(origins)
    # People fill in forms at any hour, also at weekends.
    alone = history.draw_days(random, others) * DAY + whole(random.beta(2.2, 1.8, others) * DAY)
    created = np.concatenate([begun[origins], alone])
    deal = np.concatenate([origins, np.full(others, -1)])
    region = np.concatenate(
        [
            drawn.region[origins],
            company.region_of_team[company.team[choose(random, company.weight, others)]],
        ]
    )
    order = np.argsort(created, kind="stable")
    created, deal, region = created[order], deal[order], region[order]
    became = np.maximum(deal, 0)
    owner = company.still_here(company.draw_reps(random, region), created // DAY)
    owner = np.where(deal >= 0, drawn.owner[became], owner)
    source = np.where(deal >= 0, drawn.source[became], choose(random, words.SOURCE_WEIGHTS, count))
    converted = np.where(deal >= 0, drawn.created[became], NEVER)
    touched = _touched(company, block, created, converted, owner, OPENS[region])
    given_up = created + whole(random.lognormal(13.4, 1.0, count))
    given_up = np.maximum(in_hours(given_up, OPENS[region]), np.minimum(touched, given_up) + HOUR)
    is_given_up = (deal < 0) & (random.random(count) < 0.82) & (given_up < history.end)
    disqualified = np.where(is_given_up, given_up, NEVER)
    touched = np.where((touched < disqualified) & (touched < history.end), touched, NEVER)
    return Leads(
        deals=drawn,
        number=block.start * 6 // 5 + np.arange(count),
        created=created,
        deal=deal,
        owner=owner,
        region=region,
        source=source,
        touched=touched,
        converted=converted,
        disqualified=disqualified,
    )


def _touched(
    company: Company, block: Block, created: Ints, converted: Ints, owner: Ints, opens: Ints
) -> Ints:
    """When a person first answered: at the next opening or a while after, some never."""
    random = company.random("touches", block)
    count = len(created)
    wait = whole(random.lognormal(8.3, 1.7, count) * company.pace[owner] ** 4)
    day, within = created // DAY, created % DAY
    is_shut = (within < opens * HOUR) | (within > (opens + 9) * HOUR) | ((day + 3) % 7 > 4)
    next_day = day + (within > (opens + 9) * HOUR)
    weekday = (next_day + 3) % 7
    next_day += np.where(weekday > 4, 7 - weekday, 0)
    opening = next_day * DAY + opens * HOUR
    touched = np.where(is_shut, opening + wait // 4, created + wait)
    touched = np.where(touched > converted, created + (converted - created) // 2, touched)
    is_silent = (converted == NEVER) & (random.random(count) < NEVER_CONTACTED)
    return np.where(is_silent, NEVER, touched)


def leads(company: Company, block: Block) -> pl.DataFrame:
    drawn = draw_leads(company, block)
    deals, clients = drawn.deals, drawn.deals.clients
    random = company.random("lead rows", block)
    count = len(drawn.number)
    is_converted, became = drawn.is_converted, np.maximum(drawn.deal, 0)
    account = deals.account[became]
    # Those who never became a client name companies beyond the accounts' numbers.
    stranger = company.deals + drawn.number
    companies = company_names(
        company.seed, np.where(is_converted, clients.number[account], stranger)
    )
    first, last = first_names(random, count), last_names(random, count)
    address = (first + "." + last).str.to_lowercase() + "@" + domains(companies)
    address = address.str.replace_many(["ü", "é", "ë", "í"], ["u", "e", "e", "i"])
    campaign = campaign_of(company, random, drawn.source, drawn.created // DAY)
    campaign = np.where(is_converted, deals.campaign[became], campaign)
    # Forms and social networks record the first answer themselves.
    has_stamp = np.isin(drawn.source, [words.SOURCES.index(s) for s in ("Website", "Social")])
    stamped = np.where(has_stamp, drawn.touched, NEVER)
    last_change = np.maximum.reduce(
        [drawn.created]
        + [
            np.where(at < NEVER, at, 0)
            for at in (drawn.touched, drawn.converted, drawn.disqualified)
        ]
    )
    owner = np.where(flawed(random, "lead_without_owner", count), -1, drawn.owner)
    created = where(~flawed(random, "lead_without_created_at", count), instants(drawn.created))
    source = blank(random, "lead_without_source", pick(words.SOURCES, drawn.source))
    return frame(
        "leads",
        {
            "lead_id": ids("L", drawn.number),
            "owner_id": ids("U", owner),
            "name": blank(random, "lead_without_name", first + " " + last),
            "company": where(random.random(count) < 0.85, companies),
            "email": dirty_emails(random, address),
            "phone": dirty_phones(random, phones(drawn.number * 5 + 3, drawn.region)),
            "source": source,
            "campaign_id": ids("K", campaign),
            "status": _status(drawn, random.random(count) < 0.35),
            "created_at": created,
            "updated_at": instants(last_change),
            "converted_at": instants(drawn.converted),
            "disqualified_at": instants(drawn.disqualified),
            "deal_id": ids("D", np.where(is_converted, deals.number[became], -1)),
            "account_id": ids("A", np.where(is_converted, clients.number[account], -1)),
            "contact_id": where(is_converted, contact_ids(deals).gather(became)),
            "first_response_at": instants(stamped),
        },
    )


def _status(drawn: Leads, is_qualified: Bools) -> pl.Series:
    texts = ("new", "working", "qualified", "converted", "disqualified")
    is_touched = drawn.touched < NEVER
    status = np.where(is_touched, np.where(is_qualified, 2, 1), 0)
    status = np.where(drawn.is_converted, 3, status)
    return pick(texts, np.where(drawn.disqualified < NEVER, 4, status))
