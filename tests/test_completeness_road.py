"""A second road to completeness: plain SQL counts on the dirty demo's raw tables.

One road is sync and measure; the other is `completeness.sql` in DuckDB. They share no code.
"""

from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from crm_metrics import demo
from crm_metrics.calendar import Period
from crm_metrics.measure import measure
from crm_metrics.records import rows_of
from crm_metrics.required_sets import SHIPPED
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.roads import raw_tables, snapshot_of

AS_OF = date(2026, 6, 30)
ZONE = "America/New_York"
EVERYTHING = None
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
RAW = ("accounts", "contacts", "leads", "deals", "activities", "users")
CUTS = {
    "all": "'all'",
    "team": "team",
    "owner": "owner_id",
    "month": "strftime(day, '%Y-%m-01')",
}
FIELDS = """
    select {cut} as cut, set_name, field,
        count(*) filter (required and filled), count(*) filter (required)
    from road_rows
    where day >= $start and day < $until
    group by all
    having count(*) filter (required) > 0
"""
RECORDS = """
    with records as (
        select {cut} as cut, set_name, id, bool_and(filled or not required) as is_complete
        from road_rows
        where day >= $start and day < $until
        group by all
    )
    select cut, set_name, '', count(*) filter (is_complete), count(*) from records group by all
"""


@pytest.fixture(scope="module")
def crm(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("crm") / "crm.db"
    demo.make(f"sqlite:///{file}", deals=2_000, seed=11, as_of=AS_OF)
    return file


@pytest.fixture(scope="module")
def tables(crm, tmp_path_factory) -> Tables:
    return snapshot_of(crm, tmp_path_factory.mktemp("snapshots"), Business(timezone=ZONE), AS_OF)


@pytest.fixture(scope="module")
def road(crm) -> duckdb.DuckDBPyConnection:
    connection = raw_tables(crm, RAW)
    view = (Path(__file__).parent / "completeness.sql").read_text("utf-8")
    connection.execute(view.replace("$zone", f"'{ZONE}'"))  # a view takes no binds
    connection.execute("create table road_rows as from road")
    return connection


def by_road(road, query: str, cut: str, period: Period | None) -> dict:
    days = period or Period(date(1900, 1, 1), date(2100, 1, 1))
    rows = road.execute(
        query.format(cut=CUTS[cut]), {"start": days.start, "until": days.end}
    ).fetchall()
    return {row[:3]: row[3:] for row in rows}


def by_measure(tables: Tables, name: str, cut: str, period: Period | None, counts) -> dict:
    frame = measure(name, tables, period, by=[] if cut == "all" else [cut])
    key = {"all": pl.lit("all"), "owner": pl.col("owner_id")}.get(cut, pl.col(cut))
    field = pl.col("field") if "field" in frame.columns else pl.lit("")
    rows = frame.select(key.cast(pl.String), "set", field.alias("f"), *counts).rows()
    assert len({row[:3] for row in rows}) == len(rows)
    return {row[:3]: row[3:] for row in rows}


def test_the_demo_is_as_dirty_as_the_shipped_sets_can_see(road):
    found = by_road(road, FIELDS, "all", EVERYTHING)
    assert {(name, field) for _, name, field in found} == {
        (name, field) for name, asks in SHIPPED.items() for field in asks.names
    }
    # But for what no CRM lets a user leave out, and the links that the demo always has.
    never_missing = {
        ("meetings", "due_at"),
        ("calls", "due_at or done_at"),
        ("calls", "contact_id or lead_id or account_id"),
        ("accounts", "country"),
        ("deals", "account_id"),
    }
    whole = {(name, field) for (_, name, field), (filled, of) in found.items() if filled == of}
    assert whole == never_missing


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("period", [EVERYTHING, QUARTER], ids=["everything", "a quarter"])
def test_field_completeness_equals_plain_counts(tables, road, cut, period):
    expected = by_road(road, FIELDS, cut, period)
    found = by_measure(tables, "field_completeness", cut, period, ("filled", "required"))
    assert found == expected


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("period", [EVERYTHING, QUARTER], ids=["everything", "a quarter"])
def test_record_completeness_equals_plain_counts(tables, road, cut, period):
    expected = by_road(road, RECORDS, cut, period)
    found = by_measure(tables, "record_completeness", cut, period, ("complete", "records"))
    assert found == expected


def test_the_listed_records_are_those_that_sql_finds_incomplete(tables, road):
    for name in SHIPPED:
        listed = rows_of("record_completeness", tables, where={"set": [name]})
        rows = road.execute(
            "select id, list(field) from road_rows "
            "where set_name = $name and required and not filled group by all",
            {"name": name},
        ).fetchall()
        incomplete = listed.filter(pl.col("value").is_not_null()).select("id", "value").rows()
        assert {id_: set(value.split(", ")) for id_, value in incomplete} == {
            id_: set(fields) for id_, fields in rows
        }, name


def test_share_and_interval_are_those_of_the_counts(tables):
    frame = measure("field_completeness", tables)
    z = 1.959963984540054
    for row in frame.iter_rows(named=True):
        n, p = row["required"], row["filled"] / row["required"]
        assert row["field_completeness"] == pytest.approx(p, abs=1e-12)
        for end in ("low", "high"):
            theta = row[f"field_completeness_{end}"]
            is_end = p in (0, 1) and theta in (0, 1)
            # The ends of Wilson's interval are where the score test just rejects.
            assert is_end or (p - theta) ** 2 == pytest.approx(z * z * theta * (1 - theta) / n)
