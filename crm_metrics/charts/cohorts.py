"""Cohorts: what is left of those who started together, a row per cohort."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from crm_metrics.charts.picture import PULL
from crm_metrics.charts.style import HOVER, NAMES, heading, new_figure
from crm_metrics.metric import Metric
from crm_metrics.report.asked import Asked
from crm_metrics.report.scopes import of_cohort, opening
from crm_metrics.report.wording import FEW, counted, short

# More rows than fit on a screen are not compared any more.
MOST_COHORTS = 24
_ROW_HEIGHT = 22
# How much of the blue of actuals is mixed into white: pale enough for dark text.
_BLUE = (59, 125, 216)
_PALEST, _FULLEST = 0.06, 0.5


def cohort_table(
    frame: pl.DataFrame,
    metric: Metric,
    asked: Asked,
    *,
    kept: str,
    of: str,
    title: str,
    who: Metric,
) -> go.Figure:
    """The share kept by cohort (downwards) and months since the start (to the right).

    `frame`: cohort, month, `kept`, `of` and is_ripe. A cell of fewer than ten says "3 of 7". Cells
    that not all of the cohort have lived to see are hatched: they are not to be compared. `who`
    counts those who started: they are opened.
    """
    figure = new_figure(*heading(asked, metric, title))
    newest = sorted(frame["cohort"].unique(), reverse=True)[:MOST_COHORTS]
    rows = frame.filter(pl.col("cohort").is_in(newest), pl.col(of) > 0)
    months = sorted(rows["month"].unique())
    for number, month in enumerate(months):
        cells = rows.filter(pl.col("month") == month).sort("cohort").to_dicts()
        shares = [cell[kept] / cell[of] for cell in cells]
        figure.add_bar(
            y=[f"{cell['cohort']:%b %Y}" for cell in cells],
            x=[0.96] * len(cells),
            base=[number + 0.02] * len(cells),
            orientation="h",
            marker={
                "color": [_shade(share) for share in shares],
                "pattern": {
                    "shape": ["" if cell["is_ripe"] else "/" for cell in cells],
                    "size": 5,
                    "solidity": 0.2,
                },
            },
            name=f"after {counted(month, 'month')}",
            # The bars are only cells of one width: what they stand for is the share in them.
            meta={"shares": shares}
            | opening([of_cohort(who, asked, cell["cohort"]) for cell in cells]),
            text=[_text(cell[kept], cell[of]) for cell in cells],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont_size=11,
            customdata=[_sentence(cell, kept, of, metric, asked) for cell in cells],
            hovertemplate=HOVER,
        )
    figure.update_layout(
        barmode="overlay", bargap=0.06, height=PULL + max(160, 90 + _ROW_HEIGHT * len(newest))
    )
    figure.update_xaxes(
        title_text="full months since the first day of each customer",
        tickvals=[number + 0.5 for number in range(len(months))],
        ticktext=[str(month) for month in months],
        range=[0, max(1, len(months))],
        showgrid=False,
        zeroline=False,
    )
    order = [f"{cohort:%b %Y}" for cohort in newest]
    figure.update_yaxes(categoryorder="array", categoryarray=order[::-1], **NAMES)
    return figure


def _shade(share: float) -> str:
    """Opaque, so that the text in the cell is dark on it whatever the theme."""
    depth = _PALEST + (_FULLEST - _PALEST) * min(1.0, max(0.0, share))
    mixed = (255 + round((part - 255) * depth) for part in _BLUE)
    return f"rgb({', '.join(map(str, mixed))})"


def _text(kept: float, of: float) -> str:
    is_few = isinstance(of, int) and of < FEW
    return f"{kept} of {of}" if is_few else f"{kept / of * 100:.0f} %"


def _sentence(cell: dict[str, Any], kept: str, of: str, metric: Metric, asked: Asked) -> str:
    is_money = not isinstance(cell[of], int)
    whole = short(cell[of], "money", asked.currency) if is_money else counted(cell[of], metric.noun)
    part = short(cell[kept], "money") if is_money else f"{cell[kept]:,}"
    said = f"<b>{cell['cohort']:%b %Y}</b>, after {counted(cell['month'], 'month')}: "
    said += f"{part} of {whole}"
    return said if cell["is_ripe"] else f"{said}<br>unripe: not all of them have lived so long"
