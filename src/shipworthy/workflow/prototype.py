"""What the prototype gate needs to know of the chosen candidate: promise, guardrails, and that it beats a constant."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from msgspec import structs

from shipworthy.forecast.promise import averaged
from shipworthy.lab.study import Study
from shipworthy.measure.metrics.measure import measure_metric
from shipworthy.measure.metrics.registry import named
from shipworthy.measure.slices import slice_metric
from shipworthy.plan.kinds.controls import CONTROLS as PASSES_CONTROLS
from shipworthy.plan.specs import grade
from shipworthy.records.claim import KINDS, Claim
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.forecast import Forecast
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.show.looks import STEP
from shipworthy.workflow.candidates import CONSTANT, Candidates
from shipworthy.workflow.checks import (
    BEATS_CONSTANT,
    CONTROLS,
    EVALUATE,
    GUARDRAILS,
    LIMITS,
    OF_CHOSEN,
    PROMISE,
    ROBUST,
)
from shipworthy.workflow.compare import Compared
from shipworthy.workflow.controls import findings_of_controls, in_words, run_controls, settled, trial_of
from shipworthy.workflow.ground import VALUE_PARTS, Ground, ground, stands, under
from shipworthy.workflow.limits import limits_of
from shipworthy.workflow.looks import looked_at
from shipworthy.workflow.luck import less_luck, luck_of
from shipworthy.workflow.outlook import promise_of, unseen_seasons
from shipworthy.workflow.robust import asked_of_spoiled, robust_claims
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick

CRITERION = "success.criterion"
BEATS = "success.beats-constant"


@dataclass(frozen=True, eq=False)
class Case:
    """A candidate whose claims are to be settled.

    Attributes:
        measured: what was measured of it on the folds and the rows kept aside.
        months_seen: months of the calendar that its rows have seen; None when rows have no time.
        field: gives its predictions and those of the constant, by name; asked only when something has to be measured.
        name: under which the field knows it.
        study: gives the rows, where they are not those of the document; None where they are.
    """

    measured: Evidence
    months_seen: frozenset[int] | None
    field: Callable[[], Mapping[str, Predictions]]
    name: str
    study: Callable[[], Study] | None = None


def promise(bench: Workbench, compared: Compared) -> Forecast:
    """What the chosen candidate is expected to bring in a period to come."""
    return promise_of(bench, compared.evaluated.evidence[compared.chosen], bench.material.months_seen)


def gather_prototype(bench: Workbench, compared: Compared, of: Sequence[str] = OF_CHOSEN) -> tuple[Evidence, ...]:
    """Evidence on the chosen candidate for the claims of the prototype stage; what still stands is taken as it is.

    Args:
        bench: the project.
        compared: its attempts.
        of: the checks that are wanted, of `OF_CHOSEN`.
    """
    now = ground(bench)
    latest = bench.book.latest_by_check()
    name = compared.chosen
    chosen = compared.evaluated.evidence[name]
    field = cache(lambda: Candidates(bench).field([name]).predictions)
    case = Case(chosen, bench.material.months_seen, field, name)
    asked = {GUARDRAILS: measured_by_metric(bench), ROBUST: robust_claims(bench)}
    wanted = [
        check
        for check in of
        if not _stands(latest.get((check, name)), now, chosen)
        or not all(_speaks_to(latest[check, name], claim) for claim in asked.get(check, ()))
    ]
    made = settle(bench, case, wanted) if looked_at(chosen) else _unsettled(bench, case, wanted)
    bench.book.put_all(made)
    return made


def measured_by_metric(bench: Workbench) -> tuple[Claim, ...]:
    """What a metric on the cases kept aside settles: guardrails, and what else the project or the company promises."""
    return tuple(claim for claim in bench.claims if claim.bar is not None and _by_metric(claim, claim.bar.measure))


def _by_metric(claim: Claim, measure: str) -> bool:
    own = any(part.startswith("claims.") for part in claim.parts)
    return claim.kind == "guardrail" or own or (claim.kind not in KINDS and named(measure) is not None)


def settle(bench: Workbench, case: Case, wanted: Sequence[str] = OF_CHOSEN) -> tuple[Evidence, ...]:
    """What a case says to the claims on the candidate that is put forward; nothing is written down.

    Args:
        bench: the project.
        case: the candidate.
        wanted: of `OF_CHOSEN`.
    """
    return tuple(each for check in wanted for each in _MAKERS[check](bench, case))


def _unsettled(bench: Workbench, case: Case, wanted: Sequence[str]) -> tuple[Evidence, ...]:
    """That nothing can be said to these claims, for no look at the rows kept aside was left for the candidate."""
    claims = {
        CONTROLS: [PASSES_CONTROLS],
        PROMISE: [CRITERION],
        GUARDRAILS: [claim.id for claim in measured_by_metric(bench)],
        BEATS_CONSTANT: [BEATS],
        ROBUST: [claim.id for claim in robust_claims(bench)],
    }
    asked = {claim.id for claim in bench.claims}
    step = Finding(check=EVALUATE, says=case.measured.says, severity="note", where="timebox.looks", next_step=STEP)
    return tuple(
        structs.replace(_evidence(bench, check, case, names, (), case.measured.says), findings=(step,))
        for check in wanted
        if (names := [name for name in claims.get(check, ()) if name in asked])
    )


def _speaks_to(evidence: Evidence, claim: Claim) -> bool:
    """Whether it holds the number that the claim asks for today; another limit needs no other number."""
    if claim.id not in evidence.claims or claim.bar is None:
        return False
    by = {claim.bar.by} if claim.bar.by else set()
    measured = evidence.measurements
    return not measured or any(one.name == claim.bar.measure and set(one.slice) == by for one in measured)


def _stands(evidence: Evidence | None, now: Ground, chosen: Evidence) -> bool:
    return evidence is not None and stands(evidence, {**now, "evaluation": _measured(chosen)})


def _measured(chosen: Evidence) -> str:
    """Names what was measured, whenever that was: evidence gets its time when it is put into the ledger."""
    return structs.replace(chosen, time=None).digest


def _promise(bench: Workbench, case: Case) -> tuple[Evidence, ...]:
    """The criterion speaks of the time to come where periods are known, else of rows like those kept aside."""
    if bench.claim(CRITERION) is None:
        return ()
    told = promise_of(bench, case.measured, case.months_seen)
    luck = luck_of(bench, case.measured.candidate)
    whole = [one for one in case.measured.measurements if one.origin == "holdout" and not one.slice]
    kept = [less_luck(one, luck) for one in whole]
    criterion = bench.document.success.criterion
    if criterion is not None and criterion.metric:
        numbers = [one for one in kept if one.name == criterion.metric]
    else:
        gains = [one for one in kept if one.name == "gain"]
        numbers = [averaged(told.promise, told.ahead), *gains] if told.promise.value is not None else gains
    made = _evidence(bench, PROMISE, case, (CRITERION,), numbers, told.says)
    return (structs.replace(made, findings=unseen_seasons(told)),)


def _guardrails(bench: Workbench, case: Case) -> tuple[Evidence, ...]:
    claims = measured_by_metric(bench)
    if not claims:
        return ()
    predictions = holdout_of(case.field()[case.name])
    numbers: list[Measurement] = []
    for claim in claims:
        if claim.bar and claim.bar.by:
            numbers += slice_metric(claim.bar.measure, predictions, claim.bar.by)
        elif claim.bar:
            numbers.append(measure_metric(claim.bar.measure, predictions))
    kept = [structs.replace(one, origin="holdout") for one in numbers]
    says = f"what must not get worse was measured on {predictions.frame.height:,} rows kept aside"
    return (_evidence(bench, GUARDRAILS, case, [claim.id for claim in claims], kept, says),)


def _beats_constant(bench: Workbench, case: Case) -> tuple[Evidence, ...]:
    if bench.claim(BEATS) is None:
        return ()
    field, stick = case.field(), yardstick(bench)
    mine, constant = holdout_of(field[case.name]), holdout_of(field[CONSTANT])
    difference = stick.gain_in_metric(mine, constant)
    says = f"{case.measured.candidate} was held against a constant on {difference.n:,} rows kept aside"
    return (_evidence(bench, BEATS_CONSTANT, case, (BEATS,), (structs.replace(difference, origin="holdout"),), says),)


def _robust(bench: Workbench, case: Case) -> tuple[Evidence, ...]:
    claims = robust_claims(bench)
    if not claims:
        return ()
    study = case.study() if case.study else None
    says, numbers, findings = asked_of_spoiled(bench, case.name, case.field(), study)
    made = _evidence(bench, ROBUST, case, [claim.id for claim in claims], numbers, says)
    return (structs.replace(made, findings=findings),)


def _controls(bench: Workbench, case: Case) -> tuple[Evidence, ...]:
    """Whether the evaluation would let pass what must not."""
    if bench.claim(PASSES_CONTROLS) is None:
        return ()
    study = case.study() if case.study else Candidates(bench).study
    found = run_controls(bench, trial_of(bench, study, case.field(), case.name))
    numbers = [each.number for each in found if each.number is not None]
    made = _evidence(bench, CONTROLS, case, (PASSES_CONTROLS,), numbers, in_words(found))
    return (structs.replace(made, holds=settled(found), findings=findings_of_controls(found)),)


def _limits(bench: Workbench, case: Case) -> tuple[Evidence, ...]:
    numbers = limits_of(bench, case.name, case.field())
    if not numbers:
        return ()
    says = f"what {case.measured.candidate} cannot do was measured on rows kept aside: mistakes, and what scores mean"
    return (_evidence(bench, LIMITS, case, (), numbers, says),)


_MAKERS = {
    CONTROLS: _controls,
    PROMISE: _promise,
    GUARDRAILS: _guardrails,
    BEATS_CONSTANT: _beats_constant,
    ROBUST: _robust,
    LIMITS: _limits,
}


def _evidence(
    bench: Workbench,
    check: str,
    case: Case,
    claims: Sequence[str],
    numbers: Sequence[Measurement],
    says: str,
) -> Evidence:
    return Evidence(
        check=check,
        says=says,
        stage="prototype",
        claims=tuple(claims),
        measurements=tuple(numbers),
        candidate=case.measured.candidate,
        grade=grade(bench.document),
        stands_on={
            **under(ground(bench), VALUE_PARTS, "code", f"candidate:{case.name}"),
            "evaluation": _measured(case.measured),
        },
    )
