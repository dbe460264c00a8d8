"""One prediction explained in words: the answer first, how sure, then why; on real models of a real bundle."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression

from shipworthy.bundle.load import Loaded
from shipworthy.explain.background import Background, background
from shipworthy.explain.calibration import Calibration
from shipworthy.explain.explain import explain
from shipworthy.explain.learn import learn
from shipworthy.explain.of_bundle import BACKGROUND, CALIBRATION, explain_row
from shipworthy.foundation.errors import BundleError
from shipworthy.records.bundle import Bundle, Input
from shipworthy.records.explanation import Explanation
from shipworthy.records.predictions import Predictions
from tests.explain.bundles import FEATURES, LATE, PRICE, ROW, SIZES, frame_of, outcome_of, shipped


def explained(loaded: Loaded, **changes: Any) -> Explanation:
    read = loaded.door.rows([{**ROW, **changes}])
    assert not read.errors
    return explain_row(loaded, read.frame)


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    model = HistGradientBoostingClassifier(max_iter=40, random_state=0)
    return shipped(tmp_path_factory.mktemp("late") / "1", LATE, model, threshold=0.4)


def test_the_answer_comes_first_then_how_sure_then_the_weightiest_reasons(late: Loaded) -> None:
    told = explained(late)
    assert re.fullmatch(r"The answer is “late”: the chance of “late” is put at \d\d in 100\.", told.says[0])
    assert told.sure
    assert told.says[1] == told.sure.says
    assert re.fullmatch(r"Of 100 cases that looked like this, about \d\d turned out “late”; .*", told.says[1])
    assert len(told.says) <= 5
    assert {told.says[2].split(":")[0], told.says[3].split(":")[0]} == {"sched hour is 19", "port is EWR"}
    assert all(re.search(r": that raises the chance by \d+ in 100\.$", one) for one in told.says[2:4])
    assert (told.answer, told.unit) == ("late", "share")


def test_columns_add_up_to_the_score_and_come_the_weightiest_first(late: Loaded) -> None:
    told = explained(late, sched_hour=6, port="JFK")
    moved = [one.amount for one in told.contributions]
    assert told.base + sum(moved) == pytest.approx(told.score, abs=1e-9)
    assert [abs(one) for one in moved] == sorted((abs(one) for one in moved), reverse=True)
    assert [one.column for one in told.contributions if one.source == "weather"] == ["noise"]
    assert told.answer == "on time"
    assert "The answer is “on time”: the chance of “late” is put at " in told.says[0]
    assert "that lowers the chance by" in told.says[2]


def test_only_what_is_learned_from_is_told_and_nothing_personal_is_kept(late: Loaded) -> None:
    told = explained(late)
    assert {one.column for one in told.contributions} == set(FEATURES)
    assert "Ada" not in str(told.to_dict())
    kept = late.extra(BACKGROUND, Background)
    assert kept is not None
    assert kept.frame.columns == FEATURES
    assert kept.frame.height == 100


def test_a_feature_that_is_personal_is_told_without_its_value() -> None:
    inputs = (Input(name="age", kind="number", personal=True), Input(name="size", kind="number"))
    bundle = Bundle(project="p", version=1, candidate="c", task=LATE, inputs=inputs)
    held = pl.DataFrame({"age": [30.0, 40.0], "size": [1.0, 2.0]})
    row = pl.DataFrame({"age": [86.0], "size": [2.0]})
    told = explain(lambda rows: rows["age"].to_numpy() / 100, row, held, bundle)
    assert "86 in 100" in told.says[0]
    assert told.contributions[0].value == ""
    assert told.says[1] == "age: that raises the chance by 51 in 100."


def test_what_a_row_does_not_know_is_no_error(late: Loaded) -> None:
    told = explained(late, port=None, noise=None)
    assert {one.value for one in told.contributions if one.column != "sched_hour"} == {""}
    assert told.base + sum(one.amount for one in told.contributions) == pytest.approx(told.score, abs=1e-9)


def test_the_same_row_is_told_the_same_twice(late: Loaded) -> None:
    assert explained(late) == explained(late)


def test_numbers_are_told_in_the_unit_of_the_target(tmp_path: Path) -> None:
    loaded = shipped(tmp_path / "1", PRICE, LinearRegression())
    told = explained(loaded)
    assert re.fullmatch(r"The answer is 1\d\d,000 EUR\.", told.says[0])
    assert re.fullmatch(r"8 in 10 cases like this turned out between [\d,]+ and [\d,]+ EUR\.", told.says[1])
    # 20,000 for a port that one in three rows has already, and 3,000 for each of 5 to 6 hours later than the mean
    moved = {one.split(":")[0]: one.rpartition("adds ")[2] for one in told.says[2:4]}
    assert set(moved) == {"port is EWR", "sched hour is 19"}
    assert all(re.fullmatch(r"1[2-6],\d00 EUR\.", part) for part in moved.values())
    assert (told.unit, told.answer) == ("EUR", told.says[0].removeprefix("The answer is ").removesuffix("."))
    lower = explained(loaded, sched_hour=6)
    assert any(" takes off " in one for one in lower.says)


def test_of_several_classes_the_one_decided_on_is_told(tmp_path: Path) -> None:
    loaded = shipped(tmp_path / "1", SIZES, LogisticRegression(max_iter=300))
    told = explained(loaded)
    label = told.answer
    row = loaded.door.rows([ROW]).frame
    assert told.score == pytest.approx(loaded.score(row)[0].max())
    assert told.says[0].startswith(f"The answer is “{label}”: the chance of “{label}” is put at ")
    assert told.sure
    assert told.sure.share == pytest.approx(told.score, abs=0.1)
    assert told.base + sum(one.amount for one in told.contributions) == pytest.approx(told.score, abs=1e-6)


def test_without_a_decision_or_a_calibration_the_rest_is_told() -> None:
    bundle = Bundle(project="p", version=1, candidate="c", task=LATE, inputs=(Input(name="a", kind="number"),))
    row = pl.DataFrame({"a": [1.0]})
    told = explain(lambda rows: np.full(rows.height, 0.3), row, row, bundle, id="x")
    assert told.says == ("The chance of “late” is put at 30 in 100.", "No single column moves it much.")
    assert (told.id, told.answer, told.sure) == ("x", "", None)


def test_a_bundle_without_background_says_what_to_do(tmp_path: Path) -> None:
    class Bare:
        bundle = Bundle(project="p", version=1, candidate="c", task=LATE)

        def score(self, frame: pl.DataFrame) -> Any: ...

        def decide(self, scores: Any, frame: pl.DataFrame) -> Any: ...

        def extra(self, name: str, kind: Any) -> Any:
            return None

    with pytest.raises(BundleError, match="cannot explain its answers") as told:
        explain_row(Bare(), pl.DataFrame({"a": [1]}))
    assert "shipworthy ship" in str(told.value)


def test_the_background_is_drawn_by_its_seed_and_comes_back_as_it_was() -> None:
    frame = frame_of(500).with_columns(port=pl.col("port").cast(pl.Categorical))
    one, same, other = (background(frame, FEATURES, seed=seed) for seed in (1, 1, 2))
    assert one == same != other
    assert hash(one) == hash(same)
    assert one.frame.height == 100
    assert one.frame["port"].dtype == pl.String
    assert Background.from_dict(one.to_dict()) == one


def test_calibrations_of_a_bundle_are_those_of_the_rows_kept_aside(late: Loaded) -> None:
    kept = late.extra(CALIBRATION, Calibration)
    later = frame_of(seed=7)
    scores = late.score(later)
    known = pl.DataFrame({"id": [str(at) for at in range(later.height)], "score": scores})
    known = known.with_columns(outcome=pl.Series(outcome_of(later, LATE, seed=8)))
    assert kept == learn(Predictions(candidate="a", task=LATE, frame=known))
