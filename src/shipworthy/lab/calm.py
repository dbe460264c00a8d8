"""Quiet, repeatable surroundings for other people's code."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

_UNFINISHED = "it stopped learning before it had settled; more iterations might help"


class Notices:
    """What libraries warned of, thread by thread; all but what the user should know is dropped."""

    def __init__(self) -> None:
        self._unfinished: set[int] = set()

    def take(self) -> tuple[str, ...]:
        """Sentences for the user from this thread since they were last taken."""
        thread = threading.get_ident()
        if thread not in self._unfinished:
            return ()
        self._unfinished.discard(thread)
        return (_UNFINISHED,)

    def show(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        """Stands in for `warnings.showwarning`."""
        del message, filename, lineno, file, line
        if issubclass(category, ConvergenceWarning):
            self._unfinished.add(threading.get_ident())


@contextmanager
def calm() -> Iterator[Notices]:
    """Linear algebra on one thread, for its sums depend on how many there are, and warnings kept back.

    Entered by one thread on behalf of all that work inside it.
    """
    notices = Notices()
    with threadpool_limits({"blas": 1}), warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = notices.show
        yield notices
