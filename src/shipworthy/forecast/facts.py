"""A situation made whole: what nobody said is taken from the archive or from stated defaults, and named."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean, median
from typing import Final

from shipworthy.forecast.situation import Past, Planned, Reading, Situation
from shipworthy.show.words import joined

CHANCE: Final = 1 / 3
"""Chance that an experiment brings anything, when nobody said and there is no archive."""

SPREAD: Final = 0.5
"""Standard deviation of a gain by its mean, when nobody said."""

ERROR: Final = 0.2
"""Standard error of a reading to come, by what is missing, while no reading said."""

EFFORT: Final = 1.0
"""Weeks that an experiment takes, when nobody said of any."""

WEEKS_WORTH: Final = 50
"""Weeks of the team that success is worth when nobody said: a working year."""


@dataclass(frozen=True)
class Box:
    """An experiment of which everything is said or assumed; see `Planned`."""

    name: str
    kind: str
    owner: str
    chance: float
    gain: float
    sd: float
    effort: float


@dataclass(frozen=True)
class Opened:
    """An earlier experiment, what it brought, and the standard error of that."""

    box: Box
    gain: float
    se: float


@dataclass(frozen=True)
class Known:
    """A reading of which the cases are known, or assumed; see `Reading`."""

    value: float
    se: float
    cases: float
    tried: tuple[str, ...] = ()
    kept: bool = True


@dataclass(frozen=True)
class Money:
    """What success and weeks are worth; see `Situation`."""

    value: float
    loss: float
    cost: float
    price: float

    @property
    def week(self) -> float:
        """What a week has to bring: its cost, and what it would bring elsewhere."""
        return self.cost + self.price


@dataclass(frozen=True)
class Facts:
    """A situation with nothing left open, for a target and at least one reading.

    Attributes:
        target: of the criterion.
        first: reading before any experiment.
        later: readings after it.
        curve: learning curve of what the first reading is of.
        boxes: experiments by name; those of which no gain can be guessed are left out.
        left: names of those not tried yet, in the order planned.
        past: earlier experiments, in an order that does not depend on the one told.
        money: what success and weeks are worth.
        told: the situation itself.
        assumed: what was assumed, a sentence each.
    """

    target: float
    first: Known
    later: tuple[Known, ...]
    curve: tuple[Known, ...]
    boxes: dict[str, Box]
    left: tuple[str, ...]
    past: tuple[Opened, ...]
    money: Money
    told: Situation
    assumed: tuple[str, ...]

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """Everybody who stated anything."""
        return tuple(sorted({each.owner for each in self._all}))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of the experiments planned."""
        return tuple(sorted({each.kind for each in self.boxes.values()}))

    @property
    def cases(self) -> float:
        """Cases at hand now."""
        return self.now.cases

    @cached_property
    def now(self) -> Known:
        """The last reading of what is at hand."""
        return [self.first, *(each for each in self.later if each.kept)][-1]

    @cached_property
    def error(self) -> float:
        """Standard error of a reading of what is at hand, as told; assumed while nothing told one."""
        told = [each.se for each in (self.first, *self.later) if each.se > 0]
        return self.now.se or (told[-1] if told else ERROR * self.scale)

    @cached_property
    def scale(self) -> float:
        """A size of the criterion that doubts are drawn by: what was missing at the start, or was hoped for."""
        hoped = sum(each.chance * each.gain for each in self.boxes.values())
        return max(abs(self.target - self.first.value), hoped / 2, self.first.se) or abs(self.target) or 1.0

    @property
    def _all(self) -> list[Box]:
        return [*self.boxes.values(), *(each.box for each in self.past)]


