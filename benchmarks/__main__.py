"""`make bench`: how fast the pages' numbers are, and how much memory making and syncing take.

Ratios come from interleaved runs, ours and a tuned DuckDB query in turn, so that a slow moment of
the machine meets both. Nothing is written but to a temporary folder and the screen.
"""

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.checks import derived, race_of_checks, write_model
from benchmarks.pages import PAGES, Race, race
from benchmarks.synced import Run, made_and_synced
from crm_metrics.settings import Business
from crm_metrics.snapshot import open_snapshot
from crm_metrics.snapshot.store import Snapshot
from tests.servers import postgresql_server


def main() -> int:
    given = _arguments()
    with tempfile.TemporaryDirectory() as name:
        snapshot = _snapshot(Path(name), given)
        checks = _checks(Path(name), given)
        print(
            f"\n{'page':<12} {'numbers':>8} {'ours':>8} {'DuckDB':>8} {'ratio':>6}  least–most  CPU"
        )
        races = [race(page, snapshot, Business(), given.pairs) for page in PAGES]
        races.append(race_of_checks(checks, given.pairs))
    for item in races:
        print(_line(item))
    slow = [item.page for item in races if item.ratio > given.limit]
    if slow:
        print(f"above {given.limit}: {', '.join(slow)}")
    return 1 if slow else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--deals", type=int, default=1_000_000, help="size of the demo")
    parser.add_argument("--contacts", type=int, default=1_000_000, help="for the field checks")
    parser.add_argument("--pairs", type=int, default=7, help="pairs of runs per page")
    parser.add_argument("--limit", type=float, default=1.2, help="fail above this ratio")
    parser.add_argument("--snapshots", type=Path, help="measure the pages of these snapshots only")
    return parser.parse_args()


def _snapshot(folder: Path, given: argparse.Namespace) -> Snapshot:
    """A snapshot of the demo, synced from PostgreSQL at two sizes to see whether memory is flat."""
    if given.snapshots:
        return open_snapshot(given.snapshots)
    as_of = datetime.now(UTC).date().isoformat()
    print(f"{'':<24} {'seconds':>8} {'peak MB':>8}")
    with postgresql_server() as new_database:
        for deals in (given.deals // 4, given.deals):
            place = folder / str(deals)
            for run in made_and_synced(new_database(), place, deals, as_of):
                _show(run)
    return open_snapshot(place / "snapshots")


def _checks(folder: Path, given: argparse.Namespace) -> Path:
    """Field checks of so many contacts and three times as many activities, and of a quarter."""
    for contacts in (given.contacts // 4, given.contacts):
        place = folder / f"checks-{contacts}"
        write_model(place, contacts, 3 * contacts)
        made = derived(place)
        _show(Run(f"check {made.rows:,} records", made.seconds, made.peak_mb))
    return place


def _show(run: Run) -> None:
    print(f"{run.what:<24} {run.seconds:>8.1f} {run.peak_mb:>8.0f}", flush=True)


def _line(item: Race) -> str:
    ours, theirs = (sorted(pair[side] for pair in item.wall) for side in (0, 1))
    middle = len(ours) // 2
    ratios = sorted(item.ratios)
    return (
        f"{item.page:<12} {item.numbers:>8,} {ours[middle] * 1000:>5.0f} ms "
        f"{theirs[middle] * 1000:>5.0f} ms {item.ratio:>6.2f}  {ratios[0]:.2f}–{ratios[-1]:.2f}   "
        f"{item.cpu_ratio:.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
