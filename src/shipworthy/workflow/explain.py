"""The verb `explain`: why what is live says what it says of one row, and how sure it can be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import msgspec
import polars as pl
from msgspec import structs

from shipworthy.bundle.fields import FieldError
from shipworthy.bundle.load import Loaded, load
from shipworthy.bundle.rows import Read
from shipworthy.data.read import read_source
from shipworthy.explain.of_bundle import explain_row
from shipworthy.foundation.errors import RequestError
from shipworthy.records.bundle import Bundle
from shipworthy.records.explanation import Explanation
from shipworthy.records.logged import Logged, Turned
from shipworthy.show.words import joined
from shipworthy.store.deployments import bundle_folder
from shipworthy.store.prediction_log import PredictionLog
from shipworthy.store.prediction_schema import LOG_FILE
from shipworthy.workflow.logbook import LOG
from shipworthy.workflow.running import live_now
from shipworthy.workflow.score import joined_rows
from shipworthy.workflow.workbench import Workbench

WAYS: Final = (
    "the id of a prediction in the log, the number of a row of the data, a JSON object, or a file with one row"
)
"""How a row may be named."""


@dataclass(frozen=True)
class Explained:
    """One row explained.

    Attributes:
        explanation: why, and how sure.
        bundle: that answered.
        notices: what the user should know.
    """

    explanation: Explanation
    bundle: Bundle
    notices: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {"model": self.bundle.name, **self.explanation.to_dict(), "notices": list(self.notices)}


@dataclass(frozen=True)
class _Row:
    """The row that was named: as the bundle reads it, its id in the log, and what should be known about it."""

    loaded: Loaded
    read: Read
    id: str = ""
    notices: tuple[str, ...] = ()


def explain(bench: Workbench, what: str) -> Explained:
    """Why the model says what it says of a row, and how sure it can be.

    A prediction of the log is explained by the bundle that made it, from what the log holds of its row; any other row
    by the one that is live.

    Args:
        bench: the project.
        what: one of `WAYS`.

    Raises:
        RequestError: when nothing is live, when nothing of that name is found, or when the row cannot be answered.
        BundleError: when the bundle cannot be loaded, or brought along nothing to explain itself with.
        SourceError: when the file cannot be read.
    """
    row = _from_log(bench, what) or _from_elsewhere(bench, what)
    told = explain_row(row.loaded, row.read.frame, row.id)
    return Explained(told, row.loaded.bundle, (*row.notices, *row.read.notices))


def _from_log(bench: Workbench, id: str) -> _Row | None:
    if not (bench.own / LOG / LOG_FILE).is_file():
        return None
    with PredictionLog.open(bench.own / LOG, read_only=True) as log:
        logged = log.find(id)
        outcomes = log.outcomes_of(id)
    if logged is None:
        return None
    loaded = load(bundle_folder(bench.own, logged.version))
    # what is personal was never logged, so a row may lack what it had to bring along
    read = replace(loaded.door.rows([logged.inputs]), errors=())
    return _Row(loaded, read, id, tuple(_of_logged(loaded.bundle, logged, outcomes)))


def _of_logged(bundle: Bundle, logged: Logged, outcomes: Sequence[Turned]) -> Iterator[str]:
    if outcomes and outcomes[-1].outcome is not None:
        yield f"it turned out: {outcomes[-1].outcome}"
    if logged.route == "model" and logged.why:
        yield logged.why
    elif logged.route != "model":
        yield f"this is what the model says of the row; it did not answer then ({logged.why or logged.route})"
    personal = [each.name for each in bundle.inputs if each.personal]
    if personal:
        yield f"{joined(personal)} is personal and not in the log: it counts as not known"


def _from_elsewhere(bench: Workbench, what: str) -> _Row:
    live = live_now(bench)
    assert live.champion is not None
    loaded = load(bundle_folder(bench.own, live.champion))
    read = _read(bench, what, loaded)
    if read.errors:
        raise _refused(read.errors[0])
    return _Row(loaded, read)


def _read(bench: Workbench, what: str, loaded: Loaded) -> Read:
    if what.lstrip().startswith("{"):
        return loaded.door.rows([_object(what.encode())])
    if what.isdecimal():
        return _of_frame(loaded, _of_data(bench, int(what)))
    path = Path(what)
    if not path.is_file():
        step = "look into the log with `shipworthy board`, or give the row itself as JSON"
        raise RequestError("no row of that name is found", where="ROW", seen=what, allowed=WAYS, next_step=step)
    if path.suffix.lower() == ".json":
        return loaded.door.rows([_object(path.read_bytes())])
    return _of_frame(loaded, _of_file(bench, path, loaded))


def _of_frame(loaded: Loaded, frame: pl.DataFrame) -> Read:
    """A row of a joined table, which may hold more than the bundle is given."""
    return loaded.door.frame(frame.select([name for name in loaded.door.schema if name in frame.columns]))


def _object(text: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeError) as error:
        allowed = 'a JSON object with a value for each column, such as {"size": 3}'
        step = "put it between single quotation marks, so that the shell leaves it alone"
        raise RequestError(
            "this row cannot be read", where="ROW", seen=str(error), allowed=allowed, next_step=step
        ) from error


def _of_data(bench: Workbench, number: int) -> pl.DataFrame:
    frame = bench.material.table.frame
    if not (1 <= number <= frame.height):
        raise RequestError(
            "the log has no prediction of that id, and the data no row of that number",
            where="ROW",
            seen=number,
            allowed=f"an id, or a number from 1 to {frame.height:,}",
            next_step="name another row",
        )
    return frame[number - 1 : number]


def _of_file(bench: Workbench, path: Path, loaded: Loaded) -> pl.DataFrame:
    base = structs.replace(bench.material.spec.sources[0], path=str(path.absolute()))
    frame = read_source(base, bench.root).frame
    if frame.height != 1:
        raise RequestError(
            "one row is explained at a time",
            where=str(path),
            seen=f"{frame.height:,} rows",
            allowed="a file with one row",
            next_step="leave one row in the file; `shipworthy score` answers many",
        )
    return joined_rows(bench, frame, base, loaded)


def _refused(error: FieldError) -> RequestError:
    return RequestError(
        f"the row cannot be answered: {error.what}",
        where=error.field or "ROW",
        seen=error.seen,
        allowed=error.allowed,
        next_step=error.next_step or "send another value, or leave it empty where it is not required",
    )
