"""Customers without contracts: too long silent, lost, returned; and when that was known.

With inactive_after_days = 30, each account in a segment of its own:

| account | bought on                                    | threshold | lost on           |
|---------|----------------------------------------------|-----------|-------------------|
| Acme    | 1 January to 22 March each 10 days, 11 April | 20 (own)  | 2 May             |
| Binder  | 20 March, 10 May, 20 June                    | 30        | 20 April, 10 June |
| Cobalt  | 1 February, 1 June                           | 30        | 4 March           |
| Dune    | 1 March, given back that day                 |           | never a customer  |
| Elm     | 5 April                                      | 30        | 6 May             |

Acme's tenth purchase completed nine gaps, 10 days eight times and 20 once: the ninth smallest of
nine is 20, and 11 April + 20 + 1 = 2 May.
"""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_metrics.calendar import Period
from crm_metrics.errors import NotMappedError
from crm_metrics.facts.silence import own_threshold, own_thresholds
from crm_metrics.measure import measure
from crm_metrics.records import account_of_rows, rows_of, set_aside, set_aside_rows
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from crm_metrics.statistics import wait_quantiles
from tests.literal import deals, deals_in_turns, table

NAME = "inactivity_churn_rate"
AS_OF = date(2026, 6, 30)
SECOND_QUARTER = Period(date(2026, 4, 1), date(2026, 7, 1))
MONTHLY = Business(inactive_after_days=30)
COUNTS = ("at_start", "lost", "alarmed", "returned")

ACME = [date(2026, 1, 1) + timedelta(days=10 * n) for n in range(9)] + [date(2026, 4, 11)]
BOUGHT = {
    "Acme": ACME,
    "Binder": [date(2026, 3, 20), date(2026, 5, 10), date(2026, 6, 20)],
    "Cobalt": [date(2026, 2, 1), date(2026, 6, 1)],
    "Elm": [date(2026, 4, 5)],
}


def orders_of(bought: dict[str, list[date]]) -> pl.DataFrame:
    days = [(account, day, 10) for account, days in bought.items() for day in days]
    return order_rows(days)


def order_rows(rows: list[tuple]) -> pl.DataFrame:
    return table(
        "orders",
        [
            dict(order_id=f"o{n}", account_id=account, ordered_on=day, amount=amount)
            for n, (account, day, amount) in enumerate(rows)
        ],
    )


def accounts_of(segments: dict[str, str | None], **more) -> pl.DataFrame:
    return table(
        "accounts",
        [
            dict(account_id=name, name=name, segment=segment, created_at="2025-01-01", **more)
            for name, segment in segments.items()
        ],
    )


def crm(engine=None, business: Business = MONTHLY, day: date = AS_OF, **tables) -> Tables:
    return Tables.from_model(tables, business, day, engine=engine)


@pytest.fixture
def golden(engine) -> Tables:
    given_back = [("Dune", date(2026, 3, 1), 50), ("Dune", date(2026, 3, 1), -50)]
    bought = [(account, day, 10) for account, days in BOUGHT.items() for day in days]
    accounts = accounts_of({name: name for name in (*BOUGHT, "Dune")}, owner_id="ana")
    return crm(engine, orders=order_rows(bought + given_back), accounts=accounts)


def counts(tables: Tables, period: Period = SECOND_QUARTER, **more) -> list[tuple]:
    return measure(NAME, tables, period, **more).select(COUNTS).rows()


def purchases(tables: Tables, *columns: str) -> list[tuple]:
    frame = tables.engine.collect([tables.fact("purchases", tables.day)])[0]
    frame = frame.with_columns(pl.selectors.ends_with("_day").cast(pl.Date))
    return frame.sort("account_id", "from_day").select(columns).rows()


def test_churn_of_the_quarter(golden):
    row = measure(NAME, golden, SECOND_QUARTER).row(0, named=True)
    # Acme and Binder were customers on 31 March; both fell silent, Binder bought again.
    assert [row[name] for name in COUNTS] == [2, 1, 2, 1]
    assert row[NAME] == 0.5
    # Wilson of 1 of 2: (1/2 + z²/4 ± z·√(1/8 + z²/16)) ÷ (1 + z²/2), z² = 3.841459.
    assert row[f"{NAME}_low"] == pytest.approx(0.094531, abs=5e-7)
    assert row[f"{NAME}_high"] == pytest.approx(0.905469, abs=5e-7)


