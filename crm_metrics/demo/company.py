"""The company that uses the CRM: its people, their teams and regions, who left and who moved."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from crm_metrics.demo import words
from crm_metrics.demo.draw import (
    DAY,
    HOUR,
    NEVER,
    Bools,
    Floats,
    Ints,
    Random,
    blank,
    choose,
    frame,
    generator,
    ids,
    instants,
    pick,
    where,
)
from crm_metrics.demo.history import History

OPENS = np.array([8, 14, 0])
"""At which hour (UTC) the offices of each region open."""

BLOCK = 25_000
"""Deals that are drawn together, with their accounts and everything that hangs on them."""


@dataclass(frozen=True)
class Block:
    """One block of deals: its number, its first deal, how many deals it has."""

    number: int
    start: int
    size: int


@dataclass(frozen=True)
class Company:
    """The users as arrays, by user number; -1 where there is no team, region or manager.

    `deputy` takes over: an active colleague of the same team. Before `moved_day` a user was in
    `team_before`; from `left_day` on, a user is gone.
    """

    seed: int
    deals: int
    history: History
    names: pl.Series
    role: tuple[str, ...]
    team: Ints
    team_before: Ints
    moved_day: Ints
    left_day: Ints
    manager: Ints
    deputy: Ints
    weight: Floats
    skill: Floats
    pace: Floats

    @property
    def blocks(self) -> list[Block]:
        starts = range(0, self.deals, BLOCK)
        return [Block(i, s, min(BLOCK, self.deals - s)) for i, s in enumerate(starts)]

    @property
    def robot(self) -> int:
        """The integration user: the last one."""
        return len(self.role) - 1

    @property
    def is_rep(self) -> Bools:
        return self.weight > 0

    @property
    def agents(self) -> Ints:
        return np.flatnonzero([role == "Support agent" for role in self.role])

    @property
    def team_names(self) -> list[str]:
        """The support team is the last."""
        count = self.team.max()
        return [*(name for name, _ in words.TEAMS[:count]), words.SUPPORT_TEAM]

    @property
    def region_of_team(self) -> Ints:
        count = self.team.max()
        return np.array([*(region for _, region in words.TEAMS[:count]), 0])

    def team_on(self, users: Ints, days: Ints) -> Ints:
        return np.where(days < self.moved_day[users], self.team_before[users], self.team[users])

    def random(self, subject: str, block: Block | None = None) -> Random:
        return generator(self.seed, subject, block.number if block else 0)

    def draw_reps(self, random: Random, regions: Ints) -> Ints:
        """A rep of each region, busy ones more often; any rep where the region has none."""
        users = np.empty(len(regions), dtype=np.int64)
        place = self.region_of_team[self.team]
        for region in range(len(words.REGIONS)):
            here = regions == region
            weights = self.weight * (place == region)
            weights = weights if weights.any() else self.weight
            users[here] = choose(random, weights, int(here.sum()))
        return users

    def still_here(self, users: Ints, days: Ints) -> Ints:
        """The users themselves, or their deputies where they had left by the day."""
        return np.where(self.left_day[users] <= days, self.deputy[users], users)


def found(deals: int, seed: int, history: History) -> Company:
    """The company for a CRM of `deals` deals: 24 to 400 people, growing with the root."""
    random = generator(seed, "company")
    count = int(np.clip(round(0.4 * deals**0.5), 24, 400))
    support = max(4, count // 7)
    reps = count - support - 3
    teams = min(max(3, round(reps / 6)), len(words.TEAMS))
    team = np.concatenate(
        [np.sort(np.arange(reps) % teams), np.full(support, teams), np.full(3, -1)]
    )
    leads = np.array([np.flatnonzero(team == t)[0] for t in range(teams + 1)])
    director = reps + support
    manager = np.where(team >= 0, leads[team], director)
    manager[leads] = director
    manager[director] = manager[count - 1] = -1
    others = ("Managing director", "Sales operations", "Integration")
    role = ["Sales rep"] * reps + ["Support agent"] * support + list(others)
    for lead in leads[:-1]:
        role[lead] = "Team lead"
    is_rep = np.arange(count) < reps
    may_go = is_rep & ~np.isin(np.arange(count), leads)
    left, moved = _goings(random, may_go, history)
    before = np.where(moved < NEVER // DAY, (team + 1) % teams, team)
    return Company(
        seed=seed,
        deals=deals,
        history=history,
        names=_names(random, count),
        role=tuple(role),
        team=team,
        team_before=before,
        moved_day=moved,
        left_day=left,
        manager=manager,
        deputy=_deputies(random, team, left),
        weight=np.where(is_rep, np.exp(random.normal(0, 0.35, count)), 0.0),
        skill=random.normal(0, 0.4, count),
        pace=np.exp(random.normal(0, 0.1, count)),
    )


def _goings(random: Random, may_go: Bools, history: History) -> tuple[Ints, Ints]:
    """The day on which each user left, and the day of the move to another team."""
    ranks = np.argsort(random.permutation(len(may_go)) + np.where(may_go, 0, len(may_go)))
    candidates = int(may_go.sum())
    leavers = ranks[: max(1, candidates // 12)]
    movers = ranks[candidates // 12 + 1 :][: max(2, candidates // 20)]
    left = np.full(len(may_go), NEVER // DAY)
    moved = left.copy()
    left[leavers] = history.last_day - random.integers(60, 700, len(leavers))
    moved[movers] = history.last_day - random.integers(150, 800, len(movers))
    return left, moved


def _deputies(random: Random, team: Ints, left: Ints) -> Ints:
    deputy = np.arange(len(team))
    for user in range(len(team)):
        same = np.flatnonzero((team == team[user]) & (left == NEVER // DAY))
        same = same[same != user]
        if len(same):
            deputy[user] = random.choice(same)
    return deputy


def last_names(random: Random, count: int) -> pl.Series:
    starts = pick(words.LAST_STARTS, random.integers(0, len(words.LAST_STARTS), count))
    return starts + pick(words.LAST_ENDS, random.integers(0, len(words.LAST_ENDS), count))


def first_names(random: Random, count: int) -> pl.Series:
    return pick(words.FIRST_NAMES, random.integers(0, len(words.FIRST_NAMES), count))


def _names(random: Random, count: int) -> pl.Series:
    """Names of the users. The second and the ninth share one: two owners of one name."""
    names = first_names(random, count) + " " + last_names(random, count)
    twin = np.where(np.arange(count) == 8, 1, np.arange(count))
    names = names.gather(twin)
    return where(np.arange(count) < count - 1, names, "CRM integration")


def users(company: Company) -> pl.DataFrame:
    random = company.random("users")
    numbers = np.arange(len(company.role))
    is_person = numbers != company.robot
    address = company.names.str.to_lowercase().str.replace(" ", ".") + pl.Series(numbers).cast(
        pl.String
    )
    email = _ascii(address) + "@crm-demo.example.com"
    region = np.where(company.team >= 0, company.region_of_team[company.team], -1)
    return frame(
        "users",
        {
            "user_id": ids("U", numbers),
            "name": company.names,
            "email": blank(random, "user_without_email", where(is_person, email)),
            "team": pick(company.team_names, company.team),
            "region": pick(words.REGIONS, region),
            "role": pl.Series(company.role),
            "manager_id": ids("U", company.manager),
            "is_active": pl.Series(company.left_day == NEVER // DAY),
        },
    )


def _ascii(text: pl.Series) -> pl.Series:
    for letter, plain in (("ü", "u"), ("é", "e"), ("ë", "e"), ("í", "i")):
        text = text.str.replace_all(letter, plain, literal=True)
    return text


def user_changes(company: Company) -> pl.DataFrame:
    """A few people moved to another team, a few left."""
    never = NEVER // DAY
    movers, leavers = (np.flatnonzero(d < never) for d in (company.moved_day, company.left_day))
    old, new = company.team_before[movers], company.team[movers]
    places = company.region_of_team
    leads = np.array([np.flatnonzero(company.team == t)[0] for t in range(company.team.max())])
    changes: list[tuple[Ints, str, pl.Series, pl.Series]] = [
        (movers, "team", pick(company.team_names, old), pick(company.team_names, new)),
        (
            movers,
            "region",
            pick(words.REGIONS, places[old]),
            pick(words.REGIONS, places[new]),
        ),
        (movers, "manager_id", ids("U", leads[old]), ids("U", leads[new])),
        (leavers, "is_active", pick(["true"], leavers * 0), pick(["false"], leavers * 0)),
    ]
    parts = []
    for who, field, before, after in changes:
        day = np.where(field == "is_active", company.left_day[who], company.moved_day[who])
        parts.append(
            frame(
                "user_changes",
                {
                    "user_id": ids("U", who),
                    "field": field,
                    "old_value": before,
                    "new_value": after,
                    "changed_at": instants(day * DAY + HOUR),
                },
            )
        )
    changed = pl.concat(parts).filter(pl.col("old_value") != pl.col("new_value"))
    return changed.sort("changed_at", "user_id", "field")
