"""One fold of a study, made ready for those who learn from it."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import polars as pl
from numpy.typing import NDArray

from shipworthy.lab.answers import encode_labels
from shipworthy.lab.study import Study
from shipworthy.model.candidate import View, view_of
from shipworthy.model.features import FeatureMatrix
from shipworthy.model.learning import fit_features
from shipworthy.records.fold import Fold


class Lesson:
    """One fold of a study; its features are made when the first candidate asks, and then shared.

    Args:
        study: the rows.
        fold: which of them are learned from and asked about.
    """

    def __init__(self, study: Study, fold: Fold) -> None:
        self._study = study
        self._fold = fold

    @cached_property
    def train(self) -> FeatureMatrix:
        """Rows to learn from."""
        rows = _rows(self._study, self._fold.train)
        features, matrix = fit_features(rows(), trend=self._study.trend, seed=self._study.place.seed)
        return FeatureMatrix(rows, features, matrix.trees)

    @cached_property
    def test(self) -> FeatureMatrix:
        """Rows asked about."""
        rows, features = _rows(self._study, self._fold.test), self.train.features
        return FeatureMatrix(rows, features, features.encoding(rows()))

    def prepare(self, view: View | None) -> None:
        """Makes what a candidate will ask for, before several threads ask at once."""
        for features in (self.train, self.test):
            if view is not None:
                view_of(features, view)
        assert len(self.answers) == self.train.rows

    @cached_property
    def answers(self) -> NDArray[Any]:
        """Outcomes of the rows to learn from.

        # (rows learned,)
        """
        return encode_labels(self._study.labels.gather(self._fold.train), self._study.task)


def _rows(study: Study, places: NDArray[Any]) -> Callable[[], pl.DataFrame]:
    """Rows of a study, taken from it whenever they are asked for: kept, they would stand in memory twice."""
    return lambda: study.frame[places]
