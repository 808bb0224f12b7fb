"""Check says what a mapping lacks, with the nearest name and the metrics it costs."""

from pathlib import Path

import pytest

from crm_metrics.errors import BadInputError, UnknownNameError
from crm_metrics.metrics import METRICS
from crm_metrics.model import TABLES
from crm_metrics.source import Check, TableCheck, check
from crm_metrics.source.mapping import parse, read_mapping
from tests.databases import (
    every_database,  # noqa: F401 - a fixture is found by being here
    execute,
    mapping,
    settings,
    sqlite_url,
)

TABLE = (
    "create table opportunities (id varchar(36), name varchar(99), amount numeric(10, 2), "
    "stage varchar(20), created varchar(30), account varchar(36))"
)
LINKS = "create table opp_accounts (opportunity_id varchar(36), account_id varchar(36))"
GOOD = """\
-- One row is an opportunity.
with linked as (
  select o.*, a.account_id as acc
  from opportunities o left join opp_accounts a on a.opportunity_id = o.id
),
ranked as (
  select l.id, l.acc, row_number() over (partition by l.id order by l.created) as n from linked l
)
select
  o.id as deal_id, o.name, o.amount,
  case when stage = 'Won' then 'won' else 'open' end as outcome,
  o.created as created_at,
  (select max(r.acc) from ranked r where r.id = o.id and n = 1) as account_id,
  'a:b %s ?' as own_label
from opportunities o
where exists (select 1 from opp_accounts x where x.opportunity_id = o.id or created is null)
order by created_at, o.id;
-- :done"""


def checked(url: str, folder: Path, text: str, table: str = "deals") -> TableCheck:
    queries = mapping(folder, {table: text})
    return check(settings(url, folder, queries=queries)).tables[table]


def test_a_mapping_that_fits_has_no_problem(crm_url: str, tmp_path: Path) -> None:
    execute(crm_url, TABLE, LINKS)
    found = checked(crm_url, tmp_path, GOOD)
    assert found.problems == ()
    assert found.absent is None
    assert found.columns == ("deal_id", "name", "account_id", "outcome", "amount", "created_at")
    assert found.own_fields == ("own_label",)
    assert "stage" in found.missing_optional
    assert found.missing_required == ()


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("o.amount,", "o.amuont as amount,", "no column 'amuont' of 'o'. Did you mean 'amount'?"),
        ("stage =", "stagee =", "no column 'stagee'. Did you mean 'stage'?"),
        ("r.acc)", "r.ac)", "no column 'ac' of 'r'. Did you mean 'acc'?"),
        (
            "x.opportunity_id = o.id",
            "x.oportunity_id = o.id",
            "no column 'oportunity_id' of 'x'. Did you mean 'opportunity_id'?",
        ),
        ("opp_accounts a", "opp_acounts a", "no table 'opp_acounts'. Did you mean 'opp_accounts'?"),
        ("order by created_at", "order by createdat", "'createdat'. Did you mean 'created"),
    ],
)
def test_a_misspelled_name_is_named_with_the_nearest(
    before: str, after: str, sentence: str, tmp_path: Path
) -> None:
    url = sqlite_url(tmp_path)
    execute(url, TABLE, LINKS)
    assert before in GOOD
    found = checked(url, tmp_path, GOOD.replace(before, after))
    assert len(found.problems) == 1
    assert sentence in found.problems[0]
    assert found.text == ""


def test_every_missing_name_is_named_at_once(crm_url: str, tmp_path: Path) -> None:
    execute(crm_url, TABLE)
    text = (
        "select id as deal_id, 'won' as outcome, creatd as created_at, amuont as amount "
        "from opportunities where stag = 'x'"
    )
    problems = checked(crm_url, tmp_path, text).problems
    assert len(problems) == 3
    for given, right in (("creatd", "created"), ("amuont", "amount"), ("stag", "stage")):
        assert any(f"'{given}'. Did you mean '{right}'?" in problem for problem in problems)


def test_sqlite_takes_a_misspelled_quoted_name_for_a_text_and_check_does_not(
    tmp_path: Path,
) -> None:
    url = sqlite_url(tmp_path)
    execute(url, TABLE, "insert into opportunities values (1, 'n', 2, 's', '2024-01-01', null)")
    text = (
        "select id as deal_id, 'won' as outcome, created as created_at, "
        'd."amuont" as amount, "stgae" as stage from opportunities d'
    )
    # Unqualified, the database itself answers with the word.
    execute(url, 'select "stgae" from opportunities')
    problems = checked(url, tmp_path, text).problems
    assert any("'amuont' of 'd'. Did you mean 'amount'?" in problem for problem in problems)
    assert any("'stgae'. Did you mean 'stage'?" in problem for problem in problems)


