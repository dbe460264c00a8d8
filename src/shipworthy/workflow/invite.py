"""The verb `invite`: a one-time link that lets one person into one project, in a browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast
from urllib.parse import quote

from shipworthy.foundation.errors import PersonError, RequestError, nearest
from shipworthy.foundation.quantities import seconds
from shipworthy.people.scopes import MEANS, Scope, allow, scopes_of
from shipworthy.records.invitation import Entered, Invited, Withdrawn
from shipworthy.records.person import Person
from shipworthy.show.periods import moment
from shipworthy.show.words import joined
from shipworthy.store.doors import INVITES, Doors, Link, Session, link_id
from shipworthy.store.home import ledger_url
from shipworthy.workflow.bench import Bench

LASTS: Final = "7d"
TO: Final[tuple[Scope, ...]] = ("read", "comment", "estimate", "sign")
"""What a link lets people do unless it says otherwise; their roles have to let them as well."""
GRANTED: Final[tuple[Scope, ...]] = (*TO, "decide")
"""All that a link can let people do."""
_LONGEST: Final = timedelta(days=90)


@dataclass(frozen=True)
class Invitation:
    """A link that was made, or taken back.

    Attributes:
        record: what the ledger knows of it.
        path: of the address that opens it, once; empty when it was taken back.
        says: the same in a sentence.
    """

    record: Invited | Withdrawn
    path: str
    says: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values; the path is told here and nowhere else."""
        return {**self.record.to_dict(), "path": self.path, "sentence": self.says}


def doors_of(bench: Bench) -> Doors:
    """The doors that open to a project, in the database of its ledger."""
    return Doors.open(ledger_url(bench.environment, bench.root), bench.clock)


def invite(bench: Bench, name: str, *, lasts: str = LASTS, to: Sequence[str] = TO) -> Invitation:
    """Makes a one-time link for a person of the document.

    Args:
        bench: the project; its person invites.
        name: whom the link is for, by a name of the document.
        lasts: how long it can be opened, and how long they stay in, such as `7d`.
        to: what it lets them do; their roles have to let them as well.

    Raises:
        PersonError: when the person may not invite, or nobody of that name is in the document.
        RequestError: when it would last too long, or lets people do what a link cannot.
    """
    by = bench.person
    allow(by, "invite", bench.people, "invite others")
    person, scopes, lasting = _guest(bench, name), _scopes(to), _lasting(lasts)
    missing = [scope for scope in scopes if scope not in scopes_of(person, bench.people) and tuple(to) != TO]
    if missing:
        what = f"{person.name} may not {MEANS[missing[0]]}, so no link lets them"
        step = "leave it out, or give them the role under `people` in project.yaml"
        raise PersonError(what, where="--to", seen=missing, allowed=[*scopes_of(person, bench.people)], next_step=step)
    with doors_of(bench) as doors:
        token = doors.new_link(INVITES, person.name, project=bench.document.project, scopes=scopes, lasts=lasting)
    until = bench.clock.now() + lasting
    record = Invited(
        link=link_id(token), person=person.name, to=scopes, until=until, by=by.name, authority=by.authority
    )
    bench.book.put(record)
    told = joined([MEANS[scope] for scope in scopes], most=len(MEANS))
    says = f"{by.name} invited {person.name} to {told}; the link opens once, until {moment(until)}"
    return Invitation(record, f"/invited/{quote(quote(bench.document.project, safe=''), safe='')}/{token}", says)


def withdraw(bench: Bench, id: str) -> Invitation:
    """Takes a link back; whoever came in by it is shown the door at once.

    Args:
        bench: the project; its person takes it back.
        id: what the link is called.

    Raises:
        PersonError: when the person may not.
        RequestError: when there is no such link.
    """
    by = bench.person
    allow(by, "invite", bench.people, "take invitations back")
    with doors_of(bench) as doors:
        known = [link.id for link in doors.links(bench.document.project)]
        found = doors.withdraw(bench.document.project, id) if id else None
    if found is None:
        step = "shipworthy invite lists what is open"
        raise RequestError("no invitation that is open is called this", seen=id, allowed=known, next_step=step)
    record = Withdrawn(link=id, by=by.name, authority=by.authority)
    bench.book.put(record)
    return Invitation(record, "", f"{by.name} took the invitation of {found.person} back")


def open_links(bench: Bench) -> tuple[Link, ...]:
    """Invitations that may still be opened, or that somebody came in by."""
    with doors_of(bench) as doors:
        return doors.links(bench.document.project)


def come_in(bench: Bench, doors: Doors, token: str) -> str | None:
    """Opens a link for good.

    Args:
        bench: the project it has to lead to.
        doors: that open to it.
        token: of the link.

    Returns:
        The token of the session that begins; None when the link opens nothing, or another project.
    """
    found = doors.link(token)
    if found is None or found.use != INVITES or found.project != bench.document.project:
        return None
    link = doors.use_link(token)
    if link is None:
        return None
    simulated = any(one.name == link.person and one.authority == "simulated" for one in bench.people)
    bench.book.put(Entered(link=link.id, by=link.person, authority="simulated" if simulated else "invited"))
    return doors.start(Session(link.person, "", link.project, link.scopes, link.id, link.until))


def _guest(bench: Bench, name: str) -> Person:
    found = next((one for one in bench.people if one.name == name), None)
    if found is not None:
        return found
    known = [one.name for one in bench.people]
    near = nearest(name, known)
    step = f"did you mean {near}?" if near else "add them under `people` in project.yaml, with their roles"
    raise PersonError("nobody of this name is in the project", seen=name, allowed=known or "a name", next_step=step)


def _scopes(to: Sequence[str]) -> tuple[Scope, ...]:
    unknown = [scope for scope in to if scope not in GRANTED]
    if unknown:
        what = "a link cannot let anybody do this"
        raise RequestError(what, where="--to", seen=unknown, allowed=GRANTED, next_step="choose among these")
    return tuple(dict.fromkeys(("read", *cast(Sequence[Scope], to))))


def _lasting(lasts: str) -> timedelta:
    found = timedelta(seconds=seconds(lasts))
    if not (timedelta(0) < found <= _LONGEST):
        what = "a link cannot last this long"
        step = "make a new link when this one has ended"
        raise RequestError(what, where="--for", seen=lasts, allowed="more than nothing, at most 90d", next_step=step)
    return found
