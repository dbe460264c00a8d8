"""The shape of the document: which fields there are at a place, and in which order."""

import types
from collections.abc import Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from shipworthy.plan.document import Document
from shipworthy.plan.section import Section

Place = tuple[str | int, ...]
"""Keys and positions that lead to a value."""


def section_at(place: Place, whole: type[Section] = Document) -> type[Section] | None:
    """The section at a place; None when there is a list, a single value or nothing."""
    inside = _inside(whole, place)
    return inside if isinstance(inside, type) and issubclass(inside, Section) else None


def known_keys(place: Place, whole: type[Section] = Document) -> list[str]:
    """Names of the fields that may stand at a place; empty when any may.

    >>> known_keys(("data", "target"))
    ['column', 'positive', 'kind']
    """
    inside = _inside(whole, place)
    section = section_at(place, whole)
    if section is not None:
        return list(section.model_fields)
    return [str(key) for key in get_args(_bare(get_args(inside)[0]))] if get_origin(inside) is dict else []


def in_order(value: Any, place: Place = ()) -> Any:
    """JSON-like values with the fields of every section in the document's order; times become text.

    >>> in_order({"data": {"target": {}, "sources": {}}, "project": "p"})
    {'project': 'p', 'data': {'sources': {}, 'target': {}}}
    """
    if isinstance(value, Mapping):
        known = known_keys(place)
        ranks = {key: rank for rank, key in enumerate(known)}
        keys = sorted(value, key=lambda key: ranks.get(str(key), len(known)))
        return {key: in_order(value[key], (*place, str(key))) for key in keys}
    if isinstance(value, list | tuple):
        return [in_order(item, (*place, position)) for position, item in enumerate(value)]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _inside(annotation: Any, place: Place) -> Any:
    annotation = _bare(annotation)
    if not place:
        return annotation
    step, *rest = place
    if isinstance(annotation, type) and issubclass(annotation, Section):
        field = annotation.model_fields.get(str(step))
        return _inside(field.annotation, tuple(rest)) if field else None
    inner = get_args(annotation)
    return _inside(inner[1] if get_origin(annotation) is dict else inner[0], tuple(rest)) if inner else None


def _bare(annotation: Any) -> Any:
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return _bare(next(option for option in get_args(annotation) if option is not type(None)))
    return annotation
