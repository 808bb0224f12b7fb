"""A second road to freshness, entry lag and contactability: plain SQL on the CRM's raw tables.

Whether an address is valid is asked of `email_validator` and `phonenumbers` themselves, once for
every row; nothing of the library's facts is used.
"""

from datetime import date
from pathlib import Path

import duckdb
import email_validator
import phonenumbers
import pytest

from crm_metrics import demo
from crm_metrics.calendar import Period
from crm_metrics.measure import measure
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.roads import raw_tables, snapshot_of

AS_OF = date(2026, 6, 30)
ZONE = "America/New_York"
YEAR = Period(date(2025, 7, 1), date(2026, 7, 1))
RAW = ("deals", "leads", "accounts", "contacts", "users", "activities", "edits")
KEY = {"all": None, "owner": "owner_id"}
REGIONS = {
    "United Kingdom": "GB", "Germany": "DE", "France": "FR", "Netherlands": "NL", "Sweden": "SE",
    "Spain": "ES", "Italy": "IT", "United States": "US", "Canada": "CA", "Mexico": "MX",
    "Brazil": "BR", "Australia": "AU", "Singapore": "SG", "Japan": "JP", "New Zealand": "NZ",
    "India": "IN",
}  # fmt: skip


@pytest.fixture(scope="module")
def crm(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("crm") / "crm.db"
    demo.make(f"sqlite:///{file}", deals=1_000, seed=11, as_of=AS_OF)
    return file


@pytest.fixture(scope="module")
def tables(crm, tmp_path_factory) -> Tables:
    return snapshot_of(crm, tmp_path_factory.mktemp("snapshots"), Business(timezone=ZONE), AS_OF)


@pytest.fixture(scope="module")
def road(crm) -> duckdb.DuckDBPyConnection:
    connection = raw_tables(crm, RAW)
    views = (Path(__file__).parent / "second_road_touches.sql").read_text("utf-8")
    connection.execute(views.replace("$zone", ZONE))  # a view takes no binds
    return connection


def measured(name: str, tables: Tables, cut: str, columns: list[str], **asked) -> dict:
    frame = measure(name, tables, by=[] if cut == "all" else [cut], **asked)
    key = KEY.get(cut, cut)
    keys = ["all"] * frame.height if key is None else frame[key].to_list()
    keys = [value.isoformat() if isinstance(value, date) else value for value in keys]
    return dict(zip(keys, frame.select(columns).rows(), strict=True))


def test_the_demo_has_what_makes_the_roads_differ(road):
    """Without automatic mails, plans, late entries and undated calls they would agree by luck."""
    counts = road.execute(
        """
        select
            (select count(*) from raw_activities where is_automatic = '1'),
            (select count(*) from raw_activities where status = 'done' and done_at is null),
            (select count(*) from raw_activities where account_id is null),
            (select count(*) from entry_lags where minutes < 0),
            (select count(*) from entry_lags where entered_on > done_on),
            (select count(*) from raw_edits semi join raw_users using (user_id)
                where user_id in (select user_id from raw_users where role = 'Integration')),
            (select count(*) from raw_contacts where email_opt_out = '1'),
            (select count(*) from raw_contacts where email_opt_out is null)
        """
    ).fetchone()
    assert min(counts) > 0, counts


@pytest.mark.parametrize("cut", ["all", "owner", "team"])
@pytest.mark.parametrize("entity", ["deals", "accounts", "contacts", "leads"])
def test_freshness(road, tables, entity, cut):
    expected = road.execute(
        """
        with latest as (
            select record_id, max(attended_on) as attended_on
            from attentions
            where entity = $entity and attended_on <= $day and known_on <= $day
            group by record_id
        )
        select
            case $cut when 'all' then 'all' when 'owner' then owner_id else team end as cut,
            count(*) filter ($day - attended_on < 90),
            count(*),
            count(*) filter ($day - attended_on < 180)
        from lives
        left join latest using (record_id)
        where entity = $entity and not is_over and created_on <= $day
        group by 1
        """,
        {"entity": entity, "day": AS_OF, "cut": cut},
    ).fetchall()
    columns = ["fresh", "records", "fresh_180"]
    found = measured(f"freshness_{entity}", tables, cut, columns)
    assert found == {row[0]: row[1:] for row in expected}
    assert sum(row[0] for row in found.values()) > 0


@pytest.mark.parametrize("entity", ["accounts", "contacts", "leads"])
def test_freshness_at_the_close_of_every_month(road, tables, entity):
    found = measured(f"freshness_{entity}", tables, "month", ["fresh", "records"], period=YEAR)
    assert len(found) == 12
    for month, row in found.items():
        expected = road.execute(
            """
            with days as (select last_day(cast($month as date)) as day),
            latest as (
                select record_id, max(attended_on) as attended_on
                from attentions, days
                where entity = $entity and attended_on <= day and known_on <= day
                group by record_id
            )
            select count(*) filter (day - attended_on < 90), count(*)
            from lives
            cross join days
            left join latest using (record_id)
            where entity = $entity and created_on <= day
                and not (is_over and (ended_on is null or ended_on <= day))
            """,
            {"entity": entity, "month": month},
        ).fetchone()
        assert row == expected, month


def test_dormant_clients(road, tables):
    expected = road.execute(
        """
        with latest as (
            select record_id, max(attended_on) as attended_on
            from attentions
            where entity = 'accounts' and sort = 'activity' and known_on <= $day
            group by record_id
        )
        select count(*) filter ($day - coalesce(attended_on, created_on) >= 60), count(*)
        from lives
        left join latest using (record_id)
        where entity = 'accounts'
        """,
        {"day": AS_OF},
    ).fetchone()
    row = measure("dormant_clients", tables, at=[60]).select("dormant", "accounts").row(0)
    assert row == expected


@pytest.mark.parametrize("cut", ["all", "owner", "kind", "month"])
def test_entry_lag(road, tables, cut):
    expected = road.execute(
        """
        with late as (
            select *, case when minutes >= 0 then minutes / 60 end as hours
            from entry_lags
            where greatest(done_on, entered_on) >= $start and greatest(done_on, entered_on) < $end_
        )
        select
            case $cut when 'all' then 'all' when 'owner' then owner_id when 'kind' then kind
                else month end as cut,
            count(hours),
            count(*) filter (minutes < 0),
            quantile_cont(hours, 0.5),
            avg(hours),
            quantile_cont(hours, 0.8),
            quantile_cont(hours, 0.9)
        from late
        group by 1
        """,
        {"cut": cut, "start": YEAR.start, "end_": YEAR.end},
    ).fetchall()
    columns = [
        "count",
        "planned_ahead",
        *(f"entry_lag_{n}" for n in ("median", "mean", "p80", "p90")),
    ]
    found = measured("entry_lag", tables, cut, columns, period=YEAR)
    assert found.keys() == {row[0] for row in expected}
    for key, *row in expected:
        plain = [None if value is None else float(value) for value in row]
        assert list(found[key]) == [
            pytest.approx(value, rel=1e-12) if value is not None else None for value in plain
        ], key


def can_mail(text: str | None) -> bool:
    try:
        email_validator.validate_email((text or "").strip(), check_deliverability=False)
    except email_validator.EmailNotValidError:
        return False
    return True


def can_call(text: str | None, country: str | None) -> bool:
    try:
        number = phonenumbers.parse((text or "").strip(), REGIONS.get(country or ""))
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)


