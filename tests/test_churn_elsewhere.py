"""Other tools' churn of one month beside ours, and the steps between them, as the page tells it.

The page's own tables are the input and the expected output. The other rules are plain Python.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest

from crm_metrics.calendar import Period
from crm_metrics.measure import measure
from crm_metrics.records import rows_of
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.literal import subscriptions

PAGE = Path(__file__).resolve().parent.parent / "docs" / "churn-elsewhere.md"
FIRST, AFTER = date(2026, 4, 1), date(2026, 5, 1)
AS_OF = date(2026, 5, 31)
APRIL = Period(FIRST, AFTER)


def rows_under(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading of the page."""
    lines = PAGE.read_text().split(f"## {heading}\n")[1].split("\n## ")[0].splitlines()
    table = [line for line in lines if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def contracts() -> list[tuple[str, int, date, date | None]]:
    return [
        (name, int(mrr), date.fromisoformat(start), date.fromisoformat(end) if end else None)
        for name, mrr, start, end in rows_under("The month")
    ]


def pays(name: str, day: date) -> bool:
    return any(
        who == name and start <= day and (end is None or day < end)
        for who, _, start, end in contracts()
    )


NAMES = sorted({name for name, *_ in contracts()})
DAYS = [FIRST + timedelta(days=n) for n in range((AFTER - FIRST).days)]
BEFORE, LAST = FIRST - timedelta(days=1), DAYS[-1]
AT_START = {name for name in NAMES if pays(name, BEFORE)}
AT_END = {name for name in NAMES if pays(name, LAST)}
# From paying to not paying, from one day to the next.
WENT = {
    name for name in NAMES for day in DAYS if pays(name, day - timedelta(days=1)) > pays(name, day)
}
JOINED = {name for name in NAMES if any(pays(name, day) for day in DAYS)} - AT_START
BACK_SOON = {name for name in WENT if name in AT_END}

STEPS = {
    "Stripe Billing": [
        (WENT, AT_START | JOINED),
        (WENT - JOINED, AT_START),
        (WENT - JOINED - BACK_SOON, AT_START),
    ],
    "ProfitWell": [(WENT - JOINED, AT_START), (WENT - JOINED - BACK_SOON, AT_START)],
}


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables.from_model({"subscriptions": subscriptions(*contracts())}, Business(), AS_OF)


def told(churned: int, of: int) -> list[str]:
    return [str(churned), str(of), f"{100 * churned / of:.1f} %"]


def answer_of(rule: str) -> list[str]:
    return next(cells[1:] for cells in rows_under("The answers") if cells[0] == rule)


def test_ours(tables):
    row = measure("churn_rate", tables, APRIL).row(0, named=True)
    assert answer_of("ours") == told(row["lost"], row["at_start"])
    assert row["joined_and_left"] == 1
    fates = dict(rows_of("churn_rate", tables, APRIL).select("id", "value").rows())
    assert [name for name, fate in fates.items() if fate == "lost"] == ["Bea"]


@pytest.mark.parametrize("rule", ["Stripe Billing", "ProfitWell"])
def test_the_rule_of_a_tool_and_the_steps_to_ours(tables, rule):
    steps = [cells[2:] for cells in rows_under("The steps") if cells[0] == rule]
    assert steps == [told(len(churned), len(of)) for churned, of in STEPS[rule]]
    assert steps[0] == answer_of(rule)
    assert steps[-1] == answer_of("ours")


def test_the_net_rule_hides_losses_behind_new_customers():
    net = told(len(AT_START) - len(AT_END), len(AT_START))
    without_new = told(len(AT_START) - len(AT_END - JOINED), len(AT_START))
    assert net == answer_of("textbook, net")
    steps = [cells[2:] for cells in rows_under("The steps") if cells[0] == "textbook, net"]
    assert steps == [net, without_new]
    assert without_new == answer_of("ours")


def test_asked_in_the_gap_the_loss_is_provisional(tables):
    def lost(as_of: date) -> tuple[int, int]:
        frame = measure("churn_rate", tables, APRIL, as_of=as_of)
        return frame.select("lost", "provisional").row(0)

    assert lost(date(2026, 4, 20)) == (2, 2)
    assert lost(AS_OF) == (1, 0)
