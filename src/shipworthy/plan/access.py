"""Access that has to be asked for before work can go on: who gives it, when it was asked for, when it was given."""

from shipworthy.plan.section import Section
from shipworthy.plan.words import Day, Duration
from shipworthy.records.stage import Stage


class AccessEntry(Section):
    """An access that somebody has to give.

    Attributes:
        owner: person, role or department that gives it.
        stage: whose gate waits for it.
        asked: day on which it was asked for.
        granted: day on which it was given.
        refused: why it will not be given.
        lead_time: from asking to having it.
    """

    owner: str = ""
    stage: Stage = "data"
    asked: Day | None = None
    granted: Day | None = None
    refused: str = ""
    lead_time: Duration | None = None
