"""Why a prediction is what it is: of one that was logged, or of a row that is only tried."""

from collections.abc import Mapping
from typing import Any

from shipworthy.explain.of_bundle import explain_row
from shipworthy.records.explanation import Explanation
from shipworthy.server.known import Finder
from shipworthy.server.live import Live
from shipworthy.server.refusals import NotFound
from shipworthy.server.scorer import Ready
from shipworthy.server.scoring import read


def explain_tried(ready: Ready, row: Mapping[str, Any]) -> Explanation:
    """Explains a row; nothing is logged.

    Raises:
        BadRows: when the row cannot be answered for.
        BundleError: when the bundle brought nothing along to explain with.
    """
    return explain_row(ready.loaded, read(ready, [row]).frame)


def explain_logged(live: Live, log: Finder, id: str) -> Explanation:
    """Explains a prediction by the version that made it; values of personal columns count as empty.

    Raises:
        NotFound: when there is no such prediction, or its version is not loaded any more.
        BadRows: when what was logged is not enough.
        BundleError: when the bundle brought nothing along to explain with.
    """
    logged = log.find(id)
    if logged is None:
        step = "check the id; it is part of every answer of /predict"
        raise NotFound("no prediction of that id was made here", where="id", seen=id, next_step=step)
    ready = live.of(logged.version)
    if ready is None:
        raise NotFound(
            f"version {logged.version}, which answered, is not loaded any more",
            where="id",
            seen=id,
            allowed=[f"v{each}" for each in live.loaded],
            next_step="send the row itself, to hear what the version that is live says of it",
        )
    return explain_row(ready.loaded, read(ready, [logged.inputs]).frame, id)
