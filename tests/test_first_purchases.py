"""Customers added from deals, subscriptions and orders: whoever bought first, whatever it was.

| account | first won deal | first paid subscription | first order | a customer from, by   |
|---------|----------------|-------------------------|-------------|-----------------------|
| Acme    | 2026-01-20     | 2026-02-01              | 2026-02-03  | 2026-01-20, the deal  |
| Binder  | 2026-02-10     | 2026-02-01              |             | 2026-02-01, the plan  |
| Cobalt  | 2026-02-15     |                         | 2026-02-15  | 2026-02-15, the deal  |
| Dune    |                | 2026-03-05              | 2026-03-02  | 2026-03-02, the order |
| Elm     |                | 2026-03-09              | 2026-03-09  | 2026-03-09, the plan  |
| Fjord   | lost only      | free, and never begun   | given back  | never                 |
"""

import random
from collections import Counter
from datetime import date, timedelta

import polars as pl
import pytest

from crm_metrics.calendar import Period
from crm_metrics.engines import PolarsEngine
from crm_metrics.errors import NotMappedError
from crm_metrics.measure import measure
from crm_metrics.records import account_of_rows, rows_of, set_aside, set_aside_rows
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.literal import deals, deals_in_turns, table

AS_OF = date(2026, 4, 1)
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
NAME = "customers_added"

DEALS = deals(
    ("d1", "2026-01-02", "2026-01-20", "won", 100, "ana"),
    ("d2", "2026-01-02", "2026-02-10", "won", 100, "ana"),
    ("d3", "2026-01-02", "2026-02-15", "won", 100, "bo"),
    ("d4", "2026-01-02", "2026-02-20", "lost", 100, "bo"),
    ("d5", "2026-01-02", "2026-02-20", "won", 100, "bo"),
    ("d6", "2026-01-02", None, "won", 100, "bo"),
).with_columns(
    account_id=pl.Series(["Acme", "Binder", "Cobalt", "Fjord", None, "Acme"]),
    source=pl.lit("Fair"),
    product=pl.lit("Setup"),
)


def subscription(number: str, account: str, started: str, **more) -> dict:
    given = dict(subscription_id=number, account_id=account, started_on=started, mrr=10)
    return given | dict(product="Plan") | more


SUBSCRIPTIONS = table(
    "subscriptions",
    [
        subscription("s1", "Acme", "2026-02-01"),
        subscription("s2", "Binder", "2026-02-01", product="Plus"),
        subscription("s3", "Binder", "2026-02-01", product="Zero", mrr=0),
        subscription("s4", "Dune", "2026-03-05"),
        subscription("s6", "Elm", "2026-03-09", product="Late"),
        subscription("s5", "Elm", "2026-03-09", product="Basic"),
        subscription("s7", "Fjord", "2026-01-05", mrr=0),
        subscription("s8", "Fjord", "2026-01-05", ended_on="2026-01-05"),
    ],
)


def order(account: str, day: str, amount: object = 10, currency: str | None = None) -> dict:
    return dict(account_id=account, ordered_on=day, amount=amount, currency=currency)


def orders(*rows: dict) -> pl.DataFrame:
    return table("orders", [dict(order_id=f"o{n}", **row) for n, row in enumerate(rows, 1)])


ORDERS = orders(
    order("Acme", "2026-02-03"),
    order("Cobalt", "2026-02-15"),
    # Given back on the day it was bought, then bought again.
    order("Dune", "2026-03-01", 50),
    order("Dune", "2026-03-01", -50),
    order("Dune", "2026-03-02", 70, "eur"),
    order("Elm", "2026-03-09"),
    order("Fjord", "2026-03-09", 30),
    order("Fjord", "2026-03-09", -40),
)
ACCOUNTS = table(
    "accounts",
    [
        dict(account_id=name, name=f"{name} Ltd", owner_id=owner, source="Web", created_at=day)
        for name, owner, day in (
            ("Acme", "cy", "2025-12-01"),
            ("Binder", "cy", "2025-12-01"),
            ("Cobalt", "cy", "2026-01-01"),
            ("Dune", "cy", "2026-01-01"),
            ("Elm", None, "2026-01-01"),
        )
    ],
)
USERS = table("users", [dict(user_id=u, name=u.title(), team="South") for u in ("ana", "bo", "cy")])
MOVES = table(
    "user_changes",
    [dict(user_id="cy", field="team", old_value="North", new_value="South",
          changed_at="2026-03-04")],
)  # fmt: skip
EVERYTHING = {
    "deals": DEALS,
    "subscriptions": SUBSCRIPTIONS,
    "orders": ORDERS,
    "accounts": ACCOUNTS,
    "users": USERS,
    "user_changes": MOVES,
    "exchange_rates": table(
        "exchange_rates", [dict(currency="EUR", valid_from="2026-01-01", rate="1.1")]
    ),
}


