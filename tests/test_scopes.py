"""From a click to the rows behind it: metric, days and filters of every mark of a chart."""

from datetime import date

import plotly.graph_objects as go
import polars as pl
import pytest

from crm_metrics import charts
from crm_metrics.calendar import Period
from crm_metrics.measure import measure
from crm_metrics.metrics import METRICS
from crm_metrics.records import account_of_rows, rows_of
from crm_metrics.report.asked import Asked
from crm_metrics.report.pages import SALES_CYCLE_DISTRIBUTION
from crm_metrics.report.retention import balance_steps
from crm_metrics.report.scopes import (
    Only,
    Scope,
    how_many,
    of_fields,
    of_segment,
    of_unit,
    scope_of_figure,
    scope_of_mark,
    whole,
)
from crm_metrics.report.segments import with_rest
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.literal import GOLDEN_DEALS, deals, table

AS_OF = date(2026, 4, 1)
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
WIN_RATE, REVENUE = METRICS["win_rate"], METRICS["revenue_added"]


@pytest.fixture(scope="module")
def golden() -> Tables:
    users = table("users", [{"user_id": "ana", "name": "Kim"}, {"user_id": "bo", "name": "Kim"}])
    rows = deals(*GOLDEN_DEALS).with_columns(
        team=pl.when(pl.col("owner_id") == "ana").then(pl.lit("North"))
    )
    return Tables.from_model({"deals": rows, "users": users}, Business(), AS_OF)


@pytest.fixture
def asked(golden: Tables) -> Asked:
    return Asked(QUARTER, AS_OF, golden.business)


def _ids(scope: Scope | None, tables: Tables) -> list[str]:
    assert scope is not None
    rows = rows_of(scope.metric, tables, scope.period, where=scope.where, as_of=AS_OF)
    return (scope.only.of(rows) if scope.only else rows)["id"].sort().to_list()


def _clicked(figure: go.Figure, mark: int, trace: int = 0) -> Scope | None:
    return scope_of_mark(figure, trace, mark)


def test_a_bar_opens_its_segment_and_the_bar_of_those_without_one_too(golden, asked):
    teams = with_rest(measure("win_rate", golden, QUARTER, by=["team"]), WIN_RATE, "team")
    figure = charts.bars_with_whiskers(teams, WIN_RATE, asked, "team")
    opened = {
        segment: _ids(_clicked(figure, mark), golden)
        for mark, segment in enumerate(teams["segment"])
    }
    assert opened == {"North": ["1", "2", "3"], "(none)": ["4", "5", "8"]}


def test_two_owners_of_one_name_are_opened_apart(golden, asked):
    owners = with_rest(measure("win_rate", golden, QUARTER, by=["owner"]), WIN_RATE, "owner")
    figure = charts.bars_with_whiskers(owners, WIN_RATE, asked, "owner")
    scopes = {row["owner_id"]: _clicked(figure, n) for n, row in enumerate(owners.to_dicts())}
    assert _ids(scopes["ana"], golden) == ["1", "2", "3"]
    assert _ids(scopes["bo"], golden) == ["4", "5"]
    assert scopes["ana"].words(AS_OF) == "Win rate · Owner Kim · Jan – Mar 2026"


def test_a_point_of_the_monthly_line_opens_that_month(golden, asked):
    by_month = measure("win_rate", golden, QUARTER, by=["month"])
    figure = charts.line_with_band(by_month, WIN_RATE, asked)
    line = len(figure.data) - 1
    assert [_ids(_clicked(figure, month, line), golden) for month in range(3)] == [
        ["1", "3"],
        ["2"],
        ["4", "5", "8"],
    ]


def test_a_unit_that_the_period_cuts_is_opened_as_far_as_it_lies_in_it(asked):
    cut = Asked(Period(date(2026, 1, 15), date(2026, 3, 10)), AS_OF, asked.business)
    first, last = (of_unit(WIN_RATE, cut, "month", date(2026, month, 1)) for month in (1, 3))
    assert first.period == Period(date(2026, 1, 15), date(2026, 2, 1))
    assert last.period == Period(date(2026, 3, 1), date(2026, 3, 10))


