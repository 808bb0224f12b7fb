"""Fields that a mapping adds to the model cut and filter like its own, whatever their name."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from crm_metrics.calendar import Period
from crm_metrics.engines import PolarsEngine
from crm_metrics.errors import CrmMetricsError, UnknownNameError
from crm_metrics.facts.deals import COLUMNS
from crm_metrics.fields import fields_of
from crm_metrics.measure import measure
from crm_metrics.metrics import sales
from crm_metrics.records import rows_of, set_aside, set_aside_rows
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.duckdb_engine import DuckDBEngine
from tests.literal import deals

METRICS = {metric.name: metric for metric in sales.METRICS}
AS_OF = date(2026, 3, 31)
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
ROWS = (
    ("a", "2026-01-01", "2026-02-01", "won", 10),
    ("b", "2026-01-02", "2026-02-02", "won", 20),
    ("c", "2026-01-03", "2026-02-03", "lost", 40),
    ("d", "2026-01-04", None, "open", 80),
)
# What the library calls its own columns on the way from the fact to the answer, and what
# databases call theirs.
INTERNAL = (
    "count", "n", "won", "lost", "open", "decided", "events", "waiting", "entry", "waited",
    "at_risk", "share", "survival", "incidence", "mean", "median", "p80", "p90", "value", "values",
    "amount_", "id", "reason", "fate", "index", "row", "field", "len",
    "revenue_added", "customers_added", "win_rate", "win_rate_low", "win_rate_previous",
    "by_team", "spread_days", "win_rate__won", "win_rate___used", "horizon_days", "followed",
    "from_day", "to_day", "since", "until", "days", "number", "rate", "rate_day", "literal", "date",
    "won_day_", "first_win_", "own team", "Größe", "50 %", "a.b", 'quote"d', "it's", "$cost",
    "select", "group", "Team", "OUTCOME",
)  # fmt: skip
UNDERSCORED = (
    "_used", "_n", "_group", "_squares", "_cohort", "_step", "_score", "_row", "_outcome", "_from",
    "_closed", "_end", "_past", "_code", "_rate", "_unit_day", "_unit_month", "_own_team",
    "_today_amount", "_has_stage", "_decision", "_until",
)  # fmt: skip
UNITS_OF_TIME = ("day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year")


def crm(engine=None, **own) -> Tables:
    frame = deals(*ROWS, account_id="A").with_columns(
        pl.Series(name, values) for name, values in own.items()
    )
    return Tables.from_model({"deals": frame}, Business(), AS_OF, engine=engine)


@pytest.mark.parametrize("name", [*INTERNAL, *UNDERSCORED])
def test_a_field_of_any_name_cuts_every_metric(name):
    """Only a name that the answer itself uses is refused, in a sentence that says so."""
    tables = crm(**{name: ["x", "y", "x", None]})
    plain = crm(tier=["x", "y", "x", None])
    for metric in METRICS:
        expected = measure(metric, plain, QUARTER, by=["tier"])
        if name in expected.columns:
            with pytest.raises(CrmMetricsError, match=name):
                measure(metric, tables, QUARTER, by=[name])
            continue
        found = measure(metric, tables, QUARTER, by=[name])
        assert found.columns[0] == name, metric
        assert found.rows() == expected.rows(), metric


def test_owner_means_the_owner_even_where_the_mapping_adds_a_field_of_that_name():
    tables = crm(owner=["x", "y", "x", None])
    found = measure("win_rate", tables, QUARTER, by=["owner"])
    assert found.columns[:2] == ["owner_id", "owner"]
    assert found.select("owner_id", "decided").rows() == [(None, 3)]


@pytest.mark.parametrize("name", [*INTERNAL, *UNDERSCORED, *UNITS_OF_TIME])
def test_a_field_of_any_name_filters_numbers_and_lists(name):
    tables = crm(**{name: ["x", "y", "x", None]})
    where = {name: ["x"]}
    assert measure("win_rate", tables, QUARTER, where=where).select("won", "decided").rows() == [
        (1, 2)
    ]
    assert rows_of("win_rate", tables, QUARTER, where=where)["id"].to_list() == ["a", "c"]
    assert set_aside("win_rate", tables, QUARTER, where=where).height == 0
    assert set_aside_rows("win_rate", tables, QUARTER, where=where).height == 0
    early = measure("win_rate", tables, QUARTER, where=where, as_of=date(2026, 2, 1))
    assert early["decided"].to_list() == [1]


@pytest.mark.parametrize("name", UNITS_OF_TIME)
def test_a_field_named_like_a_unit_of_time_does_not_disturb_the_unit(name):
    tables, plain = crm(**{name: ["x", "y", "x", None]}), crm()
    for metric in ("win_rate", "sales_cycle", "revenue_added"):
        found = measure(metric, tables, QUARTER, by=[name])
        assert found.rows() == measure(metric, plain, QUARTER, by=[name]).rows()


@pytest.mark.parametrize("name", sorted(set(COLUMNS) - {"deal_id", "account_id", "currency"}))
def test_a_field_named_like_a_column_of_the_facts_does_not_change_a_number(name):
    plain = crm()
    frame = deals(*ROWS, account_id="A")
    if name in frame.columns:
        return  # a column of the model itself
    tables = Tables.from_model(
        {"deals": frame.with_columns(pl.lit("x").alias(name))}, Business(), AS_OF
    )
    for metric in METRICS:
        found = measure(metric, tables, QUARTER)
        assert found.rows() == measure(metric, plain, QUARTER).rows(), metric


@pytest.mark.parametrize("engine", [PolarsEngine(), DuckDBEngine()], ids=["polars", "duckdb"])
@pytest.mark.parametrize("name", ["n", "_score", "count", "50 %", "it's", 'quote"d', "select"])
def test_engines_agree_on_fields_of_awkward_names(engine, name):
    tables = crm(engine, **{name: ["x", "y", "x", None]})
    frame = measure("win_rate", tables, QUARTER, by=[name])
    assert frame.select(pl.nth(0), "won", "decided").rows() == [("x", 1, 2), ("y", 1, 1)]


def test_numbers_days_and_flags_become_the_texts_a_leader_would_write():
    tables = crm(
        seats=[5, 50, None, 5],
        price=[Decimal("1.50"), None, Decimal("2.00"), None],
        is_new=[True, False, None, True],
        signed=[date(2026, 1, 5), None, None, None],
    )

    def cut(name: str) -> list:
        return measure("win_rate", tables, QUARTER, by=[name])[name].to_list()

    assert cut("seats") == ["5", "50", None]
    assert cut("is_new") == ["false", "true", None]
    assert cut("signed") == ["2026-01-05", None]
    assert measure("win_rate", tables, QUARTER, where={"seats": ["5"]})["won"].to_list() == [1]


def test_an_empty_text_in_an_own_field_is_no_value():
    tables = crm(tier=["x", "", "  ", None])
    assert measure("win_rate", tables, QUARTER, by=["tier"])["tier"].to_list() == ["x", None]
    found = measure("win_rate", tables, QUARTER, where={"tier": [None]})
    assert found["decided"].to_list() == [2]


def test_own_fields_are_offered_and_found_when_misspelled():
    tables = crm(tier=["x", "y", "x", None])
    assert "tier" in fields_of(METRICS["win_rate"].fact, tables)
    with pytest.raises(UnknownNameError, match="Did you mean 'tier'"):
        measure("win_rate", tables, QUARTER, by=["tiers"])
