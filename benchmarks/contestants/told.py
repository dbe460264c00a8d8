"""What a contestant hands back: seconds of the call itself, without imports and reading, and what it found."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Told:
    """Filled while the call runs; `done` says that what follows does not count."""

    def __init__(self) -> None:
        self.found = ""
        self.seconds = 0.0
        self._start = time.perf_counter()

    def done(self) -> None:
        """Stops the clock."""
        self.seconds = self.seconds or time.perf_counter() - self._start


@contextmanager
def told() -> Iterator[Told]:
    """Takes the time of a call, and prints the last line that the runner reads."""
    here = Told()
    yield here
    here.done()
    print(json.dumps({"call": here.seconds, "found": here.found}))


def between(name: str, value: float, low: float | None = None, high: float | None = None) -> str:
    """A number with its interval, in as many digits as the widths allow to compare."""
    return f"{name} {value:.4f}" + ("" if low is None or high is None else f" ({low:.4f} to {high:.4f})")
