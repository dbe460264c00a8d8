"""A candidate: something that learns from features and answers for rows."""

from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from shipworthy.model.features import FeatureMatrix

View = Literal["trees", "linear", "raw"]


class Candidate(Protocol):
    """What the evaluation asks of a candidate.

    A candidate is used by one thread, is fitted once, and may be pickled when fitted. Errors of its own
    making are raised as they are; the evaluation puts them in the user's words.
    """

    view: View | None
    """What it learns from; None when it does not look at features."""
    notes: tuple[str, ...]
    """What the user should know about how it answers."""

    def fit(self, features: FeatureMatrix, answers: NDArray[Any]) -> None:
        """Learns.

        Args:
            features: of the training rows.
            answers: place in `task.classes` (int64), or the number itself (float64). # (rows,)
        """
        ...

    def predict(self, features: FeatureMatrix) -> NDArray[np.float64]:
        """Answers.

        Returns:
            Probability of the positive label or a number # (rows,); of many classes, each # (rows, classes).
        """
        ...


def view_of(features: FeatureMatrix, view: View) -> Any:
    """The rows in one view."""
    return features.raw if view == "raw" else getattr(features, view)
