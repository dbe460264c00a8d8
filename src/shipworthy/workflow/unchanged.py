"""What `check` and `evaluate` said when nothing was left to do, so that an unchanged project is told the same at once.

Beside the answer stands all that it hangs on: the document, the code beside it and the program's own, the installed
packages, the files of the sources and the rows pinned of them, the newest entry of the project in the ledger, and the
day, for some promises are due on a date. When one of these differs, everything is looked at anew. Files are compared
by size and time first, by content when they differ. Nothing that learns or reads rows is loaded here.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Generic, Protocol, TypeVar

import msgspec

import shipworthy
from shipworthy.foundation.clock import Clock, SystemClock
from shipworthy.foundation.digests import digest, digest_file
from shipworthy.foundation.errors import StorageError
from shipworthy.foundation.files import write_text
from shipworthy.records.record import Record
from shipworthy.store.home import ledger_url
from shipworthy.store.ledger import Ledger
from shipworthy.workflow.folder import DOCUMENT, OWN, SNAPSHOTS

_FOLDER: Final = "unchanged"
_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which the time of a file tells that it was written since; clocks of disks may be coarse."""
_PACKAGES: Final = (".dist-info", ".egg-info")


class Sight(Record, frozen=True):
    """A file as it was seen.

    Attributes:
        size: bytes; -1 when there is none that can be read.
        mtime: when it was written, nanoseconds since 1970; -1 when that was too near to be told by.
        digest: of its content.
    """

    size: int = -1
    mtime: int = -1
    digest: str = ""


class State(Record, frozen=True):
    """All that an answer hangs on.

    Attributes:
        asked: what was asked and who asked, as given.
        day: today, UTC.
        project: name under which the ledger knows it.
        newest: hash of its newest entry in the ledger.
        machine: names the Python, the installed packages and the kept rows.
        files: path -> as it was seen.
    """

    asked: tuple[str, str]
    day: str
    project: str
    newest: str
    machine: str
    files: dict[str, Sight]

    def like(self, other: "State") -> bool:
        """Whether everything is the same, files by their content."""
        mine, theirs = ({path: seen.digest for path, seen in one.files.items()} for one in (self, other))
        return mine == theirs and all(
            getattr(self, name) == getattr(other, name) for name in self.__struct_fields__ if name != "files"
        )


class _Kept(Record, frozen=True):
    """The file.

    Attributes:
        state: what the answer hung on.
        result: the answer.
    """

    state: State
    result: msgspec.Raw


class Answer(Protocol):
    """What is said, and whether it may be said again."""

    @property
    def settled(self) -> bool:
        """Whether the same again would find nothing more to do."""
        ...


A = TypeVar("A", bound=Answer)


