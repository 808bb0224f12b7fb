"""The demo at full size: made in PostgreSQL, synced from there, each in a process of its own.

Memory is the peak resident set of the process as the operating system counts it when it ends.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from crm_metrics.settings import PROJECT


@dataclass(frozen=True, slots=True)
class Run:
    """One command: what it did, how long it took, how much memory it had at most."""

    what: str
    seconds: float
    peak_mb: float


def made_and_synced(url: str, folder: Path, deals: int, as_of: str) -> tuple[Run, Run]:
    """Make the demo in the database and sync it into `folder`/snapshots."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "crm.toml"
    config.write_text('[snapshot]\npath = "snapshots"\n', "utf-8")
    made = _run(f"make {deals:,} deals", url, "demo", url, "--deals", str(deals), "--as-of", as_of)
    synced = _run(f"sync {deals:,} deals", url, "sync", "--config", str(config))
    return made, synced


def _run(what: str, url: str, *words: str) -> Run:
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "crm_metrics", *words],
        cwd=PROJECT,
        env={**os.environ, "CRM_URL": url, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(
            f"{what} failed; run 'python -m crm_metrics {words[0]}' by hand to see why."
        )
    return Run(what, time.perf_counter() - began, usage.ru_maxrss / 1024)
