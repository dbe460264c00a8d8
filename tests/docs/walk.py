"""Walks through a page as a reader does: every command of its console blocks, one after the other, in a real shell.

A line of a block that begins with `$` is typed, and what stands below it has to be shown; `…` stands for anything. A
command that ends in `&` runs on in the background. Ports are replaced by free ones.
"""

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket

from tests.docs.pages import ROOT

_BLOCK = re.compile(r"```console\n(?P<code>.*?)```", re.DOTALL)
_STATUS = re.compile(r" +# exit status (?P<status>\d+)$")
_PATIENCE = 120.0
_RUN = "from shipworthy.cli.main import run; run()"


@dataclass(frozen=True)
class Command:
    """One command of a page.

    Attributes:
        typed: as it stands there, continued lines joined.
        shows: lines that have to be among what it shows.
        status: with which it has to end.
    """

    typed: str
    shows: tuple[str, ...]
    status: int

    @property
    def runs_on(self) -> bool:
        """Whether it stays in the background."""
        return self.typed.endswith(" &")


@dataclass
class Walker:
    """A reader in an empty folder, with an empty home.

    Attributes:
        folder: where commands are typed.
        ports: as they stand on the page -> free ones.
        running: what runs in the background.
    """

    folder: Path
    ports: Mapping[str, str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def type(self, command: Command) -> None:
        """Types one command, and makes sure that it shows what the page says."""
        said = self._stay(command) if command.runs_on else self._run(command)
        for line in command.shows:
            assert _shown(self._here(line), said), f"{command.typed}\nis to show: {line}\nand shows: {said}"

    def leave(self) -> None:
        """Ends what runs in the background."""
        for each in self.running:
            each.terminate()
        for each in self.running:
            each.wait(timeout=30)

    def _run(self, command: Command) -> str:
        done = subprocess.run(
            ["bash", "-c", self._here(command.typed)],
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        said = done.stdout.decode()
        assert done.returncode == command.status, f"{command.typed}\n{said}"
        return said

    def _stay(self, command: Command) -> str:
        heard = self.folder / f"background-{len(self.running)}.txt"
        words = shlex.split(self._here(command.typed).removesuffix("&"))
        with heard.open("wb") as to:
            program = [sys.executable, "-c", _RUN, *words[1:]]
            environment = self._environment()
            self.running.append(
                subprocess.Popen(program, cwd=self.folder, env=environment, stdout=to, stderr=subprocess.STDOUT)
            )
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self.running[-1].poll() is None:
            if all(_shown(self._here(line), heard.read_text()) for line in command.shows):
                break
            time.sleep(0.1)
        return heard.read_text()

    def _here(self, text: str) -> str:
        for there, free in self.ports.items():
            text = text.replace(there, free)
        return text

    def _environment(self) -> dict[str, str]:
        tools = self.folder / "bin"
        tools.mkdir(exist_ok=True)
        for name, call in (("python", ""), ("shipworthy", f" -c '{_RUN}'")):
            (tools / name).write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)}{call} "$@"\n')
            (tools / name).chmod(0o755)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SHIPWORTHY", "MLFLOW"))}
        path = f"{tools}{os.pathsep}{os.environ['PATH']}"
        return {**kept, "PATH": path, "HOME": str(self.folder / "home"), "PYTHONPATH": str(ROOT / "src")}


def commands(page: Path) -> Iterator[Command]:
    """Every command of a page, in order."""
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block["code"], flags=re.MULTILINE)[1:]:
            typed, *shows = re.sub(r"\\\n *", "", part).splitlines()
            found = _STATUS.search(typed)
            status = int(found["status"]) if found else 0
            yield Command(_STATUS.sub("", typed), tuple(line for line in shows if line.strip(" …")), status)


def free_port() -> str:
    """A port that nobody listens at."""
    with closing(socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        return str(asked.getsockname()[1])


def _shown(line: str, said: str) -> bool:
    """Whether the pieces of a line between `…` are shown, one after the other."""
    pieces = [" ".join(piece.split()) for piece in line.split("…")]
    return re.search(".*?".join(re.escape(piece) for piece in pieces), " ".join(said.split())) is not None
