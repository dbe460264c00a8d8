"""YAML 1.2 text: its values, and where each of them stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.faults import dotted
from shipworthy.plan.shape import Place

_LONGEST: Final = 1_000_000


class _Constructor(SafeConstructor):
    """Leaves dates and times as they are written."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


@dataclass(frozen=True)
class YamlText:
    """A YAML text as read.

    Attributes:
        text: the text itself.
        data: its values, plain Python; dates and times stay text. None when there are none.
        root: the tree of nodes with their places in the text; None when it is empty.
        lines: place -> line of its key, counted from 1.
    """

    text: str
    data: Any
    root: Node | None
    lines: dict[Place, int]


def parse(text: str, where: str) -> YamlText:
    """Reads YAML 1.2; `no` and `off` are words, a key stands once.

    Args:
        text: the text.
        where: name of the file, for messages.

    Raises:
        DocumentError: when the text is no YAML, or a key stands twice.
    """
    if len(text) > _LONGEST:
        raise DocumentError(
            "the file is too long for a project document", where=where, seen=f"{len(text):,} characters"
        )
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _Constructor
    try:
        root = yaml.compose(text)
        lines = dict(_lines(root, (), set(), where)) if root is not None else {}
        data = yaml.constructor.construct_document(root) if root is not None else None
    except MarkedYAMLError as error:
        raise _half_written(error, text, where) from None
    except (YAMLError, ValueError) as error:
        reason = getattr(error, "reason", "") or str(error).splitlines()[0]
        raise DocumentError(
            "this is not a YAML text", where=where, seen=reason, next_step="open it in an editor and mend it"
        ) from None
    except RecursionError:
        raise DocumentError("the file is nested too deeply", where=where, next_step="mend the brackets") from None
    return YamlText(text=text, data=data, root=root, lines=lines)


def _lines(node: Node, place: Place, seen: set[int], where: str) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    # an alias leads back to a node that was already walked, perhaps to one that holds this one
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, SequenceNode):
        for position, item in enumerate(node.value):
            yield from _lines(item, (*place, position), seen, where)
    elif isinstance(node, MappingNode):
        found: dict[Any, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if isinstance(key.value, str) and key.value in found and key.value != "<<":
                raise DocumentError(
                    "this field stands twice",
                    where=f"{where}:{line} {dotted((*place, key.value))}",
                    seen=f"first on line {found[key.value]}, again on line {line}",
                    next_step="keep one of the two",
                )
            if isinstance(key.value, str):
                found[key.value] = line
            inner = (*place, key.value if isinstance(key.value, str) else str(key.value))
            yield from ((at, line if at == inner else number) for at, number in _lines(value, inner, seen, where))


def _half_written(error: MarkedYAMLError, text: str, where: str) -> DocumentError:
    mark = error.problem_mark or error.context_mark
    last = text.rstrip().count("\n") + 1
    line = min(mark.line + 1, last) if mark else 1
    problem = str(error.problem).replace("'<stream end>'", "the end of the file")
    start = f"; {error.context} that starts on line {error.context_mark.line + 1}" if error.context_mark else ""
    return DocumentError(
        "the file is broken or half-written here",
        where=f"{where}:{line}",
        seen=f"{problem}{start}",
        allowed="YAML: name: value, indented with spaces, brackets and quotes closed",
        next_step="mend this line or the one above it",
    )
