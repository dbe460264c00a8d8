"""A bundle ready to answer."""

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.bundle.code import own_modules
from shipworthy.bundle.contents import CODE, MODEL
from shipworthy.bundle.deciding import Decision, decisions
from shipworthy.bundle.described import Described, describe
from shipworthy.bundle.leaving import leave
from shipworthy.bundle.rows import Door
from shipworthy.bundle.standing_in import stand_in
from shipworthy.bundle.valuing import with_function
from shipworthy.foundation.errors import BundleError
from shipworthy.model.fitted import Fitted
from shipworthy.records.bundle import Bundle


class Loaded(Described):
    """A bundle in memory; several threads may use it at once.

    Attributes:
        bundle: what is shipped.
        fitted: the model.
        door: reads rows for it.
    """

    def __init__(self, bundle: Bundle, fitted: Fitted, folder: Path) -> None:
        super().__init__(bundle, folder)
        self.fitted = fitted
        self.door = Door(bundle)

    def score(self, frame: pl.DataFrame) -> NDArray[np.float64]:
        """Probability of the positive label, or numbers # (rows,); of many classes, each # (rows, classes).

        Raises:
            ColumnError: when a column is not there.
            CandidateError: when the model answers with something else than finite numbers.
        """
        return self.fitted.score(frame)

    def decide(self, scores: NDArray[np.float64], frame: pl.DataFrame) -> list[Decision]:
        """What is acted on, row by row: a label, or the number; None where amounts are missing.

        Raises:
            ColumnError: when a column with amounts is not in the frame.
        """
        return leave(self.bundle, scores, frame, decisions(self.bundle, scores, frame))

    def stand_in(self, frame: pl.DataFrame) -> list[Decision]:
        """What answers instead of the model, row by row; None where a person has to.

        Raises:
            ColumnError: when a column that today's rule needs is not in the frame.
        """
        return stand_in(self.bundle, frame)


def load(folder: Path) -> Loaded:
    """Loads a bundle after looking whether it is whole, and made by versions that read it as it was meant.

    Loading runs code that lies in the folder: load only what you, or somebody you trust, built.

    Raises:
        BundleError: when it is missing, damaged, of another version, or needs what is not installed.
    """
    described = describe(folder)
    try:
        with own_modules(folder / CODE):
            fitted: Any = pickle.loads((folder / MODEL).read_bytes())
    except Exception as error:
        # unpickling runs other people's code, which may raise anything
        raise BundleError(
            "the bundle cannot be loaded",
            where=str(folder),
            seen=f"{type(error).__name__}: {error}",
            next_step=f"install what {folder / 'requirements.txt'} names, or build it again with `shipworthy ship`",
        ) from error
    with_function(described.bundle.worth, folder / CODE)
    return Loaded(described.bundle, fitted, folder)
