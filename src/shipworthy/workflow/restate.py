"""Another question put to the owner, or written into the document; `reframe --propose` and `--apply`."""

from dataclasses import dataclass
from typing import Any

from msgspec import UNSET, structs

from shipworthy.foundation.errors import RequestError
from shipworthy.people.scopes import allow
from shipworthy.plan.reading import read_file
from shipworthy.records.look import Look
from shipworthy.records.proposal import Proposal
from shipworthy.records.reframing import Other, Reframing
from shipworthy.show.story import Ask
from shipworthy.show.words import sentence
from shipworthy.workflow.bench import Bench, find_document
from shipworthy.workflow.luck import REFRAMED
from shipworthy.workflow.proposals import tabled
from shipworthy.workflow.propose import Idea, Proposed, propose
from shipworthy.workflow.rewriting import changed, differences, digest_of, rewrite

_KIND = "another question"
_OWNER = "business-owner"


@dataclass(frozen=True)
class Restated:
    """What became of another question.

    Attributes:
        other: the question.
        says: what was done, in a sentence.
        diff: what reads otherwise in the document, or would.
        proposed: as it was handed in; None when it was written into the document.
    """

    other: Other
    says: str
    diff: str
    proposed: Proposed | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        handed = self.proposed.to_dict() if self.proposed else None
        return {"question": self.other.to_dict(), "sentence": self.says, "diff": self.diff, "proposed": handed}


def put_to_owner(bench: Bench, number: int, *, meeting: str = "") -> Restated:
    """Hands another question in; the document stays as it is, and its owner is asked.

    Args:
        bench: the project; its person proposes.
        number: of the question, as `reframe` numbers them.
        meeting: day of the meeting it is for, year-month-day.

    Raises:
        RequestError: when there is no such question, or the document has changed since it was tried.
        PersonError: when the person may not propose.
    """
    other = numbered(bench, number)
    diff = differences(bench, other.changes)
    gain = other.gain
    low_high = None if gain is None or gain.low is None or gain.high is None else (gain.low, gain.high)
    asks = f"; to be said anew: {other.asks}" if other.asks else ""
    idea = Idea(
        f"another question: it {other.says}{asks}",
        low_high,
        kind=_KIND,
        meeting=meeting,
        changes=other.changes,
        name=other.id,
    )
    handed = propose(bench, idea)
    owner = bench.document.holder(_OWNER)
    return Restated(other, f"{handed.says}. {owner} is asked; project.yaml stays as it is", diff, handed)


def write_into_document(bench: Bench, number: int) -> Restated:
    """Writes another question into the document, comments kept; the goal has to be signed again.

    What was looked at beside it on the cases kept aside counts as looks at its own, so that what the best of them owes
    to luck is taken off what is promised.

    Raises:
        RequestError: when there is no such question, or the document has changed since it was tried.
        PersonError: when the person may not change what the project asks.
        DocumentError, StorageError: when the document cannot be changed; nothing is on record then.
    """
    other = numbered(bench, number)
    person = bench.person
    allow(person, "propose", bench.people, "change what the project asks")
    diff = rewrite(bench, other.changes)
    beside = _looks_beside(bench, other)
    if beside:
        bench.book.put_all(beside)
    asks = f", once its owner has said {other.asks}" if other.asks else ""
    says = (
        f"project.yaml now says that it {other.says}. It is another goal: it has to be signed again with "
        f"`shipworthy sign goalpost --why …`{asks}"
    )
    return Restated(other, says, diff)


def numbered(bench: Bench, number: int) -> Other:
    """The question of that number in what was tried last.

    Raises:
        RequestError: when nothing was tried yet, there is no such number, or the document says otherwise by now.
    """
    known = next(reversed(bench.book.all(Reframing)), None)
    if known is None:
        raise RequestError("no other question was tried yet", next_step="run `shipworthy reframe`")
    if not 1 <= number <= len(known.others):
        raise RequestError(
            "there is no question of this number",
            seen=number,
            allowed=f"1 to {len(known.others)}" if known.others else "none: no other question is possible here",
            next_step="`shipworthy reframe` lists them",
        )
    if known.document != digest_of(bench.document):
        raise RequestError(
            "the document has changed since other questions were tried",
            where=str(find_document(bench.root)),
            next_step="run `shipworthy reframe` again",
        )
    return known.others[number - 1]


def asked_of_owner(bench: Bench) -> tuple[Ask, ...]:
    """What is asked of the owner while another question is proposed that the document does not ask yet."""
    waiting = [each.proposal for each in tabled(bench) if each.proposal.kind == _KIND and each.decision is None]
    if not waiting:
        return ()
    text = read_file(find_document(bench.root))
    owner = bench.document.holder(_OWNER)
    people = tuple(one.name for one in bench.people if _OWNER in one.roles)
    return tuple(
        Ask(
            says=f"say whether another question may be asked: {_said(each)}",
            who=owner,
            kind="answer",
            people=people,
            holds_up="until then the project asks what it asked",
        )
        for each in waiting
        if each.changes is not UNSET and changed(text, each.changes) != text
    )


def _said(proposal: Proposal) -> str:
    return sentence(proposal.says.removeprefix(f"{_KIND}: ")).rstrip(".")


def _looks_beside(bench: Bench, other: Other) -> list[Look]:
    """The looks taken at other questions, put down under the cases kept aside of the one that is asked from now on."""
    known = next(reversed(bench.book.all(Reframing)))
    taken = {each.candidate.removeprefix(REFRAMED): each for each in bench.book.all(Look)}
    beside = [each.id for each in known.others if each.looked and each.id != other.id and each.id in taken]
    return [
        structs.replace(taken[name], candidate=f"{name} (another question)", rows=other.rows)
        for name in beside
        if other.rows
    ]
