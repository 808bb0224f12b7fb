"""What the company set up and planned: pipelines, campaigns, targets, exchange rates."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from crm_metrics.demo import words
from crm_metrics.demo.company import Company
from crm_metrics.demo.draw import (
    NEVER,
    Floats,
    Ints,
    Random,
    dates,
    frame,
    ids,
    money,
    pick,
    where,
    whole,
)

CAMPAIGNS = 40
TARGET_PER_DEAL = 3_750.0
"""USD that the company plans to win per deal entered: a little more than it does win."""
PLANNED_WIN_RATE = 0.34
MEAN_RATES = {"EUR": 1.09, "GBP": 1.27}


def pipelines(company: Company) -> pl.DataFrame:
    rows = [
        (pipeline, stage, position, outcome, probability)
        for pipeline, stages in words.PIPELINES
        for position, (stage, outcome, probability) in enumerate(stages, 1)
    ]
    names = ("pipeline", "stage", "position", "outcome", "probability")
    columns = zip(names, zip(*rows, strict=True), strict=True)
    return frame("pipelines", {name: pl.Series(values) for name, values in columns})


@dataclass(frozen=True)
class _Campaigns:
    """By number, earliest first: position of the source it feeds, first day, first day after."""

    source: Ints
    started: Ints
    ended: Ints


def _draw_campaigns(company: Company) -> _Campaigns:
    random = company.random("campaigns")
    sources = [words.SOURCES.index(name) for name in words.CHANNELS]
    started = company.history.draw_days(random, CAMPAIGNS)
    # Each source has a campaign from the first days on.
    started[: len(sources)] = company.history.first_day
    ended = started + random.integers(14, 100, CAMPAIGNS)
    return _Campaigns(
        source=np.array(sources)[np.arange(CAMPAIGNS) % len(sources)],
        started=started,
        ended=np.where(ended <= company.history.last_day, ended, NEVER // 86_400),
    )


def campaigns(company: Company) -> pl.DataFrame:
    drawn = _draw_campaigns(company)
    random = company.random("campaign rows")
    impressions = whole(random.lognormal(10.5, 0.7, CAMPAIGNS))
    clicks = whole(impressions * random.uniform(0.01, 0.04, CAMPAIGNS))
    sources = pick(words.SOURCES, drawn.source)
    months = dates(drawn.started).dt.strftime("%b %Y")
    number = pl.Series(np.arange(CAMPAIGNS) + 1).cast(pl.String)
    is_fair = drawn.source == words.SOURCES.index("Trade fair")
    return frame(
        "campaigns",
        {
            "campaign_id": ids("K", np.arange(CAMPAIGNS)),
            "name": sources + " " + months + " (" + number + ")",
            "channel": pick([words.CHANNELS.get(s, s) for s in words.SOURCES], drawn.source),
            "started_on": dates(drawn.started),
            "ended_on": dates(drawn.ended),
            "cost": where(
                random.random(CAMPAIGNS) < 0.9,
                money(whole(random.lognormal(9.2, 0.6, CAMPAIGNS)) * 100),
            ),
            "currency": "USD",
            "impressions": where(~is_fair, pl.Series(impressions)),
            "visits": where(~is_fair, pl.Series(whole(clicks * 0.8))),
            "clicks": where(~is_fair, pl.Series(clicks)),
        },
    )


def campaign_of(company: Company, random: Random, source: Ints, day: Ints) -> Ints:
    """The latest campaign of the source that had begun by the day, for two in three; else -1."""
    drawn = _draw_campaigns(company)
    campaign = np.full(len(source), -1)
    for of_source in set(drawn.source.tolist()):
        numbers = np.flatnonzero(drawn.source == of_source)
        at = np.searchsorted(drawn.started[numbers], day, side="right") - 1
        fits = (source == of_source) & (at >= 0)
        campaign[fits] = numbers[at[fits]]
    return np.where(random.random(len(source)) < 0.65, campaign, -1)


def _planned(company: Company, starts: Ints) -> Floats:
    """USD planned per period between two of `starts`, as a share of all deals times the value."""
    days = np.arange(starts[0], starts[-1])
    # What is won in a month was mostly entered seven weeks before.
    weights = company.history.weights_on(days - 49) / company.history.weights.sum()
    # Nothing was entered before the first day, so the first wins come slowly.
    weights *= np.clip((days - company.history.first_day) / 90, 0, 1)
    sums = np.add.reduceat(weights, starts[:-1] - starts[0])
    planned: Floats = sums * company.deals * TARGET_PER_DEAL
    return planned


def targets(company: Company) -> pl.DataFrame:
    """Revenue to add per month and quarter for the company, its teams and reps; its win rate.

    The running month and quarter have their targets too: they end after as-of.
    """
    months = company.history.months()
    quarter = months.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 3 == 0
    last = company.history.last_day
    quarters = months[quarter]
    if quarters[-1] <= last:
        after = quarters[-1:].astype("datetime64[D]").astype("datetime64[M]") + 3
        quarters = np.append(quarters, after.astype("datetime64[D]").astype(np.int64))
    parts = [part for starts in (months, quarters) for part in _targets(company, starts)]
    return pl.concat(parts).sort("started_on", "ended_on", "metric", maintain_order=True)


def _targets(company: Company, starts: Ints) -> Iterator[pl.DataFrame]:
    random = company.random(f"targets {len(starts)}")
    planned = _planned(company, starts)
    first, after = starts[:-1], starts[1:]
    ones = np.ones(len(first))
    yield _target(first, after, whole(planned / 1_000) * 1_000.0, "revenue_added")
    yield _target(first, after, ones * PLANNED_WIN_RATE, "win_rate", currency=None)
    share = company.weight / company.weight.sum()
    for team, name in enumerate(company.team_names[:-1]):
        value = planned * share[company.team == team].sum() * 1.05
        yield _target(first, after, whole(value / 500) * 500.0, "revenue_added", team=name)
    for rep in np.flatnonzero(company.is_rep):
        stays = company.left_day[rep] > first
        value = planned * share[rep] * random.uniform(0.9, 1.2)
        owner = ids("U", np.array([rep]))[0]
        rounded = whole(value[stays] / 100) * 100.0
        yield _target(first[stays], after[stays], rounded, "revenue_added", owner_id=owner)


def _target(
    first: Ints,
    after: Ints,
    value: npt.NDArray[Any],
    metric: str,
    currency: str | None = "USD",
    owner_id: str | None = None,
    team: str | None = None,
) -> pl.DataFrame:
    return frame(
        "targets",
        {
            "metric": metric,
            "started_on": dates(first),
            "ended_on": dates(after),
            "value": pl.Series(value),
            "currency": currency,
            "owner_id": owner_id,
            "team": team,
        },
    )


def exchange_rates(company: Company) -> pl.DataFrame:
    """A rate per month for all currencies of the deals but one."""
    random = company.random("exchange rates")
    months = company.history.months()
    months = months[months <= company.history.last_day]
    parts = []
    for currency, mean in MEAN_RATES.items():
        walk = np.cumsum(random.normal(0, 0.012, len(months)))
        rates = np.round(mean * np.exp(walk - walk.mean()), 4)
        rows = {"currency": currency, "valid_from": dates(months), "rate": pl.Series(rates)}
        parts.append(frame("exchange_rates", rows))
    return pl.concat(parts).sort("valid_from", "currency")
