"""The verb `evaluate`: measures candidates and puts what was found into the ledger."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec
from shipworthy.workflow.archive import past_of
from shipworthy.workflow.candidates import CONSTANT, TODAY, Candidates, Field
from shipworthy.workflow.checks import EVALUATE, MISTAKE
from shipworthy.workflow.experiments import score, state
from shipworthy.workflow.glass_box import no_glass_box
from shipworthy.workflow.ground import VALUE_PARTS, Ground, ground, stands, under
from shipworthy.workflow.looks import looked_at, over, put_looks, spent, unseen
from shipworthy.workflow.measuring import measure
from shipworthy.workflow.ordering import ordered
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


def evaluate(bench: Workbench, names: Sequence[str] = (), *, anyway: bool = False) -> Evaluated:
    """Measures the named candidates, or the whole roadmap; what still stands is not measured again.

    Every candidate is measured on the folds, and on the rows kept aside as long as looks at them are left: each
    is an entry in the ledger, written before they are looked at. Every candidate is put on the user's MLflow server, or
    the embedded one.

    Args:
        bench: the project.
        names: of candidates; empty is all, in the order of expected gain for effort.
        anyway: look at the rows kept aside although no more looks were agreed; that is put on record.

    Raises:
        CandidateError: when there is none of a name, or none of the candidates could be measured.
        UserError: when sources, target or split do not allow it.
    """
    candidates = Candidates(bench)
    specs = candidates.named(names)
    note_seal(bench, lambda: bench.material.seal)
    bench.material.pin()
    look_up(specs, bench.root)
    now = ground(bench)
    latest = bench.book.latest_by_check()
    known = {
        name: evidence for (check, name), evidence in latest.items() if check == EVALUATE and stands(evidence, now)
    }
    may = anyway or not spent(bench)
    missing = [spec.name for spec in specs if spec.name not in known or (may and not looked_at(known[spec.name]))]
    if not missing:
        found = {spec.name: known[spec.name] for spec in specs}
        return Evaluated(found, {}, (), (*unseen(bench, found.values()), *_lasting(found.values())))
    order = ordered(specs, state(bench), past_of(bench.ledger, bench.document.project))
    field = candidates.field(missing)
    if not field.predictions:
        raise next(iter(field.failures.values()))
    measured = _measured(bench, candidates, field, order.of(missing), known, now, anyway=anyway)
    found = {spec.name: one for spec in specs if (one := {**known, **measured}.get(spec.name))}
    score(bench, order.of(found), found, field.predictions)
    first = [order.says] if order.says and {*missing} == {*order.names} else []
    notices = [*first, *field.left_out, *over(bench), *unseen(bench, found.values())]
    notices += [*_lasting(found.values()), *_noticed(bench, candidates, field, measured)]
    return Evaluated(found, field.failures, tuple(measured), tuple(notices))


def _measured(
    bench: Workbench,
    candidates: Candidates,
    field: Field,
    names: Sequence[str],
    known: Mapping[str, Evidence],
    now: Ground,
    *,
    anyway: bool,
) -> dict[str, Evidence]:
    """What is found out of candidates, in the order in which they have the looks that are left."""
    names = [name for name in names if name in field.predictions]
    aside = put_looks(bench, {name: field.predictions[name] for name in names}, anyway=anyway)
    specs = {spec.name: spec for spec in candidates.specs}
    made = {
        name: _evidence(bench, specs[name], field, candidates, now, aside=name in aside)
        for name in names
        if name in aside or name not in known
    }
    bench.book.put_all(list(made.values()))
    return made


def _lasting(found: Iterable[Evidence]) -> tuple[str, ...]:
    """What was noticed of the candidates whenever they were measured, and is so still; each once."""
    noticed = (finding for evidence in found for finding in evidence.findings if finding.severity != "info")
    return tuple(dict.fromkeys(finding.says for finding in noticed))


def _noticed(bench: Workbench, candidates: Candidates, field: Field, measured: Mapping[str, Evidence]) -> Iterator[str]:
    """What the user should know of what was measured just now; the runs are logged on the way."""
    yield from no_glass_box(candidates.specs)
    yield from (each.says for each in _of_stretches(bench))
    yield from (f"{name}: {note}" for name, attempt in field.attempts.items() for note in attempt.notes)
    yield from log_runs(bench, candidates, field, measured)


def _evidence(
    bench: Workbench, spec: CandidateSpec, field: Field, candidates: Candidates, now: Ground, *, aside: bool
) -> Evidence:
    name, predictions = spec.name, field.predictions[spec.name]
    measurements = measure(predictions, field.predictions[candidates.baseline], yardstick(bench), aside=aside)
    return Evidence(
        check=EVALUATE,
        says=_sentence(name, measurements),
        stage="prototype",
        findings=(
            *(_no_action(bench) if name == TODAY else _mistakes(predictions, aside=aside)),
            *field.findings.get(name, ()),
            *(_of_stretches(bench) if name == CONSTANT else ()),
            *seen(candidates.study, spec),
        ),
        measurements=measurements,
        candidate=name,
        grade=grade(bench.document),
        stands_on={**under(now, VALUE_PARTS, "code", f"candidate:{name}"), "predictions": predictions.digest},
    )


def _mistakes(predictions: Predictions, *, aside: bool) -> tuple[Finding, ...]:
    return tuple(examples_of(holdout_of(predictions), MISTAKE)) if aside else ()


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
    if not rows:
        return f"{name} was measured on the folds only, for no look at the rows kept aside was left"
    return f"{name} was asked about {rows:,} rows kept aside that it had not seen"
