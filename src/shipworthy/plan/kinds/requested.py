"""What is asked only where a policy asks for it: production needs, change of workflow, reviews, habits of the team."""

from collections.abc import Iterator
from typing import Final

from shipworthy.plan.document import Document
from shipworthy.plan.kinds.brief import GAP, Answer, Question
from shipworthy.plan.kinds.computed import IN_TIME, lags
from shipworthy.plan.naming import slug
from shipworthy.plan.plain import duration, joined, percent, rate
from shipworthy.plan.policy import CHECK_INS, PROPOSALS, Weight
from shipworthy.plan.transfer import COSTS
from shipworthy.records.claim import Claim

MISTAKES: Final = "brief.mistakes"
"""The claim that the mistakes to come are accepted."""


def requested(weight: Weight) -> Iterator[tuple[str, Question]]:
    """Kind and question of what the document has to say because the policy asks for it."""
    yield from ((kind, question) for kind, question in QUESTIONS if weight.wants(question.claim))


def claims(document: Document, weight: Weight) -> Iterator[Claim]:
    """What people and their habits have to settle because the policy asks for it."""
    if weight.wants(IN_TIME) and not lags(document):
        yield _in_time(document)
    if weight.wants(MISTAKES):
        yield _mistakes(document)
    yield from _reviews(document, weight)
    if weight.every is not None:
        yield _check_ins(document, weight)
    if weight.proposals is not None:
        yield _proposals(document)


def _in_time(document: Document) -> Claim:
    lead = document.problem.lead_time
    before = f", {duration(lead)} before" if lead else ""
    return Claim(
        id=IN_TIME,
        kind="lead-time",
        says=f"the user can still act when the output arrives{before}",
        stage="ideation",
        owner=document.holder("business-owner"),
        required=False,
        settled_by="person",
        signers=("business-owner",),
        parts=("problem.lead_time", "problem.action"),
        asks="sign this with `shipworthy sign in-time` when it is so: the data do not say when they are known, and an "
        "output that comes too late is worth nothing",
    )


def _mistakes(document: Document) -> Claim:
    return Claim(
        id=MISTAKES,
        kind="brief",
        says="the mistakes to come are accepted",
        stage="prototype",
        owner=document.holder("business-owner"),
        required=False,
        settled_by="person",
        signers=("business-owner",),
        parts=("data.target", "success.value"),
        asks="look at the mistakes it will still make, by kind and beside today's, and accept them with "
        "`shipworthy sign mistakes`: whoever bears them should have seen them",
    )


def _reviews(document: Document, weight: Weight) -> Iterator[Claim]:
    known = {slug(name) for name in document.reviews}
    for review, role in weight.reviews.items():
        if slug(review) not in known:
            yield Claim(
                id=f"review.{slug(review)}",
                kind="review",
                says=f"the {review} review is signed",
                stage="transfer",
                owner=document.holder(role),
                settled_by="person",
                signers=(role,),
                parts=("project",),
                asks=f"name it under reviews.{review} with its lead_time, have it done and signed with "
                f"`shipworthy sign {slug(review)}`",
            )


def _check_ins(document: Document, weight: Weight) -> Claim:
    who = joined([document.holder(role) for role in weight.shown_to])
    return Claim(
        id=CHECK_INS,
        kind="process",
        says=f"{who} saw lately what there is",
        stage="data",
        owner=document.holder("lead"),
        required=False,
        check="check-ins",
        parts=("people",),
        asks="show what there is, and write down what was said: "
        "`shipworthy checkin WHOM --shown … --says …`; agreement that has gone quiet is none",
    )


def _proposals(document: Document) -> Claim:
    return Claim(
        id=PROPOSALS,
        kind="process",
        says="what to try was proposed before the meeting, and the lead decided",
        stage="prototype",
        owner=document.holder("lead"),
        required=False,
        check="proposals",
        parts=("people",),
        asks="hand in what to try with `shipworthy propose … --for DAY` before the meeting, and let the lead decide, "
        "so that the loudest voice does not",
    )


def _workflow(document: Document) -> Answer:
    said = document.problem.workflow.strip().rstrip(".")
    return (True, f"what changes: {said}") if said else GAP


def _schedule(document: Document) -> Answer:
    said = document.delivery.schedule.strip().rstrip(".")
    return (True, f"it answers: {said}") if said else GAP


def _systems(document: Document) -> Answer:
    delivery = document.delivery
    if not (delivery.reads or delivery.writes):
        return GAP
    reads = f"it reads from {joined(delivery.reads)}" if delivery.reads else "it reads from no other system"
    writes = f"writes to {joined(delivery.writes)}" if delivery.writes else "writes to none"
    return True, f"{reads} and {writes}"


def _load(document: Document) -> Answer:
    delivery = document.delivery
    if delivery.latency_p99 is None and delivery.peak is None:
        return GAP
    if delivery.latency_p99 is None or delivery.peak is None:
        return False, f"it is not said {'how fast' if delivery.peak else 'of how many calls'} an answer has to be there"
    return True, f"up to {rate(delivery.peak)}, answered within {duration(delivery.latency_p99)}"


def _service_level(document: Document) -> Answer:
    share = document.delivery.availability
    return GAP if share is None else (True, f"it has to answer {percent(share)} of the time")


def _cost_parts(document: Document) -> Answer:
    cost = document.delivery.running_cost
    missing = [name for name in COSTS if cost is None or getattr(cost, name) is None]
    if len(missing) == len(COSTS):
        return GAP
    if missing:
        return False, f"it is not said what {joined(missing)} cost"
    return True, f"it is said what each costs: {joined(list(COSTS))}"


QUESTIONS: Final = (
    (
        "brief",
        Question(
            "workflow",
            "it is known what changes in the way people work",
            "say under problem.workflow what changes in the way people work: what nobody prepared for is not used",
            ("problem.workflow",),
            _workflow,
        ),
    ),
    (
        "production",
        Question(
            "schedule",
            "it is known when it has to answer",
            "say under delivery.schedule whether it answers on request or how often it runs (on request, 1d, …)",
            ("delivery.schedule",),
            _schedule,
            section="production",
        ),
    ),
    (
        "production",
        Question(
            "systems",
            "it is known which systems it reads from and writes to",
            "say under delivery.reads and delivery.writes which systems it needs: their owners have to agree",
            ("delivery.reads", "delivery.writes"),
            _systems,
            section="production",
        ),
    ),
    (
        "production",
        Question(
            "load",
            "it is known how many calls it has to answer, and how fast",
            "say under delivery.peak and delivery.latency_p99 how many calls come at the busiest time and how fast an "
            "answer has to be there: it is tested at that",
            ("delivery.peak", "delivery.latency_p99"),
            _load,
            section="production",
        ),
    ),
    (
        "production",
        Question(
            "service-level",
            "it is known how reliably it has to answer",
            "say under delivery.availability for what share of the time it must answer, such as 99.5%",
            ("delivery.availability",),
            _service_level,
            section="production",
        ),
    ),
    (
        "running-cost",
        Question(
            "parts",
            "it is known what compute, storage, labelling and people cost",
            "say under delivery.running_cost what each costs, such as {compute: 200/month, storage: 20/month, "
            "labelling: 0/month, people: 300/month}: what nobody counted is paid all the same",
            ("delivery.running_cost",),
            _cost_parts,
            section="running-cost",
        ),
    ),
)
"""Kind and question of what a policy may ask of the document."""
