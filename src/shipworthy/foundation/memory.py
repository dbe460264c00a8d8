"""Memory: what is free again goes back to the machine, and what others take of it."""

import ctypes
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_PAGE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4_096


def give_back() -> None:
    """Gives back what the C library keeps of freed memory; where it cannot be told to, nothing happens.

    glibc keeps an arena for each thread, and of a large one only the end goes back by itself: once several threads
    have learned, hundreds of MiB stay with the process (`man 3 malloc_trim`).

    >>> give_back()
    """
    with suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def resident() -> int:
    """Bytes of memory that this process holds, files that it reads included; 0 where the system does not tell.

    >>> resident() >= 0
    True
    """
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    return 0


def most_resident() -> int | None:
    """The most that `resident` ever was in this process; None where the system does not tell.

    >>> (most_resident() or resident()) >= resident() // 2
    True
    """
    try:
        import resource  # noqa: PLC0415 - Unix alone has it
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1_024


def taken_by(process: int) -> int:
    """Bytes of memory that a process and all that it started hold for themselves; 0 where the system does not tell.

    What they share with others through files, such as features and libraries, does not count.

    >>> import os
    >>> taken_by(os.getpid()) >= 0
    True
    """
    total = 0
    waiting = [process]
    while waiting:
        folder = Path("/proc", str(waiting.pop()))
        with suppress(OSError, ValueError, IndexError):
            _, resident, shared, *_ = (folder / "statm").read_text(encoding="ascii").split()
            total += (int(resident) - int(shared)) * _PAGE
            for children in folder.glob("task/*/children"):
                waiting += [int(each) for each in children.read_text(encoding="ascii").split()]
    return total if total or sys.platform == "linux" else _told_by_ps(process)


def _told_by_ps(process: int) -> int:
    """What `ps` says is resident."""
    try:
        done = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=False)
        return int(done.stdout.strip() or 0) * 1_024
    except (OSError, ValueError):
        return 0


def memory_of_machine() -> int | None:
    """Bytes of memory of the machine, or of the part of it that this program may use; None where nobody tells."""
    with suppress(OSError, ValueError, AttributeError):
        whole = os.sysconf("SC_PHYS_PAGES") * _PAGE
        with suppress(OSError, ValueError):
            # a container may have less
            whole = min(whole, int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
        return whole
    return None
