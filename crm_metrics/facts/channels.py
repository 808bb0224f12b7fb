"""Channels: whom the company could write to or call tomorrow.

A channel is an e-mail address or a telephone number. It is open when it is valid (what is valid is
said in `crm_metrics.facts.valid`) and the person has not opted out of that very channel; a refusal
of e-mail does not close the telephone. Where the CRM does not say, a channel is open, unless the
settings demand consent. No address leaves this module: the facts hold days only.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.facts.activities import ACCOUNT_LABELS, in_batches, labels_of
from crm_metrics.facts.countries import region_of
from crm_metrics.facts.fact import (
    DAY,
    FLAG,
    TEXT,
    Deriving,
    Fact,
    FactColumn,
    Frames,
    Piece,
    View,
    blank_to_null,
    day_of,
    one_of,
)
from crm_metrics.facts.filled import Placeholders
from crm_metrics.facts.people import moved_through, places_given, with_place, with_place_now
from crm_metrics.facts.valid import VALID, Judge
from crm_metrics.model import TABLES

CREDITED = ("owner_id", "team", "region")
_OPEN = ("email_day", "phone_day")


def channel_facts(given: Deriving) -> Iterator[Piece]:
    """The facts contact_channels and, made of them and the accounts' own, account_channels."""
    if "contacts" not in given.tables:
        return
    judge = Judge(Placeholders(given.quality.placeholders))
    places = places_given(given)
    through_contacts = []
    for rows in in_batches(given.tables["contacts"]):
        contacts = _with_open_days(_of_contacts(rows, given), judge, given)
        through_contacts.append(contacts.select("account_id", *_OPEN).drop_nulls("account_id"))
        yield _piece(CONTACT_CHANNELS, contacts, places)
    if "accounts" not in given.tables:
        return
    # One row per account, of two days: no more than the labels of all accounts take.
    earliest = pl.concat(through_contacts).group_by("account_id").agg(pl.col(*_OPEN).min())
    for rows in in_batches(given.tables["accounts"]):
        accounts = _with_open_days(_of_accounts(rows, given), judge, given)
        accounts = accounts.join(
            earliest, on="account_id", how="left", maintain_order="left", suffix="_of_contacts"
        ).with_columns(pl.min_horizontal(name, f"{name}_of_contacts").alias(name) for name in _OPEN)
        yield _piece(ACCOUNT_CHANNELS, accounts, places)


def _of_contacts(rows: pl.DataFrame, given: Deriving) -> pl.DataFrame:
    rows = rows.with_columns(
        blank_to_null("owner_id"),
        blank_to_null("account_id"),
        created_day=day_of("created_at", given.business),
    )
    known = labels_of(rows["account_id"], given)
    return rows.drop(ACCOUNT_LABELS, strict=False).join(
        known, on="account_id", how="left", maintain_order="left"
    )


def _of_accounts(rows: pl.DataFrame, given: Deriving) -> pl.DataFrame:
    # Accounts cannot opt out in the model: of them the CRM does not say.
    unsaid = {name: pl.lit(None, FLAG) for name in ("email_opt_out", "phone_opt_out")}
    labels = (blank_to_null(name) for name in ("owner_id", *ACCOUNT_LABELS))
    return rows.with_columns(*labels, **unsaid, created_day=day_of("created_at", given.business))


def _with_open_days(rows: pl.DataFrame, judge: Judge, given: Deriving) -> pl.DataFrame:
    """Add the days from which each channel is open: that of the entry, null where it is closed."""
    states = {
        "email": judge.emails(rows["email"]),
        "phone": judge.phones(rows["phone"], _regions(rows["country"])),
    }
    unsaid_is_closed = given.quality.consent_required
    return rows.with_columns(
        pl.when(
            pl.lit(states[name] == VALID) & ~pl.col(f"{name}_opt_out").fill_null(unsaid_is_closed)
        )
        .then("created_day")
        .alias(f"{name}_day")
        for name in states
    )


