"""Writing the project document; what people wrote into it stays as it is."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from shipworthy.foundation.errors import DocumentError
from shipworthy.foundation.files import write_text
from shipworthy.plan.reading import read_file, read_text

_WIDTH: Final = 120
_SHORT: Final = 100


def write_document(path: Path, data: Mapping[str, Any], comment: str = "") -> None:
    """Writes a new document, readable by people: one section after the other, what is short on one line.

    Args:
        path: file to write.
        data: the document's values, in the order to write.
        comment: stands at the top.

    Raises:
        DocumentError: when the data is no valid document; nothing is written then.
        StorageError: when the file cannot be written.
    """
    text = document_text(data, comment)
    read_text(text, path.name)
    write_text(path, text)


def document_text(data: Mapping[str, Any], comment: str = "") -> str:
    """The text that `write_document` writes."""
    tree = _laid_out(data, top=True)
    if comment:
        tree.yaml_set_start_comment(comment)
    return _dump(tree)


def edit_document(path: Path, dotted: str, value: Any) -> None:
    """Sets one field; comments, order and quoting of all others stay.

    Args:
        path: of the document.
        dotted: field, names joined by dots; a number picks an entry of a list. Sections on the way are made.
        value: JSON-like; None takes the field out.

    Raises:
        DocumentError: when the document is broken, would be no valid document with it, or has no such place; nothing is
            written then.
        StorageError: when the file cannot be written.
    """
    text = read_file(path)
    read_text(text, path.name)
    tree = _round_trip().load(text)
    *way, last = dotted.split(".")
    here = tree
    for name in way:
        here = _into(here, name, dotted, path)
    _put(here, last, value, dotted, path)
    changed = _dump(tree)
    read_text(changed, path.name)
    write_text(path, changed)


def _into(here: Any, name: str, dotted: str, path: Path) -> Any:
    if isinstance(here, CommentedSeq) and name.isdigit() and int(name) < len(here):
        return here[int(name)]
    if isinstance(here, CommentedMap):
        if here.get(name) is None:
            here[name] = CommentedMap()
        return here[name]
    raise _no_place(name, dotted, path)


def _put(here: Any, name: str, value: Any, dotted: str, path: Path) -> None:
    laid = _laid_out(value) if isinstance(value, Mapping | list | tuple) else value
    if isinstance(here, CommentedSeq) and name.isdigit() and int(name) < len(here):
        here[int(name)] = laid
    elif not isinstance(here, CommentedMap):
        raise _no_place(name, dotted, path)
    elif value is None:
        here.pop(name, None)
    else:
        here[name] = laid


def _no_place(name: str, dotted: str, path: Path) -> DocumentError:
    return DocumentError(
        "the document has no such place", where=f"{path.name} {dotted}", seen=name, allowed="a section, or an entry of a list"
    )


def _laid_out(value: Any, *, top: bool = False) -> Any:
    """The same values as ruamel's, short ones in one line."""
    if isinstance(value, Mapping):
        tree = CommentedMap((str(key), _laid_out(each)) for key, each in value.items())
        if not top and _is_short(value):
            tree.fa.set_flow_style()
        return tree
    if isinstance(value, list | tuple):
        sequence = CommentedSeq(_laid_out(each) for each in value)
        if _is_short(value):
            sequence.fa.set_flow_style()
        return sequence
    return value


def _is_short(value: Any) -> bool:
    return len(str(value)) <= _SHORT


def _round_trip() -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.width = _WIDTH * 10
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dump(tree: Any) -> str:
    stream = io.StringIO()
    _round_trip().dump(tree, stream)
    return stream.getvalue()
