"""YAML that people like to read: what is short stands on one line, what is long below its name."""

import re
from collections.abc import Mapping
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode

_SHORT: Final = 100
_BARE: Final = re.compile(r"[\w./][\w./%@+=<>()*;'& -]*")
_TAGS: Final = YAML(typ="safe", pure=True).resolver
_READ_AS_TEXT: Final = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp")


def inline(value: Any) -> str:
    """A JSON-like value on one line.

    >>> inline({"by": "2027-03-31", "on": ["a b", "c, d"], "share": 0.5, "no": None})
    "{by: 2027-03-31, on: [a b, 'c, d'], share: 0.5, no: null}"
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{inline(str(key))}: {inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(inline(item) for item in value) + "]"
    if isinstance(value, str):
        return _text(value)
    return {"None": "null", "True": "true", "False": "false"}.get(repr(value), repr(value))


def _text(text: str) -> str:
    """Without quotes where it is read as the same text without them, even inside brackets."""
    if not text.isprintable():
        return '"' + "".join(_escaped(letter) for letter in text) + '"'
    tag = _TAGS.resolve(ScalarNode, text, (True, False))
    if _BARE.fullmatch(text) and not text.endswith(" ") and tag in _READ_AS_TEXT:
        return text
    if "'" in text and not set(text) & {'"', "\\"}:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    return "\\n" if letter == "\n" else letter if letter.isprintable() else f"\\U{ord(letter):08x}"


def fits(value: Any, indent: int) -> bool:
    """Whether a value is better read on the line of its name."""
    return not isinstance(value, Mapping | list) or not value or (
        _depth(value) <= (2 if indent else 1) and indent + len(inline(value)) <= _SHORT
    )  # fmt: skip


def lines_of(value: Any, indent: int) -> list[str]:
    """A mapping or a list that is not empty, an entry a line or more.

    >>> lines_of({"a": [1, 2], "b": {"c": {"d": {"e": 1}}}}, 2)
    ['  a: [1, 2]', '  b:', '    c: {d: {e: 1}}']
    """
    if isinstance(value, Mapping):
        return [line for key, inner in value.items() for line in _entry(inline(key) + ":", inner, indent)]
    return [line for item in value for line in _item(item, indent)]


def _entry(name: str, value: Any, indent: int) -> list[str]:
    pad = " " * indent
    if fits(value, indent):
        return [f"{pad}{name} {inline(value)}"]
    return [f"{pad}{name}", *lines_of(value, indent + 2)]


def _item(value: Any, indent: int) -> list[str]:
    pad = " " * indent
    if not isinstance(value, Mapping) or fits(value, indent + 2):
        return [f"{pad}- {inline(value)}"]
    first, *rest = lines_of(value, indent + 2)
    return [f"{pad}- {first.lstrip()}", *rest]


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return 1 + max((_depth(item) for item in inner), default=0) if isinstance(value, Mapping | list) else 0
