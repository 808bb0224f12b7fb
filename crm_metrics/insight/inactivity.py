"""How far does the churn of customers without contracts hang on the threshold?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from crm_metrics.calendar import Period
from crm_metrics.facts.purchases import FACTORS
from crm_metrics.fields import Credit, Where
from crm_metrics.measure import Question, answer
from crm_metrics.metrics.inactivity import INACTIVITY_CHURN_RATE, with_threshold
from crm_metrics.snapshot.tables import Tables
from crm_metrics.statistics import divided


def inactivity_sensitivity(
    tables: Tables,
    period: Period | None = None,
    *,
    by: Sequence[str] = (),
    where: Where | None = None,
    as_of: date | None = None,
    credit: Credit = "event",
) -> pl.DataFrame:
    """Inactivity churn with shorter and longer thresholds: a row per factor (and group).

    Columns: factor (0.8, 1, 1.25: of every customer's threshold), the `by` columns, those of
    `inactivity_churn_rate`, and returned_share, of the customers that fell silent for too long
    those who bought again since. By design about one gap in ten is too long at factor 1: where
    most return, the threshold is too short for what it is asked. Null where nobody fell silent.
    """
    metrics = [with_threshold(lost_day) for lost_day in FACTORS]
    question = Question(INACTIVITY_CHURN_RATE, by, period, where or {}, (), (), credit)
    frames = answer([replace(question, metric=item) for item in metrics], tables, as_of=as_of)
    name = INACTIVITY_CHURN_RATE.name
    rows = []
    for (part, of), item, frame in zip(FACTORS.values(), metrics, frames, strict=True):
        names = {column: column.replace(item.name, name) for column in frame.columns}
        rows.append(frame.rename(names).select(pl.lit(part / of).alias("factor"), pl.all()))
    return pl.concat(rows).with_columns(
        returned_share=divided(pl.col("returned"), pl.col("alarmed"))
    )
