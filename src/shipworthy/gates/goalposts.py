"""The history of the goal: who moved it, what was known by then, and what passes only because it was moved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from msgspec import structs

from shipworthy.gates.retold import CRITERION, direction_of, known_at, retold, under
from shipworthy.records.decision import SignOff
from shipworthy.records.evidence import Evidence
from shipworthy.records.goalpost import Direction, Goal, GoalSeen, Move
from shipworthy.records.placed import Placed
from shipworthy.records.verdict import Verdict

Event = Placed[SignOff] | Placed[GoalSeen]


def history(
    sign_offs: Sequence[Placed[SignOff]],
    seen: Sequence[Placed[GoalSeen]],
    evidence: Sequence[Placed[Evidence]],
    *,
    rehearsal: bool,
    chosen: str = "",
    aside: Collection[str] = (),
) -> tuple[Move, ...]:
    """Every goal the project had, oldest first; empty before the first one was signed.

    What was found out is held against the goal before and after each move. What passes only under a goal that was
    moved after results were known is held until a second person agrees.

    Args:
        sign_offs: those that count, in the order of the ledger.
        seen: changes that nobody signed.
        evidence: what was found out, of all attempts.
        rehearsal: whether simulated people count.
        chosen: the attempt that is put forward; empty takes whichever was measured last.
        aside: names under which something was measured that is no attempt, such as what is done today.
    """
    about = [each for each in evidence if each.record.candidate and each.record.candidate not in aside]
    counting = [each for each in sign_offs if _counts(each.record, rehearsal)]
    events: list[Event] = [*(each for each in counting if each.record.goal), *seen]
    course = _Course()
    for each in sorted(events, key=lambda one: one.seq):
        course = _next(course, each, counting, about)
    moves = tuple(_with_results(course.moves, place, about) for place in range(len(course.moves)))
    at = course.signed_at
    if at is not None and _passes_by_moving(course, about, chosen):
        moves = (*moves[:at], structs.replace(moves[at], held=True), *moves[at + 1 :])
    return moves


def hold_back(verdicts: Sequence[Verdict], moves: Sequence[Move]) -> tuple[Verdict, ...]:
    """The verdicts, the criterion's held open where it passes only because of a move that one person made alone."""
    held = next((each for each in moves if each.held), None)
    if held is None:
        return tuple(verdicts)
    return tuple(_held(each, held) if each.claim == CRITERION and each.state == "holds" else each for each in verdicts)


@dataclass(frozen=True)
class _Course:
    """What is known when the next goal on record is met.

    Attributes:
        moves: so far.
        signed_at: which of them was signed last; None before any was.
        agreed: the last goal beyond doubt: set before results were known, or stricter, or agreed to by two people.
    """

    moves: tuple[Move, ...] = field(default=())
    signed_at: int | None = None
    agreed: Goal | None = None


def _next(
    course: _Course, event: Event, counting: Sequence[Placed[SignOff]], evidence: Sequence[Placed[Evidence]]
) -> _Course:
    record = event.record
    goal, signed = record.goal, isinstance(record, SignOff)
    before = course.moves[-1] if course.moves else None
    if goal is None or (before is None and not signed):
        return course
    if before is not None and before.goal == goal and (before.signed or not signed):
        # the same words once more move nothing
        return course
    known = known_at(evidence, event.seq)
    agreed_by = _agreed_by(event, goal, counting) if signed else ()
    move = Move(
        seq=event.seq,
        time=event.time,
        by=record.by,
        authority=record.authority,
        signed=signed,
        goal=goal,
        direction=_direction(course, goal),
        why=record.why if isinstance(record, SignOff) else "",
        known=known,
        agreed_by=agreed_by,
    )
    grown = replace(course, moves=(*course.moves, move))
    if not signed:
        return grown
    beyond_doubt = (
        course.agreed is None or not known or bool(agreed_by) or direction_of(course.agreed, goal) == "stricter"
    )
    return replace(grown, signed_at=len(course.moves), agreed=goal if beyond_doubt else course.agreed)


def _with_results(moves: tuple[Move, ...], place: int, evidence: Sequence[Placed[Evidence]]) -> Move:
    """A move with what it changed: for one that was signed, since the goal signed before."""
    move = moves[place]
    earlier = [each for each in moves[:place] if each.signed or not move.signed]
    if not earlier:
        return move
    until = next((each.seq for each in moves[place + 1 :] if each.signed or each.goal != move.goal), None)
    return structs.replace(move, results=retold(evidence, move.seq, earlier[-1].goal, move.goal, until))


def _direction(course: _Course, goal: Goal) -> Direction:
    if course.signed_at is None:
        return "set"
    last = course.moves[course.signed_at].goal
    if goal in (last, course.agreed):
        return "back"
    return direction_of(last, goal)


def _passes_by_moving(course: _Course, evidence: Sequence[Placed[Evidence]], chosen: str) -> bool:
    """Whether what was measured last passes under the goal signed last, and not under the last one beyond doubt."""
    if course.signed_at is None or course.agreed is None:
        return False
    goal = course.moves[course.signed_at].goal
    if goal == course.agreed:
        return False
    about = [
        each.record
        for each in evidence
        if CRITERION in each.record.claims and (not chosen or each.record.candidate == chosen)
    ]
    now, then = (_last(about, each) for each in (goal, course.agreed))
    # what cannot be told under the goal agreed before is no pass under it
    return now is not None and now.state == "holds" and (then is None or then.state != "holds")


def _last(found: Sequence[Evidence], goal: Goal) -> Verdict | None:
    return next((told for each in reversed(found) if (told := under(goal, each)) is not None), None)


def _held(verdict: Verdict, move: Move) -> Verdict:
    why = f"it passes only since {move.by} moved the goal, when {_measured(move.known)}; {verdict.why}"
    next_step = (
        f"have somebody other than {move.by}, who may sign, agree with `shipworthy sign goalpost --as NAME`, "
        "or go back to the goal that was agreed before"
    )
    return structs.replace(verdict, state="cant_tell", why=f"held until countersigned: {why}", next_step=next_step)


def _measured(count: int) -> str:
    return "one attempt had been measured" if count == 1 else f"{count} attempts had been measured"


def _counts(sign_off: SignOff, rehearsal: bool) -> bool:
    return sign_off.authority != "machine" and (rehearsal or sign_off.authority != "simulated")


def _agreed_by(event: Event, goal: Goal, counting: Sequence[Placed[SignOff]]) -> tuple[str, ...]:
    """Who else put their name under the goal before it was moved on."""
    same, names = {event.hash}, []
    for each in counting:
        record = each.record
        if each.seq > event.seq and record.goal is not None:
            if record.goal != goal:
                break
            same.add(each.hash)
        if each.seq > event.seq and record.by != event.record.by and (record.goal or record.seconds in same):
            names.append(record.by)
    return tuple(dict.fromkeys(names))
