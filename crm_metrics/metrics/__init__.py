"""The definitions: one file per subject, one list of all."""

from crm_metrics.errors import unknown
from crm_metrics.metric import Metric
from crm_metrics.metrics import (
    activity,
    contactability,
    freshness,
    inactivity,
    quality,
    retention,
    sales,
)

SUBJECTS = (sales, retention, inactivity, activity, quality, freshness, contactability)
METRICS: dict[str, Metric] = {
    metric.name: metric for subject in SUBJECTS for metric in subject.METRICS
}


def metric_named(name: str) -> Metric:
    """The metric of that name. Errors: UnknownNameError with the nearest name."""
    if name not in METRICS:
        raise unknown("metric", name, METRICS)
    return METRICS[name]