def test_a_problem_names_the_metrics_it_costs(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    execute(url, TABLE)
    text = (
        "select id as deal_id, 'won' as outcome, created as created_at, amuont as amount "
        "from opportunities"
    )
    (problem,) = checked(url, tmp_path, text).problems
    costly = {name for name, metric in METRICS.items() if "deals.amount" in metric.needs}
    assert costly
    assert set(problem.split("It costs: ")[1].rstrip(".").split(", ")) == costly


def test_a_column_left_out_is_named_with_what_it_costs(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    execute(url, "create table deals (deal_id, outcome, created_at, expected_close_date)")
    found = check(settings(url, tmp_path)).tables["deals"]
    missing = {item.column: item for item in found.missing}
    assert missing["expected_close_on"].nearest == "expected_close_date"
    assert missing["amount"].nearest is None
    assert "deal_size" in missing["amount"].metrics
    assert set(missing["amount"].metrics) <= set(METRICS)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("select id as deal_id, stage as outcom, created as created_at from opportunities",
         "does not give the required column 'outcome'. Did you mean 'outcom'?"),
        ("select id as deal_id, 'won' as outcome, id as deal_id, created as created_at "
         "from opportunities", "gives two columns named 'deal_id'"),
        ("select id as deal_id, 'won' as outcome, created as created_at, count(*) "
         "from opportunities group by 1, 2, 3", "column 4 has no name; give it one with AS"),
        ("select id as deal_id, 'won' as outcome, created as created_at, 1 as created_on_only "
         "from opportunities", "the name 'created_on_only' is reserved"),
        ("select id as deal_id, 'won' as outcome, nofunction(created) as created_at "
         "from opportunities", "is refused by the database"),
        ("select id as deal_id, 'won' as outcome, created as created_at "
         "from nowhere.opportunities", "no table 'nowhere.opportunities'"),
        ("select o.id as deal_id from opportunities o join opportunities o on 1 = 1", "deals.sql"),
    ],
)  # fmt: skip
def test_a_query_that_cannot_fill_the_table_is_a_problem(
    text: str, sentence: str, crm_url: str, tmp_path: Path
) -> None:
    execute(crm_url, TABLE)
    problems = checked(crm_url, tmp_path, text).problems
    assert sentence in " ".join(problems)


@pytest.mark.parametrize(
    "text",
    [
        "select o.*, o.id as deal_id, 'won' as outcome, created as created_at from opportunities o",
        "select id as deal_id, 'won' as outcome, created as created_at from opportunities "
        "union all select opportunity_id, 'open', account_id from opp_accounts order by deal_id",
        "with a(x, y) as (select id, created from opportunities) "
        "select x as deal_id, 'won' as outcome, y as created_at from a",
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3) select i as "
        "deal_id, 'won' as outcome, created as created_at from n join opportunities on 1 = 1",
        "select id as deal_id, 'won' as outcome, min(created) as created_at from opportunities "
        "group by deal_id having count(*) > 0 order by deal_id",
        "select ID as DEAL_ID, 'won' as Outcome, Created as Created_At from opportunities",
        "select * from (select id as deal_id, 'won' as outcome, created as created_at "
        "from opportunities) t",
    ],
    ids=["star and more", "union", "column list", "recursive", "alias", "case", "subquery"],
)
def test_sql_as_people_write_it_is_understood(text: str, crm_url: str, tmp_path: Path) -> None:
    execute(crm_url, TABLE, LINKS)
    assert checked(crm_url, tmp_path, text).problems == ()


def test_a_view_is_as_good_as_a_table(crm_url: str, tmp_path: Path) -> None:
    execute(
        crm_url,
        TABLE,
        "create view deals as select id as deal_id, 'won' as outcome, created as created_at "
        "from opportunities",
    )
    found = check(settings(crm_url, tmp_path))
    assert found.mapped == ("deals",)
    assert found.ok


def test_native_takes_what_is_there(crm_url: str, tmp_path: Path) -> None:
    execute(
        crm_url,
        "create table users (id integer, login varchar(9))",
        "create table deal (deal_id integer)",
        "create table leads (lead_id integer, created_at varchar(9), extra integer)",
    )
    found = check(settings(crm_url, tmp_path))
    assert found.ok
    assert found.mapped == ("leads",)
    assert found.tables["leads"].own_fields == ("extra",)
    assert found.tables["deals"].absent == (
        "the database has no such table (the nearest is 'deal')"
    )
    assert found.tables["users"].absent == "its table has no column user_id, name"
    assert found.tables["tickets"].absent == "the database has no such table"


