"""The claims that a document makes: promises the project lives on, each with what settles it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from shipworthy.foundation.quantities import seconds, share
from shipworthy.plan.document import Document
from shipworthy.plan.plain import day, figure, sentence, slug
from shipworthy.plan.success import CriterionSection, GuardrailEntry
from shipworthy.records.claim import Bar, Claim

_DAY: Final = 86_400.0


def claims_of(document: Document) -> tuple[Claim, ...]:
    """Every claim of a document, by stage; ids are unique and do not change with anything but what they name."""
    found = [claim for kind in _KINDS for claim in kind(document)]
    seen: dict[str, int] = {}
    for place, claim in enumerate(found):
        seen[claim.id] = seen.get(claim.id, 0) + 1
        if seen[claim.id] > 1:
            found[place] = Claim.from_dict({**claim.to_dict(), "id": f"{claim.id}-{seen[claim.id]}"})
    return tuple(found)


@dataclass(frozen=True)
class Gap:
    """A line of the brief.

    Attributes:
        says: what the claim promises.
        missing: what is missing when nobody wrote it down.
        part: of the document.
        required: the ideation gate cannot be passed without it.
        why: why it is asked for.
    """

    says: str
    missing: str
    part: str
    required: bool
    why: str


BRIEF: Final[dict[str, Gap]] = {
    "brief.user": Gap("We know who uses the output", "who uses the output", "problem.user", False, "to show it to them"),
    "brief.need": Gap("We know what they lack", "what they lack today", "problem.need", False, "to see whether it helps"),
    "brief.decision": Gap(
        "We know what is decided with it", "what is decided with the output", "problem.decision", True,
        "an output that changes no decision is worth nothing",
    ),
    "brief.action": Gap(
        "We know what is done differently", "what is done differently because of it", "problem.action", False,
        "value comes from what people do, not from what a model says",
    ),
    "brief.lead-time": Gap(
        "We know how early it must be there", "how early the output must be there", "problem.lead_time", False,
        "only what is known by then may be used",
    ),
    "brief.status-quo": Gap(
        "We know what is done today", "what is done today", "problem.status_quo", True,
        "a gain can only be told against something",
    ),
    "brief.value": Gap(
        "We know what a right and a wrong decision are worth", "what a right and a wrong decision are worth",
        "success.value", True, "the best metric may be worth nothing; amounts are never guessed",
    ),
    "brief.criterion": Gap(
        "We know what counts as success", "what counts as success", "success.criterion", True,
        "without it nobody can say when to stop",
    ),
    "brief.delivery": Gap(
        "We know how the output reaches its users", "how the output reaches its users, and who they are", "delivery", False,
        "what runs where, and how fast, decides what can be built",
    ),
    "brief.fallback": Gap(
        "We know what happens without the model", "what happens when the model is unavailable, unsure or wrong",
        "delivery.fallback", False, "it will happen",
    ),
    "brief.reviews": Gap(
        "We know which reviews are needed", "which reviews (privacy, legal, …) are needed", "reviews", False,
        "they take time, so they are asked for early",
    ),
    "brief.running-cost": Gap(
        "We know what it costs to run", "what it costs to run", "delivery.running_cost", False,
        "a gain that costs more than it brings is none",
    ),
}


def _brief(document: Document) -> Iterator[Claim]:
    for name, gap in BRIEF.items():
        yield Claim(
            id=name,
            kind="brief",
            says=gap.says,
            stage="ideation",
            required=gap.required,
            check="brief",
            parts=(gap.part,),
            asks=f"write {gap.part} into project.yaml: {gap.why}",
        )


def _goalpost(document: Document) -> Iterator[Claim]:
    if document.success.criterion is None:
        return
    yield Claim(
        id="brief.goalpost",
        kind="brief",
        says=f"The business owner has agreed on what counts as success: {criterion_in_words(document)}",
        stage="ideation",
        owner=_first(document, "business-owner"),
        settled_by="person",
        parts=("success.criterion", "success.value", "problem.status_quo"),
        asks=f"sign the goal ({criterion_in_words(document)}) with `shipworthy sign goalpost`, so that nobody moves it later",
    )


_DATA: Final = (
    ("outcomes", "The outcome can be learned from", True),
    ("joins", "Sources join as expected", True),
    ("keys", "Keys are unique", False),
    ("not-known", "Nothing is used that is not known when the decision is taken", True),
    ("critical", "Critical columns are there", True),
    ("personal", "Personal columns are known and kept out", False),
    ("enough", "There is enough data to go on", False),
)


def _data(document: Document) -> Iterator[Claim]:
    for check, says, required in _DATA:
        if check == "critical" and not document.data.critical:
            continue
        yield Claim(
            id=f"data.{check}", kind="requirement", says=says, stage="data", required=required, check=check, parts=("data",)
        )


def _assumptions(document: Document) -> Iterator[Claim]:
    for place, entry in enumerate(document.assumptions):
        bar = None
        if entry.check:
            bar = Bar(measure=f"coverage.{entry.check.source}", at_least=share(entry.check.covers), confidence=0.95, unit="share")
        yield Claim(
            id=f"assumption.{slug(entry.says)}",
            kind="assumption",
            says=sentence(entry.says).rstrip("."),
            stage=entry.stage,
            owner=entry.owner,
            fatal=entry.fatal,
            settled_by="measurement" if bar else "person",
            check="coverage" if bar else "",
            bar=bar,
            parts=(f"assumptions.{place}", "data"),
            prior=None if entry.chance is None else share(entry.chance),
            asks="" if bar else f"say whether this is so, with `shipworthy sign {slug(entry.says)}`: {entry.says}",
        )


def _criterion(document: Document) -> Iterator[Claim]:
    criterion = document.success.criterion
    if criterion is not None:
        yield Claim(
            id="success.criterion",
            kind="criterion",
            says=sentence(criterion_in_words(document)).rstrip("."),
            stage="prototype",
            owner=_first(document, "business-owner"),
            settled_by="measurement",
            bar=_bar(document, criterion),
            parts=("success.criterion", "success.value", "success.unit", "problem.status_quo"),
        )
    yield Claim(
        id="success.beats-constant",
        kind="requirement",
        says="It beats saying the same for every case",
        stage="prototype",
        settled_by="measurement",
        bar=Bar(measure="gain", at_least=0.0, against="constant"),
        parts=("evaluation.metric",),
    )


def _bar(document: Document, criterion: CriterionSection) -> Bar:
    if criterion.metric:
        return Bar(
            measure=criterion.metric,
            at_least=criterion.at_least,
            at_most=criterion.at_most,
            confidence=criterion.confidence,
        )
    return Bar(
        measure="gain",
        at_least=criterion.at_least,
        at_most=criterion.at_most,
        confidence=criterion.confidence,
        per=criterion.per,
        against=criterion.gain_over or "",
        unit=document.success.unit or "1",
    )


def criterion_in_words(document: Document) -> str:
    """The success criterion as a phrase, with its numbers; empty when there is none."""
    criterion = document.success.criterion
    if criterion is None:
        return ""
    unit = f" {document.success.unit}" if document.success.unit and not criterion.metric else ""
    limits = [
        f"{word} {figure(limit)}{unit}"
        for word, limit in (("at least", criterion.at_least), ("at most", criterion.at_most))
        if limit is not None
    ]
    per = "" if criterion.per == 1 else f" per {figure(criterion.per)} cases"
    by = f", by {day(criterion.by)}" if criterion.by else ""
    what = f"{criterion.metric.replace('_', ' ')} is" if criterion.metric else "it gains"
    over = {"status_quo": " over what is done today", None: ""}.get(criterion.gain_over, f" over {criterion.gain_over}")
    return f"{what} {' and '.join(limits)}{per}{over}{by}"


def _guardrails(document: Document) -> Iterator[Claim]:
    for place, entry in enumerate(document.guardrails):
        name = slug(entry.metric.replace("_", " ")) + (f"-by-{slug(entry.by)}" if entry.by else "")
        yield Claim(
            id=f"guardrail.{name}",
            kind="guardrail",
            says=_guardrail_in_words(entry),
            stage="prototype",
            owner=entry.owner,
            settled_by="measurement",
            bar=Bar(
                measure=entry.metric,
                at_least=entry.at_least,
                at_most=entry.at_most,
                confidence=entry.confidence,
                by=entry.by,
                min_n=entry.min_n,
            ),
            parts=(f"guardrails.{place}",),
        )


def _guardrail_in_words(entry: GuardrailEntry) -> str:
    limits = [
        f"{word} {figure(limit)}"
        for word, limit in (("at least", entry.at_least), ("at most", entry.at_most))
        if limit is not None
    ]
    each = f" for each {entry.by}" if entry.by else ""
    few = f" with {figure(entry.min_n)} cases or more" if entry.by and entry.min_n else ""
    return f"{entry.metric.replace('_', ' ').capitalize()} is {' and '.join(limits)}{each}{few}"


def _reviews(document: Document) -> Iterator[Claim]:
    for name, entry in document.reviews.items():
        yield Claim(
            id=f"review.{slug(name)}",
            kind="review",
            says=f"The {name} review is signed",
            stage="transfer",
            owner=entry.owner,
            settled_by="person",
            parts=(f"reviews.{name}",),
            lead_time=None if entry.lead_time is None else seconds(entry.lead_time) / _DAY,
            asks=f"do the {name} review and sign it with `shipworthy sign {slug(name)}`",
        )


def _first(document: Document, role: str) -> str:
    return next((name for name, person in document.people.items() if role in person.roles), role)


_KINDS: Final[tuple[Callable[[Document], Iterator[Claim]], ...]] = (
    _brief,
    _goalpost,
    _data,
    _assumptions,
    _criterion,
    _guardrails,
    _reviews,
)
