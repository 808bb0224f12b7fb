"""From what was typed to the command that answers it."""

from argparse import Namespace
from datetime import datetime

from crm_metrics.cli import asking
from crm_metrics.cli.result import Result


def run(given: Namespace, now: datetime) -> Result:
    """Carry out the command. Errors: every CrmMetricsError of the library."""
    if given.command in asking.COMMANDS:
        return asking.COMMANDS[given.command](given)
    # Here, because the database drivers take longer to load than most questions to answer.
    from crm_metrics.cli import making

    return making.COMMANDS[given.command](given, now)
