"""Negative controls: what a sound evaluation must not find, run through the same path as any candidate."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray
from scipy.stats import rankdata

from shipworthy.lab.answers import encode_labels
from shipworthy.lab.evaluate import evaluate
from shipworthy.lab.roadmap import default_candidates
from shipworthy.lab.study import Study
from shipworthy.lab.units import strata_of
from shipworthy.records.fold import Fold
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec, Target, Task
from shipworthy.records.table import Column, Table
from shipworthy.stats.shuffled import shuffled_z

MOST_LEARNED: Final = 3_000
MOST_ASKED: Final = 2_000
_ENOUGH: Final = 40
_KNOWN: Final = ("sklearn.", "lightgbm.")
_QUICK: Final = "tabular"
_OUTCOMES: Final = ("target", "not_known")
"""Roles of columns that are known with the outcome, and are dealt out together with it."""


@dataclass(frozen=True)
class Dealt:
    """What came of learning from outcomes dealt at random.

    Attributes:
        candidate: who learned.
        z: how far its order of the rows asked about lies above chance, in standard deviations; None when it cannot be
            told.
        rows: asked about, with an outcome.
    """

    candidate: str
    z: float | None
    rows: int


def learn_from_dealt(
    study: Study, spec: CandidateSpec, *, progress: Callable[[int, int, str], None]
) -> tuple[Dealt, ...]:
    """Deals the outcomes of all rows at random, and has candidates learn and answer as they do at the gate.

    What is dealt is everything known with the outcome, in the rows learned from and those asked about alike. So
    nothing can be learned, unless rows asked about are learned from too, or columns known with the outcome get into
    the features. All outcomes are dealt over all rows, whatever their period or group: were they dealt within periods,
    a candidate could learn what the periods differ by, and rightly so.

    Args:
        study: as evaluated; a sample of the rows of its last fold is used.
        spec: learns too where it is known to be quick, beside the tabular baseline, which can learn rows by heart.
        progress: told as evaluation goes on.

    Returns:
        What came of each that could learn.
    """
    quick = [each for each in default_candidates(study.task) if each.name == _QUICK]
    own = [spec] if any(spec.target.startswith(prefix) for prefix in _KNOWN) and spec.name != _QUICK else []
    found = evaluate(_dealt(_sampled(study)), [*quick, *own], progress=progress).attempts
    asked = [
        (each.spec.name, each.predictions.frame.filter(pl.col("outcome").is_not_null()))
        for each in found
        if each.predictions is not None
    ]
    return tuple(Dealt(name, _z(rows, study.task), rows.height) for name, rows in asked)


def dealt_answers(predictions: Predictions, seed: int = 0) -> Predictions:
    """A useless candidate: the answers of a candidate, dealt at random to the rows of their origin.

    >>> from shipworthy.records.spec import Task
    >>> frame = pl.DataFrame({"id": ["a", "b"], "origin": "holdout", "score": [0.1, 0.9], "outcome": ["no", "yes"]})
    >>> dealt = dealt_answers(Predictions(candidate="x", task=Task(kind="binary", classes=("no", "yes")), frame=frame))
    >>> sorted(dealt.frame["score"]), dealt.frame["outcome"].to_list()
    ([0.1, 0.9], ['no', 'yes'])
    """
    frame, random = predictions.frame, np.random.default_rng(seed)
    places = np.arange(frame.height)
    for origin in frame["origin"].unique():
        mine = np.flatnonzero((frame["origin"] == origin).to_numpy())
        places[mine] = mine[random.permutation(len(mine))]
    answers = [name for name in ("score", "decision") if name in frame.columns]
    return structs.replace(predictions, frame=frame.with_columns(frame.select(answers)[places]))


@dataclass(frozen=True, eq=False)
class Planted:
    """A copy of some rows in which columns give the outcome away; they are its only features.

    Attributes:
        table: the copy.
        names: of what was planted; none with too few or too equal outcomes to see anything.
        target: the column of the copy that holds what turned out, also where the table itself has none.
    """

    table: Table
    names: tuple[str, ...]
    target: Target


def plant(table: Table, labels: pl.Series, task: Task, most: int = 5_000) -> Planted:
    """Plants the outcome in other words; of two classes also a number written down after the fact.

    Args:
        table: the joined table.
        labels: what turned out. # (rows,)
        task: what is predicted.
        most: rows of the copy.
    """
    kind: Literal["classification", "regression"] = "regression" if task.kind == "regression" else "classification"
    target = Target(column=_free("turned_out", table), kind=kind)
    rows = labels.is_not_null().arg_true()
    rows = rows.gather_every(max(1, -(-len(rows) // most)))
    known = labels.gather(rows)
    if len(known) < _ENOUGH or known.n_unique() < 2:
        return Planted(table, (), target)
    codes = encode_labels(known, task).astype(np.float64)
    planted = {_free("told", table): pl.Series(3 * codes + 7) if task.kind == "regression" else "so: " + known}
    if task.kind == "binary":
        planted[_free("after", table)] = pl.Series(codes + np.random.default_rng(0).uniform(0, 0.9, len(codes)))
    others = [structs.replace(each, role="dropped") for each in table.columns]
    made = [Column(name=name, kind="other", source=table.name) for name in planted]
    outcome = Column(name=target.column, kind="other", role="target", source=table.name)
    frame = table.frame[rows].with_columns(**planted, **{target.column: known})
    copy = structs.replace(table, frame=frame, columns=(*others, *made, outcome))
    return Planted(copy, tuple(planted), target)


def _free(name: str, table: Table) -> str:
    while name in table.frame.columns:
        name += "_"
    return name


def _sampled(study: Study) -> Study:
    """Some rows of the last fold; those that it both learns from and asks about stay on both sides."""
    fold, random = study.folds[-1], np.random.default_rng(study.place.seed)
    test = _some(study, fold.test[study.labels.gather(fold.test).is_not_null().to_numpy()], MOST_ASKED, random)
    both = np.intersect1d(fold.train, test)
    train = np.union1d(_some(study, np.setdiff1d(fold.train, fold.test), MOST_LEARNED, random), both)
    rows = np.union1d(train, test)
    return replace(
        study,
        table=structs.replace(study.table, frame=study.table.frame[rows]),
        labels=study.labels.gather(rows),
        periods=study.periods.gather(rows),
        groups=None if study.groups is None else study.groups.gather(rows),
        inputs=(),
        folds=(
            Fold(
                name=fold.name,
                origin=fold.origin,
                train=np.searchsorted(rows, train),
                test=np.searchsorted(rows, test),
            ),
        ),
    )


def _some(study: Study, rows: NDArray[np.int64], most: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Rows drawn at random, of each class as many as of any other where there are so many."""
    if len(rows) <= most:
        return rows
    strata = strata_of(study.labels.gather(rows))
    turn = np.empty(len(rows), dtype=np.int64)
    for stratum in np.unique(strata):
        mine = np.flatnonzero(strata == stratum)
        turn[mine] = random.permutation(len(mine))
    return np.sort(rows[np.argsort(turn, kind="stable")[:most]])


def _dealt(study: Study) -> Study:
    """Outcomes, and all that is known with them, dealt at random over the rows whose outcome is known."""
    known = np.flatnonzero(study.labels.is_not_null().to_numpy())
    places = np.arange(len(study.labels))
    places[known] = known[np.random.default_rng(study.place.seed).permutation(len(known))]
    frame = study.table.frame
    moved = study.table.of(*_OUTCOMES)
    mixed = frame.with_columns(frame.select(moved)[places]) if moved else frame
    return replace(study, table=structs.replace(study.table, frame=mixed), labels=study.labels.gather(places))


def _z(rows: pl.DataFrame, task: Task) -> float | None:
    if rows["score"].n_unique() < 2:
        # whoever says the same of every row has learned nothing
        return 0.0
    outcome = encode_labels(rows["outcome"], task)
    if task.kind == "multiclass":
        return shuffled_z(np.array(rows["score"].to_list()), np.eye(len(task.classes))[outcome])
    # ranks: one wild number must not speak for all
    ranked = rankdata(rows["score"].to_numpy()), rankdata(outcome)
    return shuffled_z(ranked[0][:, None], ranked[1][:, None])
