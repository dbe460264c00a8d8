"""Rows of one or several calls through a model, and through what stands in for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from shipworthy.bundle.leaving import left
from shipworthy.bundle.rows import Read
from shipworthy.server.refusals import BadRows
from shipworthy.server.scorer import Ready

Rows = Sequence[Mapping[str, Any]]
Score = float | list[float] | None
Decision = str | float | None


class NoAnswerError(Exception):
    """The model gave no answer; the message says why, in words for people."""


@dataclass(frozen=True, eq=False)
class Scored:
    """Rows of one call, answered.

    Attributes:
        frame: the rows as they were read.
        scores: of each row; None where what stands in for the model answered.
        decisions: of each row; None where a person has to decide.
        notices: what the client should know.
        left: of each row, whether the model leaves it to what is done today; empty where none can be.
    """

    frame: pl.DataFrame
    scores: Sequence[Score]
    decisions: Sequence[Decision]
    notices: tuple[str, ...] = ()
    left: Sequence[bool] = ()


def read(ready: Ready, rows: Rows) -> Read:
    """Rows as a frame of the bundle's inputs.

    Raises:
        BadRows: when one of them cannot be answered for.
    """
    done = ready.door.rows(rows)
    if done.errors:
        raise BadRows(done.errors)
    return done


def stand_in(ready: Ready, rows: Rows) -> Scored:
    """What answers when the model cannot; where that cannot either, a person decides.

    Raises:
        BadRows: when a row cannot be answered for.
    """
    done = read(ready, rows)
    try:
        decisions = _plain(ready.scorer.stand_in(done.frame))
    except Exception:
        decisions = [None] * len(rows)
    return Scored(done.frame, [None] * len(rows), decisions, done.notices)


def score_together(ready: Ready, calls: Sequence[Rows]) -> list[Scored | Exception]:
    """Scores the rows of several calls at once; what is wrong with one call is no matter of the others.

    Returns:
        For each call its rows answered, or `BadRows`, or `NoAnswerError` when the model raised or gave no numbers.
    """
    if len(calls) > 1:
        try:
            return _split(ready, _score(ready, [row for rows in calls for row in rows]), calls)
        except (BadRows, NoAnswerError):
            return [each for rows in calls for each in score_together(ready, [rows])]
    try:
        return [_score(ready, calls[0])]
    except (BadRows, NoAnswerError) as error:
        return [error]


def _score(ready: Ready, rows: Rows) -> Scored:
    done = read(ready, rows)
    try:
        scores = ready.scorer.score(done.frame)
        decisions = ready.scorer.decide(scores, done.frame)
        leaves = left(ready.bundle, np.asarray(scores, dtype=np.float64), done.frame)
    except Exception as error:
        # its words may hold values of the row
        raise NoAnswerError(f"the model failed with {type(error).__name__}") from error
    numbers = np.asarray(scores, dtype=np.float64)
    if len(numbers) != len(rows) or not np.isfinite(numbers).all():
        raise NoAnswerError("the model gave no number")
    return Scored(done.frame, numbers.tolist(), _plain(decisions), done.notices, leaves.tolist())


def _split(ready: Ready, scored: Scored, calls: Sequence[Rows]) -> list[Scored | Exception]:
    parts: list[Scored | Exception] = []
    start = 0
    for rows in calls:
        end = start + len(rows)
        # what is said of one client's rows is no business of the others
        notices = ready.door.rows(rows).notices if scored.notices else ()
        among = slice(start, end)
        parts.append(
            Scored(scored.frame[among], scored.scores[among], scored.decisions[among], notices, scored.left[among])
        )
        start = end
    return parts


def _plain(values: Any) -> list[Decision]:
    """Labels and numbers of Python."""
    return [None if each is None else each if isinstance(each, str) else float(each) for each in _listed(values)]


def _listed(values: Any) -> list[Any]:
    return values.to_list() if isinstance(values, pl.Series) else list(values)
