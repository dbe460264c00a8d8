"""The real server, with a model that can be made to raise or hang by files beside the project."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from shipworthy.records.bundle import Bundle
from shipworthy.server import __main__ as program
from shipworthy.server.run import run
from shipworthy.server.scorer import Scorer

RAISES, HANGS, BEGAN = "raises", "hangs", "began"


class Troubled:
    """Does what the files say: `raises`, or `hangs` while it is there, which it notes in `began`."""

    def __init__(self, scorer: Scorer, project: Path) -> None:
        self._scorer = scorer
        self._project = project

    @property
    def bundle(self) -> Bundle:
        return self._scorer.bundle

    def score(self, frame: pl.DataFrame) -> Any:
        if (self._project / RAISES).exists():
            raise ValueError(f"made to fail for {frame['owner'].to_list()}")
        while (self._project / HANGS).exists():
            (self._project / BEGAN).touch()
            time.sleep(0.01)
        return self._scorer.score(frame)

    def decide(self, scores: Any, frame: pl.DataFrame) -> Any:
        return self._scorer.decide(scores, frame)

    def stand_in(self, frame: pl.DataFrame) -> Any:
        return self._scorer.stand_in(frame)


def main(arguments: Sequence[str]) -> int:
    project = Path(arguments[arguments.index("--project") + 1])

    def troubled(*given: Any, **options: Any) -> int:
        return run(*given, **options, wrap=lambda scorer: Troubled(scorer, project))

    program.run = troubled  # type: ignore[attr-defined]
    return program.main(arguments)
