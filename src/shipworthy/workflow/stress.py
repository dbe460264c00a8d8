"""The verb `stress`: what noise, gaps, units, typing errors, new words and late data cost the attempt put forward."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shipworthy.foundation.errors import CandidateError
from shipworthy.plan.specs import grade
from shipworthy.records.evidence import Evidence
from shipworthy.records.measurement import Measurement
from shipworthy.records.spoil import LOSS
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.checks import STRESS
from shipworthy.workflow.compare import compare
from shipworthy.workflow.ground import VALUE_PARTS, ground, stands, under
from shipworthy.workflow.looks import refuse_unseen
from shipworthy.workflow.robust import failing
from shipworthy.workflow.spoiling import Spoiling
from shipworthy.workflow.workbench import Workbench


@dataclass(frozen=True)
class Stressed:
    """What spoiled inputs cost.

    Attributes:
        candidate: the attempt that is put forward.
        evidence: on record: of each way a loss against sound inputs, and the gain over today that is left.
    """

    candidate: str
    evidence: Evidence

    @property
    def losses(self) -> Mapping[str, Measurement]:
        """How inputs are spoiled -> value lost, in the order they were tried."""
        found = [each for each in self.evidence.measurements if each.name.startswith(LOSS)]
        return {each.name.removeprefix(LOSS): each for each in found}

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        numbers = [each.to_dict() for each in self.evidence.measurements]
        findings = [each.to_dict() for each in self.evidence.findings]
        return {"candidate": self.candidate, "says": self.evidence.says, "numbers": numbers, "findings": findings}


def stress(bench: Workbench) -> Stressed:
    """Asks the attempt that is put forward about rows kept aside, their inputs spoiled in every usual way.

    What still stands is not measured again.

    Raises:
        CandidateError: when none of the candidates could be measured, or none learns from inputs.
        UserError: when sources, target or split do not allow it.
    """
    compared = compare(bench)
    chosen = compared.chosen
    now = ground(bench)
    known = bench.book.latest_by_check().get((STRESS, chosen))
    if known is not None and stands(known, now):
        return Stressed(chosen, known)
    candidates = Candidates(bench)
    spec = next((each for each in candidates.specs if each.name == chosen), None)
    if spec is None or spec.kind in ("constant", "status_quo"):
        raise CandidateError(
            "the attempt that is put forward learns from no inputs, so that none can be spoiled",
            where="candidates",
            seen=chosen or "none",
            next_step="add an attempt to the roadmap that is better than that",
        )
    refuse_unseen(bench, compared.evaluated.evidence[chosen])
    spoiling = Spoiling(bench, chosen, candidates.field([chosen]).predictions)
    found = spoiling.measure(spoiling.usual())
    evidence = Evidence(
        check=STRESS,
        says=f"{chosen} was asked again about {spoiling.says}, their inputs spoiled in {len(found)} ways",
        stage="prototype",
        findings=failing(found, STRESS),
        measurements=tuple(number for each in found for number in each.measurements),
        candidate=chosen,
        grade=grade(bench.document),
        stands_on=under(now, VALUE_PARTS, "code", f"candidate:{chosen}"),
    )
    bench.book.put(evidence)
    return Stressed(chosen, evidence)
