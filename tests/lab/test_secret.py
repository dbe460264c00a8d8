"""A secret planted in the rows kept aside: whatever happens to them changes nothing of what is learned elsewhere.

The rows kept aside get another outcome, a column that gives it away, new words, wild numbers and empty cells. What is
learned, chosen and decided must be the same to the last bit.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from msgspec import structs

from shipworthy.lab.evaluate import evaluate
from shipworthy.lab.inner import inner_folds
from shipworthy.lab.lesson import Lesson
from shipworthy.lab.roadmap import default_candidates
from shipworthy.lab.splits import make_folds, periods_of
from shipworthy.lab.study import Study, Workplace
from shipworthy.measure.rolling import decide_rolling
from shipworthy.records.fold import Fold
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Split, Task, Worth
from tests.lab.samples import BINARY, REGRESSION, easy, silent, table_of

ROWS = 420
WORTH = Worth(unit="USD", outcomes={"yes": {"yes": 9.0, "no": -4.0}, "no": {"yes": 0.0, "no": 0.0}})


def rows(kind: str) -> tuple[pl.DataFrame, pl.Series]:
    frame, labels = easy(ROWS)
    random = np.random.default_rng(7)
    words = np.array(["late", "again", "driver", "rain", "gate", "crew", "fuel", "snow"])
    said = [" ".join(random.choice(words, 12)) for _ in range(ROWS)]
    frame = frame.with_columns(
        told=pl.lit(0.5),
        note=pl.Series(said),
        gap=pl.when(pl.int_range(pl.len()) % 9 == 0).then(None).otherwise(pl.col("noise") * 3),
    ).drop("email")
    if kind == "regression":
        return frame, pl.Series("y", frame["size"].to_numpy() * 3 + random.normal(size=ROWS))
    return frame, labels


def spoiled(frame: pl.DataFrame, labels: pl.Series, where: np.ndarray) -> tuple[pl.DataFrame, pl.Series]:
    """The same table with a secret in some rows: their outcome is turned round, and a column gives it away."""
    inside = pl.Series(np.isin(np.arange(frame.height), where))
    numbers = labels.dtype.is_numeric()
    turned = -1000 * labels if numbers else labels.replace_strict({"yes": "no", "no": "yes"})
    secret = turned if numbers else (turned == "yes").cast(pl.Float64)
    other = frame.with_columns(
        told=pl.when(inside).then(secret).otherwise("told"),
        size=pl.when(inside).then(pl.col("size") * 1e6 + 1e7).otherwise("size"),
        noise=pl.when(inside).then(None).otherwise("noise"),
        gap=pl.when(inside).then(-1e9).otherwise("gap"),
        colour=pl.when(inside).then(pl.lit("never seen")).otherwise("colour"),
        note=pl.when(inside).then(pl.lit("secret words that nobody used before")).otherwise("note"),
    )
    return other, pl.select(pl.when(inside).then(turned).otherwise(labels).alias("y"))["y"]


def study_of(frame: pl.DataFrame, labels: pl.Series, split: Split, task: Task) -> Study:
    table = table_of(frame, time="when")
    folds, periods = make_folds(split, table, labels), periods_of(split, table)
    place = Workplace(seed=3, workers=2)
    return Study(table, labels, task, folds, periods, inputs=("colour",), place=place, split=split)


def answers(study: Study, decide: bool) -> dict[str, Predictions]:
    names = ("constant", "linear", "tabular", "boosting")
    specs = [each for each in default_candidates(study.task) if each.name in names]
    found = {each.spec.name: each.predictions for each in evaluate(study, specs, progress=silent).attempts}
    told = {name: each for name, each in found.items() if each is not None}
    assert len(told) == len(names)
    if not decide:
        return told
    return {name: _decided(each, bool(study.split.time)) for name, each in told.items()}


def _decided(predictions: Predictions, ordered: bool) -> Predictions:
    return decide_rolling(predictions, WORTH, ordered=ordered).predictions


SPLITS: list[Callable[[], Split]] = [lambda: Split(time="when", folds=2), lambda: Split(folds=2, seed=4)]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["binary", "regression"])
@pytest.mark.parametrize("split", SPLITS, ids=["by time", "at random"])
def test_a_secret_in_the_rows_kept_aside_changes_nothing_elsewhere(kind: str, split: Callable[[], Split]) -> None:
    frame, labels = rows(kind)
    task = REGRESSION if kind == "regression" else BINARY
    before = study_of(frame, labels, split(), task)
    aside = before.folds[-1].test
    other, turned = spoiled(frame, labels, aside)
    after = replace(before, table=table_of(other, time="when"), labels=turned)
    if before.split.time:
        _same_folds(before.folds, study_of(other, turned, split(), task).folds)
    told, now = answers(before, kind == "binary"), answers(after, kind == "binary")
    for name, one in told.items():
        mine, theirs = (each.frame.filter(pl.col("origin") == "fold") for each in (one, now[name]))
        assert mine.equals(theirs), f"{name} learned from what is kept aside"
        assert one.threshold == now[name].threshold, f"the threshold of {name} saw what is kept aside"


@pytest.mark.slow
@pytest.mark.parametrize("split", SPLITS, ids=["by time", "at random"])
def test_features_encoders_and_answers_of_the_last_fit_come_from_the_rows_learned_from(
    split: Callable[[], Split],
) -> None:
    """Half of the rows kept aside are spoiled: what is said of the other half is the same to the last bit."""
    frame, labels = rows("binary")
    before = study_of(frame, labels, split(), BINARY)
    fold = before.folds[-1]
    other, turned = spoiled(frame, labels, fold.test[::2])
    after = replace(before, table=table_of(other, time="when"), labels=turned)
    untouched = np.isin(fold.test, fold.test[::2], invert=True)
    first, second = Lesson(before, fold), Lesson(after, fold)
    assert np.array_equal(first.answers, second.answers)
    assert np.array_equal(first.train.trees, second.train.trees, equal_nan=True)
    assert np.array_equal(first.test.trees[untouched], second.test.trees[untouched], equal_nan=True), (
        "an encoder, a list of categories or a vocabulary saw rows kept aside"
    )
    told, now = answers(before, decide=True), answers(after, decide=True)
    names = [str(row) for row in fold.test[untouched]]
    for name, one in told.items():
        mine, theirs = (each.frame.filter(pl.col("id").is_in(names)) for each in (one, now[name]))
        assert mine.equals(theirs)


def test_what_is_tuned_within_a_fold_never_sees_the_rows_that_the_fold_is_asked_about() -> None:
    frame, labels = rows("binary")
    study = study_of(frame, labels, Split(time="when", folds=2), BINARY)
    for fold in study.folds:
        other, turned = spoiled(frame, labels, fold.test)
        after = replace(study, table=table_of(other, time="when"), labels=turned)
        _same_folds(inner_folds(study, fold), inner_folds(after, fold))


def test_one_spoiled_row_among_those_learned_from_would_be_noticed() -> None:
    frame, labels = rows("binary")
    frame = frame.drop("note")
    before = study_of(frame, labels, Split(folds=2), BINARY)
    fold = before.folds[-1]
    other, turned = spoiled(frame.with_columns(note=pl.lit("")), labels, fold.test[:1])
    broken = structs.replace(fold, train=np.union1d(fold.train, fold.test[:1]))
    after = replace(before, table=table_of(other.drop("note"), time="when"), labels=turned, folds=(broken,))
    spec = [each for each in default_candidates(BINARY) if each.name == "linear"]
    told, now = (
        evaluate(each, spec, progress=silent).attempts[0].predictions
        for each in (replace(before, folds=(fold,)), after)
    )
    assert told is not None
    assert now is not None
    assert not told.frame["score"][1:].equals(now.frame["score"][1:])


def _same_folds(mine: tuple[Fold, ...], theirs: tuple[Fold, ...]) -> None:
    assert [each.name for each in mine] == [each.name for each in theirs]
    for one, other in zip(mine, theirs, strict=True):
        assert np.array_equal(one.train, other.train)
        assert np.array_equal(one.test, other.test)