def crm(engine=None, business: Business | None = None, **tables: pl.DataFrame) -> Tables:
    return Tables.from_model(tables or EVERYTHING, business or Business(), AS_OF, engine=engine)


def added(tables: Tables, *by: str, **more) -> list[tuple]:
    frame = measure(NAME, tables, QUARTER, by=by, **more)
    return frame.drop("owner", strict=False).rows()


def test_each_account_counts_once_by_what_it_bought_first(engine):
    tables = crm(engine)
    assert added(tables) == [(5,)]
    assert added(tables, "came_by") == [("deal", 2), ("order", 1), ("subscription", 2)]
    assert added(tables, "month") == [
        (date(2026, 1, 1), 1),
        (date(2026, 2, 1), 2),
        (date(2026, 3, 1), 2),
    ]


def test_attributes_are_the_deals_or_else_those_of_the_account_and_the_subscription(engine):
    tables = crm(engine)
    assert added(tables, "source") == [("Fair", 2), ("Web", 3)]
    assert added(tables, "product") == [("Basic", 1), ("Plus", 1), ("Setup", 2), (None, 1)]
    assert added(tables, "owner") == [("ana", 1), ("bo", 1), ("cy", 2), (None, 1)]
    assert added(tables, "outcome") == [("won", 2), (None, 3)]
    # Cy, who owns Binder and Dune, went from North to South on 4 March.
    assert added(tables, "team", where={"owner": ["cy"]}) == [("North", 2)]
    assert added(tables, "team", where={"owner": ["cy"]}, credit="now") == [("South", 2)]
    assert added(tables, "team", where={"owner": ["cy"]}, credit="now", as_of=date(2026, 3, 3)) == [
        ("North", 2)
    ]
    assert added(tables, "currency") == [("EUR", 1), (None, 4)]


def test_the_records_are_the_accounts_and_what_is_set_aside_are_the_deals():
    tables = crm()
    found = rows_of(NAME, tables, QUARTER)
    assert found.select("id", "name", "day", "value").rows() == [
        ("Acme", "Acme Ltd", date(2026, 1, 20), "deal"),
        ("Binder", "Binder Ltd", date(2026, 2, 1), "subscription"),
        ("Cobalt", "Cobalt Ltd", date(2026, 2, 15), "deal"),
        ("Dune", "Dune Ltd", date(2026, 3, 2), "order"),
        ("Elm", "Elm Ltd", date(2026, 3, 9), "subscription"),
    ]
    assert dict(set_aside(NAME, tables, QUARTER).rows()) == {
        "no account": 1,
        "period unknown: decided, but no day of the decision": 1,
    }
    aside = set_aside_rows(NAME, tables, QUARTER)
    assert aside.select("id", "owner").rows() == [("d5", "Bo"), ("d6", "Bo")]
    account = account_of_rows(NAME, tables, QUARTER)
    assert account == {"candidates": 7, "used": 5, "outside": 0, "set_aside": 2}


def test_a_link_leads_to_the_account_or_to_the_deal_that_has_none():
    links = {"accounts": "https://crm/a/{account_id}", "deals": "https://crm/d/{deal_id}"}
    tables = crm()
    tables = Tables(**{**vars(tables), "record_url": links})
    assert rows_of(NAME, tables, QUARTER)["url"].to_list()[0] == "https://crm/a/Acme"
    assert set_aside_rows(NAME, tables, QUARTER)["url"].to_list() == [
        "https://crm/d/d5",
        "https://crm/d/d6",
    ]


@pytest.mark.parametrize(
    ("mapped", "count"),
    [
        (("deals",), 3),
        (("subscriptions",), 4),
        (("orders",), 4),
        (("subscriptions", "orders"), 5),
        (("deals", "orders"), 5),
    ],
)
def test_any_of_the_three_tables_is_enough(mapped, count):
    assert added(crm(**{name: EVERYTHING[name] for name in mapped})) == [(count,)]


def test_without_all_three_the_error_says_so():
    with pytest.raises(NotMappedError, match="no deals or subscriptions or orders mapped"):
        measure(NAME, crm(accounts=ACCOUNTS), QUARTER)


