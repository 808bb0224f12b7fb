"""The Data quality page in words: which sets and fields have holes, and what every number lacks."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from crm_metrics.facts.fact import TEXT
from crm_metrics.report.wording import counted, field_title, short


def sets_beside(by_set: pl.DataFrame) -> pl.DataFrame:
    """The completeness of each set as segments of a chart, not judged against one another."""
    return by_set.sort("record_completeness", nulls_last=True).with_columns(
        segment=_title("set"), verdict=pl.lit(None, TEXT), rest=pl.lit(None, pl.Float64)
    )


def emptiest_field(fields: pl.DataFrame) -> str:
    """The required field that is filled least, in a sentence; empty where nothing is missing."""
    gaps = fields.with_columns(missing=pl.col("required") - pl.col("filled"))
    gaps = gaps.filter(pl.col("missing") > 0).sort("field_completeness")
    if gaps.is_empty():
        return ""
    row = gaps.row(0, named=True)
    return (
        f"Filled least: {_words(row['field'])} of {_words(row['set'])}, "
        f"{short(row['field_completeness'], 'share')}; "
        f"{row['missing']:,} of {counted(row['required'], 'record')} lack it."
    )


def fields_table(answers: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every required field, in the order of the sets: how often it is filled, and would work."""
    keys = ["set", "field"]
    validity = answers["field_validity"].select(*keys, "field_validity")
    fields = answers["field_completeness"].join(
        validity, on=keys, how="left", maintain_order="left"
    )
    return fields.select(
        _title("set").alias("Set"),
        pl.col("field").alias("Field"),
        pl.col("required").alias("Records"),
        (pl.col("required") - pl.col("filled")).alias("Empty"),
        pl.col("field_completeness").alias("Filled"),
        pl.col("field_completeness_low").alias("Low, 95 %"),
        pl.col("field_completeness_high").alias("High, 95 %"),
        pl.col("field_validity").alias("Valid"),
    )


def sets_table(answers: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every required set: its records, how many are complete, and weighted by open amount."""
    by_amount = answers["record_completeness_by_amount"].select(
        "set", "record_completeness_by_amount"
    )
    sets = answers["record_completeness"].join(
        by_amount, on="set", how="left", maintain_order="left"
    )
    return sets.select(
        _title("set").alias("Set"),
        pl.col("records").alias("Records"),
        pl.col("complete").alias("Complete"),
        pl.col("record_completeness").alias("Completeness"),
        pl.col("record_completeness_low").alias("Low, 95 %"),
        pl.col("record_completeness_high").alias("High, 95 %"),
        pl.col("record_completeness_by_amount").alias("By open amount"),
    )


def coverage_table(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Input coverage of every number: the share of rows it could use, and why not the rest."""
    listed = [
        (
            row["title"],
            row["input_coverage"],
            row["used"],
            row["set_aside"],
            row["undated"],
            _why(row),
        )
        for row in rows
    ]
    schema = {
        "Number": pl.String,
        "Usable": pl.Float64,
        "Used": pl.Int64,
        "Set aside": pl.Int64,
        "Period unknown": pl.Int64,
        "Why": pl.String,
    }
    return pl.DataFrame(listed, schema, orient="row").sort("Usable", nulls_last=True)


def _why(row: Mapping[str, Any]) -> str:
    if row["not_mapped"]:
        return f"not mapped: {', '.join(row['not_mapped'])}"
    if row["used"] is None:
        return "its rows do not have the field that is filtered by"
    return "; ".join(f"{item['count']:,} {item['reason']}" for item in row["reasons"])


def _title(column: str) -> pl.Expr:
    return pl.col(column).map_elements(field_title, return_dtype=TEXT)


def _words(name: str) -> str:
    """A field's path as one would say it: "contact.last_name" is the contact's last name."""
    return " or ".join(
        path.replace(".", "'s ").removesuffix("_id").replace("_", " ")
        for path in name.split(" or ")
    )