def made_whole(told: Situation, target: float) -> Facts:
    """Fills what nobody said.

    Args:
        told: with at least one reading.
        target: of the criterion.
    """
    notes: list[str] = []
    past = sorted(told.past, key=repr)
    gaps: dict[str, list[str]] = {}
    boxes = boxes_of(told.planned, past, gaps)
    done = set(told.done)
    for gap, names in gaps.items():
        if still := [name for name in names if name not in done]:
            notes.append(gap.format(joined(still)))
    readings = _known(told.readings)
    if not any(each.se > 0 for each in readings):
        notes.append("nobody knows yet how far measurements err; a fifth of what is missing was assumed")
    return Facts(
        target=target,
        first=readings[0],
        later=readings[1:],
        curve=_known(told.curve),
        boxes=boxes,
        left=tuple(name for name in boxes if name not in done),
        past=tuple(
            Opened(box, each.gain, each.se) for each in past if (box := _box(each.stated, (), (), {})) is not None
        ),
        money=_money(told, notes),
        told=told,
        assumed=tuple(dict.fromkeys(notes)),
    )


def boxes_of(planned: Sequence[Planned], past: Sequence[Past], gaps: dict[str, list[str]]) -> dict[str, Box]:
    """Experiments made whole, by name; those of which no gain can be guessed are left out.

    Args:
        planned: experiments as stated.
        past: earlier ones, for what nobody said.
        gaps: collects what nobody said: a sentence with a place for the names -> the names.
    """
    return {each.name: box for each in planned if (box := _box(each, planned, past, gaps)) is not None}


def _box(each: Planned, beside: Sequence[Planned], past: Sequence[Past], gaps: dict[str, list[str]]) -> Box | None:
    """The experiment made whole; `gaps` collects what nobody said, a sentence with a place for the names."""
    gain = each.gain
    if gain is None:
        gain = _usual_gain(beside)
        if gain is None:
            gaps.setdefault("nobody said what {} may bring, so it is left out", []).append(each.name)
            return None
        gaps.setdefault("nobody said what {} may bring; the usual gain of the others was assumed", []).append(each.name)
    chance = each.chance
    if chance is None:
        chance = _usual_chance(past)
        gap = f"nobody said how likely anything comes of {{}}; a chance of {chance:.0%} was assumed"
        gaps.setdefault(gap, []).append(each.name)
    effort = each.effort
    if effort is None:
        known = [other.effort for other in beside if other.effort is not None]
        effort = median(known) if known else EFFORT
        if beside:
            weeks = "a week was" if effort == 1 else f"{effort:g} weeks were"
            gap = f"nobody said how long {{}} would take; {weeks} assumed"
            gaps.setdefault(gap, []).append(each.name)
    return Box(each.name, each.kind, each.owner, chance, gain, each.sd or SPREAD * gain, effort)


def _known(readings: Sequence[Reading]) -> tuple[Known, ...]:
    """Cases that nobody said are as many as at the next reading that says, or else at the last one that did."""
    cases = [each.cases for each in readings if each.cases is not None]
    after = cases[-1] if cases else 1.0
    found: list[Known] = []
    for each in reversed(readings):
        after = each.cases if each.cases is not None else after
        found.append(Known(each.value, each.se, after, each.tried, each.kept))
    return tuple(reversed(found))


def _usual_gain(beside: Sequence[Planned]) -> float | None:
    stated = [each.gain for each in beside if each.gain is not None]
    return fmean(stated) if stated else None


def _usual_chance(past: Sequence[Past]) -> float:
    """Share of earlier experiments that clearly brought something, beside a prior worth three experiments."""
    brought = sum(each.gain > 2 * each.se for each in past)
    return (3 * CHANCE + brought) / (3 + len(past))


def _money(told: Situation, notes: list[str]) -> Money:
    if told.value is None:
        notes.append("nobody said what success is worth; as much as a year of the team's weeks was assumed")
        week = (told.cost or 0.0) + told.price or 1.0
        cost = told.cost if told.cost is not None else max(week - told.price, 0.0)
        return Money(WEEKS_WORTH * week, told.loss, cost, told.price)
    if told.cost is None:
        notes.append("nobody said what a week costs; a fiftieth of what success is worth was assumed")
        return Money(told.value, told.loss, told.value / WEEKS_WORTH, told.price)
    return Money(told.value, told.loss, told.cost, told.price)
