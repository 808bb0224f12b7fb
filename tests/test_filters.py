"""The filters are one list, stand in the address, and say on a card where they do not apply."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from crm_metrics import source
from crm_metrics.calendar import Period, twelve_months_to
from crm_metrics.charts import columns_this_and_last_year
from crm_metrics.configured import configured
from crm_metrics.measure import measure
from crm_metrics.metrics import METRICS
from crm_metrics.report.asked import Asked
from crm_metrics.report.choices import FILTERS
from crm_metrics.report.comparing import cohorts_beside, how_months_look
from crm_metrics.report.pages import HOME_OF, OVERVIEW_CARDS
from crm_metrics.report.periods import COMPARISONS, baselines_to_show
from crm_metrics.report.wording import share_or_cases
from crm_metrics.settings import Business
from crm_metrics.snapshot.store import open_snapshot
from crm_metrics.snapshot.tables import Tables
from tests.crms import settings_file, small_demo

APP = Path(__file__).resolve().parent.parent / "app.py"
AS_OF = date(2026, 3, 31)
NOW = datetime(2026, 3, 31, 20, tzinfo=UTC)
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synced demo of 300 deals."""
    folder = tmp_path_factory.mktemp("dashboard")
    config = settings_file(folder, small_demo(folder / "crm.sqlite", AS_OF))
    source.sync(configured(config, {}), now=NOW)
    return folder


@pytest.fixture
def tables(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tables]:
    """The demo's tables, with the dashboard standing in its folder and nothing cached."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("CRM_URL", raising=False)
    st.cache_data.clear()
    st.cache_resource.clear()
    settings = configured()
    yield Tables.open(open_snapshot(settings.snapshot_path), settings.business)
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def overview(tables: Tables) -> Callable[..., AppTest]:
    """Opens the overview at an address."""

    def open_page(**address: str) -> AppTest:
        at = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in address.items():
            at.query_params[name] = value
        return at.run()

    return open_page


def _said(at: AppTest) -> str:
    elements = (at.markdown, at.caption, at.warning)
    return "\n".join(str(item.value) for kind in elements for item in kind).replace("\\", "")


def _values(at: AppTest) -> dict[str, str]:
    return {card.label: card.value for card in at.metric}


def test_the_filters_stand_in_the_order_of_the_one_list(overview):
    at = overview()
    assert [item.key for item in at.multiselect] == list(FILTERS)


@pytest.mark.parametrize(
    ("choice", "previous", "last_year"),
    [
        ("Both baselines", True, True),
        ("Previous period", True, False),
        ("Last year", False, True),
        ("No comparison", False, False),
    ],
)
def test_cards_follow_the_comparison_in_the_address(choice, previous, last_year, overview):
    at = overview(compare=choice, period="Last quarter")
    assert not at.exception
    assert not at.warning
    assert ("vs the quarter before" in _said(at)) == previous
    assert ("vs a year earlier" in _said(at)) == last_year
    assert ("this year and a year before" in _said(at)) == last_year


def test_the_comparison_chosen_by_hand_is_the_one_of_the_address_and_moves_no_number(overview):
    at = overview()
    before = _values(at)
    at.selectbox(key="compare").select("No comparison").run()
    assert _said(at) == _said(overview(compare="No comparison"))
    assert _values(at) == before


def test_a_wrong_comparison_warns_and_falls_back(overview):
    at = overview(compare="the weather")
    assert [item.value for item in at.warning] == [
        "The address asks for compare 'the weather', which does not exist here; left out."
    ]
    assert at.selectbox(key="compare").value == next(iter(COMPARISONS))


def test_days_that_two_baselines_share_are_compared_once_and_with_the_one_asked_for():
    year = twelve_months_to(AS_OF)
    shown = {
        choice: baselines_to_show(year, AS_OF, Business(), compare)
        for choice, compare in COMPARISONS.items()
    }
    assert shown == {
        "Both baselines": ("previous",),
        "Previous period": ("previous",),
        "Last year": ("last_year",),
        "No comparison": (),
    }


def test_charts_leave_out_the_year_before_where_it_is_not_compared_with():
    curve = pl.DataFrame({"day": [1]})
    answers = {"curve": curve, "curve_year_before": curve}
    months = pl.DataFrame(
        {
            "month": [date(2026, 1, 1)],
            "revenue_added": [10.0],
            "revenue_added_last_year": [8.0],
            "revenue_added_last_year_change": [2.0],
            "revenue_added_last_year_growth": [0.25],
        }
    )
    for compare, columns, said in (
        (("previous", "last_year"), 2, "Light: the same month a year before."),
        (("previous",), 1, "Hatched: to date."),
    ):
        asked = Asked(QUARTER, AS_OF, Business(), {}, compare)
        figure = columns_this_and_last_year(months, METRICS["revenue_added"], asked)
        assert len(figure.data) == columns
        assert len(cohorts_beside(answers, METRICS["win_curve"], asked)) == columns
        assert said in how_months_look(asked)


def test_a_filter_that_a_card_cannot_follow_is_left_out_and_said_on_it(tables, overview):
    pipeline = overview().multiselect(key="pipeline").options[0]
    at = overview(pipeline=pipeline)
    assert not at.exception
    churn = measure("churn_rate", tables).row(0, named=True)
    assert _values(at)["Customer churn rate"] == share_or_cases(
        churn["churn_rate"], churn["lost"], churn["at_start"]
    )
    assert "Not filtered by Pipeline: the filter does not apply to these rows." in _said(at)
    win_rate = measure("win_rate", tables, where={"pipeline": [pipeline]}).row(0, named=True)
    assert _values(at)["Win rate"] == share_or_cases(
        win_rate["win_rate"], win_rate["won"], win_rate["decided"]
    )


def test_clearing_takes_off_every_filter_the_comparison_and_the_days(overview):
    at = overview()
    industry = at.multiselect(key="industry").options[0]
    at = overview(industry=industry, compare="Last year", period="This quarter")
    assert at.multiselect(key="industry").value == [industry]
    at.button(key="clear_in_more").click().run()
    assert not dict(at.query_params)
    assert _values(at) == _values(overview())


def test_the_button_on_a_phone_counts_the_filters_in_use(overview):
    assert overview().toggle(key="filters_unfolded").label == "Filters"
    at = overview(team=overview().multiselect(key="team").options[0], compare="Last year")
    assert at.toggle(key="filters_unfolded").label == "Filters · 2"


def test_every_headline_leads_to_a_page_that_exists(overview):
    assert set(HOME_OF) == set(OVERVIEW_CARDS)
    pages = {path.stem for path in (APP.parent / "pages").glob("*.py")}
    assert set(HOME_OF.values()) <= pages
    links = overview().get("page_link")
    assert [link.proto.page for link in links] == [HOME_OF[name] for name in OVERVIEW_CARDS]


def test_what_a_card_says_of_its_number_is_in_its_help(overview):
    card = next(item for item in overview().metric if item.label == "Win rate")
    for part in ("Won deals", "**Date field:**", "**Set aside:**", "**Compared with:**"):
        assert part in card.help
