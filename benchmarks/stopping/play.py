"""A policy plays a project."""

from dataclasses import dataclass

from benchmarks.stopping.policies import Policy, Step
from benchmarks.stopping.projects import Project
from benchmarks.stopping.world import Gather, Run, Ship, Stop, Try, View, weeks_of


@dataclass(frozen=True)
class Told:
    """A chance that was told, and what came of it.

    Attributes:
        chance: in [0, 1], that the course told with it would succeed.
        came: whether it would have: target truly met in production after that course, and later stages passed.
        weeks_left: when it was told.
    """

    chance: float
    came: bool
    weeks_left: float


@dataclass(frozen=True)
class Played:
    """What became of a project.

    Attributes:
        payoff: money, as `Project.payoff` counts it.
        per_week: payoff by week of the timebox, used or left over.
        weeks: used.
        shipped: whether.
        met: whether what there was at the end truly meets the target in production, shipped or not.
        told: one for each step at which the policy told a chance.
    """

    payoff: float
    per_week: float
    weeks: float
    shipped: bool
    met: bool
    told: tuple[Told, ...]


def play(policy: Policy, project: Project) -> Played:
    """Lets a policy decide until it ships or stops.

    Raises:
        ValueError: when it wants, or tells a chance for, work that does not fit or was done before; or tells a chance
            outside [0, 1].
    """
    run, told = Run(project), list[Told]()
    while True:
        view = run.view
        step = policy.next(view)
        if step.chance is not None:
            told.append(_judge(project, view, step, step.chance))
        if isinstance(step.action, Ship | Stop):
            break
        run.do(step.action)
    weeks, shipped = view.brief.timebox - view.weeks_left, isinstance(step.action, Ship)
    met = project.meets(view.done, view.gathered)
    payoff = project.payoff(weeks, shipped, met)
    return Played(payoff, payoff / view.brief.timebox, weeks, shipped, met, tuple(told))


def _judge(project: Project, view: View, step: Step, chance: float) -> Told:
    if not 0.0 <= chance <= 1.0:
        raise ValueError(f"a chance has to be in [0, 1], not {chance}")
    weeks_of(view, step.course)
    done = (*view.done, *(each.place for each in step.course if isinstance(each, Try)))
    gathered = view.gathered + sum(isinstance(each, Gather) for each in step.course)
    return Told(chance, project.truth.passes and project.meets(done, gathered), view.weeks_left)
