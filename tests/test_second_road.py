"""A second road to every headline number: plain SQL on the CRM's raw tables.

The demo CRM goes into SQLite; one road is sync and measure, the other is `second_road.sql` on the
raw tables in DuckDB, with plain Python loops for the curves. They share no code.
"""

import math
import sqlite3
from collections import defaultdict
from datetime import date
from pathlib import Path
from statistics import mean

import duckdb
import polars as pl
import pytest

from crm_metrics import demo
from crm_metrics.calendar import Period
from crm_metrics.measure import measure
from crm_metrics.records import rows_of
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.roads import raw_tables, snapshot_of

AS_OF = date(2026, 6, 30)
ZONE = "America/New_York"
YEAR = Period(date(2025, 7, 1), date(2026, 7, 1))
ALL_YEARS = Period(date(2023, 1, 1), date(2026, 7, 1))
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
CUTS = ("all", "team", "owner", "month", "source")
RAW = (
    "deals", "deal_changes", "users", "user_changes", "exchange_rates",
    "accounts", "subscriptions", "orders",
)  # fmt: skip
# The demo sells first and bills later; here some accounts subscribe or order before.
EARLIER = (
    "update subscriptions set started_on = date(started_on, '-200 days') "
    "where subscription_id like '%2'",
    "update orders set ordered_on = date(ordered_on, '-300 days') where order_id like '%4'",
    "update orders set ordered_on = (select max(ordered_on) from orders) where order_id like '%5'",
)

# The groups of a metric, chosen by a bound value. `day` is the day its period is about.
CUT = """
    case $cut
        when 'all' then 'all'
        when 'team' then team_decided
        when 'owner' then owner_decided
        when 'source' then source
        when 'month' then strftime(closed_on, '%Y-%m-01')
    end as cut
"""
CUT_BY_CREATION = """
    case $cut
        when 'all' then 'all'
        when 'team' then team_created
        when 'owner' then owner_created
        when 'source' then source
        when 'month' then strftime(created_on, '%Y-%m-01')
    end as cut
"""
IN_PERIOD = "closed_on >= $start and closed_on < $end_"


