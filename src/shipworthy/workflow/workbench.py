"""An opened project with its rows: sources as pinned, the joined table, and what was kept of earlier work."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shipworthy.foundation.clock import Clock
from shipworthy.store.cache import Cache
from shipworthy.store.ledger import Ledger
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.folder import SNAPSHOTS
from shipworthy.workflow.material import Material
from shipworthy.workflow.progress import Progress, silent
from shipworthy.workflow.seal import sealed
from shipworthy.workflow.snapshots import Snapshots


@dataclass(frozen=True)
class Hands:
    """Who does the work of learning.

    Attributes:
        jobs: how many attempts learn at a time; None is one for each core.
        on: `local`, or the address of a Ray cluster.
    """

    jobs: int | None = None
    on: str = "local"


class Workbench(Bench):
    """What verbs work with that look at rows; arguments and errors are those of `Bench`."""

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
        super().__init__(root, person=person, clock=clock, progress=progress, environment=environment, ledger=ledger)
        self.cache = Cache(self.own / "cache")
        self.hands = Hands()
        self.snapshots = Snapshots(self.root, self.own / SNAPSHOTS)
        self.material = Material(
            self.document, self.snapshots, progress, self.root, lambda: sealed(self.book, self.document)
        )
