"""A question answered quickly: the usual attempts on its folds, and how likely that meets the goal."""

from collections.abc import Sequence
from dataclasses import dataclass

from shipworthy.forecast.chance import forecast
from shipworthy.foundation.errors import CandidateError
from shipworthy.lab.quick import first_sight
from shipworthy.plan.consistency import BASELINES
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.reframing import Change
from shipworthy.stats.bounds import chance_of_less
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.gates import compared_now
from shipworthy.workflow.measuring import gains_of_periods
from shipworthy.workflow.outlook import stretch_of
from shipworthy.workflow.progress import Progress
from shipworthy.workflow.reframing.as_if import with_changes
from shipworthy.workflow.reframing.asked import Asked, Variant
from shipworthy.workflow.rows import folds_of
from shipworthy.workflow.workbench import Workbench

_MOST: int = 2


@dataclass(frozen=True, eq=False)
class Tried:
    """A question answered on the rows learned from.

    Attributes:
        variant: the question.
        asked: with its own document and rows.
        gain: over what is done today, of the attempt that does best there.
        chance: that a period to come meets the goal; None when nobody can tell.
    """

    variant: Variant
    asked: Asked
    gain: Measurement
    chance: float | None


def usual_names(bench: Workbench) -> tuple[str, ...]:
    """The attempts that answer every question: the one put forward, else the most complex, and the simplest.

    Raises:
        CandidateError: when no attempt on the roadmap learns, so that none could answer another question.
    """
    specs = [spec for spec in Candidates(bench).specs if spec.kind not in BASELINES and not spec.fitted_once]
    if not specs:
        raise CandidateError(
            "no attempt learns from the rows, so that none can answer another question",
            where="candidates",
            allowed="an attempt that learns, such as {name: linear, estimator: "
            "sklearn.linear_model.LogisticRegression}",
            next_step="add one under candidates",
        )
    compared = compared_now(bench)
    forward = [spec.name for spec in specs if compared is not None and spec.name == compared.candidate]
    by_complexity = sorted(specs, key=lambda spec: spec.complexity)
    names = [*(forward or [by_complexity[-1].name]), by_complexity[0].name, by_complexity[-1].name]
    return tuple(dict.fromkeys(names))[:_MOST]


def answered(bench: Workbench, names: Sequence[str]) -> Asked:
    """Has the attempts answer the question of a document, the best on the rows learned from first.

    Raises:
        UserError: when none of them can.
    """
    candidates = Candidates(bench)
    found = candidates.field(names)
    able = [name for name in names if name in found.predictions]
    if not able:
        raise next(iter(found.failures.values()))
    asked = Asked(bench, candidates, tuple(able), found.predictions)
    scored = {name: asked.stick.score(folds_of(found.predictions[name])).value for name in able}
    # where two do equally well, the one put forward stays in front
    best = max(able, key=lambda name: float("-inf") if scored[name] is None else float(scored[name] or 0.0))
    return Asked(bench, candidates, (best, *(name for name in able if name != best)), found.predictions)


def tried(bench: Workbench, variant: Variant, names: Sequence[str], progress: Progress) -> Tried:
    """Answers another question on its folds.

    Raises:
        UserError: when its document, its rows or the attempts do not allow it.
    """
    other = with_changes(bench, variant.changes, progress) if variant.changes else bench
    asked = answered(other, variant.names or names)
    mine, theirs = folds_of(asked.best), folds_of(asked.base)
    gain = asked.stick.over_baseline(mine, theirs)
    return Tried(variant, asked, gain, on_folds(asked, mine, theirs, gain))


def on_folds(asked: Asked, mine: Predictions, theirs: Predictions, gain: Measurement) -> float | None:
    """How likely the goal is met, by periods where they are known, else by how sure the gain is."""
    if asked.stick.ordered:
        periods = gains_of_periods(mine, theirs, asked.stick)
        over = stretch_of(asked.bench.document)
        told = forecast(mine.candidate, tuple(periods), target=asked.target, months_seen=None, over=over)
        if told.chance is not None:
            return told.chance
    return chance(gain, asked.target)


def chance(gain: Measurement, target: float) -> float | None:
    """How likely the true gain reaches a target, by its standard error; None without one."""
    if gain.value is None or gain.se is None:
        return None
    return chance_of_less(gain.value, gain.se, gain.df, target)


def explained(bench: Workbench, changes: Sequence[Change], progress: Progress) -> float:
    """Share of how outcomes differ that a quick attempt explains, where no amounts say what an answer is worth.

    Raises:
        UserError: when the document or its rows do not allow it.
    """
    other = with_changes(bench, changes, progress)
    seen = first_sight(Candidates(other).study, progress=progress)
    return max([0.0, *seen.explained.values()])
