"""One fold of a study, made ready for those who learn from it."""

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
        features, matrix = fit_features(self._learned(), trend=self._study.trend, seed=self._study.place.seed)
        # taken from the study again when they are asked for: in memory they would stand twice
        return FeatureMatrix(self._learned, features, matrix.trees)

    @cached_property
    def test(self) -> FeatureMatrix:
        """Rows asked about."""
        features = self.train.features
        return FeatureMatrix(self._asked, features, features.encoding(self._asked()))

    def _learned(self) -> pl.DataFrame:
        return self._study.frame[self._fold.train]

    def _asked(self) -> pl.DataFrame:
        return self._study.frame[self._fold.test]

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
