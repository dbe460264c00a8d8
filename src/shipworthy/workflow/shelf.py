"""Projects opened side by side for those who look at them; each is read anew only when something changed."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from shipworthy.foundation.clock import Clock, SystemClock
from shipworthy.foundation.errors import RequestError, UserError
from shipworthy.records.demo import Demo
from shipworthy.records.estimate import Estimated
from shipworthy.records.evidence import Authority
from shipworthy.records.person import Person
from shipworthy.records.standing import Standing
from shipworthy.show.weekly import Weekly
from shipworthy.store.deployments import DELIVERY_FILE
from shipworthy.store.doors import INVITES, Doors
from shipworthy.store.home import ledger_url
from shipworthy.store.ledger import Ledger
from shipworthy.store.ledgers import Ledgers
from shipworthy.workflow.comment import Commented, comment
from shipworthy.workflow.decide import Decided, decide
from shipworthy.workflow.elsewhere import Elsewhere
from shipworthy.workflow.estimate import estimate
from shipworthy.workflow.folder import DOCUMENT, OWN
from shipworthy.workflow.invite import come_in
from shipworthy.workflow.known import Known, know
from shipworthy.workflow.sign import Signed, sign
from shipworthy.workflow.undo import TakenBack, undo
from shipworthy.workflow.week import WEEK, past_week, running, weeks_of
from shipworthy.workflow.workbench import Workbench

Stamp = tuple[int, int, int]
"""Newest entry of the ledger, and when document and deployment were written."""


class Volume:
    """One project of the shelf. May be used from several threads.

    Args:
        root: folder with `project.yaml`.
        clock: tells the time of entries.
        ledgers: where it finds its own, shared with the others.
        environment: variables such as SHIPWORTHY_HOME; None takes the process's.

    Raises:
        UserError: when the project cannot be opened.
    """

    def __init__(
        self, root: Path, clock: Clock, ledgers: Ledgers, environment: Mapping[str, str] | None = None
    ) -> None:
        self.root = root.absolute()
        self._clock, self._environment = clock, os.environ if environment is None else environment
        self._ledgers, self._url = ledgers, ledger_url(self._environment, self.root)
        self.ledger = ledgers.at(self._url)
        self._lock = threading.RLock()
        self._read = self._written(DOCUMENT)
        self._bench = self._open()
        self.name = self._bench.document.project
        self._stamp: Stamp | None = None
        self._known: Known | None = None
        self._authority: Authority = "asserted"

    def known(self, newest: int | None = None) -> Known:
        """What is known of it now; the same object as before as long as nothing has changed.

        Args:
            newest: place of its newest entry, where the ledger was asked just now; None asks it.

        Raises:
            UserError: when document, ledger or deployment cannot be read.
        """
        with self._lock:
            bench = self._fresh()
            newest = self.ledger.newest_of(self.name).seq if newest is None else newest
            stamp = (newest, self._read, self._written(f"{OWN}/{DELIVERY_FILE}"))
            if self._known is None or self._stamp != stamp:
                with bench.book.still():
                    self._known, self._stamp = know(bench), stamp
            return self._known

    def weeks(self) -> dict[str, datetime]:
        """First day of each week since it began -> its first moment, the newest first."""
        with self._lock:
            return weeks_of(self.known().standing.began, self._clock.now())

    def week(self, first: datetime | None = None) -> Weekly:
        """What happened in the week that began then; None is the last seven days, with what is asked now."""
        with self._lock:
            known, now = self.known(), self._clock.now()
            since, until = (now - WEEK, now) if first is None else (first, first + WEEK)
            told = past_week(self._bench.book, known.story, known.live, since, until)
            return told if first else running(self._bench, told, known.standing)

    def shown(self, demo: Demo) -> Weekly:
        """What happened in the time that a demo tells of."""
        with self._lock:
            known = self.known()
            return past_week(self._bench.book, known.story, known.live, demo.since, demo.at)

    def decide(
        self, person: str, choice: str, *, why: str, lesson: str = "", back_to: str = "", over: int = 0
    ) -> Decided:
        """Puts a decision on record; see `workflow.decide`."""
        with self._lock:
            return decide(self._acting(person), choice, why=why, lesson=lesson, back_to=back_to, over=over)

    def undo(self, person: str, seq: int, *, why: str) -> TakenBack:
        """Takes an entry out of what counts; see `workflow.undo`."""
        with self._lock:
            return undo(self._acting(person), seq, why=why)

    def sign(self, person: str, what: str, *, says: str = "", why: str = "") -> Signed:
        """Signs; see `workflow.sign`."""
        with self._lock:
            return sign(self._acting(person), what, says=says, why=why)

    def comment(self, person: str, text: str, *, about: str = "") -> Commented:
        """Puts a comment on record; see `workflow.comment`."""
        with self._lock:
            return comment(self._acting(person), text, about=about)

    def estimate(self, person: str, about: str, low: float, high: float) -> Estimated:
        """Puts a range on record; see `workflow.estimate`."""
        with self._lock:
            return estimate(self._acting(person), about, low, high)

    @property
    def people(self) -> tuple[Person, ...]:
        """Of the document as it is now.

        Raises:
            UserError: when it cannot be read.
        """
        with self._lock:
            return self._fresh().people

    @contextmanager
    def trusting(self, authority: Authority) -> Iterator[Self]:
        """Lets those who act in the meantime be known for sure; nobody else acts until it is over.

        Args:
            authority: how sure we are of them.
        """
        with self._lock:
            self._authority = authority
            try:
                yield self
            finally:
                self._authority = "asserted"

    def doors(self) -> Doors:
        """The doors that open to it; opened when they are first asked for.

        Raises:
            UserError: when their database cannot be opened.
        """
        return self._ledgers.doors(self._url)

    def expects(self, token: str) -> str:
        """Whom a one-time link lets in here; empty when nobody."""
        link = self.doors().link(token)
        return link.person if link is not None and link.use == INVITES and link.project == self.name else ""

    def come_in(self, token: str) -> str | None:
        """Opens a one-time link; see `workflow.invite`."""
        with self._lock:
            return come_in(self._fresh(), self.doors(), token)

    def close(self) -> None:
        """Lets go of the ledger."""
        with self._lock:
            self._bench.close()

    def _open(self) -> Workbench:
        return Workbench(self.root, clock=self._clock, environment=self._environment, ledger=self.ledger)

    def _acting(self, person: str) -> Workbench:
        bench = self._fresh()
        bench.asked_for, bench.authority = person, self._authority
        return bench

    def _fresh(self) -> Workbench:
        written = self._written(DOCUMENT)
        if written != self._read:
            opened = self._open()
            self._bench.close()
            self._bench, self._read, self._known = opened, written, None
        return self._bench

    def _written(self, part: str) -> int:
        try:
            return (self.root / part).stat().st_mtime_ns
        except FileNotFoundError:
            return 0


class Shelf:
    """Projects by name. May be used from several threads. Close it, or use it in a `with`.

    Args:
        roots: folders of projects, or folders that hold some; of several with one name the first counts.
        clock: tells the time of entries; None is the machine's.
        environment: variables; None takes the process's.

    Raises:
        UserError: when one of the projects cannot be opened.
    """

    def __init__(
        self, roots: Sequence[Path], *, clock: Clock | None = None, environment: Mapping[str, str] | None = None
    ) -> None:
        self._volumes: dict[str, Volume] = {}
        self._clock: Final = clock or SystemClock()
        self._elsewhere: dict[Ledger, Elsewhere] = {}
        with ExitStack() as undo:
            ledgers = undo.enter_context(Ledgers(self._clock))
            for root in project_folders(roots):
                volume = Volume(root, self._clock, ledgers, environment)
                undo.callback(volume.close)
                self._volumes.setdefault(volume.name, volume)
                self._elsewhere.setdefault(volume.ledger, Elsewhere(volume.ledger))
            self._undo: Final = undo.pop_all()

    @property
    def names(self) -> tuple[str, ...]:
        """Of the projects that have pages."""
        return tuple(self._volumes)

    def now(self) -> datetime:
        """The moment, UTC."""
        return self._clock.now()

    def doors(self) -> tuple[Doors, ...]:
        """Of all its projects, those of one database once."""
        return tuple(dict.fromkeys(volume.doors() for volume in self._volumes.values()))

    def __getitem__(self, name: str) -> Volume:
        """The project of that name.

        Raises:
            KeyError: when there is none.
        """
        return self._volumes[name]

    def standings(self) -> tuple[tuple[Standing, ...], dict[str, str]]:
        """Where every project stands, those with pages first; and why one cannot be read, by its name."""
        shown, troubles, others = list[Standing](), dict[str, str](), dict[str, Standing]()
        heads: dict[Ledger, dict[str, int]] = {}
        for name, volume in self._volumes.items():
            ledger = volume.ledger
            try:
                # asked once a ledger, however many projects it holds
                heads[ledger] = heads[ledger] if ledger in heads else ledger.heads()
                shown.append(volume.known(heads[ledger].get(name, 0)).standing)
            except UserError as error:
                troubles[name] = str(error)
        for ledger, elsewhere in self._elsewhere.items():
            with suppress(UserError):
                # the projects with pages say so
                others |= elsewhere.standings(heads.get(ledger, {}), self._volumes)
        return (*shown, *(others[name] for name in sorted(others))), troubles

    def meanwhile(self, work: Callable[[], object], patience: float) -> None:
        """Does something with the projects in the background; closing waits for it.

        Args:
            work: what is done.
            patience: seconds to wait for it now, for what is done by then is in nobody's way.
        """
        thread = threading.Thread(target=work, name="shelf", daemon=True)
        thread.start()
        # before the ledgers are let go of: what was put on last is taken off first
        self._undo.callback(thread.join)
        thread.join(patience)

    def close(self) -> None:
        """Lets go of all ledgers."""
        self._undo.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def project_folders(roots: Sequence[Path]) -> list[Path]:
    """Folders of projects: those named, and those inside of folders named.

    Raises:
        RequestError: when a folder is no project and holds none.
    """
    found: list[Path] = []
    for root in roots:
        inside = sorted(each.parent for each in root.glob(f"*/{DOCUMENT}")) if root.is_dir() else []
        if not (root / DOCUMENT).is_file() and not inside:
            raise RequestError(
                "there is no project in this folder",
                where=str(root),
                next_step="name folders of projects, or make one: shipworthy init DIR --data FILE --target COLUMN",
            )
        found += [root] if (root / DOCUMENT).is_file() else inside
    return found
