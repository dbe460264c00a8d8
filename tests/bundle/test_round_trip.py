import json
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from mlflow import pyfunc
from mlflow.models import Model

from shipworthy.bundle.build import build
from shipworthy.bundle.contents import Contents
from shipworthy.bundle.load import load
from shipworthy.bundle.mlmodel import without_zones
from shipworthy.bundle.verify import verify
from shipworthy.foundation.errors import BundleError, CandidateError, RequestError, StorageError
from shipworthy.lab.final import fit_final
from shipworthy.records.finding import Finding
from shipworthy.records.spec import CandidateSpec, Task, Worth
from tests.bundle.samples import LIGHT, LINEAR, NUMBER, THREE, TREES, built, record, rows, study
from tests.lab.samples import BINARY, REGRESSION

FACTORY = CandidateSpec(name="ours", kind="factory", target="ours:build")
MODULE = """
import numpy as np
from halves import half


class Model:
    def fit(self, frame, answers):
        self.types = dict(frame.schema)
        return self

    def predict(self, frame):
        assert dict(frame.schema) == self.types
        return half(frame["whole"].fill_null(0).to_numpy())


def build():
    return Model()
"""


def load_mlflow(folder: Path) -> Any:
    with warnings.catch_warnings():
        # MLflow warns of parts of its own while it is imported
        warnings.simplefilter("ignore")
        return pyfunc.load_model(str(folder))


@pytest.mark.parametrize(
    ("task", "spec"),
    [(BINARY, TREES), (BINARY, LINEAR), (BINARY, LIGHT), (THREE, TREES), (THREE, LIGHT), (REGRESSION, NUMBER)],
    ids=lambda each: getattr(each, "name", getattr(each, "kind", "")),
)
def test_a_bundle_says_after_loading_what_the_model_said_before_and_so_it_does_in_mlflow(
    tmp_path: Path, task: Task, spec: CandidateSpec
) -> None:
    loaded, fitted = built(tmp_path / "1", spec, task)
    frame = rows(40, seed=1).drop_nulls("size")
    scores = fitted.score(frame)
    np.testing.assert_array_equal(loaded.score(frame), scores)
    read = loaded.door.rows(json.loads(json.dumps(frame.to_dicts(), default=str)))
    assert not read.errors
    np.testing.assert_array_equal(loaded.score(read.frame), scores)
    pandas = without_zones(loaded.door.frame(frame).frame).to_pandas()
    np.testing.assert_array_equal(load_mlflow(tmp_path / "1").predict(pandas), scores)
    decisions = loaded.decide(scores, frame)
    if task.kind == "binary":
        assert decisions == ["yes" if score >= 0.4 else "no" for score in scores]
    elif task.kind == "multiclass":
        assert decisions == [task.classes[place] for place in scores.argmax(axis=1)]
    else:
        assert decisions == scores.tolist()


