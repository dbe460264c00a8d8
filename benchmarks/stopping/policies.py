"""What decides in a project, and the three rules of thumb that ours competes with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from benchmarks.stopping.world import GATHER, SHIP, STOP, Action, Ship, Stop, Try, View, Work


@dataclass(frozen=True)
class Step:
    """What a policy says when asked.

    Attributes:
        action: to do now.
        chance: it tells, in [0, 1], that the project would succeed if `course` were done and the result shipped: the
            target truly met in production, and all later stages passed. None when it tells none.
        course: work it would do from now on if it did not stop, fitting into the weeks left; `action` need not be the
            first of it, so that a policy that stops still says what of.
    """

    action: Action
    chance: float | None = None
    course: tuple[Work, ...] = ()


class Policy(Protocol):
    """Decides from what is visible; keeps nothing between calls, as one policy plays many projects."""

    def next(self, view: View) -> Step:
        """The next step; with no weeks left only to ship or to stop."""
        ...


@dataclass(frozen=True)
class AtOnce:
    """Ships, or stops, on the first day.

    Attributes:
        action: which of the two.
    """

    action: Ship | Stop

    def next(self, view: View) -> Step:
        """Always the same."""
        return Step(self.action)


@dataclass(frozen=True, kw_only=True)
class Habits:
    """What the three rules of thumb share: they ship as soon as the measured value reaches target plus margin.

    Attributes:
        margin: told standard errors above the target, may be negative.
        by_pay: takes experiments by stated chance times gain per week, best first; else in the order planned.
        data: weeks of gathering before the first experiment; once no experiment fits, all gather with what is left.
    """

    margin: float = 0.0
    by_pay: bool = False
    data: int = 0

    def reached(self, view: View) -> bool:
        """Whether the last measurement says to ship."""
        last = view.history[-1]
        return last.value >= view.brief.target + self.margin * last.se

    def work(self, view: View, weeks: float) -> Work | None:
        """The next piece of work that takes no more than so many weeks; None when there is none."""
        if view.gathered < self.data and weeks >= 1:
            return GATHER
        places = view.remaining(weeks)
        if not places:
            return GATHER if weeks >= 1 else None
        if not self.by_pay:
            return Try(places[0])
        return Try(max(places, key=lambda place: _pay(view, place)))


def _pay(view: View, place: int) -> float:
    each = view.brief.experiments[place]
    return each.chance * each.gain / each.effort


@dataclass(frozen=True, kw_only=True)
class FixedBudget(Habits):
    """Works for a fixed number of weeks, or less when it can ship before; then stops.

    Attributes:
        weeks: the budget.
    """

    weeks: int

    def next(self, view: View) -> Step:
        """Ships when it may, else works within the budget."""
        if self.reached(view):
            return Step(SHIP)
        spent = view.brief.timebox - view.weeks_left
        return Step(self.work(view, min(self.weeks - spent, view.weeks_left)) or STOP)


@dataclass(frozen=True, kw_only=True)
class Patience(Habits):
    """Stops after so many pieces of work in a row without a measured value above the best before.

    Attributes:
        tries: in a row, at least 1.
    """

    tries: int

    def next(self, view: View) -> Step:
        """Ships when it may, else works while patience lasts."""
        if self.reached(view):
            return Step(SHIP)
        values = [each.value for each in view.history]
        if len(values) - 1 - values.index(max(values)) >= self.tries:
            return Step(STOP)
        return Step(self.work(view, view.weeks_left) or STOP)


@dataclass(frozen=True, kw_only=True)
class NeverStop(Habits):
    """Uses the whole timebox unless it can ship before."""

    def next(self, view: View) -> Step:
        """Ships when it may, else works while anything fits."""
        if self.reached(view):
            return Step(SHIP)
        return Step(self.work(view, view.weeks_left) or STOP)


Maker = Callable[..., Policy]
Grid = Mapping[str, Sequence[Any]]

_HABITS: Final[Grid] = {"margin": (-0.5, 0.0, 0.5, 1.0, 2.0, 3.0, 4.5), "by_pay": (False, True), "data": (0, 4, 99)}

COMPETITORS: Final[Mapping[str, tuple[Maker, Grid]]] = {
    "fixed budget": (FixedBudget, {**_HABITS, "weeks": (2, 4, 6, 9, 12, 16)}),
    "stop after k without improvement": (Patience, {**_HABITS, "tries": (1, 2, 3, 4)}),
    "never stop": (NeverStop, _HABITS),
}
"""By name: how each is made, and what is tried when it is tuned."""
