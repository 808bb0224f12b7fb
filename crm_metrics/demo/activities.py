"""Activities: calls, meetings, e-mails, tasks, notes and messages on everything else."""

from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from crm_metrics.demo import words
from crm_metrics.demo.company import OPENS, Block, Company
from crm_metrics.demo.customers import winners
from crm_metrics.demo.deals import Deals, owner_ids
from crm_metrics.demo.draw import (
    DAY,
    HOUR,
    NEVER,
    Bools,
    Ints,
    Random,
    blank,
    choose,
    flawed,
    frame,
    ids,
    in_hours,
    instants,
    office_time,
    on_workday,
    pick,
    where,
    whole,
)
from crm_metrics.demo.leads import Leads, draw_leads
from crm_metrics.demo.tickets import Tickets, draw_tickets

KINDS = ("call", "meeting", "email", "task", "note", "message")
CALL, MEETING, EMAIL, TASK, NOTE, MESSAGE = range(6)
KIND_WEIGHTS = (0.33, 0.17, 0.28, 0.12, 0.06, 0.04)
DONE, PLANNED, CANCELLED = range(3)
ROWS_PER_DEAL = 8
"""Room for keys: no block has more activities per deal."""


@dataclass(frozen=True)
class _Activities:
    """Activities of one origin. Positions of deal, lead and ticket in the block, -1 for none;
    `at` is when it was done or is due, `since` the earliest it can have been entered."""

    kind: Ints
    is_out: Bools
    owner: Ints
    account: Ints
    contact: Ints
    deal: Ints
    lead: Ints
    ticket: Ints
    status: Ints
    at: Ints
    since: Ints
    opens: Ints
    is_automatic: Bools


def _made(
    at: Ints,
    kind: Ints,
    owner: Ints,
    opens: Ints,
    *,
    since: Ints,
    is_out: Bools | None = None,
    account: Ints | None = None,
    contact: Ints | None = None,
    deal: Ints | None = None,
    lead: Ints | None = None,
    ticket: Ints | None = None,
    status: Ints | None = None,
    is_automatic: Bools | None = None,
) -> _Activities:
    none, count = np.full(len(at), -1), len(at)
    return _Activities(
        kind=kind,
        is_out=np.ones(count, dtype=bool) if is_out is None else is_out,
        owner=owner,
        account=none if account is None else account,
        contact=none if contact is None else contact,
        deal=none if deal is None else deal,
        lead=none if lead is None else lead,
        ticket=none if ticket is None else ticket,
        status=np.zeros(count, dtype=np.int64) if status is None else status,
        at=at,
        since=since,
        opens=opens,
        is_automatic=np.zeros(count, dtype=bool) if is_automatic is None else is_automatic,
    )


def _on_deals(random: Random, deals: Deals) -> _Activities:
    """One to many on each deal between its creation and its decision, thinning out in old ones."""
    length = (deals.until - deals.created) / DAY
    many = random.poisson(0.8 + 0.42 * np.minimum(length, 120) ** 0.42)
    deal = np.repeat(np.arange(len(many)), many)
    count = len(deal)
    created, until, opens = deals.created[deal], deals.until[deal], deals.opens[deal]
    share = random.random(count) ** np.where(until - created > 150 * DAY, 2.5, 1.1)
    at = in_hours(created + whole(share * (until - created)), opens)
    at = np.clip(at, created + 60, np.maximum(until - 60, created + 60))
    kind = choose(random, KIND_WEIGHTS, count)
    status = choose(random, (0.91, 0.05, 0.04), count)
    # A note is never planned.
    status = np.where(kind == NOTE, DONE, status)
    return _made(
        at,
        kind,
        deals.person_at(deal, at),
        opens,
        since=created,
        is_out=random.random(count) < 0.72,
        account=deals.account[deal],
        contact=deals.contact[deal],
        deal=np.where(flawed(random, "activity_without_deal", count), -1, deal),
        status=status,
    )


