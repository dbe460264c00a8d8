"""All candidates of a roadmap: what learns from the features side by side, what reads something else alone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from shipworthy.foundation.digests import digest
from shipworthy.foundation.errors import CandidateError, InternalError, UserError
from shipworthy.lab.chain import Ask, chained
from shipworthy.lab.evaluate import Attempt, Evaluation, evaluate
from shipworthy.lab.reading import gaps, reading
from shipworthy.lab.seeds import averaged, drawn
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
    attempts: dict[str, Attempt] = {}
    for spec in [spec for spec in specs if spec.after and spec.name in views]:
        try:
            attempts[spec.name] = chained(views.pop(spec.name), spec, asking(progress, cache))
        except UserError as error:
            failed[spec.name] = _failed(spec, error)
    bare = _with_features(study, views.values())
    views = {spec.name: bare if spec.kind == "constant" else views[spec.name] for spec in specs if spec.name in views}
    left_out: tuple[str, ...] = ()
    for view in {id(each): each for each in views.values()}.values():
        own = [spec for spec in specs if views.get(spec.name) is view]
        if view is study and not study.table.of("feature"):
            failed |= {spec.name: _failed(spec, _no_feature(study)) for spec in own}
            continue
        each = [one for spec in own for one in drawn(spec, study.place)]
        some = evaluate(view, each, progress=progress, cache=cache)
        attempts |= {attempt.spec.name: attempt for attempt in averaged(own, study.place, some.attempts)}
        left_out = some.left_out if view is bare else left_out
    found = {
        name: replace(attempt, notes=(*notes[name], *attempt.notes)) if attempt.failure is None else attempt
        for name, attempt in attempts.items()
    }
    return Evaluation(tuple({**found, **failed}[spec.name] for spec in specs), left_out)


def asking(progress: Callable[[int, int, str], None], cache: Cache | None) -> Ask:
    """Has candidates answer that others come after; arguments are those of `evaluate`."""
    return lambda study, specs: evaluate_all(study, specs, progress=progress, cache=cache).attempts


def _with_features(study: Study, views: Iterable[Study]) -> Study:
    """The study, or where no column is a feature, as one sees it that reads other columns; a constant minds neither."""
    return study if study.table.of("feature") else next((view for view in views if view is not study), study)


def _no_feature(study: Study) -> UserError:
    try:
        _ = study.frame
    except UserError as error:
        return error
    raise InternalError("a study without features gave a frame")


def _failed(spec: CandidateSpec, error: UserError) -> Attempt:
    told = error if isinstance(error, CandidateError) else _as_candidate(spec, error)
    name = digest(spec.to_dict())
    return Attempt(
        spec=spec, predictions=None, failure=told, notes=(), fit_seconds=0.0, predict_seconds=0.0, digest=name
    )


def _as_candidate(spec: CandidateSpec, error: UserError) -> CandidateError:
    where, step = f"candidates.{spec.name}", error.next_step
    return CandidateError(error.what, where=where, seen=error.seen, allowed=error.allowed, next_step=step)
