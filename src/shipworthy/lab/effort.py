"""What it takes to have a candidate: the time and memory of its last fit, the one that learns from the most rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shipworthy.lab.answers import Answers


@dataclass(frozen=True)
class Effort:
    """Of one fit.

    Attributes:
        fit_seconds: time to learn; None where nothing was learned.
        row_seconds: time to answer for one row; None where that was not measured.
        thousand_seconds: time to answer for a thousand.
        peak_bytes: the most memory that its process took beyond what it began with.
    """

    fit_seconds: float | None = None
    row_seconds: float | None = None
    thousand_seconds: float | None = None
    peak_bytes: int | None = None


UNKNOWN = Effort()
"""Nothing was measured."""


def effort_of(answers: Answers) -> Effort:
    """What the answers of one fold took."""
    return Effort(answers.fit_seconds, answers.row_seconds, answers.thousand_seconds, answers.peak_bytes)


def of_all(parts: Sequence[Effort]) -> Effort:
    """What it takes to have several that learn and answer one after the other; None where it is not known of each."""
    return Effort(
        fit_seconds=_sum(part.fit_seconds for part in parts),
        row_seconds=_sum(part.row_seconds for part in parts),
        thousand_seconds=_sum(part.thousand_seconds for part in parts),
        peak_bytes=max((part.peak_bytes for part in parts if part.peak_bytes is not None), default=None),
    )


def _sum(times: Iterable[float | None]) -> float | None:
    known = list(times)
    return None if None in known else sum(time for time in known if time is not None)
