"""Do the records start later than the deals? Then early decisions are missing from every rate."""

from datetime import date, timedelta

import narwhals as nw

from crm_metrics.calendar import Period, to_date
from crm_metrics.fields import Where
from crm_metrics.measure import Question, answer
from crm_metrics.snapshot.tables import Tables


def late_start_note(tables: Tables, as_of: date, where: Where | None = None) -> str | None:
    """A warning when decisions from the time of the first deals are not in the records.

    - With `complete_since` for deals: names the days in which rates by closing day still lack
      early losses, the first P90 decision cycle after that day.
    - Without it: warns when the first decision comes later after the first entry than the median
      deal takes to be decided, and names the setting that mends it.

    None when there is nothing to warn of, or no decided deal.
    """
    days = tables.fact("deals", as_of).select(
        nw.col("created_day").min().alias("first_created"),
        nw.col("closed_day").min().alias("first_closed"),
    )
    first_created, first_closed = tables.engine.collect([days])[0].row(0)
    if first_closed is None:
        return None
    everything = Period(to_date(min(first_created, first_closed)), as_of + timedelta(days=1))
    where = where or {}
    waiting, decided = answer(
        [
            Question("time_to_decision_median", period=everything, where=where),
            Question("decision_cycle", period=everything, where=where),
        ],
        tables,
        as_of=as_of,
    )
    since = tables.business.complete_since.get("deals")
    if since is not None:
        return _still_filling(since, decided["decision_cycle_p90"][0])
    median = waiting["time_to_decision_median"][0]
    lag = first_closed - first_created
    if median is None or lag <= median:
        return None
    return (
        f"The first deal was entered on {to_date(first_created)}, the first decision recorded "
        f"{lag} days later, on {to_date(first_closed)}; half of all deals are decided within "
        f"{median:.0f} days. Early decisions seem to be missing. If the records are complete from "
        f'some day on, set complete_since = {{ deals = "{to_date(first_closed)}" }} so that deals '
        "count from that day."
    )


def _still_filling(since: date, p90_days: float | None) -> str | None:
    if p90_days is None:
        return None
    until = since + timedelta(days=round(p90_days))
    return (
        f"Records are complete from {since} on. Early losses are missing from rates by closing "
        f"day until {until}, one P90 decision cycle later; curves count deals from {since} on."
    )
