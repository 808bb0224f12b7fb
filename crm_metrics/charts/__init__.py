"""Charts: a frame becomes a figure, one function per kind of chart."""

from crm_metrics.charts.balances import Step, waterfall
from crm_metrics.charts.bars import bars_with_whiskers
from crm_metrics.charts.cohorts import cohort_table
from crm_metrics.charts.courses import columns_this_and_last_year, line_with_band
from crm_metrics.charts.curves import curve_with_band, histogram

__all__ = [
    "Step",
    "bars_with_whiskers",
    "cohort_table",
    "columns_this_and_last_year",
    "curve_with_band",
    "histogram",
    "line_with_band",
    "waterfall",
]
