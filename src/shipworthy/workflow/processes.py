"""A model server in a process of its own, for drills and rehearsals: started, waited for, and ended."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from shipworthy.foundation.errors import ServerError

SERVER: Final = "shipworthy.server"
_PATIENCE: Final = 60.0
_LAST_WORDS: Final = 20.0


@contextmanager
def server_process(root: Path, *, module: str = SERVER, arguments: Sequence[str] = ()) -> Iterator[str]:
    """Runs a model server on a free port of this machine until the block ends.

    Args:
        root: folder of the project whose deployment it serves.
        module: what to run; it takes the options of `shipworthy.server`.
        arguments: further options.

    Yields:
        Its address, such as `http://127.0.0.1:40123`.

    Raises:
        ServerError: when it does not come up; what it said last is part of the message.
    """
    with tempfile.TemporaryDirectory(prefix="shipworthy-") as folder:
        announced, said = Path(folder) / "address.json", Path(folder) / "said.txt"
        command = [sys.executable, "-m", module, "--project", str(root.absolute()), "--port", "0"]
        with said.open("wb") as words:
            command += ["--announce", str(announced), *arguments]
            process = subprocess.Popen(command, stdout=words, stderr=words, stdin=subprocess.DEVNULL)
        try:
            yield _wait(process, announced, said)
        finally:
            process.terminate()
            try:
                process.wait(_LAST_WORDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: "subprocess.Popen[bytes]", announced: Path, said: Path) -> str:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if announced.exists():
            return str(json.loads(announced.read_text(encoding="utf-8"))["address"])
        if process.poll() is not None:
            break
        time.sleep(0.02)
    words = said.read_text(encoding="utf-8", errors="replace").strip()[-600:]
    raise ServerError(
        "the model server did not come up",
        where=f"process {process.pid}",
        seen=words or f"nothing within {_PATIENCE:g} seconds",
        next_step="run `shipworthy serve` to see it by yourself",
    )
