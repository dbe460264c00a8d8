from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as some

from shipworthy.delivery.batch import beside, score_frame
from shipworthy.foundation.clock import SteppingClock
from shipworthy.foundation.errors import StorageError
from shipworthy.records.bundle import Input
from shipworthy.records.spec import StatusQuo, Task, Worth
from shipworthy.store.prediction_log import PredictionLog
from tests.delivery.models import BINARY, INPUTS, loaded

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def clock() -> SteppingClock:
    return SteppingClock(NOON)


def boats(*sizes: Any, **columns: Any) -> pl.DataFrame:
    return pl.DataFrame({"size": sizes, "colour": "red", "owner": "Ada", "mast": 7, **columns}, strict=False)


def test_every_row_is_answered_in_its_order() -> None:
    told: list[tuple[int, int]] = []
    answers = score_frame(
        loaded(),
        boats(7.0, 2.0, 5.0),
        clock=clock(),
        chunk=2,
        progress=lambda done, total, _: told.append((done, total)),
    )
    assert answers.drop("id").to_dict(as_series=False) == {
        "score": [0.7, 0.2, 0.5],
        "decision": ["yes", "no", "yes"],
        "route": ["model"] * 3,
        "why": [""] * 3,
        "version": [3] * 3,
    }
    assert (answers["id"].n_unique(), told) == (3, [(2, 3), (3, 3)])
    empty = score_frame(loaded(), boats(), clock=clock())
    assert (empty.height, empty.schema) == (0, answers.schema)


def test_rows_that_do_not_fit_go_to_a_person_with_the_reason_and_the_others_are_answered() -> None:
    rows = boats(
        "7", "many", None, " 2.5 ", "", sails=["true", "0", "1", "perhaps", None], colour=["red", "5", None, "", "x"]
    )
    answers = score_frame(loaded(), rows, clock=clock())
    assert answers["route"].to_list() == ["model", "review", "review", "review", "review"]
    assert answers["score"].to_list() == [0.7, None, None, None, None]
    assert answers["decision"].to_list() == ["yes", None, None, None, None]
    why = answers["why"].to_list()
    assert why[1].startswith("size: ")
    assert "many" in why[1]
    assert why[2].startswith("size: this field must not be empty")
    assert why[3].startswith("sails: ")
    assert "perhaps" in why[3]
    assert why[4].startswith("size: this field must not be empty")
    assert why[0] == ""


def test_a_personal_value_that_does_not_fit_is_not_told() -> None:
    inputs = (*INPUTS[:4], Input(name="owner", kind="number", personal=True))
    answers = score_frame(loaded(inputs=inputs), boats(7.0, 2.0, owner=["Ada", "12"]), clock=clock())
    assert answers["route"].to_list() == ["review", "model"]
    assert "Ada" not in answers["why"][0]
    assert answers["why"][0].startswith("owner: ")


def test_labels_that_are_numbers_in_the_file_are_labels() -> None:
    for colours in ([1, 2], [1.0, 2.0], [True, False]):
        answers = score_frame(loaded(), boats(7.0, 2.0, colour=colours), clock=clock())
        assert answers["route"].to_list() == ["model", "model"], colours


def test_a_needed_column_that_is_not_there_is_named_in_every_row_however_many() -> None:
    rows = pl.DataFrame({"colour": ["red"] * 1_300, "length": [3.0] * 1_300})
    answers = score_frame(loaded(), rows, clock=clock())
    assert set(answers["route"]) == {"review"}
    assert answers["why"].str.starts_with("size: this field is missing").all()
    without_any = score_frame(loaded(), pl.DataFrame({"length": [3.0]}), clock=clock())
    assert without_any["route"].to_list() == ["review"]


@given(sizes=some.lists(some.sampled_from(["1", "7", "many", "", None, "13"]), max_size=30), chunk=some.integers(1, 12))
def test_no_row_has_a_part_in_the_answer_of_another(sizes: list[str | None], chunk: int) -> None:
    rows = pl.DataFrame({"size": pl.Series(sizes, dtype=pl.String)})
    answers = score_frame(loaded(), rows, clock=clock(), chunk=chunk)
    wanted = {
        "1": ("no", "model", 0.1),
        "7": ("yes", "model", 0.7),
        "13": ("yes", "fallback", None),
        "many": (None, "review", None),
        "": (None, "review", None),
        None: (None, "review", None),
    }
    assert answers.select("decision", "route", "score").rows() == [wanted[size] for size in sizes]


