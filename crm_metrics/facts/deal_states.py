"""Deal states: what the CRM knew of every deal on every past day.

One row per deal and span of days `[from_day, to_day)` in which nothing changed; `to_day` is null
for the state that still holds. The last state is the deal as it stands, so the `deals` fact is
made from it, and a view of any past day picks the state that held at its close.
"""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.facts.fact import (
    DAY,
    FLAG,
    MONEY,
    TEXT,
    Fact,
    FactColumn,
    Frames,
    Model,
    blank_to_null,
    day_of,
)
from crm_metrics.facts.money import with_reporting_amount
from crm_metrics.settings import Business

CREDITED = ("owner_id", "team", "region")
HISTORIC = ("stage", "pipeline", "amount", "currency", "expected_close_on", "owner_id")

COLUMNS: dict[str, FactColumn] = {
    "deal_id": FactColumn(TEXT, "The deal.", ("deals.deal_id",)),
    "from_day": FactColumn(DAY, "First day of the span.", ("deals.created_at",)),
    "to_day": FactColumn(DAY, "First day after the span; null while it holds."),
    "pipeline": FactColumn(TEXT, "Pipeline in the span.", ("deals.pipeline",)),
    "stage": FactColumn(TEXT, "Stage in the span.", ("deals.stage",)),
    "outcome": FactColumn(TEXT, "Open, won or lost in the span.", ("deals.outcome",)),
    "closed_day": FactColumn(
        DAY, "Day of the decision that holds in the span; null while open.", ("deals.closed_at",)
    ),
    "amount": FactColumn(
        MONEY,
        "Amount in 1/10,000 of the reporting currency, at the rate of the decision's day, or of "
        "the creation's while open.",
        ("deals.amount",),
    ),
    "has_rate": FactColumn(
        # An unmapped currency is the reporting currency, so leaving it out costs nothing.
        FLAG,
        "False where the currency has no rate on that day.",
    ),
    "is_too_large": FactColumn(FLAG, "True where the amount is too large to be one."),
    "expected_day": FactColumn(
        DAY, "Day the deal was expected to close.", ("deals.expected_close_on",)
    ),
    "first_expected_day": FactColumn(
        DAY, "The first day the deal was ever expected to close.", ("deals.expected_close_on",)
    ),
    "reopened_count": FactColumn(
        DAY,
        "How often the deal had been open again after a decision.",
        ("deal_changes.field", "pipelines.outcome"),
    ),
    "owner_id": FactColumn(
        TEXT, "Owner at the decision; while open, the owner in the span.", ("deals.owner_id",)
    ),
    "team": FactColumn(
        TEXT,
        "Team at the decision; while open, the team in the span.",
        ("deals.team", "users.team"),
    ),
    "region": FactColumn(
        TEXT, "Region at the decision; while open, the region in the span.", ("users.region",)
    ),
    "owner_id_now": FactColumn(TEXT, "Owner in the span.", ("deals.owner_id",)),
    "team_now": FactColumn(TEXT, "Team in the span.", ("deals.team", "users.team")),
    "region_now": FactColumn(TEXT, "Region in the span.", ("users.region",)),
}


def derive_states(deals: pl.DataFrame, model: Model, business: Business) -> pl.DataFrame:
    """All states of `deals`, sorted by deal and day.

    `deals` are rows of the model's table with created_day and closed_day (null unless decided and
    dated). The other tables are read from `model` as far as they are mapped.
    """
    spans, has_history = _spans_of_values(deals, model.get("deal_changes"), business)
    spans = _with_past_outcome(spans, has_history, model.get("pipelines"))
    spans = _with_decision(spans, deals)
    spans = _with_place_of_owner(spans, deals, places_of_users(model, business))
    spans = _with_credit(spans)
    spans = with_reporting_amount(spans, model.get("exchange_rates"), business)
    spans = _with_what_came_before(spans)
    return spans.select(*COLUMNS)


