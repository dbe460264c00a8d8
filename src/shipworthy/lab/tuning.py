"""A candidate tuned within the rows that one fold learns from, so that what is measured of it stays honest."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from msgspec import UNSET, structs

from shipworthy.foundation.errors import CandidateError, UserError
from shipworthy.foundation.figures import figure
from shipworthy.lab.aiming import aim_of, score_of
from shipworthy.lab.inner import inner_folds
from shipworthy.lab.search import Search, Trial
from shipworthy.lab.study import Study
from shipworthy.records.fold import Fold
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec
from shipworthy.records.tuning import Setting, Tuning

_MOST_FOLDS: Final = 3


@dataclass(frozen=True)
class Fitted:
    """What came of fitting a candidate on every fold of a study.

    Attributes:
        predictions: of all folds; None when it failed.
        seconds: to learn and to answer, all folds together, when it was computed.
        failure: why it failed; None when it did not.
    """

    predictions: Predictions | None
    seconds: float
    failure: UserError | None = None


Fit = Callable[[Study, CandidateSpec], Fitted]
"""Has a candidate learn from and asked about every fold of a study."""


@dataclass(frozen=True)
class Settled:
    """What a candidate learns with on one fold.

    Attributes:
        spec: with the best settings, and nothing more to tune.
        note: what the user should know; empty when nothing.
    """

    spec: CandidateSpec
    note: str = ""


def settle(
    study: Study, fold: Fold, spec: CandidateSpec, fit: Fit, progress: Callable[[int, int, str], None]
) -> Settled:
    """Searches the best settings on folds within what a fold learns from.

    The candidate as it stands is the first trial, and stays unless another is better. Each trial is an attempt like any
    other: in processes of its own, kept where answers are kept, so that a search that was ended goes on.

    Args:
        study: rows and outcomes; of its folds only the one given is looked at.
        fold: what is searched on are rows that it learns from.
        spec: the candidate, with `tune`.
        fit: fits a trial.
        progress: told how many trials are done, of how many, and the best so far.

    Raises:
        CandidateError: when no trial could be measured.
    """
    if not spec.tune:
        return Settled(spec)
    bare = structs.replace(spec, tune=UNSET)
    within = replace(study, folds=inner_folds(study, fold)[-_MOST_FOLDS:])
    if not within.folds:
        return Settled(bare, f"on {fold.name} too few rows are learned from to tune on, so it learned as it stands")
    search = Search([*spec.tune.knobs], study.place.seed)
    trials = Trials(within, bare, fit)
    spent = trials.own(search)
    aim = aim_of(study)
    while len(search.trials) <= spec.tune.trials and spent < spec.tune.seconds:
        progress(
            len(search.trials), spec.tune.trials + 1, f"tuning {spec.name} on {fold.name}{told_best(search, aim.unit)}"
        )
        spent += trials.next(search)
    return Settled(_chosen(bare, search), _note(search, spec.tune, fold))


class Trials:
    """Trials of one candidate on the folds of a study.

    Args:
        study: its folds are what trials are compared on.
        spec: the candidate as it stands.
        fit: fits a trial.

    Attributes:
        predictions: of each trial in the order they were told; None for those that failed.
        failures: why trials failed, in their order.
    """

    def __init__(self, study: Study, spec: CandidateSpec, fit: Fit) -> None:
        self._study = study
        self._spec = spec
        self._fit = fit
        self._aim = aim_of(study)
        self.failures: list[UserError] = []
        self.predictions: list[Predictions | None] = []

    def own(self, search: Search) -> float:
        """Tries the candidate as it stands; gives the seconds it took."""
        return self._try(search, {})

    def next(self, search: Search) -> float:
        """Tries what the search suggests; gives the seconds it took.

        Raises:
            CandidateError: when neither the candidate as it stands nor the first settings could be measured.
        """
        taken = self._try(search, search.ask())
        if search.best is None and len(search.trials) > 1:
            raise self._none_works()
        return taken

    def _try(self, search: Search, settings: dict[str, Setting]) -> float:
        began = time.monotonic()
        found = self._fit(self._study, with_settings(self._spec, settings))
        score = score_of(found.predictions, self._aim) if found.predictions is not None else None
        if found.failure is not None:
            self.failures.append(found.failure)
        why = "" if score is not None else str(found.failure or "its answers cannot be judged")
        search.tell(Trial(settings, score, found.seconds, why))
        self.predictions.append(found.predictions if score is not None else None)
        # what was kept of an earlier run counts as it did then
        beside = min(self._study.place.workers, len(self._study.folds))
        return max(time.monotonic() - began, found.seconds / max(1, beside))

    def _none_works(self) -> UserError:
        if self.failures:
            return self.failures[0]
        return CandidateError(
            "no setting of it could be judged",
            where=f"candidates.{self._spec.name}",
            seen=f"{len(self.predictions)} trials",
            next_step="take `tune` out, and look at how it does as it stands",
        )


def with_settings(spec: CandidateSpec, settings: dict[str, Setting]) -> CandidateSpec:
    """The candidate with other settings, and nothing to tune."""
    return structs.replace(spec, parameters={**spec.parameters, **settings}, tune=UNSET)


def _chosen(bare: CandidateSpec, search: Search) -> CandidateSpec:
    best = search.best
    return bare if best is None else with_settings(bare, best.settings)


def told_best(search: Search, unit: str) -> str:
    """The best so far, for a progress bar; empty before there is one."""
    best = search.best
    return "" if best is None or best.score is None else f", best so far {figure(abs(best.score))} {unit}"


def _note(search: Search, tune: Tuning, fold: Fold) -> str:
    done = len(search.trials) - 1
    if done >= tune.trials:
        return ""
    return (
        f"its time for tuning on {fold.name} was over after {done} of {tune.trials} trials; "
        "a faster machine may choose other settings"
    )