def test_what_the_model_fails_on_is_answered_by_what_stands_in_and_its_words_stay_inside() -> None:
    sizes = [float(number % 9) for number in range(300)]
    sizes[7] = sizes[200] = 13.0
    model = loaded()
    answers = score_frame(model, boats(*sizes), clock=clock())
    failed = answers.filter(pl.col("route") != "model")
    assert failed["why"].to_list() == ["the model failed with ZeroDivisionError"] * 2
    assert (failed["decision"].to_list(), failed["score"].to_list()) == (["yes", "yes"], [None, None])
    assert answers[7]["route"].item() == answers[200]["route"].item() == "fallback"
    # one row in 300 is found by halving, not by asking 300 times
    assert model.fitted.candidate.calls < 50  # type: ignore[attr-defined]


def test_a_model_that_fails_on_everything_is_not_asked_for_each_row() -> None:
    model = loaded()
    answers = score_frame(model, boats(*[13.0] * 2_000), clock=clock())
    assert set(answers["route"]) == {"fallback"}
    assert model.fitted.candidate.calls <= 2 * 64  # type: ignore[attr-defined]


def test_while_the_fallback_is_engaged_the_model_is_not_asked() -> None:
    model = loaded()
    answers = score_frame(model, boats(7.0, 2.0), clock=clock(), mode="fallback")
    assert answers.select("decision", "route", "score").rows() == [("yes", "fallback", None), ("no", "fallback", None)]
    assert model.fitted.candidate.calls == 0  # type: ignore[attr-defined]
    broken = loaded(status_quo=StatusQuo(kind="column", column="gone"))
    answers = score_frame(broken, boats(7.0), clock=clock(), mode="fallback")
    assert answers.select("decision", "route").rows() == [(None, "review")]


def test_scores_of_several_classes_stand_in_columns_of_their_own_and_numbers_are_numbers() -> None:
    classes = Task(kind="multiclass", classes=("a", "b", "c"))
    answers = score_frame(loaded(classes, worth=Worth(agreed=False)), boats(8.0, "x"), clock=clock())
    assert answers.columns == ["id", "score a", "score b", "score c", "decision", "route", "why", "version"]
    assert answers["score a"].to_list() == [0.8, None]
    assert answers["decision"].to_list() == ["a", None]
    number = Task(kind="regression", unit="m")
    answers = score_frame(loaded(number), boats(8.0), clock=clock())
    assert answers.select("score", "decision").rows() == [(0.8, 0.8)]


def test_a_decision_that_lacks_its_amount_is_a_persons() -> None:
    amounts: dict[str, dict[str, float | str]] = {
        "no": {"no": "prize", "yes": 0.0},
        "yes": {"no": -1.0, "yes": "prize"},
    }
    inputs = (*INPUTS, Input(name="prize", kind="number", use="context"))
    model = loaded(threshold=None, worth=Worth(unit="USD", outcomes=amounts), inputs=inputs)
    answers = score_frame(model, boats(8.0, 8.0, prize=[5.0, None]), clock=clock())
    assert answers.select("decision", "route").rows() == [("yes", "model"), (None, "review")]
    assert "amount" in answers["why"][1]


def test_answers_are_in_the_log_as_a_batch_without_what_is_personal_or_does_not_fit(tmp_path: Path) -> None:
    at = [datetime(2026, 3, 1, 23, tzinfo=UTC), None, None]
    rows = boats(7.0, "many", 13.0, at=at)
    with PredictionLog.open(tmp_path) as log:
        answers = score_frame(loaded(), rows, clock=clock(), log=log)
        frame = log.predictions(task=BINARY, origins=["batch"], inputs=[each for each in INPUTS if not each.personal])
        assert log.counts()["predictions"] == 2
        assert "Ada" not in log.path.read_bytes().decode("latin-1")
    assert set(frame["id"]) == {answers["id"][0], answers["id"][2]}
    first, second = frame.sort("time").iter_rows(named=True)
    assert (first["time"], first["group"], first["version"], first["score"]) == (at[0], "2026-03-01", 3, 0.7)
    assert first["inputs"] == {"size": 7.0, "colour": "red", "sails": None, "at": at[0]}
    assert (second["time"], second["route"], second["decision"]) == (NOON, "fallback", "yes")
    assert second["received"] == NOON


def test_a_log_that_cannot_be_written_stops_the_batch(tmp_path: Path) -> None:
    PredictionLog.open(tmp_path).close()
    with PredictionLog.open(tmp_path, read_only=True) as log, pytest.raises(StorageError):
        score_frame(loaded(), boats(7.0), clock=clock(), log=log)


def test_answers_stand_beside_columns_of_the_same_name() -> None:
    frame = pl.DataFrame({"id": [7], "why": ["x"], "why (answer)": ["y"]})
    answers = pl.DataFrame({"id": ["a-0"], "decision": ["yes"], "why": [""]})
    assert beside(frame, answers).to_dicts() == [
        {"id": 7, "why": "x", "why (answer)": "y", "id (answer)": "a-0", "decision": "yes", "why (answer) (answer)": ""}
    ]
