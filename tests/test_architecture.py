"""The borders and habits of the code, held by reading it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
NOT_OURS = {".git", ".venv", "data", "__pycache__"}
# Where the clock may be read: at the two doors through which a user comes in.
DOORS = {"app.py", "crm_metrics/__main__.py"}

# Files under the first must not import any of the others.
BORDERS = {
    "crm_metrics": ("streamlit", "dashboard", "pages", "app", "tests"),
    "crm_metrics/metrics": (
        "crm_metrics.source",
        "crm_metrics.snapshot",
        "crm_metrics.settings",
        "crm_metrics.cli",
        "crm_metrics.demo",
        "sqlalchemy",
    ),
    "crm_metrics/facts": ("crm_metrics.source", "crm_metrics.snapshot", "crm_metrics.measure"),
    "crm_metrics/source": ("crm_metrics.measure", "crm_metrics.cli", "crm_metrics.demo"),
    "crm_metrics/snapshot": ("crm_metrics.source", "crm_metrics.measure", "crm_metrics.cli"),
    "crm_metrics/cli": ("crm_metrics.__main__",),
    "crm_metrics/statistics": ("crm_metrics.metrics", "crm_metrics.snapshot", "narwhals"),
    "dashboard": ("pages", "app", "sqlalchemy", "crm_metrics.cli"),
    "pages": ("app", "sqlalchemy", "crm_metrics.cli", "crm_metrics.source", "polars"),
}


def _ours(*suffixes: str) -> Iterator[Path]:
    """Every file of the project with such a name."""
    for path in sorted(PROJECT.rglob("*")):
        parts = path.relative_to(PROJECT).parts
        is_hidden = any(part.endswith("_cache") or part == ".hypothesis" for part in parts)
        if is_hidden or NOT_OURS & set(parts[:-1]) or not path.is_file():
            continue
        if path.name.endswith(suffixes) or path.name in suffixes:
            yield path


def _name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def _shipped() -> list[Path]:
    """The Python files a user runs: no tests, no benchmarks."""
    apart = ("tests/", "benchmarks/")
    return [path for path in _ours(".py") if not _name(path).startswith(apart)]


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def _imports(path: Path) -> Iterator[str]:
    """Every module a file imports, with the names imported from it, wherever the import stands."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _dotted(node: ast.expr) -> str:
    """`a.b.c` for such an expression; empty for another."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            before = _dotted(node.value)
            return f"{before}.{node.attr}" if before else ""
    return ""


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call: the end of the dotted name it is made by, and the call."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call):
            yield _dotted(node.func), node


@pytest.mark.parametrize("place", BORDERS)
def test_each_room_knows_only_the_rooms_behind_it(place: str) -> None:
    crossed = [
        f"{_name(path)} imports {module}"
        for path in _ours(".py")
        if _name(path) == place or _name(path).startswith(f"{place}/")
        for module in _imports(path)
        for forbidden in BORDERS[place]
        if module == forbidden or module.startswith(f"{forbidden}.")
    ]
    assert crossed == []


def test_imports_are_absolute_so_that_a_border_can_be_read() -> None:
    relative = [
        f"{_name(path)} line {node.lineno}"
        for path in _ours(".py")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_only_the_doors_read_the_clock() -> None:
    clocks = re.compile(
        r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime)"
        r"|strftime\(\))$"
    )
    readers = [
        f"{_name(path)} line {call.lineno}"
        for path in _shipped()
        if _name(path) not in DOORS
        for name, call in _calls(path)
        if clocks.search(name)
    ]
    assert readers == []


def test_chance_comes_from_a_seed() -> None:
    maker = re.compile(r"(^|\.)(default_rng|PCG64|SeedSequence)$")
    global_state = re.compile(r"(np|numpy)\.random\.[a-z]")
    unseeded = [
        f"{_name(path)} line {call.lineno}"
        for path in _shipped()
        for name, call in _calls(path)
        if (maker.search(name) and not call.args and not call.keywords)
        or (global_state.match(name) and not maker.search(name))
    ]
    assert unseeded == []
    assert [_name(path) for path in _shipped() if "random" in _imports(path)] == []


def test_sql_is_never_put_together_from_texts() -> None:
    runs_sql = re.compile(r"(^|\.)(text|execute|executemany|exec_driver_sql|read_database)$")
    built = [
        f"{_name(path)} line {call.lineno}"
        for path in _shipped()
        for name, call in _calls(path)
        if runs_sql.search(name) and call.args and _is_put_together(call.args[0])
    ]
    assert built == []


def _is_put_together(node: ast.expr) -> bool:
    """An f-string with a value, a sum or `%` of texts, or `.format(…)`."""
    match node:
        case ast.JoinedStr():
            return any(isinstance(part, ast.FormattedValue) for part in node.values)
        case ast.BinOp():
            return True
        case ast.Call(func=ast.Attribute(attr="format", value=ast.Constant(value=str()))):
            return True
    return False


def test_a_page_only_arranges() -> None:
    arithmetic = (ast.Add, ast.Sub, ast.Mult, ast.Div)
    more = [
        f"{_name(path)} line {node.lineno}"
        for path in _ours(".py")
        if _name(path).startswith("pages/")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
        or (isinstance(node, ast.BinOp) and isinstance(node.op, arithmetic))
    ]
    assert more == []


def test_a_module_has_a_subject() -> None:
    without = {"utils.py", "helpers.py", "common.py", "constants.py", "misc.py", "tools.py"}
    assert [_name(path) for path in _ours(".py") if path.name in without] == []


def test_every_test_asserts() -> None:
    silent = [
        f"{_name(path)}::{node.name}"
        for path in _ours(".py")
        if path.name.startswith("test_")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if not _asserts(node)
    ]
    assert silent == []


def _asserts(function: ast.FunctionDef) -> bool:
    checks = re.compile(r"(^|\.)(raises|warns|fail|(assert|check|expect)\w*)$")
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Call) and checks.search(_dotted(node.func)))
        for node in ast.walk(function)
    )


def test_nothing_is_left_for_later_and_nothing_names_the_workshop() -> None:
    # Written in halves, or this file would find itself.
    words = ["TO" + "DO", "FIX" + "ME", "/wo" + "rk/", "--index" + "-url", "--find" + "-links"]
    # In quotes it is a value: the status of a task in one of the CRMs.
    pattern = re.compile("|".join(rf"(?<!['\"]){re.escape(word)}(?!['\"])" for word in words))
    suffixes = (".py", ".md", ".sql", ".toml", ".txt", ".sh", ".yaml", "Makefile", "run")
    found = [
        f"{_name(path)} line {number}"
        for path in _ours(*suffixes)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_every_package_is_pinned_and_says_what_it_is_for() -> None:
    lines = (PROJECT / "requirements.txt").read_text("utf-8").splitlines()
    packages = [line for line in lines if line and not line.startswith(("#", "-"))]
    pinned = re.compile(r"[a-z0-9-]+(\[\w+\])?==[0-9.]+\s+# \S.+")
    assert packages
    assert [line for line in packages if not pinned.fullmatch(line)] == []


def test_the_constraints_agree_with_the_pins() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (PROJECT / name).read_text("utf-8").lower().replace("_", "-")
        return dict(re.findall(r"^([a-z0-9.-]+)(?:\[\w+\])?==(\S+)", text, re.MULTILINE))

    direct = pins("requirements.txt") | pins("requirements-dev.txt")
    tried = pins("constraints.txt")
    assert {name: tried.get(name) for name in direct} == direct
