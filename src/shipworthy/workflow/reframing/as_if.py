"""The project as it would be if its document asked another question."""

from collections.abc import Sequence
from copy import copy

from shipworthy.plan.claims import claims_of
from shipworthy.plan.document import Document
from shipworthy.plan.reading import read_file, read_text
from shipworthy.records.reframing import Change
from shipworthy.workflow.bench import find_document
from shipworthy.workflow.folder import DOCUMENT
from shipworthy.workflow.material import Material
from shipworthy.workflow.progress import Progress
from shipworthy.workflow.rewriting import changed
from shipworthy.workflow.seal import sealed
from shipworthy.workflow.workbench import Workbench


def with_changes(bench: Workbench, changes: Sequence[Change], progress: Progress) -> Workbench:
    """The project as it would be; nothing is written, and both read the same sources, cache and ledger.

    Raises:
        DocumentError: when the document would not be valid.
    """
    text = changed(read_file(find_document(bench.root)), changes)
    return with_document(bench, read_text(text, DOCUMENT), progress)


def with_document(bench: Workbench, document: Document, progress: Progress) -> Workbench:
    """The same project with another document."""
    other = copy(bench)
    other.document, other.progress = document, progress
    other.claims = claims_of(document, bench.weight)
    other.material = Material(
        document, bench.snapshots, progress, bench.root, lambda: sealed(bench.book, bench.document)
    )
    return other
