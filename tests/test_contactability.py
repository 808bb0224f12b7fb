"""Contactability of contacts and accounts whose answers were worked out by hand."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import polars as pl
import pytest

from crm_metrics.calendar import Period
from crm_metrics.engines import PolarsEngine
from crm_metrics.errors import NotMappedError
from crm_metrics.measure import measure
from crm_metrics.records import rows_of
from crm_metrics.settings import Business, Crm, Quality, Settings
from crm_metrics.snapshot.tables import Tables
from crm_metrics.source import sync
from tests.duckdb_engine import DuckDBEngine
from tests.literal import table

AS_OF = date(2026, 4, 1)
METRICS = ("contactability_contacts", "contactability_accounts")
BERLIN = "030 2345678"
# contact, account, e-mail, phone, refuses e-mail, refuses calls, entered
CONTACTS = (
    ("by both", "Acme", "ann@acme.com", BERLIN, False, False, "2026-01-01"),
    ("by e-mail", "Acme", "bea@acme.com", None, None, None, "2026-01-01"),
    ("no mail, but calls", "Acme", "cy@acme.com", BERLIN, True, None, "2026-01-01"),
    ("refuses all", "Bits", "di@bits.com", BERLIN, True, True, "2026-01-01"),
    ("mistyped", "Bits", "eve@bits", "12", None, None, "2026-01-01"),
    ("placeholder", "Bits", "n/a", "000", None, None, "2026-01-01"),
    ("number of no country", None, None, BERLIN, None, None, "2026-01-01"),
    ("number with its country", None, None, "+49 30 2345678", None, None, "2026-01-01"),
    ("entered in March", "Coda", "flo@coda.com", None, False, None, "2026-03-10"),
)
# account, country, owner, e-mail, phone
ACCOUNTS = (
    ("Acme", "Germany", "ana", None, None),
    ("Bits", "Germany", "ana", None, None),
    ("Coda", "Germany", "bo", None, None),
    ("Dune", "Germany", "bo", "office@dune.com", None),
    ("Echo", "Germany", None, "-", BERLIN),
    ("Fado", None, None, None, BERLIN),
)


def model() -> dict[str, pl.DataFrame]:
    names = (
        "contact_id", "account_id", "email", "phone", "email_opt_out", "phone_opt_out",
        "created_at",
    )  # fmt: skip
    contacts = [dict(zip(names, row, strict=True), owner_id="ana") for row in CONTACTS]
    of_accounts = ("account_id", "country", "owner_id", "email", "phone")
    accounts = [
        dict(zip(of_accounts, row, strict=True), name=row[0], created_at="2026-01-01")
        for row in ACCOUNTS
    ]
    return {
        "contacts": table("contacts", contacts),
        "accounts": table("accounts", accounts),
        "users": table(
            "users",
            [
                dict(user_id="ana", name="Ana", team="South"),
                dict(user_id="bo", name="Bo", team="South"),
            ],
        ),
        "user_changes": table(
            "user_changes",
            [
                dict(
                    user_id="ana", field="team", old_value="North", new_value="South",
                    changed_at="2026-03-01",
                )
            ],
        ),
    }  # fmt: skip


@pytest.fixture
def crm(engine) -> Tables:
    return Tables.from_model(model(), Business(), AS_OF, engine=engine)


def counts(name: str, tables: Tables, *cut: str, **asked) -> list[tuple]:
    frame = measure(name, tables, by=list(cut), **asked)
    return frame.select(*cut, "contactable", "records", "by_email", "by_phone").rows()


def test_a_contact_needs_one_channel_that_is_valid_and_not_itself_refused(crm):
    # By mail: both, e-mail, March. By phone: both, no mail, the number with its country.
    assert counts("contactability_contacts", crm) == [(5, 9, 3, 3)]
    row = measure("contactability_contacts", crm).row(0, named=True)
    assert row["contactability_contacts"] == 5 / 9
    # Wilson's interval of 5 of 9, as the roots of his quadratic.
    ends = (row["contactability_contacts_low"], row["contactability_contacts_high"])
    assert ends == pytest.approx((0.266651, 0.811221), abs=5e-7)


def test_an_account_is_reached_through_a_contact_or_its_own_channels(crm):
    # Acme and Coda through contacts, Dune by its mail, Echo by its number; Fado's has no country.
    assert counts("contactability_accounts", crm) == [(4, 6, 3, 2)]


def test_by_owner_team_and_country(crm):
    found = measure("contactability_accounts", crm, by=["owner"])
    assert found.select("owner_id", "contactable", "records").rows() == [
        ("ana", 1, 2), ("bo", 2, 2), (None, 1, 2),
    ]  # fmt: skip
    assert counts("contactability_accounts", crm, "team") == [
        ("South", 3, 4, 3, 1), (None, 1, 2, 0, 1),
    ]  # fmt: skip
    assert counts("contactability_contacts", crm, "country") == [
        ("Germany", 4, 7, 3, 2), (None, 1, 2, 0, 1),
    ]  # fmt: skip


def test_at_the_close_of_february_the_contact_of_march_was_not_there(crm):
    year = Period(date(2026, 2, 1), date(2026, 4, 1))
    assert counts("contactability_contacts", crm, "month", period=year) == [
        (date(2026, 2, 1), 4, 8, 2, 3), (date(2026, 3, 1), 5, 9, 3, 3),
    ]  # fmt: skip
    assert counts("contactability_accounts", crm, "month", period=year) == [
        (date(2026, 2, 1), 3, 6, 2, 2), (date(2026, 3, 1), 4, 6, 3, 2),
    ]  # fmt: skip


def test_as_of_a_past_day_owners_stand_in_their_team_of_that_day(crm):
    found = counts("contactability_contacts", crm, "team", as_of=date(2026, 2, 28))
    assert found == [("North", 4, 8, 2, 3)]
    assert counts("contactability_contacts", crm, "team") == [("South", 5, 9, 3, 3)]


def test_the_records_behind_it_show_their_open_channels(crm):
    rows = dict(rows_of("contactability_contacts", crm).select("id", "value").rows())
    assert rows["by both"] == "e-mail, phone"
    assert rows["no mail, but calls"] == "phone"
    assert rows["refuses all"] is None


def test_where_consent_is_required_silence_is_none():
    strict = Quality(consent_required=True)
    tables = Tables.from_model(model(), Business(), AS_OF, quality=strict)
    # By both and the one of March have said yes; of accounts' own channels nobody has.
    assert counts("contactability_contacts", tables) == [(2, 9, 2, 1)]
    assert counts("contactability_accounts", tables) == [(2, 6, 2, 1)]


def test_no_address_is_in_the_facts():
    tables = Tables.from_model(model(), Business(), AS_OF)
    addresses = {text for row in (*CONTACTS, *ACCOUNTS) for text in row if "@" in str(text)}
    for fact in ("contact_channels", "account_channels"):
        rows = tables.fact(fact, AS_OF).collect().to_native()
        assert not addresses & {value for row in rows.rows() for value in row}


def test_missing_tables_are_named():
    for missing, name in (
        ("contacts", METRICS[0]),
        ("contacts", METRICS[1]),
        ("accounts", METRICS[1]),
    ):
        frames = {table: rows for table, rows in model().items() if table != missing}
        tables = Tables.from_model(frames, Business(), AS_OF)
        with pytest.raises(NotMappedError, match=f"no {missing} mapped"):
            measure(name, tables)


def test_contacts_can_be_judged_where_accounts_are_not_mapped():
    tables = Tables.from_model({"contacts": model()["contacts"]}, Business(), AS_OF)
    # Without accounts nobody knows the country of a number.
    assert counts("contactability_contacts", tables) == [(4, 9, 3, 1)]


@pytest.mark.parametrize("of", [PolarsEngine, DuckDBEngine])
def test_nobody_everybody_and_no_record(of):
    def shares(*contacts: dict) -> dict:
        rows = [dict(contact_id=str(n), created_at="2026-01-01", account_id="A", **contact)
                for n, contact in enumerate(contacts)]  # fmt: skip
        accounts = [dict(account_id="A", name="A", created_at="2026-01-01")] if contacts else []
        frames = {"contacts": table("contacts", rows), "accounts": table("accounts", accounts)}
        tables = Tables.from_model(frames, Business(), AS_OF, engine=of())
        return {name: measure(name, tables).row(0, named=True) for name in METRICS}

    for name in METRICS:
        assert shares(dict(email="a@b.com"))[name][name] == 1.0
        assert shares(dict(email="-"))[name][name] == 0.0
        nothing = shares()[name]
        assert (nothing["contactable"], nothing["records"], nothing[name]) == (0, 0, None)


def test_a_crm_with_one_kind_of_channel_tells_of_that_kind_alone(tmp_path):
    rows = "values ('Ann', 'ann@acme.org', '2026-01-05'), ('Bo', 'bo', '2026-01-05')"
    with closing(sqlite3.connect(tmp_path / "crm.sqlite")) as connection:
        connection.execute("create table contacts (contact_id, email, created_at)")
        connection.execute(f"insert into contacts {rows}")
        connection.commit()
    settings = Settings(crm=Crm(f"sqlite:///{tmp_path / 'crm.sqlite'}"), snapshot_path=tmp_path)
    snapshot = sync(settings, now=datetime(2026, 3, 31, 20, tzinfo=UTC))
    tables = Tables.open(snapshot, settings.business)
    row = measure("contactability_contacts", tables).row(0, named=True)
    assert (row["contactable"], row["records"], row["by_phone"]) == (1, 2, 0)
