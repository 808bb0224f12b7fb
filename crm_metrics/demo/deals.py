"""Deals: who sells what to whom, what becomes of it, and when."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from crm_metrics.demo import words
from crm_metrics.demo.clients import CURRENCIES, Clients, company_names, draw_clients
from crm_metrics.demo.company import Block, Company
from crm_metrics.demo.draw import (
    DAY,
    HOUR,
    NEVER,
    Bools,
    Floats,
    Ints,
    Random,
    blank,
    choose,
    choose_by_row,
    flawed,
    frame,
    ids,
    in_hours,
    instants,
    money,
    office_time,
    on_workday,
    pick,
    where,
    whole,
)
from crm_metrics.demo.draw import dates as day_column
from crm_metrics.demo.flaws import FIRST_STRAY, STRAYS
from crm_metrics.demo.history import History, next_quarter
from crm_metrics.demo.plans import campaign_of
from crm_metrics.demo.trail import Trail, draw_trail

# By product: the median amount in USD, what it adds to the log-odds of winning, the share of
# each segment's deals (small, mid-market, enterprise).
MEDIANS = np.array([2_400, 7_500, 24_000, 13_000, 4_800])
PRODUCT_ODDS = np.array([0.15, 0.0, -0.2, -0.05, 0.3])
PRODUCT_WEIGHTS = np.array(
    [[0.4, 0.3, 0.08, 0.1, 0.12], [0.15, 0.32, 0.22, 0.18, 0.13], [0.04, 0.16, 0.42, 0.26, 0.12]]
)
SEGMENT_FACTORS = np.array([0.7, 1.2, 2.4])
SEGMENT_ODDS = np.array([0.05, 0.0, -0.15])
SOURCE_ODDS = {"Referral": 0.35, "Partner": 0.1, "Social": -0.2, words.BAD_SOURCE: -1.55}
BASE_ODDS = -1.05
WIN_MEDIAN_DAYS = 51.0
LOSS_MEDIAN_DAYS = 36.0
LATE_LOSS_SHARE = 0.3
TRANSFERRED_SHARE = 0.006


@dataclass(frozen=True)
class Deals:
    """The deals of a block, oldest first. `will_*` is what becomes of a deal, also after as-of;
    `trail` knows what had happened of it by then."""

    clients: Clients
    number: Ints
    account: Ints
    contact: Ints
    region: Ints
    opens: Ints
    owner: Ints
    source: Ints
    product: Ints
    campaign: Ints
    currency: Ints
    created: Ints
    will_win: Bools
    is_late_loss: Bools
    trail: Trail

    @property
    def until(self) -> Ints:
        """The decision, or the end of the history."""
        return np.minimum(self.trail.closed, self.trail.end)

    @property
    def is_won(self) -> Bools:
        won: Bools = self.trail.outcome == 1
        return won

    def person_at(self, deal: Ints, at: Ints) -> Ints:
        """Who worked on the deals at these instants: the owner, or who entered an ownerless one."""
        owners = self.trail.owners
        owner = np.where(at < owners.at[deal, 1], owners.value[deal, 0], owners.value[deal, 1])
        return np.where((owner >= 0) & (owner < FIRST_STRAY), owner, self.owner[deal])


def draw_deals(company: Company, block: Block) -> Deals:
    random = company.random("deals", block)
    clients = draw_clients(company, block)
    history = company.history
    account, created = _placed(random, clients, history, block.size)
    day = created // DAY
    owner = _owners(random, company, clients, account, day)
    segment, region = clients.segment[account], clients.region[account]
    source = np.where(
        random.random(block.size) < 0.6,
        clients.source[account],
        choose(random, words.SOURCE_WEIGHTS, block.size),
    )
    product = choose_by_row(random, PRODUCT_WEIGHTS[segment])
    amount = MEDIANS[product] * SEGMENT_FACTORS[segment]
    size = np.exp(random.normal(0, 0.7, block.size))
    decision = _Decision(random, company, created, owner, source, product, segment, size)
    won, closed, _ = decision.made(np.zeros(block.size, dtype=bool))
    # A customer's deals are easier; a later win never makes an earlier deal a customer's.
    first_win = np.full(len(clients.number), NEVER)
    np.minimum.at(first_win, account[won], closed[won])
    is_customer = first_win[account] < created
    won, closed, is_late = decision.made(is_customer)
    is_forgotten = ~won & flawed(random, "deal_never_closed", block.size)
    closed[is_forgotten] = NEVER
    pipeline = (is_customer & (random.random(block.size) < 0.75)).astype(np.int64)
    trail = draw_trail(
        random,
        history.end,
        created=created,
        closed=closed,
        will_win=won,
        opens=clients.opens[account],
        pipeline=pipeline,
        is_transferred=(pipeline == 1) & (random.random(block.size) < TRANSFERRED_SHARE),
        cents=_cents(random, amount * size),
        currency=_currencies(random, clients.currency[account]),
        owner=_known_owners(random, owner),
        deputy=company.deputy[owner],
        left=company.left_day[owner] * DAY,
    )
    return Deals(
        clients=clients,
        number=block.start + np.arange(block.size),
        account=account,
        contact=_contacts(random, clients, account, created),
        region=region,
        opens=clients.opens[account],
        owner=owner,
        source=source,
        product=product,
        campaign=campaign_of(company, random, source, day),
        currency=clients.currency[account],
        created=created,
        will_win=won,
        is_late_loss=is_late & ~won,
        trail=trail,
    )


def _placed(random: Random, clients: Clients, history: History, count: int) -> tuple[Ints, Ints]:
    """The account of each deal and its creation: half the deals are with new accounts."""
    days = history.draw_days(random, count)
    start = days * DAY + 12 * HOUR
    known = np.maximum(np.searchsorted(clients.created, start), 1)
    newest = whole(random.exponential(0.004 * len(clients.number) + 0.5, count))
    anywhere = whole(random.random(count) ** 1.25 * known)
    account = known - 1 - np.where(random.random(count) < 0.5, newest, anywhere)
    account = np.maximum(account, 0)
    created = office_time(random, days, clients.opens[account])
    created = np.maximum(created, clients.created[account] + 600)
    created = np.minimum(created, history.end - 60)
    order = np.argsort(created, kind="stable")
    return account[order], created[order]


def _owners(random: Random, company: Company, clients: Clients, account: Ints, day: Ints) -> Ints:
    """Mostly who owns the account; else someone else of the region."""
    same = random.random(len(account)) < 0.75
    other = company.draw_reps(random, clients.region[account])
    return company.still_here(np.where(same, clients.owner[account], other), day)


def _known_owners(random: Random, owner: Ints) -> Ints:
    """Owner by number; -1 where there is none, from 9001 on where the user is unknown."""
    strayed = FIRST_STRAY + random.integers(0, len(STRAYS), len(owner))
    owner = np.where(flawed(random, "deal_of_unknown_owner", len(owner)), strayed, owner)
    return np.where(flawed(random, "deal_without_owner", len(owner)), -1, owner)


def _currencies(random: Random, currency: Ints) -> Ints:
    return np.where(flawed(random, "deal_without_currency", len(currency)), -1, currency)


def _cents(random: Random, amount: Floats) -> Ints:
    """Amounts as people type them: round, rounder when they are large."""
    step = np.where(amount < 10_000, 50, 500)
    cents = np.maximum(whole(amount / step), 1) * step * 100
    cents = np.where(random.random(len(amount)) < 0.15, whole(amount * 100), cents)
    cents = np.where(flawed(random, "deal_amount_zero", len(amount)), 0, cents)
    return np.where(flawed(random, "deal_amount_negative", len(amount)), -cents, cents)


def _contacts(random: Random, clients: Clients, account: Ints, created: Ints) -> Ints:
    """Someone at the account who was known by then; -1 where no one is."""
    first, after = clients.first_contact[account], clients.first_contact[account + 1]
    contact = first + whole(random.random(len(account)) * (after - first))
    contact = np.minimum(contact, np.maximum(after - 1, 0))
    contact = np.where(clients.contact_created[contact] <= created, contact, first)
    is_named = (after > first) & (random.random(len(account)) < 0.9)
    return np.where(is_named, contact, -1)


class _Decision:
    """Whether and when deals are won, drawn once, so that being a customer only ever helps."""

    def __init__(
        self,
        random: Random,
        company: Company,
        created: Ints,
        owner: Ints,
        source: Ints,
        product: Ints,
        segment: Ints,
        size: Floats,
    ) -> None:
        count = len(created)
        self.created = created
        self.luck = random.logistic(0, 1, count)
        self.odds = (
            BASE_ODDS
            + company.skill[owner]
            + np.array([SOURCE_ODDS.get(name, 0.0) for name in words.SOURCES])[source]
            + PRODUCT_ODDS[product]
            + SEGMENT_ODDS[segment]
        )
        slow = (size * SEGMENT_FACTORS[segment]) ** 0.22 * company.pace[owner]
        slow *= _lengthening(company, owner, created // DAY)
        self.win_days = WIN_MEDIAN_DAYS * slow * np.exp(random.normal(0, 0.75, count))
        self.loss_days = LOSS_MEDIAN_DAYS * slow * np.exp(random.normal(0, 0.8, count))
        self.is_late = random.random(count) < LATE_LOSS_SHARE
        self.forgotten_days = 20 + random.exponential(45, count)
        self.hurry = random.random(count)
        self.before_end = whole(random.exponential(3.0, count))
        self.time_of_day = whole(random.beta(1.6, 1.9, count) * 9 * HOUR)
        region = np.maximum(company.region_of_team[company.team[owner]], 0)
        self.opens = np.array([8, 14, 0])[region]

    def made(self, is_customer: Bools) -> tuple[Bools, Ints, Bools]:
        """Won or not, the instant of the decision, and whether it is a loss tidied up late."""
        won = self.luck < self.odds + 0.6 * is_customer
        days = np.where(won, self.win_days, self.loss_days) * np.where(is_customer, 0.8, 1.0)
        is_late = ~won & self.is_late
        created_day = self.created // DAY
        close = on_workday(created_day + whole(days))
        close = np.where(is_late, close + whole(self.forgotten_days), close)
        quarter = next_quarter(close)
        to_end = quarter - close
        last = on_workday(quarter - 1 - np.minimum(self.before_end, 12))
        # Wins due soon after a quarter's end are hurried into it; late losses are tidied up then.
        is_hurried = (to_end <= 28) & (self.hurry < 0.6)
        is_pulled = (to_end > 76) & (self.hurry < 0.4)
        before = on_workday(next_quarter(close - 17) - 1 - np.minimum(self.before_end, 12))
        close = np.where(won & is_hurried, last, close)
        close = np.where(won & is_pulled & (before > created_day + 3), before, close)
        close = np.where(is_late & (self.hurry < 0.8), last, close)
        closed = close * DAY + self.opens * HOUR + self.time_of_day
        return won, np.maximum(closed, self.created + HOUR), is_late


def _lengthening(company: Company, owner: Ints, day: Ints) -> Floats:
    """The team whose cycle has been growing for nine months: up to 2.2 times as long."""
    team = [name for name, _ in words.TEAMS].index(words.LENGTHENING_TEAM)
    ago = company.history.last_day - day
    longer = 1 + 1.2 * np.clip((330 - ago) / 150, 0, 1)
    return np.where(company.team_on(owner, day) == team, longer, 1.0)


def deals(company: Company, block: Block) -> pl.DataFrame:
    drawn = draw_deals(company, block)
    random = company.random("deal rows", block)
    trail, clients, count = drawn.trail, drawn.clients, block.size
    is_lost = trail.outcome == 2
    product = pick(words.PRODUCTS, drawn.product)
    name = product + " for " + company_names(company.seed, clients.number[drawn.account])
    reason = where(
        drawn.is_late_loss,
        pick(words.LATE_LOSS_REASONS, random.integers(0, len(words.LATE_LOSS_REASONS), count)),
        pick(words.LOSS_REASONS, choose(random, (5, 4, 3, 3, 2, 2), count)),
    )
    created = _entered_again(random, drawn, company.history)
    closed = _dated(random, drawn)
    own_team = where(
        (clients.segment[drawn.account] == 2) & (random.random(count) < 0.1),
        pl.repeat(company.team_names[0], count, eager=True),
    )
    return frame(
        "deals",
        {
            "deal_id": ids("D", drawn.number),
            "name": blank(random, "deal_without_name", name),
            "account_id": ids("A", clients.number[drawn.account]),
            "contact_id": contact_ids(drawn),
            "owner_id": owner_ids(trail.owner_now),
            "team": own_team,
            "campaign_id": ids("K", drawn.campaign),
            "pipeline": pick([name for name, _ in words.PIPELINES], trail.pipeline_now),
            "stage": trail.stage_name(trail.stage_now),
            "outcome": pick(("open", "won", "lost"), trail.outcome),
            "amount": where(
                trail.has_amount & (trail.amount_now < NEVER),
                money(np.where(trail.amount_now < NEVER, trail.amount_now, 0)),
            ),
            "currency": pick(CURRENCIES, trail.currency_now),
            "source": blank(random, "deal_without_source", pick(words.SOURCES, drawn.source)),
            "product": blank(random, "deal_without_product", product),
            "loss_reason": where(is_lost, blank(random, "lost_without_reason", reason)),
            "created_at": where(
                ~flawed(random, "deal_without_created_at", count), instants(created)
            ),
            "closed_at": instants(closed),
            "expected_close_on": day_column(trail.expected_now),
            "updated_at": instants(_updated(random, drawn, created, company.history)),
        },
    )


def contact_ids(drawn: Deals) -> pl.Series:
    numbers = drawn.clients.contact_number[np.maximum(drawn.contact, 0)]
    return ids("C", np.where(drawn.contact >= 0, numbers, -1))


def owner_ids(owner: Ints) -> pl.Series:
    """Keys of users, as wide as those of the strays; null for -1."""
    stray = owner >= FIRST_STRAY
    return where(stray, pick(STRAYS, np.where(stray, owner - FIRST_STRAY, -1)), ids("U", owner))


def _entered_again(random: Random, drawn: Deals, history: History) -> Ints:
    """When the deal was created, as the CRM says: after its closing where it came in late."""
    late = drawn.trail.closed + random.integers(1, 20, len(drawn.created)) * DAY
    is_late = flawed(random, "deal_closed_before_created", len(drawn.created))
    return np.where(is_late & (late < history.end), late, drawn.created)


def _dated(random: Random, drawn: Deals) -> Ints:
    """The closing as the CRM says, with some of it lost."""
    count = len(drawn.created)
    undated_win = drawn.is_won & flawed(random, "won_without_closed_at", count)
    undated_loss = (drawn.trail.outcome == 2) & flawed(random, "lost_without_closed_at", count)
    return np.where(undated_win | undated_loss, NEVER, drawn.trail.closed)


def _updated(random: Random, drawn: Deals, created: Ints, history: History) -> Ints:
    """The last change, or something small after it; for some, the night a job ran."""
    last = np.maximum(drawn.trail.last_change, created)
    touched = last + whole(random.exponential(6 * DAY, len(created)))
    touched = np.maximum(in_hours(touched, drawn.opens), last)
    touched = np.where(touched < history.end, touched, last)
    night = history.end - 24 * DAY + 2 * HOUR
    return np.where((random.random(len(created)) < 0.2) & (touched < night), night, touched)
