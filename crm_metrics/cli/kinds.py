"""What the columns of a result are, so that a table can show a share as a share."""

import polars as pl

from crm_metrics.formatting import Kind
from crm_metrics.metric import Metric

_OF_A_SHARE = ("share", "rate", "retention")
_OF_MONEY = ("amount", "mrr")
_OF_MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")
_ENDINGS = ("_low", "_high", "_median", "_mean", "_p80", "_p90", "_previous", "_last_year")


def kinds_of(metric: Metric, rows: pl.DataFrame) -> dict[str, Kind]:
    """How each numeric column of the metric's result reads."""
    return {
        name: _kind_of(name, metric, dtype)
        for name, dtype in rows.schema.items()
        if dtype.is_numeric()
    }


def _kind_of(name: str, metric: Metric, dtype: pl.DataType) -> Kind:
    if name.endswith("_growth"):
        return "growth"
    if name.endswith("_change"):
        kind = _kind_of(name.removesuffix("_change"), metric, dtype)
        return "points" if kind == "share" else kind
    if ending := next((ending for ending in _ENDINGS if name.endswith(ending)), None):
        return _kind_of(name.removesuffix(ending), metric, dtype)
    if name == metric.name or (name in metric.values and not dtype.is_integer()):
        return metric.unit
    if dtype.is_integer():
        return "count"
    parts = name.split("_")
    if any(part in _OF_A_SHARE for part in parts):
        return "share"
    if any(part in _OF_MONEY for part in parts) or name in _OF_MOVEMENTS:
        return "money"
    return "count"
