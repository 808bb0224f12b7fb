"""The tables of the demo CRM, streamed."""

from collections.abc import Callable, Iterator
from datetime import date

import polars as pl

from crm_metrics.demo.activities import activities
from crm_metrics.demo.changes import deal_changes
from crm_metrics.demo.clients import accounts, contacts
from crm_metrics.demo.company import Block, Company, found, user_changes, users
from crm_metrics.demo.customers import orders, subscriptions
from crm_metrics.demo.deals import deals
from crm_metrics.demo.edits import edits
from crm_metrics.demo.history import DAYS, EPOCH, History
from crm_metrics.demo.leads import leads
from crm_metrics.demo.plans import campaigns, exchange_rates, pipelines, targets
from crm_metrics.demo.tickets import tickets
from crm_metrics.errors import BadInputError
from crm_metrics.model import TABLES

WHOLE: dict[str, Callable[[Company], pl.DataFrame]] = {
    "users": users,
    "campaigns": campaigns,
    "pipelines": pipelines,
    "user_changes": user_changes,
    "targets": targets,
    "exchange_rates": exchange_rates,
}
"""Tables small enough to be made at once."""

BY_BLOCK: dict[str, Callable[[Company, Block], pl.DataFrame]] = {
    "accounts": accounts,
    "contacts": contacts,
    "leads": leads,
    "deals": deals,
    "deal_changes": deal_changes,
    "activities": activities,
    "subscriptions": subscriptions,
    "orders": orders,
    "tickets": tickets,
    "edits": edits,
}
"""Tables that grow with the deals: a frame per block of deals, each from its own generators."""


def tables(deals: int, seed: int, as_of: date) -> Iterator[tuple[str, Iterator[pl.DataFrame]]]:
    """All tables of the model with rows of a CRM of so many deals, up to the end of `as_of`.

    Each comes as its name and frames that together are the table, made as they are asked for; the
    frames have all columns of the model in its order, money with two decimals. The same arguments
    give the same rows in the same frames; the tables may be read in any order.
    Errors: BadInputError for less than one deal, a negative seed, or an as-of before 1973.

    >>> made = {name: frames for name, frames in tables(deals=50, seed=1, as_of=date(2026, 3, 31))}
    >>> sum(frame.height for frame in made["deals"])
    50
    """
    company = _company(deals, seed, as_of)
    return ((name, _frames(company, name)) for name in TABLES)


def _company(deals: int, seed: int, as_of: date) -> Company:
    if deals < 1:
        raise BadInputError(f"a demo of {deals} deals is not possible; expected at least 1.")
    if seed < 0:
        raise BadInputError(f"the seed is {seed}; expected a whole number from 0 up.")
    if (as_of - EPOCH).days < DAYS:
        raise BadInputError(f"as-of is {as_of}; expected a day from 1973 on.")
    return found(deals, seed, History(as_of))


def _frames(company: Company, table: str) -> Iterator[pl.DataFrame]:
    if table in WHOLE:
        yield WHOLE[table](company)
        return
    for block in company.blocks:
        yield BY_BLOCK[table](company, block)
