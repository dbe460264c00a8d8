"""Signing in with an identity provider: one attempt, good once, and the address that it proves."""

import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from shipworthy.foundation.clock import Clock
from shipworthy.foundation.errors import PersonError, ServerError
from shipworthy.people.oidc import Attempt, OpenID
from shipworthy.store.doors import SIGNS_IN, Doors

LASTS: Final = timedelta(minutes=10)
"""How long somebody may take to prove who they are."""
_AT_ONCE: Final = 8


class SingleSignOn:
    """Begins and finishes attempts, in any of several processes. May be used from several threads.

    Args:
        doors: where it is kept that an attempt was begun, and that it was used.
        clock: tells the time.
        provider: asked who somebody is.
    """

    def __init__(self, doors: Doors, clock: Clock, provider: OpenID) -> None:
        self._doors = doors
        self._clock = clock
        self._openid = provider
        # a provider that is slow must not keep those from their pages who are in
        self._room = threading.BoundedSemaphore(_AT_ONCE)

    @property
    def name(self) -> str:
        """Of the provider, for people."""
        return self._openid.provider.name

    def begin(self, back: str) -> tuple[str, str]:
        """Begins an attempt.

        Args:
            back: address that the provider sends the browser back to.

        Returns:
            The address to go to, and the attempt's secret, which only the browser keeps.

        Raises:
            ServerError: when the provider cannot be asked now.
        """
        with self._one_of_few():
            attempt = Attempt(self._doors.new_link(SIGNS_IN, "", lasts=LASTS))
            return self._openid.begin(attempt, back), attempt.secret

    def is_mine(self, secret: str, state: str) -> bool:
        """Uses up an attempt.

        Returns:
            Whether the state is that of the secret's attempt, which was begun here, of late, and never used.
        """
        if not secret or not hmac.compare_digest(Attempt(secret).state.encode(), state.encode()):
            return False
        link = self._doors.use_link(secret)
        return link is not None and link.use == SIGNS_IN

    def finish(self, secret: str, back: str, code: str, issuer: str = "") -> str:
        """The address that an attempt proves.

        Args:
            secret: of the attempt.
            back: as it was begun with.
            code: that the provider sent the browser back with.
            issuer: that it says it is; empty when it does not say.

        Raises:
            PersonError: when none is proven.
            ServerError: when the provider cannot be asked now.
        """
        if issuer and issuer.rstrip("/") != self._openid.provider.issuer:
            raise PersonError("another identity provider sent you here", seen=issuer, next_step="sign in again")
        with self._one_of_few():
            return self._openid.finish(Attempt(secret), back, code, self._clock.now())

    @contextmanager
    def _one_of_few(self) -> Iterator[None]:
        if not self._room.acquire(blocking=False):
            raise ServerError("too many sign in at once", next_step="try again in a minute")
        try:
            yield
        finally:
            self._room.release()