def test_the_light_column_opens_the_month_a_year_before(golden, asked):
    by_month = measure("revenue_added", golden, QUARTER, by=["month"], compare=["last_year"])
    figure = charts.columns_this_and_last_year(by_month, REVENUE, asked)
    earlier, now = _clicked(figure, 1, 0), _clicked(figure, 1, 1)
    assert earlier.period == Period(date(2025, 2, 1), date(2025, 3, 1))
    assert now.period == Period(date(2026, 2, 1), date(2026, 3, 1))
    assert _ids(now, golden) == ["2"]


def test_a_column_of_the_distribution_opens_the_deals_that_took_so_long(golden, asked):
    lengths = measure(SALES_CYCLE_DISTRIBUTION, golden, QUARTER)
    figure = charts.histogram(lengths, METRICS["sales_cycle"], asked, [])
    opened = [_ids(_clicked(figure, mark), golden) for mark in range(len(figure.data[0].x))]
    assert opened == [["1"], ["2"], ["4"]]
    assert _clicked(figure, 0).words(AS_OF).startswith("Sales cycle · Jan – Mar 2026 · 10")


def test_a_step_of_the_balance_opens_what_rose_or_fell(asked):
    steps = balance_steps(asked)
    frame = pl.DataFrame({step.column: [10.0] for step in steps})
    figure = charts.waterfall(frame, METRICS["mrr_movements"], asked, steps)
    records = pl.DataFrame({"value": [-5.0, 0.0, 0.0001, 7.0]})
    rose, fell = (_clicked(figure, mark).only for mark in (1, 5))
    assert rose.of(records)["value"].to_list() == [0.0001, 7.0]
    assert fell.of(records)["value"].to_list() == [-5.0]
    assert _clicked(figure, 0).only is None


def test_a_required_field_opens_the_records_that_lack_it():
    fields = pl.DataFrame({"set": ["deals"], "field": ["amount"]})
    [scope] = of_fields(METRICS["field_completeness"], Asked(QUARTER, AS_OF, Business()), fields)
    records = pl.DataFrame({"value": ["amount", "owner, amount", "amount_two", None]})
    assert scope.where == {"set": ["deals"]}
    assert scope.only.of(records)["value"].to_list() == ["amount", "owner, amount"]


def test_a_click_keeps_the_filters_and_narrows_the_one_of_its_own_field(asked):
    filtered = Asked(QUARTER, AS_OF, asked.business, {"team": ["North", None], "source": ["web"]})
    scope = of_segment(WIN_RATE, filtered, "team", {"team": None, "segment": "(none)"})
    assert scope.where == {"team": [None], "source": ["web"]}
    assert scope.words(AS_OF) == "Win rate · no team, Source web · Jan – Mar 2026"


def test_the_whole_chart_opens_what_its_number_is_made_of(golden, asked):
    by_month = measure("win_rate", golden, QUARTER, by=["month"])
    scope = scope_of_figure(charts.line_with_band(by_month, WIN_RATE, asked))
    assert scope == whole(WIN_RATE, asked)
    account = account_of_rows("win_rate", golden, QUARTER)
    assert len(_ids(scope, golden)) == account["used"] == 6


@pytest.mark.parametrize(("trace", "mark"), [(9, 0), (-1, 0), (0, 99), (0, -1), (1, 0)])
def test_a_click_that_hits_nothing_opens_nothing(trace, mark, golden, asked):
    teams = with_rest(measure("win_rate", golden, QUARTER, by=["team"]), WIN_RATE, "team")
    figure = charts.bars_with_whiskers(teams, WIN_RATE, asked, "team")
    assert scope_of_mark(figure, trace, mark) is None


@pytest.mark.parametrize("only", [None, Only("10–19 days", 10, 20), Only("no x", lacking="x")])
def test_a_scope_survives_the_way_through_a_figure(only):
    scope = Scope("win_rate", QUARTER, {"owner": ["ana", None]}, {"ana": "Kim"}, only)
    figure = go.Figure().update_layout(meta={"opens": scope.as_meta()})
    assert scope_of_figure(go.Figure(figure.to_dict())) == scope


def test_of_one_record_several_rows_may_count():
    assert how_many(pl.DataFrame({"id": ["a"]}), "deal") == "1 deal"
    assert how_many(pl.DataFrame({"id": []}, {"id": pl.String}), "deal") == "0 deals"
