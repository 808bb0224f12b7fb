"""As-of rewinds: measuring as of a day equals measuring a snapshot made on that day.

A company's history is drawn as a log of events. From the log, plain Python writes the CRM as it
stood at the close of any day; nothing of it is shared with the code under test.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_metrics.calendar import Period
from crm_metrics.measure import measure_all
from crm_metrics.metrics import sales
from crm_metrics.records import rows_of, set_aside
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.duckdb_engine import DuckDBEngine
from tests.literal import table

METRICS = {metric.name: metric for metric in sales.METRICS}
START = date(2026, 1, 1)
LAST = 40
MEANING = {"New": "open", "Offer": "open", "Won": "won", "Invoiced": "won", "Lost": "lost"}
FIELDS = ("stage", "amount", "expected_close_on", "owner_id", "currency")


@dataclass
class Log:
    """Everything that ever happened, in the order of the days."""

    # deal → (day created, its first values, [(day, field, new value)], account)
    deals: dict = field(default_factory=dict)
    # user → (first team, [(day, new team)])
    users: dict = field(default_factory=dict)
    # [(day, account, amount)]
    orders: list = field(default_factory=list)
    # [(day started, account, MRR, days it lasts)]
    subscriptions: list = field(default_factory=list)


def instant(day: int) -> datetime:
    return datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day)


def on(day: int) -> date:
    return START + timedelta(days=day)


def known_on(log: Log, day: int) -> dict[str, pl.DataFrame]:
    """The CRM's tables as they stood at the close of `day`."""
    deals, changes, users, moves = [], [], [], []
    for user, (team, moved) in log.users.items():
        for moved_day, new_team in moved:
            if moved_day <= day:
                moves.append(
                    dict(
                        user_id=user,
                        field="team",
                        old_value=team,
                        new_value=new_team,
                        changed_at=instant(moved_day),
                    )
                )
                team = new_team
        users.append(dict(user_id=user, name=user, team=team))
    for deal, (created, values, events, account) in log.deals.items():
        if created > day:
            continue
        values = dict(values)
        closed = created if MEANING[values["stage"]] != "open" else None
        changes += [
            dict(
                deal_id=deal,
                field=name,
                old_value=None,
                new_value=values[name],
                changed_at=instant(created),
                sequence=0,
            )
            for name in FIELDS
        ]
        for number, (event_day, name, value) in enumerate(events, start=1):
            if event_day > day:
                break
            changes.append(
                dict(
                    deal_id=deal,
                    field=name,
                    old_value=values[name],
                    new_value=value,
                    changed_at=instant(event_day),
                    sequence=number,
                )
            )
            if name == "stage":
                before, after = MEANING[values["stage"]], MEANING[value]
                if after == "open":
                    closed = None
                elif before != after:
                    closed = event_day
            values[name] = value
        deals.append(
            dict(
                deal_id=deal,
                account_id=account,
                owner_id=values["owner_id"],
                stage=values["stage"],
                outcome=MEANING[values["stage"]],
                amount=values["amount"],
                currency=values["currency"],
                expected_close_on=values["expected_close_on"],
                created_at=instant(created),
                closed_at=None if closed is None else instant(closed),
            )
        )
    orders = [
        dict(order_id=f"o{number}", account_id=account, amount=amount, ordered_on=on(ordered))
        for number, (ordered, account, amount) in enumerate(log.orders)
        if ordered <= day
    ]
    subscriptions = [
        dict(
            subscription_id=f"s{number}",
            account_id=account,
            mrr=mrr,
            started_on=on(started),
            ended_on=None if lasts is None else on(started + lasts),
        )
        for number, (started, account, mrr, lasts) in enumerate(log.subscriptions)
        if started <= day
    ]
    accounts = [
        dict(account_id=name, name=name, owner_id=owner, segment=name, created_at=instant(0))
        for name, owner in (("A", "ana"), ("B", "bo"), ("C", "ana"))
    ]
    pipelines = [
        dict(stage=stage, position=number, outcome=outcome)
        for number, (stage, outcome) in enumerate(MEANING.items())
    ]
    rates = [
        dict(currency="EUR", valid_from=START, rate="1.1"),
        dict(currency="EUR", valid_from=START + timedelta(days=15), rate="1.25"),
        dict(currency="GBP", valid_from=START + timedelta(days=20), rate="1.3"),
    ]
    return {
        "deals": table("deals", deals),
        "orders": table("orders", orders),
        "subscriptions": table("subscriptions", subscriptions),
        "accounts": table("accounts", accounts),
        "deal_changes": table("deal_changes", changes),
        "users": table("users", users),
        "user_changes": table("user_changes", moves),
        "pipelines": table("pipelines", pipelines),
        "exchange_rates": table("exchange_rates", rates),
    }


