"""A policy plays a replay: whatever attempt it asks for, the next one in the order run is made."""

from benchmarks.replays.projects import Replay
from benchmarks.stopping.play import Played, Told
from benchmarks.stopping.policies import Policy
from benchmarks.stopping.projects import Measurement
from benchmarks.stopping.world import Ship, Try, View


def play(policy: Policy, replay: Replay) -> Played:
    """Lets a policy decide until it ships or stops; no cases can be gathered, so wanting to gather ends it too."""
    told, count = list[Told](), 0
    while True:
        view = _view(replay, count)
        step = policy.next(view)
        if step.chance is not None:
            after = count + sum(isinstance(each, Try) for each in step.course)
            told.append(Told(step.chance, replay.passes and replay.meets(after), view.weeks_left))
        if not isinstance(step.action, Try):
            break
        count += 1
    shipped = isinstance(step.action, Ship)
    payoff = replay.payoff(count, shipped)
    weeks = replay.brief.timebox - view.weeks_left
    return Played(payoff, payoff / replay.brief.timebox, weeks, shipped, replay.meets(count), tuple(told))


def _view(replay: Replay, count: int) -> View:
    """What the team knows after so many attempts; where one was dropped, the measurement before it is repeated."""
    brief = replay.brief
    kept = [replay.best(each) for each in range(count + 1)]
    return View(
        brief=brief,
        weeks_left=brief.timebox - sum(each.effort for each in brief.experiments[:count]),
        work=tuple(Try(place) for place in range(count)),
        history=tuple(Measurement(each.score, each.se, brief.cases) for each in kept),
        done=tuple(range(count)),
        gathered=0,
    )
