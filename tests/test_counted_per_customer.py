"""Numbers that count customers over a fact with several rows of each; numbers made of others."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from narwhals import col

from crm_metrics import finish
from crm_metrics.calendar import Period
from crm_metrics.engines import PolarsEngine
from crm_metrics.errors import BadInputError
from crm_metrics.measure import measure, measure_all
from crm_metrics.metric import Finishing, Metric, Requirement, Window, count, count_if, total
from crm_metrics.records import account_of_rows, rows_of, set_aside
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from crm_metrics.statistics import divided
from tests.duckdb_engine import DuckDBEngine
from tests.literal import deals

AS_OF = date(2026, 4, 1)
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))


def _begun(window: Window):
    return col("created_day") < window.end_day


BUSY_ACCOUNTS = Metric(
    name="busy_accounts",
    title="Accounts with two deals",
    unit="share",
    better="higher",
    adds="level",
    table="deals",
    rows=_begun,
    day="created_day",
    day_says="the close of the window's last day",
    undated="no day",
    requires=(Requirement(~col("account_id").is_null(), "no account"),),
    per="account_id",
    sums={"deals": count(), "amount": total("amount")},
    of_each={
        "busy": count_if(col("deals") >= 2),
        "accounts": count(),
        "amount": total("amount"),
    },
    finish=finish.share("busy", of="accounts"),
    values=("busy_accounts",),
    counts=("busy", "accounts"),
    uses=("created_day",),
    value=col("deals"),
    value_title="Deals",
    says="Accounts with two deals or more, of all accounts with one.",
)
LARGEST = replace(
    BUSY_ACCOUNTS,
    name="accounts_by_amount",
    finish=lambda sums, asked: sums.select(*asked.by, "accounts", accounts_by_amount="amount"),
    values=("accounts_by_amount",),
    counts=("accounts",),
)


@pytest.fixture(params=[PolarsEngine, DuckDBEngine])
def tables(request) -> Tables:
    rows = deals(
        ("a", "2026-01-10", "2026-02-10", "won", 1, "ana"),
        ("b", "2026-02-20", None, "open", 2, "bo"),
        ("c", "2026-02-05", "2026-02-20", "lost", 3, "ana"),
        ("d", "2026-03-31", None, "open", 4, "ana"),
        ("e", "2026-01-31", None, "open", 5, "ana"),
    ).with_columns(account_id=pl.Series(["Acme", "Acme", "Binder", "Acme", None]))
    return Tables.from_model({"deals": rows}, Business(), AS_OF, engine=request.param())


def test_each_customer_is_counted_once(tables):
    row = measure(BUSY_ACCOUNTS, tables, QUARTER).row(0, named=True)
    assert (row["busy"], row["accounts"], row["busy_accounts"]) == (1, 2, 0.5)


def test_a_customer_counts_in_every_group_it_has_rows_of(tables):
    frame = measure(BUSY_ACCOUNTS, tables, QUARTER, by=["owner"])
    assert frame.select("owner_id", "busy", "accounts").rows() == [("ana", 1, 2), ("bo", 0, 1)]


def test_every_month_is_a_window_of_its_own(tables):
    frame = measure(BUSY_ACCOUNTS, tables, QUARTER, by=["month"], compare=["previous"])
    assert frame.select("month", "busy", "accounts").rows() == [
        (date(2026, 1, 1), 0, 1),
        (date(2026, 2, 1), 1, 2),
        (date(2026, 3, 1), 1, 2),
    ]
    assert frame["busy_accounts_previous"].to_list() == [None, 0, 0.5]


def test_metrics_over_the_same_sums_of_each_share_a_pass_and_agree(tables):
    together = measure_all([BUSY_ACCOUNTS, LARGEST], tables, QUARTER)
    assert together["busy_accounts"].equals(measure(BUSY_ACCOUNTS, tables, QUARTER))
    # Acme 1 + 2 + 4, Binder 3, in ten-thousandths.
    assert together["accounts_by_amount"]["accounts_by_amount"].to_list() == [100_000]


def test_records_are_the_customers_and_what_was_counted_of_each(tables):
    rows = rows_of(BUSY_ACCOUNTS, tables, QUARTER)
    assert rows.select("id", "day", "value").sort("id").rows() == [
        ("Acme", date(2026, 1, 10), 3),
        ("Binder", date(2026, 2, 5), 1),
    ]
    account = account_of_rows(BUSY_ACCOUNTS, tables, QUARTER)
    assert account == {"candidates": 3, "used": 2, "outside": 0, "set_aside": 1}
    assert set_aside(BUSY_ACCOUNTS, tables, QUARTER).rows() == [("no account", 1)]


def test_counting_per_customer_needs_windows():
    with pytest.raises(BadInputError, match="must have windows"):
        replace(BUSY_ACCOUNTS, adds="flow")


def _ratio(parts, asked: Finishing) -> pl.DataFrame:
    joined = parts["busy"].join(parts["won"], on=list(asked.by), how="full", coalesce=True)
    ratio = divided(pl.col("won"), pl.col("busy"))
    return joined.select(*asked.by, ratio.alias(asked.name))


WON_PER_BUSY_ACCOUNT = replace(
    BUSY_ACCOUNTS,
    name="won_per_busy_account",
    adds="none",
    per=None,
    of_each={},
    sums={},
    rows=col("outcome") == "won",
    finish=finish.counted("nothing"),
    parts={
        "busy": BUSY_ACCOUNTS,
        "won": replace(
            BUSY_ACCOUNTS,
            name="won_deals",
            per=None,
            adds="flow",
            rows=col("outcome") == "won",
            sums={"won": count()},
            of_each={},
            finish=lambda sums, asked: sums.select(*asked.by, "won"),
            value=col("outcome"),
        ),
    },
    combine=_ratio,
    values=("won_per_busy_account",),
    counts=(),
)


def test_a_metric_made_of_others_has_their_windows_groups_and_baselines(tables):
    assert measure(WON_PER_BUSY_ACCOUNT, tables, QUARTER)["won_per_busy_account"].to_list() == [1]
    by_owner = measure(WON_PER_BUSY_ACCOUNT, tables, QUARTER, by=["owner"])
    assert by_owner.select("owner_id", "won_per_busy_account").rows() == [("ana", 1), ("bo", None)]
    compared = measure(WON_PER_BUSY_ACCOUNT, tables, QUARTER, compare=["previous"])
    assert compared["won_per_busy_account_previous"].to_list() == [None]
    assert WON_PER_BUSY_ACCOUNT.needs == BUSY_ACCOUNTS.needs


def test_a_part_can_be_cut_by_a_further_field(tables):
    seen = {}

    def keep(parts, asked):
        seen.update(parts)
        return _ratio(
            {**parts, "busy": parts["busy"].drop("outcome").group_by(asked.by).sum()}, asked
        )

    metric = replace(WON_PER_BUSY_ACCOUNT, combine=keep, part_by={"busy": ("outcome",)})
    # Acme has two open deals.
    assert measure(metric, tables, QUARTER)["won_per_busy_account"].to_list() == [1]
    assert sorted(seen["busy"]["outcome"].to_list()) == ["lost", "open", "won"]


def test_without_a_period_everything_is_asked_for_where_the_metric_says_so(tables):
    everything = replace(WON_PER_BUSY_ACCOUNT.parts["won"], default_period="all")
    assert measure(everything, tables, as_of=AS_OF)["won"].to_list() == [1]
    longer = Tables.from_model(
        {
            "deals": deals(("a", "1999-01-10", "1999-02-10", "won", 1)).with_columns(
                account_id=pl.lit("A")
            )
        },
        Business(),
        AS_OF,
    )
    assert measure(everything, longer)["won"].to_list() == [1]
    assert measure(WON_PER_BUSY_ACCOUNT.parts["won"], longer)["won"].to_list() == [None]
    assert rows_of(everything, longer).height == 1
