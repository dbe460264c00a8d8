"""Models that somebody fitted, asked about a frame in a notebook: no folder, no document."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from lightgbm import LGBMClassifier
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import average_precision_score, balanced_accuracy_score, mean_absolute_error
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import shipworthy
from shipworthy.foundation.errors import CandidateError, ColumnError, RequestError, UserError
from shipworthy.workflow.notebook import Result
from tests.workflow.project import signal


def frame(seed: int, rows: int = 300) -> pd.DataFrame:
    columns = signal(rows, seed)
    size = columns.pop("size")
    grade = np.where(size > 0.7, "high", np.where(size < -0.7, "low", "middle"))
    return pd.DataFrame({**columns, "late": size > 0, "grade": grade, "size": size})


LEARN, ASK = frame(1), frame(2)
INPUTS = ["a", "b", "c"]


def pipeline(model: Any) -> Any:
    columns = ColumnTransformer([("words", OneHotEncoder(), ["c"]), ("numbers", StandardScaler(), ["a", "b"])])
    return make_pipeline(columns, model)


def asked(target: str) -> pd.DataFrame:
    return ASK[[*INPUTS, target]]


def number(result: Result, candidate: str, name: str) -> float:
    found = [
        one.value for one in result.measurements if (one.candidate, one.name) == (candidate, name) and not one.slice
    ]
    assert found[0] is not None
    return found[0]


FRAMES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda data: data,
    "polars": pl.from_pandas,
    "arrow": lambda data: pa.Table.from_pandas(data.rename(index=lambda row: f"row {row}")),
}


@pytest.mark.parametrize("kind", FRAMES)
def test_a_pipeline_is_asked_in_any_frame_and_told_as_scikit_learn_tells_it(kind: str) -> None:
    model = pipeline(LogisticRegression()).fit(LEARN[INPUTS], LEARN["late"])
    result = shipworthy.evaluate(model, FRAMES[kind](asked("late")), "late")
    expected = average_precision_score(ASK["late"], model.predict_proba(ASK[INPUTS])[:, 1])
    assert number(result, "Pipeline", "average_precision") == pytest.approx(expected)


def test_several_classes_and_numbers_have_metrics_of_their_own() -> None:
    classes = pipeline(LogisticRegression()).fit(LEARN[INPUTS], LEARN["grade"])
    told = shipworthy.evaluate(classes, asked("grade"), "grade")
    expected = balanced_accuracy_score(ASK["grade"], classes.predict(ASK[INPUTS]))
    assert number(told, "Pipeline", "balanced_accuracy") == pytest.approx(expected)
    numbers = pipeline(Ridge()).fit(LEARN[INPUTS], LEARN["size"])
    told = shipworthy.evaluate(numbers, asked("size"), "size")
    assert number(told, "Pipeline", "mean_absolute_error") == pytest.approx(
        mean_absolute_error(ASK["size"], numbers.predict(ASK[INPUTS]))
    )


@pytest.mark.parametrize("kind", FRAMES)
def test_a_model_fitted_on_bare_numbers_gets_bare_numbers(kind: str) -> None:
    model = LogisticRegression().fit(LEARN[["a", "b"]].to_numpy(), LEARN["late"])
    result = shipworthy.evaluate(model, FRAMES[kind](ASK[["a", "b", "late"]]), "late")
    expected = average_precision_score(ASK["late"], model.predict_proba(ASK[["a", "b"]].to_numpy())[:, 1])
    assert number(result, "LogisticRegression", "average_precision") == pytest.approx(expected)


PROBABILITIES = 1 / (1 + np.exp(-ASK["a"].to_numpy()))
SAME: dict[str, Any] = {
    "function": lambda data: 1 / (1 + np.exp(-np.asarray(data["a"]))),
    "array": PROBABILITIES,
    "list": PROBABILITIES.tolist(),
    "pandas series": pd.Series(PROBABILITIES),
    "polars series": pl.Series(PROBABILITIES),
    "both classes": np.column_stack([1 - PROBABILITIES, PROBABILITIES]),
}


@pytest.mark.parametrize("name", SAME)
def test_a_function_and_answers_already_given_do_as_well(name: str) -> None:
    result = shipworthy.evaluate(SAME[name], asked("late"), "late")
    expected = average_precision_score(ASK["late"], PROBABILITIES)
    assert number(result, "function" if name == "function" else "predictions", "average_precision") == pytest.approx(
        expected
    )


def test_a_rule_is_words_and_gains_are_paid_per_thousand_cases() -> None:
    value = {"true_positive": 900, "false_positive": -250}
    result = shipworthy.evaluate("a > 0", asked("late"), "late", value=value, unit="USD", baseline="b > 0")

    def worth(acted: Any) -> float:
        return float(np.where(acted, np.where(ASK["late"], 900, -250), 0).mean() * 1000)

    assert number(result, "rule", "gain") == pytest.approx(worth(ASK["a"] > 0) - worth(ASK["b"] > 0))
    assert "USD" in repr(result)


def test_results_print_what_they_are_held_against() -> None:
    model = LGBMClassifier(n_estimators=20, verbose=-1).fit(LEARN[["a", "b"]], LEARN["late"])
    one = repr(shipworthy.evaluate(model, ASK[["a", "b", "late"]], "late"))
    assert "Measured on 300 rows." in one
    assert "held against always giving the same answer" in one
    assert "chosen" not in one
    both = shipworthy.compare({"rule": "a > 0", "boosted": model}, ASK[["a", "b", "late"]], "late")
    assert re.search(r"boosted .* chosen", repr(both))


def test_a_page_with_pictures_needs_nothing_from_outside() -> None:
    html = shipworthy.compare({"left": "a > 0", "right": "b > 0"}, asked("late"), "late")._repr_html_()
    assert html.count("<svg") >= 1
    assert "<script" not in html
    assert "than always giving the same answer" in html
    assert "than today" not in html


def test_what_a_decision_is_worth_is_said_by_columns_ranks_costs_or_a_function() -> None:
    late = ASK["late"].to_numpy()
    acted = (ASK["a"] > 0).to_numpy()
    by_hand = 1000 * (acted * np.where(late, ASK["b"], -2.0)).mean()
    amounts = {"true_positive": "b", "false_positive": -2}
    assert number(shipworthy.evaluate("a > 0", ASK, "late", value=amounts), "rule", "value") == pytest.approx(by_hand)

    def earned(frame: pl.DataFrame) -> Any:
        paid = np.where(frame["outcome"] == "true", frame["b"], -2.0)
        return np.where(frame["decision"] == "true", paid, 0.0)

    assert number(shipworthy.evaluate("a > 0", ASK, "late", value=earned), "rule", "value") == pytest.approx(by_hand)
    points = [{"off": -1, "costs": 4}, {"off": 1, "costs": 1}]
    priced = shipworthy.evaluate([0.0] * len(ASK), ASK, "size", value={"cost": {"points": points}})
    off = -ASK["size"].to_numpy()
    assert number(priced, "predictions", "value") == pytest.approx(-1000 * np.where(off < 0, -4 * off, off).mean())
    ranked = {"top": {"k": 5, "per": "side", "hit": 1, "miss": 0}}
    sides = ASK.assign(side=np.where(ASK["b"] > 0, "up", "down"))
    found = shipworthy.evaluate(lambda rows: 1 / (1 + np.exp(-rows["a"])), sides, "late", value=ranked)
    first = sides.sort_values("a", ascending=False).groupby("side").head(5)
    assert number(found, "function", "value") == pytest.approx(1000 * first["late"].sum() / len(ASK))


MISTAKES: dict[str, tuple[Callable[[], Any], type[UserError], str]] = {
    "no such target": (lambda: shipworthy.evaluate("a > 0", ASK, "latte"), ColumnError, "did you mean `late`"),
    "too few answers": (lambda: shipworthy.evaluate([0.5], ASK, "late"), CandidateError, "300 rows"),
    "not fitted": (lambda: shipworthy.evaluate(LogisticRegression(), ASK, "late"), CandidateError, "not fitted"),
    "no table": (lambda: shipworthy.evaluate("a > 0", [1, 2], "late"), RequestError, "not a table"),
    "no option": (lambda: shipworthy.evaluate("a > 0", ASK, "late", valeu=1), RequestError, "valeu"),
    "other amounts": (
        lambda: shipworthy.evaluate("a > 0", ASK, "late", value={"under": 1, "over": 2}),
        RequestError,
        "true_positive",
    ),
    "no rule": (lambda: shipworthy.evaluate("a >>> 0", ASK, "late"), RequestError, "cannot be understood"),
    "a column too few": (
        lambda: shipworthy.evaluate(Ridge().fit(LEARN[["a", "b"]], LEARN["size"]), ASK[["a", "size"]], "size"),
        CandidateError,
        "lacks columns that it was fitted on",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_in_the_users_words(name: str) -> None:
    call, kind, words = MISTAKES[name]
    with pytest.raises(kind) as refused:
        call()
    assert words in str(refused.value)
