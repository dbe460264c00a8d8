"""Passwords, kept so that whoever reads the database learns none.

scrypt of Python's standard library with 32 MiB, block size 8 and three passes, which OWASP's cheat sheet on storing
passwords names beside Argon2id; so no further package is needed.
"""

import base64
import hashlib
import hmac
import secrets
import threading
from typing import Final

from shipworthy.foundation.errors import PersonError

SHORTEST: Final = 12
"""Characters that a password has at least; length is worth more than signs."""
LONGEST: Final = 1024
"""Characters that a password has at most, so that nobody keeps the machine busy with one."""

_N, _R, _P = 2**15, 8, 3
_MEMORY: Final = 64 * 1024 * 1024
# one at a time: many who sign in at once must not take all memory
_ONE_AT_A_TIME: Final = threading.Lock()


def hashed(password: str) -> str:
    """What is kept of a password: the method, its numbers, salt and hash.

    Raises:
        PersonError: when it is too short or too long.
    """
    if not (SHORTEST <= len(password) <= LONGEST):
        raise PersonError(
            "this password cannot be used",
            seen=f"{len(password)} characters",
            allowed=f"{SHORTEST} to {LONGEST:,} characters",
            next_step="take a few words that only you would put together",
        )
    salt = secrets.token_bytes(16)
    return f"scrypt${_N}${_R}${_P}${_text(salt)}${_text(_hash(password, salt, _N, _R, _P))}"


def fits(password: str, kept: str) -> bool:
    """Whether a password is the one that was kept; takes as long when there is none.

    Args:
        password: as somebody typed it.
        kept: as `hashed` gave it; empty fits nothing.
    """
    if len(password) > LONGEST:
        return False
    _, n, r, p, salt, wanted = (kept or _NOBODY).split("$")
    found = _hash(password, base64.b64decode(salt), int(n), int(r), int(p))
    return hmac.compare_digest(found, base64.b64decode(wanted)) and bool(kept)


def _hash(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    with _ONE_AT_A_TIME:
        return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


_NOBODY: Final = f"scrypt${_N}${_R}${_P}${_text(bytes(16))}${_text(bytes(32))}"
