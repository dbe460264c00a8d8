"""A candidate as it was fitted when the rows kept aside were asked about: what its numbers are of."""

from shipworthy.foundation.errors import CandidateError
from shipworthy.lab.chain import alone, answered_fold
from shipworthy.lab.field import asking
from shipworthy.lab.final import fit_final
from shipworthy.lab.imports import import_named
from shipworthy.lab.kept import kept, place_of
from shipworthy.lab.keys import Keys
from shipworthy.lab.reading import shippable
from shipworthy.lab.seeds import drawn
from shipworthy.lab.study import Cache, Study
from shipworthy.model.averaged import Averaged
from shipworthy.model.chain import Chain
from shipworthy.model.fitted import Fitted
from shipworthy.records.spec import CandidateSpec


def fitted_aside(study: Study, spec: CandidateSpec, cache: Cache) -> Fitted:
    """The fit that answered for the rows kept aside; made again where it was not put away.

    Args:
        study: rows, outcomes and folds, the rows kept aside last.
        spec: the candidate.
        cache: keeps what candidates and trials answered.

    Raises:
        CandidateError: when it cannot answer for a new case, or cannot be fitted.
    """
    found = kept_aside(study, spec, cache)
    return found or fit_final(shippable(study, spec), spec, study.folds[-1].train, cache=cache)


def kept_aside(study: Study, spec: CandidateSpec, cache: Cache) -> Fitted | None:
    """The fit that answered for the rows kept aside; None where it was not put away. Arguments are as above.

    Raises:
        CandidateError: when it cannot answer for a new case.
    """
    view, fold, shelf = shippable(study, spec), study.folds[-1], study.place.shelf
    if shelf is None or fold.origin != "holdout":
        return None
    if spec.after:
        return _chain(view, spec, cache)
    _import(spec, study)
    keys = Keys(view)
    each = [kept(place_of(shelf, keys.of(one, fold))) for one in drawn(spec, study.place)]
    found = [part for part in each if part is not None]
    if len(found) < len(each):
        return None
    features, candidate = found[0]
    if len(found) > 1:
        candidate = Averaged([part for _, part in found])
    return Fitted(features, candidate, study.task, view.frame.schema)


def _chain(study: Study, spec: CandidateSpec, cache: Cache) -> Fitted | None:
    view = answered_fold(study, spec, study.folds[-1], asking(lambda done, total, words: None, cache))
    last = kept_aside(view, alone(spec), cache)
    before = {one.name: kept_aside(study, one, cache) for one in spec.after}
    known = {name: each for name, each in before.items() if each is not None}
    return Chain(known, last) if last is not None and len(known) == len(before) else None


def _import(spec: CandidateSpec, study: Study) -> None:
    """Loads the project's module that a fit was made with, as a pickle only names it."""
    if spec.own_code:
        try:
            import_named(spec, study.place.folder)
        except CandidateError:
            # it was mended or taken away since; the fit is then not found, and making it again says why
            return
