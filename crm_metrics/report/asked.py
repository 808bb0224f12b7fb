"""What a page asks: of which days, known when, about whom, in which money."""

from dataclasses import dataclass, field, replace
from datetime import date

from crm_metrics.calendar import Period, everything_to
from crm_metrics.fields import Where
from crm_metrics.settings import Business


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that all cards and charts of a page share."""

    period: Period
    as_of: date
    business: Business
    where: Where = field(default_factory=dict)

    @property
    def ever(self) -> "Asked":
        """The same question of all days that are known."""
        return replace(self, period=everything_to(self.as_of))

    @property
    def currency(self) -> str:
        return self.business.currency
