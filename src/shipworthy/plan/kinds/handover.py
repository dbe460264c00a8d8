"""Hand-over: who answers for it once it is live, whom to call, what to do then, and how it is kept up."""

from collections.abc import Iterator
from typing import Final

from shipworthy.plan.document import Document
from shipworthy.plan.kinds.brief import GAP, Answer, Question
from shipworthy.plan.plain import duration, joined
from shipworthy.plan.policy import Weight
from shipworthy.plan.transfer import HandoverSection
from shipworthy.plan.watching import told
from shipworthy.records.claim import Claim

RUNBOOK: Final = "handover.runbook"
"""The claim that there is a runbook; also where the document names it."""
CHECK: Final = "runbook"

_NOBODY: Final = ("nobody", "no one", "none")


def claims(document: Document, weight: Weight) -> Iterator[Claim]:
    """That there is a runbook, where a policy asks for it or the document hands anything over."""
    if not _there(document, weight, RUNBOOK):
        return
    yield Claim(
        id=RUNBOOK,
        kind="delivery",
        says="there is a runbook: what to do when it fails",
        stage="transfer",
        owner=document.holder("ml-engineer"),
        required=False,
        check=CHECK,
        parts=(RUNBOOK,),
        asks="write down what to do when it fails, and name the file under handover.runbook: whoever is called at "
        "night has not built it",
    )


def questions(document: Document, weight: Weight) -> Iterator[tuple[str, Question]]:
    """Kind and question of what the document says of the hand-over, by the same rule."""
    return (("delivery", question) for question in QUESTIONS if _there(document, weight, question.claim))


def _there(document: Document, weight: Weight, claim: str) -> bool:
    return weight.wants(claim) or document.handover != HandoverSection()


def _owner(document: Document) -> Answer:
    said = document.handover.owner.strip()
    return (True, f"once it is live, {said} answers for it") if said else GAP


def _on_call(document: Document) -> Answer:
    said = document.handover.on_call.strip().rstrip(".")
    if said.lower() in _NOBODY:
        return True, "it is known that nobody is on call: what fails waits until somebody sees it"
    return (True, f"on call: {said}") if said else GAP


def _upkeep(document: Document) -> Answer:
    watched, retraining = document.monitoring, document.handover.retraining.strip().rstrip(".")
    wanted = {
        "which stretch of time is judged at once (monitoring.window)": watched.window,
        "who is told (monitoring.tell)": told(document),
        "when it is learned anew (handover.retraining)": retraining,
    }
    missing = [words for words, value in wanted.items() if not value]
    if watched.window is None or missing:
        return False, f"it is not said {joined(missing)}"
    return True, (
        f"judged {duration(watched.window)} at a time; told: {joined(told(document))}; learned anew: {retraining}"
    )


QUESTIONS: Final = (
    Question(
        "owner",
        "it is known who answers for it once it is live",
        "say under handover.owner who answers for it once it is live: what belongs to nobody is kept up by nobody",
        ("handover.owner",),
        _owner,
        section="handover",
        stage="transfer",
    ),
    Question(
        "on-call",
        "it is known whom to call when it fails",
        "say under handover.on_call whom to call and when, or nobody: then everyone knows that it waits",
        ("handover.on_call",),
        _on_call,
        section="handover",
        stage="transfer",
    ),
    Question(
        "upkeep",
        "it is known how it is watched and kept up",
        "say how it is watched and kept up: monitoring.window, monitoring.tell, and handover.retraining, such as "
        "every quarter, or when watch finds that it got worse; what nobody keeps up gets worse unseen",
        ("monitoring", "people", "handover.retraining"),
        _upkeep,
        section="handover",
        stage="transfer",
    ),
)
"""What the document has to say for others to take it over."""
