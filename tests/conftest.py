"""What every test file can use, and the list of what did not run on this machine."""

import os
import time

import hypothesis
import pytest

from crm_metrics.engines import Engine, PolarsEngine, SparkEngine
from crm_metrics.source import attempts
from tests.duckdb_engine import DuckDBEngine
from tests.servers import (  # noqa: F401 - fixtures are found by being here
    chromium,
    mariadb,
    mariadb_url,
    postgresql,
    postgresql_url,
)
from tests.spark_cluster import spark  # noqa: F401

NOT_RUN = "not run: "

# Far from UTC and not on a whole hour, so that code which trusts this machine's zone is found out.
os.environ["TZ"] = "America/St_Johns"
time.tzset()

# No test sees the CRM that whoever runs the tests has configured.
for name in ("CRM_URL", "CRM_CONFIG", "CRM_DEBUG"):
    os.environ.pop(name, None)

# No test waits for a server that stays away, unless it says for how long.
attempts.FIRST_WAIT_SECONDS = 0.01

# In CI the same examples every time; at a desk new ones, so that more is tried over the weeks.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(params=["polars", "duckdb", "spark"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn: a number must be the same on all of them."""
    match request.param:
        case "polars":
            return PolarsEngine()
        case "duckdb":
            return DuckDBEngine()
    return SparkEngine(request.getfixturevalue("spark"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where tests run in several processes: a file stays whole, and one process runs Spark.

    A second cluster on the same machine would slow down both.
    """
    for item in items:
        needs_spark = "spark" in getattr(item, "fixturenames", ()) or "[spark" in item.name
        item.add_marker(pytest.mark.xdist_group("spark" if needs_spark else item.path.stem))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each part that this machine could not run."""
    reasons = set()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if NOT_RUN in reason:
            reasons.add(NOT_RUN + reason.split(NOT_RUN, 1)[1])
    for reason in sorted(reasons):
        terminalreporter.write_line(reason)
