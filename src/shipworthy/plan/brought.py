"""Kinds of claims that installed packages bring: a company's own promises, asked of every project."""

import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final, cast

from shipworthy.foundation.errors import RequestError
from shipworthy.plan.document import Document
from shipworthy.records.claim import KINDS, Claim

GROUP: Final = "shipworthy.claims"
"""Entry points of this group name a function from a document to its claims, as those in `plan.kinds` are."""

Kind = Callable[[Document], Iterator[Claim]]


def brought_claims(document: Document) -> Iterator[Claim]:
    """What the kinds of installed packages claim of a document, package by package.

    Raises:
        RequestError: when a kind cannot be loaded, breaks, or claims something that is no claim of its own.
    """
    for name, kind in _brought(tuple(sys.path)):
        try:
            found: list[Any] = list(kind(document))
        except Exception as error:
            raise _broken(name, "breaks on this document", f"{type(error).__name__}: {error}") from error
        for claim in found:
            if not isinstance(claim, Claim) or claim.kind in KINDS or not claim.id.startswith(f"{claim.kind}."):
                seen = f"{claim.id} of the kind {claim.kind}" if isinstance(claim, Claim) else repr(claim)
                raise _broken(name, "claims something that is no claim of a kind of its own", seen)
            yield claim


@cache
def _brought(path: tuple[str, ...]) -> tuple[tuple[str, Kind], ...]:
    """Name and function of each kind; looked up once for as long as nothing else can be imported."""
    del path
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return tuple((point.name, _loaded(point)) for point in points)


def _loaded(point: EntryPoint) -> Kind:
    try:
        return cast(Kind, point.load())
    except Exception as error:
        raise _broken(point.name, "cannot be loaded", f"{type(error).__name__}: {error}") from error


def _broken(name: str, what: str, seen: str) -> RequestError:
    return RequestError(
        f"the claims `{name}` of an installed package: this {what}",
        where=GROUP,
        seen=seen,
        allowed="claims whose id begins with their kind and a dot, of a kind that the program does not make itself",
        next_step="update or remove that package",
    )
