"""Lifetime value: what a customer is worth, read in three ways that ought to be near each other."""

from collections.abc import Mapping

import polars as pl

from crm_metrics.cohorts import states
from crm_metrics.facts.fact import MONEY_UNIT
from crm_metrics.metric import Finishing
from crm_metrics.statistics import divided, kaplan_meier

DAYS_PER_MONTH = 30.4375
MOST_MONTHS = 60
# With fewer customers at risk a curve hangs on one or two of them.
FEWEST_AT_RISK = 10


def lifetime_value(parts: Mapping[str, pl.DataFrame], asked: Finishing) -> pl.DataFrame:
    """The three readings per group, from the sums of four parts.

    - `level`: mrr (in the currency), customers and paying ones at the close;
    - `lives`: entry, waited, lost, stayed: how long customers were followed;
    - `losses`: ends and customer_days in the window;
    - `cohorts`: changes of MRR by month of life, see `crm_metrics.cohorts`.
    """
    by, margin = list(asked.by), asked.business.gross_margin
    found = parts["level"]
    for some in (
        _lifetimes(parts["lives"], by),
        _monthly_churn(parts["losses"], by),
        _money_of_a_life(parts["cohorts"], by),
    ):
        found = found.join(some, on=by, how="left", nulls_equal=True, maintain_order="left")
    # Customers whose currency has no rate pay nothing that is known: they lower no mean.
    arpa, name = divided(pl.col("mrr"), pl.col("paying")), asked.name
    return found.select(
        *by,
        "customers",
        arpa.alias("mrr_per_customer"),
        "lifetime_months",
        "horizon_months",
        (arpa * margin * pl.col("lifetime_months")).alias(name),
        "monthly_churn_rate",
        divided(arpa * margin, pl.col("monthly_churn_rate")).alias(f"{name}_by_churn"),
        (pl.col("_money") * margin).alias(f"{name}_by_cohorts"),
    )


def _lifetimes(lives: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Mean days of a life up to the horizon, in months: the area under the survival curve.

    The horizon is 60 months, or the last day with ten customers at risk where that comes first;
    without ten customers there is none. Source: Irwin (1949), Journal of Hygiene 47, 188-189.
    """
    days = range(int(MOST_MONTHS * DAYS_PER_MONTH) + 1)
    curve = kaplan_meier(lives, by, event="lost", waiting="stayed", at=days)
    followed = curve.filter(pl.col("at_risk") >= FEWEST_AT_RISK).group_by(by).agg(
        _horizon=pl.col("day").max()
    )  # fmt: skip
    area = (
        curve.join(followed, on=by, nulls_equal=True)
        .filter(pl.col("day") < pl.col("_horizon"))
        .group_by(by)
        .agg(_days=pl.col("survival").sum())
    )
    return followed.join(area, on=by, how="left", nulls_equal=True).select(
        *by,
        lifetime_months=pl.col("_days") / DAYS_PER_MONTH,
        horizon_months=pl.col("_horizon") / DAYS_PER_MONTH,
    )


def _monthly_churn(losses: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Customers lost per customer and month in the window."""
    months = pl.col("customer_days").cast(pl.Float64) / DAYS_PER_MONTH
    return losses.select(*by, monthly_churn_rate=divided(pl.col("ends"), months))


def _money_of_a_life(changes: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Mean MRR of a starting customer, month of life by month, added up over the same horizon."""
    enough = (pl.col("customers") >= FEWEST_AT_RISK) & (pl.col("month") < MOST_MONTHS)
    mean = divided(pl.col("mrr_kept"), pl.col("customers")) / MONEY_UNIT
    return states(changes, by).filter(enough).group_by(by).agg(_money=mean.sum())
