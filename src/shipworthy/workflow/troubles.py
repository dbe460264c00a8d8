"""What can be done to the model of a server, for drills and rehearsals; `faulty_server` does it."""

import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
import polars as pl

from shipworthy.foundation.files import write_text
from shipworthy.records.bundle import Bundle
from shipworthy.records.record import Record
from shipworthy.server.scorer import Scorer

FAULTY: Final = "shipworthy.workflow.faulty_server"
"""The program, for `python -m`; it reads what `write_troubles` wrote."""


class Trouble(Record, frozen=True):
    """What is done to the model while it is asked about some stretch of time.

    Attributes:
        kind: `slow` waits before it answers, `error` raises.
        since: first moment of the rows concerned, UTC; None is all.
        until: first moment after them, UTC; None is all.
        seconds: to wait.
        every: only each so-manieth call is concerned.
    """

    kind: Literal["slow", "error"]
    since: datetime | None = None
    until: datetime | None = None
    seconds: float = 0.0
    every: int = 1


class Troubled:
    """A scorer in trouble.

    Args:
        scorer: the real one.
        troubles: what is done to it.
    """

    def __init__(self, scorer: Scorer, troubles: Sequence[Trouble]) -> None:
        self._scorer = scorer
        self._troubles = troubles
        self._calls = 0

    @property
    def bundle(self) -> Bundle:
        """What is shipped."""
        return self._scorer.bundle

    def score(self, frame: pl.DataFrame) -> Any:
        """The scores, late or not at all.

        Raises:
            RuntimeError: when it is made to fail.
        """
        self._calls += 1
        for each in self._troubles:
            if self._calls % each.every == 0 and _concerns(each, frame, self.bundle.time):
                if each.kind == "error":
                    raise RuntimeError("made to fail")
                time.sleep(each.seconds)
        return self._scorer.score(frame)

    def decide(self, scores: Any, frame: pl.DataFrame) -> Any:
        """As the real one does."""
        return self._scorer.decide(scores, frame)

    def stand_in(self, frame: pl.DataFrame) -> Any:
        """As the real one does."""
        return self._scorer.stand_in(frame)


def write_troubles(path: Path, troubles: Sequence[Trouble]) -> Path:
    """Writes down what `--troubles` reads."""
    write_text(path, msgspec.json.encode(list(troubles)).decode())
    return path


def read_troubles(path: Path) -> list[Trouble]:
    """Reads what `write_troubles` wrote."""
    return msgspec.json.decode(path.read_bytes(), type=list[Trouble])


def _concerns(trouble: Trouble, frame: pl.DataFrame, time: str) -> bool:
    if trouble.since is None or trouble.until is None:
        return True
    when = frame[time]
    if isinstance(when.dtype, pl.Datetime) and when.dtype.time_zone is None:
        when = when.dt.replace_time_zone("UTC")
    return bool(when.is_between(trouble.since, trouble.until, closed="left").any())
