"""Source: a CRM's database becomes the tables of the model."""

from crm_metrics.source.check import Check, Missing, TableCheck, check
from crm_metrics.source.sync import Progress, refresh_facts, sync

__all__ = ["Check", "Missing", "Progress", "TableCheck", "check", "refresh_facts", "sync"]