def test_a_fresh_process_gives_the_same_scores_and_loads_nothing_that_trains(tmp_path: Path) -> None:
    loaded, fitted = built(tmp_path / "1", LINEAR)
    frame = rows(30, seed=2)
    frame.write_ipc(tmp_path / "rows.arrow")
    program = (
        "import sys, pathlib, polars as pl, json\n"
        "from shipworthy.bundle.load import load\n"
        "scores = load(pathlib.Path(sys.argv[1])).score(pl.read_ipc(sys.argv[2]))\n"
        "print(json.dumps([scores.tolist(), sorted({name.split('.')[0] for name in sys.modules}), "
        "[name for name in sys.modules if name.startswith(('shipworthy.lab', 'shipworthy.model.learning'))]]))\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "1"), str(tmp_path / "rows.arrow")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    scores, libraries, trains = json.loads(done.stdout)
    assert scores == fitted.score(frame).tolist() == loaded.score(frame).tolist()
    assert trains == []
    assert not {"skrub", "matplotlib", "mlflow", "lightgbm"} & set(libraries)


@pytest.mark.slow
def test_verification_tells_equal_scores_from_others_and_says_why_it_failed(tmp_path: Path) -> None:
    _, fitted = built(tmp_path / "1", TREES, THREE)
    frame = rows(30, seed=2)
    found = verify(tmp_path / "1", frame, fitted.score(frame))
    assert found.holds, found.says
    assert found.difference == 0
    assert found.seconds is not None
    off = verify(tmp_path / "1", frame, fitted.score(frame) + 0.25)
    assert not off.holds
    assert off.difference == pytest.approx(0.25)
    (tmp_path / "1" / "model.pkl").write_bytes(b"")
    broken = verify(tmp_path / "1", frame, fitted.score(frame))
    assert not broken.holds
    assert "is not what was put there" in broken.says
    assert "did not answer within" in verify(tmp_path / "1", frame, fitted.score(frame), timeout=0.01).says


def test_modules_of_the_project_travel_along_and_do_not_meet_those_of_another(tmp_path: Path) -> None:
    scores = {}
    for name, share in (("one", 2), ("two", 4)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "ours.py").write_text(MODULE)
        (folder / "halves.py").write_text(f"def half(numbers):\n    return numbers / {share * 10}\n")
        fitted = fit_final(study(REGRESSION, folder), FACTORY)
        scores[name] = fitted.score(rows(9))
        build(tmp_path / f"b{name}", record(REGRESSION), fitted, example=rows(2), code=sorted(folder.glob("*.py")))
        for module in ("ours", "halves"):
            sys.modules.pop(module)
    for name in ("one", "two", "one"):
        loaded = load(tmp_path / f"b{name}")
        np.testing.assert_array_equal(loaded.score(rows(9)), scores[name])
        assert "ours" not in sys.modules
    assert scores["one"].sum() == pytest.approx(2 * scores["two"].sum())


def test_what_cannot_be_pickled_is_said_in_the_words_of_the_candidate(tmp_path: Path) -> None:
    fitted = fit_final(study(), LINEAR)
    fitted.candidate.notes = lambda: None  # type: ignore[assignment]
    with pytest.raises(CandidateError, match=r"cannot be written down(.|\n)*candidates\.trees(.|\n)*next:"):
        build(tmp_path / "1", record(), fitted, example=rows(1))
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_is_a_whole_folder_and_never_replaced(tmp_path: Path) -> None:
    said = Finding(check="x", says="a record beside it")
    loaded, fitted = built(tmp_path / "1", LIGHT, card="# card", extras={"finding": said})
    names = {path.name for path in (tmp_path / "1").iterdir()}
    assert names >= {"MLmodel", "requirements.txt", "python_env.yaml", "input_example.json", "bundle.json", "model.pkl"}
    assert loaded.extra("finding", Finding) == said
    assert loaded.extra("nothing", Finding) is None
    with pytest.raises(BundleError, match="cannot be read"):
        loaded.extra("finding", Worth)
    needs = (tmp_path / "1" / "requirements.txt").read_text().split()
    assert needs == list(loaded.bundle.requirements)
    assert {need.partition("==")[0] for need in needs} >= {"lightgbm", "scikit-learn", "polars", "shipworthy"}
    with pytest.raises(BundleError, match=r"there is a bundle in this place already"):
        build(tmp_path / "1", record(), fitted, example=rows(1))
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        build(tmp_path / "file" / "1", record(), fitted, example=rows(1))
    assert {path.name for path in tmp_path.iterdir()} == {"1", "file"}


def test_mlflow_reads_the_signature_and_an_example_without_personal_values(tmp_path: Path) -> None:
    built(tmp_path / "1", LINEAR)
    model = Model.load(str(tmp_path / "1"))
    assert model.signature is not None
    columns = {column["name"]: column for column in model.signature.inputs.to_dict()}
    assert columns["size"] == {"name": "size", "type": "double", "required": True}
    assert columns["when"]["type"] == "datetime"
    example: Any = model.load_input_example(str(tmp_path / "1"))
    assert len(example) == 3
    assert not any("@" in path.read_text() for path in (tmp_path / "1").glob("*.json"))
    with pytest.raises(RequestError, match=r"size: this field must not be empty(.|\n)*row 1"):
        load_mlflow(tmp_path / "1").predict(example.assign(size=[1.0, None, 2.0]))


def test_a_bundle_that_is_missing_damaged_or_of_another_version_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "1"
    built(folder, LINEAR)
    with pytest.raises(BundleError, match=r"there is no bundle(.|\n)*next: build it again"):
        load(tmp_path / "2")
    contents = folder / "contents.json"
    told = msgspec.json.decode(contents.read_bytes(), type=Contents)
    for name in ("shipworthy", "python", "scikit-learn"):
        other = Contents(files=told.files, versions={**told.versions, name: "0.0.7"})
        contents.write_bytes(msgspec.json.encode(other))
        with pytest.raises(
            BundleError, match=rf"another version of {name}(.|\n)*0\.0\.7(.|\n)*allowed: {name} 0\.0\.x"
        ):
            load(folder)
    patched = {name: f"{'.'.join(seen.split('.')[:2])}.999" for name, seen in told.versions.items()}
    contents.write_bytes(msgspec.json.encode(Contents(files=told.files, versions=patched)))
    assert load(folder).bundle == record().__class__.from_dict(json.loads((folder / "bundle.json").read_text()))
    text = (folder / "bundle.json").read_text()
    (folder / "bundle.json").write_text(text.replace('"threshold": 0.4', '"threshold": 0.9'))
    with pytest.raises(BundleError, match=r"is not what was put there(.|\n)*bundle\.json"):
        load(folder)
    (folder / "bundle.json").write_text(text)
    (folder / "model.pkl").write_bytes((folder / "model.pkl").read_bytes()[:-1])
    with pytest.raises(BundleError, match=r"is not what was put there(.|\n)*model\.pkl"):
        load(folder)
    contents.write_text("{")
    with pytest.raises(BundleError, match="no bundle, or it is damaged"):
        load(folder)
