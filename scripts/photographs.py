"""Photographs of pages, taken with Chromium: of files, and of the board over a finished project."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.blocks import ROOT
from shipworthy.workflow.processes import server_process

PICTURES: Final = ROOT / "docs" / "pictures"

_SCREENS: Final = {"desktop": (1200, 1350), "phone": (390, 1200)}
_CHROMIUMS: Final = ("chromium", "chromium-browser", "google-chrome")
_FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
_BOARD: Final = (sys.executable, "-c", "from shipworthy.cli.main import run; run()", "board", "--port", "0")


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium that reaches nothing but this machine."""
    found = next((path for name in _CHROMIUMS if (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("No Chromium on this machine; `make test` installs it, or says how.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, headless=True, args=_FLAGS)
        yield opened
        opened.close()


def photograph(
    by: Browser,
    address: str,
    name: str,
    *,
    screens: Sequence[str] = tuple(_SCREENS),
    height: int = 0,
    ask: bool = False,
) -> None:
    """Writes `NAME-SCREEN-SCHEME.png`, light and dark, for each screen.

    Args:
        by: the browser.
        address: of the page.
        name: of the picture.
        screens: desktop, phone.
        height: of what is seen, in pixels; 0 takes the screen's own.
        ask: whether to send the page's form first, as it is filled in.
    """
    for screen in screens:
        width, usual = _SCREENS[screen]
        for scheme in ("light", "dark"):
            context = by.new_context(
                viewport={"width": width, "height": height or usual},
                color_scheme="dark" if scheme == "dark" else "light",
                is_mobile=screen == "phone",
                locale="en-GB",
                timezone_id="UTC",
            )
            page = context.new_page()
            page.goto(address)
            if ask:
                page.locator("form[action$='/try'] button").first.click()
            page.screenshot(path=PICTURES / f"{name}-{screen}-{scheme}.png")
            context.close()


def photograph_board(by: Browser, project: Path, environment: Mapping[str, str]) -> None:
    """The board's pages over a finished project: portfolio, owner, live, incident, and the form that asks the model."""
    with server_process(project) as server, _board(project, server, environment) as board:
        context = by.new_context()
        page = context.new_page()
        own = _link(page, board, r"/projects/[^/]+")
        incident = _link(page, f"{own}/live", r"/projects/[^/]+/incidents/.+")
        context.close()
        photograph(by, board, "board-portfolio", screens=("desktop",), height=700)
        photograph(by, own, "board-owner")
        photograph(by, f"{own}/live", "board-live")
        photograph(by, incident, "board-incident", screens=("desktop",), height=900)
        photograph(by, f"{own}/try", "board-form", screens=("desktop",), height=900, ask=True)


def _link(page: Page, address: str, pattern: str) -> str:
    """The first link of a page whose path is of that form."""
    page.goto(address)
    paths = [link.get_attribute("href") or "" for link in page.locator("a[href]").all()]
    found = next(path for path in paths if re.fullmatch(pattern, path))
    return re.sub(r"(//[^/]+)/.*", r"\1", f"{address}/") + found


@contextmanager
def _board(project: Path, server: str, environment: Mapping[str, str]) -> Iterator[str]:
    """The address of a board over one project, until the block ends."""
    around = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", **environment}
    with subprocess.Popen(
        [*_BOARD, "--server", server, str(project)], stdout=subprocess.PIPE, env=around, text=True
    ) as running:
        try:
            assert running.stdout is not None
            found = next((each for line in running.stdout if (each := re.search(r"http://[\d.:]+", line))), None)
            if found is None:
                raise RuntimeError("the board ended before it served a page")
            yield found[0]
        finally:
            running.terminate()
