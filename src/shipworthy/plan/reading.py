"""Reading the project document, and saying clearly what is wrong with it."""

from pathlib import Path

from pydantic import ValidationError

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.consistency import misfits
from shipworthy.plan.document import Document
from shipworthy.plan.endless import endless
from shipworthy.plan.faults import document_error, faults_of, shown
from shipworthy.plan.yamltext import parse


def read_document(path: Path) -> Document:
    """Reads and checks `project.yaml`.

    Raises:
        DocumentError: when it is missing, unreadable, broken, half-written or says something impossible; the
            message names file, line, field, the value seen and what is allowed, for up to five faults at
            once.
    """
    return read_text(read_file(path), path.name)


def read_file(path: Path) -> str:
    """The text of the document, line ends as they are.

    Raises:
        DocumentError: when there is no such file, it cannot be read, or it is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise DocumentError(
            "there is no project document here",
            where=str(path),
            next_step="go to the project's folder, name it with --project, or start one with shipworthy init",
        ) from None
    except OSError as error:
        raise DocumentError(
            "the project document cannot be read",
            where=str(path),
            seen=error.strerror,
            next_step="give yourself permission to read it",
        ) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DocumentError(
            "this is not UTF-8 text",
            where=f"{path.name}:{line}",
            seen=f"byte 0x{error.object[error.start]:02x}",
            allowed="UTF-8",
            next_step="save the file as UTF-8 in your editor",
        ) from None


def read_text(text: str, where: str) -> Document:
    r"""Reads and checks the text of a document.

    Args:
        text: YAML 1.2.
        where: name of the file, for messages.

    Raises:
        DocumentError: as `read_document`.

    >>> text = "project: p\ndata: {sources: {t: {path: t.csv}}, target: {column: y}}"
    >>> read_text(text, "project.yaml").project
    'p'
    """
    parsed = parse(text, where)
    if parsed.data is None:
        raise DocumentError(
            "the project document is empty",
            where=where,
            allowed="project, and what else is known of it: problem, success, people, data",
            next_step="start one with shipworthy init",
        )
    if not isinstance(parsed.data, dict):
        raise DocumentError(
            "the project document is not made of named fields",
            where=f"{where}:1",
            seen=shown(parsed.data),
            allowed="project: …, data: … and so on, each on a line of its own",
            next_step="start one with shipworthy init",
        )
    if too_large := list(endless(parsed.data)):
        raise document_error(too_large, where, parsed.lines)
    try:
        document = Document.model_validate(parsed.data)
    except ValidationError as error:
        raise document_error(faults_of(error), where, parsed.lines) from None
    faults = misfits(document)
    if faults:
        raise document_error(faults, where, parsed.lines)
    return document
