"""Which CRM is meant: the one in `crm.toml` or CRM_URL, else the demo."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from crm_metrics.settings import PROJECT, Crm, Settings, read_settings

DEFAULT_FILE = Path("crm.toml")
# Apart from `data/snapshots`, so that the demo never passes for the user's own CRM.
DEMO = PROJECT / "data" / "demo"
DEMO_URL = f"sqlite:///{DEMO / 'crm.sqlite'}"


def configured(file: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of `file`, else of the file CRM_CONFIG names, else of `crm.toml` in this folder,
    else of CRM_URL, else the demo's.

    Errors: those of `read_settings`.
    """
    named = environment.get("CRM_CONFIG", "").strip()
    if file is None and named:
        file = Path(named)
    if file is None and DEFAULT_FILE.exists():
        file = DEFAULT_FILE
    settings = read_settings(file, environment)
    if file or settings.crm.url:
        return settings
    return replace(settings, crm=Crm(url=DEMO_URL), snapshot_path=DEMO / "snapshots")


def is_demo(settings: Settings) -> bool:
    """Whether these settings stand for the demo, which a page says aloud."""
    return settings.crm.url == DEMO_URL
