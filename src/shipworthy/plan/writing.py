"""Writing the project document; what people wrote into it stays as it is."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shipworthy.foundation.files import write_with
from shipworthy.plan.document import Document
from shipworthy.plan.editing import set_value
from shipworthy.plan.layout import lines_of
from shipworthy.plan.reading import read_file, read_text
from shipworthy.plan.shape import in_order


def write_document(path: Path, data: Mapping[str, Any], comment: str = "") -> Document:
    """Writes a new document, readable by people: fields in the document's order, what is short on one line.

    Args:
        path: file to write; one that is there is replaced in one step.
        data: the document's values.
        comment: stands at the top.

    Returns:
        The document as it reads.

    Raises:
        DocumentError: when the data is no valid document; nothing is written then.
        StorageError: when the file cannot be written.
    """
    text = document_text(data, comment)
    document = read_text(text, path.name)
    _write(path, text)
    return document


def document_text(data: Mapping[str, Any], comment: str = "") -> str:
    r"""The text that `write_document` writes.

    >>> document_text({"data": {"target": {"column": "y"}}, "project": "p"}, "A first draft.")
    '# A first draft.\nproject: p\ndata:\n  target: {column: y}\n'
    """
    head = [f"# {line}".rstrip() for line in comment.splitlines()]
    return "\n".join([*head, *lines_of(in_order(data), 0), ""])


def edit_document(path: Path, place: str | Sequence[str], value: Any) -> Document:
    """Sets one value; all that stands around it stays letter by letter.

    Args:
        path: of the document.
        place: names joined by dots, such as `success.criterion.at_least`, or one by one where a name holds a
            dot; a number picks an entry of a list, counted from 0, the one after the last adds to it.
        value: JSON-like; None takes the entry out.

    Returns:
        The document as it reads now.

    Raises:
        DocumentError: when the document is broken, would be broken by it, or has no such place; nothing is
            written then.
        StorageError: when the file cannot be written.
    """
    return edit_all(path, [(place, value)])


def edit_all(path: Path, changes: Sequence[tuple[str | Sequence[str], Any]]) -> Document:
    """Sets several values in one step, or none; as `edit_document` does one.

    Args:
        path: of the document.
        changes: place and value of each, in order; the document has to be valid after the last.

    Returns:
        The document as it reads now.

    Raises:
        DocumentError: when the document is broken, would be broken by it, or has no such place.
        StorageError: when the file cannot be written.
    """
    text = read_file(path)
    read_text(text, path.name)
    for place, value in changes:
        steps = place.split(".") if isinstance(place, str) else list(place)
        text = set_value(text, steps, in_order(value, tuple(steps)), path.name)
    document = read_text(text, path.name)
    _write(path, text)
    return document


def rewrite_document(path: Path, text: str) -> Document:
    """Writes another text of the document.

    Raises:
        DocumentError: when it is no valid document; nothing is written then.
        StorageError: when the file cannot be written.
    """
    document = read_text(text, path.name)
    _write(path, text)
    return document


def _write(path: Path, text: str) -> None:
    # bytes, so that line ends stay as they are on any system
    write_with(path, lambda partial: partial.write_bytes(text.encode("utf-8")))
