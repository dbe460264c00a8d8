"""What the verb `check` found."""

from dataclasses import dataclass
from typing import Any

from msgspec import to_builtins

from shipworthy.records.claim import Claim
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.verdict import Gate
from shipworthy.show.story import Ask


@dataclass(frozen=True)
class Checked:
    """Gates and what they stand on.

    Attributes:
        gates: one a stage that was asked for, in order.
        claims: all promises of the project.
        findings: things noticed by the checks of these stages that still stand.
        fresh: evidence gathered just now.
        notices: what the user should know.
        chosen: the candidate that is put forward; empty before any was measured.
        asks: what is asked of whom now, the most urgent first.
        settled: the same again would find nothing more to try; False when a candidate failed.
    """

    gates: tuple[Gate, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    fresh: tuple[Evidence, ...]
    notices: tuple[str, ...]
    chosen: str = ""
    asks: tuple[Ask, ...] = ()
    settled: bool = True

    @property
    def passed(self) -> bool:
        """Whether every gate says go."""
        return all(each.advice == "go" for each in self.gates)

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            "gates": [each.to_dict() for each in self.gates],
            "claims": [each.to_dict() for each in self.claims],
            "findings": [each.to_dict() for each in self.findings],
            "gathered": len(self.fresh),
            "notices": list(self.notices),
            "asks": to_builtins(self.asks),
            "passed": self.passed,
        }
