"""Two small projects of a team, with doors of their own and a clock that can be set."""

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from shipworthy.foundation.clock import SystemClock
from shipworthy.records.record import Record
from shipworthy.store.doors import Doors
from shipworthy.store.home import sqlite_url
from shipworthy.workflow.accounts import Accounts
from shipworthy.workflow.invite import Invitation, invite
from shipworthy.workflow.project import Project, open_project

DOCUMENT = """\
project: {name}
people:
  ines: {{roles: [business-owner], email: ines@example.org}}
  tom: {{roles: [data-scientist, lead]}}
  dana: {{roles: [reviewer]}}
  robot: {{roles: [reviewer], simulated: true}}
problem: {{user: drivers, decision: which shops, status_quo: {{rule: "shop = 'x'"}}}}
success:
  unit: EUR
  value: {{outcomes: {{true_positive: 40, false_positive: -15, false_negative: 0, true_negative: 0}}}}
  criterion: {{gain_over: status_quo, per: 1000, at_least: 900}}
data: {{sources: {{orders: {{path: orders.csv}}}}, target: {{column: left}}}}
reviews: {{privacy: {{lead_time: 10d}}}}
"""
PASSWORD = "four words in a row"


@dataclass
class LateClock:
    """The machine's clock, some time later."""

    later: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.later


@dataclass
class Team:
    """Projects `bread` and `water`, checked once; `water` knows only tom."""

    root: Path
    clock: LateClock

    @property
    def environment(self) -> dict[str, str]:
        return {"SHIPWORTHY_HOME": str(self.root / "home")}

    def project(self, name: str = "bread", person: str = "ines") -> Project:
        return open_project(self.root / "all" / name, person=person, environment=self.environment, clock=self.clock)

    def invited(self, whom: str = "dana", **options: object) -> Invitation:
        with self.project() as project:
            return invite(project, whom, **options)  # type: ignore[arg-type]

    def records(self, kind: type[Record], name: str = "bread") -> list[Record]:
        with self.project(name, "tom") as project:
            return list(project.book.all(kind))

    @contextmanager
    def accounts(self) -> Iterator[Accounts]:
        with Doors.open(sqlite_url(self.root / "home"), self.clock) as doors:
            yield Accounts(doors, self.clock)


def team(root: Path) -> Team:
    """Both projects, in a folder."""
    shutil.copytree(_made_once(), root, dirs_exist_ok=True)
    return Team(root, LateClock())


@cache
def _made_once() -> Path:
    """A folder with both projects, to be copied."""
    kept = TemporaryDirectory()
    atexit.register(kept.cleanup)
    root = Path(kept.name)
    found = Team(root, LateClock())
    for name in ("bread", "water"):
        folder = root / "all" / name
        folder.mkdir(parents=True)
        text = DOCUMENT.format(name=name)
        if name == "water":
            text = text.replace("  ines: {roles: [business-owner], email: ines@example.org}\n", "").replace(
                "  dana: {roles: [reviewer]}\n", ""
            )
        (folder / "project.yaml").write_text(text)
        with found.project(name, "tom") as project:
            project.check("ideation")
    assert SystemClock().now() <= found.clock.now()
    return root
