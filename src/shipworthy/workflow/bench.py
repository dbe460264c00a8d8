"""One opened project, as far as records go: its document, its claims, its place in the ledger, and who is acting."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from shipworthy.foundation.clock import Clock, SystemClock
from shipworthy.foundation.errors import RequestError
from shipworthy.people.identity import identify, login_name
from shipworthy.plan.claims import claims_of
from shipworthy.plan.document import Document
from shipworthy.plan.policies import weight_of
from shipworthy.plan.policy import Weight
from shipworthy.plan.reading import read_document
from shipworthy.plan.specs import people
from shipworthy.records.claim import Claim
from shipworthy.records.evidence import Authority
from shipworthy.records.person import Person
from shipworthy.store.evidence import Book
from shipworthy.store.home import ledger_url
from shipworthy.store.ledger import Ledger
from shipworthy.workflow.folder import DOCUMENT, OWN
from shipworthy.workflow.progress import Progress, silent


class Bench:
    """What verbs work with that look at no rows; it opens in a moment. Close it, or use it in a `with`.

    Args:
        root: folder with `project.yaml`.
        person: name of who acts; empty is the login name.
        clock: tells the time of entries.
        progress: told while work goes on.
        environment: variables such as SHIPWORTHY_HOME.
        ledger: of this project, and kept open by whoever opened it; None opens one.

    Raises:
        RequestError: when the folder holds no project.
        DocumentError: when the document cannot be read.
        PersonError: when nobody of that name is in the document.
        LedgerError: when the ledger cannot be opened.
    """

    def __init__(
        self,
        root: Path,
        *,
        person: str = "",
        clock: Clock | None = None,
        progress: Progress = silent,
        environment: Mapping[str, str] | None = None,
        ledger: Ledger | None = None,
    ) -> None:
        self.root = root.absolute()
        self.clock = clock or SystemClock()
        self.progress = progress
        self.environment = os.environ if environment is None else environment
        self.document: Document = read_document(find_document(self.root))
        self.weight: Weight = weight_of(self.document, self.root)
        self.claims: tuple[Claim, ...] = claims_of(self.document, self.weight)
        self.people: tuple[Person, ...] = people(self.document)
        self.asked_for = person
        self.authority: Authority = "asserted"
        self._borrowed = ledger is not None
        self.ledger = ledger or Ledger.open(ledger_url(self.environment, self.root), self.clock)
        self.book = Book(self.ledger, self.document.project)

    @property
    def own(self) -> Path:
        """The folder of what belongs to the project and not to git."""
        return self.root / OWN

    @property
    def rehearsal(self) -> bool:
        """Whether simulated people may sign here."""
        return self.document.rehearsal

    @property
    def person(self) -> Person:
        """Who acts.

        Raises:
            PersonError: when nobody of that name is in the document.
        """
        return identify(self.asked_for or None, self.people, login_name(), self.authority)

    def claim(self, name: str) -> Claim | None:
        """The claim of that id, or None."""
        return next((claim for claim in self.claims if claim.id == name), None)

    def close(self) -> None:
        """Lets go of the ledger, unless it is somebody else's."""
        if not self._borrowed:
            self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def find_document(root: Path) -> Path:
    """The project document of a folder.

    Raises:
        RequestError: when there is none.
    """
    path = root / DOCUMENT
    if not path.is_file():
        raise RequestError(
            "there is no project in this folder",
            where=str(path),
            next_step="name the folder with --project, or make one: shipworthy init DIR --data FILE --target COLUMN",
        )
    return path
