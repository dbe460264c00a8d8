"""The verb `owed`: who owes what now, in one project or several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from shipworthy.foundation.clock import Clock, SystemClock
from shipworthy.foundation.errors import PersonError, nearest
from shipworthy.people.identity import login_name
from shipworthy.show.story import Ask
from shipworthy.workflow.owed import owed_now, urgency
from shipworthy.workflow.shelf import project_folders
from shipworthy.workflow.workbench import Workbench


@dataclass(frozen=True)
class Owed:
    """What is asked of people.

    Attributes:
        today: the day it is told for.
        asks: project and ask, the most urgent first.
        person: of whom only is told; empty for everybody.
    """

    today: date
    asks: tuple[tuple[str, Ask], ...]
    person: str = ""

    @property
    def by_person(self) -> dict[str, list[tuple[str, Ask]]]:
        """Person, or role that nobody holds -> what is asked of them; whoever is asked first stands first."""
        found: dict[str, list[tuple[str, Ask]]] = {}
        for project, ask in self.asks:
            for name in ask.people or (ask.who,):
                if self.person in ("", name):
                    found.setdefault(name, []).append((project, ask))
        return found

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        people = {
            name: [{"project": project, **to_builtins(ask)} for project, ask in asks]
            for name, asks in self.by_person.items()
        }
        return {"today": self.today.isoformat(), "people": people}


def owed_in(
    roots: Sequence[Path],
    *,
    person: str | None = None,
    ahead: bool = False,
    clock: Clock | None = None,
    environment: Mapping[str, str] | None = None,
) -> Owed:
    """Who owes what in the projects of some folders.

    Args:
        roots: folders of projects, or folders that hold some.
        person: of whom only to tell, by a name of a document; empty is the login name, None everybody.
        ahead: also what no gate needs yet.
        clock: tells the day; None is the machine's.
        environment: variables such as SHIPWORTHY_HOME; None takes the process's.

    Raises:
        UserError: when a project cannot be opened, or nobody has that name.
    """
    clock = clock or SystemClock()
    asks: list[tuple[str, Ask]] = []
    names: set[str] = set()
    for root in project_folders(roots):
        with Workbench(root, clock=clock, environment=environment) as bench:
            names |= {one.name for one in bench.people}
            asks += [(bench.document.project, ask) for ask in owed_now(bench, ahead=ahead)]
    wanted = "" if person is None else person or login_name()
    if wanted and names and wanted not in names:
        raise _unknown(wanted, names)
    asks.sort(key=lambda pair: urgency(pair[1]))
    return Owed(clock.now().date(), tuple(asks), wanted)


def _unknown(person: str, names: set[str]) -> PersonError:
    near = nearest(person, names)
    return PersonError(
        "nobody of this name is in these projects",
        where="--as",
        seen=person,
        allowed=sorted(names),
        next_step=f"did you mean {near}?" if near else "choose one of these",
    )
