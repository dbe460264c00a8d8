"""What projects of all families have in common: what is stated, money, noise, and how truth is put beside it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.stopping.projects import Brief, Experiment, Measurement, Passage, Past, Project, Truth

OWNERS = ("Ada", "Bo", "Cy")
KINDS = ("features", "model", "labels")
_SIZES = (0.125, 0.25, 0.5, 1.0)
"""Shares of the cases that a learning curve is measured at."""

Bring = Callable[[Sequence[Experiment]], NDArray[np.float64]]
"""What the experiments of one project truly bring, each if run first: shape (experiments,), 0 or more."""


@dataclass(frozen=True)
class Draft:
    """A project before its truth.

    Attributes:
        brief: without learning curve and archive.
        start: true level of the criterion at the start.
        gap: what was missing when experiments were planned, above 0; sizes of gains and noise go by it.
        before: experiments of an earlier project; empty in about half of all projects, which have no archive.
    """

    brief: Brief
    start: float
    gap: float
    before: tuple[Experiment, ...]


def draw_draft(rng: np.random.Generator, promised: float) -> Draft:
    """Draws what is stated.

    The criterion's unit lies between 1 and 10,000; the start at 0 to 70 % of the target, in 6 % of projects above it.
    The timebox has room for 60 to 120 % of the planned work. A success brings about 2.5 times (a quarter of projects
    above 3.7, a quarter below 1.7) what all weeks cost and forgo.

    Args:
        rng: of this project.
        promised: gains stated for all experiments together, times their chances, per gap: the median over projects.
    """
    target = 10.0 ** rng.uniform(0.0, 4.0)
    gap = target * rng.uniform(0.3, 1.0)
    start = target + gap * rng.uniform(0.0, 0.3) if rng.random() < 0.06 else target - gap
    experiments = _experiments(rng, int(rng.integers(5, 9)), gap * promised)
    before = _experiments(rng, int(rng.integers(4, 13)), gap * promised) if rng.random() < 0.5 else ()
    timebox = math.ceil(sum(each.effort for each in experiments) * rng.uniform(0.6, 1.2))
    cost = 8000.0 * math.exp(rng.normal(0.0, 0.3))
    price = cost * rng.uniform(0.2, 1.5)
    value = (cost + price) * timebox * 2.5 * math.exp(rng.normal(0.0, 0.6))
    cases = int(rng.integers(1000, 20001))
    brief = Brief(
        timebox=timebox,
        cost=cost,
        price=price,
        target=target,
        value=value,
        miss=value * rng.uniform(0.1, 0.6),
        experiments=experiments,
        stages=_stages(rng, int(rng.integers(1, 4))),
        cases=cases,
        cases_per_week=int(cases * rng.uniform(0.1, 0.5)),
        noise=gap * rng.uniform(0.1, 0.35),
        shared=rng.uniform(0.4, 0.9),
    )
    return Draft(brief, start, gap, before)


def _stages(rng: np.random.Generator, count: int) -> tuple[float, ...]:
    return tuple(rng.uniform(0.75, 0.98, count).tolist())


def _experiments(rng: np.random.Generator, count: int, total: float) -> tuple[Experiment, ...]:
    chances = rng.uniform(0.2, 0.8, count)
    gains = np.exp(rng.normal(0.0, 0.6, count))
    gains *= total * math.exp(rng.normal(0.0, 0.3)) / (chances @ gains)
    sds = gains * rng.uniform(0.2, 0.6, count)
    efforts = rng.integers(1, 7, count) / 2.0
    return tuple(
        Experiment(f"experiment {each + 1}", KINDS[kind], OWNERS[owner], *figures)
        for each, (kind, owner, figures) in enumerate(
            zip(
                rng.integers(0, len(KINDS), count),
                rng.integers(0, len(OWNERS), count),
                zip(chances.tolist(), gains.tolist(), sds.tolist(), efforts.tolist(), strict=True),
                strict=True,
            )
        )
    )


def sizes(rng: np.random.Generator, experiments: Sequence[Experiment]) -> NDArray[np.float64]:
    """Gains if they bring anything, above 0: gamma with stated mean and standard deviation; shape (experiments,)."""
    gains = np.array([each.gain for each in experiments])
    sds = np.array([each.sd for each in experiments])
    drawn: NDArray[np.float64] = rng.gamma((gains / sds) ** 2, sds**2 / gains)
    return drawn


def as_stated(rng: np.random.Generator, experiments: Sequence[Experiment]) -> NDArray[np.float64]:
    """Gains independent of each other, just as likely and as large as stated: shape (experiments,)."""
    works = rng.random(len(experiments)) < np.array([each.chance for each in experiments])
    return np.where(works, sizes(rng, experiments), 0.0)


def finish(
    rng: np.random.Generator,
    draft: Draft,
    bring: Bring,
    *,
    louder: float = 1.0,
    harder: float = 1.0,
    room: float = math.inf,
    drop: float = 0.0,
    curve: tuple[float, float] | None = None,
) -> Project:
    """Puts the truth beside a draft; what is not said here is as stated.

    Args:
        rng: of this project.
        draft: what is stated.
        bring: called for the planned experiments and for those of the earlier project.
        louder: true noise per stated noise.
        harder: a later stage stated to pass with chance c passes with chance `c**harder`, now and before.
        room: how far experiments can lift the level at most.
        drop: of the level in production.
        curve: (amount, power) of the learning curve, see `Truth`, which then was looked at; without it more cases
            bring nothing, and half of the teams have looked.
    """
    brief = draft.brief
    own = rng.normal(size=len(brief.experiments) + brief.timebox + 1)
    stages = tuple(each**harder for each in brief.stages)
    truth = Truth(
        start=draft.start,
        gains=tuple(bring(brief.experiments).tolist()),
        stages=stages,
        noise=brief.noise * louder,
        passes=bool((rng.random(len(stages)) < stages).all()),
        own_luck=tuple(own.tolist()),
        case_luck=tuple(rng.normal(size=brief.timebox + 1).tolist()),
        ceiling=draft.start + room,
        drop=drop,
        curve=curve or (0.0, 0.5),
    )
    looked = curve is not None or rng.random() < 0.5
    seen = replace(
        brief,
        curve=_curve(rng, brief, truth) if looked else (),
        past=_past(rng, draft, bring, room, louder) if draft.before else (),
        passages=_passages(rng, harder) if draft.before else (),
    )
    return Project(seen, truth)


def _curve(rng: np.random.Generator, brief: Brief, truth: Truth) -> tuple[Measurement, ...]:
    """Measured on the cases at hand, whose error all points share with the first measurement of the project."""
    shared = math.sqrt(brief.shared) * truth.case_luck[0]
    own = math.sqrt(1.0 - brief.shared) * rng.normal(size=len(_SIZES))
    return tuple(
        Measurement(truth.level((), size) + truth.noise * (shared + error), brief.noise, int(brief.cases * size))
        for size, error in zip(_SIZES, own.tolist(), strict=True)
    )


def _past(rng: np.random.Generator, draft: Draft, bring: Bring, room: float, louder: float) -> tuple[Past, ...]:
    """Gains as the differences of measurements on the same cases, so without the error that these share."""
    gains = bring(draft.before)
    if math.isfinite(room):
        taken = np.minimum(gains / room, 1.0)
        gains = room * taken * np.concatenate([[1.0], np.cumprod(1.0 - taken)[:-1]])
    se = draft.brief.noise * math.sqrt(2.0 * (1.0 - draft.brief.shared))
    found = gains + se * louder * rng.normal(size=gains.size)
    return tuple(Past(each, gain, se) for each, gain in zip(draft.before, found.tolist(), strict=True))


def _passages(rng: np.random.Generator, harder: float) -> tuple[Passage, ...]:
    stated = _stages(rng, int(rng.integers(4, 25)))
    return tuple(Passage(each, bool(rng.random() < each**harder)) for each in stated)
