"""What kind of value a table's column holds, told from its title and its type.

The screen, the workbook and the page that opens offline all ask here, so that a share is a share
in all three.
"""

import polars as pl

from crm_metrics.formatting import Kind
from crm_metrics.metrics import METRICS

SHARES = (
    *("Win rate", "Low, 95 %", "High, 95 %", "All others", "By amount", "Strict"),
    *("Share back", "Filled", "Valid", "Completeness", "By open amount", "Usable"),
    *("Churn rate", "Gross retention", "Net retention", "Renewal rate"),
)
_MONEY = frozenset(metric.value_title for metric in METRICS.values() if metric.unit == "money")


def kind_of(title: str, dtype: pl.DataType, *, shares: bool = False) -> Kind:
    """The kind of one column. `shares`: the table compares rates, so that their bounds are shares.

    >>> kind_of("Win rate", pl.Float64(), shares=True), kind_of("Low, 95 %", pl.Float64())
    ('share', 'days')
    >>> kind_of("Amount", pl.Float64()), kind_of("Rows", pl.Int64()), kind_of("Day", pl.Date())
    ('money', 'count', 'day')
    """
    if dtype == pl.Date:
        return "day"
    if not dtype.is_numeric():
        return "text"
    if shares and title in SHARES:
        return "share"
    if title in _MONEY:
        return "money"
    return "count" if dtype.is_integer() else "days"


def kinds_of(rows: pl.DataFrame, *, shares: bool = False) -> dict[str, Kind]:
    """The kind of every column, by its title."""
    return {title: kind_of(title, dtype, shares=shares) for title, dtype in rows.schema.items()}
