"""An evaluation in the background: begun, told of, cancelled, killed, and taken up again."""

import os
import re
import signal
import time
from pathlib import Path

import pytest

from shipworthy.foundation.errors import RequestError
from shipworthy.workflow.background import Underway, begin, cancel, underway
from tests.cli.sample import candidate, make, run
from tests.lab.test_struck import children, no_more

SLOW = """
import time
import numpy as np

class Slow:
    def fit(self, X, y):
        time.sleep(1000)

    def predict(self, X):
        return np.zeros(len(X))

def build():
    return Slow()
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHIPWORTHY_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SHIPWORTHY_URL", raising=False)
    return make(tmp_path / "project", rows=200)


def until(root: Path, pattern: str, seconds: float = 120) -> Underway:
    """Waits for a state and a word of it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        told = underway(root)
        if told is not None and re.search(pattern, told.sentence):
            return told
        time.sleep(0.1)
    raise AssertionError(told and (told.sentence, Path(told.log).read_text()))


def test_what_nobody_began_is_told_and_cannot_be_cancelled(root: Path) -> None:
    assert underway(root) is None
    with pytest.raises(RequestError, match="no evaluation is under way"):
        cancel(root)
    told = run("evaluate", "--background", "tell", "--project", root, home=root.parent / "home")
    assert (told.status, told.out) == (0, "Nothing was evaluated in the background yet.\n")


@pytest.mark.slow
def test_it_goes_on_alone_and_the_verb_shows_what_it_found(root: Path) -> None:
    begun = begin(root, (), "", jobs=1, on="local")
    assert begun.state == "running"
    until(root, "is finished")
    told = run("evaluate", "--project", root, home=root.parent / "home")
    assert told.status == 0
    assert "constant" in told.out


@pytest.mark.slow
def test_cancelled_or_killed_it_leaves_no_process_and_is_taken_up_again(root: Path) -> None:
    candidate(SLOW)(root)
    begin(root, (), "", jobs=2, on="local")
    told = until(root, "[1-9] of [0-9]+ fits")
    started = children(told.pid)
    assert started
    with pytest.raises(RequestError, match="under way already"):
        begin(root, (), "", jobs=2, on="local")
    assert cancel(root).state == "cancelled"
    assert no_more({told.pid, *started})
    again = begin(root, (), "", jobs=2, on="local")
    assert until(root, "[1-9] of [0-9]+ fits").done >= told.done
    os.kill(again.pid, signal.SIGKILL)
    assert until(root, "was interrupted after").state == "interrupted"
