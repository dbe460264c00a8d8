"""Guardrails: what must not get worse, over all rows or in every group."""

from collections.abc import Iterator

from shipworthy.plan.document import Document
from shipworthy.plan.kinds.criterion import EVALUATION, limits_in_words
from shipworthy.plan.naming import guardrail_names
from shipworthy.plan.success import GuardrailEntry
from shipworthy.records.claim import Bar, Claim


def claims(document: Document) -> Iterator[Claim]:
    """One claim a guardrail."""
    entries = document.guardrails
    for name, entry in zip(guardrail_names(entries), entries, strict=True):
        bar = _bar(entry)
        every = f" in every group of {entry.by}" if entry.by else ""
        yield Claim(
            id=f"guardrail.{name}",
            kind="guardrail",
            says=f"{entry.metric.replace('_', ' ')} is {limits_in_words(bar)}{every}",
            stage="prototype",
            owner=entry.owner,
            settled_by="measurement",
            bar=bar,
            parts=(f"guardrails.{name}", *EVALUATION),
            asks="run `shipworthy evaluate`",
        )


def _bar(entry: GuardrailEntry) -> Bar:
    return Bar(
        measure=entry.metric,
        at_least=entry.at_least,
        at_most=entry.at_most,
        confidence=entry.confidence,
        by=entry.by,
        min_n=entry.min_n,
    )
