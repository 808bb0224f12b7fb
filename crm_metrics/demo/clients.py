"""Accounts and contacts: the companies the demo sells to, and the people there."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from crm_metrics.demo import words
from crm_metrics.demo.company import OPENS, Block, Company, first_names, last_names
from crm_metrics.demo.draw import (
    DAY,
    Bools,
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
    office_time,
    pick,
    where,
    whole,
)
from crm_metrics.demo.flaws import UNRATED_CURRENCY

CURRENCIES = ("USD", "EUR", "GBP", UNRATED_CURRENCY)
# How often each region pays in each currency.
PAYS_IN = np.array([[0.10, 0.66, 0.19, 0.05], [1.0, 0, 0, 0], [0.9, 0.05, 0.05, 0]])
IMPORTED_SHARE = 0.1
"""The share of accounts that stood in the list imported on the first day."""


@dataclass(frozen=True)
class Clients:
    """The accounts of a block, oldest first, and its contacts, by account.

    `number` counts accounts over all blocks. `copy_of` is the position of the account (contact)
    that this one is a second record of, -1 for most. The contacts of account a are those from
    `first_contact[a]` to `first_contact[a + 1]`.
    """

    number: Ints
    created: Ints
    owner: Ints
    region: Ints
    segment: Ints
    source: Ints
    currency: Ints
    copy_of: Ints
    contact_number: Ints
    contact_account: Ints
    contact_created: Ints
    contact_copy_of: Ints
    first_contact: Ints

    @property
    def opens(self) -> Ints:
        return OPENS[self.region]


def draw_clients(company: Company, block: Block) -> Clients:
    random = company.random("clients", block)
    history = company.history
    count = max(1, block.size // 4)
    imported = max(1, round(count * IMPORTED_SHARE))
    days = history.draw_days(random, count)
    days[:imported] = history.first_day
    # Regions as the reps are spread; then the account's hours are those of its region.
    home = choose(random, company.weight, count)
    region = company.region_of_team[company.team[home]]
    created = np.sort(office_time(random, days, OPENS[region]))
    created[:imported] = history.first_day * DAY + 300
    owner = company.still_here(home, days)
    left_behind = (company.left_day[owner] <= history.last_day) & (random.random(count) < 0.7)
    segment = choose(random, (0.55, 0.32, 0.13), count)
    contact_account = np.sort(_two_each(random, count, max(1, block.size // 2)))
    first_contact = np.searchsorted(contact_account, np.arange(count + 1))
    return Clients(
        number=block.start // 4 + np.arange(count),
        created=created,
        owner=np.where(left_behind, company.deputy[owner], owner),
        region=region,
        segment=segment,
        source=choose(random, words.SOURCE_WEIGHTS, count),
        currency=choose_by_row(random, PAYS_IN[region]),
        copy_of=_copies(random, "account_twice", count),
        contact_number=block.start // 2 + np.arange(len(contact_account)),
        contact_account=contact_account,
        contact_created=_contacts_created(
            random, contact_account, first_contact, created, OPENS[region], history.end
        ),
        contact_copy_of=_copies_in_account(random, contact_account),
        first_contact=first_contact,
    )


def _two_each(random: Random, accounts: int, contacts: int) -> Ints:
    """The account of each contact: one each for a start, the others anywhere."""
    others = random.integers(0, accounts, max(0, contacts - accounts))
    return np.concatenate([np.arange(min(accounts, contacts)), others])


def _contacts_created(
    random: Random, account: Ints, first: Ints, created: Ints, opens: Ints, end: int
) -> Ints:
    """The first contact comes with its account, the others later."""
    later = created[account] + whole(random.exponential(150 * DAY, len(account)))
    later = np.maximum(in_hours(later, opens[account]), created[account])
    is_first = first[account] == np.arange(len(account))
    return np.where(is_first | (later >= end), created[account], later)


def _copies(random: Random, flaw: str, count: int) -> Ints:
    """For the flaw's share of rows a row before them, not a copy itself; -1 for the others."""
    back = 1 + whole(random.exponential(count / 10 + 1, count))
    origin = np.arange(count) - back
    is_copy = flawed(random, flaw, count) & (origin >= 0)
    is_copy &= ~is_copy[np.maximum(origin, 0)]
    return np.where(is_copy, origin, -1)


def _copies_in_account(random: Random, account: Ints) -> Ints:
    """Copies of the contact just before, where that one is at the same account."""
    count = len(account)
    is_copy = random.random(count) < 0.06
    is_copy[0] = False
    is_copy[1:] &= (account[1:] == account[:-1]) & ~is_copy[:-1]
    return np.where(is_copy, np.arange(count) - 1, -1)


