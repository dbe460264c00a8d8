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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

from scripts.blocks import ROOT, refresh
from scripts.terminal import Terminal, picture, plain

PICTURES: Final = ROOT / "docs" / "pictures"
EXAMPLES: Final = ROOT / "docs" / "examples"
ANSWERS: Final = ('"mean radius" > 17', "20 5 hours", "1000")
WHY: Final = "It saves the laboratory a day a week."

_SCREENS: Final = {"desktop": (1200, 1350), "phone": (390, 1200)}
_CHROMIUMS: Final = ("chromium", "chromium-browser", "google-chrome")
_FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"]
_STEPS: Final = ("brief", "data", "attempts", "promise", "gate")


def main(kept: Path | None) -> None:
    """Makes everything anew.

    Args:
        kept: folder to play in and to keep, so that the demo need not be computed again; None for a temporary one.
    """
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, _browser() as browser:
        place = (kept or Path(folder)).resolve()
        place.mkdir(parents=True, exist_ok=True)
        for made in ("samples", "home"):
            shutil.rmtree(place / made, ignore_errors=True)
        terminal = Terminal(place, {"SHIPWORTHY_HOME": str(place / "home"), "LOGNAME": "ann"})
        output = {**_demo(terminal, browser), **_own_table(terminal, browser), **_notebook(place, browser)}
        blocks = {name: _fenced(text) for name, text in output.items()}
    blocks["example.table"] = _fenced((EXAMPLES / "table.py").read_text(), "python")
    blocks["example.brief"] = _fenced((EXAMPLES / "brief.yaml").read_text(), "yaml")
    blocks["example.notebook"] = _fenced((EXAMPLES / "notebook.py").read_text(), "python")
    for page in refresh("output", blocks):
        print(f"Written: {page.relative_to(ROOT)}")


def _demo(terminal: Terminal, browser: Browser) -> dict[str, str]:
    shown = terminal.shipworthy("demo", "demo-flights", status=1)
    told = re.split(r"\n(?=\S*\d  [A-Z])", shown)
    steps = dict(zip(_STEPS, told[-len(_STEPS) :], strict=True))
    for name in ("attempts", "gate"):
        _write(f"demo-{name}.svg", picture(steps[name], f"shipworthy demo: {name}"))
    _photograph(browser, terminal.folder / "demo-flights" / "report.html", "report")
    output = {f"demo.{name}": plain(step).strip("\n") for name, step in steps.items()}
    return {**output, "demo.excerpt": _excerpt(output)}


def _excerpt(output: Mapping[str, str]) -> str:
    """The lines of the README's first screen: the attempts, and the promise."""
    attempts = next(part for part in output["demo.attempts"].split("\n\n") if "\nattempt " in f"\n{part}")
    promise = next(part for part in output["demo.promise"].split("\n\n") if " is expected to bring " in part)
    return f"{attempts}\n\n{promise[: promise.index('.') + 1]}"


def _own_table(terminal: Terminal, browser: Browser) -> dict[str, str]:
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
    _photograph(browser, terminal.folder / "samples" / "report.html", "own-report", screens=("desktop",))
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


def _notebook(place: Path, browser: Browser) -> dict[str, str]:
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
    _photograph(browser, page, "notebook", screens=("desktop",), height=600)
    return {"notebook.compare": repr(result)}


@contextmanager
def _browser() -> Iterator[Browser]:
    found = next((path for name in _CHROMIUMS if (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("No Chromium on this machine; `make test` installs it, or says how.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, headless=True, args=_FLAGS)
        yield browser
        browser.close()


def _photograph(
    browser: Browser, page: Path, name: str, *, screens: Sequence[str] = tuple(_SCREENS), height: int = 0
) -> None:
    for screen in screens:
        width, usual = _SCREENS[screen]
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": height or usual},
                color_scheme="dark" if scheme == "dark" else "light",
                is_mobile=screen == "phone",
                locale="en-GB",
                timezone_id="UTC",
            )
            opened = context.new_page()
            opened.goto(page.resolve().as_uri())
            opened.screenshot(path=PICTURES / f"{name}-{screen}-{scheme}.png")
            context.close()


def _write(name: str, text: str) -> None:
    (PICTURES / name).write_text(text, encoding="utf-8")


def _fenced(text: str, language: str = "text") -> str:
    return f"```{language}\n{text.rstrip().lstrip(chr(10))}\n```"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
