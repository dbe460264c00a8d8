"""What people put on record, and the way of a project from stage to stage."""

from dataclasses import dataclass
from datetime import datetime

from shipworthy.records.decision import Decision
from shipworthy.records.evidence import Authority
from shipworthy.records.stage import STAGES
from shipworthy.show.periods import day
from shipworthy.show.words import AUTHORITIES, cut, plain, sentence
from shipworthy.show.words import STAGES as STAGE_WORDS


@dataclass(frozen=True)
class Act:
    """Something that a person put on record.

    Attributes:
        seq: place in the ledger.
        time: when, UTC.
        by: the person.
        authority: how sure we are that it was that person.
        says: what it says, in a line.
        decision: the decision that it is; None for anything else.
        undone: who took it back and why; empty while it counts.
    """

    seq: int
    time: datetime
    by: str
    authority: Authority
    says: str
    decision: Decision | None = None
    undone: str = ""


@dataclass(frozen=True)
class Step:
    """A move between stages, in words.

    Attributes:
        when: the day.
        who: the person.
        sure: how sure we are that it was that person.
        what: from where to where.
        why: the reason.
        undone: who took it back and why; empty while it counts.
    """

    when: str
    who: str
    sure: str
    what: str
    why: str
    undone: str


def way(acts: tuple[Act, ...]) -> tuple[Step, ...]:
    """Every decision on a stage, oldest first, those taken back included."""
    return tuple(_step(each, each.decision) for each in acts if each.decision is not None)


def takeable(acts: tuple[Act, ...]) -> list[tuple[str, str]]:
    """Number and words of what can be taken back, the newest first."""
    return [
        (str(each.seq), f"{day(each.time)}, {each.by}: {cut(plain(each.says), 90)}")
        for each in reversed(acts)
        if not each.undone
    ]


def _step(act: Act, made: Decision) -> Step:
    return Step(
        when=day(act.time),
        who=act.by,
        sure=AUTHORITIES[act.authority],
        what=sentence(_move(made)),
        why=sentence(made.why),
        undone=sentence(act.undone),
    )


def _move(made: Decision) -> str:
    here = STAGE_WORDS[made.stage]
    later = STAGES[STAGES.index(made.stage) + 1 :]
    against = "" if made.follows else ", against the advice"
    if made.choice == "go" and later:
        return f"on from {here} to {STAGE_WORDS[later[0]]}{against}"
    if made.choice == "back":
        to = next((words for name, words in STAGE_WORDS.items() if name == made.back_to), made.back_to)
        return f"back from {here} to {to}{against}"
    told = {"go": f"on with {here}", "stay": f"stay with {here}", "stop": f"stop at {here}"}
    return f"{told[made.choice]}{against}"
