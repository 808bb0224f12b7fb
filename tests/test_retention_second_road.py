"""A second road to the retention metrics: a simulation that walks through every day.

A thousand companies subscribe, overlap, change plans, pay in three currencies, leave and return
after 29, 30 or 31 days. The road is plain Python, account by account and day by day; it shares no
code with the facts, and knows of Polars only to compare.
"""

import calendar
import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from random import Random

import polars as pl
import pytest
from lifelines import KaplanMeierFitter
from lifelines.datasets import load_larynx, load_rossi, load_waltons
from lifelines.utils import median_survival_times

from crm_metrics.calendar import Period
from crm_metrics.measure import measure, measure_all
from crm_metrics.metrics import retention
from crm_metrics.records import rows_of, set_aside
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.duckdb_engine import DuckDBEngine
from tests.literal import table

START = date(2025, 1, 1)
DAYS = 420
GAP = 30
SEGMENTS = ("Large", "Small")
# EUR has a rate all along, GBP from day 150 on, CHF never.
RATES = {"USD": [(0, "1")], "EUR": [(0, "1.0837"), (200, "1.1913")], "GBP": [(150, "1.3001")]}


@dataclass(frozen=True)
class Sub:
    account: str
    mrr: str
    currency: str
    start: int
    end: int | None
    term: int | None


def drawn_companies(seed: int, count: int) -> list[Sub]:
    random = Random(seed)
    subs = []
    for number in range(count):
        account = f"C{number}"
        day = random.randrange(-20, DAYS)
        for _ in range(random.choice([1, 1, 2, 2, 3, 4])):
            length = random.choice([5, 17, 30, 31, 59, 90, 184, 365, None])
            end = None if length is None else day + length
            if random.random() < 0.03:
                end = day - random.randrange(3)
            mrr = random.choice(["10", "25.5", "99.99", "7.12345", "300", "0", "-10"])
            currency = random.choice(["USD", "USD", "EUR", "EUR", "GBP", "CHF"])
            term = random.choice([1, 1, 3, 6, 6, 12, None])
            subs.append(Sub(account, mrr, currency, day, end, term))
            step = random.choice([0, 0, 1, 15, 29, 30, 31, 45, -10])
            day = day + step + (length or 60)
            if day >= DAYS:
                break
    return subs


COMPANIES = drawn_companies(seed=11, count=1000)


def known_on(subs: list[Sub], as_of: int) -> list[Sub]:
    """The rows a snapshot of that day holds: an end that lies ahead is not known."""
    return [
        Sub(
            s.account,
            s.mrr,
            s.currency,
            s.start,
            s.end if (s.end or 10**6) <= as_of else None,
            s.term,
        )
        for s in subs
        if s.start <= as_of
    ]


def tables_of(subs: list[Sub], as_of: int, engine=None) -> Tables:
    rows = [
        dict(
            subscription_id=f"S{number}",
            account_id=s.account,
            mrr=s.mrr,
            currency=s.currency,
            term_months=s.term,
            started_on=START + timedelta(days=s.start),
            ended_on=None if s.end is None else START + timedelta(days=s.end),
        )
        for number, s in enumerate(subs)
    ]
    accounts = [
        dict(account_id=name, name=name, segment=segment_of(name))
        for name in sorted({s.account for s in subs})
    ]
    rates = [
        dict(currency=code, valid_from=START + timedelta(days=day - (day == 0) * 900), rate=rate)
        for code, known in RATES.items()
        for day, rate in known
        if code != "USD"
    ]
    model = {
        "subscriptions": table("subscriptions", rows),
        "accounts": table("accounts", accounts),
        "exchange_rates": table("exchange_rates", rates),
    }
    return Tables.from_model(model, Business(), START + timedelta(days=as_of), engine=engine)


def segment_of(account: str) -> str:
    return SEGMENTS[int(account[1:]) % 2]


# --- the walk


OFFSET = 60  # The first companies start before day 0.


