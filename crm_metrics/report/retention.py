"""The Retention page in words: its balance, its cards of their own, its tables and sentences."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import polars as pl

from crm_metrics.charts import Step
from crm_metrics.metrics import METRICS
from crm_metrics.report.asked import Asked
from crm_metrics.report.cards import Card, input_note
from crm_metrics.report.comparing import Curve
from crm_metrics.report.pages import asked_of
from crm_metrics.report.periods import day_text
from crm_metrics.report.scopes import Scope, of_segment, of_segments, whole
from crm_metrics.report.segments import NO_VALUE
from crm_metrics.report.wording import counted, short


def balance_steps(asked: Asked) -> list[Step]:
    """The bars of the MRR balance, from the day before the period to its last known day."""
    known = asked.period.known_at(asked.as_of) or asked.period
    return [
        Step("mrr_at_start", day_text(known.start - timedelta(days=1))),
        Step("new", "new", 1),
        Step("reactivation", "returned", 1),
        Step("expansion", "more", 1),
        Step("contraction", "less", -1),
        Step("churn", "lost", -1),
        Step("mrr_at_end", day_text(known.end - timedelta(days=1))),
    ]


def balance_finding(movements: pl.DataFrame, asked: Asked) -> str:
    """What the balance comes to, in a sentence."""
    row = movements.row(0, named=True)
    start, end = row["mrr_at_start"], row["mrr_at_end"]
    if not start:
        return ""
    gained = row["new"] + row["reactivation"] + row["expansion"]
    lost = row["contraction"] + row["churn"]
    return (
        f"MRR went from {short(start, 'money')} to {short(end, 'money', asked.currency)}: "
        f"{short(gained, 'money')} gained, {short(lost, 'money')} lost."
    )


def survival_curves(by_term: pl.DataFrame, asked: Asked) -> list[Curve]:
    """The survival curve of each kind of term, the one with the most customers first."""
    if by_term.is_empty():
        return []
    curves = [
        Curve(
            NO_VALUE if term is None else f"{term} terms",
            rows.drop("term"),
            of_segment(METRICS["customer_survival"], asked, "term", {"term": term}),
        )
        for (term,), rows in by_term.partition_by("term", as_dict=True, maintain_order=True).items()
    ]
    return sorted(curves, key=lambda curve: -int(curve.rows["at_risk"].max() or 0))  # type: ignore[arg-type]


def lifetime_card(frame: pl.DataFrame, coverage: Mapping[str, Any], asked: Asked) -> Card:
    """What a customer is worth, in three readings that should not lie far apart."""
    metric = METRICS["lifetime_value"]
    row = frame.row(0, named=True)
    notes = []
    if row["lifetime_months"] is not None:
        notes.append(
            f"{row['lifetime_months']:.1f} months of life, counted to {row['horizon_months']:.0f}"
        )
    by_churn = short(row["lifetime_value_by_churn"], "money", asked.currency)
    by_cohorts = short(row["lifetime_value_by_cohorts"], "money", asked.currency)
    notes += [f"by monthly churn: {by_churn}", f"by cohorts: {by_cohorts}", input_note(coverage)]
    return Card(
        name="lifetime_value",
        title=metric.title,
        value=short(row["lifetime_value"], "money", asked.currency),
        notes=tuple(note for note in notes if note),
        help=f"{metric.says} {metric.includes}\n\n{metric.differs}",
        opens=whole(metric, asked_of(metric.name, asked)),
        number=row["lifetime_value"],
        unit="money",
    )


def terms_opened(answers: Mapping[str, pl.DataFrame], asked: Asked) -> list[Scope]:
    """For each row of `retention_by_term`: its customers at the start, with their fate."""
    return of_segments(METRICS["churn_rate"], asked, "term", _by_term(answers))


def _by_term(answers: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The numbers of each kind of term side by side, the one with the most customers first."""
    joined = answers["churn_rate_by_term"]
    for name in ("gross_retention", "net_retention", "renewal_rate", "mrr"):
        values = answers[f"{name}_by_term"].select("term", name)
        joined = joined.join(values, on="term", how="full", coalesce=True, nulls_equal=True)
    return joined.sort("at_start", descending=True, nulls_last=True)


def retention_by_term(answers: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Monthly and annual terms apart: customers, churn with its interval, GRR, NRR, renewals."""
    return _by_term(answers).select(
        pl.col("term").fill_null(NO_VALUE).str.to_titlecase().alias("Term"),
        pl.col("at_start").alias("Customers at the start"),
        pl.col("lost").alias("Lost"),
        pl.col("churn_rate").alias("Churn rate"),
        pl.col("churn_rate_low").alias("Low, 95 %"),
        pl.col("churn_rate_high").alias("High, 95 %"),
        pl.col("gross_retention").alias("Gross retention"),
        pl.col("net_retention").alias("Net retention"),
        pl.col("renewal_rate").alias("Renewal rate"),
        pl.col("mrr").alias("MRR at the end"),
    )


def concentration_note(frame: pl.DataFrame) -> str | None:
    """How much of the MRR hangs on few customers."""
    row = frame.row(0, named=True)
    if not row["groups"]:
        return None
    shares = {n: short(row[f"concentration_top_{n}_share"], "share") for n in (1, 10)}
    return (
        f"The largest customer pays {shares[1]} of MRR and the ten largest {shares[10]}; "
        f"{counted(row['groups'], 'customer')} are as uneven as "
        f"{row['concentration_effective_customers']:,.0f} equal ones would be."
    )


def churn_notes(frame: pl.DataFrame) -> Sequence[str]:
    """Who joined and left inside the period, and which losses may still be revised."""
    row = frame.row(0, named=True)
    notes = []
    if row["joined_and_left"]:
        notes.append(
            f"{counted(row['joined_and_left'], 'customer')} joined and left in the period."
        )
    if row["provisional"]:
        notes.append(
            f"{row['provisional']:,} of the {row['lost']:,} lost are so recent that a return would "
            "bridge the gap."
        )
    return notes


def threshold_table(sensitivity: pl.DataFrame) -> pl.DataFrame:
    """Churn by inactivity, were a silence called too long sooner or later."""
    return sensitivity.select(
        pl.format("{} × the threshold", pl.col("factor")).alias("Too long is"),
        pl.col("at_start").alias("Customers at the start"),
        pl.col("lost").alias("Lost"),
        pl.col("inactivity_sensitivity").alias("Churn rate"),
        pl.col("inactivity_sensitivity_low").alias("Low, 95 %"),
        pl.col("inactivity_sensitivity_high").alias("High, 95 %"),
        pl.col("alarmed").alias("Fell silent"),
        pl.col("returned").alias("Came back since"),
        pl.col("returned_share").alias("Share back"),
    )
