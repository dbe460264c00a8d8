"""When a model hangs again and again it is left alone for a while, then tried once."""

from collections.abc import Callable
from typing import Final

_IN_A_ROW: Final = 3


class Breaker:
    """Counts calls that did not come back in time; used from the event loop only.

    Args:
        tick: seconds that only grow, such as `time.monotonic`.
        in_a_row: hung calls in a row after which the model rests.
        rest: seconds of rest before each trial.

    >>> now = [0.0]
    >>> breaker = Breaker(lambda: now[0], in_a_row=1, rest=5)
    >>> breaker.hung(); breaker.may_ask()
    False
    >>> now[0] = 5.0
    >>> breaker.may_ask(), breaker.may_ask()  # one trial at a time
    (True, False)
    >>> breaker.came_back(); breaker.may_ask()
    True
    """

    def __init__(self, tick: Callable[[], float], *, rest: float, in_a_row: int = _IN_A_ROW) -> None:
        self._tick = tick
        self._in_a_row = in_a_row
        self._rest = rest
        self._hung = 0
        self._trial_from = 0.0

    @property
    def open(self) -> bool:
        """True while the model rests."""
        return self._hung >= self._in_a_row

    def may_ask(self) -> bool:
        """Whether the model may be asked now; when it rests, True once at the end of each rest."""
        if not self.open:
            return True
        if self._tick() < self._trial_from:
            return False
        self._trial_from = self._tick() + self._rest
        return True

    def came_back(self) -> None:
        """The model answered, or raised: it does not hang."""
        self._hung = 0

    def hung(self) -> None:
        """A call did not come back in time."""
        self._hung += 1
        self._trial_from = self._tick() + self._rest