def _regions(countries: pl.Series) -> pl.Series:
    """The ISO code of each country, each distinct spelling looked up once."""
    spelled = countries.unique().drop_nulls()
    codes = pl.Series([region_of(country) for country in spelled], dtype=TEXT)
    return countries.replace_strict(spelled, codes, default=None, return_dtype=TEXT)


def _piece(fact: Fact, rows: pl.DataFrame, places: pl.DataFrame) -> Piece:
    rows = with_place(rows, places, pl.lit(None)).with_columns(
        open_day=pl.min_horizontal(*_OPEN),
        channels=pl.concat_str(
            *(
                pl.when(pl.col(name).is_not_null()).then(pl.lit(shown))
                for name, shown in zip(_OPEN, ("e-mail", "phone"), strict=True)
            ),
            separator=", ",
            ignore_nulls=True,
        ).replace("", None),
    )
    rows = rows.with_columns(pl.col(*CREDITED).name.suffix("_now"))
    through: int | None = rows.select(pl.col("created_day").max()).item()
    return Piece(
        fact.name,
        rows.select(*fact.columns),
        changed_through=through,
        info={"moved_through": moved_through(places)},
    )


def _known_at(name: str) -> View:
    def view(frames: Frames, day: int, info: Mapping[str, Any]) -> nw.LazyFrame[Any]:
        """The records entered by the close of `day`; their channels and owners are today's."""
        rows = with_place_now(frames[name].filter(nw.col("created_day") <= day), frames, day, info)
        return rows.with_columns(team=nw.col("team_now"), region=nw.col("region_now"))

    return view


def _fact(table: str, says: str, labels: Mapping[str, FactColumn]) -> Fact:
    key, noun = TABLES[table].key[0], table.removesuffix("s")
    credit = {
        "owner_id": FactColumn(TEXT, "Owner today.", (f"{table}.owner_id",)),
        "team": FactColumn(TEXT, "Team of the owner.", ("users.team",)),
        "region": FactColumn(TEXT, "Region of the owner.", ("users.region",)),
    }
    by_email, by_phone = (
        one_of(*(f"{owner}.{name}" for owner in dict.fromkeys(("contacts", table))))
        for name in ("email", "phone")
    )
    # A CRM that keeps one kind of channel tells of that kind alone.
    by_any = (one_of(by_email, by_phone),)
    days = {
        "email_day": (f"Day from which {says} by e-mail, as today; null: not.", (by_email,)),
        "phone_day": (f"Day from which {says} by telephone, as today; null: not.", (by_phone,)),
        "open_day": ("The earlier of the two.", by_any),
    }
    return Fact(
        name=f"{noun}_channels",
        row=f"a {noun}" if noun == "contact" else f"an {noun}",
        key=key,
        needs=(table,) if table == "contacts" else (table, "contacts"),
        columns={
            key: FactColumn(TEXT, "The record.", (f"{table}.{key}",)),
            "created_day": FactColumn(DAY, "Day of the entry.", (f"{table}.created_at",)),
            **{name: FactColumn(DAY, *told) for name, told in days.items()},
            "channels": FactColumn(TEXT, "The open channels in words; null without any.", by_any),
            **{
                f"{name}{suffix}": column
                for suffix in ("", "_now")
                for name, column in credit.items()
            },
            **labels,
        },
        dimensions=(*CREDITED, "channels", *ACCOUNT_LABELS),
        credited=CREDITED,
        view=_known_at(f"{noun}_channels"),
        noun=noun,
    )


_OF_ACCOUNT = {
    name: FactColumn(TEXT, TABLES["accounts"].column(name).says, (f"accounts.{name}",))
    for name in ACCOUNT_LABELS
}
_ACCOUNT_ID = FactColumn(
    TEXT, TABLES["contacts"].column("account_id").says, ("contacts.account_id",)
)
CONTACT_CHANNELS = _fact(
    "contacts", "the contact can be reached", {"account_id": _ACCOUNT_ID, **_OF_ACCOUNT}
)
ACCOUNT_CHANNELS = _fact(
    "accounts", "the account or one of its contacts can be reached", _OF_ACCOUNT
)
