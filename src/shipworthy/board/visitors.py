"""Who stands before the board, and what they may see and do there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shipworthy.board.places import project_at
from shipworthy.foundation.errors import UserError
from shipworthy.people.identity import known_as
from shipworthy.people.scopes import scopes_of
from shipworthy.records.evidence import Authority
from shipworthy.records.person import Person
from shipworthy.store.doors import Doors, Session
from shipworthy.workflow.accounts import Accounts
from shipworthy.workflow.shelf import Shelf

ACTS: Final = {"sign": "sign", "decide": "decide", "comment": "comment", "estimate": "estimate", "undo": "undo"}
"""Last part of the address of a form -> what somebody has to be allowed for it."""

_PROJECT: Final = re.compile(r"/projects/(?P<name>[^/]+)(?P<rest>/.*)?")
_READ: Final = re.compile(r"(/science|/live|/week|/demo(/[^/]+)?|/incidents/.+)?")
_COMMON: Final = ("/", "/leave")


@dataclass(frozen=True)
class Visitor:
    """Somebody who came in.

    Attributes:
        name: they are known by; empty where nobody is asked who they are.
        email: that an account proves; empty for others.
        project: the only one that they may see; empty for all that name them.
        scopes: what they may do at most; empty for all that their roles let them.
        authority: how sure we are that it is them.
        everywhere: may see projects that do not name them.
    """

    name: str = ""
    email: str = ""
    project: str = ""
    scopes: tuple[str, ...] = ()
    authority: Authority = "asserted"
    everywhere: bool = False

    def person(self, people: Sequence[Person]) -> Person | None:
        """Them among the people of a document; None where they are not, or nobody is asked who they are."""
        if self.project:
            return next((one for one in people if one.name == self.name), None)
        return known_as(self.name, self.email, people) if self.name else None

    def may(self, scope: str, people: Sequence[Person]) -> bool:
        """Whether a form that needs this is for them; what it asks for is looked at again when it is done."""
        if not self.name:
            return True
        person = self.person(people)
        return person is not None and scope in scopes_of(person, people) and (not self.scopes or scope in self.scopes)


ANYBODY: Final = Visitor(everywhere=True)
"""Where nobody is asked who they are, everybody says so with every form."""


class Visitors:
    """Finds out who stands before the board. May be used from several threads.

    Args:
        shelf: the projects.
        accounts: of the team; None where nobody signs in.
    """

    def __init__(self, shelf: Shelf, accounts: Accounts | None = None) -> None:
        self.shelf = shelf
        self.accounts = accounts

    def of(self, token: str) -> Visitor | None:
        """Who came in with the token of a session; None when it is not ours, or has ended.

        Raises:
            UserError: when the doors cannot be looked at.
        """
        # with a dot it is a session of a board that asks nobody's name; no door knows it
        if not token or "." in token:
            return None
        session = next((found for doors in self._doors() if (found := doors.session(token))), None)
        return self._visitor(session) if session else None

    def leave(self, token: str) -> None:
        """Ends a session."""
        for doors in self._doors():
            doors.end(token)

    def lets(self, visitor: Visitor, method: str, path: str) -> bool:
        """Whether a visitor may ask for this; whatever is not named here is refused.

        Args:
            visitor: who asks.
            method: of HTTP.
            path: as the server has read it.
        """
        if not visitor.name:
            return True
        found = _PROJECT.fullmatch(path)
        if found is None:
            return path == "/leave" if visitor.project else visitor.everywhere or path in _COMMON
        name, rest = project_at(found["name"]), found["rest"] or ""
        people = self._people(name)
        if people is None or (visitor.project and visitor.project != name):
            return False
        if method in ("GET", "HEAD"):
            reads = visitor.everywhere or visitor.may("read", people)
            return reads and (not visitor.project or _READ.fullmatch(rest) is not None)
        if rest == "/try" and not visitor.project:
            return visitor.everywhere or visitor.person(people) is not None
        return rest.removeprefix("/") in ACTS and visitor.may(ACTS[rest.removeprefix("/")], people)

    def sees(self, visitor: Visitor, name: str) -> bool:
        """Whether a visitor may know of a project."""
        if visitor.everywhere:
            return True
        people = self._people(name)
        return people is not None and visitor.person(people) is not None

    def _visitor(self, session: Session) -> Visitor | None:
        if session.link:
            return Visitor(session.person, "", session.project, session.scopes, "invited")
        everywhere = False
        if self.accounts is not None:
            account = self.accounts.doors.account(session.person)
            # whoever proved an address may bear the name of somebody else's account
            everywhere = account is not None and account.everywhere and account.email == session.email
        # where nobody signs in, whoever signed in elsewhere is nobody
        known = Visitor(session.person, session.email, authority="authenticated", everywhere=everywhere)
        return known if self.accounts is not None else None

    def _people(self, name: str) -> Sequence[Person] | None:
        """Of a project; None when there is no such project, or it cannot be read."""
        if name not in self.shelf.names:
            return None
        try:
            return self.shelf[name].people
        except UserError:
            return None

    def _doors(self) -> tuple[Doors, ...]:
        theirs = () if self.accounts is None else (self.accounts.doors,)
        return tuple({doors.place: doors for doors in (*self.shelf.doors(), *theirs)}.values())