def test_a_star_from_another_table_is_no_native_mapping(crm_url: str, tmp_path: Path) -> None:
    execute(crm_url, TABLE)
    found = checked(crm_url, tmp_path, "select * from oportunities")
    assert "no table 'oportunities'. Did you mean 'opportunities'?" in found.problems[0]


def test_a_database_without_tables_is_not_ok(crm_url: str, tmp_path: Path) -> None:
    found = check(settings(crm_url, tmp_path))
    assert not found.ok
    assert found.problems == ()
    assert str(found).startswith("problem: the database has none of the model's tables.")


def test_the_words_say_all_of_it(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    execute(url, "create table deals (deal_id, outcome, created_at, region)")
    lines = str(check(settings(url, tmp_path))).splitlines()
    assert "deals: 3 columns, own fields: region." in lines
    assert any(line.startswith("deals.amount: not mapped. It costs: ") for line in lines)
    assert "tickets: not mapped, the database has no such table." in lines


@pytest.mark.parametrize("kind", ["sqlite", "postgresql", "mysql"])
@pytest.mark.parametrize(
    "text",
    [
        "delete from deals",
        "insert into a select * from b",
        "update a set b = 1",
        "create table x as select 1 as y",
        "drop table deals",
        "select 1 as a; select 2 as b",
        "select 1 as a; delete from deals",
        "with x as (delete from deals returning *) select * from x",
        "select a into b from deals",
        "select a from deals for update",
        "select a into outfile '/tmp/x' from deals",
        "explain select 1",
        "call f()",
        "set x = 1",
        "begin",
        "pragma journal_mode = delete",
        "attach 'x.db' as x",
        "values (1)",
        "select a, from deals where ((",
        "",
        "-- nothing",
    ],
)
def test_a_mapping_can_only_be_one_reading_select(text: str, kind: str) -> None:
    with pytest.raises(BadInputError, match=r"^deals\.sql ") as caught:
        parse("deals", text, kind)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "given_to_the_database"),
    [
        ("select 1 as a;", "select 1 as a\n"),
        ("select 1 as a ; -- the end;", "select 1 as a\n"),
        ("-- x\nselect ';' as a -- ;", "-- x\nselect ';' as a -- ;\n"),
    ],
)
def test_the_database_gets_the_text_as_it_is_without_the_last_semicolon(
    text: str, given_to_the_database: str
) -> None:
    assert parse("deals", text, "postgresql").text == given_to_the_database


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select * from deals", True),
        ('-- a row\nSELECT *\nFROM "deals";', True),
        ("select * from deals d", False),
        ("select * from deal", False),
        ("select * from crm.deals", False),
        ("select * from deals where outcome = 'won'", False),
        ("select deal_id from deals", False),
        ("select distinct * from deals", False),
    ],
)
def test_only_the_bare_star_of_the_table_itself_takes_what_is_there(
    text: str, expected: bool
) -> None:
    assert parse("deals", text, "sqlite").takes_what_is_there is expected


def test_a_file_not_named_after_a_table_is_an_error_with_the_nearest(tmp_path: Path) -> None:
    queries = mapping(tmp_path, {"deal": "select 1 as a"})
    with pytest.raises(UnknownNameError, match=r"Did you mean 'deals'\?"):
        read_mapping(queries)


def test_a_missing_or_empty_mapping_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"no mapping folder at .*queries/native"):
        read_mapping(tmp_path / "none")
    with pytest.raises(BadInputError, match="maps nothing"):
        read_mapping(tmp_path)
    (tmp_path / "deals.sql").write_bytes(b"select '\xff' as a")
    with pytest.raises(BadInputError, match="cannot be read as UTF-8"):
        read_mapping(tmp_path)


def test_the_hash_changes_with_any_file(tmp_path: Path) -> None:
    first = read_mapping(mapping(tmp_path, {"deals": "select 1 as a"})).hash
    second = read_mapping(mapping(tmp_path, {"deals": "select 2 as a"})).hash
    third = read_mapping(mapping(tmp_path, {"users": "select 2 as a"})).hash
    assert len({first, second, third}) == 3


def test_native_maps_every_table_of_the_model() -> None:
    from_files = read_mapping(Path("queries/native"))
    assert set(from_files.texts) == set(TABLES)
    assert from_files.name == "queries/native"
    for table, text in from_files.texts.items():
        for kind in ("sqlite", "postgresql", "mysql"):
            assert parse(table, text, kind).takes_what_is_there


def test_a_table_without_a_file_is_absent(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    execute(url, TABLE, LINKS)
    queries = mapping(tmp_path, {"deals": GOOD})
    found: Check = check(settings(url, tmp_path, queries=queries))
    assert found.mapped == ("deals",)
    assert found.tables["tickets"].absent == "the mapping has no file for it"
