"""What a policy can see and do while a project lasts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.stopping.projects import Brief, Measurement, Project


@dataclass(frozen=True)
class Try:
    """Run the experiment at this place of the brief, then measure. It can be run once."""

    place: int


@dataclass(frozen=True)
class Gather:
    """Gather cases for one week; then learn from all cases, and measure the best candidate on all of them."""


@dataclass(frozen=True)
class Ship:
    """Ship the best candidate; takes no week, and ends the project."""


@dataclass(frozen=True)
class Stop:
    """End the project unshipped."""


Work = Try | Gather
Action = Try | Gather | Ship | Stop
GATHER = Gather()
SHIP = Ship()
STOP = Stop()


@dataclass(frozen=True)
class View:
    """All that the team knows at one moment.

    Attributes:
        brief: what was known on the first day.
        weeks_left: of the timebox.
        work: done so far, in order.
        history: the first candidate's measurement, then one after each piece of work; so one longer than `work`.
        done: places of the experiments run, in order.
        gathered: weeks of gathering.
    """

    brief: Brief
    weeks_left: float
    work: tuple[Work, ...]
    history: tuple[Measurement, ...]
    done: tuple[int, ...]
    gathered: int

    def remaining(self, weeks: float) -> list[int]:
        """Places of the experiments not run yet that take no more than so many weeks each, in the order planned."""
        done = self.done
        return [k for k, each in enumerate(self.brief.experiments) if k not in done and each.effort <= weeks]


class Run:
    """One project under way. Errors of measurement belong to the project: two runs of the same work measure the same.

    Args:
        project: whose truth decides.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        brief, truth = project.brief, project.truth
        self._case_error = truth.case_luck[0] * math.sqrt(brief.cases)  # of the sum over cases, in truth.noise
        first = self._measure((), 0, 0)
        self.view = View(brief, float(brief.timebox), (), (first,), (), 0)

    def do(self, work: Work) -> None:
        """Does a piece of work; the view then shows its measurement.

        Raises:
            ValueError: when it does not fit into the weeks left, or the experiment was run before.
        """
        view = self.view
        weeks = weeks_of(view, (work,))
        done, gathered = view.done, view.gathered
        if isinstance(work, Try):
            done = (*done, work.place)
        else:
            gathered += 1
            brief = view.brief
            self._case_error += self._project.truth.case_luck[gathered] * math.sqrt(brief.cases_per_week)
        found = self._measure(done, gathered, len(view.work) + 1)
        self.view = View(
            view.brief, view.weeks_left - weeks, (*view.work, work), (*view.history, found), done, gathered
        )

    def _measure(self, done: tuple[int, ...], gathered: int, turn: int) -> Measurement:
        brief, truth = self._project.brief, self._project.truth
        cases = brief.cases + gathered * brief.cases_per_week
        shrink = math.sqrt(brief.cases / cases)
        shared = math.sqrt(brief.shared) * self._case_error / math.sqrt(cases)
        own = math.sqrt(1.0 - brief.shared) * truth.own_luck[turn]
        value = truth.level(done, cases / brief.cases) + truth.noise * shrink * (shared + own)
        return Measurement(value, brief.noise * shrink, cases)


def weeks_of(view: View, course: Sequence[Work]) -> float:
    """Weeks that a course of work takes.

    Raises:
        ValueError: when it does not fit into the weeks left, or runs an experiment a second time.
    """
    weeks, seen = 0.0, set(view.done)
    for work in course:
        if isinstance(work, Try):
            if work.place in seen:
                raise ValueError(f"experiment {work.place} was run before")
            seen.add(work.place)
            weeks += view.brief.experiments[work.place].effort
        else:
            weeks += 1.0
    if weeks > view.weeks_left:
        raise ValueError(f"{weeks:g} weeks of work do not fit into the {view.weeks_left:g} left")
    return weeks
