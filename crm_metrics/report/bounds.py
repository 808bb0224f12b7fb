"""What the rows set aside could change: bounds of the win curve."""

import polars as pl

from crm_metrics.measure import measure
from crm_metrics.records import account_of_rows
from crm_metrics.report.asked import Asked
from crm_metrics.report.wording import FEW, counted
from crm_metrics.snapshot.tables import Tables


def bounds_of_the_win_curve(tables: Tables, asked: Asked) -> str | None:
    """The last share that ten deals carry, if the wins set aside were all early, or none counted.

    Wins without usable days belong to the cohort but have no place on the curve. With n deals on
    it, a of them aside and a share F, the truth lies between n·F ÷ (n + a) and (n·F + a) ÷ (n + a).
    None where nothing is set aside, or fewer than ten deals were followed.
    """
    period, as_of, where = asked.period, asked.as_of, asked.where
    won = {**where, "outcome": ["won"]}
    aside = account_of_rows("win_curve", tables, period, where=won, as_of=as_of)["set_aside"]
    if not aside:
        return None
    n = account_of_rows("win_curve", tables, period, where=where, as_of=as_of)["used"]
    curve = measure("win_curve", tables, period, where=where, as_of=as_of)
    firm = curve.filter(pl.col("at_risk") >= FEW)
    if firm.is_empty():
        return None
    day, share = firm["day"][-1], firm["share"][-1]
    low, high = share * n / (n + aside), (share * n + aside) / (n + aside)
    return (
        f"{counted(aside, 'win')} without usable days of this cohort cannot stand on the curve: "
        f"the share won by day {day} is {low * 100:.1f} % if none of them counts, "
        f"{high * 100:.1f} % if all were early."
    )
