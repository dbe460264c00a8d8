"""What the forecaster is told: plans and statements, what was measured, time and money, and the past.

The success criterion is in a unit of its own, more being better: whoever wants less of something turns the signs.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from shipworthy.foundation.errors import RequestError

GATHER: Final = "gather cases"
"""Name of a week of gathering cases, beside the names of experiments."""


@dataclass(frozen=True)
class Planned:
    """An experiment, as its owner stated it before it ran. What nobody said is None.

    Attributes:
        name: its own within the project.
        kind: experiments of one kind are relatives: they tend to work or fail together.
        owner: who stated the figures.
        chance: that it brings anything at all, above 0 and at most 1.
        gain: expected gain of the criterion if it brings anything, above 0, in the criterion's unit.
        sd: standard deviation of that gain.
        effort: weeks of the team, above 0.
    """

    name: str
    kind: str = ""
    owner: str = ""
    chance: float | None = None
    gain: float | None = None
    sd: float | None = None
    effort: float | None = None

    def __post_init__(self) -> None:
        where = f"experiment {self.name!r}"
        if self.chance is not None and not 0.0 < self.chance <= 1.0:
            raise _mistake("a chance lies above 0 and at most at 1", f"{where}, chance", self.chance)
        for name in ("gain", "sd", "effort"):
            value = getattr(self, name)
            if value is not None and not 0.0 < value < math.inf:
                raise _mistake("it has to be a number above 0", f"{where}, {name}", value)


@dataclass(frozen=True)
class Past:
    """An experiment that was run in an earlier project.

    Attributes:
        stated: what its owner had said, in the unit of that project's criterion.
        gain: what it brought as measured, in the same unit; may be negative.
        se: standard error of that, 0 or more.
    """

    stated: Planned
    gain: float
    se: float = 0.0

    def __post_init__(self) -> None:
        _numbers(f"earlier experiment {self.stated.name!r}", self)
        _not_negative(f"earlier experiment {self.stated.name!r}", self, "se")


@dataclass(frozen=True)
class Stage:
    """A stage that is still to be passed once the criterion is met.

    Attributes:
        name: of the stage.
        chance: stated chance to pass, in [0, 1]; None when nobody said.
    """

    name: str
    chance: float | None = None

    def __post_init__(self) -> None:
        _share(f"stage {self.name!r}", self, "chance")


@dataclass(frozen=True)
class Passage:
    """A stage that an earlier project of the same organisation reached.

    Attributes:
        stage: its name.
        passed: whether it was passed.
        stated: chance that had been stated; None when nobody had.
    """

    stage: str
    passed: bool
    stated: float | None = None

    def __post_init__(self) -> None:
        _share(f"earlier stage {self.stage!r}", self, "stated")


@dataclass(frozen=True)
class Reading:
    """A measurement of the criterion.

    Attributes:
        value: in the criterion's unit.
        se: its standard error, 0 or more.
        cases: measured on, and at hand to learn from, 1 or more; None for as many as at the reading after it.
        tried: names of the experiments run since the reading before; none when only cases were gathered.
        kept: False when what was tried did worse than the best before and was dropped. Then only that it failed is
            learnt from; what is at hand is still as the last kept reading says.
    """

    value: float
    se: float
    cases: float | None = None
    tried: tuple[str, ...] = ()
    kept: bool = True

    def __post_init__(self) -> None:
        _numbers("reading", self)
        _not_negative("reading", self, "se")
        if self.cases is not None and not self.cases >= 1:
            raise _mistake("a reading is of one case or more", "reading, cases", self.cases)


@dataclass(frozen=True)
class Situation:
    """All that is known at the moment of asking.

    Attributes:
        target: of the criterion; None when nobody said.
        readings: of the best candidate, oldest first, the first one before any experiment of `planned`; may be empty.
        planned: experiments of the project, run or not.
        weeks_left: of the timebox, 0 or more.
        cost: money that a week of the team takes; None when nobody said.
        price: money that a week of the team brings elsewhere, net of what it costs there (the shadow price of the
            team's weeks); 0 when nothing is known.
        value: money when shipped, later stages passed and the target met; None when nobody said.
        loss: money lost when shipped, later stages passed and the target missed, 0 or more.
        stages: still to be passed, in order.
        past: earlier experiments of the same people.
        passages: stages that earlier projects reached.
        cases_per_week: that a week of gathering adds; 0 when none can be gathered.
        shared: share in [0, 1] of a reading's error variance that comes from the cases and so is the same for all
            candidates measured on them.
        curve: learning curve of the first candidate: readings whose `cases` are those learnt from, all measured on the
            cases of the first reading; empty when nobody looked.
        prior: stated chance that the target is met; used only while there is no reading. None when nobody said.
        unit: of the criterion, for words; `1` for a metric.
        currency: unit of money, for words.
    """

    target: float | None
    readings: tuple[Reading, ...] = ()
    planned: tuple[Planned, ...] = ()
    weeks_left: float = 0.0
    cost: float | None = None
    price: float = 0.0
    value: float | None = None
    loss: float = 0.0
    stages: tuple[Stage, ...] = ()
    past: tuple[Past, ...] = ()
    passages: tuple[Passage, ...] = ()
    cases_per_week: float = 0.0
    shared: float = 0.5
    curve: tuple[Reading, ...] = ()
    prior: float | None = None
    unit: str = "1"
    currency: str = ""

    def __post_init__(self) -> None:
        _numbers("forecast", self)
        _not_negative("forecast", self, "weeks_left", "cost", "value", "loss", "cases_per_week")
        _share("forecast", self, "shared", "prior")
        _once("experiment", [each.name for each in self.planned])
        _once("experiment tried", self.done)
        if any(each.name == GATHER for each in self.planned):
            raise _mistake("this name is kept for weeks of gathering", "experiment", GATHER)
        known = {each.name for each in self.planned}
        for name in self.done:
            if name not in known:
                raise _mistake("a reading names an experiment that is not planned", "reading, tried", name)
        if self.readings and not (self.readings[0].kept and not self.readings[0].tried):
            raise _mistake("the first reading comes before any experiment", "reading, tried", self.readings[0].tried)

    @property
    def done(self) -> tuple[str, ...]:
        """Names of the experiments that were tried, in order."""
        return tuple(name for each in self.readings for name in each.tried)

    @property
    def remaining(self) -> tuple[Planned, ...]:
        """Experiments not tried yet."""
        done = set(self.done)
        return tuple(each for each in self.planned if each.name not in done)


def _numbers(where: str, told: Any) -> None:
    for field in fields(told):
        value = getattr(told, field.name)
        if isinstance(value, float | int) and not math.isfinite(value):
            raise _mistake("it has to be a finite number", f"{where}, {field.name}", value)


def _not_negative(where: str, told: object, *names: str) -> None:
    for name in names:
        value = getattr(told, name)
        if value is not None and not value >= 0:
            raise _mistake("it cannot be negative", f"{where}, {name}", value)


def _share(where: str, told: object, *names: str) -> None:
    for name in names:
        value = getattr(told, name)
        if value is not None and not 0.0 <= value <= 1.0:
            raise _mistake("a chance or a share lies between 0 and 1", f"{where}, {name}", value)


def _once(what: str, names: Sequence[str]) -> None:
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise _mistake(f"there are two of this name: {what}", what, twice[0])


def _mistake(what: str, where: str, seen: object) -> RequestError:
    return RequestError(what, where=where, seen=str(seen), next_step="mend it, and ask again")
