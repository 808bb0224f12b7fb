"""What stands beside the days asked for, as the reader wants to compare them."""

from collections.abc import Mapping

import polars as pl

from crm_metrics.report.asked import Asked


def cohorts_beside(
    answers: Mapping[str, pl.DataFrame], asked: Asked
) -> list[tuple[str, pl.DataFrame]]:
    """The curve of the cohort and, where last year is compared with, that of the year before."""
    curves = [("entered in the period", answers["curve"])]
    if "last_year" in asked.compare:
        curves.append(("entered a year before", answers["curve_year_before"]))
    return curves


def how_months_look(asked: Asked) -> str:
    """How the columns by month tell this year, the year before and the month to date apart."""
    if "last_year" in asked.compare:
        return "Solid: this year. Light: the same month a year before. Hatched: to date."
    return "Hatched: to date."
