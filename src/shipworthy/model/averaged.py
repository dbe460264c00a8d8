"""Several candidates that answer as one, with the mean of what they say."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shipworthy.model.candidate import Candidate, View
from shipworthy.model.estimator import Estimator
from shipworthy.model.features import FeatureMatrix


class Averaged:
    """Learns with each of them, and answers with their mean.

    Args:
        parts: at least one, all of the same view, not yet fitted.
    """

    def __init__(self, parts: Sequence[Candidate]) -> None:
        self.view: View | None = parts[0].view
        self.notes: tuple[str, ...] = ()
        self._parts = tuple(parts)

    def fit(self, features: FeatureMatrix, answers: NDArray[Any]) -> None:
        """Has each of them learn from the same rows."""
        for part in self._parts:
            part.fit(features, answers)
        self.notes = tuple(dict.fromkeys(note for part in self._parts for note in part.notes))

    def predict(self, features: FeatureMatrix) -> NDArray[np.float64]:
        """The mean of their answers.

        # (rows,) or (rows, classes)
        """
        return np.asarray(np.mean([part.predict(features) for part in self._parts], axis=0), dtype=np.float64)

    def hasten(self, rows: NDArray[np.float32]) -> None:
        """Takes a quicker way to ask those that have one; see `Estimator.hasten`.

        Args:
            rows: of the `trees` view, to compare the answers on. # (rows, features)
        """
        for part in self._parts:
            if isinstance(part, Estimator):
                part.hasten(rows)
