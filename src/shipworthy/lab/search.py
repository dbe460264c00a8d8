"""Settings to try next, by Optuna's tree-structured Parzen estimator; the same trials give the same suggestions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from shipworthy.records.tuning import Knob, Setting


@dataclass(frozen=True)
class Trial:
    """Settings that were tried.

    Attributes:
        settings: parameter -> value; empty for the candidate as it stands.
        score: more is better; None when it failed.
        seconds: it took to learn and to answer, all folds together.
        why: it failed; empty when it did not.
    """

    settings: dict[str, Setting]
    score: float | None
    seconds: float = 0.0
    why: str = ""


class Search:
    """One search.

    Args:
        knobs: what is searched.
        seed: of the suggestions.

    Attributes:
        trials: what was told so far.
    """

    def __init__(self, knobs: Sequence[Knob], seed: int) -> None:
        self._ranges = {knob.name: _distribution(knob) for knob in knobs}
        library = _optuna()
        self._study = library.create_study(direction="maximize", sampler=library.samplers.TPESampler(seed=seed))
        self._asked: Any = None
        self.trials: list[Trial] = []

    def ask(self) -> dict[str, Setting]:
        """Settings to try next; what became of them is to be told before the next."""
        self._asked = self._study.ask(self._ranges)
        # four digits are as good as any, and can be read
        return {name: _short(value) for name, value in self._asked.params.items()}

    def tell(self, trial: Trial) -> None:
        """Takes down what came of the settings asked for last; the first of all may be told unasked."""
        self.trials.append(trial)
        if self._asked is None:
            return
        state = _optuna().trial.TrialState.FAIL if trial.score is None else None
        self._study.tell(self._asked, trial.score, state=state)
        self._asked = None

    @property
    def best(self) -> Trial | None:
        """The best trial so far, the earliest of equals; None while none has a score."""
        told = [trial for trial in self.trials if trial.score is not None]
        return max(told, key=lambda trial: trial.score or 0.0, default=None)

    def importance(self) -> dict[str, float]:
        """How much of what differs between trials each knob accounts for, the most first, adding up to 1.

        Functional analysis of variance on a forest (Hutter, Hoos and Leyton-Brown, 2014); empty where nothing differs.
        """
        scores = {trial.score for trial in self.trials if trial.settings and trial.score is not None}
        if len(scores) < 2:
            return {}
        rated = import_module("optuna.importance")
        evaluator = rated.FanovaImportanceEvaluator(seed=0)
        found = rated.get_param_importances(self._study, evaluator=evaluator)
        return {knob: float(share) for knob, share in found.items()}


def _short(value: Setting) -> Setting:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _distribution(knob: Knob) -> Any:
    kinds = _optuna().distributions
    if knob.choices:
        return kinds.CategoricalDistribution(knob.choices)
    if knob.whole:
        return kinds.IntDistribution(int(knob.low), int(knob.high), log=knob.log)
    return kinds.FloatDistribution(knob.low, knob.high, log=knob.log)


@cache
def _optuna() -> Any:
    """Loaded when something is tuned: it takes a while, and most evaluations tune nothing."""
    library = import_module("optuna")
    library.logging.set_verbosity(library.logging.WARNING)
    return library
