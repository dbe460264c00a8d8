"""Claims of the brief: what is known before any work starts, and the goalpost that the owner signs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from shipworthy.foundation.quantities import SECONDS
from shipworthy.plan.document import Document
from shipworthy.plan.kinds.criterion import target_in_words
from shipworthy.plan.plain import duration, figure, joined, rate
from shipworthy.records.claim import Claim, ClaimKind
from shipworthy.records.stage import Stage

CHECK: Final = "brief"

Answer = tuple[bool | None, str]
"""Whether the brief says it (None: it says that nobody knows), and the words on record."""

GAP: Final[Answer] = (False, "nobody has said it yet")
"""The answer to a question that the document leaves out."""


@dataclass(frozen=True)
class Question:
    """Something that the brief should say.

    Attributes:
        name: the claim is called `section.name`.
        says: the claim.
        asks: what is needed and why.
        parts: where the document says it.
        answer: whether it does, and in what words.
        required: the gate of its stage waits for it.
        section: what the id of its claim begins with.
        stage: whose gate asks for it.
    """

    name: str
    says: str
    asks: str
    parts: tuple[str, ...]
    answer: Callable[[Document], Answer]
    required: bool = False
    section: str = "brief"
    stage: Stage = "ideation"

    @property
    def claim(self) -> str:
        """The id of its claim."""
        return f"{self.section}.{self.name}"


def claims(document: Document) -> Iterator[Claim]:
    """One claim a question; the goalpost once there is a criterion to sign."""
    for question in QUESTIONS:
        yield asked_for(question, document)
    if document.success.criterion is not None:
        yield Claim(
            id="brief.goalpost",
            kind="brief",
            says=f"the goal is agreed: it {target_in_words(document)}",
            stage="ideation",
            owner=document.holder("business-owner"),
            settled_by="person",
            parts=("success.criterion", "success.value", "success.unit", "problem.status_quo"),
            asks="sign the goal with `shipworthy sign goalpost` before work starts, so that nobody can move it unseen",
        )


def asked_for(question: Question, document: Document, kind: ClaimKind = "brief") -> Claim:
    """The claim that a question of the brief is answered."""
    return Claim(
        id=question.claim,
        kind=kind,
        says=question.says,
        stage=question.stage,
        owner=document.holder("business-owner"),
        required=question.required,
        check=CHECK,
        parts=question.parts,
        asks=question.asks,
    )


def _text(field: str) -> Callable[[Document], Answer]:
    def answer(document: Document) -> Answer:
        text = str(getattr(document.problem, field) or "").strip().rstrip(".")
        return (True, f"{field}: {text}") if text else GAP

    return answer


def _lead_time(document: Document) -> Answer:
    lead = document.problem.lead_time
    if lead is None:
        return GAP
    return True, f"the output has to be there {duration(lead)} before"


def _status_quo(document: Document) -> Answer:
    today = document.problem.status_quo
    if today is None:
        return GAP
    if today.unknown:
        return None, "nobody knows what is done today, so no gain over it can be told"
    said = {
        "rule": f"the rule {today.rule}",
        "column": f"what the column {today.column} says",
        "nothing": "nothing",
    }
    return True, f"done today: {said.get(today.kind, f'claimed rates, from {today.source}')}"


def _value(document: Document) -> Answer:
    value = document.success.value
    if value is None:
        return GAP
    if value.none:
        return True, "no value was agreed: success is to beat the baseline on the metric"
    if not document.success.unit:
        return False, "amounts are given, but not in which unit"
    return True, f"what a decision is worth is agreed in {document.success.unit}"


def _criterion(document: Document) -> Answer:
    value = document.success.value
    if document.success.criterion is not None:
        return True, f"success: it {target_in_words(document)}"
    if value is not None and value.none:
        return True, "without an agreed value, success is to beat the baseline on the metric"
    return GAP


def _delivery(document: Document) -> Answer:
    delivery = document.delivery
    missing = [
        words for words, value in (("in which form", delivery.form), ("to whom", delivery.consumers)) if not value
    ]
    if len(missing) == 2:
        return GAP
    if missing:
        return False, f"it is not said {missing[0]} the output is delivered"
    return True, f"delivered as {delivery.form} to {joined(delivery.consumers)}"


def _fallback(document: Document) -> Answer:
    fallback = document.delivery.fallback
    if not fallback:
        return GAP
    return True, f"without the model: {fallback}"


def _reviews(document: Document) -> Answer:
    if not document.reviews:
        return GAP
    return True, f"reviews: {joined(list(document.reviews))}"


def _running_cost(document: Document) -> Answer:
    cost = document.delivery.running_cost
    if cost is None:
        return GAP
    amount, _, time = rate(cost.total).partition(" ") if cost.total else (_month(cost.a_second), "", "a month")
    parts = f" ({joined([f'{name} {rate(one)}' for name, one in cost.parts.items()])})" if cost.parts else ""
    return True, f"running it costs {amount} {document.success.unit} {time}{parts}".replace("  ", " ")


def _month(a_second: float) -> str:
    return figure(round(a_second * SECONDS["month"]))


QUESTIONS: Final = (
    Question(
        "user",
        "it is known who uses the output",
        "say under problem.user who uses the output: whoever is not asked does not use it",
        ("problem.user",),
        _text("user"),
    ),
    Question(
        "need",
        "it is known what the user lacks today",
        "say under problem.need what the user lacks today, so that the right thing is built",
        ("problem.need",),
        _text("need"),
    ),
    Question(
        "decision",
        "it is known which decision is taken with the output",
        "say under problem.decision what is decided with the output: no decision, no value",
        ("problem.decision",),
        _text("decision"),
        required=True,
    ),
    Question(
        "action",
        "it is known what is done differently because of the output",
        "say under problem.action what is done differently: an output that changes nothing is worth nothing",
        ("problem.action",),
        _text("action"),
    ),
    Question(
        "lead-time",
        "it is known how early the output has to be there",
        "say under problem.lead_time how early the output has to be there for the user to still act on it",
        ("problem.lead_time",),
        _lead_time,
    ),
    Question(
        "status-quo",
        "it is known what is done today",
        "say under problem.status_quo what is done today (a rule, a column, claimed rates or nothing): "
        "a gain is a gain over that",
        ("problem.status_quo",),
        _status_quo,
        required=True,
    ),
    Question(
        "value",
        "it is agreed what a right and a wrong decision are worth",
        "say under success.value what a right and a wrong decision are worth, or none when nobody can say",
        ("success.value", "success.unit"),
        _value,
        required=True,
    ),
    Question(
        "criterion",
        "it is agreed what counts as success",
        "say under success.criterion what counts as success, such as {gain_over: status_quo, per: 1000, "
        "at_least: …}, before anybody has seen a result",
        ("success.criterion", "success.value"),
        _criterion,
        required=True,
    ),
    Question(
        "delivery",
        "it is known in which form and to whom the output goes",
        "say under delivery the form and the consumers: what cannot be delivered need not be built",
        ("delivery.form", "delivery.consumers"),
        _delivery,
    ),
    Question(
        "fallback",
        "it is known what happens without the model",
        "say under delivery.fallback what happens when the model is unavailable, unsure or wrong",
        ("delivery.fallback",),
        _fallback,
    ),
    Question(
        "reviews",
        "it is known who has to review it",
        "name under reviews who has to agree (privacy, legal, …) and how long they take, to ask early enough",
        ("reviews",),
        _reviews,
    ),
    Question(
        "running-cost",
        "it is known what running it costs",
        "say under delivery.running_cost what running it costs, such as 500/month: it comes off the gain",
        ("delivery.running_cost", "success.unit"),
        _running_cost,
    ),
)
"""Every question of the brief; the required ones are what the ideation gate waits for."""
