"""A model server whose model can be made slow or made to fail, for drills and rehearsals: `python -m` this module.

All the rest is the real server: what is drilled is what is shipped.
"""

import argparse
import sys
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
from shipworthy.server.run import run
from shipworthy.server.scorer import Scorer

MODULE: Final = "shipworthy.workflow.faulty_server"


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


def main(arguments: Sequence[str]) -> None:
    """Serves a project whose model is in trouble."""
    parser = argparse.ArgumentParser(prog=MODULE)
    parser.add_argument("--project", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--announce", type=Path)
    parser.add_argument("--troubles", type=Path, required=True)
    asked = parser.parse_args(arguments)
    troubles = msgspec.json.decode(asked.troubles.read_bytes(), type=list[Trouble])
    wrap = (lambda scorer: Troubled(scorer, troubles)) if troubles else None
    run(asked.project, port=asked.port, announce=asked.announce, wrap=wrap)


def _concerns(trouble: Trouble, frame: pl.DataFrame, time: str) -> bool:
    if trouble.since is None or trouble.until is None:
        return True
    when = frame[time]
    if isinstance(when.dtype, pl.Datetime) and when.dtype.time_zone is None:
        when = when.dt.replace_time_zone("UTC")
    return bool(when.is_between(trouble.since, trouble.until, closed="left").any())


if __name__ == "__main__":
    main(sys.argv[1:])