@dataclass
class Life:
    """One account, day by day: index OFFSET is day 0."""

    name: str
    money: list[int]
    is_customer: list[bool]
    pays: list[bool]
    terms: list[tuple[int, int, bool]]
    face: list[int]

    def mrr(self, day: int) -> int:
        return self.money[day + OFFSET]

    def customer(self, day: int) -> bool:
        return self.is_customer[day + OFFSET]


def units(sub: Sub) -> tuple[int, int | None]:
    """Ten-thousandths at face value, and in the reporting currency where it has a rate."""
    face = int(Decimal(sub.mrr).quantize(Decimal("0.0001"), ROUND_HALF_EVEN) * 10_000)
    rate = None
    for day, value in RATES.get(sub.currency, []):
        if day == 0 or day <= sub.start:
            rate = Decimal(value)
    if rate is None:
        return face, None
    return face, int(
        (Decimal(sub.mrr) * rate).quantize(Decimal("0.0001"), ROUND_HALF_EVEN) * 10_000
    )


def months_later(day: int, months: int) -> int:
    at = START + timedelta(days=day)
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return (date(year, month + 1, min(at.day, last)) - START).days


@cache
def lives(as_of: int) -> list[Life]:
    by_account: dict[str, list[Sub]] = {}
    for sub in known_on(COMPANIES, as_of):
        by_account.setdefault(sub.account, []).append(sub)
    size = as_of + OFFSET + 1
    found = []
    for account, subs in by_account.items():
        sign, money = [0] * size, [0] * size
        terms = []
        for sub in subs:
            if sub.end is not None and sub.end <= sub.start:
                continue
            face, rated = units(sub)
            last = as_of if sub.end is None else sub.end - 1
            for day in range(sub.start, last + 1):
                sign[day + OFFSET] += face if rated is None else rated
                money[day + OFFSET] += rated or 0
            weight = face if rated is None else rated
            if sub.term is not None and sub.term >= 6 and weight > 0:
                for months in range(sub.term, 600, sub.term):
                    due = months_later(sub.start, months)
                    if due > (as_of if sub.end is None else sub.end):
                        break
                    terms.append((due, weight, rated is not None))
        pays = [value > 0 for value in sign]
        found.append(Life(account, money, bridged(pays), pays, terms, sign))
    return found


def bridged(pays: list[bool]) -> list[bool]:
    """Days on which the account is a customer: it pays, or is in a short gap between payments."""
    result = list(pays)
    last = None
    for day, paying in enumerate(pays):
        if paying:
            if last is not None and day - last - 1 < GAP:
                for between in range(last + 1, day):
                    result[between] = True
            last = day
    return result


def chosen(as_of: int, segment: str | None) -> list[Life]:
    return [life for life in lives(as_of) if segment in (None, segment_of(life.name))]


def walked_churn(start: int, end: int, as_of: int, segment: str | None) -> dict:
    at_start = lost = inside = provisional = 0
    for life in chosen(as_of, segment):
        if life.customer(start - 1):
            at_start += 1
            if not life.customer(end - 1):
                lost += 1
                last = max(d for d in range(-OFFSET, end) if life.pays[d + OFFSET])
                back = any(life.pays[d + OFFSET] for d in range(end, as_of + 1))
                provisional += not back and as_of - last < GAP
        elif not life.customer(end - 1):
            inside += any(life.customer(day) for day in range(start, end))
    return {
        "at_start": at_start,
        "lost": lost,
        "joined_and_left": inside,
        "provisional": provisional,
    }


def walked_money(start: int, end: int, as_of: int, segment: str | None) -> dict:
    sums = dict.fromkeys(
        ("mrr_at_start", "new", "reactivation", "expansion", "contraction", "churn", "mrr_at_end"),
        0,
    )
    base = kept = net = 0
    pairs = []
    for life in chosen(as_of, segment):
        s, e = life.mrr(start - 1), life.mrr(end - 1)
        sums["mrr_at_start"] += s
        sums["mrr_at_end"] += e
        if s <= 0 < e:
            ever = any(life.mrr(day) > 0 for day in range(-OFFSET, start))
            sums["reactivation" if ever else "new"] += e - s
        elif e <= 0 < s:
            sums["churn"] += s - e
        elif e > s:
            sums["expansion"] += e - s
        else:
            sums["contraction"] += s - e
        if s > 0:
            base += s
            net += e
            kept += min(s, e)
            pairs.append((s, min(s, e), e))
    return {"movements": sums, "base": base, "kept": kept, "net": net, "pairs": pairs}


