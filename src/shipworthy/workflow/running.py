"""What is live, and what was written down of it."""

from typing import Final

from shipworthy.foundation.errors import RequestError
from shipworthy.records.deployment import Deployment
from shipworthy.records.incident import Incident
from shipworthy.records.window import Window
from shipworthy.store.deployments import read_deployment
from shipworthy.store.evidence import Book
from shipworthy.workflow.bench import Bench

REFERENCE: Final = "reference"
"""Name under which what is natural of its rows is kept beside a model."""


def live_now(bench: Bench) -> Deployment:
    """What is live.

    Raises:
        RequestError: when nothing is.
    """
    live = read_deployment(bench.own)
    if live is None or live.champion is None:
        raise RequestError(
            "nothing is live yet",
            where=str(bench.own),
            next_step="`shipworthy ship` builds a bundle, and a decision opens it to traffic",
        )
    return live


def incidents_of(book: Book) -> dict[str, Incident]:
    """Every incident by its id, as it was last told."""
    return {each.id: each for each in book.all(Incident)}


def windows_of(book: Book) -> tuple[Window, ...]:
    """Every window, as it was last judged, in order of time."""
    return tuple(sorted({each.start: each for each in book.all(Window)}.values(), key=lambda each: each.start))
