"""Countries as CRMs spell them: names in many languages, codes of two or three letters."""

import unicodedata
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("countries.tsv")


def region_of(country: str) -> str | None:
    """The ISO 3166 code of a country, None where it is not known.

    >>> [region_of(name) for name in ("Germany", "DE", "deu", "Deutschland", "U.K.", "Atlantis")]
    ['DE', 'DE', 'DE', 'DE', 'GB', None]
    """
    return _regions().get(_folded(country))


def _folded(country: str) -> str:
    """Without case, dots, accents, spaces to spare and a leading "the"."""
    signs = unicodedata.normalize("NFKD", country).casefold().replace(".", "")
    plain = "".join(sign for sign in signs if not unicodedata.combining(sign))
    return " ".join(plain.split()).removeprefix("the ")


@cache
def _regions() -> dict[str, str]:
    """Every spelling → the code. A code wins over a name, and the first name over a later one."""
    lines = [line for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = [line.split("\t") for line in lines]
    codes = {code.casefold(): row[0] for row in rows for code in row[:2] if code}
    names: dict[str, str] = {}
    for region, _, spellings in rows:
        for spelling in spellings.split("|"):
            names.setdefault(_folded(spelling), region)
    return names | codes
