"""The verb `report`: one HTML page of the project that can be mailed."""

from pathlib import Path

from shipworthy.foundation.files import write_text
from shipworthy.show.report import report as page
from shipworthy.workflow.story import tell
from shipworthy.workflow.workbench import Workbench


def report(bench: Workbench, path: Path | None = None) -> Path:
    """Writes the page of what the ledger knows today; gathers nothing.

    Args:
        bench: the project.
        path: file to write; None is `report.html` in the project's folder.

    Returns:
        The file written.

    Raises:
        StorageError: when it cannot be written.
    """
    target = path or bench.root / "report.html"
    write_text(target, page(tell(bench)))
    return target
