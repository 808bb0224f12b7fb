"""What a dashboard holds in memory gives the same numbers as the files, within its bounds."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from crm_metrics import demo
from crm_metrics.calendar import Period
from crm_metrics.cubes import Cubes
from crm_metrics.engines import PolarsEngine
from crm_metrics.held_columns import HeldColumns
from crm_metrics.insight.coverage import input_coverage
from crm_metrics.measure import Question, answer
from crm_metrics.metrics import METRICS
from crm_metrics.snapshot.tables import Tables
from crm_metrics.source import sync
from tests.databases import settings

DAY = date(2026, 3, 31)
PERIOD = Period(date(2025, 4, 1), date(2026, 4, 1))
# Metrics whose rows stand in one fact and metrics made of several; with and without a spread.
ASKED = ("revenue_added", "win_rate", "sales_cycle", "customers_added", "churn_rate",
         "net_retention", "data_completeness", "win_rate_by_amount")  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("held")
    url = f"sqlite:///{folder / 'crm.sqlite'}"
    demo.make(url, deals=1500, seed=4, as_of=DAY)
    return sync(settings(url, folder), now=datetime(2026, 3, 31, 20, tzinfo=UTC))


@pytest.fixture
def plain(snapshot) -> Tables:
    return Tables.open(snapshot, settings("", Path()).business)


@pytest.fixture
def kept(snapshot) -> Tables:
    engine = PolarsEngine(HeldColumns(1 << 28))
    return Tables.open(snapshot, settings("", Path()).business, engine=engine, cubes=Cubes())


def _choices(tables: Tables) -> list[list[str | None]]:
    teams = nw.to_native(tables.facts["deals"]).select("team").unique().collect()
    names = sorted(teams["team"].cast(pl.String).drop_nulls())
    return [names[:1], names[1:3], [None], names[2:], [], ["Nowhere"], [names[0], None]]


@pytest.mark.parametrize("field", ["team", "owner"])
def test_another_choice_counts_what_its_rows_count(plain: Tables, kept: Tables, field: str) -> None:
    for chosen in _choices(plain):
        where = {field: chosen, "region": ["EMEA", "APAC", None]}
        for by in ((), ("month",), ("team", "month")):
            questions = [
                Question(name, by=by, period=PERIOD, where=where, compare=("previous", "last_year"))
                for name in ASKED
            ]
            for one, other in zip(answer(questions, kept), answer(questions, plain), strict=True):
                assert one.equals(other, null_equal=True)
        covered = [
            input_coverage(tables, PERIOD, metrics=ASKED, where=where) for tables in (kept, plain)
        ]
        assert covered[0].equals(covered[1], null_equal=True)


def test_a_cube_is_for_its_own_days_and_columns_only(plain: Tables, kept: Tables) -> None:
    """The same questions with another as-of day, credit or period find no cube of each other."""
    for chosen in _choices(plain)[:3]:
        for back in (0, 40):
            for credit in ("event", "now"):
                for period in (PERIOD, Period(date(2025, 7, 1), date(2025, 10, 1))):
                    question = Question(
                        "win_rate", period=period, where={"team": chosen}, credit=credit
                    )
                    as_of = DAY - timedelta(days=back)
                    (one,) = answer([question], kept, as_of=as_of)
                    (other,) = answer([question], plain, as_of=as_of)
                    assert one.equals(other, null_equal=True)


def test_a_cube_is_made_for_the_second_choice_and_serves_the_third(kept: Tables) -> None:
    made: list[object] = []
    cubes = kept.cubes
    assert cubes is not None

    class Counting(Cubes):
        def keep(self, key, rows):
            made.append(key)
            super().keep(key, rows)

    tables = replace(kept, cubes=Counting())
    first, second, third = _choices(kept)[:3]
    for chosen, expected in ((first, 0), (second, 1), (third, 1)):
        answer([Question("win_rate", period=PERIOD, where={"team": chosen})], tables)
        assert len(made) == expected


def test_a_cube_as_long_as_the_facts_is_of_no_use(monkeypatch) -> None:
    monkeypatch.setattr("crm_metrics.cubes._MOST_ROWS", 2)
    cubes = Cubes()
    assert cubes.find("owner") == (None, False)
    assert cubes.find("owner") == (None, True)
    cubes.keep("owner", pl.DataFrame({"n": [1, 2, 3]}))
    assert cubes.find("owner") == (None, False)


def test_the_oldest_cube_makes_room(monkeypatch) -> None:
    monkeypatch.setattr("crm_metrics.cubes._MOST_ROWS_IN_ALL", 5)
    cubes = Cubes()
    rows = pl.DataFrame({"n": [1, 2]})
    for key in "abc":
        cubes.find(key)
        cubes.keep(key, rows)
        cubes.find("a")
    assert [cubes.find(key)[0] is not None for key in "cab"] == [True, True, False]


def test_columns_are_held_up_to_the_bound_the_newest_last(tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    numbers = pl.Series(range(1000), dtype=pl.Int64)
    pl.DataFrame({"a": numbers, "b": numbers + 1, "c": numbers + 2}).write_parquet(file)
    held = HeldColumns(17_000)
    for name in ("a", "b", "a", "c"):
        assert held.scan(file).select(pl.col(name).sum()).collect().item() > 0
        assert held.bytes_held <= 17_000
    assert {name for _, name in held._columns} == {"a", "c"}
    # More than fits is answered all the same.
    assert held.scan(file).select(pl.all().sum()).collect().row(0) == (499500, 500500, 501500)


def test_held_rows_are_filtered_cut_and_counted_as_those_of_the_file(tmp_path):
    file = tmp_path / "rows.parquet"
    pl.DataFrame({"a": [3, 1, None, 2], "b": ["x", "y", "x", None]}).write_parquet(file)
    held, read = HeldColumns(1 << 20).scan(file), pl.scan_parquet(file)
    for asked in (
        lambda rows: rows,
        lambda rows: rows.filter(pl.col("a") > 1).select("b"),
        lambda rows: rows.head(3).filter(pl.col("b") == "x"),
        lambda rows: rows.filter(pl.col("b") == "x").head(1),
        lambda rows: rows.select(pl.len()),
    ):
        assert asked(held).collect(engine="streaming").equals(asked(read).collect())


def test_a_fact_of_very_many_rows_stays_in_its_file(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("crm_metrics.held_columns.MOST_ROWS", 2)
    file = tmp_path / "rows.parquet"
    pl.DataFrame({"a": [1, 2, 3]}).write_parquet(file)
    held = HeldColumns(1 << 20)
    assert held.scan(file).select(pl.col("a").sum()).collect().item() == 6
    assert held.bytes_held == 0


def test_every_metric_is_asked_of_tables_that_hold(kept: Tables, plain: Tables) -> None:
    questions = [Question(name, where={}) for name in METRICS]
    for one, other in zip(answer(questions, kept), answer(questions, plain), strict=True):
        assert one.equals(other, null_equal=True)
