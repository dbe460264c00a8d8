"""Assumptions that rest on other assumptions: what each rests on, and what cannot be so."""

from collections.abc import Iterator, Mapping

from shipworthy.foundation.errors import nearest
from shipworthy.plan.document import Document
from shipworthy.plan.faults import Fault
from shipworthy.plan.naming import assumption_names, slug

Rests = Mapping[str, tuple[str, ...]]
"""Name of an assumption -> names of those that it rests on."""


def rests(document: Document) -> dict[str, tuple[str, ...]]:
    """What each assumption rests on, by name; what names none of them is left out."""
    known = assumption_names(document.assumptions)
    return {
        name: tuple(other for other in (_meant(text, known) for text in entry.rests_on) if other)
        for name, entry in zip(known, document.assumptions, strict=True)
    }


def unfounded(document: Document) -> Iterator[Fault]:
    """Assumptions that rest on none that is there, on themselves in a circle, or on data before there are any."""
    known = assumption_names(document.assumptions)
    for at, entry in enumerate(document.assumptions):
        for text in entry.rests_on:
            if not _meant(text, known):
                near = nearest(slug(text), known)
                step = f"write {near} instead of {text}" if near else "name another assumption by its first words"
                what = "no other assumption has this name"
                yield Fault(("assumptions", at, "rests_on"), what, text, ", ".join(known), step)
        if entry.check and entry.stage == "ideation":
            what = "a check of the data cannot be waited for before there are data"
            yield Fault(("assumptions", at, "stage"), what, entry.stage, "data, or a later stage")
    circle = _circle(rests(document))
    if circle:
        place = ("assumptions", known.index(circle[0]), "rests_on")
        told = " → ".join([*circle, circle[0]])
        what = "these assumptions rest on each other in a circle, so none of them has a ground"
        yield Fault(place, what, told, "assumptions that rest on others, and on none that rests on them", "cut it once")


def _meant(text: str, known: tuple[str, ...]) -> str:
    return next((name for name in (text, slug(text)) if name in known), "")


def _circle(rests_on: Rests) -> tuple[str, ...]:
    """The first circle, from the assumption in it that stands first; empty when there is none."""
    for start in rests_on:
        paths: list[tuple[str, ...]] = [(start,)]
        seen: set[str] = set()
        while paths:
            path = paths.pop()
            for other in rests_on.get(path[-1], ()):
                if other == start:
                    return path
                if other not in seen:
                    seen.add(other)
                    paths.append((*path, other))
    return ()
