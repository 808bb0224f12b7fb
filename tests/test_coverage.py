"""Input coverage: counted by hand, and the same as the account of each metric alone."""

from datetime import date

import polars as pl
import pytest

from crm_metrics.calendar import Period
from crm_metrics.engines import PolarsEngine
from crm_metrics.insight.coverage import SCHEMA, coverage_sentence, input_coverage
from crm_metrics.metrics import METRICS
from crm_metrics.records import account_of_rows, set_aside
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.duckdb_engine import DuckDBEngine
from tests.literal import GOLDEN_DEALS, deals, table

AS_OF = date(2026, 4, 1)
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
MODEL = {
    "deals": deals(
        *GOLDEN_DEALS,
        ("no amount", "2026-01-01", "2026-01-11", "won", None, "ana"),
        ("before", "2025-01-01", "2025-12-31", "won", None, "ana"),
    ),
    "edits": table(
        "edits", [dict(entity="deals", record_id="6", user_id="ana", edited_at="2026-03-01")]
    ),
}


@pytest.fixture
def crm(engine) -> Tables:
    return Tables.from_model(MODEL, Business(), AS_OF, engine=engine)


def row_of(name: str, frame: pl.DataFrame) -> dict:
    return frame.row(by_predicate=pl.col("metric") == name, named=True)


def test_the_usable_share_and_the_reasons_for_the_rest(crm):
    frame = input_coverage(crm, QUARTER)
    assert frame.schema == SCHEMA
    assert frame["metric"].to_list() == list(METRICS)
    row = row_of("revenue_added", frame)
    # Won in the quarter: 1, 2, 4, 8 and the one without an amount; deal 9 has no day.
    assert (row["used"], row["set_aside"], row["undated"]) == (4, 1, 1)
    assert row["input_coverage"] == pytest.approx(4 / 6)
    assert row["reasons"] == [
        {"reason": "no amount", "count": 1},
        {"reason": "period unknown: decided, but no day of the decision", "count": 1},
    ]
    assert coverage_sentence(row) == (
        "66.7 % of 6 rows usable; 1 set aside: no amount; "
        "1 set aside: period unknown: decided, but no day of the decision."
    )
    cycle = row_of("sales_cycle", frame)
    assert (cycle["used"], cycle["set_aside"], cycle["undated"]) == (4, 1, 1)
    fresh = row_of("freshness_deals", frame)
    assert (fresh["used"], fresh["input_coverage"], fresh["reasons"]) == (2, 1.0, [])


def test_it_is_the_account_of_each_metric_alone():
    crm = Tables.from_model(MODEL, Business(), AS_OF)
    for where in ({}, {"owner": ["ana"]}):
        for row in input_coverage(crm, QUARTER, where=where).iter_rows(named=True):
            if row["not_mapped"] or METRICS[row["metric"]].per:
                continue
            name = row["metric"]
            account = account_of_rows(name, crm, QUARTER, where=where)
            assert row["used"] == account["used"], name
            assert row["set_aside"] + row["undated"] == account["set_aside"], name
            reasons = {item["reason"]: item["count"] for item in row["reasons"]}
            alone = set_aside(name, crm, QUARTER, where=where)
            assert reasons == dict(alone.iter_rows()), name


def test_what_is_not_mapped_is_named():
    tables = Tables.from_model(MODEL, Business(), AS_OF)
    frame = input_coverage(tables, QUARTER)
    lag = row_of("entry_lag", frame)
    assert (lag["not_mapped"], lag["used"], lag["input_coverage"]) == (["activities"], None, None)
    assert coverage_sentence(lag) == "Not mapped in this CRM: activities."
    assert row_of("freshness_accounts", frame)["not_mapped"] == ["accounts"]
    without = Tables.from_model({"deals": MODEL["deals"]}, Business(), AS_OF)
    fresh = row_of("freshness_deals", input_coverage(without, QUARTER))
    assert fresh["not_mapped"] == ["edits or activities"]


def test_a_column_that_is_not_mapped_is_named():
    tables = Tables.from_model(MODEL, Business(), AS_OF)
    columns = {name: frozenset(rows.columns) for name, rows in MODEL.items()}
    columns["deals"] -= {"amount"}
    mapped = Tables(**{**vars(tables), "mapped": columns})
    frame = input_coverage(mapped, QUARTER)
    assert row_of("revenue_added", frame)["not_mapped"] == ["deals.amount"]
    assert row_of("win_rate", frame)["used"] == 7


def test_metrics_without_the_filters_field_are_left_open():
    tables = Tables.from_model(MODEL, Business(), AS_OF)
    frame = input_coverage(tables, QUARTER, where={"outcome": ["won"]})
    fresh = row_of("freshness_deals", frame)
    assert (fresh["used"], fresh["input_coverage"], fresh["not_mapped"]) == (None, None, [])
    assert coverage_sentence(fresh) == "Its rows do not have the field that is filtered by."
    assert row_of("win_rate", frame)["used"] == 5


def test_without_rows_counts_are_0_and_the_share_is_null():
    for engine in (PolarsEngine(), DuckDBEngine()):
        empty = {name: rows.clear() for name, rows in MODEL.items()}
        tables = Tables.from_model(empty, Business(), AS_OF, engine=engine)
        row = row_of("win_rate", input_coverage(tables, QUARTER))
        assert (row["used"], row["undated"], row["input_coverage"]) == (0, 0, None)
        assert coverage_sentence(row) == "No rows."


def test_some_metrics_only_and_without_a_period_each_has_its_own():
    tables = Tables.from_model(MODEL, Business(), AS_OF)
    frame = input_coverage(tables, metrics=["win_rate", "sales_cycle"])
    assert frame.select("metric", "used").rows() == [("win_rate", 8), ("sales_cycle", 5)]
