"""`python -m tests.screenshots [folder]` draws every page and looks for faults.

Over the demo, the Maven example where its files are, one deal and no deal; 1440 and 360 pixels
wide, light and dark. The pictures go to `data/screenshots/<crm>/`, those of the README, made
smaller, to `docs/images/`. Ends with 1 when a page has a fault, after all have been drawn.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from crm_metrics import demo, source
from crm_metrics.configured import DEMO, DEMO_URL, configured
from crm_metrics.settings import PROJECT, Crm, Settings, read_settings
from tests import crms
from tests.browsing import PAGES, PHONE, WIDE, Visit, served
from tests.servers import open_chromium

WIDTHS = (WIDE, PHONE)
THEMES = ("light", "dark")
FOLDER = PROJECT / "data" / "screenshots"
IMAGES = PROJECT / "docs" / "images"
# The pictures of the README: name, then CRM, page, width and theme.
IN_THE_README = {
    "overview": ("demo", "", WIDE, "light"),
    "retention": ("demo", "retention", WIDE, "light"),
    "win_rate_dark": ("demo", "win_rate", WIDE, "dark"),
}
_DEALS = 20_000
# Enough for what the pages use, and it makes the files a third as large.
_COLOURS = 128


def main(folder: Path) -> int:
    """Draw everything; how many pages have a fault."""
    faulty = 0
    with TemporaryDirectory() as place, open_chromium() as browser:
        for crm, prepared in _crms(Path(place)):
            shutil.rmtree(folder / crm, ignore_errors=True)
            (folder / crm).mkdir(parents=True)
            with served(prepared) as url:
                for path, width, theme in _looks():
                    with Visit(browser, theme=theme, width=width) as visit:
                        visit.open(f"{url}/{path}")
                        faults = visit.faults()
                        visit.page.screenshot(path=folder / _name(crm, path, width, theme))
                    faulty += bool(faults)
                    for fault in faults:
                        print(f"{_name(crm, path, width, theme)}: {fault}")  # noqa: T201
    IMAGES.mkdir(exist_ok=True)
    for name, look in IN_THE_README.items():
        _make_small(folder / _name(*look), IMAGES / f"{name}.png")
    return faulty


def _looks() -> Iterator[tuple[str, int, str]]:
    for path in PAGES:
        for width in WIDTHS:
            for theme in THEMES:
                yield path, width, theme


def _name(crm: str, path: str, width: int, theme: str) -> str:
    return f"{crm}/{path or 'overview'}-{width}-{theme}.png"


def _crms(place: Path) -> Iterator[tuple[str, Path]]:
    """Folders to serve from, each with its settings and a snapshot of now; the demo without."""
    now = datetime.now(UTC)
    if not (DEMO / "crm.sqlite").exists():
        DEMO.mkdir(parents=True, exist_ok=True)
        demo.make(DEMO_URL, deals=_DEALS, seed=1, as_of=now.date())
    folder = _folder(place, "demo")
    source.sync(_settings_of_the_demo(), now=now)
    yield "demo", folder
    if crms.has_maven_files():
        folder = _folder(place, "maven")
        crms.maven(folder, f"sqlite:///{folder / 'maven.sqlite'}")
        yield "maven", folder
    for crm, deals in (("one_deal", crms.FEW_DEALS[:1]), ("no_deal", ())):
        folder = _folder(place, crm)
        url = crms.database(folder / "crm.sqlite", crms.DEALS, deals=deals)
        source.sync(configured(crms.settings_file(folder, url), {}), now=now)
        yield crm, folder


def _settings_of_the_demo() -> Settings:
    """The demo's own, whatever `crm.toml` stands in this folder."""
    return replace(read_settings(None, {}), crm=Crm(url=DEMO_URL), snapshot_path=DEMO / "snapshots")


def _folder(place: Path, name: str) -> Path:
    folder = place / name
    folder.mkdir()
    return folder


def _make_small(picture: Path, small: Path) -> None:
    """The first screen and a little more, with fewer colours: a picture to be loaded quickly."""
    with Image.open(picture) as whole:
        top = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, 1100)))
    top.quantize(_COLOURS, dither=Image.Dither.NONE).save(small, optimize=True)


if __name__ == "__main__":
    sys.exit(min(1, main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)))
