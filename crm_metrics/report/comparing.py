"""What stands beside the days asked for, as the reader wants to compare them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from crm_metrics.metric import Metric
from crm_metrics.report.asked import Asked
from crm_metrics.report.periods import year_before
from crm_metrics.report.scopes import Scope, whole


class Curve(NamedTuple):
    """Shares by day (day, share, share_low, share_high, at_risk), and of whom they are."""

    name: str
    rows: pl.DataFrame
    opens: Scope


def cohorts_beside(
    answers: Mapping[str, pl.DataFrame], metric: Metric, asked: Asked
) -> list[Curve]:
    """The curve of the cohort and, where last year is compared with, that of the year before."""
    cohort = whole(metric, asked)
    curves = [Curve("entered in the period", answers["curve"], cohort)]
    if "last_year" in asked.compare:
        before = replace(cohort, period=year_before(asked.period))
        curves.append(Curve("entered a year before", answers["curve_year_before"], before))
    return curves


def how_months_look(asked: Asked) -> str:
    """How the columns by month tell this year, the year before and the month to date apart."""
    if "last_year" in asked.compare:
        return "Solid: this year. Light: the same month a year before. Hatched: to date."
    return "Hatched: to date."
