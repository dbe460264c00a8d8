"""Accounts: people who sign in to the board with a password, and what signing in tries."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from shipworthy.foundation.clock import Clock
from shipworthy.foundation.errors import PersonError, RequestError, nearest
from shipworthy.people.passwords import fits, hashed
from shipworthy.store.doors import SETS_PASSWORD, Account, Doors, Link, Session
from shipworthy.store.home import home, sqlite_url

STAYS: Final = timedelta(hours=12)
"""How long somebody who signed in stays in."""
PATIENCE: Final = timedelta(minutes=15)
"""For how long failures to sign in are remembered."""
TRIES: Final = 5
"""Failures under one name within that time, after which nobody can sign in under it for a while."""
_SETTING: Final = timedelta(days=3)
_LONGEST: Final = 200
_AT_ONCE: Final = 8


@dataclass(frozen=True)
class SignedIn:
    """What came of an attempt to sign in.

    Attributes:
        token: of the session; empty when nobody was let in.
        later: whether there were too many failures, so that it has to be tried again later.
    """

    token: str = ""
    later: bool = False


def accounts_url(environment: Mapping[str, str]) -> str:
    """Where the accounts of a team are kept: with the ledger that its projects share, not with that of a rehearsal.

    Raises:
        StorageError: when the user has no home folder.
    """
    return environment.get("SHIPWORTHY_URL", "").strip() or sqlite_url(home(environment))


class Accounts:
    """Accounts of a team. May be used from several threads. Raises what `Doors` raises.

    Args:
        doors: where they are kept.
        clock: tells the time.
    """

    def __init__(self, doors: Doors, clock: Clock) -> None:
        self.doors = doors
        self._clock = clock
        # whoever floods the door must not keep those from their pages who are in
        self._room = threading.BoundedSemaphore(_AT_ONCE)

    def add(self, name: str, *, email: str = "", everywhere: bool = False, password: str = "") -> str:
        """Adds an account, or changes one.

        Args:
            name: to sign in with.
            email: by which documents know the person.
            everywhere: may see projects that do not name them.
            password: empty makes a link by which the person sets one.

        Returns:
            The path of that link; empty when a password was given.

        Raises:
            RequestError: when the name is empty or too long.
            PersonError: when the password cannot be used.
        """
        name = name.strip()
        if not (0 < len(name) <= _LONGEST) or not name.isprintable():
            raise RequestError("this is no name for an account", seen=name, allowed="1 to 200 characters")
        self.doors.put_account(Account(name, email.strip(), hashed(password) if password else "", everywhere))
        return "" if password else self.reset(name)

    def reset(self, name: str) -> str:
        """Makes a one-time link by which a person sets a password.

        Returns:
            Its path.

        Raises:
            PersonError: when there is no such account.
        """
        self._known(name)
        return f"/password/{self.doors.new_link(SETS_PASSWORD, name, lasts=_SETTING)}"

    def remove(self, name: str) -> None:
        """Takes an account away; what the person did stays in the ledger.

        Raises:
            PersonError: when there is no such account.
        """
        self._known(name)
        self.doors.remove_account(name)

    def sign_in(self, name: str, password: str) -> SignedIn:
        """Lets somebody in who knows the password.

        A name without an account is answered as slowly and in the same words as a wrong password.
        """
        if not self._room.acquire(blocking=False):
            return SignedIn(later=True)
        try:
            return self._tried(name.strip()[:_LONGEST], password)
        finally:
            self._room.release()

    def _tried(self, name: str, password: str) -> SignedIn:
        if self.doors.failures(name, PATIENCE) >= TRIES:
            return SignedIn(later=True)
        account = self.doors.account(name)
        if not fits(password, account.password if account else "") or account is None:
            self.doors.failed(name)
            return SignedIn()
        self.doors.forgive(name)
        return SignedIn(self.start(account.name, account.email))

    def start(self, name: str, email: str) -> str:
        """Lets somebody in who has proven who they are.

        Returns:
            The token of the session.
        """
        return self.doors.start(Session(name, email, "", (), "", self._clock.now() + STAYS))

    def come_in(self, email: str) -> str:
        """Lets somebody in who has proven an address: into the account of that address, where there is one.

        Returns:
            The token of the session.
        """
        account = self.of_address(email)
        return self.start(account.name, account.email) if account else self.start(email, email)

    def of_address(self, email: str) -> Account | None:
        """The account of an address, or None."""
        return next((one for one in self.doors.accounts() if one.email.casefold() == email.casefold()), None)

    def link(self, token: str) -> Link | None:
        """The link by which a password can be set, or None."""
        found = self.doors.link(token)
        return found if found is not None and found.use == SETS_PASSWORD else None

    def set_password(self, token: str, password: str) -> str:
        """Sets a password by a one-time link, and lets the person in.

        Returns:
            The token of the session; empty when the link opens nothing any more.

        Raises:
            PersonError: when the password cannot be used; the link is then still good.
        """
        kept = hashed(password)
        if self.link(token) is None:
            return ""
        link = self.doors.use_link(token)
        account = self.doors.account(link.person) if link else None
        if account is None:
            return ""
        self.doors.put_account(Account(account.name, account.email, kept, account.everywhere))
        self.doors.forgive(account.name)
        return self.start(account.name, account.email)

    def _known(self, name: str) -> Account:
        found = self.doors.account(name)
        if found is not None:
            return found
        names = [account.name for account in self.doors.accounts()]
        near = nearest(name, names)
        step = f"did you mean {near}?" if near else f"add it with shipworthy account add {name or 'NAME'}"
        raise PersonError("there is no such account", seen=name, allowed=names or "none yet", next_step=step)
