"""What a set of projects brings together, when some of them rest on the same things."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.records.portfolio import SharedRisk, Together
from shipworthy.records.standing import Standing
from shipworthy.stats.spread import spread

DRAWS: Final = 4000

_CHUNK: Final = 500
_NOTHING: Final = Together(
    expected=0.0,
    low=0.0,
    high=0.0,
    any_success=0.0,
    loss=0.0,
    largest="",
    largest_share=None,
    effective=None,
    shared=(),
)


@dataclass(frozen=True)
class Bet:
    """A project as far as its chance and its money go.

    Attributes:
        name: of the project.
        chance: that it succeeds, what it shares with others included; between 0 and 1.
        low: what it hardly brings less than if it succeeds; 1 of 20 values lies below.
        value: what it brings on average if it succeeds.
        high: what it hardly brings more than if it succeeds; 1 of 20 values lies above.
        cost: money still to be spent.
        weeks: of work still ahead.
        rests: what it shares with others -> chance that this holds, between 0 and 1.
    """

    name: str
    chance: float
    low: float
    value: float
    high: float
    cost: float = 0.0
    weeks: float = 0.0
    rests: Mapping[str, float] = field(default_factory=dict)

    @property
    def expected(self) -> float:
        """Chance x value, less what is still to be spent."""
        return self.chance * self.value - self.cost

    @property
    def own(self) -> float:
        """Chance that it succeeds once all that it shares with others holds."""
        held = float(np.prod(list(self.rests.values())))
        return min(1.0, self.chance / held) if held > 0 else 0.0


def bet(standing: Standing) -> Bet | None:
    """A project's bet; None when what it is worth, how likely it is or what it costs is not known."""
    if standing.brings is None or standing.chance is None or standing.cost is None:
        return None
    low, value, high = standing.brings
    rests: dict[str, float] = {}
    for each in standing.rests:
        rests[each.on] = min(each.chance, rests.get(each.on, 1.0))
    return Bet(standing.project, standing.chance, low, value, high, standing.cost, standing.weeks or 0.0, rests)


def together(bets: Sequence[Bet], draws: int = DRAWS, seed: int = 0) -> Together:
    """What bets bring together, by drawing their futures (Monte Carlo).

    What several bets rest on is drawn once for all of them. Where they state different chances for it, it holds
    for the more confident ones whenever it holds for the others, so that each keeps the chance that it stated.
    The value of a bet that succeeds is normal, its range holding 9 of 10 values.

    Args:
        bets: of different projects, their money in one unit.
        draws: how many futures are drawn.
        seed: of the draws; the same seed draws the same futures.

    >>> told = together([Bet("a", chance=0.5, low=100, value=100, high=100, cost=10)] * 2)
    >>> told.any_success, told.expected, told.low, told.high
    (0.75, 80.0, -20.0, 180.0)
    """
    if not bets:
        return _NOTHING
    random = np.random.default_rng(seed)
    own = np.array([one.own for one in bets], dtype=np.float32)  # (bets,)
    middle = np.array([one.value for one in bets])  # (bets,)
    scatter = np.array([spread(one.low, one.high) for one in bets]) ** 2  # (bets,)
    risks = _risks(bets)
    totals, nothing = [], 0.0
    for start in range(0, draws, _CHUNK):
        held = _held(risks, (min(_CHUNK, draws - start), len(bets)), random)  # (draws, bets)
        # the chance of no success is exact once it is known what holds, so that only shared risks are drawn for it
        nothing += float(np.prod(1.0 - held * own, axis=1, dtype=np.float64).sum())
        succeeds = (held & (random.random(held.shape, dtype=np.float32) < own)).astype(np.float64)
        # a sum of normal values is normal: it is drawn at once
        scale = np.sqrt(succeeds @ scatter)
        totals.append(succeeds @ middle + scale * random.standard_normal(len(held)))  # (draws,)
    cost = sum(one.cost for one in bets)
    total = np.concatenate(totals) - cost
    low, high = np.quantile(total, (0.1, 0.9))
    largest, share, effective = _spread(bets)
    return Together(
        expected=sum(one.expected for one in bets),
        low=float(low),
        high=float(high),
        any_success=min(1.0, max(0.0, 1.0 - nothing / draws)),
        loss=float(np.mean(total < 0)),
        largest=largest,
        largest_share=share,
        effective=effective,
        shared=shared_risks(bets),
    )


def shared_risks(bets: Sequence[Bet]) -> tuple[SharedRisk, ...]:
    """What more than one bet rests on, most money at stake first."""
    found = []
    for on in sorted({on for one in bets for on in one.rests}):
        resting = [one for one in bets if on in one.rests]
        if len(resting) > 1:
            fails = 1 - max(one.rests[on] for one in resting)
            lost = sum(one.chance * one.value for one in resting)
            names = tuple(one.name for one in resting)
            found.append(SharedRisk(on=on, projects=names, chance=fails, at_stake=lost))
    return tuple(sorted(found, key=lambda each: -each.at_stake))


_Risk = tuple[NDArray[np.intp], NDArray[np.float64]]


def _risks(bets: Sequence[Bet]) -> list[_Risk]:
    """For each thing that bets rest on: which ones do, and the chance that it holds for each of them."""
    resting: dict[str, list[int]] = {}
    for place, one in enumerate(bets):
        for on in one.rests:
            resting.setdefault(on, []).append(place)
    return [
        (np.array(places), np.array([bets[place].rests[on] for place in places]))
        for on, places in sorted(resting.items())
    ]


def _held(risks: Sequence[_Risk], shape: tuple[int, int], random: np.random.Generator) -> NDArray[np.bool_]:
    """Whether all that a bet shares with others holds. # (draws, bets)."""
    held = np.ones(shape, dtype=np.bool_)
    for places, chances in risks:
        held[:, places] &= random.random(shape[0])[:, None] < chances
    return held


def _spread(bets: Sequence[Bet]) -> tuple[str, float | None, float | None]:
    parts = {one.name: max(0.0, one.chance * one.value) for one in bets}
    whole = sum(parts.values())
    if whole <= 0:
        return "", None, None
    shares = {name: part / whole for name, part in parts.items()}
    largest = max(shares, key=lambda name: shares[name])
    return largest, shares[largest], 1 / sum(share**2 for share in shares.values())
