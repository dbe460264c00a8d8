"""How long work tells how far it is, without knowing who listens."""

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Called with what is done, what there is to do in all, and a few words on what is going on."""


def silent(done: int, total: int, words: str) -> None:
    """Tells nobody."""
