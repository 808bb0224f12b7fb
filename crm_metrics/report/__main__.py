"""`python -m crm_metrics.report docs` prints the documentation pages into a folder."""

import sys
from pathlib import Path

from crm_metrics.report.documentation import PAGES


def main(folder: Path) -> None:
    for name, page in PAGES.items():
        (folder / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
