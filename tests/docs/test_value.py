"""Every kind of value on its page is measured as the page says, and held against a sum written out by hand."""

import json
import os
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from ruamel.yaml import YAML

from shipworthy.plan.reading import read_text
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.project import Project
from shipworthy.workflow.rows import holdout_of
from tests.docs.pages import ROOT, examples

PAGE = ROOT / "docs" / "value.md"
DOCUMENTS = {
    str(YAML(typ="safe").load(example.code)["project"]): example.code
    for example in examples(PAGE)
    if example.language == "yaml"
}
FUNCTION = next(example.code for example in examples(PAGE) if example.language == "python")


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the table of the page, and a ledger of its own."""
    folder, before = tmp_path_factory.mktemp("value"), Path.cwd()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SHIPWORTHY_HOME", str(folder / "home"))
        patched.setenv("LOGNAME", "ann")
        os.chdir(folder)
        runpy.run_path(str(ROOT / "docs" / "examples" / "orders.py"))
        yield folder
        os.chdir(before)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_of_the_page_is_read(name: str) -> None:
    value = read_text(DOCUMENTS[name], "project.yaml").success.value
    assert value is not None
    assert not value.none


def by_hand(name: str, frame: pl.DataFrame) -> Any:
    """What the decisions were worth, by the sentences of the page."""
    frame = frame.unnest("inputs")
    if name == "fates":
        table = {
            "kept": {"kept": 0, "exchanged": -8, "refunded": -15},
            "exchanged": {"kept": -2, "exchanged": 4, "refunded": -6},
            "refunded": {"kept": -5, "exchanged": -1},
        }
        cells = zip(frame["decision"], frame["outcome"], frame["late_fee"], strict=True)
        return [table[said].get(was, fee) for said, was, fee in cells]
    if name == "calls":
        hit = (frame["outcome"] == frame["outcome"].max()).to_numpy()
        acted = (frame["decision"] == frame["outcome"].max()).to_numpy()
        return np.where(acted, np.where(hit, 12.0, -3.0), 0.0)
    off = (
        frame["decision"].cast(pl.Float64, strict=False) - frame["outcome"].cast(pl.Float64, strict=False)
    ).to_numpy()
    if name == "hours":
        return np.where(off < 0, off * frame["late_fee"].to_numpy(), -0.2 * off)
    if name == "hours-by-points":
        return np.where(off < -4, (off + 4) * 1.5, np.where(off > 4, -(off - 4) * 6 / 44, 0.0))
    right, unusual = frame["decision"] == frame["outcome"], frame["outcome"] != "kept"
    return (right & unusual).to_numpy() * 0.2 * frame["price"].to_numpy() - 5.0 * (~right).to_numpy()


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_kind_is_measured_as_the_page_says(name: str, orders: Path) -> None:
    root = orders / name
    root.mkdir()
    (root / "project.yaml").write_text(DOCUMENTS[name].replace("orders.csv", "../orders.csv"))
    (root / "value.py").write_text(FUNCTION)
    with Project(root) as project:
        found = project.evaluate()
        assert not found.failures
        told = {
            one.name: one
            for one in found.evidence["linear"].measurements
            if one.origin == "holdout" and not one.slice and one.name in ("value", "gain")
        }
        answered = holdout_of(Candidates(project).field(["linear"]).predictions["linear"])
    assert told["value"].unit == "EUR"
    assert told["value"].value == pytest.approx(1000 * np.mean(by_hand(name, answered.frame)))
    assert json.dumps(found.to_dict())
