"""A real file set, from CSV to the command line: the published opportunities of a hardware seller.

The files are not part of the project. CRM_MAVEN_DIR names their folder; without it these tests
are skipped.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from crm_metrics.__main__ import main
from crm_metrics.insight.late_start import late_start_note
from crm_metrics.settings import Settings, read_settings
from crm_metrics.snapshot import open_snapshot
from crm_metrics.snapshot.tables import Tables
from tests import crms

EVERYTHING = ("--from", "2016-01-01", "--to", "2018-01-01")

pytestmark = pytest.mark.skipif(
    not crms.has_maven_files(),
    reason="the Maven files are not here; CRM_MAVEN_DIR names their folder",
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def maven(request, tmp_path_factory) -> Path:
    """Settings over the loaded files, one snapshot made."""
    folder = tmp_path_factory.mktemp("maven")
    if request.param == "sqlite":
        return crms.maven(folder, f"sqlite:///{folder / 'maven.sqlite'}")
    return crms.maven(folder, request.getfixturevalue("postgresql")())


@pytest.fixture
def complete_since(maven: Path) -> Path:
    """The same settings with the line on complete records switched on."""
    text = maven.read_text("utf-8").replace("# complete_since", "complete_since")
    config = maven.with_name("complete_since.toml")
    config.write_text(text, "utf-8")
    return config


@pytest.fixture
def measured(maven: Path, capsys):
    def ask(name: str, *options: str, config: Path = maven) -> list[dict]:
        capsys.readouterr()
        status = main(["measure", name, "--format", "json", "--config", str(config), *options])
        assert status == 0
        return json.loads(capsys.readouterr().out)

    return ask


def opened(config: Path) -> tuple[Settings, Tables]:
    settings = read_settings(config, {})
    return settings, Tables.open(open_snapshot(settings.snapshot_path), settings.business)


def test_win_rate_of_all_opportunities(measured):
    (row,) = measured("win_rate", *EVERYTHING)
    assert (row["won"], row["decided"]) == (4238, 4238 + 2473)
    assert row["win_rate"] == pytest.approx(0.631501, abs=5e-7)


def test_win_rate_by_quarter_of_the_close(measured):
    rows = measured("win_rate", "--from", "2017-01-01", "--to", "2018-01-01", "--by", "quarter")
    assert [row["quarter"] for row in rows] == [
        "2017-01-01",
        "2017-04-01",
        "2017-07-01",
        "2017-10-01",
    ]
    rates = [row["win_rate"] for row in rows]
    assert rates == pytest.approx([0.820711, 0.617126, 0.614069, 0.602519], abs=5e-7)


def test_won_revenue(measured):
    (row,) = measured("revenue_added", *EVERYTHING)
    assert row["revenue_added"] == 10_005_534


def test_cycles_of_the_decided_opportunities(measured):
    (won,) = measured("sales_cycle", *EVERYTHING)
    assert won["count"] == 4238
    assert won["sales_cycle_mean"] == pytest.approx(51.78, abs=0.005)
    assert won["sales_cycle_median"] == 57
    (decided,) = measured("decision_cycle", *EVERYTHING)
    assert decided["decision_cycle_median"] == 45


def test_median_time_to_decision_counts_the_dated_open_opportunities(measured):
    (row,) = measured("time_to_decision_median", *EVERYTHING)
    assert row["count"] - row["events"] == 1589
    assert row["time_to_decision_median"] == 69


def test_win_curve_as_if_the_records_had_always_been_complete(measured):
    rows = measured("win_curve", *EVERYTHING, "--at", "30,60,90,138")
    shares = [row["share"] for row in rows]
    assert shares == pytest.approx([0.2190, 0.2647, 0.3970, 0.5194], abs=5e-5)


def test_win_curve_with_opportunities_counting_from_the_first_complete_day(
    measured, complete_since
):
    rows = measured("win_curve", *EVERYTHING, "--at", "30,60,90,138", config=complete_since)
    shares = [row["share"] for row in rows]
    assert shares == pytest.approx([0.2473, 0.2935, 0.4195, 0.5290], abs=5e-5)


def test_the_late_start_of_the_records_is_warned_of(maven, complete_since):
    _, tables = opened(maven)
    note = late_start_note(tables, date(2017, 12, 31))
    assert note is not None
    assert "132 days later" in note
    assert 'complete_since = { deals = "2017-03-01" }' in note
    _, tables = opened(complete_since)
    note = late_start_note(tables, date(2017, 12, 31))
    assert note is not None
    assert "Early losses are missing" in note


def test_opportunities_without_an_engage_date_are_dropped_and_counted(maven):
    settings, _ = opened(maven)
    snapshot = open_snapshot(settings.snapshot_path)
    assert snapshot.dropped["deals"] == {"no created_at": 500}


def test_the_two_spellings_of_a_product_are_one(measured):
    rows = measured("win_rate", *EVERYTHING, "--by", "product")
    products = [row["product"] for row in rows]
    assert "GTX Pro" in products
    assert "GTXPro" not in products
    assert len(products) == 7


def test_an_own_field_of_the_mapping_cuts_the_numbers(measured):
    rows = measured("win_rate", *EVERYTHING, "--by", "product_series")
    assert [row["product_series"] for row in rows] == ["GTK", "GTX", "MG"]
    assert sum(row["decided"] for row in rows) == 6711
