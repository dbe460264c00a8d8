"""What the server asks of a loaded bundle."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from shipworthy.bundle.load import Loaded
from shipworthy.bundle.rows import Door
from shipworthy.records.bundle import Bundle


class Scorer(Protocol):
    """A bundle that is ready to answer; used by one thread at a time, except for `stand_in`.

    `bundle.load.Loaded` is one; a drill wraps it in one that is slow or fails.
    """

    @property
    def bundle(self) -> Bundle:
        """What is shipped."""
        ...

    def score(self, frame: pl.DataFrame) -> Any:
        """Probability of the positive label, or numbers # (rows,); of many classes, each # (rows, classes)."""
        ...

    def decide(self, scores: Any, frame: pl.DataFrame) -> Any:
        """Label or number acted on, one for each row."""
        ...

    def stand_in(self, frame: pl.DataFrame) -> Any:
        """What answers when the model cannot, one for each row: label or number, None where a person decides."""
        ...


@dataclass(frozen=True, eq=False)
class Ready:
    """A bundle that is loaded.

    Attributes:
        loaded: the bundle.
        scorer: answers: the bundle, or what a drill puts in front of it.
    """

    loaded: Loaded
    scorer: Scorer

    @property
    def bundle(self) -> Bundle:
        """What is shipped."""
        return self.loaded.bundle

    @property
    def door(self) -> Door:
        """Reads rows."""
        return self.loaded.door


Wrap = Callable[[Scorer], Scorer]
"""Puts something between the server and a bundle, for drills."""
