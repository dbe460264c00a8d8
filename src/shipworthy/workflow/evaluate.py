"""The verb `evaluate`: measures candidates and puts what was found into the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shipworthy.foundation.errors import UserError
from shipworthy.lab.logged_model import look_up
from shipworthy.lab.seen import seen
from shipworthy.measure.examples import examples_of
from shipworthy.measure.status_quo import measure_no_action
from shipworthy.plan.specs import grade
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.workflow.candidates import CONSTANT, TODAY, Candidates, Field
from shipworthy.workflow.checks import EVALUATE, MISTAKE
from shipworthy.workflow.experiments import score, state
from shipworthy.workflow.glass_box import no_glass_box
from shipworthy.workflow.ground import VALUE_PARTS, Ground, ground, stands, under
from shipworthy.workflow.looks import over, put_looks
from shipworthy.workflow.measuring import measure
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.runs import log_runs
from shipworthy.workflow.seal import note_seal
from shipworthy.workflow.stretches import told_of_stretches
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick


@dataclass(frozen=True)
class Evaluated:
    """What is known of the candidates.

    Attributes:
        evidence: name -> what was measured, in the order of the roadmap.
        failures: name -> why it could not be measured.
        fresh: names measured just now; the others were known.
        notices: what the user should know.
    """

    evidence: Mapping[str, Evidence]
    failures: Mapping[str, UserError]
    fresh: tuple[str, ...]
    notices: tuple[str, ...]

    @property
    def fresh_evidence(self) -> tuple[Evidence, ...]:
        """Evidence gathered just now."""
        return tuple(self.evidence[name] for name in self.fresh)

    @property
    def told(self) -> tuple[str, ...]:
        """What failed and what the user should know, a line each."""
        return (*(f"{name} failed: {failure}" for name, failure in self.failures.items()), *self.notices)

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            "candidates": {name: evidence.to_dict() for name, evidence in self.evidence.items()},
            "failures": {name: failure.to_dict() for name, failure in self.failures.items()},
            "fresh": list(self.fresh),
            "notices": list(self.notices),
        }


def evaluate(bench: Workbench, names: Sequence[str] = ()) -> Evaluated:
    """Measures the named candidates, or the whole roadmap; what still stands is not measured again.

    Every candidate is put on the user's MLflow server, or the embedded one. Each look at the rows kept aside is an
    entry in the ledger, written before they are looked at.

    Raises:
        CandidateError: when there is none of a name, or none of them could be measured.
        UserError: when sources, target or split do not allow it.
    """
    candidates = Candidates(bench)
    specs = candidates.named(names)
    note_seal(bench)
    bench.material.pin()
    look_up(specs, bench.root)
    now = ground(bench)
    latest = bench.book.latest_by_check()
    known = {
        name: evidence for (check, name), evidence in latest.items() if check == EVALUATE and stands(evidence, now)
    }
    missing = [spec.name for spec in specs if spec.name not in known]
    if not missing:
        return Evaluated({spec.name: known[spec.name] for spec in specs}, {}, (), ())
    state(bench)
    field = candidates.field(missing)
    if not field.predictions:
        raise next(iter(field.failures.values()))
    put_looks(bench, {name: field.predictions[name] for name in missing if name in field.predictions})
    told = {spec.name: seen(candidates.study, spec) for spec in specs if spec.name in field.predictions}
    fresh = {
        name: _evidence(bench, name, field, candidates.baseline, now, told[name])
        for name in missing
        if name in field.predictions
    }
    bench.book.put_all(list(fresh.values()))
    score(bench, candidates, {**known, **fresh}, field.predictions)
    notices = [*field.left_out, *over(bench), *no_glass_box(candidates.specs)]
    notices += [each.says for each in _of_stretches(bench)]
    notices += [f"{name}: {note}" for name, attempt in field.attempts.items() for note in attempt.notes]
    notices += [finding.says for name in fresh for finding in field.findings.get(name, ())]
    notices += log_runs(bench, candidates, field, fresh)
    found = {**known, **fresh}
    ordered = {spec.name: found[spec.name] for spec in specs if spec.name in found}
    return Evaluated(ordered, field.failures, tuple(fresh), tuple(notices))


def _evidence(
    bench: Workbench, name: str, field: Field, baseline: str, now: Ground, told: Sequence[Finding]
) -> Evidence:
    predictions = field.predictions[name]
    measurements = measure(predictions, field.predictions[baseline], yardstick(bench))
    return Evidence(
        check=EVALUATE,
        says=_sentence(name, measurements),
        stage="prototype",
        findings=(
            *(_no_action(bench) if name == TODAY else examples_of(holdout_of(predictions), MISTAKE)),
            *field.findings.get(name, ()),
            *(_of_stretches(bench) if name == CONSTANT else ()),
            *told,
        ),
        measurements=measurements,
        candidate=name,
        grade=grade(bench.document),
        stands_on={**under(now, VALUE_PARTS, "code", f"candidate:{name}"), "predictions": predictions.digest},
    )


def _of_stretches(bench: Workbench) -> tuple[Finding, ...]:
    return told_of_stretches(bench.material.groups, bench.material.folds, EVALUATE)


def _no_action(bench: Workbench) -> tuple[Finding, ...]:
    """A rule that gives no answer means no action, and is counted."""
    decided = bench.material.today()
    silent = measure_no_action(decided) if decided is not None else None
    if silent is None or not silent.value:
        return ()
    count = round(silent.value * silent.n)
    says = f"what is done today gives no answer for {count:,} rows of {silent.n:,}; that counts as no action"
    return (Finding(check=EVALUATE, says=says, severity="note", where="problem.status_quo", count=count, of=silent.n),)


def _sentence(name: str, measurements: Sequence[Measurement]) -> str:
    rows = next((one.n for one in measurements if one.origin == "holdout"), 0)
    return f"{name} was asked about {rows:,} rows kept aside that it had not seen"
