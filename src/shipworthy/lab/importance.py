"""How much a candidate leans on groups of columns, and what it weighs: fitted once, asked about the last fold."""

import pickle
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from time import perf_counter
from typing import Final

import numpy as np
import polars as pl

from shipworthy.lab.answers import encode_labels
from shipworthy.lab.calm import calm
from shipworthy.lab.final import fit_final
from shipworthy.lab.loss import losses
from shipworthy.lab.reading import shippable
from shipworthy.lab.study import Cache, Study
from shipworthy.model.fitted import Fitted
from shipworthy.records.spec import CandidateSpec

_ASKED: Final = 2_000
_TIMED: Final = 20


@dataclass(frozen=True)
class Weight:
    """What a fitted candidate takes.

    Attributes:
        seconds: to answer one case, the median of several.
        bytes: of the candidate with its features, as it would be written to a file.
    """

    seconds: float
    bytes: int


class Fit:
    """A candidate fitted on the rows of the last fold; it is fitted when it is first asked.

    Args:
        study: its last fold is learned from and asked about.
        spec: the candidate.
        cache: keeps what trials answered, where it is tuned; None keeps nothing.

    Raises:
        CandidateError: when it cannot answer for a new case.
    """

    def __init__(self, study: Study, spec: CandidateSpec, cache: Cache | None = None) -> None:
        self._study, self._spec, self._cache = shippable(study, spec), spec, cache

    def importance(self, groups: Mapping[str, Collection[str]]) -> dict[str, float]:
        """By how much the loss rises when the values of a group's columns are dealt out anew, all of a row together.

        An order to try things in, and no proof (Breiman 2001): columns that say the same stand in for each other.

        Args:
            groups: name -> columns that are learned from.

        Raises:
            CandidateError: when it cannot be fitted, or fails.
        """
        known = self._known
        frame, answers = self._study.frame[known], encode_labels(self._study.labels.gather(known), self._study.task)
        order = pl.Series(np.random.default_rng(self._study.place.seed).permutation(len(known)))
        fitted, task = self._fitted, self._study.task
        with calm():
            sound = losses(fitted.score(frame), answers, task).mean()
            return {
                name: float(losses(fitted.score(_dealt(frame, columns, order)), answers, task).mean() - sound)
                for name, columns in groups.items()
            }

    def weight(self) -> Weight:
        """What it takes to answer one case, and to be kept.

        Raises:
            CandidateError: when it cannot be fitted, or fails.
        """
        frame = self._study.frame
        took = []
        with calm():
            for place in self._known[:_TIMED]:
                row = frame[int(place) : int(place) + 1]
                start = perf_counter()
                self._fitted.score(row)
                took.append(perf_counter() - start)
        return Weight(median(took), len(pickle.dumps(self._fitted)))

    @cached_property
    def _known(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        asked = self._study.folds[-1].test
        known = asked[self._study.labels.gather(asked).is_not_null().to_numpy()]
        return np.asarray(known[:_ASKED], dtype=np.int64)

    @cached_property
    def _fitted(self) -> Fitted:
        return fit_final(self._study, self._spec, self._study.folds[-1].train, cache=self._cache)


def _dealt(frame: pl.DataFrame, columns: Collection[str], order: pl.Series) -> pl.DataFrame:
    return frame.with_columns([frame[name].gather(order) for name in columns])
