"""The documentation pages that are printed from the code: the definitions and the model."""

from crm_metrics.metric import Metric
from crm_metrics.metrics import METRICS
from crm_metrics.model import TABLES, Column, Table

_ADDS = {
    "flow": "adds up over groups and over time",
    "level": "adds up over groups, not over time",
    "distinct": "adds up over neither groups nor time",
    "movement": "adds up over groups, not over time",
    "none": "never adds up; a total is worked out again from the rows",
}


def definitions_page() -> str:
    """What every number means, one section per metric."""
    sections = [_definition(metric) for metric in METRICS.values()]
    head = (
        "# Definitions\n\n"
        "Printed from the code by `make docs`; the same words stand on the Definitions page.\n"
        "Periods run from their first day up to, but not including, their last (`[from, to)`), in\n"
        "days of the business time zone. Nothing after the as-of day is known.\n"
    )
    return "\n".join([head, *sections])


def _definition(metric: Metric) -> str:
    lines = [
        f"## {metric.title}",
        "",
        f"`{metric.name}` · {metric.unit} · {_ADDS[metric.adds]}",
        "",
        metric.says,
        "",
        f"- **Counts by** {metric.day_says}.",
        f"- **Includes** {_lower_first(metric.includes)}",
        f"- **Set aside:** {'; '.join(_reasons(metric))}.",
        f"- **Where it differs:** {metric.differs}",
        f"- **Source:** {metric.source}",
        "",
    ]
    return "\n".join(lines)


def _reasons(metric: Metric) -> list[str]:
    return list(dict.fromkeys([metric.undated, *(item.reason for item in metric.requires)]))


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def model_page() -> str:
    """The canonical model, one table of columns per table."""
    head = (
        "# The model\n\n"
        "Printed from the code by `make docs`. A mapping (`queries/<crm>/<table>.sql`) selects\n"
        "these columns from one CRM. **R**: a row without it is dropped at sync and counted.\n"
        "Everything else may be null or left out; so may whole tables. Any further column is an\n"
        "own field, usable in `--by` and `--where`.\n\n"
        "An instant without a time zone is UTC. A day without a time is that day in the business\n"
        "time zone, and stored as its noon. Every `ended_on` is the first day *not* covered.\n"
    )
    return "\n".join([head, *(_table(table) for table in TABLES.values())])


def _table(table: Table) -> str:
    rows = "\n".join(_column(column) for column in table.columns)
    return (
        f"## {table.name}\n\n{table.row} One row per {' and '.join(table.key)}.\n\n"
        f"| column | type | | meaning |\n|---|---|---|---|\n{rows}\n"
    )


def _column(column: Column) -> str:
    choices = f" One of: {', '.join(column.choices)}." if column.choices else ""
    required = "**R**" if column.required else ""
    return f"| {column.name} | {column.type.value} | {required} | {column.says}{choices} |"


PAGES = {"definitions.md": definitions_page, "model.md": model_page}
