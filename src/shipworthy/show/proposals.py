"""What was proposed for a meeting, and what became of it, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.text import Text

from shipworthy.records.proposal import Proposal, ProposalDecision, Remark
from shipworthy.show.days import on_day
from shipworthy.show.numbers import amount
from shipworthy.show.words import sentence

RULED: Final = {"accept": "accepted it", "decline": "declined it", "defer": "put it off"}


@dataclass(frozen=True)
class Tabled:
    """A proposal with all that was said about it.

    Attributes:
        proposal: as it was handed in.
        remarks: oldest first.
        decision: the lead's latest word; None while there is none.
    """

    proposal: Proposal
    remarks: tuple[Remark, ...] = ()
    decision: ProposalDecision | None = None

    @property
    def meeting(self) -> date | None:
        """Day of the meeting that it is for now; None when it is for none."""
        put_off = self.decision.meeting if self.decision and self.decision.choice == "defer" else ""
        day = put_off or self.proposal.meeting
        return date.fromisoformat(day) if day else None

    def open_after(self, today: date) -> bool:
        """Whether its meeting is over and the lead has not said yes or no."""
        settled = self.decision is not None and (self.decision.choice != "defer" or not self.decision.meeting)
        return self.meeting is not None and self.meeting < today and not settled

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            **self.proposal.to_dict(),
            "remarks": [each.to_dict() for each in self.remarks],
            "decision": self.decision.to_dict() if self.decision else None,
        }


def proposal_words(one: Tabled, unit: str = "") -> tuple[str, ...]:
    """A proposal, what was said about it and what became of it, a sentence each."""
    proposal = one.proposal
    about = [
        f"proposed by {proposal.by}",
        f"for the meeting of {_day(proposal.meeting)}" if proposal.meeting else "",
        "handed in late" if proposal.late else "",
        f"should bring {amount(proposal.low, unit)} to {amount(proposal.high, unit)}"
        if proposal.low is not None and proposal.high is not None
        else "",
        f"takes {proposal.effort.removesuffix('d')} days of work" if proposal.effort else "",
    ]
    said = [f"{each.by}: {sentence(each.says)}" for each in one.remarks]
    return (
        sentence(proposal.says),
        sentence(", ".join(words for words in about if words)),
        *said,
        ruling_words(one),
    )


def ruling_words(one: Tabled) -> str:
    """What the lead made of it."""
    if one.decision is None:
        return "The lead has not decided yet."
    to = f" to the meeting of {_day(one.decision.meeting)}" if one.decision.meeting else ""
    return f"{one.decision.by} {RULED[one.decision.choice]}{to}: {sentence(one.decision.why)}"


def proposals_text(found: Sequence[Tabled]) -> RenderableType:
    """All proposals for the terminal."""
    if not found:
        return Text("Nothing was proposed yet.")
    parts: list[RenderableType] = []
    for one in found:
        first, *rest = proposal_words(one)
        parts += [Text(one.proposal.id, style="bold"), Text(f"  {first}"), *(Text(f"  {line}") for line in rest)]
    return Group(*parts)


def _day(text: str) -> str:
    return on_day(date.fromisoformat(text))
