"""People: which users are programs, and which team and region each belonged to when."""

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.facts.deal_states import places_of_users
from crm_metrics.facts.fact import DAY, TEXT, Deriving, Fact, FactColumn, Frames, Piece

# Roles that companies give to the accounts of programs: "Integration", "API user", "System".
_PROGRAM = r"(?i)\b(integrations?|system|api|bots?|automation|automated|service account)\b"

USER_PLACES = Fact(
    name="user_places",
    row="a user and a span of days in one team and region",
    key="user_id",
    needs=("users",),
    columns={
        "user_id": FactColumn(TEXT, "The user.", ("users.user_id",)),
        "since": FactColumn(
            DAY, "First day; null as far back as anything is known.", ("user_changes.changed_at",)
        ),
        "until": FactColumn(DAY, "First day after; null while it holds."),
        "team": FactColumn(TEXT, "Team in the span.", ("users.team",)),
        "region": FactColumn(TEXT, "Region in the span.", ("users.region",)),
    },
    dimensions=("team", "region"),
    view=lambda frames, day, info: places_on(frames, day),
)


def people_facts(given: Deriving) -> Iterator[Piece]:
    """The fact user_places: there are few users, and fewer moves."""
    if "users" not in given.tables:
        return
    places = places_given(given)
    yield Piece(USER_PLACES.name, places, changed_through=moved_through(places))


def places_given(given: Deriving) -> pl.DataFrame:
    """Team and region of every user over time; without rows where users are not mapped."""
    wanted = ("users", "user_changes")
    return places_of_users(
        {name: given.tables[name].collect() for name in wanted if name in given.tables},
        given.business,
    )


def moved_through(places: pl.DataFrame) -> int | None:
    """The last day on which anybody moved; null where nobody ever did."""
    day: int | None = places.select(pl.col("since").max()).item()
    return day


def places_on(frames: Frames, day: int) -> nw.LazyFrame[Any]:
    """Where every user belonged at the close of the day: user_id, team, region."""
    begun = nw.col("since").is_null() | (nw.col("since") <= day)
    lasts = nw.col("until").is_null() | (nw.col("until") > day)
    return frames[USER_PLACES.name].filter(begun & lasts).drop("since", "until")


def with_place_now(
    rows: nw.LazyFrame[Any], frames: Frames, day: int, info: Mapping[str, Any]
) -> nw.LazyFrame[Any]:
    """`team_now` and `region_now` as they stood at the close of `day`.

    The fact holds today's; `info["moved_through"]` says from which day on those are right.
    """
    if info.get("moved_through") is None or day >= info["moved_through"]:
        return rows
    places = places_on(frames, day).rename(
        {"user_id": "owner_id_now", "team": "team_now", "region": "region_now"}
    )
    # Stored labels are categories, and a user's id is none.
    owner = nw.col("owner_id_now").cast(nw.String)
    rows = rows.drop("team_now", "region_now").with_columns(owner_id_now=owner)
    return rows.join(places, on="owner_id_now", how="left")


def with_place(
    rows: pl.DataFrame, places: pl.DataFrame, day: pl.Expr, suffix: str = ""
) -> pl.DataFrame:
    """Add team and region of the owner on a day of each row; today's where the day is null.

    `rows` have owner_id; their order is kept. An owner who is no user has neither.
    """
    rows = rows.with_columns(_day=day.cast(DAY))
    began = pl.col("since").is_null() | (pl.col("since") <= pl.col("_day"))
    lasts = pl.col("until").is_null() | (pl.col("_day") < pl.col("until"))
    holds = pl.when(pl.col("_day").is_null()).then(pl.col("until").is_null())
    # Each owner and day is looked up once: there are fewer of them than rows.
    of_day = (
        rows.select("owner_id", "_day")
        .unique()
        .join(places, left_on="owner_id", right_on="user_id")
        .filter(holds.otherwise(began & lasts))
        .select(
            "owner_id", "_day", *(pl.col(name).name.suffix(suffix) for name in ("team", "region"))
        )
    )
    keys = ["owner_id", "_day"]
    return rows.join(of_day, on=keys, how="left", nulls_equal=True, maintain_order="left").drop(
        "_day"
    )


def spans_of_places(rows: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Cut the rows' spans `[from_day, to_day)` where their owner moved; add team and region."""
    return (
        rows.join(places, left_on="owner_id", right_on="user_id", how="left")
        .filter(
            pl.col("until").is_null() | (pl.col("from_day") < pl.col("until")),
            pl.col("since").is_null()
            | pl.col("to_day").is_null()
            | (pl.col("since") < pl.col("to_day")),
        )
        .with_columns(
            from_day=pl.max_horizontal("from_day", "since"),
            to_day=pl.min_horizontal("to_day", "until"),
        )
        .drop("since", "until")
    )


def programs(tables: Mapping[str, pl.LazyFrame]) -> list[str]:
    """The users that are programs, by their role; nobody where users are not mapped."""
    if "users" not in tables:
        return []
    is_program = pl.col("role").str.contains(_PROGRAM)
    return tables["users"].filter(is_program).collect()["user_id"].to_list()
