"""What must hold for every metric whatever the data: adding up, order, engines, shifted time."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_metrics.calendar import UNITS, Period
from crm_metrics.measure import measure, measure_all
from crm_metrics.metrics import sales
from crm_metrics.records import account_of_rows, rows_of, set_aside, set_aside_rows
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.duckdb_engine import DuckDBEngine
from tests.literal import table

METRICS = {metric.name: metric for metric in sales.METRICS}
START = date(2025, 9, 1)
DAYS = 210
AS_OF = START + timedelta(days=DAYS)
PERIOD = Period(date(2025, 11, 1), date(2026, 3, 1))
DIMENSIONS = (
    "owner", "team", "region", "source", "product", "currency", "segment", "outcome", "stage",
)  # fmt: skip
BUSINESS = Business(
    timezone="America/Sao_Paulo", week_starts_on="sunday", fiscal_year_starts_in="december"
)
FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEWER = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SINGLE = [name for name, metric in METRICS.items() if not metric.is_curve]

DAY = st.integers(0, DAYS)
LABEL = st.sampled_from(["Web", "Ads", "", None])


@st.composite
def crms(draw) -> dict[str, list[dict]]:
    """A small CRM: days as numbers since START, so that all of it can be shifted."""
    users = [
        dict(user_id=user, name=name, team=draw(st.sampled_from(["North", "South", None])))
        for user, name in (("u1", "Ana"), ("u2", "Ana"), ("u3", "Bo"))
    ]
    owner = st.sampled_from(["u1", "u2", "u3", "gone", None])
    deals, changes = [], []
    for number in range(draw(st.integers(0, 14))):
        created, outcome = draw(DAY), draw(st.sampled_from(["open", "won", "won", "lost"]))
        closed = draw(st.one_of(st.none(), DAY, st.integers(created, DAYS)))
        last_owner = draw(owner)
        deals.append(
            dict(
                deal_id=f"d{number}",
                account_id=draw(st.sampled_from(["A", "B", "C", None])),
                owner_id=last_owner,
                outcome=outcome,
                stage=outcome.title(),
                amount=draw(st.sampled_from([None, "0", "-5", "10.01", "99.99", "214748.36"])),
                currency=draw(st.sampled_from([None, "USD", "eur", "SEK"])),
                source=draw(LABEL),
                product=draw(LABEL),
                created_at=created,
                closed_at=closed,
                expected_close_on=draw(st.one_of(st.none(), DAY)),
            )
        )
        first_owner = draw(owner)
        if draw(st.booleans()) and first_owner != last_owner:
            changes.append(
                dict(
                    deal_id=f"d{number}",
                    field="owner_id",
                    old_value=first_owner,
                    new_value=last_owner,
                    changed_at=max(created, draw(DAY)),
                    sequence=1,
                )
            )
    accounts = st.sampled_from(["A", "B", "C", "D"])
    orders = [
        dict(
            order_id=f"o{number}",
            account_id=draw(accounts),
            ordered_on=draw(DAY),
            amount=draw(st.sampled_from([None, "0", "-5", "5"])),
            currency=draw(st.sampled_from([None, "EUR", "SEK"])),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    subscriptions = [
        dict(
            subscription_id=f"s{number}",
            account_id=draw(accounts),
            started_on=draw(DAY),
            ended_on=draw(st.one_of(st.none(), DAY)),
            mrr=draw(st.sampled_from(["0", "10"])),
            product=draw(LABEL),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    return {
        "deals": deals,
        "orders": orders,
        "subscriptions": subscriptions,
        "users": users,
        "deal_changes": changes,
        "accounts": [
            dict(
                account_id="A", name="A", segment="Big", owner_id="u1", source="Web", created_at=0
            ),
            dict(account_id="B", name="B", segment=None, created_at=0),
        ],
        "user_changes": [
            dict(
                user_id="u1",
                field="team",
                old_value="East",
                new_value=users[0]["team"],
                changed_at=draw(DAY),
            )
        ],
        "exchange_rates": [
            dict(currency="EUR", valid_from=60, rate="1.1"),
            dict(currency="EUR", valid_from=120, rate="1.23456789"),
        ],
    }


def frames(crm: dict[str, list[dict]], shift: int = 0, order: int = 0) -> dict[str, pl.DataFrame]:
    """The model tables, `shift` days later, rows in another order."""

    def stored(name: str, value):
        if value is None or not name.endswith(("_at", "_on", "_from")):
            return value
        day = START + timedelta(days=value + shift)
        # 23:00 in São Paulo is already the next day in UTC; its clocks do not change.
        return (
            datetime(day.year, day.month, day.day, 2, tzinfo=UTC) + timedelta(days=1)
            if (name.endswith("_at"))
            else day
        )

    made = {}
    for name, rows in crm.items():
        plain = [{key: stored(key, value) for key, value in row.items()} for row in rows]
        made[name] = table(name, plain)
        if order:
            made[name] = made[name].sample(fraction=1, shuffle=True, seed=order)
    return made


def tables_of(crm, shift=0, order=0, engine=None) -> Tables:
    return Tables.from_model(
        frames(crm, shift, order), BUSINESS, AS_OF + timedelta(days=shift), engine=engine
    )


def approx(rows: list[tuple]) -> list:
    """Rows equal but for the last digits of floats (engines add squares in any order)."""
    return [tuple(pytest.approx(v) if isinstance(v, float) else v for v in row) for row in rows]


FLOWS = [name for name, metric in METRICS.items() if metric.adds == "flow"]
DISTINCT = [name for name, metric in METRICS.items() if metric.adds == "distinct"]
PARTS_OF_RATES = {
    "win_rate": ("won", "decided"),
    "win_rate_strict": ("won", "decided"),
    "win_rate_strict_first_expected": ("won", "decided"),
    "win_rate_by_amount": ("won_amount", "decided_amount"),
    "sales_cycle": ("count",),
    "decision_cycle": ("count",),
    "sales_cycle_cohort": ("count", "won"),
    "time_to_decision_median": ("count", "events"),
    "deal_size": ("count",),
}


@settings(FEW, max_examples=18)
@given(crm=crms(), field=st.sampled_from([*DIMENSIONS, *UNITS]))
def test_groups_add_up_to_the_whole(crm, field):
    tables = tables_of(crm)
    adding = {name: (name,) for name in (*FLOWS, *DISTINCT)} | PARTS_OF_RATES
    assert set(adding) == set(SINGLE)
    wholes = measure_all(SINGLE, tables, PERIOD)
    # Every deal has one day, so also what counts deals once adds over units of time.
    groups = measure_all(SINGLE, tables, PERIOD, by=[field])
    for name, columns in adding.items():
        for column in columns:
            whole = wholes[name][column][0] or 0
            assert groups[name][column].sum() == pytest.approx(whole), (name, column)


@FEW
@given(crm=crms())
def test_two_fields_at_once_add_up_to_one(crm):
    tables = tables_of(crm)
    fine = measure("win_rate", tables, PERIOD, by=["team", "month"])
    coarse = measure("win_rate", tables, PERIOD, by=["team"])
    summed = fine.group_by("team").agg(pl.col("won", "decided").sum())
    assert sorted(summed.rows(), key=str) == sorted(
        coarse.select("team", "won", "decided").rows(), key=str
    )


@FEW
@given(crm=crms(), day=DAY)
def test_every_candidate_is_used_outside_or_set_aside(crm, day):
    tables = tables_of(crm)
    as_of = START + timedelta(days=day)
    for name in METRICS:
        account = account_of_rows(name, tables, PERIOD, as_of=as_of)
        assert account["candidates"] == (
            account["used"] + account["outside"] + account["set_aside"]
        )
        listed = rows_of(name, tables, PERIOD, as_of=as_of)
        assert account["used"] == listed.height == listed["id"].n_unique(), name
        aside = set_aside_rows(name, tables, PERIOD, as_of=as_of)
        assert account["set_aside"] == aside.height, name
        counted = dict(set_aside(name, tables, PERIOD, as_of=as_of).rows())
        assert counted == dict(aside["reason"].value_counts().rows()), name
        assert not set(listed["id"]) & set(aside["id"]), name


@FEW
@given(crm=crms(), by=st.sampled_from([None, *DIMENSIONS]))
def test_the_records_are_as_many_as_the_denominator(crm, by):
    tables = tables_of(crm)
    for name, columns in PARTS_OF_RATES.items():
        if columns[-1].endswith("amount"):
            continue
        count = "count" if "count" in columns else columns[-1]
        frame = measure(name, tables, PERIOD, by=[by] if by else [])
        key = "owner_id" if by == "owner" else by
        for row in frame.iter_rows(named=True):
            where = {key: [row[key]]} if key else {}
            assert rows_of(name, tables, PERIOD, where=where).height == row[count], (name, row)
    won = rows_of("revenue_added", tables, PERIOD)
    total = measure("revenue_added", tables, PERIOD)["revenue_added"][0]
    assert total is None if won.is_empty() else total == pytest.approx(won["value"].sum())


@FEW
@given(crm=crms(), field=st.sampled_from(DIMENSIONS))
def test_a_filter_gives_the_row_of_its_group(crm, field):
    tables = tables_of(crm)
    key = "owner_id" if field == "owner" else field
    drop = [key, "owner"] if field == "owner" else [key]
    groups = measure_all(list(METRICS), tables, PERIOD, by=[field])
    for name, frame in groups.items():
        for value in frame[key].unique():
            row = frame.filter(pl.col(key).eq_missing(pl.lit(value))).drop(drop, strict=False)
            alone = measure(name, tables, PERIOD, where={key: [value]})
            assert row.rows() == approx(alone.rows()), (name, value)


@FEW
@given(crm=crms())
def test_values_of_a_filter_are_united_and_fields_intersected(crm):
    tables = tables_of(crm)

    def ids(**where) -> set:
        return set(rows_of("win_rate", tables, PERIOD, where=where)["id"])

    assert ids(source=["Web", "Ads"]) == ids(source=["Web"]) | ids(source=["Ads"])
    assert ids(source=["Web", None]) == ids(source=["Web"]) | ids(source=[None])
    assert ids(source=["Web"], product=["Ads"]) == ids(source=["Web"]) & ids(product=["Ads"])
    assert ids(source=["Web", "Ads", None]) == ids()
    assert ids(owner=["Ana"]) == ids(owner_id=["u1"]) | ids(owner_id=["u2"])


@FEW
@given(crm=crms(), order=st.integers(1, 1000))
def test_the_order_of_rows_does_not_matter(crm, order):
    first, second = tables_of(crm), tables_of(crm, order=order)
    for by in ([], ["team"], ["owner", "month"]):
        expected = measure_all(list(METRICS), first, PERIOD, by=by)
        found = measure_all(list(METRICS), second, PERIOD, by=by)
        for name in METRICS:
            assert found[name].rows() == approx(expected[name].rows()), (name, by)
    for name in METRICS:
        assert rows_of(name, second, PERIOD).rows() == rows_of(name, first, PERIOD).rows(), name


@FEWER
@given(crm=crms(), day=DAY)
def test_engines_agree(crm, day):
    polars, duckdb = tables_of(crm), tables_of(crm, engine=DuckDBEngine())
    as_of = START + timedelta(days=day)
    for by in ([], ["owner"], ["team", "month"], ["segment", "fiscal_quarter"]):
        expected = measure_all(list(METRICS), polars, PERIOD, by=by, as_of=as_of)
        found = measure_all(list(METRICS), duckdb, PERIOD, by=by, as_of=as_of)
        for name in METRICS:
            assert found[name].schema == expected[name].schema, (name, by)
            assert found[name].rows() == approx(expected[name].rows()), (name, by)
    for name in METRICS:
        rows = rows_of(name, polars, PERIOD, as_of=as_of)
        assert rows_of(name, duckdb, PERIOD, as_of=as_of).rows() == rows.rows(), name
        reasons = set_aside(name, polars, PERIOD, as_of=as_of)
        assert set_aside(name, duckdb, PERIOD, as_of=as_of).rows() == reasons.rows(), name


@FEW
@given(crm=crms(), weeks=st.sampled_from([-300, -52, -1, 1, 13, 700]))
def test_shifting_all_days_by_weeks_shifts_the_period_and_nothing_else(crm, weeks):
    shift = 7 * weeks
    moved = Period(PERIOD.start + timedelta(days=shift), PERIOD.end + timedelta(days=shift))
    here, there = tables_of(crm), tables_of(crm, shift=shift)
    for by in ([], ["team"], ["owner"]):
        expected = measure_all(list(METRICS), here, PERIOD, by=by)
        found = measure_all(list(METRICS), there, moved, by=by)
        for name in METRICS:
            assert found[name].rows() == expected[name].rows(), (name, by)
    for unit in ("day", "week"):
        expected = measure("win_rate", here, PERIOD, by=[unit])
        found = measure("win_rate", there, moved, by=[unit])
        days = expected[unit].dt.offset_by(f"{shift}d")
        assert found.rows() == expected.with_columns(days).rows()


@FEW
@given(crm=crms(), by=st.sampled_from([[], ["team"], ["month"], ["owner", "quarter"]]))
def test_measured_together_equals_measured_alone(crm, by):
    tables = tables_of(crm)
    for compare in ([], ["previous", "last_year"]):
        names = SINGLE if compare else list(METRICS)
        together = measure_all(names, tables, PERIOD, by=by, compare=compare)
        assert list(together) == names
        for name in names:
            alone = measure(name, tables, PERIOD, by=by, compare=compare)
            assert together[name].schema == alone.schema, (name, compare)
            assert together[name].rows() == approx(alone.rows()), (name, compare)


@FEW
@given(crm=crms(), credit=st.sampled_from(["event", "now"]))
def test_as_of_the_last_day_is_the_same_as_none(crm, credit):
    tables = tables_of(crm)
    for by in ([], ["owner"]):
        expected = measure_all(list(METRICS), tables, PERIOD, by=by, credit=credit)
        found = measure_all(list(METRICS), tables, PERIOD, by=by, credit=credit, as_of=AS_OF)
        for name in METRICS:
            assert found[name].equals(expected[name]), (name, by)


@FEW
@given(crm=crms(), late=st.integers(1, 40))
def test_days_without_news_change_no_sum_of_a_period_that_is_over(crm, late):
    """A snapshot made later, in which nothing new happened: only the waiting goes on."""
    then = tables_of(crm)
    later = Tables.from_model(frames(crm), BUSINESS, AS_OF + timedelta(days=late))
    for name in ("win_rate", "revenue_added", "sales_cycle", "customers_added", "deal_size"):
        found = measure(name, later, PERIOD, by=["month"])
        assert found.equals(measure(name, then, PERIOD, by=["month"])), name


@FEWER
@given(crm=crms())
def test_types_of_the_answer_do_not_depend_on_the_data(crm):
    """Also with nothing in it: a page or a download must not change its columns."""
    full, empty = tables_of(crm), tables_of({name: [] for name in crm})
    for by in ([], ["team"], ["month"], ["owner"]):
        for name, metric in METRICS.items():
            compare = () if metric.is_curve else ("previous",)
            found = measure(name, full, PERIOD, by=by, compare=compare)
            nothing = measure(name, empty, PERIOD, by=by, compare=compare)
            assert found.schema == nothing.schema, (name, by)


@FEW
@given(crm=crms())
def test_shares_lie_between_0_and_1_inside_their_interval_and_never_are_nan(crm):
    tables = tables_of(crm)
    for name, metric in METRICS.items():
        frame = measure(name, tables, PERIOD, by=["team"])
        for column in frame.select(pl.selectors.float()).columns:
            assert not frame[column].is_nan().any(), (name, column)
        if metric.unit != "share":
            continue
        value = "share" if metric.is_curve else name
        inside = frame.drop_nulls([value, f"{value}_low"]).select(
            pl.col(value).is_between(0, 1 + 1e-12)
            & (pl.col(f"{value}_low") <= pl.col(value) + 1e-12)
            & (pl.col(value) <= pl.col(f"{value}_high") + 1e-12)
        )
        assert inside.to_series().all(), name
