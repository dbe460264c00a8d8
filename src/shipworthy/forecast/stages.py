"""How likely the stages that follow the criterion are passed.

A stated chance is the document's, made less hopeful as far as earlier projects were. Where nobody stated one, stages of
the same name in the organisation's archive tell, by a beta-binomial; where there are none, a default that is named.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from shipworthy.forecast.situation import Passage, Stage
from shipworthy.forecast.worlds import Floats
from shipworthy.records.advice import StageChance

USUAL: Final = (1.5, 0.5)
"""Beta prior of a stage that nobody stated a chance for: three of four are passed, worth two passages."""

CRITERION: Final = "criterion"
"""Name of the stage at which the success criterion is met."""

EVEN: Final = (1.0, 1.0)
"""Beta prior that the criterion is met, while nothing was measured and nobody stated a chance."""


def passes(stages: Sequence[Stage], passages: Sequence[Passage], hard: Floats, rng: np.random.Generator) -> Floats:
    """Chance to pass each stage in each world: shape (stages, worlds)."""
    found = np.ones((len(stages), hard.size))
    for place, stage in enumerate(stages):
        if stage.chance is not None:
            found[place] = stage.chance**hard
        else:
            passed, failed = _counts(stage.name, passages)
            found[place] = rng.beta(USUAL[0] + passed, USUAL[1] + failed, hard.size)
    return found


def told(stages: Sequence[Stage], passages: Sequence[Passage], chances: Floats) -> tuple[StageChance, ...]:
    """The same for people: mean chance of each stage, and what it rests on."""
    stated = sum(each.stated is not None for each in passages)
    found = []
    for stage, chance in zip(stages, chances, strict=True):
        each = usual(stage, passages)
        n = stated if each.source == "document" else each.n
        found.append(StageChance(stage=stage.name, chance=float(chance.mean()), source=each.source, n=n))
    return tuple(found)


def usual(stage: Stage, passages: Sequence[Passage]) -> StageChance:
    """Chance of a stage as stated, or as its archive or the default says; how hopeful people were is left aside."""
    if stage.chance is not None:
        return StageChance(stage=stage.name, chance=stage.chance, source="document")
    passed, failed = _counts(stage.name, passages)
    chance = (USUAL[0] + passed) / (sum(USUAL) + passed + failed)
    return StageChance(
        stage=stage.name, chance=chance, source="archive" if passed + failed else "default", n=passed + failed
    )


def before_any_reading(prior: float | None, passages: Sequence[Passage]) -> StageChance:
    """Chance that the criterion is met, while nothing was measured.

    >>> archive = [Passage("criterion", True), Passage("criterion", False), Passage("criterion", False)]
    >>> before_any_reading(None, archive).chance, before_any_reading(None, []).source
    (0.4, 'default')
    """
    if prior is not None:
        return StageChance(stage=CRITERION, chance=prior, source="document")
    passed, failed = _counts(CRITERION, passages)
    chance = (EVEN[0] + passed) / (sum(EVEN) + passed + failed)
    return StageChance(
        stage=CRITERION, chance=chance, source="archive" if passed + failed else "default", n=passed + failed
    )


def _counts(name: str, passages: Sequence[Passage]) -> tuple[int, int]:
    results = [each.passed for each in passages if each.stage == name]
    return sum(results), len(results) - sum(results)
