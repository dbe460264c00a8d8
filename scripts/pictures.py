"""Makes the pictures and the real output that the documentation shows: `python -m scripts.pictures`.

Plays the demo, a table of one's own and the notebook's example in a temporary folder, with the program of this
checkout, and writes `docs/pictures/` and the blocks between `<!-- output: NAME -->` and `<!-- end -->` of every page.
It needs what `make test` sets up, and takes some minutes. `python -m scripts.pictures FOLDER` plays in a folder and
keeps it.
"""

import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.sync_api import Browser

from scripts import journey
from scripts.blocks import ROOT, refresh
from scripts.photographs import PICTURES, browser, photograph, photograph_board
from scripts.terminal import Terminal, picture, plain

EXAMPLES: Final = ROOT / "docs" / "examples"
ANSWERS: Final = ('"mean radius" > 17', "20 5 hours", "1000")
IDEA: Final = "late-orders"
WHY: Final = "It saves the laboratory a day a week."

_STEPS: Final = (
    *("brief", "data", "attempts", "promise", "gate"),
    *("shipped", "live", "watched", "acted", "brought"),
)
_LINE: Final = re.compile(r" ?\d+  [A-Z]")
"""A line of the demo's end."""


def main(kept: Path | None) -> None:
    """Makes everything anew.

    Args:
        kept: folder to play in and to keep, so that the demo need not be computed again; None for a temporary one.
    """
    PICTURES.mkdir(exist_ok=True)
    journey.draw()
    with TemporaryDirectory() as folder, browser() as by:
        place = (kept or Path(folder)).resolve()
        place.mkdir(parents=True, exist_ok=True)
        for made in ("samples", "home", IDEA):
            shutil.rmtree(place / made, ignore_errors=True)
        terminal = Terminal(place, {"SHIPWORTHY_HOME": str(place / "home"), "LOGNAME": "ann"})
        output = {**_idea(terminal), **_demo(terminal, by), **_own_table(terminal, by), **_notebook(place, by)}
        blocks = {name: _fenced(text) for name, text in output.items()}
    blocks["example.table"] = _fenced((EXAMPLES / "table.py").read_text(), "python")
    blocks["example.idea"] = _fenced((EXAMPLES / "idea.yaml").read_text(), "yaml")
    blocks["example.brief"] = _fenced((EXAMPLES / "brief.yaml").read_text(), "yaml")
    blocks["example.notebook"] = _fenced((EXAMPLES / "notebook.py").read_text(), "python")
    for page in refresh("output", blocks):
        print(f"Written: {page.relative_to(ROOT)}")


def _idea(terminal: Terminal) -> dict[str, str]:
    """A project that is a brief and nothing else yet."""
    (terminal.folder / IDEA).mkdir()
    shutil.copy(EXAMPLES / "idea.yaml", terminal.folder / IDEA / "project.yaml")
    return {"idea.forecast": plain(terminal.shipworthy("forecast", "--project", IDEA)).strip()}


def _demo(terminal: Terminal, by: Browser) -> dict[str, str]:
    played, short = re.split(
        r"\n\S*In short.*\n", terminal.shipworthy("demo", "demo-flights", "--no-serve", status=(0, 1))
    )
    steps = _steps(played)
    for name in ("attempts", "gate"):
        _write(f"demo-{name}.svg", picture(steps[name], f"shipworthy demo: {name}"))
    photograph(by, (terminal.folder / "demo-flights" / "report.html").as_uri(), "report")
    photograph_board(by, terminal.folder / "demo-flights", {"SHIPWORTHY_HOME": str(terminal.folder / "home")})
    output = {f"demo.{name}": plain(step).strip("\n") for name, step in steps.items()}
    return {**output, "demo.short": plain("\n".join(line for line in short.splitlines() if _LINE.match(plain(line))))}


def _steps(shown: str) -> dict[str, str]:
    """The demo's steps by their names; what stands under the same number belongs together."""
    told: dict[str, str] = {}
    for part in re.split(r"\n(?=\S*\d+  [A-Z])", shown):
        head = re.match(r"(\d+)  [A-Z]", plain(part).lstrip("\n"))
        if head:
            name = _STEPS[int(head[1]) - 1]
            told[name] = f"{told[name]}\n{part}" if name in told else part
    return told


def _own_table(terminal: Terminal, by: Browser) -> dict[str, str]:
    subprocess.run([sys.executable, EXAMPLES / "table.py"], cwd=terminal.folder, check=True)
    begun = terminal.shipworthy("init", "samples", "--data", "samples.csv", "--target", "malignant", answers=ANSWERS)
    _fill_in(terminal.folder / "samples" / "project.yaml")
    here = ("--project", "samples")
    shown = {
        # the blank behind the prompt goes to standard error
        "own.init": re.sub(r"(?m)^  >(?=\S)", "  > ", begun),
        "own.compare": terminal.shipworthy("compare", *here),
        "own.before": terminal.shipworthy("check", "ideation", *here, status=1),
        "own.sign": terminal.shipworthy("sign", *here),
        "own.check": terminal.shipworthy("check", *here),
        "own.report": terminal.shipworthy("report", *here),
        "own.decide": terminal.shipworthy("decide", "go", "--why", WHY, *here),
        "own.evaluate": terminal.shipworthy("evaluate", "linear", *here),
        "own.learn": terminal.shipworthy("learn", *here),
        "own.ledger": terminal.shipworthy("ledger", "verify", *here),
        "own.forecast": terminal.shipworthy("forecast", "--project", "demo-flights"),
    }
    photograph(by, (terminal.folder / "samples" / "report.html").as_uri(), "own-report", screens=("desktop",))
    texts = {name: plain(text).strip() for name, text in shown.items()}
    return {**texts, "own.last": _last(texts)}


def _last(texts: Mapping[str, str]) -> str:
    """The trial's verdicts and gate, the end of `check`."""
    checked = texts["own.check"].splitlines()
    ends = [place for place, line in enumerate(checked) if line.startswith("╰")]
    return "\n".join(checked[ends[-2] + 1 :])


def _fill_in(document: Path) -> None:
    """What a person would write into the document after `init`."""
    brief = (EXAMPLES / "brief.yaml").read_text()
    problem, rest = brief.split("delivery:", 1)
    text = document.read_text().replace("problem:\n", problem, 1)
    document.write_text(f"{text}delivery:{rest}")


def _notebook(place: Path, by: Browser) -> dict[str, str]:
    before = Path.cwd()
    os.chdir(place)
    try:
        done = runpy.run_path(str(EXAMPLES / "notebook.py"))
    finally:
        os.chdir(before)
    result: Any = done["result"]
    page = place / "notebook.html"
    head = "<!doctype html><meta charset=utf-8><meta name=color-scheme content='light dark'>"
    style = "<style>body{font-family:sans-serif;margin:24px;max-width:1100px}</style>"
    page.write_text(f"{head}{style}{result._repr_html_()}", encoding="utf-8")
    photograph(by, page.as_uri(), "notebook", screens=("desktop",), height=600)
    return {"notebook.compare": repr(result)}


def _write(name: str, text: str) -> None:
    (PICTURES / name).write_text(text, encoding="utf-8")


def _fenced(text: str, language: str = "text") -> str:
    return f"```{language}\n{text.rstrip().lstrip(chr(10))}\n```"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
