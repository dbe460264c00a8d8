"""One step of the journey, told."""

from dataclasses import dataclass
from typing import Any

from shipworthy.records.advice import Advice
from shipworthy.records.bundle import Bundle
from shipworthy.records.claim import Claim
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.forecast import Forecast
from shipworthy.records.incident import Incident
from shipworthy.records.verdict import Gate
from shipworthy.records.window import Window
from shipworthy.show.story import Story
from shipworthy.workflow.known import Known


@dataclass(frozen=True)
class Step:
    """One step of the journey, told.

    Attributes:
        number: place in the journey.
        title: what it is.
        says: sentences, in order.
        findings: things noticed.
        story: for the table of attempts; None when nothing was tried in this step.
        forecast: the promise; None before it is made.
        advice: what to do, and how likely it succeeds; None before anybody asked.
        gate: held at the end of the step; None when none was.
        claims: promises that the gate speaks of.
        bundle: what was shipped; None when nothing was.
        evidence: found out about the bundle.
        retrained: what was measured of what was learned anew; None when nothing was.
        known: of the project by then, for what follows; None when nothing of it is shown.
        windows: stretches of live traffic to tell of.
        incidents: to tell of.
        after: sentences before the gate.
        last: sentences to end with.
        short: the whole journey, a name and a line for each step; empty before its end.
    """

    number: int
    title: str
    says: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    story: Story | None = None
    forecast: Forecast | None = None
    advice: Advice | None = None
    gate: Gate | None = None
    claims: tuple[Claim, ...] = ()
    bundle: Bundle | None = None
    evidence: tuple[Evidence, ...] = ()
    retrained: Evidence | None = None
    known: Known | None = None
    windows: tuple[Window, ...] = ()
    incidents: tuple[Incident, ...] = ()
    after: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    short: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            "number": self.number,
            "title": self.title,
            "says": [*self.says, *self.after, *self.last],
            "findings": [each.to_dict() for each in self.findings],
            "gains": [each.to_dict() for each in self.story.gains] if self.story else [],
            "forecast": self.forecast.to_dict() if self.forecast else None,
            "advice": self.advice.to_dict() if self.advice else None,
            "gate": self.gate.to_dict() if self.gate else None,
            "bundle": self.bundle.to_dict() if self.bundle else None,
            "windows": [each.to_dict() for each in self.windows],
            "incidents": [each.to_dict() for each in self.incidents],
            "short": dict(self.short),
        }
