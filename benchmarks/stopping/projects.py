"""A project: what the team is told on the first day, and what is true."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Experiment:
    """One planned experiment, as its owner states it.

    Attributes:
        name: its own within the project.
        kind: its relatives bear the same kind.
        owner: who stated the figures.
        chance: stated chance in (0, 1] that it brings anything at all.
        gain: stated expected gain of the criterion if it brings anything, above 0; run first and alone.
        sd: stated standard deviation of that gain, if it brings anything.
        effort: weeks it takes, in halves.
    """

    name: str
    kind: str
    owner: str
    chance: float
    gain: float
    sd: float
    effort: float


@dataclass(frozen=True)
class Past:
    """An experiment of the same people, in an earlier project of theirs.

    Attributes:
        stated: what its owner had stated, scaled to this project's criterion.
        gain: what it brought as measured, scaled alike; may be negative, as measured it was.
        se: standard error of that, as told.
    """

    stated: Experiment
    gain: float
    se: float


@dataclass(frozen=True)
class Passage:
    """A later stage of an earlier project of the same organisation.

    Attributes:
        stated: chance to pass, as stated then.
        passed: whether it did.
    """

    stated: float
    passed: bool


@dataclass(frozen=True)
class Measurement:
    """A measurement of the best candidate so far.

    Attributes:
        value: of the criterion.
        se: its standard error, as told; the true one may be larger.
        cases: measured on.
    """

    value: float
    se: float
    cases: int


@dataclass(frozen=True)
class Brief:
    """All that is known on the first day; nothing of it changes later.

    Attributes:
        timebox: weeks the project may take, a whole number.
        cost: money a week of work takes.
        price: money that a week left over brings elsewhere, net of what it costs there; so a week of work takes `cost`
            and forgoes `price`.
        target: of the criterion, to be met in production.
        value: money when shipped, later stages passed, and the target met.
        miss: money lost, 0 or more, when shipped, later stages passed, and the target missed.
        experiments: planned, in the order planned.
        stages: stated chance of each later stage to pass; they pass or not independently.
        cases: at hand to learn from and to measure on.
        cases_per_week: that a week of gathering adds.
        noise: standard error of a measurement on `cases`, as stated; on n cases it is `noise * sqrt(cases / n)`.
        shared: share in [0, 1] of a measurement's error variance that comes from the cases, and so is the same for all
            candidates measured on them; the rest is every measurement's own.
        curve: of the first candidate having learnt from fewer cases, few first, all measured on all `cases`; here
            `Measurement.cases` are those learnt from. Empty when nobody looked.
        past: what the same people stated and got before, in the order run; may be empty.
        passages: later stages that were reached before in the same organisation; empty exactly when `past` is.
    """

    timebox: int
    cost: float
    price: float
    target: float
    value: float
    miss: float
    experiments: tuple[Experiment, ...]
    stages: tuple[float, ...]
    cases: int
    cases_per_week: int
    noise: float
    shared: float
    curve: tuple[Measurement, ...] = ()
    past: tuple[Past, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Truth:
    """What only the simulator and the oracle know.

    Attributes:
        start: level of the criterion at the start.
        gains: what each experiment brings if run first, 0 or more (what harms is not kept), in the order of the brief.
        stages: true chance of each later stage to pass.
        noise: true standard error of a measurement on the brief's `cases`.
        ceiling: level that experiments cannot exceed; infinite for none.
        drop: by how much the level falls in production.
        curve: (amount, power): learning from f times the cases at hand lifts the level by `amount * (1 - f**-power)`.
        passes: whether later stages pass, drawn from `stages`; used to score told chances, never for payoffs.
        own_luck: standard normal draws, the own error of each measurement in turn.
        case_luck: standard normal draws, the error from the cases at hand, then from those of each week of gathering.
    """

    start: float
    gains: tuple[float, ...]
    stages: tuple[float, ...]
    noise: float
    passes: bool
    own_luck: tuple[float, ...]
    case_luck: tuple[float, ...]
    ceiling: float = math.inf
    drop: float = 0.0
    curve: tuple[float, float] = (0.0, 0.5)

    def level(self, done: Iterable[int], growth: float) -> float:
        """True level of the criterion before production.

        With a ceiling, each experiment takes the share of the headroom left that it would have taken of all headroom;
        so the level does not depend on the order of experiments.

        Args:
            done: places of the experiments run.
            growth: cases now per case at the start, 1 or more.

        >>> Truth(1.0, (2.0, 4.0), (), 0.1, True, (), (), ceiling=9.0).level([0, 1], 1.0)
        6.0
        """
        if math.isinf(self.ceiling):
            lift = sum(self.gains[place] for place in done)
        else:
            room = self.ceiling - self.start
            lift = room * (1.0 - math.prod(1.0 - min(self.gains[place] / room, 1.0) for place in done))
        return self.start + lift + self.lift_of_data(growth)

    def lift_of_data(self, growth: float) -> float:
        """What learning from `growth` times the cases at hand adds to the level; negative below 1."""
        amount, power = self.curve
        return amount * (1.0 - math.pow(growth, -power))

    @cached_property
    def later(self) -> float:
        """True chance that all later stages pass."""
        return math.prod(self.stages)


@dataclass(frozen=True)
class Project:
    """A simulated project.

    Attributes:
        brief: what a policy may see.
        truth: what it may not.
    """

    brief: Brief
    truth: Truth

    def growth(self, gathered: int) -> float:
        """Cases after so many weeks of gathering, per case at the start."""
        return 1.0 + gathered * self.brief.cases_per_week / self.brief.cases

    def meets(self, done: Iterable[int], gathered: int) -> bool:
        """Whether what there is after this work truly meets the target in production."""
        return self.truth.level(done, self.growth(gathered)) - self.truth.drop >= self.brief.target

    def payoff(self, weeks: float, shipped: bool, met: bool) -> float:
        """Money that the timebox brought, expected over the luck of later stages.

        Shipped: the true chance of later stages times `value` when met, times `-miss` when not. Then less `cost` for
        each week used, plus `price` for each week left of the timebox.
        """
        brief = self.brief
        came = self.truth.later * (brief.value if met else -brief.miss) if shipped else 0.0
        return came - weeks * brief.cost + (brief.timebox - weeks) * brief.price
