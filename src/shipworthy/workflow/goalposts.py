"""The history of an opened project's goal, and changes of it that nobody has signed."""

from shipworthy.gates.goalposts import history
from shipworthy.gates.words import TODAY
from shipworthy.plan.goal import goal_of
from shipworthy.records.decision import SignOff
from shipworthy.records.evidence import Evidence
from shipworthy.records.goalpost import GoalSeen, Move
from shipworthy.show.owner import CONSTANT
from shipworthy.workflow.bench import Bench


def goal_moves(bench: Bench, chosen: str = "") -> tuple[Move, ...]:
    """Every goal the project had, and what each move changed; from records alone.

    Args:
        bench: the project.
        chosen: the attempt that is put forward; empty takes whichever was measured last.
    """
    return history(
        bench.book.placed(SignOff),
        bench.book.placed(GoalSeen),
        bench.book.placed(Evidence),
        rehearsal=bench.rehearsal,
        chosen=chosen,
        aside=(CONSTANT, TODAY),
    )


def note_goal(bench: Bench) -> GoalSeen | None:
    """Puts on record that the goal says something else than before and nobody has signed that.

    Returns:
        What was put on record; None when the goal is as it was, or was never signed.
    """
    moves, goal = goal_moves(bench), goal_of(bench.document)
    if not moves or goal is None or moves[-1].goal == goal:
        return None
    person = bench.person
    seen = GoalSeen(goal=goal, by=person.name, authority=person.authority)
    bench.book.put(seen)
    return seen
