"""A changed document: what would be written, how it differs, and writing it, all changes or none."""

from collections.abc import Sequence
from difflib import unified_diff

from shipworthy.foundation.digests import digest
from shipworthy.plan.document import Document
from shipworthy.plan.editing import set_value
from shipworthy.plan.reading import read_file
from shipworthy.plan.shape import in_order
from shipworthy.plan.writing import rewrite_document
from shipworthy.records.reframing import Change
from shipworthy.workflow.bench import Bench, find_document
from shipworthy.workflow.folder import DOCUMENT


def digest_of(document: Document) -> str:
    """Names what a document says, whatever its comments and order."""
    return digest(document.to_data())


def changed(text: str, changes: Sequence[Change]) -> str:
    """The document's text with these fields reading otherwise; comments and order stay.

    Raises:
        DocumentError: when a place is not there, or cannot be changed without changing more.
    """
    for change in changes:
        text = set_value(text, change.place, in_order(change.value, change.place), DOCUMENT)
    return text


def differences(bench: Bench, changes: Sequence[Change]) -> str:
    """What would read otherwise in the document as it stands now, as a unified diff."""
    before = read_file(find_document(bench.root))
    after = changed(before, changes)
    lines = unified_diff(before.splitlines(), after.splitlines(), DOCUMENT, DOCUMENT, n=1, lineterm="")
    return "\n".join(lines)


def rewrite(bench: Bench, changes: Sequence[Change]) -> str:
    """Writes all changes into the document, comments kept, or none.

    Returns:
        What reads otherwise, as a unified diff.

    Raises:
        DocumentError: when the document cannot take it; nothing is written then.
        StorageError: when it cannot be written.
    """
    diff = differences(bench, changes)
    path = find_document(bench.root)
    rewrite_document(path, changed(read_file(path), changes))
    return diff
