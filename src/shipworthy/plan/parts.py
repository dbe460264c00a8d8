"""Parts of the document by their meaning: comments, order and defaults written out change nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from shipworthy.foundation.digests import digest
from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.plan.document import Document
from shipworthy.plan.naming import assumption_names, case_names, guardrail_names, own_names, robust_names


def part(document: Document, dotted: str) -> Any:
    """What the document says in one part, defaults included, JSON-like.

    Args:
        document: the project document.
        dotted: such as `success.criterion`; entries of lists go by name: `candidates.linear`,
            `guardrails.recall-by-shop`, `assumptions.weather-is-known`.

    Raises:
        RequestError: when there is no such part.
    """
    return _find(meaning(document), dotted, dotted)


def part_digests(document: Document, parts: Iterable[str]) -> dict[str, str]:
    r"""Part -> digest of its meaning.

    Raises:
        RequestError: when there is no such part.

    >>> from shipworthy.plan.reading import read_text
    >>> text = "project: p\ndata: {sources: {t: {path: t.csv}}, target: {column: y}}\n"
    >>> plain = read_text(text, "p.yaml")
    >>> spelt_out = read_text("# why\n" + text + "evaluation: {group: ''}", "p.yaml")
    >>> part_digests(plain, ["data", "evaluation"]) == part_digests(spelt_out, ["data", "evaluation"])
    True
    """
    wanted = dict.fromkeys(parts)
    whole, said = meaning(document), meaning(document, defaults=False)
    for dotted in wanted:
        _find(whole, dotted, dotted)
    _forget_limits(said)
    _forget_costs(said)
    # defaults are left out: a field that a later version adds must not change what a part says
    return {dotted: digest(_find(said, dotted, dotted) if _holds(said, dotted) else None) for dotted in wanted}


def meaning(document: Document, *, defaults: bool = True) -> dict[str, Any]:
    """The whole document, lists of named entries as mappings by name.

    Args:
        document: the project document.
        defaults: write out what equals its default.
    """
    listed = ("guardrails", "robust", "cases", "assumptions", "claims", "candidates")
    whole: dict[str, Any] = {name: {} for name in listed}
    whole |= document.model_dump(mode="json", exclude_defaults=not defaults)
    for field, keys in (
        ("guardrails", guardrail_names(document.guardrails)),
        ("robust", robust_names(document.robust)),
        ("assumptions", assumption_names(document.assumptions)),
        ("cases", case_names(document.cases)),
        ("claims", own_names(document.claims)),
        ("candidates", tuple(entry.name for entry in document.candidates)),
    ):
        whole[field] = dict(zip(keys, whole[field], strict=True))
    return whole


def _forget_limits(said: dict[str, Any]) -> None:
    """What an attempt may take changes nothing about what it says."""
    for entry in (said.get("evaluation", {}), *said["candidates"].values()):
        entry.pop("limits", None)
    if not said.get("evaluation", True):
        del said["evaluation"]


def _forget_costs(said: dict[str, Any]) -> None:
    """What a source costs, or another way to deliver, changes nothing about what is said."""
    for source in said.get("data", {}).get("sources", {}).values():
        source.pop("cost", None)
    said.get("delivery", {}).pop("instead", None)
    if not said.get("delivery", True):
        del said["delivery"]


def _holds(tree: Any, rest: str) -> bool:
    try:
        _find(tree, rest, rest)
    except RequestError:
        return False
    return True


def _find(tree: Any, rest: str, dotted: str) -> Any:
    keys = [key for key in tree if rest == key or rest.startswith(f"{key}.")] if isinstance(tree, Mapping) else []
    if not keys:
        known = list(tree) if isinstance(tree, Mapping) else []
        near = nearest(rest.partition(".")[0], known)
        raise RequestError(
            "the document has no such part",
            seen=dotted,
            allowed=known,
            next_step=f"did you mean {near}?" if near else "name a part that the document has",
        )
    # names may hold dots themselves: the longest that fits is meant
    key = max(keys, key=len)
    return tree[key] if rest == key else _find(tree[key], rest[len(key) + 1 :], dotted)
