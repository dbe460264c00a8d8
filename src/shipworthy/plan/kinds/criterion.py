"""The success criterion, and the least that is asked of any model: to beat a constant."""

from collections.abc import Iterator
from typing import Final

from shipworthy.plan.document import Document
from shipworthy.plan.plain import day, duration, figure, percent
from shipworthy.records.claim import Bar, Claim

EVALUATION: Final = (
    "data.sources",
    "data.target",
    "data.not_known_at_decision",
    "data.personal",
    "data.not_personal",
    "data.drop",
    "evaluation",
    "success.outcome",
    "success.value",
    "success.unit",
)
"""Parts of the document that every number about a candidate depends on."""

TODAY = "what is done today"


def narrowed(document: Document) -> tuple[str, ...]:
    """Parts that say which cases are meant, where the document says so; others sign nothing more than before."""
    told = {"data.only": document.data.only, "problem.abstain": document.problem.abstain}
    return tuple(name for name, said in told.items() if said)


def claims(document: Document) -> Iterator[Claim]:
    """That success is reached, and that a constant is beaten."""
    yield Claim(
        id="success.criterion",
        kind="criterion",
        says=target_in_words(document),
        stage="prototype",
        owner=document.holder("business-owner"),
        settled_by="measurement",
        bar=bar(document),
        parts=("success.criterion", "problem.status_quo", *EVALUATION, *narrowed(document)),
        asks="run `shipworthy evaluate`",
    )
    yield Claim(
        id="success.beats-constant",
        kind="requirement",
        says="is better than always giving the same answer",
        stage="prototype",
        settled_by="measurement",
        bar=Bar(measure="gain", at_least=0.0, against="constant"),
        parts=EVALUATION,
        asks="run `shipworthy evaluate`: a model that does not beat a constant has learned nothing",
    )


def bar(document: Document) -> Bar:
    """What a candidate has to reach.

    A gain in the unit of success over what is done today; a metric when the criterion names one; without a
    criterion, any gain over the baseline.
    """
    success, criterion = document.success, document.success.criterion
    agreed = success.value is not None and not success.value.none
    unit = success.unit if agreed else "1"
    if criterion is None:
        return Bar(measure="gain", at_least=0.0, against=_baseline(document), unit=unit)
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
        confidence=criterion.confidence,
        per=criterion.per,
        against=criterion.gain_over or "status_quo",
        unit=unit,
    )


def target_in_words(document: Document) -> str:
    """The criterion as the predicate of a sentence, its numbers as they were agreed."""
    criterion, asked = document.success.criterion, bar(document)
    if criterion is None:
        value = document.success.value
        over = TODAY if asked.against else "the baseline"
        if value is not None and not value.none:
            return f"is worth more than {over} (no target was agreed)"
        return f"beats {over} on the metric (no value was agreed)"
    by = f", by {day(criterion.by)}" if criterion.by else ""
    sure = f", with {percent(asked.confidence)} confidence"
    if asked.measure != "gain":
        return f"reaches {limits_in_words(asked)} in {asked.measure.replace('_', ' ')}{sure}{by}"
    amount = f"{figure(asked.at_least or 0.0)} {asked.unit}".rstrip()
    cases = "a case" if asked.per == 1 else f"per {figure(asked.per)} cases"
    over = TODAY if asked.against == "status_quo" else "always giving the same answer"
    together = f", {duration(criterion.over)} taken together" if criterion.over else ""
    return f"gains at least {amount} {cases} over {over}{together}{sure}{by}"


def limits_in_words(asked: Bar) -> str:
    """The limits of a bar.

    >>> limits_in_words(Bar(measure="recall", at_least=0.2, at_most=1))
    'at least 0.2 and at most 1'
    """
    limits = [
        f"{side} {figure(limit)}"
        for side, limit in (("at least", asked.at_least), ("at most", asked.at_most))
        if limit is not None
    ]
    return " and ".join(limits)


def _baseline(document: Document) -> str:
    """Today's decisions where they can be replayed; else whatever the candidates are held against."""
    today = document.problem.status_quo
    return "status_quo" if today is not None and today.kind in ("rule", "column") else ""