def test_contactability(road, tables):
    contacts = road.execute(
        """
        select contact_id, contacts.account_id, contacts.email, contacts.phone,
            coalesce(email_opt_out, '0') = '1', coalesce(phone_opt_out, '0') = '1', country
        from raw_contacts as contacts
        left join raw_accounts as accounts on accounts.account_id = contacts.account_id
        where contacts.created_at is not null
        """
    ).fetchall()
    accounts = road.execute("select account_id, email, phone, country from raw_accounts").fetchall()
    by_mail, by_phone, reached = set(), set(), set()
    for contact, account, email, phone, no_mail, no_calls, country in contacts:
        if can_mail(email) and not no_mail:
            by_mail.add(contact)
            reached.add(account)
        if can_call(phone, country) and not no_calls:
            by_phone.add(contact)
            reached.add(account)
    columns = ["contactable", "records", "by_email", "by_phone"]
    row = measure("contactability_contacts", tables).select(columns).row(0)
    assert row == (len(by_mail | by_phone), len(contacts), len(by_mail), len(by_phone))
    assert min(len(by_mail), len(by_phone), len(contacts) - row[0]) > 0
    own = {
        account
        for account, email, phone, country in accounts
        if can_mail(email) or can_call(phone, country)
    }
    row = measure("contactability_accounts", tables).select(columns[:2]).row(0)
    assert row == (len((reached | own) - {None}), len(accounts))
