"""The command line, from the typed words to the printed bytes."""

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from crm_metrics.__main__ import main
from crm_metrics.cli import commands
from crm_metrics.cli.arguments import COMMANDS, options_of, parse, parser
from crm_metrics.cli.output import write
from crm_metrics.configured import DEMO_URL, configured, is_demo
from crm_metrics.errors import CrmMetricsError
from crm_metrics.metrics import METRICS
from tests.literal import GOLDEN_DEALS

Run = Callable[..., tuple[int, str, str]]
PROJECT = Path(__file__).resolve().parent.parent
QUARTER = ("--from", "2026-01-01", "--to", "2026-04-01")


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a crm.toml, the nine golden deals in SQLite, and a snapshot of them."""
    folder = tmp_path_factory.mktemp("crm")
    database = sqlite3.connect(folder / "crm.sqlite")
    with database:
        database.execute(
            "create table deals (deal_id text, name text, created_at text, closed_at text, "
            "outcome text, amount numeric, owner_id text, team text, source text)"
        )
        database.executemany(
            "insert into deals values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (key, f"Deal {key}", created, closed, outcome, amount, owner, team, "a=b")
                for key, created, closed, outcome, amount, owner in GOLDEN_DEALS
                for team in ["North" if owner == "ana" else None]
            ],
        )
        database.execute("create table users (user_id text, name text)")
        database.executemany(
            "insert into users values (?, ?)",
            [("ana", "Ana \x1b[31mRed"), ("bo", "Bo"), ("cy", "Cy")],
        )
    database.close()
    (folder / "crm.toml").write_text(
        '[crm]\nurl = "sqlite:///crm.sqlite"\n'
        'record_url = { deals = "https://crm.example.com/deals/{deal_id}" }\n'
        '[snapshot]\npath = "snapshots"\n[business]\nas_of = "2026-04-01"\n'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("CRM_URL", raising=False)
        assert main(["sync"]) == 0
    return folder


@pytest.fixture
def run(crm: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line in the golden folder; returns exit status, stdout, stderr."""
    monkeypatch.chdir(crm)

    def typed(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(words)
        out, err = capsys.readouterr()
        return status, out, err

    return typed


def _objects(run: Run, *words: str) -> list[dict[str, object]]:
    status, out, err = run(*words, "--format", "json")
    assert status == 0, err
    found: list[dict[str, object]] = json.loads(out)
    return found


# Results


def test_win_rate_as_json_has_integer_counts_and_plain_numbers(run: Run) -> None:
    (row,) = _objects(run, "measure", "win_rate", *QUARTER)
    assert (row["won"], row["decided"]) == (4, 6)
    assert row["win_rate"] == pytest.approx(4 / 6)
    assert row["win_rate_low"] == pytest.approx(0.299993, abs=1e-6)


def test_money_is_in_units_of_the_currency(run: Run) -> None:
    (row,) = _objects(run, "measure", "revenue_added", *QUARTER)
    assert row["revenue_added"] == 680


def test_a_table_shows_shares_as_percent(run: Run) -> None:
    status, out, _ = run("measure", "win_rate", *QUARTER)
    heading, row = out.splitlines()
    assert status == 0
    assert heading.split() == ["won", "decided", "win_rate", "win_rate_low", "win_rate_high"]
    assert row.split() == ["4", "6", "66.7", "%", "30.0", "%", "90.3", "%"]


def test_csv_and_json_hold_the_same_values(run: Run) -> None:
    asked = ("measure", "win_rate", *QUARTER, "--by", "owner,month")
    _, text, _ = run(*asked, "--format", "csv")
    read = list(csv.DictReader(io.StringIO(text)))
    objects = _objects(run, *asked)
    assert read == [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in objects
    ]
    assert objects[0]["month"] == "2026-01-01"


def test_options_stand_in_any_order(run: Run) -> None:
    first = run("measure", "win_rate", "--by", "team", *QUARTER, "--format", "csv")
    second = run("measure", "--format=csv", *QUARTER, "--by", "team", "win_rate")
    assert first == second
    assert first[0] == 0


def test_by_may_be_repeated_or_listed(run: Run) -> None:
    listed = run("measure", "win_rate", "--by", "team,month", *QUARTER)
    repeated = run("measure", "win_rate", "--by", "team", "--by", "month", *QUARTER)
    assert listed == repeated


def test_to_is_the_first_day_not_covered(run: Run) -> None:
    # Deal 3 was lost on 2026-01-20.
    until = _objects(run, "measure", "win_rate", "--from", "2026-01-01", "--to", "2026-01-20")
    after = _objects(run, "measure", "win_rate", "--from", "2026-01-01", "--to", "2026-01-21")
    assert (until[0]["decided"], after[0]["decided"]) == (1, 2)


def test_without_a_period_it_is_the_twelve_months_up_to_as_of(run: Run) -> None:
    year = ("--from", "2025-04-02", "--to", "2026-04-02")
    without = _objects(run, "measure", "win_rate")
    assert without == _objects(run, "measure", "win_rate", *year)
    assert without == _objects(run, "measure", "win_rate", "--from", "2025-04-02")
    assert without == _objects(run, "measure", "win_rate", "--to", "2026-04-02")


def test_as_of_hides_what_happened_later(run: Run) -> None:
    (row,) = _objects(run, "measure", "win_rate", *QUARTER, "--as-of", "2026-02-10")
    assert (row["won"], row["decided"]) == (2, 3)


def test_where_joins_the_same_field_by_or_and_different_fields_by_and(run: Run) -> None:
    both = ("--where", "owner=ana", "--where", "owner=bo")
    (row,) = _objects(run, "measure", "win_rate", *QUARTER, *both)
    assert (row["won"], row["decided"]) == (3, 5)
    (row,) = _objects(run, "measure", "win_rate", *QUARTER, *both, "--where", "team=North")
    assert (row["won"], row["decided"]) == (2, 3)


def test_an_empty_value_of_where_means_no_value(run: Run) -> None:
    (row,) = _objects(run, "measure", "win_rate", *QUARTER, "--where", "team=")
    assert (row["won"], row["decided"]) == (2, 3)


def test_the_value_of_where_is_verbatim_after_the_first_equals_sign(run: Run) -> None:
    (row,) = _objects(run, "measure", "win_rate", *QUARTER, "--where", "source=a=b")
    assert row["decided"] == 6


def test_an_unknown_value_gives_an_empty_result_and_a_note(run: Run) -> None:
    status, out, err = run(
        "measure", "win_rate", *QUARTER, "--where", "team=Nroth", "--format", "json"
    )
    assert status == 0
    assert json.loads(out)[0]["win_rate"] is None
    assert err == "note: no row has 'Nroth' as its team.\n"


def test_rows_lists_the_records_with_their_links(run: Run) -> None:
    rows = _objects(run, "rows", "win_rate", *QUARTER)
    assert list(rows[0]) == ["id", "name", "url", "day", "owner", "value"]
    assert {row["id"] for row in rows} == {"1", "2", "3", "4", "5", "8"}
    assert rows[0]["url"] == "https://crm.example.com/deals/1"


def test_set_aside_counts_by_reason_and_lists_on_demand(run: Run) -> None:
    counted = _objects(run, "set-aside", "sales_cycle", *QUARTER)
    listed = _objects(run, "set-aside", "sales_cycle", *QUARTER, "--rows")
    assert sum(row["count"] for row in counted if isinstance(row["count"], int)) == 2
    assert {row["id"] for row in listed} == {"8", "9"}
    assert list(listed[0]) == ["id", "name", "url", "day", "owner", "reason"]


def test_metrics_lists_every_metric(run: Run) -> None:
    listed = _objects(run, "metrics")
    assert [row["name"] for row in listed] == list(METRICS)
    assert list(listed[0]) == ["name", "title", "unit", "says"]


def test_every_metric_prints_in_every_format(run: Run) -> None:
    failed = [
        (name, how, err)
        for name in METRICS
        for how in ("table", "json", "csv")
        for status, out, err in [run("measure", name, *QUARTER, "--format", how)]
        if not (status == 0 and out) and "mapped" not in err
    ]
    assert failed == []


def test_a_terminal_is_safe_from_what_a_crm_holds(run: Run) -> None:
    _, out, _ = run("measure", "win_rate", *QUARTER, "--by", "owner")
    assert "Ana" in out
    assert "\x1b" not in out


# Commands that reach a database


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with settings for a database that is not there yet."""
    monkeypatch.chdir(tmp_path)
    Path("crm.toml").write_text('[crm]\nurl = "sqlite:///crm.sqlite"\n[snapshot]\npath = "s"\n')
    return tmp_path


def _typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main(words)
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.usefixtures("empty")
def test_from_the_demo_to_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    made = _typed(
        capsys,
        "demo",
        "sqlite:///crm.sqlite",
        "--deals",
        "300",
        "--as-of",
        "2026-03-31",
        "--format=json",
    )
    assert made[0] == 0
    assert {"table": "deals", "rows": 300} in json.loads(made[1])
    status, out, err = _typed(capsys, "sync", "--format", "json")
    deals = next(row for row in json.loads(out) if row["table"] == "deals")
    assert status == 0
    assert deals["rows"] + deals["dropped"] == 300
    assert [line for line in err.splitlines() if not line.startswith("note: ")] == []
    status, out, _ = _typed(capsys, "measure", "win_rate", "--as-of", "2026-03-31", "--format=json")
    assert status == 0
    assert json.loads(out)[0]["decided"] > 0


@pytest.mark.usefixtures("empty")
def test_the_demo_leaves_tables_alone_unless_told_to_replace_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("demo", "sqlite:///crm.sqlite", "--deals", "30", "--as-of", "2026-03-31")
    assert _typed(capsys, *words)[0] == 0
    status, out, err = _typed(capsys, *words)
    assert (status, out) == (2, "")
    assert "already has" in err
    assert _typed(capsys, *words, "--replace")[0] == 0


def test_loaded_files_become_tables_that_sync(
    empty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty / "files").mkdir()
    (empty / "files" / "deals.csv").write_text(
        "deal_id,outcome,created_at,closed_at,amount\n007,won,2026-01-01,2026-01-11,100\n"
    )
    status, out, _ = _typed(capsys, "load", "files", "sqlite:///crm.sqlite", "--format", "csv")
    assert (status, out) == (0, "table,rows\ndeals,1\n")
    assert _typed(capsys, "sync")[0] == 0
    _, out, _ = _typed(capsys, "rows", "win_rate", "--to", "2026-02-01", "--format", "json")
    assert [row["id"] for row in json.loads(out)] == ["007"]


@pytest.mark.usefixtures("empty")
def test_check_tells_in_words_and_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    database = sqlite3.connect("crm.sqlite")
    with database:
        database.execute("create table deals (deal_id text, outcome text, created_at text)")
    database.close()
    status, out, err = _typed(capsys, "check")
    assert (status, err) == (0, "")
    assert "deals: " in out
    _, out, _ = _typed(capsys, "check", "--format", "json")
    deals = next(row for row in json.loads(out) if row["table"] == "deals")
    assert deals["is_mapped"] is True
    assert "amount" in deals["missing_optional"]


@pytest.mark.usefixtures("empty")
def test_check_fails_where_a_sync_could_not_begin(capsys: pytest.CaptureFixture[str]) -> None:
    database = sqlite3.connect("crm.sqlite")
    with database:
        database.execute("create table unrelated (id text)")
    database.close()
    status, out, _ = _typed(capsys, "check")
    assert status == 2
    assert "none of the model's tables" in out


@pytest.mark.usefixtures("empty")
def test_init_writes_settings_that_can_be_read_and_never_overwrites(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, _ = _typed(capsys, "init", "--config", "new.toml")
    assert status == 0
    assert "wrote new.toml" in out
    assert configured(Path("new.toml"), {}).business.timezone == "UTC"
    status, out, err = _typed(capsys, "init", "--config", "new.toml")
    assert (status, out) == (2, "")
    assert "exists already" in err


# Wrong input


WRONG = {
    "": "no command given. Choose one of: init, demo, load",
    "mesure win_rate": "no command 'mesure'. Did you mean 'measure'?",
    "--format csv": "no command '--format'. Choose one of: check, demo",
    "measure": "'measure' needs NAME; 'python -m crm_metrics measure --help'",
    "measure winrate": "no metric 'winrate'. Did you mean 'win_rate'?",
    "measure win_rate twice": "'twice' is one argument too many for 'measure'",
    "measure win_rate --form csv": "no option '--form'. Did you mean '--format'?",
    "measure win_rate --format jsn": "no format 'jsn'. Did you mean 'json'?",
    "measure win_rate --by taem": "no field 'taem'. Did you mean 'team'?",
    "measure win_rate --by team,": "'team,' has an empty name; expected a,b.",
    "measure win_rate --by": "--by needs a value",
    "measure win_rate --where taem=x": "no field 'taem'. Did you mean 'team'?",
    "measure win_rate --where team": "'team' is not of the form field=value.",
    "measure win_rate --from 2026-13-01": "'2026-13-01' is not a day; expected YYYY-MM-DD.",
    "measure win_rate --from 20260101": "'20260101' is not a day; expected YYYY-MM-DD.",
    "measure win_rate --from 2026-02-01 --to 2026-01-01": "must be after 'from'",
    "measure win_rate --compare last-year": "Did you mean 'last_year'?",
    "measure win_rate --credit today": "no credit 'today'. Choose one of: event, now.",
    "measure win_curve --at thirty": "'thirty' is not a whole number, 0 or more.",
    "rows win_rate --by team": "no option '--by'. Choose one of: --as-of",
    "set-aside win_rate --rows=yes": "--rows takes no value.",
    "sync --config absent.toml": "no settings file at absent.toml",
    "load nowhere sqlite:///x.sqlite": "nowhere",
}


@pytest.mark.parametrize("line", WRONG)
def test_wrong_input_is_one_sentence_and_status_two(run: Run, line: str) -> None:
    status, out, err = run(*line.split())
    assert (status, out) == (2, "")
    assert WRONG[line] in err
    assert err.count("\n") == 1
    assert "usage" not in err


def test_a_metric_whose_table_is_not_mapped_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    database = sqlite3.connect("users.sqlite")
    with database:
        database.execute("create table users (user_id text, name text)")
    database.close()
    Path("crm.toml").write_text('[crm]\nurl = "sqlite:///users.sqlite"\n[snapshot]\npath = "s"\n')
    assert main(["sync"]) == 0
    capsys.readouterr()
    assert main(["measure", "win_rate"]) == 2
    assert capsys.readouterr().err == "this CRM has no deals mapped.\n"


def test_a_fault_shows_neither_records_nor_secrets(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("postgresql://crm:hunter2@host/crm, customer Jane Doe")

    monkeypatch.setattr(commands, "run", fails)
    status, out, err = run("metrics")
    assert (status, out) == (1, "")
    assert re.fullmatch(
        r"something went wrong that should not have: RuntimeError in "
        r"crm_metrics/__main__\.py line \d+; CRM_DEBUG=1 shows more\.\n",
        err,
    )


def test_debugging_shows_the_whole_fault(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("the details")

    monkeypatch.setattr(commands, "run", fails)
    monkeypatch.setenv("CRM_DEBUG", "1")
    status, _, err = run("metrics")
    assert status == 1
    assert "Traceback" in err
    assert "the details" in err


def test_a_stop_by_the_user_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "run", stopped)
    assert run("metrics") == (130, "", "stopped.\n")


# As a program


def _program(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), **more}
    environment.pop("CRM_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "crm_metrics", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_program_keeps_results_and_errors_apart(crm: Path) -> None:
    good = _program(crm, "measure", "win_rate", *QUARTER, "--format", "json")
    said = "note: 1 of 7 rows set aside; 'set-aside win_rate' says why.\n"
    assert (good.returncode, good.stderr) == (0, said)
    assert json.loads(good.stdout)[0]["won"] == 4
    wrong = _program(crm, "measure", "win_rat")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == "no metric 'win_rat'. Did you mean 'win_rate'?\n"


def test_the_output_is_utf_8_whatever_the_locale(crm: Path) -> None:
    shown = _program(crm, "measure", "win_rate", "--where", "team=x", PYTHONIOENCODING="latin-1")
    assert shown.returncode == 0
    assert "–" in shown.stdout


def test_a_reader_who_has_seen_enough_ends_it_quietly(crm: Path) -> None:
    piped = subprocess.run(
        f'"{sys.executable}" -m crm_metrics metrics --format json | true',
        shell=True,
        cwd=crm,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert piped.stderr == ""


# Which CRM is meant


def test_without_settings_it_is_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = configured(environment={})
    assert settings.crm.url == DEMO_URL
    assert is_demo(settings)


def test_a_crm_in_the_environment_never_shares_a_folder_with_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = configured(environment={"CRM_URL": "sqlite:///own.sqlite"})
    assert own.crm.url == "sqlite:///own.sqlite"
    assert not is_demo(own)
    assert own.snapshot_path != configured(environment={}).snapshot_path


def test_a_settings_file_in_the_folder_is_found(crm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(crm)
    assert configured(environment={}).business.as_of == date(2026, 4, 1)


def test_a_settings_file_that_was_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(CrmMetricsError, match="no settings file"):
        configured(tmp_path / "absent.toml", {})


# Writing


def _written(rows: pl.DataFrame, how: str) -> str:
    to = io.StringIO()
    write(rows, how, to)
    return to.getvalue()


def test_missing_values_are_null_in_json_and_empty_in_csv_and_never_nan() -> None:
    rows = pl.DataFrame({"share": [None, float("nan"), float("inf"), 0.5]})
    assert [row["share"] for row in json.loads(_written(rows, "json"))] == [None, None, None, 0.5]
    # A row of one empty field is quoted, or it would be no row.
    assert _written(rows, "csv") == 'share\n""\n""\n""\n0.5\n'
    assert _written(rows, "table").split() == ["share", "–", "–", "–", "0.50"]


def test_exact_decimals_stay_numbers() -> None:
    rows = pl.DataFrame({"amount": [Decimal("12.50")]}, schema={"amount": pl.Decimal(18, 2)})
    assert json.loads(_written(rows, "json")) == [{"amount": 12.5}]


def test_no_rows_are_an_empty_list_and_a_heading() -> None:
    rows = pl.DataFrame(schema={"id": pl.String, "value": pl.Float64})
    assert json.loads(_written(rows, "json")) == []
    assert _written(rows, "csv") == "id,value\n"
    assert _written(rows, "table") == "id  value\n"


# The documentation


def _sections() -> dict[str, str]:
    text = (PROJECT / "docs" / "command-line.md").read_text("utf-8")
    commands_ = text.partition("## The commands")[2].partition("## The options")[0]
    return {
        section.partition("\n")[0].strip(): section for section in commands_.split("\n### ")[1:]
    }


def test_every_command_is_documented() -> None:
    assert list(_sections()) == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented_with_its_command(command: str) -> None:
    listed = _sections()[command].rpartition("Options: ")[2]
    assert re.findall(r"`(--[a-z-]+)`", listed) == options_of(command)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained_in_the_help(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        parse([command, "--help"])
    shown = capsys.readouterr().out
    assert left.value.code == 0
    assert set(re.findall(r"^  (--[a-z-]+)", shown, re.MULTILINE)) == set(options_of(command))


def test_every_option_is_in_the_table_of_options() -> None:
    text = (PROJECT / "docs" / "command-line.md").read_text("utf-8")
    explained = re.findall(r"^\| `(--[a-z-]+)", text, re.MULTILINE)
    assert set(explained) == {option for command in COMMANDS for option in options_of(command)}


def test_the_help_names_every_command() -> None:
    shown = parser().format_help()
    assert [name for name in COMMANDS if name not in shown] == []
