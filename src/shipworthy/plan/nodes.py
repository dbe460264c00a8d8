"""Where names and values stand in a YAML text."""

from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import CollectionNode, MappingNode, SequenceNode


@dataclass(frozen=True)
class Entry:
    """One entry of a mapping or a list; places count characters from the start of the text.

    Attributes:
        key: node of its name; None for items of a list.
        value: node of its value.
    """

    key: Any
    value: Any

    @property
    def start(self) -> int:
        """Where the name starts, or the item."""
        return int((self.key or self.value).start_mark.index)

    def colon(self, text: str) -> int:
        """The place behind the colon that ends the name."""
        return text.index(":", self.key.end_mark.index) + 1

    def value_start(self, text: str) -> int:
        """Where the value starts; behind the colon when there is none."""
        return self.colon(text) if self._empty else int(self.value.start_mark.index)

    def end(self, text: str) -> int:
        """Where the value ends, without the comments and empty lines behind it."""
        if self._empty:
            return self.colon(text)
        if isinstance(self.value, CollectionNode) and not self.value.flow_style and self.value.value:
            return entries(self.value)[-1].end(text)
        start, end = self.value.start_mark.index, self.value.end_mark.index
        return int(start + len(text[start:end].rstrip()))

    @property
    def _empty(self) -> bool:
        # the parser puts an empty value where the next one starts
        return self.key is not None and self.value.start_mark.index == self.value.end_mark.index


def entries(node: Any) -> list[Entry]:
    """The entries of a mapping or a list, in their order; none of a single value."""
    if isinstance(node, MappingNode):
        return [Entry(key, value) for key, value in node.value]
    return [Entry(None, value) for value in node.value] if isinstance(node, SequenceNode) else []


def line_start(text: str, at: int) -> int:
    """Where the line of a place starts."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Where the line of a place ends, before its line end."""
    stop = text.find("\n", at)
    stop = len(text) if stop < 0 else stop
    return stop - 1 if text[stop - 1 : stop] == "\r" else stop


def newline_of(text: str) -> str:
    r"""The line end that the text uses.

    >>> newline_of("a: 1\r\nb: 2\r\n")
    '\r\n'
    """
    return "\r\n" if "\r\n" in text else "\n"
