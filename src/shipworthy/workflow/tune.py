"""The verb `tune`: a few knobs in a fixed time first; a thorough search when it pays, ended when it does not."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import mean
from typing import Any, Final

from msgspec import UNSET, structs

from shipworthy.forecast.searching import Outlook, outlook
from shipworthy.foundation.errors import CandidateError, RequestError
from shipworthy.foundation.quantities import seconds, seconds_in_words
from shipworthy.lab.aiming import aim_of
from shipworthy.lab.evaluate import evaluate
from shipworthy.lab.picking import gain_over, picked_apart
from shipworthy.lab.reading import reading
from shipworthy.lab.search import Search
from shipworthy.lab.study import Study
from shipworthy.lab.tuning import Fitted, Trials, told_best
from shipworthy.plan.knobs import quick_knobs
from shipworthy.plan.untunable import LEARNS
from shipworthy.records.measurement import Measurement
from shipworthy.records.searched import Searched
from shipworthy.records.spec import CandidateSpec
from shipworthy.records.tuning import Knob
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.tuned import put_on_roadmap
from shipworthy.workflow.tuning_price import refusal, search_price
from shipworthy.workflow.tuning_runs import log_search
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import per_of

QUICK: Final = "60s"
THOROUGH: Final = "10min"
_QUICK_TRIALS: Final = 30
_MOST_TRIALS: Final = 500
_FEWEST: Final = 20


@dataclass(frozen=True)
class Asked:
    """What kind of search.

    Attributes:
        thorough: long, and only where the forecast says that it pays.
        time: budget of learning, such as `10min`; empty takes what is usual.
        anyway: search thoroughly whatever the forecast says.
    """

    thorough: bool = False
    time: str = ""
    anyway: bool = False

    @property
    def seconds(self) -> float:
        """The budget.

        Raises:
            RequestError: when it is no duration, or none at all.
        """
        budget = seconds(self.time or (THOROUGH if self.thorough else QUICK))
        if not budget > 0:
            raise RequestError("there is no time to search in", where="--time", seen=self.time, allowed="such as 10min")
        return budget

    @property
    def at_first(self) -> float:
        """Seconds of the quick search, which comes before a thorough one and takes no more than half of its time."""
        return min(seconds(QUICK), self.seconds / 2) if self.thorough else self.seconds


QUICKLY: Final = Asked()
"""A few knobs in a short time."""


@dataclass(frozen=True)
class Tuned:
    """What came of it.

    Attributes:
        found: the same on record; None when the forecast says that a thorough search does not pay.
        outlook: what is to be expected of going on.
        notices: what the user should know.
    """

    found: Searched | None
    outlook: Outlook
    notices: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        future = {name: getattr(self.outlook, name) for name in ("pays", "gain", "worth", "cost", "says")}
        return {"found": self.found and self.found.to_dict(), "outlook": future, "notices": list(self.notices)}


def tune(bench: Workbench, name: str, asked: Asked = QUICKLY) -> Tuned:
    """Searches the settings of one attempt on the cases learned from; the cases kept aside are never asked.

    The best settings become the next attempt on the roadmap. Trials are kept, so that a search that was ended, or a
    thorough one after a quick one, goes on where the other was.

    Args:
        bench: the project; its document is changed when something better was found.
        name: of the attempt.
        asked: what kind of search.

    Raises:
        CandidateError: when there is no such attempt, it learns nothing here, nobody said which knobs it has, or it
            fails.
        RequestError: when there is no fold to search on.
    """
    budget = asked.seconds
    bench.material.pin()
    candidates = Candidates(bench)
    spec = _named(candidates, name)
    search = _Search(bench, candidates.study, spec, _knobs(spec))
    search.run(_QUICK_TRIALS, asked.at_first)
    if asked.thorough:
        ahead = search.ahead(_within(search, budget, asked))
        reason = "" if asked.anyway else refusal(bench, ahead)
        if reason:
            return Tuned(None, replace(ahead, pays=False, says=reason))
        search.run(_MOST_TRIALS, budget, None if asked.anyway else lambda: search.ahead(search.left(budget)))
    found = search.found(asked.thorough)
    ahead = search.ahead(search.left(search.seconds + seconds(THOROUGH)))
    if found.settings:
        wrote = put_on_roadmap(bench, spec.name, found.settings, found.trials)
        found = structs.replace(found, wrote=wrote)
    found = structs.replace(found, outlook=ahead.says)
    bench.book.put(found)
    return Tuned(found, ahead, log_search(bench, found, search.search.trials))


class _Search:
    """A search under way on the folds of a project."""

    def __init__(self, bench: Workbench, study: Study, spec: CandidateSpec, knobs: tuple[Knob, ...]) -> None:
        self._bench, self._spec = bench, structs.replace(spec, tune=UNSET)
        folds = tuple(fold for fold in study.folds if fold.origin == "fold")
        if not folds:
            raise RequestError(
                "there is no fold to search settings on",
                where="evaluation.split",
                seen=f"{len(study.labels):,} rows",
                next_step="bring more data, or keep fewer rows aside",
            )
        self._study = replace(reading(study, spec), folds=folds)
        self._aim = aim_of(self._study)
        self.search = Search(knobs, study.place.seed)
        self._trials = Trials(self._study, self._spec, self._fit)
        self._taken: list[float] = []
        self._ended = ""
        self._noise: tuple[int, float] = (0, 0.0)

    def run(self, trials: int, budget: float, ahead: Callable[[], Outlook] | None = None) -> None:
        """Makes trials until their number or time is over, or, when asked ahead of each, going on does not pay."""
        if not self._taken:
            self._taken.append(self._trials.own(self.search))
        while len(self._taken) <= trials and self.seconds < budget:
            if ahead is not None and not (future := ahead()).pays:
                self._ended = f"it was ended: {future.says}"
                return
            words = f"tuning {self._spec.name}{told_best(self.search, self._aim.unit)}"
            self._bench.progress(len(self._taken), trials + 1, words)
            self._taken.append(self._trials.next(self.search))
        over = "its time" if self.seconds >= budget else "the number of trials"
        self._ended = f"{over} was over"

    @property
    def seconds(self) -> float:
        """That trials took so far."""
        return sum(self._taken)

    @property
    def each(self) -> float:
        """Seconds that a trial takes."""
        return max(mean(self._taken), 1e-3)

    def left(self, budget: float) -> int:
        """Trials that there is time for."""
        return max(0, min(_MOST_TRIALS + 1 - len(self._taken), int((budget - self.seconds) / self.each)))

    def ahead(self, more: int) -> Outlook:
        """What is to be expected of so many more trials."""
        scores = [trial.score for trial in self.search.trials if trial.score is not None]
        price = search_price(self._bench, self._aim)
        equivalent = self._bench.document.success.criterion and self._bench.document.success.criterion.equivalent
        matters = (equivalent or 0.0) / per_of(self._bench.document) if self._aim.valued else 0.0
        return outlook(scores, self._taken, more, price, noise=self._luck(), matters=matters)

    def found(self, thorough: bool) -> Searched:
        """What was found."""
        best, own = self.search.best, self.search.trials[0]
        assert best is not None
        assert best.score is not None
        return Searched(
            candidate=self._spec.name,
            thorough=thorough,
            trials=len(self.search.trials) - 1,
            failed=sum(trial.score is None for trial in self.search.trials),
            seconds=round(self.seconds, 3),
            score=best.score,
            before=own.score,
            unit=self._aim.unit,
            settings=best.settings,
            gain=self._gain(),
            importance=self.search.importance(),
            ended=self._ended,
        )

    def _gain(self) -> Measurement | None:
        own, *others = self._trials.predictions
        told = [each for each in others if each is not None]
        if own is None or not told:
            return None
        picked = picked_apart([own, *told], self._aim)
        return None if picked is None else gain_over(picked, own, self._aim, per_of(self._bench.document))

    def _luck(self) -> float:
        """Standard error of the difference between the best trial and the attempt as it stands."""
        own, best = self._trials.predictions[0], self.search.best
        place = self.search.trials.index(best) if best is not None else 0
        ours = self._trials.predictions[place]
        if not place or own is None or ours is None:
            return self._noise[1]
        if self._noise[0] != place:
            self._noise = place, gain_over(ours, own, self._aim).se or 0.0
        return self._noise[1]

    def _fit(self, study: Study, trial: CandidateSpec) -> Fitted:
        bench = self._bench
        (found,) = evaluate(study, [trial], progress=lambda done, total, words: None, cache=bench.cache).attempts
        return Fitted(found.predictions, found.fit_seconds + found.predict_seconds, found.failure)


def _named(candidates: Candidates, name: str) -> CandidateSpec:
    spec = next(each for each in candidates.named([name]) if each.name == name)
    if spec.kind not in LEARNS:
        raise CandidateError(
            "it learns nothing here, so it has no settings to search",
            where=f"candidates.{name}",
            seen=spec.kind.replace("_", " "),
            allowed=[each.name for each in candidates.specs if each.kind in LEARNS],
        )
    return spec


def _within(search: _Search, budget: float, asked: Asked) -> int:
    """Trials that a thorough search has time for after the quick one."""
    more = search.left(budget)
    if not more:
        raise RequestError(
            f"one trial takes {seconds_in_words(search.each)}, so there is no time for a search after a first look",
            where="--time",
            seen=asked.time or THOROUGH,
            allowed=f"{_FEWEST} trials or more",
            next_step=f"give it more time: --time {math.ceil(_FEWEST * search.each / 30)}min",
        )
    return more


def _knobs(spec: CandidateSpec) -> tuple[Knob, ...]:
    knobs = spec.tune.knobs if spec.tune else quick_knobs(spec.target if spec.kind == "estimator" else "")
    if not knobs:
        raise CandidateError(
            "nobody said which of its settings matter",
            where=f"candidates.{spec.name}",
            seen=spec.target,
            next_step="name them there: tune: {knobs: {parameter: {low: 0.1, high: 10, log: true}}}",
        )
    return knobs
