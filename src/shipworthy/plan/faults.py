"""Faults of a document in the user's words: which field, what was seen, what is allowed, what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shipworthy.foundation.errors import DocumentError, nearest
from shipworthy.plan.document import Document
from shipworthy.plan.section import Section
from shipworthy.plan.shape import Place, known_keys, section_at

SHOWN: Final = 5
"""Faults named in one message."""

_ALLOWED: Final[dict[str, str]] = {
    "string_type": "text; a number or a date that is meant as text stands in quotes",
    "string_too_short": "text that is not empty",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number that is not infinite and not nan",
    "tuple_type": "a list, such as [first, second]",
    "dict_type": "names with values below them",
    "too_short": "at least one",
}


@dataclass(frozen=True)
class Fault:
    """One thing to mend.

    Attributes:
        place: keys and positions that lead to it.
        what: what is wrong, a sentence without its full stop.
        seen: the value seen, as text; empty when there is none.
        allowed: what would have been right.
        next_step: what to do.
    """

    place: Place
    what: str
    seen: str = ""
    allowed: str = ""
    next_step: str = ""


def faults_of(error: ValidationError, whole: type[Section] = Document) -> list[Fault]:
    """What pydantic refused, in our words, in its order; a field that is there, misspelt, is not missing as well.

    Args:
        error: as raised.
        whole: what was read.
    """
    found = error.errors()
    misspelt = {_meant(tuple(details["loc"]), whole) for details in found if details["type"] == "extra_forbidden"}
    return [_fault(each, whole) for each in found if each["type"] != "missing" or tuple(each["loc"]) not in misspelt]


def document_error(faults: Iterable[Fault], file: str, lines: Mapping[Place, int]) -> DocumentError:
    """One message for all faults, the first in the file first; up to `SHOWN` are named.

    Args:
        faults: at least one.
        file: name of the file.
        lines: place -> its line in the file, counted from 1.
    """
    first, *others = sorted(faults, key=lambda fault: _line(fault.place, lines))
    named = others[: SHOWN - 1]
    steps = [first.next_step or "mend it and run the same command again"]
    if others:
        steps.append(f"  then mend {len(others)} more:")
        steps += [f"    {_where(fault, file, lines)}: {_in_one_line(fault)}" for fault in named]
    if len(others) > len(named):
        steps.append(f"    and {len(others) - len(named)} others")
    return DocumentError(
        first.what,
        where=_where(first, file, lines),
        seen=first.seen,
        allowed=first.allowed,
        next_step="\n".join(steps),
    )


def dotted(place: Place) -> str:
    """A place as people write it: `data.target.column`."""
    return ".".join(str(step) for step in place)


def shown(value: object) -> str:
    """A value as it is shown in a message: short, on one line; of a mapping its keys."""
    text = ", ".join(str(key) for key in value) if isinstance(value, Mapping) and value else str(value)
    text = " ".join(text.split()) if text.strip() else repr(text)
    return text if len(text) <= 80 else text[:77] + "..."


def _fault(details: ErrorDetails, whole: type[Section]) -> Fault:
    place, kind = tuple(details["loc"]), details["type"]
    if place and place[-1] == "[key]":
        return _unknown_key(place[:-1], whole)
    if kind == "extra_forbidden":
        return _unknown_key(place, whole)
    if kind == "missing":
        return Fault(place, "this field is missing or empty", next_step=f"add {dotted(place)}")
    context = details.get("ctx", {})
    if kind == "refused":
        return Fault(place, context["what"], shown(details["input"]), context["allowed"], context["next_step"])
    if kind in ("model_type", "model_attributes_type"):
        allowed = "these fields: " + ", ".join(known_keys(place, whole))
    elif kind == "literal_error":
        allowed = context["expected"].replace("'", "").replace(" or ", ", ")
    else:
        allowed = _ALLOWED.get(kind, details["msg"].removeprefix("Input should be "))
    seen = shown(details["input"])
    near = nearest(seen, allowed.split(", ")) if kind == "literal_error" else ""
    return Fault(place, "this value cannot be used", seen, allowed, f"write {near}" if near else "")


def _unknown_key(place: Place, whole: type[Section]) -> Fault:
    *parent, key = place
    section = section_at(tuple(parent), whole)
    if section is not None and str(key) in section.not_read:
        return Fault(place, section.not_read[str(key)], str(key), next_step=f"take {key} out")
    known = known_keys(tuple(parent), whole)
    near = nearest(str(key), known)
    step = f"write {near} instead of {key}" if near else f"take {key} out, or say it in a comment"
    return Fault(place, "no field of this name is known here", shown(key), ", ".join(known), step)


def _meant(place: Place, whole: type[Section]) -> Place:
    *parent, key = place
    return (*parent, nearest(str(key), known_keys(tuple(parent), whole)))


def _line(place: Place, lines: Mapping[Place, int]) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _where(fault: Fault, file: str, lines: Mapping[Place, int]) -> str:
    return f"{file}:{_line(fault.place, lines)} {dotted(fault.place)}".rstrip()


def _in_one_line(fault: Fault) -> str:
    parts = [fault.what]
    if fault.seen:
        parts.append(f"seen: {fault.seen}")
    if fault.allowed:
        parts.append(f"allowed: {fault.allowed}")
    return "; ".join(parts)