def _next_steps(random: Random, deals: Deals, company: Company) -> _Activities:
    """Planned calls, meetings and tasks on half of the deals still open and not forgotten."""
    age = (deals.trail.end - deals.created) / DAY
    is_alive = (deals.trail.outcome == 0) & (age < 200)
    deal = np.flatnonzero(is_alive & (random.random(len(age)) < 0.62))
    count = len(deal)
    day = on_workday(company.history.last_day + 1 + whole(random.exponential(9, count)))
    at = office_time(random, day, deals.opens[deal])
    kind = np.array([CALL, MEETING, TASK])[choose(random, (0.4, 0.3, 0.3), count)]
    return _made(
        at,
        kind,
        deals.person_at(deal, deals.until[deal] - 1),
        deals.opens[deal],
        since=deals.created[deal],
        account=deals.account[deal],
        contact=deals.contact[deal],
        deal=deal,
        status=np.full(count, PLANNED),
    )


def _on_leads(random: Random, leads: Leads, company: Company) -> list[_Activities]:
    """The first answer of a person, sometimes a second call, and automatic confirmations."""
    end = company.history.end
    first = np.flatnonzero(leads.touched < NEVER)
    second_at = leads.touched + whole(random.lognormal(11.8, 0.8, len(leads.touched)))
    stop = np.minimum(np.minimum(leads.converted, leads.disqualified), end)
    is_second = (leads.touched < NEVER) & (random.random(len(second_at)) < 0.3)
    second = np.flatnonzero(is_second & (second_at < stop))
    confirmed_at = leads.created + 60 + random.integers(0, 120, len(leads.created))
    is_confirmed = (random.random(len(confirmed_at)) < 0.3) & (confirmed_at < end)
    confirmed = np.flatnonzero(is_confirmed)
    parts = []
    for lead, at in ((first, leads.touched[first]), (second, second_at[second])):
        kind = np.array([CALL, EMAIL, MEETING, MESSAGE])[
            choose(random, (0.55, 0.33, 0.06, 0.06), len(lead))
        ]
        parts.append(
            _made(at, kind, leads.owner[lead], OPENS[leads.region[lead]], since=leads.created[lead],
                  lead=lead)
        )  # fmt: skip
    parts.append(
        _made(
            confirmed_at[confirmed],
            np.full(len(confirmed), EMAIL),
            np.full(len(confirmed), company.robot),
            OPENS[leads.region[confirmed]],
            since=confirmed_at[confirmed],
            lead=confirmed,
            is_automatic=np.ones(len(confirmed), dtype=bool),
        )
    )
    return parts


