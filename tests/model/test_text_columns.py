"""Text columns carry value out of the box: on real tables, against a constant, in both views."""

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from vega_datasets import local_data

from shipworthy.model.learning import fit_features

Table = tuple[pl.DataFrame, NDArray[np.int64]]
MODELS = {
    "linear": LogisticRegression(max_iter=2000),
    "trees": HistGradientBoostingClassifier(max_iter=60, learning_rate=0.05),
}


def airports() -> Table:
    """Short texts: does an airport lie in the west, by its name and city?"""
    known = local_data.airports().dropna(subset=["name", "city"])
    frame = pl.DataFrame({"name": known["name"].tolist(), "city": known["city"].tolist()})
    return frame, np.asarray(known["longitude"] < -100, dtype=np.int64)


def long_texts() -> Table:
    """Texts of hundreds of letters: the names of ten airports of one half of the country, one after the other."""
    frame, west = airports()
    random = np.random.default_rng(0)
    halves = [frame["name"].filter(pl.Series(west == half)).to_list() for half in (0, 1)]
    answers = random.integers(0, 2, 600)
    words = [
        f"Report {row}. " + ", ".join(str(random.choice(halves[half])) for _ in range(10))
        for row, half in enumerate(answers)
    ]
    assert np.median([len(text) for text in words]) > 150
    return pl.DataFrame({"note": words}), answers


def languages() -> Table:
    """One sentence a row in scripts of five languages; what it says hangs on the words, not on the language."""
    random = np.random.default_rng(1)
    said = {
        0: ["sehr zufrieden", "tout va bien", "すばらしい製品です", "все отлично", "كل شيء رائع"],
        1: ["leider kaputt", "c'est en panne", "壊れていました", "совсем сломано", "لقد تعطل المنتج"],
    }
    answers = random.integers(0, 2, 500)
    texts = [f"{random.choice(said[half])} nº {random.integers(10_000)}" for half in answers]
    return pl.DataFrame({"words": texts}), answers


def emoji() -> Table:
    """Only pictures tell."""
    random = np.random.default_rng(2)
    answers = random.integers(0, 2, 500)
    happy, sad = ["😀", "🎉", "👍🏽", "❤️"], ["😡", "💔", "👎", "😭"]
    texts = [f"{random.choice((happy, sad)[half])} order {random.integers(10_000)}" for half in answers]
    return pl.DataFrame({"mood": texts}), answers


def half_empty() -> Table:
    """As the airports, but in every second row the name is missing, and a column of text is empty all through."""
    frame, west = airports()
    gone = pl.int_range(frame.height, eager=True) % 2 == 0
    name = pl.when(gone).then(pl.lit(None, dtype=pl.String)).otherwise("name").alias("name")
    return frame.with_columns(name, nothing=pl.lit(None, dtype=pl.String)), west


def gain(table: Table, view: str) -> float:
    """Share of a constant's loss that is gone, on a third of the rows that nothing was learned from."""
    frame, answers = table
    aside = np.random.default_rng(7).random(frame.height) < 1 / 3
    features, learned = fit_features(frame.filter(pl.Series(~aside)))
    model = MODELS[view].fit(getattr(learned, view), answers[~aside])
    asked = features.transform(frame.filter(pl.Series(aside)))
    said = model.predict_proba(getattr(asked, view))[:, 1]
    constant = np.full(aside.sum(), answers[~aside].mean())
    return 1 - float(log_loss(answers[aside], said) / log_loss(answers[aside], constant))


@pytest.mark.slow
@pytest.mark.parametrize("view", MODELS)
@pytest.mark.parametrize(
    ("table", "least"),
    [(airports, 0.04), (long_texts, 0.1), (languages, 0.5), (emoji, 0.3), (half_empty, 0.01)],
    ids=["short", "long", "languages", "emoji", "half empty"],
)
def test_text_tells_more_than_a_constant(table: Callable[[], Table], least: float, view: str) -> None:
    assert gain(table(), view) > least


@pytest.mark.parametrize("view", MODELS)
def test_text_that_says_nothing_of_the_outcome_brings_nothing(view: str) -> None:
    frame, west = languages()
    assert gain((frame, np.random.default_rng(5).permutation(west)), view) < 0.05