def test_every_month_compares_its_own_two_days(golden):
    frame = measure(NAME, golden, SECOND_QUARTER, by=["month"])
    assert frame.select("month", *COUNTS).rows() == [
        (date(2026, 4, 1), 2, 1, 1, 1),
        (date(2026, 5, 1), 2, 2, 2, 0),
        (date(2026, 6, 1), 1, 0, 1, 1),
    ]


def test_a_return_after_as_of_is_not_known_yet(golden):
    april = Period(date(2026, 4, 1), date(2026, 5, 1))
    assert counts(golden, april, as_of=date(2026, 4, 30)) == [(2, 1, 1, 0)]
    assert counts(golden, april, as_of=date(2026, 5, 9)) == [(2, 1, 1, 0)]
    assert counts(golden, april, as_of=date(2026, 5, 10)) == [(2, 1, 1, 1)]


@pytest.mark.parametrize(
    ("day", "lost"), [("2026-04-19", 0), ("2026-04-20", 1), ("2026-05-01", 1), ("2026-05-02", 2)]
)
def test_a_customer_is_lost_on_the_day_after_its_threshold(golden, day, lost):
    assert counts(golden, as_of=date.fromisoformat(day)) == [(2, lost, lost, 0)]


def test_the_records_are_the_customers_at_the_start_and_what_became_of_them(golden):
    rows = rows_of(NAME, golden, SECOND_QUARTER)
    assert rows.select("id", "name", "day", "value").rows() == [
        ("Binder", "Binder", date(2026, 3, 20), "fell silent, returned"),
        ("Acme", "Acme", date(2026, 3, 22), "lost"),
    ]
    assert set_aside(NAME, golden, SECOND_QUARTER).height == 0


def test_cut_by_a_field_of_the_account(golden):
    frame = measure(NAME, golden, SECOND_QUARTER, by=["segment"])
    assert frame.select("segment", *COUNTS).rows() == [
        ("Acme", 1, 1, 1, 0),
        ("Binder", 1, 0, 1, 1),
    ]
    assert counts(golden, where={"segment": ["Acme"]}) == [(1, 1, 1, 0)]
    assert counts(golden, where={"owner": ["ana"]}) == [(2, 1, 2, 1)]


def test_without_customers_the_rate_is_null(engine):
    empty = crm(engine, orders=table("orders", []))
    later = crm(engine, orders=orders_of({"Acme": [date(2026, 5, 1)]}))
    for tables in (empty, later):
        row = measure(NAME, tables, SECOND_QUARTER).row(0, named=True)
        assert row == dict.fromkeys(COUNTS, 0) | {
            NAME: None,
            f"{NAME}_low": None,
            f"{NAME}_high": None,
        }
        assert measure(NAME, tables, SECOND_QUARTER, by=["segment"]).height == 0


def test_nobody_lost_is_0_and_everybody_lost_is_1():
    for bought, rate in ((date(2026, 6, 25), 0.0), (date(2026, 3, 31), 1.0)):
        tables = crm(orders=orders_of({"Acme": [date(2026, 3, 30), bought]}))
        assert measure(NAME, tables, SECOND_QUARTER)[NAME].to_list() == [rate]


def test_without_orders_and_deals_the_error_says_so():
    with pytest.raises(NotMappedError, match="no orders or deals mapped"):
        measure(NAME, crm(accounts=accounts_of({"A": "x"})), SECOND_QUARTER)


def test_the_sensitivity_moves_with_the_threshold(golden):
    """Thresholds of 24 and 30 and 37 days (Binder), of 16 and 20 and 25 (Acme)."""
    found = measure("inactivity_sensitivity", golden, SECOND_QUARTER)
    columns = ("factor", *COUNTS, "inactivity_sensitivity", "returned_share")
    assert found.select(columns).rows() == [
        # 0.8: Acme is lost on 28 April, Binder on 14 April, back on 10 May, and so on.
        (0.8, 2, 1, 2, 1, 0.5, 0.5),
        (1.0, 2, 1, 2, 1, 0.5, 0.5),
        # 1.25: Cobalt's 1 February lasts until 10 March, as before.
        (1.25, 2, 1, 2, 1, 0.5, 0.5),
    ]
    april = Period(date(2026, 4, 1), date(2026, 4, 29))
    assert measure("inactivity_sensitivity", golden, april).select("factor", *COUNTS).rows() == [
        (0.8, 2, 2, 2, 1),
        (1.0, 2, 1, 1, 1),
        (1.25, 2, 1, 1, 1),
    ]


# --- The thresholds