def _on_customers(random: Random, deals: Deals, company: Company) -> _Activities:
    """Calls and visits to customers without a deal."""
    first = winners(deals)
    many = random.poisson(1.6, len(first))
    origin = np.repeat(first, many)
    since, end = deals.trail.closed[origin], company.history.end
    at = since + HOUR + whole(random.random(len(origin)) * np.maximum(end - since - 2 * HOUR, 0))
    at = np.maximum(in_hours(at, deals.opens[origin]), since)
    kind = np.array([CALL, MEETING, EMAIL])[choose(random, (0.5, 0.2, 0.3), len(origin))]
    owner = company.still_here(deals.clients.owner[deals.account[origin]], at // DAY)
    return _made(
        at,
        kind,
        owner,
        deals.opens[origin],
        since=since,
        is_out=random.random(len(origin)) < 0.7,
        account=deals.account[origin],
        contact=deals.contact[origin],
        status=choose(random, (0.95, 0.0, 0.05), len(origin)),
    )


def _on_tickets(random: Random, tickets: Tickets) -> _Activities:
    """The e-mail that answers a ticket, for some."""
    is_kept = (tickets.answered < NEVER) & (random.random(len(tickets.answered)) < 0.3)
    ticket = np.flatnonzero(is_kept)
    at = tickets.answered[ticket]
    return _made(
        at,
        np.full(len(ticket), EMAIL),
        tickets.agent[ticket],
        tickets.deals.clients.opens[tickets.account[ticket]],
        since=at,
        account=tickets.account[ticket],
        contact=tickets.contact[ticket],
        ticket=ticket,
    )


def _drawn(company: Company, block: Block) -> tuple[_Activities, Deals, Leads, Tickets]:
    leads = draw_leads(company, block)
    tickets = draw_tickets(company, block)
    deals = leads.deals
    random = company.random("activity", block)
    parts = [
        _on_deals(random, deals),
        _next_steps(random, deals, company),
        *_on_leads(random, leads, company),
        _on_customers(random, deals, company),
        _on_tickets(random, tickets),
    ]
    order = np.argsort(np.concatenate([part.at for part in parts]), kind="stable")
    joined = _Activities(
        *(
            np.concatenate([getattr(part, field.name) for part in parts])[order]
            for field in fields(_Activities)
        )
    )
    return joined, deals, leads, tickets


def _entered(random: Random, drawn: _Activities, end: int) -> Ints:
    """Half are planned ahead, the others typed in afterwards, some days later."""
    count = len(drawn.at)
    ahead = drawn.at - HOUR - whole(random.exponential(2.5 * DAY, count))
    ahead = np.clip(in_hours(ahead, drawn.opens), drawn.since, np.minimum(drawn.at, end - 1))
    later = drawn.at + whole(random.lognormal(8.6, 1.6, count))
    later = np.clip(later, drawn.at, np.maximum(end - 1, drawn.at))
    is_loggable = (drawn.kind == NOTE) | (drawn.kind == EMAIL) | (drawn.kind == MESSAGE)
    is_ahead = np.where(is_loggable, 0.0, 0.65) > random.random(count)
    entered = np.where(is_ahead | (drawn.status != DONE), ahead, later)
    return np.where(drawn.is_automatic | (drawn.ticket >= 0), drawn.at, entered)


def activities(company: Company, block: Block) -> pl.DataFrame:
    drawn, deals, leads, tickets = _drawn(company, block)
    random = company.random("activity rows", block)
    count, end = len(drawn.at), company.history.end
    is_done = drawn.status == DONE
    is_planned_kind = drawn.kind <= MEETING
    has_due = is_planned_kind | (drawn.kind == TASK) | ~is_done
    entered = _entered(random, drawn, end)
    late = np.where(random.random(count) < 0.2, whole(random.exponential(DAY, count)), 0)
    due = np.where(is_done, drawn.at - late, drawn.at)
    undated = is_done & flawed(random, "activity_without_done_at", count)
    done = np.where(is_done & ~undated, drawn.at, NEVER)
    reached_out = (drawn.kind == CALL) | (drawn.kind == EMAIL) | (drawn.kind == MESSAGE)
    subject = pl.Series("subject", [None] * count, dtype=pl.String)
    choice = random.integers(0, 5, count)
    for kind, name in enumerate(KINDS):
        subject = where(drawn.kind != kind, subject, pick(words.SUBJECTS[name], choice))
    outcome = pick(words.OUTCOMES, random.integers(0, len(words.OUTCOMES), count))
    says_outcome = is_done & is_planned_kind & ~drawn.is_automatic
    minutes = np.where(drawn.kind == MEETING, 30 * random.integers(1, 5, count),
                       2 + whole(random.exponential(9, count)))  # fmt: skip
    status = pick(("done", "planned", "cancelled"), drawn.status)
    changed = np.maximum(entered, np.where(done < NEVER, done, 0))
    return frame(
        "activities",
        {
            "activity_id": ids("V", block.start * ROWS_PER_DEAL + np.arange(count)),
            "kind": pick(KINDS, drawn.kind),
            "direction": where(reached_out, pick(("in", "out"), drawn.is_out.astype(np.int64))),
            "owner_id": owner_ids(drawn.owner),
            "account_id": ids("A", _numbers(deals.clients.number, drawn.account)),
            "contact_id": ids("C", _numbers(deals.clients.contact_number, drawn.contact)),
            "deal_id": ids("D", _numbers(deals.number, drawn.deal)),
            "lead_id": ids("L", _numbers(leads.number, drawn.lead)),
            "ticket_id": ids("T", _numbers(tickets.number, drawn.ticket)),
            "subject": blank(random, "activity_without_subject", subject),
            "outcome": where(says_outcome, blank(random, "activity_without_outcome", outcome)),
            "status": where(~flawed(random, "activity_without_status", count), status),
            "due_at": where(has_due, instants(due)),
            "done_at": instants(done),
            "duration_minutes": where(is_done & is_planned_kind, pl.Series(minutes)),
            "is_automatic": pl.Series(drawn.is_automatic),
            "created_at": instants(entered),
            "updated_at": instants(changed),
        },
    )


def _numbers(numbers: Ints, positions: Ints) -> Ints:
    return np.where(positions >= 0, numbers[np.maximum(positions, 0)], -1)
