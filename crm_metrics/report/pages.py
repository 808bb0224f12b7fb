"""The questions each page asks, by name: one call of `answer` per page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from crm_metrics.calendar import BASELINES, Period
from crm_metrics.fields import Where
from crm_metrics.measure import Question, answer, resolved
from crm_metrics.metric import Finishing, Metric
from crm_metrics.metrics import METRICS
from crm_metrics.report.periods import trend_unit, year_before, year_of_months
from crm_metrics.snapshot.tables import Tables

Questions = Mapping[str, Question]

OVERVIEW_CARDS = (
    "revenue_added",
    "customers_added",
    "win_rate",
    "win_rate_by_amount",
    "sales_cycle",
    "deal_size",
)
WIN_RATE_CARDS = (
    "win_rate",
    "win_rate_by_amount",
    "win_rate_strict",
    "win_rate_strict_first_expected",
)
RETENTION_CARDS = (
    "churn_rate",
    "gross_retention",
    "net_retention",
    "mrr",
    "customer_survival_median",
    "lifetime_value",
)
REPEAT_CARDS = ("inactivity_churn_rate", "customers_added")
QUALITY_CARDS = (
    "data_completeness",
    "contactability_contacts",
    "freshness_deals",
    "overdue_open_deals",
    "entry_lag",
    "dormant_clients",
)
# Full months of life that the cohort table shows.
COHORT_MONTHS = (1, 2, 3, 6, 9, 12, 18, 24)
SALES_CYCLE_CARDS = ("sales_cycle", "decision_cycle", "time_to_decision_median")


def _days_and_counts(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
    return sums.group_by(*asked.by, pl.col("days").alias("day")).agg(pl.col("count").sum())


# The whole distribution behind the sales cycle's percentiles, for drawing: a row per length.
SALES_CYCLE_DISTRIBUTION: Metric = replace(
    METRICS["sales_cycle"],
    name="sales_cycle_distribution",
    finish=_days_and_counts,
    is_curve=True,
    values=(),
)


def overview_questions(period: Period, where: Where) -> dict[str, Question]:
    """Are we on plan, and where is the problem?"""
    months = year_of_months(period)
    return {
        **_cards(OVERVIEW_CARDS, period, where),
        **_trends(OVERVIEW_CARDS, period, where),
        "revenue_by_month": Question(
            "revenue_added", by=("month",), period=months, where=where, compare=("last_year",)
        ),
        "win_rate_by_team": Question("win_rate", by=("team",), period=period, where=where),
    }


def win_rate_questions(period: Period, where: Where, by: str) -> dict[str, Question]:
    """Are we winning, and who or what makes the difference?"""
    return {
        **_cards(WIN_RATE_CARDS, period, where),
        **_trends(WIN_RATE_CARDS, period, where),
        **{
            f"{name}_by_segment": Question(name, by=(by,), period=period, where=where)
            for name in ("win_rate", "win_rate_by_amount", "win_rate_strict")
        },
        "curve": Question("win_curve", period=period, where=where),
        "curve_year_before": Question("win_curve", period=year_before(period), where=where),
    }


def sales_cycle_questions(period: Period, where: Where, by: str) -> dict[str, Question]:
    """How fast do we win, and what takes long?"""
    return {
        **_cards(SALES_CYCLE_CARDS, period, where),
        **_trends(("sales_cycle", "decision_cycle"), period, where),
        "distribution": Question(SALES_CYCLE_DISTRIBUTION, period=period, where=where),
        # A year before, so that every deal of the cohort has been followed for a year.
        "cohort": Question("sales_cycle_cohort", period=year_before(period), where=where),
        "cycle_by_segment": Question("sales_cycle", by=(by,), period=period, where=where),
        "curve": Question("time_to_decision", period=period, where=where),
        "curve_year_before": Question("time_to_decision", period=year_before(period), where=where),
    }


def retention_questions(period: Period, where: Where, by: str) -> dict[str, Question]:
    """Do customers stay, and does their money?"""
    ever = {
        name: Question(name, where=where) for name in ("customer_survival_median", "lifetime_value")
    }
    between = ("churn_rate", "gross_retention", "net_retention", "mrr")
    by_term = ("churn_rate", "gross_retention", "net_retention", "renewal_rate", "mrr")
    return {
        **_cards(between, period, where),
        **ever,
        **_trends(between, period, where),
        "movements": Question("mrr_movements", period=period, where=where),
        "churn_by_segment": Question("churn_rate", by=(by,), period=period, where=where),
        "survival_by_term": Question("customer_survival", by=("term",), where=where),
        "cohorts": Question("retention_cohorts", where=where, at=COHORT_MONTHS),
        "concentration": Question("concentration", period=period, where=where),
        **{
            f"{name}_by_term": Question(name, by=("term",), period=period, where=where)
            for name in by_term
        },
    }


def repeat_business_questions(period: Period, where: Where, by: str) -> dict[str, Question]:
    """Do customers without contracts come back?"""
    return {
        **_cards(REPEAT_CARDS, period, where),
        **_trends(REPEAT_CARDS, period, where),
        "churn_by_segment": Question("inactivity_churn_rate", by=(by,), period=period, where=where),
        "sensitivity": Question("inactivity_sensitivity", period=period, where=where),
    }


def data_quality_questions(period: Period, where: Where, by: str) -> dict[str, Question]:
    """Can the numbers be trusted, and where do the data have holes?"""
    by_set = ("record_completeness", "record_completeness_by_amount")
    by_field = ("field_completeness", "field_validity")
    return {
        **_cards(QUALITY_CARDS, period, where),
        # Deals entered long ago had more time to pass their day: no period is like another.
        "overdue_open_deals": Question("overdue_open_deals", where=where),
        **_trends(("data_completeness",), period, where),
        **{name: Question(name, period=period, where=where) for name in (*by_set, *by_field)},
        "completeness_by_segment": Question(
            "data_completeness", by=(by,), period=period, where=where
        ),
        "contactability_accounts": Question("contactability_accounts", period=period, where=where),
    }


def answers_to(questions: Questions, tables: Tables, as_of: date) -> dict[str, pl.DataFrame]:
    """The page's answers by the names of its questions, from one call.

    A metric whose tables or columns are not mapped has an answer of the same shape that says
    nothing, so that the rest of the page is shown.
    """
    frames = answer(list(questions.values()), tables.with_all_facts(), as_of=as_of)
    return {
        name: _nothing(frame) if _is_unmapped(question, tables) else frame
        for (name, question), frame in zip(questions.items(), frames, strict=True)
    }


def _is_unmapped(question: Question, tables: Tables) -> bool:
    metric = resolved(question.metric)
    asked = (metric, *metric.parts.values())
    is_absent = any(item.table not in tables.facts for item in asked)
    return is_absent or bool(tables.unmapped(metric.needs))


def _nothing(frame: pl.DataFrame) -> pl.DataFrame:
    """The same columns without a row, or with one row of nulls where there is always one."""
    return frame.clear() if frame.height != 1 else frame.clear(1)


def _cards(metrics: tuple[str, ...], period: Period, where: Where) -> dict[str, Question]:
    return {name: Question(name, period=period, where=where, compare=BASELINES) for name in metrics}


def _trends(metrics: tuple[str, ...], period: Period, where: Where) -> dict[str, Question]:
    """The course of each metric: within the period, or over its last 12 months when it is short."""
    unit = trend_unit(period)
    return {
        trend_name(name): Question(name, by=(unit,), period=period, where=where) for name in metrics
    }


def trend_name(metric: str) -> str:
    """The name of the question that asks for a metric's course."""
    return f"{metric}_trend"
