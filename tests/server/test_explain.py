"""Why a prediction is what it is, over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from shipworthy.explain.of_bundle import extras_for
from shipworthy.records.predictions import Predictions
from tests.server.nursery import Nursery
from tests.server.ships import INPUTS, LEARNED, ROW, TASK, Running, deploy, eventually, serve, ship


@pytest.fixture
def explaining(tmp_path: Path, nursery: Nursery) -> Iterator[Running]:
    size = np.arange(400) % 9 + 1.0
    rows = pl.DataFrame({"size": size, "colour": ["red", "blue"] * 200})
    said = pl.DataFrame(
        {
            "id": [str(place) for place in range(400)],
            "origin": "holdout",
            "model": "m",
            "score": 0.25,
            "decision": "no",
            "outcome": ["yes" if place % 4 == 0 else "no" for place in range(400)],
        }
    )
    predictions = Predictions(candidate="m", task=TASK, frame=said, threshold=0.5)
    ship(tmp_path, 1, 0.25, extras=extras_for(rows, predictions, INPUTS))
    ship(tmp_path, 2, 0.75)
    deploy(tmp_path, champion=1)
    with serve(tmp_path, nursery.start) as running:
        yield running


def test_a_prediction_and_a_row_are_explained(explaining: Running, tmp_path: Path) -> None:
    assert LEARNED.columns == ["size", "colour"]
    told = explaining.predict(ROW)[1]["predictions"][0]
    status, logged = explaining.ask("POST", "/explain", {"id": told["id"]})
    assert status == 200
    assert (logged["id"], logged["score"], logged["base"]) == (told["id"], 0.25, 0.25)
    assert [each["column"] for each in logged["contributions"]] == ["size", "colour"]
    assert logged["sure"]["n"] > 0
    status, tried = explaining.ask("POST", "/explain", {"row": ROW})
    assert (status, tried["id"], tried["contributions"]) == (200, "", logged["contributions"])
    assert "Ada" not in str(tried)


def test_what_cannot_be_explained_is_said(explaining: Running, tmp_path: Path) -> None:
    assert explaining.ask("POST", "/explain", {"id": "nobody"})[0] == 404
    assert explaining.ask("POST", "/explain", {"row": {"size": "x"}})[0] == 422
    assert explaining.ask("POST", "/explain", {"id": "a", "row": ROW})[0] == 400
    assert explaining.ask("POST", "/explain", {"id": 3})[0] == 400
    name = explaining.predict(ROW)[1]["predictions"][0]["id"]
    deploy(tmp_path, champion=2)
    eventually(lambda: explaining.health()["champion"] == 2)
    status, told = explaining.ask("POST", "/explain", {"id": name})
    assert (status, told["allowed"]) == (404, "v2")
    assert "not loaded any more" in told["what"]
    status, told = explaining.ask("POST", "/explain", {"row": ROW})
    assert (status, told["error"]) == (503, "BundleError")
