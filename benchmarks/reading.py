"""How fast a CRM's table becomes Parquet, beside a client that throws the same rows away.

`python -m benchmarks.reading`. Each database gets a server of its own with a table of deals (ids as
text, exact money, instants, an enumeration). Measured is the reading of that table through
`queries/native`, coercion and Parquet included, facts not; beside it, in turn, the fastest client
of that database that keeps nothing: PostgreSQL's binary COPY by psycopg, `mariadb --quick`. What
follows the reading in a whole sync, the facts, is timed once and told apart. `--large` reads the
same through a view of so many rows in a process of its own, to see whether memory stays flat.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import psycopg

from benchmarks.synced import Run
from crm_metrics.settings import PROJECT, Crm, Settings
from crm_metrics.source import Check, check, sync
from crm_metrics.source.sync import _write_model
from crm_metrics.source.urls import database
from tests.databases import execute
from tests.servers import NewDatabase, postgresql_server, running_mariadb

LIMITS = {"postgresql": 0.55, "mysql": 0.35}
OTHERS = {"postgresql": "COPY to nowhere", "mysql": "mariadb --quick"}
_SCRIPTS = PROJECT / "benchmarks"


@dataclass
class Pairs:
    """Runs in turn, ours and the other client's: seconds of the clock and of our own CPU."""

    rows: int
    ours: list[tuple[float, float]] = field(default_factory=list)
    other: list[tuple[float, float]] = field(default_factory=list)

    def ratios(self, of: int) -> list[float]:
        """The other's seconds divided by ours: our rows per second, as a share of its."""
        pairs = zip(self.ours, self.other, strict=True)
        return sorted(other[of] / ours[of] for ours, other in pairs)

    def __str__(self) -> str:
        wall, cpu = self.ratios(0), self.ratios(1)
        each = [self.rows / median(run[0] for run in runs) for runs in (self.ours, self.other)]
        return (
            f"{each[0]:>12,.0f} {each[1]:>12,.0f} {median(wall):>6.2f}  "
            f"{wall[0]:.2f}–{wall[-1]:.2f}  {median(cpu):>5.2f}"
        )


def main() -> int:
    given = _arguments()
    if given.once:
        read_once(given.once, Path(given.folder))
        return 0
    print(f"{'database':<12} {'rows/s ours':>12} {'other':>12} {'ratio':>6}  least–most    CPU")
    slow = []
    for server in (postgresql_server, _mariadb_server):
        with server() as new_database, tempfile.TemporaryDirectory() as name:
            url = new_database()
            source = database(url)
            fill(url, given.rows)
            pairs = race(url, given.rows, given.pairs)
            print(f"{source.name:<12} {pairs}   against {OTHERS[source.kind]}", flush=True)
            if median(pairs.ratios(0)) < LIMITS[source.kind]:
                slow.append(source.name)
            _show(whole(url, Path(name)))
            for rows in (given.rows, given.large) if given.large else ():
                viewed = new_database()
                view(viewed, rows)
                _show(apart(viewed, rows))
    if slow:
        print(f"slower than the aim: {', '.join(slow)}")
    return 1 if slow else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the table")
    parser.add_argument("--pairs", type=int, default=7, help="pairs of runs per database")
    parser.add_argument("--large", type=int, default=0, help="also look at memory at so many rows")
    parser.add_argument("--once", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    return parser.parse_args()


@contextmanager
def _mariadb_server() -> Iterator[NewDatabase]:
    with running_mariadb() as server:
        yield server.new_database


def fill(url: str, rows: int) -> None:
    """Make the table `deals` with so many rows."""
    view(url, rows)
    execute(url, "create table made as select * from deals", "drop view deals")
    execute(url, "alter table made rename to deals")


def view(url: str, rows: int) -> None:
    """Make the view `deals` with so many rows, which are worked out while they are read."""
    script = _SCRIPTS / f"reading_{database(url).kind}.sql"
    for statement in script.read_text("utf-8").split(";\n"):
        if statement.strip():
            execute(url, statement.replace("1000000", str(rows)))


def race(url: str, rows: int, pairs: int) -> Pairs:
    """Read the table and let the other client read it, in turn; the first pair does not count."""
    other = {"postgresql": _copy, "mysql": _quick}[database(url).kind]
    found = Pairs(rows)
    checked = check(Settings(crm=Crm(url)))
    with tempfile.TemporaryDirectory() as name:
        for pair in range(pairs + 1):
            theirs = _timed(lambda: other(url))
            ours = _timed(lambda: read_once(url, Path(name), checked))
            if pair:
                found.other.append(theirs)
                found.ours.append(ours)
    return found


def read_once(url: str, folder: Path, checked: Check | None = None) -> None:
    """Read the table into a Parquet file, as a sync does once it has checked the mapping."""
    for part in ("model", "dropped"):
        (folder / part).mkdir(exist_ok=True)
    checked = checked or check(Settings(crm=Crm(url)))
    _write_model(database(url), checked, folder, Settings(crm=Crm(url)), None)


def whole(url: str, folder: Path) -> Run:
    """A whole sync, facts included."""
    settings = Settings(crm=Crm(url), snapshot_path=folder / "snapshots")
    began = time.perf_counter()
    sync(settings, now=datetime.now(UTC))
    return Run("whole sync, with facts", time.perf_counter() - began, 0)


def apart(url: str, rows: int) -> Run:
    """Read in a process of its own: the most memory it had."""
    with tempfile.TemporaryDirectory() as name:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.reading", "--once", url, "--folder", name],
            cwd=PROJECT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit("reading in a process of its own failed.")
        seconds = time.perf_counter() - began
    return Run(f"read {rows:,} rows", seconds, usage.ru_maxrss / 1024)


def _copy(url: str) -> None:
    text = "copy (select * from deals) to stdout (format binary)"
    with psycopg.connect(database(url).libpq) as reader, reader.cursor().copy(text) as copy:
        for _ in copy:
            pass


def _quick(url: str) -> None:
    of = database(url).url
    subprocess.run(
        ["mariadb", "--no-defaults", "--quick", f"--host={of.host}", f"--port={of.port}"]
        + [f"--user={of.username}", f"--password={of.password}", str(of.database)]
        + ["--execute=select * from deals"],
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _timed(act: Callable[[], None]) -> tuple[float, float]:
    began, used = time.perf_counter(), _cpu()
    act()
    return time.perf_counter() - began, _cpu() - used


def _cpu() -> float:
    """Seconds of CPU of this process and of those it has waited for; servers are not among them."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def _show(run: Run) -> None:
    memory = f" {run.peak_mb:>6.0f} MB" if run.peak_mb else ""
    print(f"  {run.what:<26} {run.seconds:>6.1f} s{memory}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
