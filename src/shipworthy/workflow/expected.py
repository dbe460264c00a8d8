"""What was said of a corner case, held against what was expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.bundle.deciding import Decision
from shipworthy.data.rules import apply_rule
from shipworthy.foundation.errors import DocumentError, nearest
from shipworthy.foundation.figures import figure
from shipworthy.plan.cases import CaseEntry
from shipworthy.records.spec import Task, Worth

_TOLD: Final = 3
_UNLIKE: Final = "write such a case out under row, or mend the rule under where"


@dataclass(frozen=True, eq=False)
class Said:
    """Answers to the rows of a case.

    Attributes:
        names: how the rows are called; empty for a row that the document writes out.
        scores: as the attempt gives them. # (rows,) or (rows, classes)
        decisions: labels or numbers acted on. # (rows,)
    """

    names: Sequence[str]
    scores: NDArray[np.float64]
    decisions: Sequence[Decision]


@dataclass(frozen=True)
class Held:
    """What became of a case.

    Attributes:
        holds: whether each row was answered as expected; None when there is none to ask about.
        says: one plain sentence.
        next_step: what would let it be told; empty where it is.
    """

    holds: bool | None
    says: str
    next_step: str = ""


def check_expected(entry: CaseEntry, task: Task, worth: Worth) -> None:
    """Refuses what can never be answered.

    Raises:
        DocumentError: when the case expects a label that there is none of, or a range of what has none.
    """
    where, seen = f"cases {entry.name}: expect", entry.expect.says
    if task.kind == "regression" and entry.expect.decision:
        allowed = "a range, such as {at_least: 20, at_most: 40}"
        raise DocumentError("a predicted number is never hit exactly", where=where, seen=seen, allowed=allowed)
    if task.kind == "multiclass" and not entry.expect.decision:
        raise DocumentError(
            "of many classes one is expected, and no range", where=where, seen=seen, allowed=task.classes
        )
    labels = tuple(worth.outcomes) if worth.outcomes else task.classes
    if entry.expect.decision and entry.expect.decision not in labels:
        near = nearest(entry.expect.decision, labels)
        raise DocumentError(
            "no decision is called so",
            where=where,
            seen=seen,
            allowed=labels,
            next_step=f"write {near}" if near else "write one of these",
        )


def picked(entry: CaseEntry, frame: pl.DataFrame) -> NDArray[np.int64]:
    """Positions of the rows that a case speaks of, shape (rows,).

    Raises:
        ColumnError: when its rule names a column that is not there.
        RequestError: when its rule cannot be understood.
    """
    answers = apply_rule(entry.where, frame, where=f"cases {entry.name}: where")
    return np.flatnonzero(answers.fill_null(False).to_numpy())


def held(entry: CaseEntry, said: Said) -> Held:
    """Whether every row was answered as expected, and what was said of those that were not."""
    rows = len(said.decisions)
    if not rows:
        return Held(None, "none of the cases kept aside is like this", _UNLIKE)
    wrong = [place for place in range(rows) if not _as_expected(entry, said, place)]
    if entry.row is not None:
        told = f"it is answered with {_answer(said, 0)}"
        return Held(not wrong, f"{told}, and {entry.expect.says} is expected" if wrong else f"{told}, as expected")
    if not wrong:
        many = "the one such case" if rows == 1 else f"each of {rows:,} such cases"
        return Held(True, f"{many} kept aside is answered with {entry.expect.says}")
    few = "; ".join(f"case {said.names[place]}: {_answer(said, place)}" for place in wrong[:_TOLD])
    more = "" if len(wrong) <= _TOLD else "; and so on"
    count = f"{len(wrong):,} of {rows:,} such cases kept aside"
    return Held(
        False, f"{count} {'is' if len(wrong) == 1 else 'are'} not answered with {entry.expect.says} ({few}{more})"
    )


def _as_expected(entry: CaseEntry, said: Said, place: int) -> bool:
    if entry.expect.decision:
        return said.decisions[place] == entry.expect.decision
    number = said.scores[place]
    low, high = entry.expect.at_least, entry.expect.at_most
    return bool((low is None or number >= low) and (high is None or number <= high))


def _answer(said: Said, place: int) -> str:
    decision: Any = said.decisions[place]
    if isinstance(decision, float):
        return figure(decision)
    score = said.scores[place]
    chance = f" (score {score:.3g})" if np.ndim(score) == 0 and np.isfinite(score) else ""
    return f"{'no decision' if decision is None else decision}{chance}"
