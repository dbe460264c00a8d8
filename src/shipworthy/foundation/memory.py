"""Memory that is free again goes back to the machine."""

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Gives back what the C library keeps of freed memory; where it cannot be told to, nothing happens.

    glibc keeps an arena for each thread, and of a large one only the end goes back by itself: once several threads
    have learned, hundreds of MiB stay with the process (`man 3 malloc_trim`).

    >>> give_back()
    """
    with suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