def _spans_of_values(
    deals: pl.DataFrame, changes: pl.DataFrame | None, business: Business
) -> tuple[pl.DataFrame, pl.Series]:
    """One row per deal and day on which a recorded field changed, the creation first.

    Before the first recorded change a field has that change's old value; a field without any
    recorded change has today's value all along. The last span always holds today's values:
    what the CRM shows now wins over a gap in its history.
    Also returns the ids of the deals whose stages are recorded.
    """
    created = deals.select("deal_id", day="created_day")
    texts = {name: blank_to_null(name) for name in ("stage", "pipeline")}
    current = deals.with_columns(**texts).select(
        "deal_id", *(pl.col(name).alias(f"_today_{name}") for name in HISTORIC)
    )
    if changes is None:
        spans = created.join(current, on="deal_id").rename(
            {f"_today_{name}": name for name in HISTORIC}
        )
        return spans.with_columns(_first_on=pl.lit(None, pl.Date)), pl.Series("deal_id", [], TEXT)
    changes = _ordered(changes, created, business)
    is_field = {name: pl.col("field") == name for name in HISTORIC}
    days = changes.group_by("deal_id", "day").agg(
        pl.col("row").filter(of_field).max().alias(f"_row_{name}")
        for name, of_field in is_field.items()
    )
    days = pl.concat([days, created.join(days, on=["deal_id", "day"], how="anti")], how="diagonal")
    before = changes.group_by("deal_id").agg(
        *(
            pl.col("old_value").filter(is_field[name]).first().alias(f"_old_{name}")
            for name in HISTORIC
        ),
        *(is_field[name].any().alias(f"_has_{name}") for name in HISTORIC),
        # Kept apart from the days' last values: a push an hour after the entry leaves it as it was.
        **_first_expected_of(is_field["expected_close_on"]),
    )
    spans = (
        days.sort("deal_id", "day")
        .with_columns(pl.col("^_row_.*$").forward_fill().over("deal_id"))
        .join(before, on="deal_id", how="left", maintain_order="left")
        .join(current, on="deal_id", how="left", maintain_order="left")
    )
    is_last = pl.col("deal_id").ne_missing(pl.col("deal_id").shift(-1))
    new_value = changes["new_value"]
    spans = spans.with_columns(
        _value_in_span(name, new_value, spans, is_last).alias(name) for name in HISTORIC
    )
    original = _read_value("expected_close_on", pl.col("_old_expected_close_on"))
    recorded = pl.when(pl.col("day") >= pl.col("_first_set_day")).then("_first_set")
    has_history = before.filter("_has_stage")["deal_id"]
    spans = spans.with_columns(_first_on=pl.coalesce(original, recorded))
    return spans.select("deal_id", "day", *HISTORIC, "_first_on"), has_history


def _first_expected_of(is_expected: pl.Expr) -> dict[str, pl.Expr]:
    """The first day ever expected that is recorded as a change, and the day it was set."""
    value = _read_value("expected_close_on", pl.col("new_value"))
    is_set = is_expected & value.is_not_null()
    return {
        "_first_set": value.filter(is_set).first(),
        "_first_set_day": pl.col("day").filter(is_set).first(),
    }


def _ordered(changes: pl.DataFrame, created: pl.DataFrame, business: Business) -> pl.DataFrame:
    """Changes of known deals in the order they were made, numbered; none before the creation."""
    return (
        changes.join(created.rename({"day": "created_day"}), on="deal_id")
        .with_columns(
            day=pl.max_horizontal(day_of("changed_at", business), "created_day"),
            new_value=pl.col("new_value").str.strip_chars(),
            old_value=pl.col("old_value").str.strip_chars(),
        )
        .sort("deal_id", "changed_at", "sequence", maintain_order=True)
        .with_row_index("row")
    )


def _value_in_span(
    name: str, new_value: pl.Series, spans: pl.DataFrame, is_last: pl.Expr
) -> pl.Expr:
    today = pl.col(f"_today_{name}")
    row = pl.col(f"_row_{name}")
    recorded = _read_value(name, pl.lit(new_value.gather(spans[f"_row_{name}"])))
    original = _read_value(name, pl.col(f"_old_{name}"))
    return (
        pl.when(is_last | ~pl.col(f"_has_{name}").fill_null(False))
        .then(today)
        .when(row.is_not_null())
        .then(recorded)
        .otherwise(original)
    )


def _read_value(name: str, text: pl.Expr) -> pl.Expr:
    match name:
        case "amount":
            return text.cast(pl.Decimal(38, 10), strict=False)
        case "expected_close_on":
            return text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
        case _:
            return pl.when(text != "").then(text)


