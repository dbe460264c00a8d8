"""A project on which a verb was run once for all tests of a file, and copies of it that a test may change."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shipworthy.workflow.project import Project, open_project


def do(root: Path, step: Callable[[Project], Any], person: str = "") -> Any:
    """What comes of a step on the opened project."""
    with open_project(root, person=person) as project:
        return step(project)


def run_once(place: Path, tracking: str, step: Callable[[Project], Any], person: str = "") -> Path:
    """Takes the step on the project in `place/orders`, with a home beside it; gives the place."""
    with pytest.MonkeyPatch.context() as patch:
        at_home(place, patch, tracking)
        do(place / "orders", step, person)
    return place


def copy_of(place: Path, tmp_path: Path, patch: pytest.MonkeyPatch, tracking: str) -> Path:
    """The folder of a copy of the project, at home in a copy of its home."""
    shutil.copytree(place, tmp_path / "copy")
    at_home(tmp_path / "copy", patch, tracking)
    return tmp_path / "copy" / "orders"


def at_home(place: Path, patch: pytest.MonkeyPatch, tracking: str) -> None:
    """Ledger beside the project, and the tracking store that all tests share."""
    patch.setenv("MLFLOW_TRACKING_URI", tracking)
    patch.setenv("SHIPWORTHY_HOME", str(place / "home"))
