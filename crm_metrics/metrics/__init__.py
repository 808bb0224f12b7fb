"""The definitions: one file per subject, one list of all."""

from crm_metrics.errors import unknown
from crm_metrics.metric import Metric
from crm_metrics.metrics import quality, sales

METRICS: dict[str, Metric] = {metric.name: metric for metric in (*sales.METRICS, *quality.METRICS)}


def metric_named(name: str) -> Metric:
    """The metric of that name. Errors: UnknownNameError with the nearest name."""
    if name not in METRICS:
        raise unknown("metric", name, METRICS)
    return METRICS[name]