def _with_past_outcome(
    spans: pl.DataFrame, has_history: pl.Series, pipelines: pl.DataFrame | None
) -> pl.DataFrame:
    """Add what the stage in the span meant for the deal, and when a later run of stages began.

    A deal whose stages are not recorded counts as open until its decision, in an unknown stage.
    """
    spans = spans.with_columns(_recorded=pl.col("deal_id").is_in(has_history.implode()))
    if pipelines is None:
        spans = spans.with_columns(_past=pl.lit("open"))
    else:
        meaning = pipelines.select(
            blank_to_null("pipeline"), blank_to_null("stage"), _past="outcome"
        ).unique(["pipeline", "stage"], keep="first", maintain_order=True)
        spans = spans.join(
            meaning, on=["pipeline", "stage"], how="left", nulls_equal=True, maintain_order="left"
        ).with_columns(
            _past=pl.when("_recorded")
            .then(pl.col("_past").fill_null("open"))
            .otherwise(pl.lit("open"))
        )
    starts_run = ((pl.col("_past") != pl.col("_past").shift(1)) | ~_same_deal_as(1)).fill_null(True)
    run_start = pl.when(starts_run).then("day")
    return spans.with_columns(
        _run_start=run_start.forward_fill(),
        _next_run=run_start.shift(-1).backward_fill().over("deal_id"),
    )


def _same_deal_as(rows_before: int) -> pl.Expr:
    return (pl.col("deal_id") == pl.col("deal_id").shift(rows_before)).fill_null(False)


def _with_decision(spans: pl.DataFrame, deals: pl.DataFrame) -> pl.DataFrame:
    """Cut the spans at today's decision and say for each whether the deal was open, won or lost.

    From its decision on, a deal is what it is today. Earlier runs of won or lost stages count
    only if they ended (a re-opened deal was decided once, then open again).
    """
    decision = deals.select(
        "deal_id",
        "created_day",
        _outcome="outcome",
        _closed="closed_day",
        _from=pl.max_horizontal("closed_day", "created_day"),
    ).with_columns(_from=pl.when(pl.col("_closed").is_not_null()).then("_from"))
    spans = spans.join(decision, on="deal_id", how="left", maintain_order="left")
    end = pl.when(_same_deal_as(-1)).then(pl.col("day").shift(-1))
    spans = spans.with_columns(_end=end)
    is_cut = (pl.col("day") < pl.col("_from")) & (
        pl.col("_end").is_null() | (pl.col("_from") < pl.col("_end"))
    )
    cuts = spans.filter(is_cut).with_columns(day="_from")
    spans = pl.concat([spans, cuts]).sort("deal_id", "day", maintain_order=True)

    after = pl.col("day") >= pl.col("_from")
    is_last_run = pl.col("_next_run").is_null() | (
        (pl.col("_next_run") > pl.col("_from")) & (pl.col("_past") == pl.col("_outcome"))
    )
    is_undated = (
        (pl.col("_outcome") != "open") & pl.col("_closed").is_null() & pl.col("_next_run").is_null()
    )
    outcome = (
        pl.when(after.fill_null(False) | is_undated)
        .then("_outcome")
        .when(
            is_last_run & ((pl.col("_past") == pl.col("_outcome")) | (pl.col("_outcome") == "open"))
        )
        .then(pl.lit("open"))
        .otherwise("_past")
    )
    spans = spans.with_columns(outcome=outcome)
    was_decided = (pl.col("outcome") != "open") & ~is_undated
    closed_day = (
        pl.when(after.fill_null(False)).then("_closed").when(was_decided).then("_run_start")
    )
    known_stage = pl.col("_recorded") | (pl.col("outcome") == pl.col("_outcome"))
    return spans.with_columns(
        closed_day=closed_day,
        from_day="day",
        to_day=end,
        stage=pl.when(known_stage).then("stage"),
        expected_day=pl.col("expected_close_on").cast(DAY),
        rate_day=pl.coalesce(closed_day, "created_day"),
    )