@pytest.mark.parametrize("name", ["deals", "subscriptions", "orders"])
def test_of_an_empty_table_nobody_became_a_customer(name, engine):
    tables = crm(engine, **{name: table(name, [])})
    assert added(tables) == [(0,)]
    assert added(tables, "came_by") == []


def test_only_what_was_known_on_the_day_counts(engine):
    tables = crm(engine)
    known = {
        "2026-01-19": [],
        "2026-01-20": [("deal", 1)],
        "2026-02-01": [("deal", 1), ("subscription", 1)],
        "2026-02-15": [("deal", 2), ("subscription", 1)],
        "2026-03-01": [("deal", 2), ("subscription", 1)],
        "2026-03-02": [("deal", 2), ("order", 1), ("subscription", 1)],
    }
    for day, expected in known.items():
        assert added(tables, "came_by", as_of=date.fromisoformat(day)) == expected, day


def test_a_win_that_was_opened_again_had_brought_the_customer_until_then(engine):
    """Acme: won on 5 January, open again from the 9th, won for good on 1 February; ordered 20th."""
    turns = [date(2026, 1, 5), date(2026, 1, 9), date(2026, 2, 1)]
    tables = crm(
        engine,
        **deals_in_turns(("d", "Acme", date(2026, 1, 2), turns, 0)),
        orders=orders(order("Acme", "2026-01-20")),
    )
    known = {
        "2026-01-04": [],
        "2026-01-05": [(date(2026, 1, 5), "deal", 1)],
        "2026-01-08": [(date(2026, 1, 5), "deal", 1)],
        "2026-01-09": [],
        "2026-01-20": [(date(2026, 1, 20), "order", 1)],
        "2026-02-01": [(date(2026, 1, 20), "order", 1)],
    }
    for day, expected in known.items():
        assert added(tables, "day", "came_by", as_of=date.fromisoformat(day)) == expected, day


def test_a_win_entered_late_takes_the_customer_over_once_it_is_known(engine):
    tables = crm(
        engine,
        deals=deals(("d", "2026-03-01", "2026-01-10", "won", 1), account_id="Acme"),
        orders=orders(order("Acme", "2026-02-01")),
    )
    assert added(tables, "came_by", "month", as_of=date(2026, 2, 28)) == [
        ("order", date(2026, 2, 1), 1)
    ]
    assert added(tables, "came_by", "month") == [("deal", date(2026, 1, 1), 1)]


def test_accounts_older_than_the_records_are_not_counted_whatever_table_starts_late():
    for name in ("deals", "subscriptions", "orders"):
        business = Business(complete_since={name: date(2026, 1, 1)})
        tables = crm(business=business)
        assert added(tables) == [(3,)], name
        reasons = dict(set_aside(NAME, tables, QUARTER).rows())
        assert reasons["account older than the records: it may have been a customer before"] == 2


def test_an_order_counts_when_its_amount_is_not_known_and_not_when_it_is_nothing():
    tables = crm(
        orders=orders(
            order("Not given", "2026-02-01", None),
            order("No rate", "2026-02-01", 5, "SEK"),
            order("Too large", "2026-02-01", 10**16),
            order("Not given, and a return", "2026-02-01", None),
            order("Not given, and a return", "2026-02-01", -5),
            order("Free", "2026-02-01", 0),
            order("Return", "2026-02-01", -5),
            order("Return without a rate", "2026-02-01", -5, "SEK"),
            order("  ", "2026-02-01"),
        )
    )
    assert rows_of(NAME, tables, QUARTER)["id"].sort().to_list() == [
        "No rate", "Not given", "Not given, and a return", "Too large",
    ]  # fmt: skip


def test_orders_of_one_day_are_added_up_in_the_reporting_currency():
    """100 EUR at 1.1 are 110 USD: a return of 105 USD leaves a purchase, one of 115 does not."""
    rates = EVERYTHING["exchange_rates"]
    for returned, count in ((-105, 1), (-110, 0), (-115, 0)):
        rows = orders(order("A", "2026-02-01", 100, "EUR"), order("A", "2026-02-01", returned))
        assert added(crm(orders=rows, exchange_rates=rates)) == [(count,)], returned


# --- A second road: a few hundred random companies, gone through day by day in plain Python

DAYS = 150
FIRST = date(2026, 1, 1)