def interval(pairs: list[tuple[int, int]], highest: float) -> tuple[float | None, float | None]:
    n, base = len(pairs), sum(s for s, _ in pairs)
    if n < 10:
        return None, None
    ratio = sum(e for _, e in pairs) / base
    error = math.sqrt(n / (n - 1) * sum((e - ratio * s) ** 2 for s, e in pairs)) / base
    ends = ratio - 1.959963984540054 * error, ratio + 1.959963984540054 * error
    return max(ends[0], 0.0), min(ends[1], highest)


def windows() -> list[tuple[int, int, int]]:
    random = Random(5)
    found = []
    for as_of in (45, 210, DAYS - 1):
        for length in (1, 28, 31, 90, 200):
            end = random.randrange(5, as_of + 2)
            found.append((max(end - length, -20), end, as_of))
    return found


WINDOWS = windows()


@pytest.fixture(scope="module")
def today() -> Tables:
    return tables_of(COMPANIES, DAYS - 1)


def asked(start: int, end: int, as_of: int) -> tuple[Period, date]:
    period = Period(START + timedelta(days=start), START + timedelta(days=end))
    return period, START + timedelta(days=as_of)


@pytest.mark.parametrize(("start", "end", "as_of"), WINDOWS)
def test_churn_equals_the_walk(today, start, end, as_of):
    period, day = asked(start, end, as_of)
    frames = {None: measure("churn_rate", today, period, as_of=day)}
    by = measure("churn_rate", today, period, by=["segment"], as_of=day)
    frames |= {segment: by.filter(pl.col("segment") == segment) for segment in SEGMENTS}
    for segment, frame in frames.items():
        expected = walked_churn(start, end, as_of, segment)
        found = frame.select(*expected).rows()
        assert found == [tuple(expected.values())] or (not found and not any(expected.values()))


@pytest.mark.parametrize(("start", "end", "as_of"), WINDOWS)
def test_money_equals_the_walk_to_a_ten_thousandth(today, start, end, as_of):
    period, day = asked(start, end, as_of)
    names = ["mrr_movements", "gross_retention", "net_retention", "mrr"]
    found = measure_all(names, today, period, as_of=day)
    by = measure_all(names, today, period, by=["segment"], as_of=day)
    for segment in (None, *SEGMENTS):
        expected = walked_money(start, end, as_of, segment)
        row = {
            name: _row(found[name] if segment is None else by[name].filter(segment=segment))
            for name in names
        }
        moved = expected["movements"]
        units = {name: round(row["mrr_movements"][name] * 10_000) for name in moved}
        assert units == moved
        assert moved["mrr_at_end"] == (
            moved["mrr_at_start"] + moved["new"] + moved["reactivation"] + moved["expansion"]
            - moved["contraction"] - moved["churn"]
        )  # fmt: skip
        assert round(row["mrr"]["mrr"] * 10_000) == moved["mrr_at_end"]
        customers = sum(life.customer(end - 1) for life in chosen(as_of, segment))
        assert row["mrr"]["customers"] == customers
        for name, part, total, at in (
            ("gross_retention", "mrr_kept", "kept", 1),
            ("net_retention", "mrr_at_end", "net", 2),
        ):
            base = expected["base"]
            assert round(row[name]["mrr_at_start"] * 10_000) == base
            assert round(row[name][part] * 10_000) == expected[total]
            assert row[name][name] == (expected[total] / base if base else None)
            ends = interval(
                [(pair[0], pair[at]) for pair in expected["pairs"]],
                1.0 if name == "gross_retention" else math.inf,
            )
            given = (row[name][f"{name}_low"], row[name][f"{name}_high"])
            if ends[0] is not None and ends[0] == ends[1]:
                ends = (None, None)
            assert given == pytest.approx(ends, abs=1e-6)


