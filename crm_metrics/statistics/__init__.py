"""Intervals, percentiles and survival, vectorised over groups, each with its source."""

from crm_metrics.statistics.proportions import (
    Z95,
    divided,
    effective_n,
    newcombe_high,
    newcombe_low,
    wilson_high,
    wilson_low,
)
from crm_metrics.statistics.quantiles import order_statistic_ranks, quantiles
from crm_metrics.statistics.survival import aalen_johansen, kaplan_meier, median_wait

__all__ = [
    "Z95",
    "aalen_johansen",
    "divided",
    "effective_n",
    "kaplan_meier",
    "median_wait",
    "newcombe_high",
    "newcombe_low",
    "order_statistic_ranks",
    "quantiles",
    "wilson_high",
    "wilson_low",
]
