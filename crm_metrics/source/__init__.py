"""Source: a CRM's database becomes the tables of the model."""

from crm_metrics.source.check import Check, Missing, TableCheck, check
from crm_metrics.source.init import Begun, init
from crm_metrics.source.load import LoadedTable, load
from crm_metrics.source.sync import Progress, sync

__all__ = [
    "Begun",
    "Check",
    "LoadedTable",
    "Missing",
    "Progress",
    "TableCheck",
    "check",
    "init",
    "load",
    "sync",
]
