"""How far a project has come, by the records of its gates and decisions; light enough for every decision."""

import math
from dataclasses import dataclass
from typing import Any, Final

from msgspec import structs

from shipworthy.records.decision import Decision
from shipworthy.records.deployment import Deployment
from shipworthy.records.stage import STAGES, Stage
from shipworthy.records.standing import Standing
from shipworthy.records.verdict import Gate
from shipworthy.store.evidence import Book

_LAST: Final[Stage] = "transfer"
"""The stage behind which a project is live."""

_UNSEEN: Final = "the ledger does not say what it is worth: run `shipworthy portfolio DIR` with its folder"


@dataclass(frozen=True)
class Course:
    """How far a project has come.

    Attributes:
        gates: as they were held last, in the order of stages.
        decisions: on record, oldest first.
        deployment: what is live; None when nothing ever was.
    """

    gates: tuple[Gate, ...]
    decisions: tuple[Decision, ...]
    deployment: Deployment | None

    @property
    def ended(self) -> Decision | None:
        """The decision that ended it; None while it goes on."""
        last = self.decisions[-1] if self.decisions else None
        return last if last is not None and last.choice == "stop" else None

    @property
    def version(self) -> int | None:
        """Of the bundle that answers; None while none does."""
        return self.deployment.champion if self.deployment else None

    @property
    def stage(self) -> Stage:
        """The first stage that is not passed, as decided, else as its gate says; where it ended, when it did."""
        if self.ended is not None:
            return self.ended.stage
        if self.version is not None:
            return STAGES[-1]
        last = self.decisions[-1] if self.decisions else None
        if last is not None and last.choice == "back" and last.back_to in STAGES:
            return STAGES[STAGES.index(last.back_to)]
        gone = [STAGES.index(each.stage) + 1 for each in self.decisions if each.choice == "go"]
        reached = min(gone[-1] if gone else 0, len(STAGES) - 1)
        passed = {each.stage for each in self.gates if each.advice == "go"}
        while reached < len(STAGES) - 1 and STAGES[reached] in passed:
            reached += 1
        return STAGES[reached]

    def told(self) -> dict[str, Any]:
        """What a standing says of it, by its fields."""
        lessons = [each.lesson for each in self.decisions if each.lesson]
        return {
            "outcome": "ended" if self.ended else "live" if self.version is not None else "running",
            "stage": self.stage,
            "advice": self.gates[-1].advice if self.gates else "cant_tell",
            "why": self.ended.why if self.ended else "",
            "lesson": lessons[-1] if lessons else "",
            "version": self.version,
        }


def course_of(book: Book, deployment: Deployment | None) -> Course:
    """How far a project has come.

    Args:
        book: its records.
        deployment: what is live; None when nothing ever was.
    """
    gates = {each.stage: each for each in book.all(Gate)}
    held = tuple(gates[stage] for stage in STAGES if stage in gates)
    return Course(held, book.all(Decision), deployment)


def ahead(reached: Stage) -> tuple[Stage, ...]:
    """The stages that are still to be passed before it is live.

    >>> ahead("prototype"), ahead("monitoring")
    (('prototype', 'transfer'), ())
    """
    return STAGES[STAGES.index(reached) : STAGES.index(_LAST) + 1]


def recorded(book: Book, name: str) -> Standing:
    """Where a project stands, by its records alone: as it was said last, else without any number."""
    said = book.all(Standing)
    if said:
        return said[-1]
    states = book.all(Deployment)
    course = course_of(book, states[-1] if states else None)
    return Standing(project=name, missing=() if course.ended else (_UNSEEN,), **course.told())


def moved(book: Book, name: str, deployment: Deployment | None) -> None:
    """Writes down where a decision has brought a project; its worth and its time are as they were said last."""
    said, course = book.all(Standing), course_of(book, deployment)
    # a decision that was undone leads back to what was said before it
    alike = [each for each in said if each.outcome == course.told()["outcome"]]
    before = alike[-1] if alike else recorded(book, name)
    there = [] if course.ended else list(ahead(course.stage))
    known = {stage: before.chances[stage] for stage in there if stage in before.chances}
    now = structs.replace(before, **course.told())
    if course.ended is not None:
        now = structs.replace(now, waits="", more=0, missing=())
    if course.ended is not None or course.version is not None:
        now = structs.replace(now, weeks=0.0)
    if before.chances and len(known) == len(there):
        now = structs.replace(now, chances=dict(known), chance=math.prod(known.values()))
    if not said or said[-1] != now:
        book.put(now)
