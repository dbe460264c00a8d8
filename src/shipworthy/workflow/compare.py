"""The verb `compare`: candidates side by side, which of them is put forward, and the simplest within noise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import structs

from shipworthy.measure.choice import choose
from shipworthy.plan.specs import grade
from shipworthy.records.evidence import Evidence
from shipworthy.records.measurement import Measurement
from shipworthy.show.apart import apart_told, chosen_told
from shipworthy.workflow.candidates import TODAY, Candidates
from shipworthy.workflow.checks import COMPARE
from shipworthy.workflow.costs import gather_costs
from shipworthy.workflow.counting_luck import gather_luck
from shipworthy.workflow.curves import gather_curve
from shipworthy.workflow.evaluate import Evaluated, evaluate
from shipworthy.workflow.ground import VALUE_PARTS, ground, stands, under
from shipworthy.workflow.looks import looked_at, seen
from shipworthy.workflow.luck import attempts_at
from shipworthy.workflow.matters import gather_matters
from shipworthy.workflow.rows import folds_of
from shipworthy.workflow.within_noise import simplest_within_noise
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick


@dataclass(frozen=True)
class Compared:
    """Candidates side by side.

    Attributes:
        evaluated: what was measured of each.
        best: the candidate of greatest value on the folds.
        chosen: the one put forward, the simplest that is close to the best.
        simplest: the simplest that cannot be told from the best.
        differences: candidate -> gain of the best over it on the folds; their intervals hold all at once.
        says: which candidate is put forward, and why, in a sentence.
        told: how surely each can be told from the best, a sentence each.
    """

    evaluated: Evaluated
    best: str
    chosen: str
    simplest: str
    differences: Mapping[str, Measurement]
    says: str
    told: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        differences = {name: measurement.to_dict() for name, measurement in self.differences.items()}
        return {
            **self.evaluated.to_dict(),
            "best": self.best,
            "chosen": self.chosen,
            "simplest": self.simplest,
            "differences": differences,
            "told": list(self.told),
        }


def compare(bench: Workbench) -> Compared:
    """Measures what was not measured yet, puts a candidate forward, and names the simplest within noise of the best.

    The choice is made on out-of-fold rows, so that the rows kept aside stay a fair test of what was chosen.

    Raises:
        CandidateError: when none of the candidates could be measured.
        UserError: when sources, target or split do not allow it.
    """
    evaluated = evaluate(bench)
    now = ground(bench)
    latest = bench.book.latest_by_check()
    compared = (one for (check, _), one in reversed(latest.items()) if check == COMPARE and stands(one, now))
    known = next((one for one in compared if _of_these(one, evaluated)), None)
    if known is None or evaluated.fresh:
        known = _compare(bench, evaluated)
        bench.book.put(known)
    chosen = evaluated.evidence.get(known.candidate)
    aside = chosen is not None and looked_at(chosen)
    if aside and attempts_at(bench, known.candidate) > 1:
        candidates = Candidates(bench)
        field = candidates.field().predictions
        kept = {candidates.baseline: field[candidates.baseline], **seen(bench, field)}
        gather_luck(bench, known.candidate, kept, yardstick(bench), candidates.baseline)
    if aside:
        gather_curve(bench, known.candidate)
    if known.candidate:
        gather_costs(bench, known)
        gather_matters(bench, known)
    differences = {one.against: one for one in known.measurements}
    best = next(iter(known.measurements)).candidate if known.measurements else known.candidate
    simplest = simplest_within_noise(bench, known)
    told = apart_told(known.measurements, yardstick(bench).equivalent)
    return Compared(evaluated, best, known.candidate, simplest, differences, known.says, told)


def _of_these(compared: Evidence, evaluated: Evaluated) -> bool:
    """Whether the same attempts were compared; of one that was taken off the roadmap nothing else would tell."""
    names = {name.removeprefix("candidate:") for name in compared.stands_on if name.startswith("candidate:")}
    return names == set(evaluated.evidence)


def _compare(bench: Workbench, evaluated: Evaluated) -> Evidence:
    candidates = Candidates(bench)
    stick = yardstick(bench)
    field = candidates.field()
    folds = {name: folds_of(predictions) for name, predictions in field.predictions.items()}
    complexity = [(name, rank) for name, rank in candidates.complexity if name in folds]
    drawn = 0 if stick.ordered else next(iter(folds.values())).frame["period"].n_unique()
    found = choose(complexity, folds, stick.score, stick.difference, stick.equivalent, drawn, TODAY)
    best, chosen, simplest = (found.best, found.chosen, found.simplest) if found else ("", "", "")
    differences = found.differences if found else {}
    names = [f"candidate:{name}" for name in evaluated.evidence]
    return Evidence(
        check=COMPARE,
        says=chosen_told(best, chosen, simplest, tuple(differences.values()), stick.equivalent),
        stage="prototype",
        measurements=tuple(structs.replace(one, origin="fold") for one in differences.values()),
        candidate=chosen,
        grade=grade(bench.document),
        stands_on=under(ground(bench), VALUE_PARTS, "code", *names),
    )
