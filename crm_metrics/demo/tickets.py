"""Tickets: what customers ask of support, how fast they are helped, how they rate it."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from crm_metrics.demo import words
from crm_metrics.demo.company import Block, Company
from crm_metrics.demo.customers import winners
from crm_metrics.demo.deals import Deals, draw_deals
from crm_metrics.demo.draw import (
    DAY,
    HOUR,
    NEVER,
    Ints,
    Random,
    blank,
    choose,
    choose_by_row,
    flawed,
    frame,
    ids,
    instants,
    office_time,
    pick,
    where,
    whole,
)

# Hours that are promised to the first reply and to the resolution, by priority.
REPLY_HOURS = np.array([24, 8, 4, 1])
RESOLUTION_HOURS = np.array([240, 96, 48, 8])
PRIORITY_WEIGHTS = (0.2, 0.55, 0.18, 0.07)
TOPIC_WEIGHTS = (0.3, 0.2, 0.15, 0.15, 0.12, 0.08)
UNANSWERED_SHARE = 0.05
STUCK_SHARE = 0.03


@dataclass(frozen=True)
class Tickets:
    """The tickets of a block, oldest first; an instant of NEVER has not come by as-of."""

    deals: Deals
    number: Ints
    account: Ints
    contact: Ints
    agent: Ints
    priority: Ints
    created: Ints
    answered: Ints
    resolved: Ints


def draw_tickets(company: Company, block: Block) -> Tickets:
    deals = draw_deals(company, block)
    random = company.random("tickets", block)
    history = company.history
    count = max(1, block.size // 2)
    account, created = _asked(random, company, deals, count)
    clients = deals.clients
    first, after = clients.first_contact[account], clients.first_contact[account + 1]
    contact = np.where(after > first, first, -1)
    priority = choose(random, PRIORITY_WEIGHTS, count)
    agents = company.agents
    reply = whole(random.lognormal(9.0, 1.2, count) / (1 + priority))
    answered = np.where(random.random(count) < UNANSWERED_SHARE, NEVER, created + 60 + reply)
    work = whole(random.lognormal(11.0, 1.3, count) / (1 + priority * 0.6))
    work += (random.random(count) < STUCK_SHARE) * 60 * DAY
    resolved = np.where(answered < NEVER, answered, created + 8 * HOUR) + 120 + work
    return Tickets(
        deals=deals,
        number=block.start // 2 + np.arange(count),
        account=account,
        contact=contact,
        agent=agents[random.integers(0, len(agents), count)],
        priority=priority,
        created=created,
        answered=np.where(answered < np.minimum(history.end, resolved), answered, NEVER),
        resolved=np.where(resolved < history.end, resolved, NEVER),
    )


def _asked(random: Random, company: Company, deals: Deals, count: int) -> tuple[Ints, Ints]:
    """Customers ask from their first win on, most in their first months; others ask as well."""
    history = company.history
    first = winners(deals)
    asks = first[random.integers(0, len(first), count)] if len(first) else np.zeros(count, int)
    account = deals.account[asks]
    since = np.where(deals.is_won[asks], deals.trail.closed[asks], deals.created[asks]) // DAY
    span = history.last_day - since
    day = since + whole(random.random(count) ** 1.2 * (span + 1))
    # People write less at weekends.
    weekday = (day + 3) % 7
    day = np.where((weekday > 4) & (random.random(count) < 0.7), day - (weekday - 4), day)
    created = office_time(random, np.maximum(day, since), deals.clients.opens[account])
    order = np.argsort(created, kind="stable")
    return account[order], created[order]


def tickets(company: Company, block: Block) -> pl.DataFrame:
    drawn = draw_tickets(company, block)
    random = company.random("ticket rows", block)
    count, end = len(drawn.number), company.history.end
    clients = drawn.deals.clients
    is_resolved = drawn.resolved < NEVER
    is_old = drawn.resolved < end - 10 * DAY
    waits = random.random(count) < 0.3
    status = np.where(is_resolved, np.where(is_old, 3, 2), np.where(waits, 1, 0))
    is_reply = random.random(count) < 0.5
    hours = np.where(is_reply, REPLY_HOURS[drawn.priority], RESOLUTION_HOURS[drawn.priority])
    due = drawn.created + hours * HOUR
    event = np.where(is_reply, drawn.answered, drawn.resolved)
    is_judged = (event < NEVER) | (due < end)
    has_promise = random.random(count) < 0.8
    answered = np.where(
        (drawn.answered < NEVER) & flawed(random, "ticket_answered_too_early", count),
        drawn.created - HOUR,
        drawn.answered,
    )
    asked = np.where(random.random(count) < 0.75, drawn.resolved + DAY, NEVER)
    asked = np.where(asked < end, asked, NEVER)
    rated = asked + whole(random.lognormal(10.5, 1.2, count))
    rated = np.where((random.random(count) < 0.38) & (rated < end) & (asked < NEVER), rated, NEVER)
    topic = pick(words.TOPICS, _topics(random, drawn, company.history.last_day))
    numbers = clients.contact_number[np.maximum(drawn.contact, 0)]
    return frame(
        "tickets",
        {
            "ticket_id": ids("T", drawn.number),
            "account_id": ids("A", clients.number[drawn.account]),
            "contact_id": ids("C", np.where(drawn.contact >= 0, numbers, -1)),
            "owner_id": ids("U", np.where(random.random(count) < 0.97, drawn.agent, -1)),
            "team": words.SUPPORT_TEAM,
            "topic": blank(random, "ticket_without_topic", topic),
            "product": pick(words.PRODUCTS, random.integers(0, len(words.PRODUCTS), count)),
            "priority": pick(words.PRIORITIES, drawn.priority),
            "channel": pick(words.TICKET_CHANNELS, choose(random, (5, 2, 2, 3), count)),
            "status": pick(("open", "pending", "solved", "closed"), status),
            "created_at": instants(drawn.created),
            "first_response_at": instants(answered),
            "resolved_at": instants(drawn.resolved),
            "reopened_count": pl.Series(random.poisson(0.1, count) * is_resolved),
            "public_replies": pl.Series(
                np.where(drawn.answered < NEVER, 1 + random.poisson(0.9, count), 0)
            ),
            "sla_kind": where(has_promise, pick(("resolution", "reply"), is_reply.astype(int))),
            "sla_due_at": where(has_promise, instants(due)),
            "sla_met": where(has_promise & is_judged, pl.Series(event <= due)),
            "rating": where(rated < NEVER, pl.Series(_ratings(random, drawn) + 1)),
            "rating_asked_at": instants(asked),
            "rated_at": instants(rated),
        },
    )


def _topics(random: Random, drawn: Tickets, last_day: int) -> Ints:
    """One topic has been rising for half a year."""
    ago = last_day - drawn.created // DAY
    weights = np.tile(np.array(TOPIC_WEIGHTS), (len(ago), 1))
    weights[:, words.TOPICS.index(words.RISING_TOPIC)] *= 1 + 2.5 * np.clip((180 - ago) / 180, 0, 1)
    return choose_by_row(random, weights)


def _ratings(random: Random, drawn: Tickets) -> Ints:
    """Ratings from 0: lower where the answer took more than half a day."""
    is_slow = np.minimum(drawn.answered, NEVER - 1) - drawn.created > 12 * HOUR
    weights = np.where(
        is_slow[:, None], np.array([[0.2, 0.18, 0.2, 0.24, 0.18]]), [[0.04, 0.04, 0.1, 0.34, 0.48]]
    )
    return choose_by_row(random, weights)
