"""The verb `comment`: a remark, or an answer in words, on record."""

from dataclasses import dataclass
from typing import Any, Final

from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.people.scopes import allow
from shipworthy.records.comment import Comment
from shipworthy.records.demo import Demo
from shipworthy.workflow.bench import Bench

LONGEST: Final = 5_000
"""Characters of a comment."""


@dataclass(frozen=True)
class Commented:
    """A comment on record.

    Attributes:
        comment: what was said by whom.
        says: the same in a sentence.
    """

    comment: Comment
    says: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {**self.comment.to_dict(), "sentence": self.says}


def comment(bench: Bench, text: str, *, about: str = "") -> Commented:
    """Puts a comment on record.

    Args:
        bench: the project; its person comments.
        text: what is said.
        about: id of a claim, or the words behind its dot; `demo:DAY`; empty for the project.

    Raises:
        RequestError: for an empty or endless text, or when there is no such claim.
        PersonError: when the person may not comment.
    """
    person = bench.person
    allow(person, "comment", bench.people, "comment")
    said = text.strip()
    if not (0 < len(said) <= LONGEST):
        raise RequestError("this is no comment", seen=f"{len(said)} characters", allowed=f"1 to {LONGEST:,} characters")
    claim = _named(bench, about) if about else ""
    record = Comment(about=claim, text=said, by=person.name, authority=person.authority, at=bench.clock.now())
    bench.book.put(record)
    simulated = " (simulated)" if person.authority == "simulated" else ""
    return Commented(record, f"{person.name}{simulated} said{f' about {claim}' if claim else ''}: {said}")


def _named(bench: Bench, about: str) -> str:
    if any(about == each.about for each in bench.book.all(Demo)):
        return about
    for claim in bench.claims:
        if about in (claim.id, claim.id.partition(".")[2]):
            return claim.id
    known = [claim.id for claim in bench.claims]
    near = nearest(about, known)
    step = f"did you mean {near}?" if near else "leave it out to speak about the project"
    raise RequestError("there is no such promise to speak about", seen=about, allowed=known, next_step=step)
