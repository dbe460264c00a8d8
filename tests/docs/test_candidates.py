"""The page on candidates: its files are written as they stand there, and every candidate on it answers."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

_FILE = re.compile(r"<!-- file: (?P<name>[\w.]+) -->\n```\w+\n(?P<text>.*?)```", re.DOTALL)
_YAML = re.compile(r"```yaml\n(?P<text>candidates:.*?)```", re.DOTALL)
_PAGE = Path("docs/candidates.md")


def _run(folder: Path, *command: str) -> str:
    place = {
        "SHIPWORTHY_HOME": str(folder / "home"),
        "PYTHONPATH": os.pathsep.join(str(Path(p).resolve()) for p in sys.path if p),
    }
    environment = {name: value for name, value in os.environ.items() if name != "MLFLOW_TRACKING_URI"} | place
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _shipworthy(folder: Path, *arguments: str) -> str:
    return _run(folder, sys.executable, "-c", "from shipworthy.cli.start import run; run()", *arguments)


def _written(folder: Path) -> Path:
    for found in _FILE.finditer(_PAGE.read_text(encoding="utf-8")):
        (folder / found["name"]).write_text(found["text"])
    return folder


def _planned() -> list[str]:
    """The candidates that stand on the page alone."""
    return [found["text"] for found in _YAML.finditer(_PAGE.read_text(encoding="utf-8"))]


@pytest.mark.slow
def test_every_kind_on_the_page_answers(tmp_path: Path) -> None:
    folder = _written(tmp_path)
    _run(folder, sys.executable, "-W", "ignore", "make.py")
    told = json.loads(_shipworthy(folder, "evaluate", "--json"))
    assert not told["failures"]
    named = {"linear", "words", "spanish", "saints", "by-hand", "theirs", "logged"}
    assert named <= set(told["candidates"])
    says = [each["says"] for each in told["candidates"]["logged"]["findings"]]
    assert any("if it saw the cases kept aside" in each for each in says)
    areas = {
        name: next(m["value"] for m in found["measurements"] if m["name"] == "roc_auc" and m["origin"] == "holdout")
        for name, found in told["candidates"].items()
    }
    # text columns carry value without any preparation
    assert areas["linear"] > 0.65
    assert areas["words"] > 0.7
    assert areas["constant"] == 0.5


@pytest.mark.slow
def test_images_are_read_by_the_factory_of_the_page(tmp_path: Path) -> None:
    folder = _written(tmp_path)
    random = np.random.default_rng(0)
    bright = random.random(200) < 0.4
    for place, light in enumerate(bright):
        np.save(folder / f"{place}.npy", random.integers(0, 200, (8, 8)) + 40 * light)
    pl.DataFrame(
        {"path": [str(folder / f"{place}.npy") for place in range(200)], "dark": ["no" if b else "yes" for b in bright]}
    ).write_csv(folder / "images.csv")
    head = "project: images\ndata: {sources: {images: {path: images.csv}}, target: {column: dark}}\n"
    entry = next(text for text in _planned() if "images:build" in text)
    (folder / "project.yaml").write_text(head + entry)
    told = json.loads(_shipworthy(folder, "evaluate", "--json"))
    assert not told["failures"]
    found = told["candidates"]["brightness"]["measurements"]
    assert next(m["value"] for m in found if m["name"] == "roc_auc" and m["origin"] == "holdout") > 0.9


@pytest.mark.slow
def test_the_module_of_the_page_learns_where_pytorch_is_installed(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    folder = _written(tmp_path)
    _run(folder, sys.executable, "-W", "ignore", "make.py")
    text = (folder / "project.yaml").read_text()
    entry = next(text for text in _planned() if "net:Net" in text)
    (folder / "project.yaml").write_text(text[: text.index("candidates:")] + entry)
    told = json.loads(_shipworthy(folder, "evaluate", "--json"))
    assert not told["failures"]
    assert "net" in told["candidates"]
