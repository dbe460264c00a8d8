"""A moment after which nothing new is begun; verbs that try one variant after the other ask it before each."""

from time import monotonic


class Deadline:
    """Tells whether time is up, and remembers how often it had to say so.

    Args:
        seconds: from now; None never ends.

    >>> never, now = Deadline(None), Deadline(-1.0)
    >>> never.over(), now.over(), now.over(), now.said
    (False, True, True, 2)
    """

    def __init__(self, seconds: float | None) -> None:
        self._until = None if seconds is None else monotonic() + seconds
        self.said = 0

    def over(self) -> bool:
        """Whether time is up; each yes is counted, as something that was not begun for it."""
        late = self._until is not None and monotonic() > self._until
        self.said += late
        return late