def company_names(seed: int, numbers: Ints) -> pl.Series:
    """The name of each account number: the same name only where the words have run out."""
    ends, kinds = len(words.COMPANY_ENDS), len(words.COMPANY_KINDS)
    names = len(words.COMPANY_STARTS) * ends * kinds
    # A step without a common factor with the number of names visits each of them once.
    place = (numbers * 100_003 + seed * 7_919) % names
    words_of = _word(place // kinds // ends, place // kinds % ends)
    name = words_of + " " + pick(words.COMPANY_KINDS, place % kinds)
    return where(
        numbers < names, name, name + " " + pl.Series(numbers // names + 1).cast(pl.String)
    )


def _word(start: Ints, end: Ints) -> pl.Series:
    return pick(words.COMPANY_STARTS, start) + pick(words.COMPANY_ENDS, end)


def domains(names: pl.Series) -> pl.Series:
    """A fictional web domain for each company name."""
    return names.str.to_lowercase().str.replace_all(" ", "-", literal=True) + ".example.com"


def phones(numbers: Ints, region: Ints) -> pl.Series:
    """Numbers from the ranges kept for fiction: British and French, American, Australian."""
    mixed = numbers * 7_919
    three = pl.Series(mixed // 8 % 1_000).cast(pl.String).str.zfill(3)
    four = pl.Series(mixed // 8 % 10_000).cast(pl.String).str.zfill(4)
    two = pl.Series(mixed % 100).cast(pl.String).str.zfill(2)
    british = "+44 " + pick(UK_AREAS, mixed % len(UK_AREAS)) + " 496 0" + three
    french = "+33 " + pick(FRENCH_AREAS, mixed % len(FRENCH_AREAS)) + " " + four
    areas = pl.Series(US_AREAS).gather(mixed // 100 % len(US_AREAS)).cast(pl.String)
    american = "+1 " + areas + " 555 01" + two
    australian = "+61 " + pick(AUSTRALIAN_AREAS, mixed % len(AUSTRALIAN_AREAS)) + " 5550 " + four
    european = where(mixed % 8 < 2, british, french)
    return where(region == 0, european, where(region == 1, american, australian))


UK_AREAS = ("113", "114", "115", "116", "117", "118", "121", "131", "141", "151", "161")
FRENCH_AREAS = ("1 99 00", "2 61 91", "3 53 01", "4 65 71", "5 36 49", "6 39 98")
AUSTRALIAN_AREAS = ("2", "3", "7", "8")
US_AREAS = [
    201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224,
    225, 228, 229, 231, 234, 239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270,
    276, 281, 301, 302, 303, 304, 305, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318,
    319, 320, 321, 323, 325, 330, 331, 334, 336, 337, 339, 347, 351, 352, 360, 361, 386, 401,
    402, 404, 405, 406, 407, 408, 409, 410, 412, 413, 414, 415, 417, 419, 423, 424, 425, 430,
    432, 434, 435, 440, 443, 458, 469, 470, 475, 478, 479, 480, 484, 501, 502, 503, 504, 505,
    507, 508, 509, 510,
]  # fmt: skip


def dirty_emails(random: Random, emails: pl.Series) -> pl.Series:
    """Some without an at sign, some with two, some missing, some a placeholder."""
    broken = where(
        random.random(len(emails)) < 0.5,
        emails.str.replace("@", " at ", literal=True),
        emails.str.replace("@", "@@", literal=True),
    )
    malformed = flawed(random, "email_malformed", len(emails))
    return blank(random, "email_missing", where(~malformed, emails, broken))


def dirty_phones(random: Random, texts: pl.Series) -> pl.Series:
    malformed = flawed(random, "phone_malformed", len(texts))
    return blank(random, "phone_missing", where(~malformed, texts, texts.str.slice(0, 7)))


def _spelled_again(random: Random, names: pl.Series) -> pl.Series:
    """The same name as another person would type it."""
    shouted = where(random.random(len(names)) < 0.4, names.str.to_uppercase(), names + " ")
    return where(random.random(len(names)) < 0.5, shouted, names + " Ltd")


def accounts(company: Company, block: Block) -> pl.DataFrame:
    clients = draw_clients(company, block)
    random = company.random("accounts", block)
    count = len(clients.number)
    is_copy = clients.copy_of >= 0
    original = np.where(is_copy, clients.copy_of, np.arange(count))
    numbers = clients.number[original]
    names = company_names(company.seed, numbers)
    domain = domains(names)
    names = where(~is_copy, names, _spelled_again(random, names))
    is_test = flawed(random, "account_named_test", count)
    # The size follows the segment; one in ten was typed in wrong.
    size = clients.segment * 3 // 2 + random.integers(0, 2, count)
    size = np.where(random.random(count) < 0.1, random.integers(0, 5, count), size)
    country = np.array([len(names) for names in words.COUNTRIES])[clients.region]
    at = whole(random.random(count) ** 1.7 * country)
    countries = [pick(names, np.minimum(at, len(names) - 1)) for names in words.COUNTRIES]
    tax = pl.Series(100_000_000 + numbers * 61).cast(pl.String)
    has_parent = (random.random(count) < 0.04) & (np.arange(count) > 0)
    parent = whole(random.random(count) * np.arange(count))
    return frame(
        "accounts",
        {
            "account_id": ids("A", clients.number),
            "name": where(~is_test, names, pick(words.PLACEHOLDERS, clients.number % 4)),
            "owner_id": where(
                ~flawed(random, "account_without_owner", count), ids("U", clients.owner)
            ),
            "industry": pick(words.INDUSTRIES, random.integers(-1, 11, count)),
            "segment": pick(words.SEGMENTS, clients.segment),
            "size": pick(words.SIZES, size),
            "country": where(
                clients.region == 0, countries[0],
                where(clients.region == 1, countries[1], countries[2]),
            ),
            "source": blank(
                random, "account_without_source", pick(words.SOURCES, clients.source)
            ),
            "email": dirty_emails(random, "info@" + domain),
            "phone": dirty_phones(random, phones(numbers * 3, clients.region)),
            "website": where(random.random(count) < 0.8, "https://www." + domain),
            "tax_number": where(random.random(count) < 0.6, "X" + tax),
            "parent_id": ids("A", np.where(has_parent, clients.number[parent], -1)),
            "created_at": instants(clients.created),
            "updated_at": instants(_updated(random, company, clients.created, clients.opens)),
        },
    )  # fmt: skip


def _updated(random: Random, company: Company, created: Ints, opens: Ints | int) -> Ints:
    """Some time after the creation; for one in five the night a job touched every record."""
    end = company.history.end
    later = created + whole(random.random(len(created)) ** 2 * (end - created))
    later = np.maximum(in_hours(later, opens), created)
    night = end - 24 * DAY + 2 * 3600
    bumped = (random.random(len(created)) < 0.2) & (later < night)
    return np.where(bumped, night, later)


def contacts(company: Company, block: Block) -> pl.DataFrame:
    clients = draw_clients(company, block)
    random = company.random("contacts", block)
    count = len(clients.contact_number)
    is_copy: Bools = clients.contact_copy_of >= 0
    original = np.where(is_copy, clients.contact_copy_of, np.arange(count))
    account = clients.contact_account
    first = first_names(random, count).gather(original)
    last = last_names(random, count).gather(original)
    domain = domains(company_names(company.seed, clients.number[account]))
    address = (first + "." + last).str.to_lowercase() + "@" + domain
    address = address.str.replace_many(["ü", "é", "ë", "í"], ["u", "e", "e", "i"])
    private = random.random(count) < 0.05
    address = where(~private, address, last.str.to_lowercase() + ".private@example.org")
    last = where(~is_copy, last, last.str.to_uppercase())
    owner = np.where(random.random(count) < 0.9, clients.owner[account], -1)
    consent = [choose(random, (share, 0.8 - share, 0.2), count) for share in (0.1, 0.06)]
    created = clients.contact_created
    return frame(
        "contacts",
        {
            "contact_id": ids("C", clients.contact_number),
            "account_id": where(random.random(count) < 0.98, ids("A", clients.number[account])),
            "owner_id": ids("U", owner),
            "first_name": where(~flawed(random, "contact_without_first_name", count), first),
            "last_name": blank(random, "contact_without_last_name", last),
            "job_title": pick(words.JOB_TITLES, random.integers(-3, 10, count)),
            "email": dirty_emails(random, address),
            "phone": dirty_phones(
                random, phones(clients.contact_number[original] * 2 + 1, clients.region[account])
            ),
            "email_opt_out": where(consent[0] < 2, pl.Series(consent[0] == 0)),
            "phone_opt_out": where(consent[1] < 2, pl.Series(consent[1] == 0)),
            "created_at": where(
                ~flawed(random, "contact_without_created_at", count), instants(created)
            ),
            "updated_at": instants(_updated(random, company, created, clients.opens[account])),
        },
    )