def places_of_users(model: Model, business: Business) -> pl.DataFrame:
    """Team and region of every user over time: user_id, since, until, team, region.

    `since` null: as far back as anything is known; `until` null: still.
    """
    schema = {"user_id": TEXT, "since": DAY, "until": DAY, "team": TEXT, "region": TEXT}
    users = model.get("users")
    if users is None:
        return pl.DataFrame(schema=schema)
    today = users.select("user_id", *(blank_to_null(name) for name in ("team", "region")))
    changes = model.get("user_changes")
    moved = None if changes is None else changes.filter(pl.col("field").is_in(["team", "region"]))
    if moved is None or moved.is_empty():
        nothing = pl.lit(None, DAY)
        return today.select("user_id", since=nothing, until=nothing, team="team", region="region")
    # A move to nowhere is a value too: blank while values are carried forward, null at the end.
    moved = moved.with_columns(
        pl.col("old_value", "new_value").fill_null(""), day=day_of("changed_at", business)
    ).sort("user_id", "changed_at", maintain_order=True)
    by_day = moved.group_by("user_id", "day", maintain_order=True).agg(
        pl.col("new_value").filter(pl.col("field") == name).last().alias(name)
        for name in ("team", "region")
    )
    original = moved.group_by("user_id", maintain_order=True).agg(
        pl.col("old_value").filter(pl.col("field") == name).first().alias(name)
        for name in ("team", "region")
    )
    first = today.select(
        "user_id",
        day=pl.lit(None, DAY),
    ).join(original, on="user_id", how="left")
    unmoved = moved.group_by("user_id").agg(
        (pl.col("field") == name).any().alias(f"_moved_{name}") for name in ("team", "region")
    )
    spans = (
        pl.concat([first, by_day.join(today, on="user_id", how="semi")], how="diagonal")
        .sort("user_id", "day", nulls_last=False)
        .with_columns(pl.col("team", "region").forward_fill().over("user_id"))
        .join(unmoved, on="user_id", how="left", maintain_order="left")
        .join(today, on="user_id", suffix="_today", maintain_order="left")
    )
    is_last = pl.col("user_id").ne_missing(pl.col("user_id").shift(-1))
    return spans.select(
        "user_id",
        since="day",
        until=pl.when(~is_last).then(pl.col("day").shift(-1)),
        **{
            name: pl.when(is_last | ~pl.col(f"_moved_{name}").fill_null(False))
            .then(f"{name}_today")
            .otherwise(blank_to_null(name))
            for name in ("team", "region")
        },
    )


def _with_place_of_owner(
    spans: pl.DataFrame, deals: pl.DataFrame, places: pl.DataFrame
) -> pl.DataFrame:
    """Add team and region in the span; a move of the owner begins a span of its own."""
    own_team = deals.select("deal_id", _own_team=blank_to_null("team"))
    placed = (
        spans.join(own_team, on="deal_id", how="left", maintain_order="left")
        .join(places, left_on="owner_id", right_on="user_id", how="left", maintain_order="left")
        .filter(
            pl.col("until").is_null() | (pl.col("from_day") < pl.col("until")),
            pl.col("since").is_null()
            | pl.col("to_day").is_null()
            | (pl.col("since") < pl.col("to_day")),
        )
    )
    return placed.with_columns(
        from_day=pl.max_horizontal("from_day", "since"),
        to_day=pl.min_horizontal("to_day", "until"),
        team=pl.coalesce("_own_team", "team"),
    ).sort("deal_id", "from_day")


def _with_credit(spans: pl.DataFrame) -> pl.DataFrame:
    """Owner, team and region: in the span as `_now`; at the decision from the decision on."""
    starts_run = ~_same_deal_as(1) | pl.col("closed_day").ne_missing(pl.col("closed_day").shift(1))
    spans = spans.with_columns(_decision=starts_run.cum_sum())
    is_dated = pl.col("closed_day").is_not_null()
    return spans.with_columns(
        *(pl.col(name).alias(f"{name}_now") for name in CREDITED),
        *(
            pl.when(is_dated)
            .then(pl.col(name).first().over("_decision"))
            .otherwise(name)
            .alias(name)
            for name in CREDITED
        ),
    )


def _with_what_came_before(spans: pl.DataFrame) -> pl.DataFrame:
    """Add what is remembered of earlier spans: the first expected day, the re-openings."""
    known = pl.col("expected_day").forward_fill().over("deal_id").is_not_null()
    first = pl.col("expected_day").drop_nulls().first().over("deal_id")
    is_reopening = (
        _same_deal_as(1) & (pl.col("outcome") == "open") & (pl.col("outcome").shift(1) != "open")
    )
    return spans.with_columns(
        first_expected_day=pl.coalesce(pl.col("_first_on").cast(DAY), pl.when(known).then(first)),
        reopened_count=is_reopening.cast(DAY).cum_sum().over("deal_id"),
    )


def as_known_at(frames: Frames, day: int, info: Mapping[str, Any]) -> nw.LazyFrame[Any]:
    """The states that had begun by the close of `day`; the one that held then has no end."""
    begun = frames["deal_states"].filter(nw.col("from_day") <= day)
    return begun.with_columns(to_day=nw.when(nw.col("to_day") <= day).then(nw.col("to_day")))


DEAL_STATES = Fact(
    name="deal_states",
    row="a deal and a span of days in which nothing of it changed",
    key="deal_id",
    noun="deal",
    needs=("deals",),
    columns=COLUMNS,
    dimensions=("owner_id", "team", "region", "pipeline", "stage", "outcome"),
    credited=CREDITED,
    view=as_known_at,
)
