"""Which rows are learned from and which are predicted."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from shipworthy.records.record import Record


class Fold(Record, frozen=True):
    """One fit: rows to learn from, rows to predict.

    Attributes:
        name: the period or number of the fold; `holdout` for the rows kept aside.
        origin: `fold` or `holdout`.
        train: positions of the rows learned from, ascending. # (rows learned,)
        test: positions of the rows predicted, ascending. # (rows predicted,)
    """

    name: str
    origin: Literal["fold", "holdout"]
    train: NDArray[np.int64]
    test: NDArray[np.int64]