def _row(frame: pl.DataFrame) -> dict:
    """The row of a group; where nothing counts there is none, and its sums are 0."""
    if frame.height:
        return frame.row(0, named=True)
    values = ("gross_retention", "net_retention")
    return {name: None if name.startswith(values) else 0 for name in frame.columns}


@pytest.mark.parametrize("as_of", [45, 210, DAYS - 1])
@pytest.mark.parametrize("is_first", [True, False])
def test_survival_equals_the_walk(today, as_of, is_first):
    spells = []
    for life in lives(as_of):
        days = life.is_customer
        begins = [d for d in range(len(days)) if days[d] and not (d and days[d - 1])]
        for begin in begins[:1] if is_first else begins[1:]:
            end = next((d for d in range(begin, len(days)) if not days[d]), None)
            spells.append((len(days) - 1 - begin if end is None else end - begin, end is not None))
    curve, left = [], 1.0
    for day in sorted({waited for waited, over in spells if over}):
        at_risk = sum(waited >= day for waited, _ in spells)
        left *= 1 - sum(over and waited == day for waited, over in spells) / at_risk
        curve.append((day, left, at_risk))
    name = "customer_survival" if is_first else "customer_survival_later"
    found = measure(name, today, as_of=START + timedelta(days=as_of))
    assert found.select("day", "at_risk").rows() == [(day, n) for day, _, n in curve]
    assert found["share"].to_list() == pytest.approx([share for _, share, _ in curve])


@pytest.mark.parametrize("as_of", [45, 210, DAYS - 1])
def test_cohorts_equal_the_walk(today, as_of):
    cells: dict[tuple, list] = {}
    ripe: dict[tuple, bool] = {}
    for life in lives(as_of):
        if not any(life.is_customer):
            continue
        since = life.is_customer.index(True) - OFFSET
        cohort = (START + timedelta(days=since)).replace(day=1)
        for month in range(40):
            day = months_later(since, month)
            is_lived = day <= as_of
            ripe[cohort, month] = ripe.get((cohort, month), True) and is_lived
            if is_lived:
                cell = cells.setdefault((cohort, month), [0, 0, 0, 0])
                for at, value in enumerate((1, life.customer(day), life.mrr(since), life.mrr(day))):
                    cell[at] += value
    found = measure("retention_cohorts", today, as_of=START + timedelta(days=as_of))
    rows = found.select(
        "cohort", "month", "customers", "customers_kept",
        (pl.col("mrr") * 10_000).round().cast(pl.Int64),
        (pl.col("mrr_kept") * 10_000).round().cast(pl.Int64),
        "is_ripe",
    ).rows()  # fmt: skip
    assert rows == [(*key, *cell, ripe[key]) for key, cell in sorted(cells.items())]


@pytest.mark.parametrize("as_of", [210, DAYS - 1])
def test_renewals_equal_the_walk(today, as_of):
    due = renewed = unripe = 0
    due_money = renewed_money = 0
    for life in lives(as_of):
        for day in sorted({term[0] for term in life.terms}):
            if day < 0:
                continue
            owed = sum(weight for at, weight, _ in life.terms if at == day)
            beside = life.face[day - 1 + OFFSET] - owed
            if day + 30 > as_of:
                unripe += 1
                continue
            due += 1
            days = range(day, day + 31)
            kept = max(min(max(life.face[d + OFFSET] - beside, 0), owed) for d in days)
            renewed += kept > 0
            if all(rated for at, _, rated in life.terms if at == day):
                beside = life.mrr(day - 1) - owed
                due_money += owed
                renewed_money += max(min(max(life.mrr(d) - beside, 0), owed) for d in days)
    period, day = asked(0, as_of + 1, as_of)
    row = measure("renewal_rate", today, period, as_of=day).row(0, named=True)
    assert (row["due"], row["renewed"], row["unripe"]) == (due, renewed, unripe)
    assert due > 5
    money = measure("renewal_rate_by_mrr", today, period, as_of=day).row(0, named=True)
    assert round(money["due_mrr"] * 10_000) == due_money
    assert round(money["renewed_mrr"] * 10_000) == renewed_money


