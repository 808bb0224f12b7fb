"""Intervals, percentiles and survival, vectorised over groups, each with its source."""

from crm_metrics.statistics.changes import (
    count_change_interval,
    count_growth_interval,
    sum_change_interval,
)
from crm_metrics.statistics.multiplicity import q_values
from crm_metrics.statistics.proportions import (
    Z95,
    difference_high,
    difference_low,
    divided,
    effective_n,
    newcombe,
    newcombe_high,
    newcombe_low,
    wilson,
    wilson_high,
    wilson_low,
)
from crm_metrics.statistics.quantiles import order_statistic_ranks, quantiles
from crm_metrics.statistics.ratios import ratio_deviation
from crm_metrics.statistics.survival import (
    aalen_johansen,
    kaplan_meier,
    median_wait,
    wait_quantiles,
)

__all__ = [
    "Z95",
    "aalen_johansen",
    "count_change_interval",
    "count_growth_interval",
    "difference_high",
    "difference_low",
    "divided",
    "effective_n",
    "kaplan_meier",
    "median_wait",
    "newcombe",
    "newcombe_high",
    "newcombe_low",
    "order_statistic_ranks",
    "q_values",
    "quantiles",
    "ratio_deviation",
    "sum_change_interval",
    "wait_quantiles",
    "wilson",
    "wilson_high",
    "wilson_low",
]
