"""The floors of the house, checked by machine."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 400


def test_rooms_import_only_floors_below_them() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contracts_have_no_list_of_exceptions() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    assert "ignore_imports" not in text
    assert "exclude_type_checking_imports" not in text


def test_no_file_holds_more_than_one_idea_can_fill() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "src").rglob("*.py")
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}
