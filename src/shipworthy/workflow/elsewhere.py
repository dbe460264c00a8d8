"""Projects that only the ledger knows of, for those who show them beside their own."""

import threading
from collections.abc import Collection, Mapping

from shipworthy.records.standing import Standing
from shipworthy.store.evidence import Book, Latest
from shipworthy.store.ledger import Ledger
from shipworthy.workflow.course import recorded


class Elsewhere:
    """Where the projects of one ledger stand, from their records alone. May be used from several threads.

    Args:
        ledger: of the projects.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._said = Latest(ledger, Standing)
        # of projects that no version wrote down as they stand: worked out anew only when something was added
        self._worked_out: dict[str, tuple[int, Standing]] = {}

    def standings(self, heads: Mapping[str, int], shown: Collection[str]) -> dict[str, Standing]:
        """Project -> where it stands, of all but those shown.

        Args:
            heads: project -> place of its newest entry.
            shown: projects that are told of otherwise.

        Raises:
            LedgerError: when the ledger cannot be read.
        """
        with self._lock:
            said = self._said.by_project()
            names = [name for name in heads if name not in shown]
            return {name: said.get(name) or self._recorded(name, heads[name]) for name in names}

    def _recorded(self, name: str, newest: int) -> Standing:
        known = self._worked_out.get(name)
        if known is None or known[0] != newest:
            known = self._worked_out[name] = newest, recorded(Book(self._ledger, name), name)
        return known[1]
