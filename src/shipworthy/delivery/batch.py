"""Whole tables answered at once."""

import itertools
import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import uuid4

import numpy as np
import polars as pl

from shipworthy.bundle.brought import groups, inputs, times
from shipworthy.bundle.deciding import Decision, limited, together
from shipworthy.bundle.fields import FieldError
from shipworthy.bundle.leaving import LEFT, leave, left
from shipworthy.bundle.load import Loaded
from shipworthy.delivery.lenient import sort_rows
from shipworthy.foundation.clock import Clock
from shipworthy.records.deployment import Mode
from shipworthy.records.logged import Logged, Route
from shipworthy.records.spec import Task
from shipworthy.store.prediction_log import PredictionLog

Progress = Callable[[int, int, str], object]
Score = float | list[float] | None

_CHUNK: Final = 5_000
_TRIES: Final = 64
_NO_ROOM: Final = "there is no room for it: others of its time are likelier"
_WHY: Final = {"model": "", "review": "an amount that the decision depends on is missing", "today": LEFT}
_STANDING_IN: Final = "what stands in for the model is answering"


@dataclass
class _Answers:
    """Answers to the rows of a chunk that fit, in their order."""

    scores: list[Score] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    why: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Chunk:
    """Some rows and their answers."""

    ids: Sequence[str]
    frame: pl.DataFrame  # the rows that fit
    places: Sequence[int]  # where these stand among all of the chunk
    wrong: dict[int, FieldError]
    answers: _Answers
    seconds: float


def score_frame(
    loaded: Loaded,
    frame: pl.DataFrame,
    *,
    clock: Clock,
    chunk: int = _CHUNK,
    log: PredictionLog | None = None,
    mode: Mode = "model",
    progress: Progress | None = None,
) -> pl.DataFrame:
    """Answers every row; one that does not fit, or that the model fails on, stops no other.

    Args:
        loaded: the bundle.
        frame: rows; columns that the bundle does not know are left unread.
        clock: tells when rows were answered.
        chunk: rows answered, and logged, at a time.
        log: predictions are written there with the origin `batch`, chunk by chunk; rows that do not fit are not.
        mode: `fallback` lets what stands in for the model answer.
        progress: told rows done, rows in all, and what is going on.

    Returns:
        One row each, in order: `id`, `score` (or `score LABEL` for each of several classes), `decision`, `route`
        (model, today, fallback, review), `why` (why it was not the model, or why a likely case is not acted on; else
        empty) and `version`. Where only so many of a period can be acted on, these are the likeliest of the whole
        table.

    Raises:
        LogError, StorageError: when the log cannot be written; chunks before that are in it.
    """
    parts = [_table([], [], _Answers(), loaded, {})]
    answered: Iterable[_Chunk] = _chunks(loaded, frame, chunk, mode, progress)
    if mode != "fallback" and limited(loaded.bundle):
        # who comes first is only known when all have been asked about
        answered = _together(loaded, list(answered))
    for each in answered:
        if log is not None:
            log.write(_entries(loaded, each, clock))
        parts.append(_table(each.ids, each.places, each.answers, loaded, each.wrong))
    return pl.concat(parts)