def _company(draw: random.Random) -> dict:
    """Deals as (created, days on which they were won and opened again in turn, days entered late),
    subscriptions as (started, days they last, MRR), orders as (day, amount)."""
    deals_of, name = [], draw.choice("abcdefgh")
    for _ in range(draw.choice([0, 0, 1, 1, 2, 3])):
        created = draw.randrange(DAYS - 30)
        late = draw.choice([0, 0, 0, 40])
        turns = sorted(draw.sample(range(created, DAYS), draw.choice([1, 1, 1, 2, 3, 5])))
        deals_of.append((created, [created] if late else turns, late))
    plans = [
        (draw.randrange(DAYS), draw.choice([None, 0, 0, 10, 30]), draw.choice([0, 5, 5]))
        for _ in range(draw.choice([0, 0, 1, 2]))
    ]
    bought = [
        (draw.randrange(DAYS), draw.choice([None, 10, 10, 0, -10]))
        for _ in range(draw.choice([0, 0, 1, 2, 6]))
    ]
    return dict(deals=deals_of, plans=plans, orders=bought, source=name)


def _companies() -> list[dict]:
    draw = random.Random(20261124)
    return [_company(draw) for _ in range(300)]


def _on(day: int) -> date:
    return FIRST + timedelta(days=day)


def _tables(companies: list[dict]) -> Tables:
    rows: dict[str, list[dict]] = {"orders": [], "subscriptions": [], "accounts": []}
    won: list[tuple] = []
    for number, company in enumerate(companies):
        account = f"A{number:03}"
        rows["accounts"].append(
            dict(account_id=account, name=account, source=company["source"], created_at=_on(0))
        )
        for created, turns, late in company["deals"]:
            won.append((f"d{len(won)}", account, _on(created), [*map(_on, turns)], late))
        for started, lasts, mrr in company["plans"]:
            ended = None if lasts is None else _on(started + lasts)
            of_account = dict(account_id=account, started_on=_on(started), ended_on=ended, mrr=mrr)
            rows["subscriptions"].append(
                dict(subscription_id=f"s{len(rows['subscriptions'])}") | of_account
            )
        for day, amount in company["orders"]:
            of_account = dict(account_id=account, ordered_on=_on(day), amount=amount)
            rows["orders"].append(dict(order_id=f"o{len(rows['orders'])}") | of_account)
    frames = {name: table(name, of_table) for name, of_table in rows.items()}
    frames |= deals_in_turns(*won, source="by a deal")
    return Tables.from_model(frames, Business(), _on(DAYS))


def _first_known(company: dict, today: int) -> tuple[int, str] | None:
    """The day and the source of what is known today as the company's first purchase."""
    found = []
    for created, turns, late in company["deals"]:
        done = [turn for turn in turns if turn <= today]
        if len(done) % 2 == 1 and created <= today:
            found.append((done[-1] - late, 0, "by a deal"))
    for started, lasts, mrr in company["plans"]:
        if started <= today and mrr > 0 and lasts != 0:
            found.append((started, 1, company["source"]))
    for day in {day for day, _ in company["orders"] if day <= today}:
        amounts = [amount for other, amount in company["orders"] if other == day]
        if None in amounts or sum(amounts) > 0:
            found.append((day, 2, company["source"]))
    if not found:
        return None
    day, _, source = min(found)
    return day, source


@pytest.mark.parametrize("today", [*range(0, DAYS, 11), DAYS])
def test_customers_known_on_a_day_equal_those_found_company_by_company(today):
    companies = _companies()
    tables = _tables(companies)
    known = Counter(filter(None, (_first_known(company, today) for company in companies)))
    whole = Period(FIRST - timedelta(days=60), _on(DAYS + 1))
    frame = measure(NAME, tables, whole, by=["day", "source"], as_of=_on(today))
    found = {(day, source): count for day, source, count in frame.rows()}
    assert found == {(_on(day), source): count for (day, source), count in known.items()}
    assert today < 20 or len(found) > 20


def test_the_companies_have_what_makes_the_roads_differ():
    companies = _companies()
    firsts = [_first_known(company, day) for company in companies for day in (60, DAYS)]
    pairs = list(zip(firsts[::2], firsts[1::2], strict=True))
    assert sum(before is not None and after != before for before, after in pairs) > 10
    assert sum(first is not None and first[1] == "by a deal" for _, first in pairs) > 30
    assert sum(first is not None and first[1] != "by a deal" for _, first in pairs) > 30


def test_the_view_is_small_and_has_one_row_for_an_account():
    tables = _tables(_companies())
    for day in (40, 90, DAYS):
        rows = PolarsEngine().collect([tables.fact("first_purchases", _on(day))])[0]
        assert rows["account_id"].null_count() == 0
        assert rows["account_id"].is_unique().all()
