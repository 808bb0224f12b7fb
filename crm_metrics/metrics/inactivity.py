"""Inactivity: do customers without contracts keep buying?"""

from dataclasses import replace

import narwhals as nw
from narwhals import col

from crm_metrics import finish
from crm_metrics.metric import Metric, Requirement, Sum, Window, count, count_if
from crm_metrics.facts.purchases import FACTORS

_NOBODY = col("account_id").is_null()
