"""Valid: would it work? E-mail addresses and telephone numbers, each distinct one judged once."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import email_validator
import phonenumbers
import polars as pl

from crm_metrics.facts.filled import Placeholders, is_one_digit_over_and_over

# What is known of a field: the octal digits of `field_checks.states`.
NOT_REQUIRED, MISSING, FILLED, VALID, INVALID = range(5)
BITS = 3
STATE = pl.UInt8()
# A run remembers so many verdicts; beyond that the same address may be judged again.
_REMEMBERED = 100_000
# Plain addresses, for which the rules of `email_validator` come to these: nine in ten of a CRM's.
_PLAIN_ADDRESS = (
    r"(?i)^[a-z0-9_+-]{1,30}(\.[a-z0-9_+-]{1,30}){0,1}"
    r"@([a-z0-9]{1,20}(-[a-z0-9]{1,20}){0,2}\.){1,3}[a-z]{2,20}$"
)
# The name, and the first part of the domain.
_SIDES = ("^(.*)@", "@([^.@]*)[^@]*$")
_RESERVED = rf"(?i)[@.]({'|'.join(email_validator.SPECIAL_USE_DOMAIN_NAMES)})$"


class Judge:
    """The states of e-mail addresses and telephone numbers; it remembers what it has judged."""

    def __init__(self, placeholders: Placeholders) -> None:
        self._placeholders = placeholders
        remember = lru_cache(_REMEMBERED)
        self._email: Callable[[str], int] = remember(self._judged_email)
        self._phone: Callable[[str, str | None], int] = remember(self._judged_phone)

    def emails(self, texts: pl.Series) -> pl.Series:
        """Valid as `email_validator` says without asking a name server: mail could be sent to it.

        An address of placeholders on both sides ("test@test.com") is missing.
        """
        frame = pl.DataFrame({"text": texts}).select(pl.col("text").str.strip_chars())
        text = pl.col("text")
        is_made_up = text.str.contains("@", literal=True) & ~pl.any_horizontal(
            self._placeholders.is_filled(text.str.extract(part)) for part in _SIDES
        )
        is_missing = ~self._placeholders.is_filled(text) | is_made_up
        is_plain = text.str.contains(_PLAIN_ADDRESS) & ~text.str.contains(_RESERVED)
        first = (
            pl.when(is_missing)
            .then(pl.lit(MISSING, STATE))
            .when(is_plain)
            .then(pl.lit(VALID, STATE))
        )
        return _with_judged(frame.with_columns(state=first), ("text",), self._email)

    def phones(self, texts: pl.Series, regions: pl.Series) -> pl.Series:
        """Valid as `phonenumbers` says of the number in its region (an ISO code, null: unknown).

        Without a region only numbers in the international form can be. One digit over and over is
        missing.
        """
        is_filled = self._placeholders.is_filled(pl.col("text"))
        frame = pl.DataFrame({"text": texts, "region": regions}).select(
            pl.col("text").str.strip_chars(),
            "region",
            state=pl.when(~is_filled).then(pl.lit(MISSING, STATE)),
        )
        return _with_judged(frame, ("text", "region"), self._phone)

    def _judged_email(self, text: str) -> int:
        try:
            email_validator.validate_email(text, check_deliverability=False, strict=True)
        except email_validator.EmailNotValidError:
            return INVALID
        return VALID

    def _judged_phone(self, text: str, region: str | None) -> int:
        if is_one_digit_over_and_over(text):
            return MISSING
        # "00" is how much of the world dials "+"; with a region the library knows what is dialled.
        text = f"+{text[2:]}" if region is None and text.startswith("00") else text
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            return INVALID
        return VALID if phonenumbers.is_valid_number(number) else INVALID


def _with_judged(frame: pl.DataFrame, given: Sequence[str], judge: Callable[..., int]) -> pl.Series:
    """The column `state`; where it is null, judged by the columns given, each case once."""
    open_cases = frame.filter(pl.col("state").is_null()).select(given).unique()
    verdicts = [judge(*case) for case in open_cases.iter_rows()]
    judged = open_cases.with_columns(judged=pl.Series(verdicts, dtype=STATE))
    joined = frame.join(judged, on=list(given), how="left", nulls_equal=True, maintain_order="left")
    return joined.select(pl.coalesce("state", "judged")).to_series()
