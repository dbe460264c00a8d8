"""The verb `decide`: a person's decision on record beside the gate, whether it follows the gate or not."""

from dataclasses import dataclass
from typing import Any, Final, cast, get_args

from shipworthy.foundation.errors import RequestError
from shipworthy.people.identity import require
from shipworthy.records.decision import Choice, Decision
from shipworthy.records.deployment import Deployment
from shipworthy.records.placed import Placed
from shipworthy.records.stage import STAGES
from shipworthy.records.verdict import Gate
from shipworthy.store.deployments import read_deployment
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.course import moved
from shipworthy.workflow.meanwhile import put_decision, refuse_unheld
from shipworthy.workflow.opening import follow

_FOLLOWED: Final = {"go": "go", "back": "back", "stop": "stop", "stay": "cant_tell"}


@dataclass(frozen=True)
class Decided:
    """A decision on record.

    Attributes:
        decision: what was decided by whom.
        says: the same in a sentence.
        live: what is live because of it; None when it changed nothing there.
    """

    decision: Decision
    says: str
    live: Deployment | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        live = self.live.to_dict() if self.live else None
        return {**self.decision.to_dict(), "sentence": self.says, "live": live}


def decide(
    bench: Bench, choice: str, *, why: str, lesson: str = "", stage: str = "", back_to: str = "", over: int = 0
) -> Decided:
    """Puts a decision on record.

    Args:
        bench: the project; its person decides.
        choice: go, stay, back or stop.
        why: the reason; must not be empty.
        lesson: what others should know of how it went; may be empty.
        stage: decided on; empty is the last stage whose gate was held.
        back_to: with back, the stage to go back to; empty is what the gate advised.
        over: place in the ledger of somebody else's decision on the same gate that the person knows of.

    Raises:
        RequestError: for an unknown choice or stage, without a reason, before any gate was held, when somebody else
            decided on it meanwhile, or when the project went back since it was held.
        PersonError: when the person may not decide.
    """
    if choice not in get_args(Choice):
        raise RequestError("this is no decision", seen=choice, allowed=get_args(Choice))
    if not why.strip():
        raise RequestError("a decision needs its reason", where="--why", next_step="say in a sentence why")
    person = bench.person
    require(person, "business-owner", bench.people, "decide")
    placed = _gate(bench, stage)
    held = placed.record
    if choice == "go":
        refuse_unheld(bench.book, placed)
    to = _back_to(choice, back_to, held)
    decision = Decision(
        stage=held.stage,
        choice=cast(Choice, choice),
        why=why.strip(),
        by=person.name,
        authority=person.authority,
        advice=held.advice,
        gate=held.digest,
        follows=_FOLLOWED[choice] == held.advice,
        back_to=to,
        lesson=lesson.strip(),
        chance=entry.chance if (entry := bench.document.stages.get(held.stage)) else None,
    )
    put_decision(bench.book, decision, placed, person, over)
    live = follow(bench, decision)
    moved(bench.book, bench.document.project, read_deployment(bench.own))
    return Decided(decision, _sentence(decision), live)


def _gate(bench: Bench, stage: str) -> Placed[Gate]:
    held = [gate for gate in bench.book.placed(Gate) if not stage or gate.record.stage == stage]
    if not held:
        raise RequestError(
            "there is no gate to decide on yet",
            where="--stage",
            seen=stage or None,
            allowed=STAGES,
            next_step="run `shipworthy check` first",
        )
    return held[-1]


def _back_to(choice: str, back_to: str, held: Gate) -> str:
    if choice != "back":
        return ""
    to = back_to or held.back_to
    earlier = STAGES[: STAGES.index(held.stage) + 1]
    if to not in earlier:
        raise RequestError(
            "say to which stage to go back",
            where="--to",
            seen=to or None,
            allowed=earlier,
            next_step="add --to STAGE",
        )
    return to


def _sentence(decision: Decision) -> str:
    simulated = " (simulated)" if decision.authority == "simulated" else ""
    advice = {"go": "go", "back": "go back", "stop": "stop", "cant_tell": "not enough to say yet"}[decision.advice]
    follows = "as the gate advises" if decision.follows else f"where the gate says: {advice}"
    to = f" to {decision.back_to}" if decision.back_to else ""
    return f"{decision.by}{simulated} decided: {decision.choice}{to}, {follows}. {decision.why}"
