"""Money at the door of the facts: one reporting currency, exact, rounded half-even once."""

import polars as pl

from crm_metrics.facts.fact import DAY, MONEY, MONEY_UNIT
from crm_metrics.settings import Business

# In units of the currency: ten-thousandths of more do not fit 64 bits.
LARGEST = 9e14


def with_reporting_amount(
    rows: pl.DataFrame,
    rates: pl.DataFrame | None,
    business: Business,
    *,
    amount: str = "amount",
    currency: str = "currency",
    day: str = "rate_day",
) -> pl.DataFrame:
    """Replace `amount` by ten-thousandths of the reporting currency and add `has_rate`.

    The rate is the last one valid from `day` or earlier. A null or blank currency is the
    reporting currency, whose rate is 1 by definition. Where a currency has no rate on that day,
    the amount is null and `has_rate` is false. An amount beyond what 64 bits can hold (a telephone
    number in the wrong field) is null and `is_too_large` is true.
    """
    code = pl.col(currency).str.strip_chars().str.to_uppercase()
    rows = rows.with_columns(_code=pl.when(code == "").then(None).otherwise(code))
    is_reporting = pl.col("_code").is_null() | (pl.col("_code") == business.currency)
    rows = _with_rate(rows, rates, day)
    rate = pl.when(is_reporting).then(pl.lit(1).cast(pl.Decimal(38, 12))).otherwise(pl.col("_rate"))
    fits = (pl.col(amount).cast(pl.Float64) * rate.cast(pl.Float64)).abs() < LARGEST
    # An amount has ten decimals and a rate twelve: with 22 the product is exact, and rounded once.
    exact = pl.when(fits).then(pl.col(amount)).cast(pl.Decimal(38, 22)) * rate
    converted = exact.round(4, mode="half_to_even").cast(pl.Decimal(38, 4)) * MONEY_UNIT
    return rows.with_columns(
        converted.cast(MONEY).alias(amount),
        has_rate=is_reporting | pl.col("_rate").is_not_null(),
        is_too_large=(~fits).fill_null(False),
    ).drop("_code", "_rate")


def _with_rate(rows: pl.DataFrame, rates: pl.DataFrame | None, day: str) -> pl.DataFrame:
    if rates is None:
        return rows.with_columns(_rate=pl.lit(None, pl.Decimal(38, 12)))
    known = (
        rates.select(
            _code=pl.col("currency").str.strip_chars().str.to_uppercase(),
            _from=pl.col("valid_from").cast(DAY),
            _rate=pl.col("rate"),
        )
        .unique(["_code", "_from"], keep="last", maintain_order=True)
        .sort("_from")
    )
    # Each currency and day is looked up once: there are far fewer of them than rows.
    wanted = rows.select("_code", day).drop_nulls().unique().sort(day)
    found = wanted.join_asof(
        known, left_on=day, right_on="_from", by="_code", check_sortedness=False
    ).drop("_from")
    return rows.join(found, on=["_code", day], how="left", maintain_order="left")
