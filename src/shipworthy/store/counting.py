"""Which entries count, given the counter-entries."""

from collections.abc import Iterable


def gone(counters: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Hashes of the entries that do not count, for a counter-entry that was not undone itself says so.

    Args:
        counters: hash of each counter-entry and of the entry it undoes, oldest first.

    >>> sorted(gone([("b", "a"), ("d", "c"), ("e", "b")]))
    ['b', 'c']
    """
    found: set[str] = set()
    for counter, undone in reversed(list(counters)):
        # a counter-entry stands behind what it undoes: from the newest on, each is settled when it is met
        if counter not in found:
            found.add(undone)
    return frozenset(found)