def answers(tables: Tables, as_of: date, by: list[list[str]]) -> dict:
    found = {}
    period = Period(START + timedelta(days=20), START + timedelta(days=200))
    names = [metric.name for metric in retention.METRICS]
    for fields in by:
        for name, frame in measure_all(names, tables, period, by=fields, as_of=as_of).items():
            found[name, *fields] = frame.rows()
    for name in names:
        found["rows", name] = rows_of(name, tables, period, as_of=as_of).sort(pl.all()).rows()
        found["aside", name] = set_aside(name, tables, period, as_of=as_of).rows()
    return found


@pytest.mark.parametrize("as_of", [45, 130, 215])
def test_measuring_as_of_a_day_equals_a_snapshot_of_what_was_known_then(today, as_of):
    then = tables_of(known_on(COMPANIES, as_of), as_of)
    day = START + timedelta(days=as_of)
    assert answers(today, day, [[], ["segment"], ["term"]]) == answers(
        then, day, [[], ["segment"], ["term"]]
    )
    for fact in ("customers", "mrr_changes", "renewals"):
        frames = [
            tables.engine.collect([tables.fact(fact, day)])[0].drop("subscription_id", strict=False)
            for tables in (today, then)
        ]
        first, second = (frame.sort(pl.all()) for frame in frames)
        assert first.equals(second), fact


def test_duckdb_says_the_same():
    few = [sub for sub in COMPANIES if int(sub.account[1:]) < 120]
    day = START + timedelta(days=210)
    polars, duckdb = (tables_of(few, DAYS - 1, engine) for engine in (None, DuckDBEngine()))
    expected, found = (answers(tables, day, [["segment"]]) for tables in (polars, duckdb))
    for key, rows in expected.items():
        assert [pytest.approx(row) for row in rows] == found[key], key


# --- lifelines


@pytest.mark.parametrize(
    ("load", "waited", "event"),
    [(load_waltons, "T", "E"), (load_rossi, "week", "arrest"), (load_larynx, "time", "death")],
)
def test_survival_equals_lifelines(load, waited, event):
    data = load()
    # The time of larynx patients is in years.
    days = [round(float(t) * (100 if load is load_larynx else 1)) for t in data[waited]]
    events = [bool(e) for e in data[event]]
    as_of = date(2026, 1, 1)
    rows = [
        dict(
            subscription_id=f"S{n}",
            account_id=f"A{n}",
            mrr=1,
            started_on=as_of - timedelta(days=t),
            ended_on=as_of if e else None,
        )
        for n, (t, e) in enumerate(zip(days, events, strict=True))
    ]
    tables = Tables.from_model({"subscriptions": table("subscriptions", rows)}, Business(), as_of)
    fitted = KaplanMeierFitter().fit(days, events)
    curve = measure("customer_survival", tables)
    at = curve["day"].to_list()
    assert at == sorted({t for t, e in zip(days, events, strict=True) if e})
    assert curve["share"].to_list() == pytest.approx(fitted.survival_function_at_times(at).tolist())
    bounds = fitted.confidence_interval_.loc[at]
    for name, values in zip(("share_low", "share_high"), bounds.to_numpy().T, strict=True):
        pairs = zip(curve[name].to_list(), values, strict=True)
        assert all(ours == pytest.approx(theirs) for ours, theirs in pairs if ours is not None)
    median = measure("customer_survival_median", tables).row(0, named=True)
    ends = median_survival_times(fitted.confidence_interval_).to_numpy()[0]
    expected = [fitted.median_survival_time_, *ends]
    values = [median[f"customer_survival_median{end}"] for end in ("", "_low", "_high")]
    assert values == [None if math.isinf(value) else value for value in expected]