TEAMS = st.sampled_from(["North", "South", None])
VALUES = {
    "stage": st.sampled_from(list(MEANING)),
    "amount": st.sampled_from(["100", "250.5", "0", None, "-20"]),
    "expected_close_on": st.integers(0, 60).map(lambda d: (START + timedelta(days=d)).isoformat()),
    "owner_id": st.sampled_from(["ana", "bo", None]),
    "currency": st.sampled_from(["USD", "EUR", "GBP", None]),
}


@st.composite
def logs(draw) -> Log:
    log = Log()
    for user in ("ana", "bo"):
        days = sorted(draw(st.sets(st.integers(0, LAST), max_size=2)))
        log.users[user] = (draw(TEAMS), [(day, draw(TEAMS)) for day in days])
    for number in range(draw(st.integers(1, 6))):
        created = draw(st.integers(0, 20))
        values = {name: draw(strategy) for name, strategy in VALUES.items()}
        # One change of a field a day: the model keeps days, so the last one of a day wins.
        taken = draw(
            st.sets(st.tuples(st.integers(created + 1, LAST), st.sampled_from(FIELDS)), max_size=8)
        )
        events = [(day, name, draw(VALUES[name])) for day, name in sorted(taken)]
        log.deals[f"d{number}"] = (created, values, events, draw(st.sampled_from(["A", "B", None])))
    day, account = st.integers(0, LAST), st.sampled_from(["A", "B", "C"])
    amount = st.sampled_from([None, "10", "-10", "0"])
    log.orders = draw(st.lists(st.tuples(day, account, amount), max_size=4))
    mrr, lasts = st.sampled_from(["0", "5"]), st.sampled_from([None, 0, 9])
    log.subscriptions = draw(st.lists(st.tuples(day, account, mrr, lasts), max_size=3))
    return log


def answers(tables: Tables, as_of: date) -> dict[tuple[str, ...], list]:
    period = Period(START, START + timedelta(days=LAST + 5))
    names = list(METRICS)
    found: dict[tuple[str, ...], list] = {}
    for by in ([], ["owner"], ["team"], ["month"]):
        for name, frame in measure_all(names, tables, period, by=by, as_of=as_of).items():
            found[name, *by] = frame.rows()
    for credit in ("event", "now"):
        frames = measure_all(names, tables, period, by=["team"], as_of=as_of, credit=credit)
        found |= {(name, credit): frame.rows() for name, frame in frames.items()}
    for name in names:
        found["rows", name] = rows_of(name, tables, period, as_of=as_of).rows()
        found["set aside", name] = set_aside(name, tables, period, as_of=as_of).rows()
    return found


@settings(max_examples=15, deadline=None)
@given(log=logs(), day=st.integers(0, LAST))
def test_measuring_as_of_a_day_equals_a_snapshot_made_on_that_day(log, day):
    as_of = START + timedelta(days=day)
    today = Tables.from_model(known_on(log, LAST), Business(), START + timedelta(days=LAST))
    then = Tables.from_model(known_on(log, day), Business(), as_of)
    assert answers(today, as_of) == answers(then, as_of)


@settings(max_examples=3, deadline=None)
@given(log=logs(), day=st.integers(0, LAST))
def test_the_view_of_a_past_day_is_the_same_on_duckdb(log, day):
    as_of = START + timedelta(days=day)
    model, last = known_on(log, LAST), START + timedelta(days=LAST)
    polars = Tables.from_model(model, Business(), last)
    duckdb = Tables.from_model(model, Business(), last, engine=DuckDBEngine())
    expected, found = answers(polars, as_of), answers(duckdb, as_of)
    for key, rows in expected.items():
        assert found[key] == [pytest.approx(row) for row in rows] or found[key] == rows, key


def test_a_reopened_deal_was_won_in_between():
    log = Log(users={"ana": ("North", [])})
    values = dict(
        stage="New", amount="100", expected_close_on="2026-01-20", owner_id="ana", currency=None
    )
    events = [(5, "stage", "Won"), (9, "stage", "New"), (12, "stage", "Lost")]
    log.deals["d"] = (0, values, events, "A")
    tables = Tables.from_model(known_on(log, LAST), Business(), START + timedelta(days=LAST))
    period = Period(START, START + timedelta(days=60))

    def decided(day: int) -> tuple[int, int]:
        frame = measure_all(["win_rate"], tables, period, as_of=START + timedelta(days=day))
        return frame["win_rate"].select("won", "decided").row(0)

    assert [decided(day) for day in (4, 5, 8, 9, 12)] == [(0, 0), (1, 1), (1, 1), (0, 0), (0, 1)]