class Unchanged(Generic[A]):
    """What was said last of one project to one question.

    Args:
        kind: class of the answer.
        root: folder with `project.yaml`.
        question: what is asked for; for `check`, the stage.
        person: who asks.
        clock: tells the day; None is the machine's.
        environment: variables such as SHIPWORTHY_HOME; None takes the process's.
    """

    def __init__(
        self,
        kind: type[A],
        root: Path,
        question: str = "",
        person: str = "",
        *,
        clock: Clock | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._kind = kind
        self._root = root.absolute()
        self._asked = (question, person)
        self._clock = clock or SystemClock()
        self._environment = os.environ if environment is None else environment
        self._place = self._root / OWN / _FOLDER / f"{digest(question)}.json"

    def recall(self) -> A | None:
        """What was said last; None when anything changed since, or nothing was said yet.

        Raises:
            LedgerError: when the ledger cannot be opened.
        """
        told = self._read()
        if told is None:
            return None
        was, result = told
        with Ledger.open(ledger_url(self._environment, self._root), self._clock) as ledger:
            now = self._state(ledger, was.project, was.files)
        if not now.like(was):
            return None
        if now.files != was.files:
            self._write(now, result)
        return result

    def look(
        self,
        ledger: Ledger,
        document: Mapping[str, Any],
        check: Callable[[], A],
        again: Callable[[], A],
    ) -> A:
        """Looks at everything, and keeps what is said once nothing is left to do.

        Args:
            ledger: of the project.
            document: of the project, as JSON-like values.
            check: looks at the project; what it finds out is in the ledger when it returns.
            again: the same once more; called only when the first look changed anything.

        Returns:
            What the first look said.
        """
        project, was = document["project"], self._read()
        watched = {*_named(document, self._root), *_loaded()}
        known = was[0].files if was else {}
        before = self._state(ledger, project, {path: known.get(path, Sight()) for path in watched})
        result = told = check()
        after = self._state(ledger, project, before.files)
        if result.settled and not after.like(before):
            before, told = after, again()
            after = self._state(ledger, project, before.files)
        if told.settled and after.like(before) and not _moves(document):
            self._write(after, told)
        return result

    def _state(self, ledger: Ledger, project: str, known: Mapping[str, Sight]) -> State:
        paths = {*known, *(str(path) for path in _always(self._root))}
        return State(
            asked=self._asked,
            day=self._clock.now().date().isoformat(),
            project=project,
            newest=ledger.newest_of(project).hash,
            machine=digest([sys.version, sorted(_packages()), _sizes(self._root / OWN / SNAPSHOTS)]),
            files={path: _seen(Path(path), known.get(path, Sight())) for path in sorted(paths)},
        )

    def _read(self) -> tuple[State, A] | None:
        try:
            kept = msgspec.json.decode(self._place.read_bytes(), type=_Kept)
            return kept.state, msgspec.json.decode(kept.result, type=self._kind)
        except (OSError, msgspec.DecodeError):
            # never written, cut short, or by another version: everything is looked at
            return None

    def _write(self, state: State, result: A) -> None:
        kept = _Kept(state=state, result=msgspec.Raw(msgspec.json.encode(result)))
        with suppress(StorageError):
            # a folder that may only be read is looked at every time
            write_text(self._place, msgspec.json.encode(kept).decode("utf-8"))


def _always(root: Path) -> Iterator[Path]:
    """The document, the code beside it, what says which rows are pinned, and the program's own code."""
    yield root / DOCUMENT
    yield from root.glob("*.py")
    yield from (root / OWN / SNAPSHOTS).glob("*.json")
    yield from Path(shipworthy.__file__).parent.rglob("*.py")


def _named(part: Any, root: Path) -> Iterator[str]:
    """Every text of the document as a path, for any field may name a file, and the file may be there tomorrow."""
    if isinstance(part, str) and part.isprintable():
        with suppress(RuntimeError):
            path = root / Path(part).expanduser()
            yield str(path)
            if (path / "MLmodel").is_file():
                yield from (str(each) for each in path.rglob("*") if each.is_file())
    elif isinstance(part, Mapping):
        for each in part.values():
            yield from _named(each, root)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _named(each, root)


def _moves(document: Mapping[str, Any]) -> bool:
    """Whether a candidate is a model by its alias, which may mean another version tomorrow; no file tells."""
    named = (str(each.get("mlflow") or "") for each in document.get("candidates") or ())
    return any(each.startswith("models:/") and "@" in each for each in named)


def _loaded() -> Iterator[str]:
    """Files of the code that was loaded from elsewhere than the installed packages."""
    installed = (sys.prefix, sys.base_prefix)
    for module in list(sys.modules.values()):
        path = getattr(module, "__dict__", {}).get("__file__")
        if isinstance(path, str) and path.endswith(".py") and not path.startswith(installed):
            yield path


def _packages() -> Iterator[tuple[str, int]]:
    """Installed packages by the names of their folders, which tell the version, and when they were put there."""
    for path in sys.path:
        with suppress(OSError), os.scandir(path or ".") as found:
            yield from ((each.name, each.stat().st_mtime_ns) for each in found if each.name.endswith(_PACKAGES))


def _sizes(folder: Path) -> dict[str, int]:
    """Kept rows are named by their content."""
    try:
        return {each.name: each.stat().st_size for each in folder.iterdir()}
    except OSError:
        return {}


def _seen(path: Path, known: Sight) -> Sight:
    """A file as it is now; its content is read only when size or time are not as they were known."""
    try:
        stat = path.stat()
        if (stat.st_size, stat.st_mtime_ns) == (known.size, known.mtime):
            return known
        told = stat.st_mtime_ns if time.time_ns() - stat.st_mtime_ns > _SETTLED else -1
        return Sight(size=stat.st_size, mtime=told, digest=digest_file(path))
    except OSError:
        return Sight()
