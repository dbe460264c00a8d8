"""Names for the entries of lists, made from what they say, so that their order changes nothing."""

from collections import Counter
from collections.abc import Sequence

from shipworthy.foundation.digests import digest
from shipworthy.plan.cases import CaseEntry
from shipworthy.plan.own import OwnClaimEntry
from shipworthy.plan.roadmap import AssumptionEntry
from shipworthy.plan.robust import RobustEntry
from shipworthy.plan.success import GuardrailEntry

_LONGEST = 60


def slug(text: str) -> str:
    """Words joined by hyphens; letters of any script and underscores stay.

    >>> slug("Weather is known, always!"), slug("früh/spät"), slug("?")
    ('weather-is-known-always', 'früh-spät', 'unnamed')
    """
    words = "".join(letter if letter.isalnum() or letter == "_" else " " for letter in text.lower()).split()
    short = ""
    for word in words:
        if short and len(short) + 1 + len(word) > _LONGEST:
            break
        short = f"{short}-{word}" if short else word[:_LONGEST]
    return short or "unnamed"


def names(texts: Sequence[str]) -> tuple[str, ...]:
    """One name a text, in its order; where two come out alike, each gets digits made from its own text.

    >>> names(["a b", "c"]), names(["a b", "a-b"])
    (('a-b', 'c'), ('a-b-803f', 'a-b-c0e5'))
    """
    slugs = [slug(text) for text in texts]
    counts = Counter(slugs)
    return tuple(
        name if counts[name] == 1 else f"{name}-{digest(text)[:4]}" for name, text in zip(slugs, texts, strict=True)
    )


def guardrail_names(entries: Sequence[GuardrailEntry]) -> tuple[str, ...]:
    """Metric, and the column whose groups must each pass."""
    return names([f"{entry.metric} by {entry.by}" if entry.by else entry.metric for entry in entries])


def assumption_names(entries: Sequence[AssumptionEntry]) -> tuple[str, ...]:
    """The first words of what is assumed."""
    return names([entry.says for entry in entries])


def own_names(entries: Sequence[OwnClaimEntry]) -> tuple[str, ...]:
    """The first words of what is promised."""
    return names([entry.says for entry in entries])


def case_names(entries: Sequence[CaseEntry]) -> tuple[str, ...]:
    """What the cases are called."""
    return names([entry.name for entry in entries])


def robust_names(entries: Sequence[RobustEntry]) -> tuple[str, ...]:
    """How inputs are spoiled, and which limit has to hold all the same."""
    return names([f"{'loss' if each.at_least_gain is None else 'gain'} with {each.spoil.says}" for each in entries])
