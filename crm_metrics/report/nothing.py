"""Why a page has nothing to show: the filter, or the period, that leaves nothing."""

from crm_metrics.measure import Question, answer
from crm_metrics.metric import Metric
from crm_metrics.metrics import METRICS
from crm_metrics.report.asked import Asked
from crm_metrics.report.periods import period_text
from crm_metrics.report.wording import scope_text
from crm_metrics.snapshot.tables import Tables


def why_nothing(metric_name: str, tables: Tables, asked: Asked) -> str:
    """One sentence: the filter without which there would be something, else the period.

    `metric_name` must name a metric whose counts tell how many rows it used.
    """
    metric = METRICS[metric_name]
    without = {
        name: {field: values for field, values in asked.where.items() if field != name}
        for name in asked.where
    }
    tried = [{}, *without.values()] if asked.where else [{}]
    questions = [Question(metric, period=asked.period, where=where) for where in tried]
    frames = answer(questions, tables, as_of=asked.as_of)
    everything, *rest = (frame[_cases(metric)][0] for frame in frames)
    days = period_text(asked.period)
    if not everything:
        return f"Nothing to count in {days}, by {metric.day_says}."
    for name, count in zip(without, rest, strict=False):
        if count:
            chosen = scope_text({name: asked.where[name]})
            return (
                f"Nothing to count: the filter “{chosen}” leaves none of the "
                f"{count:,} that the other filters let through in {days}."
            )
    return (
        f"Nothing to count: the filters “{scope_text(asked.where)}” together leave none of the "
        f"{everything:,} in {days}."
    )


def _cases(metric: Metric) -> str:
    """The sum that tells how many cases a number is made of."""
    return metric.part_of[1] if metric.part_of else metric.counts[-1]
