"""What settings are searched for: what a decision is worth, else a metric."""

from shipworthy.records.deciding import FREE, Deciding
from shipworthy.records.record import Record
from shipworthy.records.spec import Worth


class Aim(Record, frozen=True):
    """What trials are compared by, more being better.

    Attributes:
        metric: by scikit-learn's name; counts where no value was agreed.
        worth: what a decision is worth; None or not agreed leaves it to the metric.
        ordered: True when periods follow each other in time.
        deciding: capacity and guardrails that decisions keep to.
    """

    metric: str
    worth: Worth | None = None
    ordered: bool = False
    deciding: Deciding = FREE

    @property
    def valued(self) -> bool:
        """Whether trials are compared by what their decisions are worth."""
        return self.worth is not None and self.worth.agreed

    @property
    def unit(self) -> str:
        """What a score is in, as people say it."""
        return f"{self.worth.unit} a case" if self.worth is not None and self.worth.agreed else self.metric
