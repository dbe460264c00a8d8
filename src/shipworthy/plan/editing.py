"""Changing one value in a YAML text and not a letter besides: comments, order and quotes stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ruamel.yaml.nodes import CollectionNode, MappingNode, SequenceNode

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.faults import dotted
from shipworthy.plan.layout import fits, inline, lines_of
from shipworthy.plan.nodes import Entry, entries, line_end, line_start, newline_of
from shipworthy.plan.yamltext import YamlText, parse

_BY_HAND: Final = "open the file in an editor and change it by hand"


def set_value(text: str, steps: Sequence[str], value: Any, where: str) -> str:
    r"""The text with one value set; mappings on the way are made.

    Args:
        text: YAML with a mapping on top.
        steps: keys and positions that lead to the value; the position after the last of a list adds to
            it.
        value: JSON-like; None takes the entry out.
        where: name of the file, for messages.

    Raises:
        DocumentError: when the text is no YAML, has no such place, or cannot be changed there without
            changing more (anchors that are used twice).

    >>> set_value("a: {b: 1}  # why\nc:   'x'\n", ["a", "b"], 2, "p.yaml")
    "a: {b: 2}  # why\nc:   'x'\n"
    """
    before = parse(text, where)
    expected = _expected(before.data, list(steps), value, where)
    after = _without(before, list(steps)) if value is None else _with(before, list(steps), value)
    try:
        same = parse(after, where).data == expected
    except DocumentError:
        same = False
    if not same:
        raise DocumentError(
            "this cannot be changed without changing more than it",
            where=f"{where} {dotted(tuple(steps))}",
            next_step=_BY_HAND,
        )
    return after


def _with(before: YamlText, steps: list[str], value: Any) -> str:
    way, rest = _walk(before.root, steps)
    if not rest:
        return _replaced(before.text, way, value)
    key, *below = rest
    for name in reversed(below):
        value = {name: value}
    last = way[-1]
    if isinstance(last.value, CollectionNode) and (last.value.value or last.value.flow_style):
        return _inserted(before.text, last, key, value)
    return _replaced(before.text, way, {key: value})


@dataclass(frozen=True)
class _Step:
    """A node on the way to the value.

    Attributes:
        name: node of its key; None for items of a list and the root.
        value: the node itself.
        flow: whether it stands inside brackets.
        indent: column of the entry that holds it.
    """

    name: Any
    value: Any
    flow: bool
    indent: int


def _walk(root: Any, steps: list[str]) -> tuple[list[_Step], list[str]]:
    """The nodes from the root on, as far as they exist, and the steps that are left."""
    way = [_Step(None, root, False, -2)]
    for taken, step in enumerate(steps):
        node = way[-1].value
        flow = way[-1].flow or bool(isinstance(node, CollectionNode) and node.flow_style)
        named = [
            entry
            for position, entry in enumerate(entries(node))
            if step == (str(position) if entry.key is None else str(entry.key.value))
        ]
        if not named:
            return way, steps[taken:]
        entry = named[0]
        way.append(_Step(entry.key, entry.value, flow, (entry.key or entry.value).start_mark.column))
    return way, []


def _replaced(text: str, way: list[_Step], value: Any) -> str:
    last = way[-1]
    here = Entry(last.name, last.value)
    start, end = here.value_start(text), here.end(text)
    if last.name is None:
        return text[:start] + inline(value) + text[end:]
    colon = here.colon(text)
    bare = not text[colon:start].strip()
    if last.flow or fits(value, last.indent + 2):
        if bare:
            return f"{text[:colon]} {inline(value)}{text[end:]}"
        # on a line of its own, below a comment, a value stands further in than its name
        lead = "  " if last.value.start_mark.column <= last.indent else ""
        return text[:start] + lead + inline(value) + text[end:]
    newline = newline_of(text)
    block = newline.join(lines_of(value, last.indent + 2))
    if bare:
        return text[:colon] + newline + block + text[end:]
    return text[: text.rfind("\n", 0, start) + 1] + block + text[end:]


def _inserted(text: str, last: _Step, key: str, value: Any) -> str:
    """A new entry after the last one of a mapping or a list."""
    node, known = last.value, entries(last.value)
    name = f"{inline(key)}: " if isinstance(node, MappingNode) else ""
    if last.flow or node.flow_style:
        if not known:
            at = node.end_mark.index - 1
            return f"{text[:at]}{name}{inline(value)}{text[at:]}"
        at = known[-1].end(text)
        # a name without a value needs a space before the comma
        gap = " " if text[at - 1] == ":" else ""
        return f"{text[:at]}{gap}, {name}{inline(value)}{text[at:]}"
    column = known[0].start - line_start(text, known[0].start) if name else node.start_mark.column
    if not name:
        lines = [f"{' ' * column}- {inline(value)}"]
    elif fits(value, column) and (column or not isinstance(value, Mapping)):
        lines = [f"{' ' * column}{name}{inline(value)}"]
    else:
        lines = [" " * column + name.rstrip(), *lines_of(value, column + 2)]
    stop = line_end(text, known[-1].end(text))
    return text[:stop] + "".join(newline_of(text) + line for line in lines) + text[stop:]


def _without(before: YamlText, steps: list[str]) -> str:
    text = before.text
    way, rest = _walk(before.root, steps)
    if rest:
        return text
    parent, gone = way[-2].value, way[-1]
    known = entries(parent)
    if len(known) == 1:
        return _replaced(text, way[:-1], [] if isinstance(parent, SequenceNode) else {})
    place = next(at for at, entry in enumerate(known) if entry.value is gone.value and entry.key is gone.name)
    start, end = known[place].start, known[place].end(text)
    line = line_start(text, start)
    if not (gone.flow or parent.flow_style) and text[line:start].strip() in ("", "-"[: gone.name is None]):
        stop = line_end(text, end)
        return text[:line] + text[stop:].removeprefix("\r").removeprefix("\n")
    if place + 1 < len(known):
        return text[:start] + text[known[place + 1].start :]
    kept = known[place - 1].end(text)
    gap = " " if text[kept - 1] == ":" else ""
    return text[:kept] + gap + text[end:]


def _expected(data: Any, steps: list[str], value: Any, where: str) -> Any:
    """The values as they should be read afterwards; a bare word gives way to a section."""
    if not steps:
        return value
    name, *rest = steps
    if isinstance(data, list):
        if not name.isdigit() or int(name) > len(data):
            raise DocumentError(
                "the list has no such place",
                where=f"{where} {name}",
                seen=name,
                allowed=f"0 to {len(data)}, the last adds to it",
                next_step="count the entries from 0",
            )
        at = int(name)
        inner = [_expected(each, rest, value, where) for each in (data[at : at + 1] or [None])]
        return [*data[:at], *([] if value is None and not rest else inner), *data[at + 1 :]]
    known = data if isinstance(data, dict) else {}
    key = next((key for key in known if str(key) == name), name)
    if value is None and (key not in known or not rest):
        return {other: known[other] for other in known if other != key} if known else data
    return {**known, key: _expected(known.get(key), rest, value, where)}
