"""`shipworthy board` as a process: what it prints, what it refuses, how it ends."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from shipworthy.foundation.addresses import listen
from tests.board import sample

pytestmark = pytest.mark.slow  # a process loads for seconds

COMMAND = (sys.executable, "-c", "from shipworthy.cli.start import run; run()", "board")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.write(tmp_path_factory.mktemp("board") / "p")


@contextmanager
def started(*arguments: object) -> Iterator["subprocess.Popen[str]"]:
    words = [*COMMAND, *map(str, arguments)]
    pipe = subprocess.PIPE
    environment = {**os.environ, "COLUMNS": "200"}
    with subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True, env=environment) as running:
        try:
            yield running
        finally:
            running.kill()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_it_prints_its_address_answers_there_and_ends_when_told_to(root: Path, number: int, status: int) -> None:
    with started(root, "--port", 0) as running:
        assert running.stdout is not None
        line = running.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        assert found, line
        with closing(HTTPConnection("127.0.0.1", int(found[1]), timeout=60)) as connection:
            connection.request("GET", "/")
            assert "bread-left-over" in connection.getresponse().read().decode()
        running.send_signal(number)
        assert running.wait(60) == status
        assert "Traceback" not in running.stderr.read()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--host", "0.0.0.0"), "others could reach the board there"),
        (("--host", "192.0.2.1", "--token", "x"), "no address of this machine"),
        (("--port", "70000"), "no such port"),
        (("nowhere",), "no project in this folder"),
    ],
)
def test_what_cannot_be_served_ends_in_one_message(root: Path, arguments: tuple[str, ...], words: str) -> None:
    with started(*([] if "nowhere" in arguments else [root]), *arguments) as running:
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (2, "")
    assert words in err
    assert "next: " in err


def test_a_port_in_use_is_told(root: Path) -> None:
    with listen("127.0.0.1", 0) as taken, started(root, "--port", taken.getsockname()[1]) as running:
        _, err = running.communicate(timeout=60)
    assert running.returncode == 2
    assert "this port is in use" in err
