"""All candidates of a roadmap: what learns from the features side by side, what reads something else alone."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from shipworthy.foundation.digests import digest
from shipworthy.foundation.errors import CandidateError, UserError
from shipworthy.lab.evaluate import Attempt, Evaluation, evaluate
from shipworthy.lab.reading import gaps, reading
from shipworthy.lab.seen import seen
from shipworthy.lab.study import Cache, Study
from shipworthy.records.spec import CandidateSpec


def evaluate_all(
    study: Study,
    specs: Sequence[CandidateSpec],
    *,
    progress: Callable[[int, int, str], None],
    cache: Cache | None = None,
) -> Evaluation:
    """Asks every candidate about every fold, each seeing what it reads; arguments are those of `evaluate`."""
    failed: dict[str, Attempt] = {}
    notes: dict[str, tuple[str, ...]] = {}
    views: dict[str, Study] = {}
    for spec in specs:
        try:
            view = reading(study, spec)
            told = [f"{found.says.replace(spec.name, 'it', 1)}; {found.next_step}" for found in seen(study, spec)]
            notes[spec.name] = (*told, *gaps(view, spec))
            views[spec.name] = view
        except UserError as error:
            failed[spec.name] = _failed(spec, error)
    shared = [spec for spec in specs if views.get(spec.name) is study]
    first = evaluate(study, shared, progress=progress, cache=cache)
    attempts = {attempt.spec.name: attempt for attempt in first.attempts}
    for spec in specs:
        if spec.name in views and views[spec.name] is not study:
            alone = evaluate(views[spec.name], [spec], progress=progress, cache=cache)
            attempts.update({attempt.spec.name: attempt for attempt in alone.attempts})
    found = {
        name: replace(attempt, notes=(*notes[name], *attempt.notes)) if attempt.failure is None else attempt
        for name, attempt in attempts.items()
    }
    return Evaluation(tuple({**found, **failed}[spec.name] for spec in specs), first.left_out)


def _failed(spec: CandidateSpec, error: UserError) -> Attempt:
    told = error if isinstance(error, CandidateError) else _as_candidate(spec, error)
    name = digest(spec.to_dict())
    return Attempt(
        spec=spec, predictions=None, failure=told, notes=(), fit_seconds=0.0, predict_seconds=0.0, digest=name
    )


def _as_candidate(spec: CandidateSpec, error: UserError) -> CandidateError:
    where, step = f"candidates.{spec.name}", error.next_step
    return CandidateError(error.what, where=where, seen=error.seen, allowed=error.allowed, next_step=step)
