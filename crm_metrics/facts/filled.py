"""Filled: does a field say anything? A space, a dash or "n/a" got past the form, no more.

A text says something when a letter, a digit or a pictograph is left once the invisible signs are
taken away, and when it is none of the placeholders. Texts and placeholders are compared without
case, width, spaces and punctuation: "N / A", "n.a." and "ｎ／ａ" are one placeholder.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

import polars as pl

# Format signs (zero-width spaces, marks of direction), controls, and letters that show nothing.
_INVISIBLE = r"[\p{Cf}\p{Cc}\u{115F}\u{1160}\u{3164}\u{2800}\u{FE0F}]"
_SPACE = r"\s+"
_SAYS_SOMETHING = r"[\p{L}\p{N}\p{Extended_Pictographic}]"
_NOT_A_WORD = r"[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]+"


@dataclass(frozen=True)
class Placeholders:
    """The texts that people type to get past a required field, as the settings list them."""

    listed: tuple[str, ...]

    @cached_property
    def words(self) -> list[str]:
        """As `word` leaves them; those of punctuation only never say anything anyway."""
        found = pl.select(word(pl.lit(pl.Series(self.listed, dtype=pl.String)))).to_series()
        return sorted(set(found) - {""})

    def is_filled(self, text: pl.Expr) -> pl.Expr:
        """True where a text says something; null is false."""
        plain = _plain(text)
        said = plain.str.replace_all(_NOT_A_WORD, "")
        is_filled = plain.str.contains(_SAYS_SOMETHING) & ~said.is_in(self.words)
        return is_filled.fill_null(False)


def word(text: pl.Expr) -> pl.Expr:
    """What is compared: letters, digits and pictographs only, in lower case and normal width."""
    return _plain(text).str.replace_all(_NOT_A_WORD, "")


def _plain(text: pl.Expr) -> pl.Expr:
    return (
        text.str.normalize("NFKC")
        .str.to_lowercase()
        .str.replace_all(_INVISIBLE, "")
        .str.replace_all(_SPACE, "")
    )


def is_one_digit_over_and_over(phone: str) -> bool:
    """Whether a number is a key held down, behind a country code or trunk prefix or not.

    >>> list(map(is_one_digit_over_and_over, ("+7 (999) 999-99-99", "000000", "+1 800 444 4444")))
    [True, True, False]
    """
    digits = "".join(str(unicodedata.digit(sign)) for sign in phone if sign.isdecimal())
    return re.fullmatch(r"\d{0,3}?(\d)\1{5,}", digits) is not None