def test_the_own_threshold_is_the_ninth_tenth_of_k_plus_one():
    # 0.9 · (k + 1) = 9, 9.9, 10.8, 18, 18.9, 90.9 → ranks 9, 10, 11, 18, 19, 91.
    for k, rank in ((9, 9), (10, 10), (11, 11), (19, 18), (20, 19), (100, 91)):
        assert own_threshold(range(1, k + 1)) == rank, k
    assert own_threshold(range(8)) is None


def test_the_threshold_after_each_gap_knows_the_gaps_completed_by_then():
    gaps = [5, 1, 9, 2, 8, 3, 7, 4, 60, 6, 11]
    expected = [
        None if k < 9 else sorted(gaps[:k])[-(-9 * (k + 1) // 10) - 1]
        for k in range(1, len(gaps) + 1)
    ]
    assert own_thresholds(gaps) == expected == [None] * 8 + [60, 60, 60]


def test_thresholds_and_where_they_come_from(golden):
    rows = purchases(golden, "account_id", "purchase_day", "threshold_days", "threshold_from")
    assert rows[8:12] == [
        ("Acme", date(2026, 3, 22), 30, "setting"),
        ("Acme", date(2026, 4, 11), 20, "own gaps"),
        ("Binder", date(2026, 3, 20), 30, "setting"),
        ("Binder", date(2026, 5, 10), 30, "setting"),
    ]


SEGMENT = {f"c{n}": [date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=n)] for n in range(1, 10)}


def test_the_segments_threshold_is_where_its_curve_comes_down_to_one_tenth(engine):
    """Nine customers bought on 1 January and again 1, 2 … 9 days later: on 10 January nine gaps
    are completed, and eight run on for 1 to 8 days. After t days 19 − 2t were at risk and one
    bought: S(8) = 16/17 · 14/15 · 12/13 · … · 2/3 = 0.30, and S(9) = 0.
    """
    accounts = accounts_of(dict.fromkeys(SEGMENT, "Small"))
    tables = crm(engine, orders=orders_of(SEGMENT), accounts=accounts)
    rows = purchases(tables, "account_id", "purchase_day", "threshold_days", "threshold_from")
    second = {account: row for account, day, *row in rows if day > date(2026, 1, 1)}
    # On 9 January only eight gaps were completed.
    assert second["c8"] == [30, "setting"]
    assert second["c9"] == [9, "segment"]
    # c9 is lost 10 days after 10 January; the others, who bought before, after 31.
    january = Period(date(2026, 1, 11), date(2026, 1, 21))
    assert counts(tables, january) == [(9, 1, 1, 0)]
    assert counts(tables, Period(january.start, date(2026, 1, 20))) == [(9, 0, 0, 0)]


def test_a_customer_who_waits_keeps_the_segments_curve_up():
    """A tenth customer who never bought again: S(9) = 17/18 · 15/16 · … · 1/2 = 0.19."""
    bought = SEGMENT | {"never": [date(2026, 1, 1)]}
    accounts = accounts_of(dict.fromkeys(bought, "Small"))
    tables = crm(orders=orders_of(bought), accounts=accounts)
    rows = purchases(tables, "account_id", "purchase_day", "threshold_from")
    assert ("c9", date(2026, 1, 10), "setting") in rows


def test_customers_without_a_segment_are_a_segment():
    for accounts in (accounts_of(dict.fromkeys(SEGMENT)), None):
        given = {} if accounts is None else {"accounts": accounts}
        rows = purchases(crm(orders=orders_of(SEGMENT), **given), "account_id", "threshold_days")
        assert rows[-1] == ("c9", 9)


# --- From won deals


def wins(*rows: tuple) -> pl.DataFrame:
    frame = deals(*((f"d{n}", created, closed, "won", 1) for n, (_, created, closed) in
                    enumerate(rows)))  # fmt: skip
    return frame.with_columns(
        account_id=pl.Series([account for account, *_ in rows]), owner_id=pl.lit("ana")
    )


def test_without_orders_won_deals_are_the_purchases(engine):
    rows = [(account, day, day) for account, days in BOUGHT.items() for day in days]
    # Two deals won on one day are one purchase.
    rows.append(("Binder", "2026-03-20", "2026-03-20"))
    accounts = accounts_of({name: name for name in BOUGHT})
    for orders in ({}, {"orders": table("orders", [])}):
        tables = crm(engine, deals=wins(*rows), accounts=accounts, **orders)
        assert counts(tables) == [(2, 1, 2, 1)]


def test_wins_of_nobody_and_wins_without_a_day_are_set_aside():
    tables = crm(
        deals=wins(
            ("Acme", "2026-03-01", "2026-03-20"),
            (None, "2026-03-01", "2026-03-20"),
            ("Acme", "2026-03-01", None),
        )
    )
    assert dict(set_aside(NAME, tables, SECOND_QUARTER).rows()) == {
        "no account": 1,
        "period unknown: decided, but no day of the decision": 1,
    }
    aside = set_aside_rows(NAME, tables, SECOND_QUARTER)
    assert aside.select("id", "owner").rows() == [("d1", None), ("d2", None)]
    account = account_of_rows(NAME, tables, SECOND_QUARTER)
    assert account == {"candidates": 3, "used": 1, "outside": 0, "set_aside": 2}


def test_a_win_opened_again_does_not_change_the_days_before():
    """Won on 1 March and, a second deal, on 20 April, which was opened again on 25 April."""
    turns = [date(2026, 4, 20), date(2026, 4, 25)]
    tables = crm(
        **deals_in_turns(
            ("d0", "Acme", date(2026, 1, 1), [date(2026, 3, 1)], 0),
            ("d1", "Acme", date(2026, 1, 1), turns, 0),
        )
    )
    won, second, opened = date(2026, 3, 1), date(2026, 4, 20), date(2026, 4, 25)
    assert purchases(tables, "from_day", "to_day", "purchase_day", "lost_day", "returned_day") == [
        (won, second, won, date(2026, 4, 1), second),
        (second, opened, second, date(2026, 5, 21), None),
        # Lost since 1 April, as is known now; that it is lost, it was told on 25 April.
        (opened, None, won, opened, None),
    ]
    on = Period(date(2026, 4, 21), date(2026, 4, 25))
    assert counts(tables, on) == counts(tables, on, as_of=date(2026, 4, 24)) == [(1, 0, 0, 0)]
    assert counts(tables, Period(on.start, date(2026, 4, 26))) == [(1, 1, 1, 0)]


def test_an_old_win_that_is_entered_late_is_no_return(engine):
    """Won on 1 March, lost on 1 April; on 10 April a win of 1 February is entered."""
    tables = crm(
        engine,
        **deals_in_turns(
            ("d0", "Acme", date(2026, 1, 1), [date(2026, 3, 1)], 0),
            ("d1", "Acme", date(2026, 4, 10), [date(2026, 4, 10)], 68),
        ),
    )
    period = Period(date(2026, 3, 15), date(2026, 7, 1))
    assert counts(tables, period) == [(1, 1, 1, 0)]


# --- What was known on a day does not depend on what came later

DAY = st.integers(0, 120)
START = date(2026, 1, 1)


def _on(day: int) -> date:
    return START + timedelta(days=day)


@st.composite
def histories(draw) -> list[tuple[str, int, int | None]]:
    """Orders as (account, day, amount); some accounts buy often enough for gaps of their own."""
    rows = []
    for account in ("A", "B", "C", "D"):
        days = draw(st.lists(DAY, max_size=draw(st.sampled_from([3, 30]))))
        rows += [(account, day, draw(st.sampled_from([None, 10, 10, 10, 0, -10]))) for day in days]
    return rows


def known_on(history, day: int, engine=None) -> Tables:
    """The CRM as it stood at the close of the day."""
    orders = order_rows([(a, _on(d), amount) for a, d, amount in history if d <= day])
    accounts = accounts_of({"A": "x", "B": "x", "C": "y", "D": None}, owner_id="ana")
    users = table("users", [dict(user_id="ana", name="Ana", team="N" if day < 60 else "S")])
    moves = [dict(user_id="ana", field="team", old_value="N", new_value="S", changed_at=_on(60))]
    return crm(
        engine,
        Business(inactive_after_days=14),
        _on(day),
        orders=orders,
        accounts=accounts,
        users=users,
        user_changes=table("user_changes", moves if day >= 60 else []),
    )


@settings(max_examples=6, deadline=None)
@given(history=histories(), day=DAY, start=DAY)
def test_measuring_as_of_a_day_equals_a_snapshot_made_on_that_day(history, day, start):
    period = Period(_on(start), _on(start + 30))
    today, then = known_on(history, 120), known_on(history, day)
    for by in ([], ["segment", "team"], ["threshold_from"]):
        found = measure(NAME, today, period, by=by, as_of=_on(day))
        assert found.rows() == measure(NAME, then, period, by=by).rows(), by
    rows = rows_of(NAME, today, period, as_of=_on(day))
    assert rows.rows() == rows_of(NAME, then, period).rows()
    assert rows.height == measure(NAME, then, period)["at_start"][0]
    account = account_of_rows(NAME, today, period, as_of=_on(day))
    parts = account["used"] + account["outside"] + account["set_aside"]
    assert account["candidates"] == parts


@settings(max_examples=6, deadline=None)
@given(history=histories(), start=st.integers(0, 80), length=st.integers(1, 30))
def test_a_number_of_a_period_that_is_over_never_changes_but_for_returns(history, start, length):
    over = Period(_on(start), _on(start + length))
    tables = known_on(history, 120)
    then = measure(NAME, tables, over, as_of=_on(start + length - 1)).drop("returned")
    assert then.equals(measure(NAME, tables, over).drop("returned"))


# --- A second road: random companies, gone through day by day in plain Python

DAYS = 260
SETTING = 45


def _histories() -> dict[str, list[tuple[int, int | None]]]:
    """account → (day, amount) of its orders; those in the segment of few buy less often."""
    draw = random.Random(20261124)
    found = {}
    for number in range(240):
        pace = draw.choice([3, 8, 8, 20, 60])
        day, rows = draw.randrange(200), []
        while day < DAYS and draw.random() < 0.97:
            rows.append((day, draw.choice([None, 10, 10, 10, 10, 10, 0])))
            if draw.random() < 0.06:
                rows.append((day, -10))
            day += 1 + int(draw.expovariate(1 / pace))
        found[f"{draw.choice('ab') if pace < 20 else 'c'}{number:03}"] = rows
    return found


def _ninth_tenth(gaps: list[int], running: list[int]) -> int | None:
    """The textbook's loop: the first day on which one tenth or less still waits."""
    if len(gaps) < 9:
        return None
    survival = 1.0
    for t in sorted(set(gaps)):
        at_risk = sum(gap >= t for gap in gaps) + sum(gap >= t for gap in running)
        survival *= 1 - gaps.count(t) / at_risk
        if survival <= 0.1 + 1e-12:
            return t
    return None


def _bought(rows: list[tuple[int, int | None]], today: int) -> list[int]:
    """The days on which an account is known today to have bought."""
    days = sorted({day for day, _ in rows if day <= today})
    amounts = {day: [amount for other, amount in rows if other == day] for day in days}
    return [
        day
        for day in days
        if None in amounts[day] or sum(amount or 0 for amount in amounts[day]) > 0
    ]


def _won(deals_of: list[tuple[int, list[int], int]], today: int) -> list[int]:
    """The same from deals: created, turns, days entered late."""
    days = set()
    for _, turns, late in deals_of:
        done = [turn for turn in turns if turn <= today]
        if len(done) % 2 == 1:
            days.add(done[-1] - late)
    return sorted(days)


@dataclass
class Simulated:
    """account → for each day, whether it was a customer as far as was known that day; when it was
    told that it had been silent for too long; its last purchase known that day."""

    is_customer: dict[str, list[bool]]
    told: dict[str, set[int]]
    last: dict[str, list[int]]


def _simulated(histories: dict, known_today) -> Simulated:
    found = Simulated(
        {account: [False] * DAYS for account in histories},
        {account: set() for account in histories},
        {account: [-1] * DAYS for account in histories},
    )
    known: dict[str, list[int]] = {account: [] for account in histories}
    until: dict[str, int] = {}
    for today in range(DAYS):
        now = {account: known_today(rows, today) for account, rows in histories.items()}
        changed = [account for account in histories if now[account] != known[account]]
        known = now
        for account in changed:
            days = known[account]
            own = sorted(later - earlier for earlier, later in pairwise(days))
            if len(own) >= 9:
                threshold = own[-(-9 * (len(own) + 1) // 10) - 1]
            else:
                same = [of for other, of in known.items() if other[0] == account[0] and of]
                gaps = [b - a for of in same for a, b in pairwise(of)]
                running = [today - of[-1] for of in same]
                threshold = _ninth_tenth(gaps, running) or SETTING
            until[account] = days[-1] + threshold if days else -1
        for account, last in until.items():
            found.is_customer[account][today] = today <= last
            found.last[account][today] = known[account][-1] if known[account] else -1
            was = today > 0 and found.is_customer[account][today - 1]
            if known[account] and today > last and (was or account in changed):
                found.told[account].add(today)
    return found


def _counted(found: Simulated, start: int, end: int, today: int) -> dict[str, list[int]]:
    """segment → at_start, lost, alarmed, returned."""
    close = min(end - 1, today)
    expected: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for account, days in found.is_customer.items():
        if not days[start - 1]:
            continue
        told = [day for day in found.told[account] if start <= day <= close]
        last = found.last[account]
        group = expected[account[0]]
        group[0] += 1
        group[1] += not days[close]
        group[2] += bool(told)
        group[3] += any(last[d] > last[day] for day in told for d in range(day, today + 1))
    return dict(expected)


def _deals_of_accounts() -> dict[str, list[tuple[int, list[int], int]]]:
    """account → deals as (created, turns, days entered late); some are opened again, some late."""
    draw = random.Random(20261125)
    found = {}
    for number in range(90):
        pace, day, won = draw.choice([6, 6, 25]), draw.randrange(120), []
        while day < DAYS - 1:
            kind = draw.random()
            if kind < 0.15:
                turns = sorted(draw.sample(range(day, DAYS), min(DAYS - day, draw.choice([2, 3]))))
                won.append((day, turns, 0))
            else:
                won.append((day, [day], draw.randrange(1, 40) if kind > 0.9 else 0))
            day += 1 + int(draw.expovariate(1 / pace))
        found[f"{draw.choice('ab')}{number:03}"] = won
    return found


@pytest.fixture(scope="module")
def simulated():
    histories = _histories()
    rows = [(account, _on(day), amount) for account, orders in histories.items()
            for day, amount in orders]  # fmt: skip
    accounts = accounts_of({account: account[0] for account in histories})
    business = Business(inactive_after_days=SETTING)
    tables = crm(None, business, _on(DAYS - 1), orders=order_rows(rows), accounts=accounts)
    return _simulated(histories, _bought), tables


@pytest.fixture(scope="module")
def simulated_wins():
    histories = _deals_of_accounts()
    rows = [(account, *deal) for account, deals_of in histories.items() for deal in deals_of]
    won = [
        (f"d{n}", account, _on(created), [*map(_on, turns)], late)
        for n, (account, created, turns, late) in enumerate(rows)
    ]
    accounts = accounts_of({account: account[0] for account in histories})
    business = Business(inactive_after_days=SETTING)
    tables = crm(None, business, _on(DAYS - 1), **deals_in_turns(*won), accounts=accounts)
    return _simulated(histories, _won), tables


@pytest.mark.parametrize("road", ["simulated", "simulated_wins"])
@pytest.mark.parametrize("as_of", [None, 245])
def test_churn_equals_the_companies_gone_through_day_by_day(road, as_of, request):
    found, tables = request.getfixturevalue(road)
    today = DAYS - 1 if as_of is None else as_of
    for start, end in ((30, 31), (60, 90), (100, 190), (150, 260), (200, 230), (228, 243)):
        period = Period(_on(start), _on(end))
        frame = measure(NAME, tables, period, by=["segment"], as_of=_on(today))
        measured = {row[0]: list(row[1:]) for row in frame.select("segment", *COUNTS).rows()}
        assert measured == _counted(found, start, end, today), (start, end)
        assert start < 60 or sum(group[2] for group in measured.values()) > 5, (start, end)


def test_all_three_kinds_of_thresholds_occur_in_the_simulation(simulated):
    _, tables = simulated
    kinds = [kind for (kind,) in purchases(tables, "threshold_from")]
    assert min(kinds.count(kind) for kind in ("own gaps", "segment", "setting")) > 40


def test_the_segments_threshold_is_the_p90_of_the_waiting_times_of_the_statistics(simulated):
    """On the last day of segment c: all its gaps, and the running ones, in one table."""
    _, tables = simulated
    rows = purchases(tables, "account_id", "purchase_day", "threshold_days", "threshold_from")
    of_c = [row for row in rows if row[0].startswith("c")]
    today = max(day for _, day, *_ in of_c)
    days = defaultdict(list)
    for account, day, *_ in of_c:
        days[account].append(day)
    waits = [((b - a).days, 1) for d in days.values() for a, b in pairwise(d)]
    waits += [((today - d[-1]).days, 0) for d in days.values()]
    counted = pl.DataFrame(waits, schema=["waited", "bought"], orient="row").with_columns(
        entry=0, running=1 - pl.col("bought")
    )
    p90 = wait_quantiles(counted, [], {"p90": 0.9}, event="bought", waiting="running")["p90"][0]
    found = {(days, kind) for _, day, days, kind in of_c if day == today and kind != "own gaps"}
    assert found == {(SETTING, "setting") if p90 is None else (p90, "segment")}
