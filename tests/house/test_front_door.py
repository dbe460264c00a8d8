"""The front door tells the truth, and opens quickly."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import shipworthy
from shipworthy.cli.main import VERBS

ROOT = Path(__file__).parents[2]
HEAVY = (
    "pandas",
    "polars",
    "numpy",
    "sklearn",
    "skrub",
    "lightgbm",
    "mlflow",
    "sqlalchemy",
    "pydantic",
    "rich",
)


LEARNING = {"pandas", "sklearn", "skrub", "lightgbm", "mlflow", "scipy.stats", "joblib", "matplotlib"}


def imported_by(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_every_name_of_the_front_door_is_there() -> None:
    for name in shipworthy.__all__:
        assert getattr(shipworthy, name) is not None
    assert set(dir(shipworthy)) == set(shipworthy.__all__)


def test_a_name_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(AttributeError, match="evaluate"):
        getattr(shipworthy, "evalute")  # noqa: B009 - the checker would refuse the plain form


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert not imported_by("import shipworthy") & {*HEAVY, "click", "typer", "msgspec"}


def test_help_imports_nothing_heavy() -> None:
    assert not imported_by("from shipworthy.cli.main import main\nmain(['--help'])") & set(HEAVY)


@pytest.mark.parametrize("verb", ["rollback", "sign", "decide"])
def test_what_a_person_says_takes_effect_before_anything_heavy_is_loaded(verb: str) -> None:
    heavy = {"polars", "numpy", "sklearn", "skrub", "lightgbm", "mlflow", "pandas"}
    assert not imported_by(f"import shipworthy.cli.{verb}") & heavy


@pytest.mark.parametrize("verb", ["board", "report", "ledger", "watch", "serve", "score", "explain"])
def test_what_fits_no_model_starts_without_the_libraries_that_learn_and_track(verb: str) -> None:
    assert not imported_by(f"import shipworthy.cli.{verb}") & LEARNING


def test_every_verb_is_there_and_its_help_line_is_its_own() -> None:
    for verb, line in VERBS.items():
        command = import_module(f"shipworthy.cli.{verb}").command
        assert command.help is not None
        assert command.help.split("\n\n")[0].replace("\n", " ") == line


def test_the_top_of_the_changelog_is_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\]", changelog, re.MULTILINE)
    assert newest is not None
    assert newest[1] == shipworthy.__version__
