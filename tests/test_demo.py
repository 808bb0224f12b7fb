"""The demo CRM keeps its promises: repeatable, consistent, dirty as documented, and of the shape
that the pages are meant to find."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa

from crm_metrics import demo
from crm_metrics.demo.company import found
from crm_metrics.demo.deals import draw_deals
from crm_metrics.demo.draw import DTYPES, NEVER
from crm_metrics.demo.flaws import FLAWS, RATES, STRAYS, UNRATED_CURRENCY
from crm_metrics.demo.history import History
from crm_metrics.demo.trail import DECISION
from crm_metrics.demo.words import BAD_SOURCE, LENGTHENING_TEAM, PLACEHOLDERS
from crm_metrics.errors import BadInputError, SourceError
from crm_metrics.model import TABLES, Type

AS_OF = date(2026, 3, 14)
DEALS = 20_000
END = datetime(2026, 3, 15, tzinfo=UTC)
Crm = dict[str, pl.DataFrame]

# Only plans may lie ahead.
PLANS = {("tickets", "sla_due_at"), ("deals", "expected_close_on"), ("targets", "ended_on")}
# Which column of which table refers to which table.
REFERENCES = {
    "account_id": "accounts",
    "contact_id": "contacts",
    "deal_id": "deals",
    "lead_id": "leads",
    "ticket_id": "tickets",
    "campaign_id": "campaigns",
    "parent_id": "accounts",
    "manager_id": "users",
    "user_id": "users",
    "owner_id": "users",
    "changed_by": "users",
}


def _crm(deals: int, seed: int = 1, as_of: date = AS_OF) -> Crm:
    return {name: pl.concat(list(frames)) for name, frames in demo.tables(deals, seed, as_of)}


@pytest.fixture(scope="module")
def crm() -> Crm:
    return _crm(DEALS)


@pytest.fixture(scope="module")
def won(crm: Crm) -> pl.DataFrame:
    """Won deals with the team of their owner and their days from creation to closing."""
    teams = crm["users"].select(owner_id="user_id", owner_team="team")
    cycle = (pl.col("closed_at") - pl.col("created_at")).dt.total_days()
    return (
        crm["deals"]
        .filter(pl.col("outcome") == "won")
        .join(teams, on="owner_id", how="left")
        .with_columns(cycle_days=cycle, closed_on=pl.col("closed_at").dt.date())
    )


def _number(value: object) -> float:
    """A number out of a column, which could hold anything as far as types know."""
    assert isinstance(value, int | float)
    return float(value)


def _share(frame: pl.DataFrame, is_so: pl.Expr) -> float:
    return float(frame.select(is_so.fill_null(False).mean()).item())


# Repeatable


def test_the_same_seed_gives_the_same_rows() -> None:
    first, again = _crm(300), _crm(300)
    for name in TABLES:
        assert first[name].equals(again[name]), name


def test_tables_read_in_any_order_are_the_same() -> None:
    streams = dict(demo.tables(300, 1, AS_OF))
    backwards = {name: pl.concat(list(streams[name])) for name in reversed(list(streams))}
    expected = _crm(300)
    assert all(backwards[name].equals(expected[name]) for name in TABLES)


@pytest.mark.parametrize("other", [{"seed": 2}, {"as_of": date(2025, 12, 31)}])
def test_another_seed_or_as_of_gives_other_rows(other: dict[str, int | date]) -> None:
    assert not _crm(300)["deals"].equals(_crm(300, **other)["deals"])  # type: ignore[arg-type]


def test_deals_beyond_one_block_have_keys_of_their_own() -> None:
    streams = dict(demo.tables(26_000, 1, AS_OF))
    for name in ("accounts", "contacts", "leads", "deals", "activities", "subscriptions", "orders"):
        frames = list(streams[name])
        keys = pl.concat(frames)[TABLES[name].key[0]]
        assert len(frames) == 2, name
        assert keys.is_unique().all(), name


def test_each_block_of_deals_is_drawn_anew() -> None:
    first, second = dict(demo.tables(50_000, 1, AS_OF))["deals"]
    assert first.height == second.height
    assert (first["closed_at"] == second["closed_at"]).mean() != 1


def test_deals_lost_for_a_while_at_as_of_have_their_loss_as_closing() -> None:
    company = found(100_000, 1, History(AS_OF))
    lost_for_a_while = 0
    for block in company.blocks:
        trail = draw_deals(company, block).trail
        assert ((trail.closed < NEVER) == (trail.outcome > 0)).all()
        lost_for_a_while += int(
            ((trail.outcome == 2) & (trail.stages.at[:, DECISION] == NEVER)).sum()
        )
    assert lost_for_a_while > 0


@pytest.mark.parametrize("deals", [1, 2, 7, 40])
def test_a_tiny_crm_has_all_its_deals(deals: int) -> None:
    assert _crm(deals)["deals"].height == deals


# The model


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_rows_and_all_columns_of_the_model(crm: Crm, table: str) -> None:
    expected = {column.name: DTYPES[column.type] for column in TABLES[table].columns}
    assert dict(crm[table].schema) == expected
    assert crm[table].height > 0


@pytest.mark.parametrize("table", TABLES)
def test_choices_are_those_of_the_model(crm: Crm, table: str) -> None:
    for column in TABLES[table].columns:
        if column.choices:
            used = set(crm[table][column.name].drop_nulls())
            assert used <= set(column.choices), column.name


@pytest.mark.parametrize("table", TABLES)
def test_keys_are_unique(crm: Crm, table: str) -> None:
    key = list(TABLES[table].key)
    if table != "edits":
        assert not crm[table].select(key).is_duplicated().any()


def test_every_column_but_the_link_is_filled_somewhere(crm: Crm) -> None:
    empty = [
        f"{name}.{column}"
        for name, frame in crm.items()
        for column in frame.columns
        if column != "url" and frame[column].null_count() == frame.height
    ]
    assert empty == []


def test_nothing_happens_after_as_of(crm: Crm) -> None:
    for name, frame in crm.items():
        for column, kind in frame.schema.items():
            if (name, column) in PLANS or not kind.is_temporal():
                continue
            rows = frame
            if (name, column) == ("activities", "due_at"):
                rows = frame.filter(pl.col("status") != "planned")
            last: Any = rows[column].max()
            assert last is None or (last < END if isinstance(last, datetime) else last <= AS_OF), (
                name,
                column,
            )


def test_history_begins_three_years_before_as_of(crm: Crm) -> None:
    first = datetime.combine(AS_OF - timedelta(days=3 * 365 - 1), datetime.min.time(), UTC)
    deals, accounts = crm["deals"]["created_at"], crm["accounts"]["created_at"]
    assert (deals < first).sum() == (accounts < first).sum() == 0
    assert (deals < first + timedelta(days=14)).sum() > 0
    assert (accounts < first + timedelta(days=1)).sum() == DEALS // 4 // 10  # the imported list


# Consistent


def test_foreign_keys_refer_except_the_strays(crm: Crm) -> None:
    strays = 0
    for name, frame in crm.items():
        for column, target in REFERENCES.items():
            if column not in frame.columns or TABLES[name].key == (column,):
                continue
            known = crm[target][TABLES[target].key[0]]
            unknown = frame.filter(
                pl.col(column).is_not_null() & ~pl.col(column).is_in(known.implode())
            )[column]
            assert set(unknown) <= (set(STRAYS) if target == "users" else set()), (name, column)
            if (name, column) == ("deals", "owner_id"):
                strays = len(unknown)
    assert strays / DEALS == pytest.approx(RATES["deal_of_unknown_owner"], rel=0.35)


@pytest.mark.parametrize(
    "field", ["stage", "pipeline", "amount", "currency", "expected_close_on", "owner_id"]
)
def test_changes_replay_to_the_deals_as_they_stand(crm: Crm, field: str) -> None:
    changes = crm["deal_changes"].filter(pl.col("field") == field)
    last = (
        changes.sort("deal_id", "changed_at", "sequence")
        .group_by("deal_id", maintain_order=True)
        .agg(pl.col("new_value").last())
    )
    now = crm["deals"].select("deal_id", now=pl.col(field).cast(pl.String))
    both = last.join(now, on="deal_id", how="left", maintain_order="left")
    assert both["new_value"].equals(both["now"], null_equal=True)
    assert both.height == DEALS if field == "stage" else both.height > 0


def test_each_change_takes_up_where_the_last_one_ended(crm: Crm) -> None:
    of_field = ["deal_id", "field"]
    changes = crm["deal_changes"].sort(*of_field, "changed_at", "sequence")
    before = pl.col("new_value").shift(1).over(of_field)
    assert changes.filter(pl.col("old_value").ne_missing(before)).is_empty()
    assert changes.filter(pl.col("old_value").eq_missing(pl.col("new_value"))).is_empty()


def test_the_first_stage_dates_from_the_creation(crm: Crm) -> None:
    first = crm["deal_changes"].filter(pl.col("field") == "stage", pl.col("old_value").is_null())
    both = first.join(crm["deals"], on="deal_id").drop_nulls("created_at")
    entered_again = both.filter(pl.col("changed_at") != pl.col("created_at"))
    assert first.height == DEALS
    assert (entered_again["created_at"] > entered_again["closed_at"].fill_null(END)).sum() == (
        entered_again.filter(pl.col("closed_at").is_not_null()).height
    )


def test_the_stage_of_a_deal_means_its_outcome(crm: Crm) -> None:
    stages = crm["pipelines"].select("pipeline", "stage", meaning="outcome")
    deals = crm["deals"].join(stages, on=["pipeline", "stage"], how="left")
    assert deals["outcome"].equals(deals["meaning"].alias("outcome"))


def test_a_deal_closed_when_its_last_run_of_stages_with_that_outcome_began(crm: Crm) -> None:
    outcome_of = dict(crm["pipelines"].select("stage", "outcome").iter_rows())
    runs = (
        crm["deal_changes"]
        .filter(pl.col("field") == "stage")
        .sort("deal_id", "changed_at")
        .with_columns(meaning=pl.col("new_value").replace_strict(outcome_of))
        .filter(pl.col("meaning").ne_missing(pl.col("meaning").shift(1).over("deal_id")))
        .group_by("deal_id")
        .agg(pl.col("meaning").last(), began=pl.col("changed_at").last())
    )
    closed = crm["deals"].drop_nulls("closed_at").join(runs, on="deal_id")
    assert (closed["closed_at"] == closed["began"]).all()
    assert set(closed["outcome"]) == {"won", "lost"}
    assert crm["deals"].filter(pl.col("outcome") == "open")["closed_at"].null_count() == (
        crm["deals"].filter(pl.col("outcome") == "open").height
    )


def test_some_deals_were_reopened_and_some_moved_to_another_pipeline(crm: Crm) -> None:
    changes = crm["deal_changes"]
    reopened = changes.filter(
        pl.col("field") == "stage", pl.col("old_value").is_in(["Lost", "Declined"])
    )
    moved = changes.filter(pl.col("field") == "pipeline", pl.col("old_value").is_not_null())
    assert reopened.height > 20
    assert moved.height > 5


def test_a_converted_lead_and_its_deal_belong_to_one_account(crm: Crm) -> None:
    converted = crm["leads"].filter(pl.col("status") == "converted")
    both = converted.join(crm["deals"], on="deal_id", suffix="_deal")
    assert both.height == converted.height
    assert (both["account_id"] == both["account_id_deal"]).all()
    assert (converted["converted_at"] >= converted["created_at"]).drop_nulls().all()


def test_deals_start_after_their_accounts(crm: Crm) -> None:
    both = crm["deals"].join(crm["accounts"], on="account_id", suffix="_account")
    assert (both["created_at"] >= both["created_at_account"]).drop_nulls().all()


# Dirty as documented


def _flaw_checks() -> Iterator[tuple[str, str, pl.Expr, pl.Expr]]:
    """Flaw, table, the rows it is a share of, and how it shows."""
    every = pl.lit(True)
    won, lost = pl.col("outcome") == "won", pl.col("outcome") == "lost"
    done = pl.col("status") == "done"

    def is_blank(column: str) -> pl.Expr:
        return pl.col(column).is_null() | pl.col(column).is_in(PLACEHOLDERS)

    yield "account_without_owner", "accounts", every, pl.col("owner_id").is_null()
    yield "account_without_source", "accounts", every, is_blank("source")
    yield "contact_without_created_at", "contacts", every, pl.col("created_at").is_null()
    yield "contact_without_first_name", "contacts", every, pl.col("first_name").is_null()
    yield "contact_without_last_name", "contacts", every, is_blank("last_name")
    yield "email_missing", "contacts", every, is_blank("email")
    yield "email_malformed", "contacts", every, pl.col("email").str.contains("@@| at ")
    yield "phone_missing", "contacts", every, is_blank("phone")
    yield "lead_without_owner", "leads", every, pl.col("owner_id").is_null()
    yield "lead_without_created_at", "leads", every, pl.col("created_at").is_null()
    yield "lead_without_source", "leads", every, is_blank("source")
    yield "deal_without_created_at", "deals", every, pl.col("created_at").is_null()
    yield "deal_without_owner", "deals", every, pl.col("owner_id").is_null()
    yield "deal_amount_negative", "deals", every, pl.col("amount") < 0
    yield "deal_amount_zero", "deals", every, pl.col("amount") == 0
    yield "deal_without_currency", "deals", every, pl.col("currency").is_null()
    yield "deal_without_source", "deals", every, is_blank("source")
    yield "deal_without_product", "deals", every, is_blank("product")
    yield "deal_without_expected_close", "deals", every, pl.col("expected_close_on").is_null()
    yield "won_without_closed_at", "deals", won, pl.col("closed_at").is_null()
    yield "lost_without_closed_at", "deals", lost, pl.col("closed_at").is_null()
    yield "lost_without_reason", "deals", lost, is_blank("loss_reason")
    yield (
        "deal_closed_before_created",
        "deals",
        pl.col("closed_at").is_not_null(),
        pl.col("closed_at") < pl.col("created_at"),
    )
    yield "activity_without_subject", "activities", every, is_blank("subject")
    yield "activity_without_status", "activities", every, pl.col("status").is_null()
    yield "activity_without_done_at", "activities", done, pl.col("done_at").is_null()
    yield "order_without_amount", "orders", every, pl.col("amount").is_null()
    yield "ticket_without_topic", "tickets", every, is_blank("topic")


@pytest.mark.parametrize(
    ("flaw", "table", "of", "shows"),
    [pytest.param(*check, id=check[0]) for check in _flaw_checks()],
)
def test_a_flaw_shows_as_often_as_documented(
    crm: Crm, flaw: str, table: str, of: pl.Expr, shows: pl.Expr
) -> None:
    rows = crm[table].filter(of)
    share, rate = _share(rows, shows), RATES[flaw]
    # Four standard errors either way: a wrong rate fails, a lucky seed does not.
    assert abs(share - rate) <= 4 * (rate * (1 - rate) / rows.height) ** 0.5 + 0.1 * rate


def test_every_flaw_occurs_and_none_prevails() -> None:
    assert all(0 < flaw.rate < 0.3 for flaw in FLAWS)
    assert len(RATES) == len(FLAWS)


def test_every_flaw_is_in_the_documentation() -> None:
    assert demo.__doc__ is not None
    assert all(f"| `{flaw.name}` | {flaw.rate * 100:g} % of" in demo.__doc__ for flaw in FLAWS)


def test_companies_and_people_are_entered_twice(crm: Crm) -> None:
    accounts = crm["accounts"].drop_nulls("tax_number")
    contacts = crm["contacts"].drop_nulls(["email", "account_id"])
    doubled = _number(accounts["tax_number"].is_duplicated().mean())
    doubled_people = _number(contacts.select("account_id", "email").is_duplicated().mean())
    assert 0.01 < doubled < 0.06
    assert 0.03 < doubled_people < 0.10


def test_two_reps_share_a_name(crm: Crm) -> None:
    reps = crm["users"].filter(pl.col("role").is_in(["Sales rep", "Team lead"]))
    assert reps["name"].is_duplicated().sum() == 2


def test_one_currency_of_the_deals_has_no_rate(crm: Crm) -> None:
    rated = {"USD", *crm["exchange_rates"]["currency"]}
    assert set(crm["deals"]["currency"].drop_nulls()) - rated == {UNRATED_CURRENCY}


def test_rates_are_known_from_the_first_day(crm: Crm) -> None:
    first_day = AS_OF - timedelta(days=3 * 365 - 1)
    valid_from = crm["exchange_rates"].filter(pl.col("valid_from") <= first_day)
    assert set(valid_from["currency"]) == {"EUR", "GBP"}


def test_addresses_and_numbers_are_fictional(crm: Crm) -> None:
    for name in ("accounts", "contacts", "leads", "users"):
        emails = crm[name].filter(pl.col("email").str.contains("@"))["email"]
        assert emails.str.contains(r"@([a-z0-9-]+\.)*example\.(com|org)$").all(), name
    phones = crm["contacts"].filter(pl.col("phone").str.len_chars() > 7)["phone"]
    fictional = r"^(\+44 1\d\d 496 0\d{3}|\+1 \d{3} 555 01\d\d|\+61 \d 5550 \d{4}"
    fictional += r"|\+33 (1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98) \d{4}|unknown)$"
    assert phones.str.contains(fictional).all()


# The shape


def test_a_third_of_the_decided_deals_is_won(crm: Crm) -> None:
    decided = crm["deals"].filter(pl.col("outcome") != "open")
    assert 0.25 <= _share(decided, pl.col("outcome") == "won") <= 0.35
    assert 0.05 <= 1 - decided.height / DEALS <= 0.16


def test_the_sales_cycle_has_a_median_of_six_weeks_and_a_tail(won: pl.DataFrame) -> None:
    cycles = won["cycle_days"].drop_nulls()
    median, tail = _number(cycles.quantile(0.5)), _number(cycles.quantile(0.95))
    assert 38 <= median <= 52
    assert tail > 2.5 * median


def test_the_cycle_of_one_team_is_lengthening_and_of_the_others_not(won: pl.DataFrame) -> None:
    half_year, before = AS_OF - timedelta(days=182), AS_OF - timedelta(days=182 + 365)
    days, closed = pl.col("cycle_days"), pl.col("closed_on")
    is_slow_team = (pl.col("owner_team") == LENGTHENING_TEAM).fill_null(False)
    medians = won.group_by(slow=is_slow_team).agg(
        recent=days.filter(closed > half_year).median(),
        earlier=days.filter((closed > before) & (closed <= half_year)).median(),
    )
    ratio = dict(medians.select("slow", pl.col("recent") / pl.col("earlier")).iter_rows())
    assert ratio[True] >= 1.25
    assert 0.85 <= ratio[False] <= 1.15


def test_one_source_wins_at_most_half_as_often_as_the_others(crm: Crm) -> None:
    decided = crm["deals"].filter(pl.col("outcome") != "open", pl.col("source").is_not_null())
    is_bad = pl.col("source") == BAD_SOURCE
    bad = _share(decided.filter(is_bad), pl.col("outcome") == "won")
    others = decided.filter(~is_bad, ~pl.col("source").is_in(PLACEHOLDERS))
    rates = others.group_by("source").agg((pl.col("outcome") == "won").mean())["outcome"]
    assert 0 < bad <= 0.5 * _number(rates.min())


def test_deals_close_at_quarter_ends_and_lost_ones_more_so(crm: Crm) -> None:
    closed = crm["deals"].drop_nulls("closed_at")
    day = pl.col("closed_at").dt.date()
    in_last_fortnight = (day.dt.month() % 3 == 0) & (day.dt.day() >= 17)
    shares = dict(closed.group_by("outcome").agg(in_last_fortnight.mean()).iter_rows())
    # Spread evenly it would be 15 of 91 days: 0.16.
    assert shares["won"] >= 0.24
    assert shares["lost"] >= 0.24


def test_bigger_deals_take_longer(won: pl.DataFrame) -> None:
    bigger = won.filter(pl.col("amount") > 20_000)["cycle_days"].median()
    smaller = won.filter(pl.col("amount") < 4_000)["cycle_days"].median()
    assert _number(bigger) > 1.3 * _number(smaller)


def test_business_grows_and_rests_at_weekends(crm: Crm) -> None:
    created = crm["deals"].drop_nulls("created_at")["created_at"]
    edges = [END - timedelta(days=365 * ago) for ago in (3, 2, 1, 0)]
    first, second, third = (
        created.filter((created >= edges[year]) & (created < edges[year + 1])).len()
        for year in range(3)
    )
    assert second > 1.1 * first
    assert third > 1.1 * second
    assert _number((created.dt.weekday() > 5).mean()) < 0.06


def test_one_cohort_of_customers_leaves(crm: Crm) -> None:
    first = AS_OF - timedelta(days=3 * 365 - 1)
    age = (pl.col("started_on") - first).dt.total_days()
    lasted = (pl.col("ended_on") - pl.col("started_on")).dt.total_days()
    gone = ((lasted >= 0) & (lasted <= 365)).fill_null(False)
    shares = dict(
        crm["subscriptions"]
        .filter(age < 2 * 365)
        .group_by(cohort=(age >= 365) & (age < 365 + 91))
        .agg(gone.mean())
        .iter_rows()
    )
    assert shares[True] > 1.5 * shares[False]


def test_half_of_the_winning_accounts_subscribe(crm: Crm, won: pl.DataFrame) -> None:
    share = crm["subscriptions"]["account_id"].n_unique() / won["account_id"].n_unique()
    assert 0.42 <= share <= 0.55


def test_some_open_deals_are_past_their_expected_day(crm: Crm) -> None:
    is_open = crm["deals"].filter(pl.col("outcome") == "open")
    assert 0.2 <= _share(is_open, pl.col("expected_close_on") < AS_OF) <= 0.55


def test_the_company_is_near_its_targets(crm: Crm, won: pl.DataFrame) -> None:
    rates = pl.DataFrame({"currency": ["USD", "EUR", "GBP"], "rate": [1.0, 1.09, 1.27]})
    year = won.filter(pl.col("closed_on").is_between(date(2025, 1, 1), date(2025, 12, 31)))
    revenue = year.join(rates, on="currency").select(
        (pl.col("amount").cast(pl.Float64) * pl.col("rate")).sum()
    )
    quarterly = (pl.col("ended_on") - pl.col("started_on")).dt.total_days() > 80
    targets = crm["targets"].filter(
        quarterly,
        pl.col("metric") == "revenue_added",
        pl.col("started_on").dt.year() == 2025,
        pl.col("owner_id").is_null() & pl.col("team").is_null(),
    )
    assert targets.height == 4
    assert 0.75 <= revenue.item() / targets["value"].sum() <= 1.2


# Written into a database


def _read(url: str, table: str) -> list[dict[str, object]]:
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            found = sa.Table(table, sa.MetaData(), autoload_with=connection)
            order = [found.c[name] for name in TABLES[table].key]
            return [
                dict(row)
                for row in connection.execute(sa.select(found).order_by(*order)).mappings()
            ]
    finally:
        engine.dispose()


def test_sqlite_holds_the_rows_as_they_were_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/crm.db"
    written = demo.make(url, deals=400, seed=3, as_of=AS_OF)
    made = _crm(400, seed=3)
    assert written == {name: frame.height for name, frame in made.items()}
    deals = made["deals"].sort("deal_id").rows(named=True)
    for row, expected in zip(_read(url, "deals"), deals, strict=True):
        naive = {
            name: value.replace(tzinfo=None) if isinstance(value, datetime) else value
            for name, value in expected.items()
        }
        assert row == naive


def test_a_database_that_has_the_tables_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/crm.db"
    demo.make(url, deals=50, as_of=AS_OF)
    before = _read(url, "deals")
    with pytest.raises(BadInputError, match="already has accounts, activities"):
        demo.make(url, deals=60, as_of=AS_OF)
    assert _read(url, "deals") == before


def test_replacing_drops_the_demo_and_nothing_else(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/crm.db"
    engine = sa.create_engine(url)
    own = sa.Table("own_notes", sa.MetaData(), sa.Column("note", sa.Text))
    with engine.begin() as connection:
        own.create(connection)
        connection.execute(sa.insert(own).values(note="keep me"))
    demo.make(url, deals=50, as_of=AS_OF)
    demo.make(url, deals=60, as_of=AS_OF, replace=True)
    with engine.connect() as connection:
        assert connection.execute(sa.select(own.c.note)).scalars().all() == ["keep me"]
    assert len(_read(url, "deals")) == 60
    engine.dispose()


def test_progress_names_every_table(tmp_path: Path) -> None:
    seen: dict[str, int] = {}
    url = f"sqlite:///{tmp_path}/crm.db"
    written = demo.make(
        url, deals=50, as_of=AS_OF, progress=lambda table, rows, _: seen.update({table: rows})
    )
    assert seen == written


def _stop_at_tickets(table: str, done: int, total: int | None) -> None:
    if table == "tickets":
        raise InterruptedError


def test_an_interrupted_demo_leaves_sqlite_as_it_was(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/crm.db"
    demo.make(url, deals=50, as_of=AS_OF)
    before = _read(url, "deals")
    with pytest.raises(InterruptedError):
        demo.make(url, deals=60, as_of=AS_OF, replace=True, progress=_stop_at_tickets)
    assert _read(url, "deals") == before
    assert len(_read(url, "tickets")) == 25


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("oracle://host/db", "no known database 'oracle'"),
        ("not a url", "not a database URL"),
        ("sqlite://", "names no SQLite file"),
        ("sqlite:///:memory:", "in memory"),
    ],
)
def test_a_database_that_cannot_hold_the_demo_is_refused(url: str, says: str) -> None:
    with pytest.raises(BadInputError, match=says):
        demo.make(url, deals=10, as_of=AS_OF)


@pytest.mark.parametrize(
    ("deals", "seed", "as_of"), [(0, 1, AS_OF), (10, -1, AS_OF), (10, 1, date(1971, 1, 1))]
)
def test_arguments_out_of_range_are_refused(deals: int, seed: int, as_of: date) -> None:
    with pytest.raises(BadInputError, match="expected"):
        demo.tables(deals, seed, as_of)


def assert_holds(url: str, driver: str, expected: Crm) -> None:
    for table in ("deals", "deal_changes", "activities", "exchange_rates"):
        rows = _read(url.replace(url.split("://")[0], driver), table)
        made = expected[table].sort(TABLES[table].key).rows(named=True)
        for row, wanted in zip(rows, made, strict=True):
            for column in TABLES[table].columns:
                value, right = row[column.name], wanted[column.name]
                if column.type is Type.INSTANT and isinstance(value, datetime):
                    value = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
                assert value == right, (table, column.name)


def test_postgresql_holds_the_rows_as_they_were_made(postgresql_url: str) -> None:
    written = demo.make(postgresql_url, deals=400, seed=3, as_of=AS_OF)
    made = _crm(400, seed=3)
    assert written == {name: frame.height for name, frame in made.items()}
    assert_holds(postgresql_url, "postgresql+psycopg", made)
    with pytest.raises(BadInputError, match="already has"):
        demo.make(postgresql_url, deals=10, as_of=AS_OF)
    assert demo.make(postgresql_url, deals=10, as_of=AS_OF, replace=True)["deals"] == 10


def test_an_interrupted_demo_leaves_postgresql_as_it_was(postgresql_url: str) -> None:
    url = postgresql_url.replace("postgresql", "postgresql+psycopg", 1)
    demo.make(url, deals=50, as_of=AS_OF)
    before = _read(url, "deals")
    with pytest.raises(InterruptedError):
        demo.make(url, deals=60, as_of=AS_OF, replace=True, progress=_stop_at_tickets)
    assert _read(url, "deals") == before


def test_postgresql_has_real_types_and_keys(postgresql_url: str) -> None:
    demo.make(postgresql_url, deals=10, as_of=AS_OF)
    engine = sa.create_engine(postgresql_url.replace("postgresql", "postgresql+psycopg", 1))
    columns = {c["name"]: c["type"] for c in sa.inspect(engine).get_columns("deals")}
    assert isinstance(columns["amount"], sa.Numeric)
    assert (columns["amount"].precision, columns["amount"].scale) == (18, 2)
    assert isinstance(columns["created_at"], sa.DateTime)
    assert columns["created_at"].timezone
    assert isinstance(columns["expected_close_on"], sa.Date)
    keys = sa.inspect(engine).get_pk_constraint("deal_changes")["constrained_columns"]
    assert keys == list(TABLES["deal_changes"].key)
    engine.dispose()


def test_an_error_never_shows_the_password(postgresql_url: str) -> None:
    wrong = postgresql_url.replace("s3cret-pass", "wrong-pass")
    with pytest.raises(SourceError) as refused:
        demo.make(wrong, deals=10, as_of=AS_OF)
    assert "wrong-pass" not in str(refused.value)


def test_mariadb_holds_the_rows_as_they_were_made(mariadb_url: str) -> None:
    demo.make(mariadb_url, deals=400, seed=3, as_of=AS_OF)
    assert_holds(mariadb_url, "mariadb+pymysql", _crm(400, seed=3))