def beside(frame: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """A frame with its answers; an answer's column whose name is taken gets ` (answer)` behind it.

    >>> beside(pl.DataFrame({"id": [7]}), pl.DataFrame({"id": ["a-0"], "decision": ["yes"]})).columns
    ['id', 'id (answer)', 'decision']
    """
    taken = set(frame.columns)
    names = {}
    for name in answers.columns:
        free = name
        while free in taken:
            free += " (answer)"
        names[name] = free
        taken.add(free)
    return frame.hstack(answers.rename(names))


def _chunks(loaded: Loaded, frame: pl.DataFrame, chunk: int, mode: Mode, progress: Progress | None) -> Iterator[_Chunk]:
    name = uuid4().hex[:16]
    for start in range(0, frame.height, chunk):
        began = time.perf_counter()
        rows = frame[start : start + chunk]
        sorted_ = sort_rows(loaded.door, rows)
        answers = _Answers()
        if mode == "fallback":
            _stand_in(loaded, sorted_.frame, _STANDING_IN, answers)
        else:
            _ask(loaded, sorted_.frame, answers, [_TRIES])
        ids = [f"{name}-{place}" for place in range(start, start + rows.height)]
        yield _Chunk(ids, sorted_.frame, sorted_.places, sorted_.wrong, answers, time.perf_counter() - began)
        if progress is not None:
            progress(start + rows.height, frame.height, "answering rows")


def _together(loaded: Loaded, chunks: Sequence[_Chunk]) -> Sequence[_Chunk]:
    """Decides the rows that the model answered by what room there is for all of them."""
    if not chunks:
        return chunks
    scores = [score if isinstance(score, float) else math.nan for each in chunks for score in each.answers.scores]
    frame = pl.concat([each.frame for each in chunks])
    decided = iter(leave(loaded.bundle, np.array(scores), frame, together(loaded.bundle, np.array(scores), frame)))
    positive = loaded.bundle.task.positive
    for each in chunks:
        answers = each.answers
        for place, decision in enumerate(itertools.islice(decided, len(answers.routes))):
            if answers.routes[place] == "model":
                if decision != positive and answers.decisions[place] == positive:
                    answers.why[place] = _NO_ROOM
                answers.decisions[place] = decision
    return chunks


def _ask(loaded: Loaded, frame: pl.DataFrame, answers: _Answers, tries: list[int]) -> None:
    """Asks the model; halves what it fails on until the rows that it fails on are alone, or it failed too often."""
    if not frame.height:
        return
    tries[0] -= 1
    try:
        scores = loaded.score(frame)
        decisions = loaded.decide(scores, frame)
        leaves = left(loaded.bundle, scores, frame).tolist()
    except Exception as error:
        # somebody else's model may raise anything; its words may hold values of the rows
        if frame.height == 1 or tries[0] <= 0:
            _stand_in(loaded, frame, f"the model failed with {type(error).__name__}", answers)
            return
        middle = frame.height // 2
        _ask(loaded, frame[:middle], answers, tries)
        _ask(loaded, frame[middle:], answers, tries)
        return
    answers.scores += scores.tolist()
    answers.decisions += decisions
    routes: list[Route] = [
        "review" if each is None else "today" if leaving else "model"
        for each, leaving in zip(decisions, leaves, strict=True)
    ]
    answers.routes += routes
    answers.why += [_WHY[each] for each in routes]


def _stand_in(loaded: Loaded, frame: pl.DataFrame, why: str, answers: _Answers) -> None:
    try:
        decisions = loaded.stand_in(frame)
    except Exception:
        # where today's rule fails too, a person decides
        decisions = [None] * frame.height
    answers.scores += [None] * frame.height
    answers.decisions += decisions
    answers.routes += ["review" if each is None else "fallback" for each in decisions]
    answers.why += [why] * frame.height


def _entries(loaded: Loaded, chunk: _Chunk, clock: Clock) -> list[Logged]:
    bundle, received, frame, answers = loaded.bundle, clock.now(), chunk.frame, chunk.answers
    brought, moments, grouped = inputs(frame, bundle), times(frame, bundle), groups(frame, bundle)
    return [
        Logged(
            id=id,
            time=moments[place] or received,
            received=received,
            version=bundle.version,
            origin="batch",
            route=answers.routes[place],
            why=answers.why[place],
            score=answers.scores[place],
            decision=answers.decisions[place],
            group=grouped[place],
            inputs=brought[place],
            seconds=chunk.seconds,
        )
        for place, id in enumerate(chunk.ids[row] for row in chunk.places)
    ]


def _table(
    ids: Sequence[str],
    places: Sequence[int],
    answers: _Answers,
    loaded: Loaded,
    wrong: dict[int, FieldError],
) -> pl.DataFrame:
    task = loaded.bundle.task
    answered = pl.DataFrame(
        [
            pl.Series("place", places, dtype=pl.Int64),
            *_scores(answers.scores, task),
            pl.Series("decision", answers.decisions, dtype=pl.Float64 if task.kind == "regression" else pl.String),
            pl.Series("route", answers.routes, dtype=pl.String),
            pl.Series("why", answers.why, dtype=pl.String),
        ]
    )
    refused = pl.DataFrame(
        {"place": list(wrong), "why": [_why(each) for each in wrong.values()]},
        schema={"place": pl.Int64, "why": pl.String},
    ).with_columns(route=pl.lit("review"))
    return (
        pl.concat([answered, refused], how="diagonal")
        .sort("place")
        .drop("place")
        .select(pl.Series("id", ids, dtype=pl.String), pl.all(), version=pl.lit(loaded.bundle.version, dtype=pl.Int64))
    )


def _scores(scores: Sequence[Score], task: Task) -> list[pl.Series]:
    if task.kind != "multiclass":
        return [pl.Series("score", scores, dtype=pl.Float64)]
    return [
        pl.Series(f"score {label}", [each[place] if isinstance(each, list) else None for each in scores], pl.Float64)
        for place, label in enumerate(task.classes)
    ]


def _why(error: FieldError) -> str:
    """What is wrong with a row, naming field and value."""
    told = f"{error.field}: {error.what}"
    if error.seen:
        told += f"; seen: {error.seen}"
    return f"{told}; allowed: {error.allowed}" if error.allowed else told
