"""Parts of the document by name, and what each of them means today."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from shipworthy.foundation.digests import digest
from shipworthy.plan.document import Document


def part(document: Document, dotted: str) -> Any:
    """The values of a part, defaults included, as JSON-like values; None when there is no such part.

    Args:
        document: the project document.
        dotted: names joined by dots; a number picks an entry of a list, and a name that holds a dot stands as it is.

    >>> from shipworthy.plan.reading import read_text
    >>> text = "project: p\\ndata: {sources: {t: {path: t.csv}}, target: {column: y}}"
    >>> part(read_text(text, "p.yaml"), "data.target.column")
    'y'
    """
    found: Any = document
    rest = dotted
    while rest:
        name, found = _step(found, rest)
        if not name:
            return None
        rest = rest[len(name) :].removeprefix(".")
    return _plain(found)


def part_digests(document: Document, parts: Iterable[str]) -> dict[str, str]:
    """Part -> digest of its meaning; comments, order of keys and formatting do not count."""
    return {dotted: digest(part(document, dotted)) for dotted in dict.fromkeys(parts)}


def _step(found: Any, rest: str) -> tuple[str, Any]:
    """The longest first name that leads on, and what is there; an empty name when none does."""
    names = rest.split(".")
    for length in range(len(names), 0, -1):
        name = ".".join(names[:length])
        if isinstance(found, BaseModel) and name in type(found).model_fields:
            return name, getattr(found, name)
        if isinstance(found, dict) and name in found:
            return name, found[name]
        if isinstance(found, tuple) and name.isdigit() and int(name) < len(found):
            return name, found[int(name)]
    return "", None


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, tuple | list) else value