@pytest.fixture(scope="module")
def crm(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("crm") / "crm.db"
    demo.make(f"sqlite:///{file}", deals=3_000, seed=7, as_of=AS_OF)
    with sqlite3.connect(file) as raw:
        for change in EARLIER:
            raw.execute(change)
    return file


@pytest.fixture(scope="module")
def tables(crm, tmp_path_factory) -> Tables:
    return snapshot_of(
        crm, tmp_path_factory.mktemp("snapshots"), Business(timezone=ZONE, currency="USD"), AS_OF
    )


@pytest.fixture(scope="module")
def road(crm) -> duckdb.DuckDBPyConnection:
    connection = raw_tables(crm, RAW)
    views = (Path(__file__).parent / "second_road.sql").read_text("utf-8")
    connection.execute(views.replace("$zone", f"'{ZONE}'"))  # a view takes no binds
    connection.execute("create table road_rows as from road")
    connection.execute("create table customer_rows as from road_customers")
    return connection


def asked(road, query: str, cut: str, period: Period, **binds) -> dict:
    """cut → the other columns of the query's rows."""
    given = {"cut": cut, "start": period.start, "end_": period.end, **binds}
    used = {name: value for name, value in given.items() if f"${name}" in query}
    rows = road.execute(query, used).fetchall()
    return {row[0]: row[1:] for row in rows}


def measured(name: str, tables: Tables, cut: str, period: Period, columns: list[str], **more):
    """cut → the measured columns."""
    frame = measure(name, tables, period, by=[] if cut == "all" else [cut], **more)
    key = {"all": None, "owner": "owner_id"}.get(cut, cut)
    keys = ["all"] * frame.height if key is None else frame[key].to_list()
    keys = [value.isoformat() if isinstance(value, date) else value for value in keys]
    assert len(set(keys)) == len(keys)
    return dict(zip(keys, frame.select(columns).rows(), strict=True))


def assert_same(found: dict, expected: dict) -> None:
    assert found.keys() == expected.keys()
    for key, row in expected.items():
        plain = [None if value is None else float(value) for value in row]
        assert list(found[key]) == pytest.approx(plain, rel=1e-12, abs=1e-12), key


def wilson(k: float, n: float) -> tuple[float, float]:
    """Wilson's interval as in his paper: the roots of (p − θ)² = z²·θ(1−θ)/n."""
    z, p = 1.959963984540054, k / n
    a, b, c = 1 + z * z / n, -(2 * p + z * z / n), p * p
    root = math.sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def test_the_demo_has_what_makes_the_roads_differ(road):
    """Without currencies, moves, hand-overs and undated wins both roads would agree by luck."""
    one = road.execute(
        """
        select
            count(*) filter (not has_rate),
            count(*) filter (owner_created is distinct from owner_decided),
            count(*) filter (team_decided is distinct from team_now),
            count(*) filter (outcome = 'won' and closed_on is null),
            count(*) filter (cycle_days < 0),
            count(*) filter (expected_on is distinct from first_expected_on),
            count(*) filter (owner_decided is null),
            count(*) filter (amount = 0), count(*) filter (amount < 0)
        from road_rows
        """
    ).fetchone()
    assert one is not None
    assert all(count > 0 for count in one), one


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("period", [YEAR, ALL_YEARS, QUARTER])
def test_win_rate_and_its_interval_equal_the_sql(tables, road, cut, period):
    expected = asked(
        road,
        f"""
        select {CUT}, count(*) filter (outcome = 'won') as won, count(*) as decided
        from road_rows where outcome in ('won', 'lost') and {IN_PERIOD} group by cut
        """,
        cut,
        period,
    )
    columns = ["won", "decided", "win_rate", "win_rate_low", "win_rate_high"]
    full = {key: (k, n, k / n, *wilson(k, n)) for key, (k, n) in expected.items()}
    assert_same(measured("win_rate", tables, cut, period, columns), full)


@pytest.mark.parametrize("cut", CUTS)
def test_win_rate_by_amount_and_its_interval_equal_the_sql(tables, road, cut):
    expected = asked(
        road,
        f"""
        select {CUT},
            coalesce(sum(amount) filter (outcome = 'won'), 0) / 10000.0,
            sum(amount) / 10000.0,
            sum((amount / 10000.0) ** 2)
        from road_rows
        where outcome in ('won', 'lost') and has_rate and amount > 0 and {IN_PERIOD}
        group by cut
        """,
        cut,
        YEAR,
    )
    full = {}
    for key, (won, decided, squares) in expected.items():
        n = float(decided) ** 2 / float(squares)
        share = float(won) / float(decided)
        full[key] = (won, decided, share, *wilson(share * n, n))
    name = "win_rate_by_amount"
    columns = ["won_amount", "decided_amount", name, f"{name}_low", f"{name}_high"]
    found = measured(name, tables, cut, YEAR, columns)
    assert found.keys() == full.keys()
    for key, row in full.items():
        assert list(found[key]) == pytest.approx([float(v) for v in row], rel=1e-9, abs=1e-9), key


@pytest.mark.parametrize(
    ("name", "due"),
    [
        ("win_rate_strict", "expected_on"),
        ("win_rate_strict_first_expected", "first_expected_on"),
    ],
)
@pytest.mark.parametrize("cut", CUTS)
def test_strict_win_rate_equals_the_sql(tables, road, cut, name, due):
    expected = asked(
        road,
        f"""
        with due_deals as (
            select * replace (case when outcome = 'open' then {due} else closed_on end as closed_on)
            from road_rows where outcome <> 'open' or {due} < $as_of
        )
        select {CUT}, count(*) filter (outcome = 'won'), count(*)
        from due_deals where {IN_PERIOD} group by cut
        """,
        cut,
        YEAR,
        as_of=AS_OF,
    )
    assert_same(measured(name, tables, cut, YEAR, ["won", "decided"]), expected)


@pytest.mark.parametrize(
    ("name", "outcomes"), [("sales_cycle", ["won"]), ("decision_cycle", ["won", "lost"])]
)
@pytest.mark.parametrize("cut", CUTS)
def test_cycles_equal_percentile_cont(tables, road, cut, name, outcomes):
    expected = asked(
        road,
        f"""
        select {CUT}, count(*),
            percentile_cont(0.5) within group (order by cycle_days),
            avg(cycle_days),
            percentile_cont(0.8) within group (order by cycle_days),
            percentile_cont(0.9) within group (order by cycle_days)
        from road_rows
        where outcome in $outcomes and cycle_days >= 0 and {IN_PERIOD} group by cut
        """,
        cut,
        YEAR,
        outcomes=outcomes,
    )
    columns = ["count", *(f"{name}_{part}" for part in ("median", "mean", "p80", "p90"))]
    assert_same(measured(name, tables, cut, YEAR, columns), expected)


@pytest.mark.parametrize("cut", CUTS)
def test_deal_size_equals_percentile_cont(tables, road, cut):
    expected = asked(
        road,
        f"""
        select {CUT}, count(*),
            percentile_cont(0.5) within group (order by amount::double) / 10000,
            avg(amount) / 10000
        from road_rows
        where outcome = 'won' and has_rate and amount > 0 and {IN_PERIOD} group by cut
        """,
        cut,
        YEAR,
    )
    columns = ["count", "deal_size_median", "deal_size_mean"]
    assert_same(measured("deal_size", tables, cut, YEAR, columns), expected)


REVENUE = f"""
    select {CUT}, sum(amount) / 10000.0
    from road_rows
    where outcome = 'won' and has_rate and amount is not null and {IN_PERIOD} group by cut
"""


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("period", [YEAR, ALL_YEARS])
def test_revenue_added_equals_the_sql_to_the_ten_thousandth(tables, road, cut, period):
    expected = {
        key: round(float(row[0]) * 10_000) for key, row in asked(road, REVENUE, cut, period).items()
    }
    found = measured("revenue_added", tables, cut, period, ["revenue_added"])
    # A group whose only wins have no usable amount is no group of this sum.
    assert {key: round(row[0] * 10_000) for key, row in found.items()} == expected


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("period", [YEAR, ALL_YEARS])
def test_customers_added_equals_the_sql(tables, road, cut, period):
    query = f"select {CUT}, count(*) from customer_rows where {IN_PERIOD} group by cut"
    expected = asked(road, query, cut, period)
    assert_same(measured("customers_added", tables, cut, period, ["customers_added"]), expected)


def test_customers_and_what_they_came_by_equal_the_sql_row_by_row(tables, road):
    found = rows_of("customers_added", tables, ALL_YEARS).select("id", "day", "value").rows()
    query = f"""
        select account_id, closed_on, came_by from customer_rows where {IN_PERIOD}
        order by closed_on, account_id
    """
    binds = {"start": ALL_YEARS.start, "end_": ALL_YEARS.end}
    expected = road.execute(query, binds).fetchall()
    assert found == expected
    kinds = [kind for *_, kind in found]
    assert min(kinds.count(kind) for kind in ("deal", "subscription", "order")) > 10


def test_credit_now_groups_by_todays_owner_and_team(tables, road):
    for cut in ("team", "owner"):
        query = f"""
            select {CUT}, count(*) filter (outcome = 'won'), count(*)
            from road_rows where outcome in ('won', 'lost') and {IN_PERIOD} group by cut
        """
        query = query.replace("_decided", "_now")
        found = measured("win_rate", tables, cut, YEAR, ["won", "decided"], credit="now")
        assert_same(found, asked(road, query, cut, YEAR))


BASELINES = {
    "previous": {
        YEAR: Period(date(2024, 7, 1), date(2025, 7, 1)),
        QUARTER: Period(date(2025, 10, 1), date(2026, 1, 1)),
    },
    "last_year": {
        YEAR: Period(date(2024, 7, 1), date(2025, 7, 1)),
        QUARTER: Period(date(2025, 1, 1), date(2025, 4, 1)),
    },
}


@pytest.mark.parametrize("kind", list(BASELINES))
@pytest.mark.parametrize("period", [YEAR, QUARTER])
@pytest.mark.parametrize("cut", ["all", "team", "owner", "source"])
def test_revenue_beside_its_baseline_and_its_growth_equal_the_sql(tables, road, cut, period, kind):
    now = asked(road, REVENUE, cut, period)
    before = asked(road, REVENUE, cut, BASELINES[kind][period])
    value = f"revenue_added_{kind}"
    columns = ["revenue_added", value, f"{value}_change", f"{value}_growth"]
    found = measured("revenue_added", tables, cut, period, columns, compare=[kind])
    assert found.keys() == now.keys()
    for key, (amount,) in now.items():
        earlier = before.get(key, (None,))[0]
        if earlier is None:
            assert found[key][1:] == (None, None, None), key
            continue
        change = float(amount - earlier)
        growth = change / float(earlier) if earlier > 0 else None
        expected = [float(amount), float(earlier), change, growth]
        assert list(found[key]) == pytest.approx(expected, rel=1e-9), key


def test_win_rate_by_month_beside_last_year_equals_the_sql(tables, road):
    query = f"""
        select {CUT}, count(*) filter (outcome = 'won') / count(*)
        from road_rows where outcome in ('won', 'lost') and {IN_PERIOD} group by cut
    """
    now = asked(road, query, "month", YEAR)
    before = asked(road, query, "month", BASELINES["last_year"][YEAR])
    columns = ["win_rate", "win_rate_last_year", "win_rate_last_year_change"]
    found = measured("win_rate", tables, "month", YEAR, columns, compare=["last_year"])
    assert found.keys() == now.keys()
    for key, (rate,) in now.items():
        earlier = before[f"{int(key[:4]) - 1}{key[4:]}"][0]
        assert list(found[key]) == pytest.approx([rate, earlier, rate - earlier]), key


def test_days_and_amounts_of_the_records_equal_the_sql_row_by_row(tables, road):
    found = rows_of("revenue_added", tables, ALL_YEARS)
    expected = road.execute(
        """
        select deal_id, closed_on, amount / 10000.0 from road_rows
        where outcome = 'won' and has_rate and amount is not null and closed_on is not null
        order by closed_on, deal_id
        """
    ).fetchall()
    assert found.select("id", "day").rows() == [row[:2] for row in expected]
    assert found["value"].to_list() == pytest.approx([float(row[2]) for row in expected])


# --- Curves: the textbook's loop over single deals ---


def followed(road, cut: str) -> dict:
    """cut → (days waited, outcome) of every deal entered in the period that can be followed."""
    query = f"""
        select {CUT_BY_CREATION},
            date_diff('day', created_on, case when outcome = 'open' then $as_of else closed_on end),
            outcome
        from road_rows
        where created_on >= $start and created_on < $end_
            and (outcome = 'open' or (closed_on is not null and cycle_days >= 0))
    """
    binds = {"cut": cut, "start": YEAR.start, "end_": YEAR.end, "as_of": AS_OF}
    groups = defaultdict(list)
    for key, waited, outcome in road.execute(query, binds).fetchall():
        groups[key].append((waited, outcome))
    return groups


def aalen_johansen(deals: list[tuple[int, str]]) -> dict[int, tuple[float, int]]:
    """day → (share won, at risk), one deal after the other."""
    survival, incidence, curve = 1.0, 0.0, {}
    for day in sorted({waited for waited, outcome in deals if outcome != "open"}):
        at_risk = sum(waited >= day for waited, _ in deals)
        won = sum(waited == day and outcome == "won" for waited, outcome in deals)
        lost = sum(waited == day and outcome == "lost" for waited, outcome in deals)
        incidence += survival * won / at_risk
        survival *= 1 - (won + lost) / at_risk
        curve[day] = (incidence, at_risk)
    return curve


def kaplan_meier(deals: list[tuple[int, str]]) -> dict[int, tuple[float, int]]:
    """day → (share decided, at risk)."""
    survival, curve = 1.0, {}
    for day in sorted({waited for waited, outcome in deals if outcome != "open"}):
        at_risk = sum(waited >= day for waited, _ in deals)
        decided = sum(waited == day and outcome != "open" for waited, outcome in deals)
        survival *= 1 - decided / at_risk
        curve[day] = (1 - survival, at_risk)
    return curve


@pytest.mark.parametrize(
    ("name", "loop"), [("win_curve", aalen_johansen), ("time_to_decision", kaplan_meier)]
)
@pytest.mark.parametrize("cut", CUTS)
def test_curves_equal_a_loop_over_single_deals(tables, road, cut, name, loop):
    groups = followed(road, cut)
    frame = measure(name, tables, YEAR, by=[] if cut == "all" else [cut])
    key = {"all": None, "owner": "owner_id"}.get(cut, cut)
    found = defaultdict(dict)
    for row in frame.iter_rows(named=True):
        value = "all" if key is None else row[key]
        value = value.isoformat() if isinstance(value, date) else value
        found[value][row["day"]] = (row["share"], row["at_risk"])
    expected = {value: loop(deals) for value, deals in groups.items()}
    expected = {value: curve for value, curve in expected.items() if curve}
    assert found.keys() == expected.keys()
    for value, curve in expected.items():
        assert found[value].keys() == curve.keys(), value
        for day, (share, at_risk) in curve.items():
            assert found[value][day] == (pytest.approx(share, abs=1e-12), at_risk), (value, day)


@pytest.mark.parametrize("cut", CUTS)
def test_median_time_to_decision_is_where_the_loop_reaches_one_half(tables, road, cut):
    expected = {}
    for key, deals in followed(road, cut).items():
        reached = [day for day, (share, _) in kaplan_meier(deals).items() if share >= 0.5 - 1e-12]
        decided = sum(outcome != "open" for _, outcome in deals)
        expected[key] = (len(deals), decided, min(reached) if reached else None)
    name = "time_to_decision_median"
    assert measured(name, tables, cut, YEAR, ["count", "events", name]) == expected


def test_cohort_median_of_winners_follows_its_definition(tables, road):
    for key, deals in followed(road, "team").items():
        curve = aalen_johansen(deals)
        horizon = 180
        final = max(share for day, (share, _) in curve.items() if day <= horizon)
        half = min(day for day, (share, _) in curve.items() if share >= final / 2)
        row = measure("sales_cycle_cohort", tables, YEAR, by=["team"], at=[horizon])
        row = row.filter(pl.col("team").eq_missing(pl.lit(key))).row(0, named=True)
        won = sum(outcome == "won" for _, outcome in deals)
        assert (row["count"], row["won"], row["sales_cycle_cohort"]) == (len(deals), won, half)


def test_the_mean_is_the_mean_of_the_records(tables):
    days = rows_of("sales_cycle", tables, YEAR)["value"].to_list()
    assert measure("sales_cycle", tables, YEAR)["sales_cycle_mean"][0] == pytest.approx(mean(days))
