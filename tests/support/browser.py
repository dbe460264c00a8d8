"""A real Chromium for tests of pages: wide or narrow, light or dark, and never off this machine."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Literal, Protocol

import pytest
from playwright.sync_api import Browser, Error, Page, ViewportSize, sync_playwright

Screen = Literal["desktop", "phone"]
Scheme = Literal["light", "dark"]

_VIEWPORTS: dict[Screen, ViewportSize] = {
    "desktop": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
}
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
]


class OpenPage(Protocol):
    """Opens an empty page of a browser that knows nothing of the pages opened before."""

    def __call__(self, *, screen: Screen = "desktop", scheme: Scheme = "light") -> Page: ...


# Not for the whole session: while Playwright runs, its event loop counts as running in this thread, and tests
# that call asyncio.run fail. So keep these and the tests of pages in different files.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_find_chromium(), headless=True, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages; a script error on any of them fails the test."""
    script_errors: list[Error] = []
    closers: list[Callable[[], None]] = []

    def note_script_error(error: Error) -> None:
        script_errors.append(error)

    def open_page(*, screen: Screen = "desktop", scheme: Scheme = "light") -> Page:
        context = browser.new_context(
            viewport=_VIEWPORTS[screen],
            color_scheme=scheme,
            is_mobile=screen == "phone",
            has_touch=screen == "phone",
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="UTC",
        )
        closers.append(context.close)
        page = context.new_page()
        page.on("pageerror", note_script_error)
        return page

    yield open_page
    for close in closers:
        close()
    assert not script_errors, f"Scripts on the page failed: {script_errors}"


def _find_chromium() -> str:
    names = [os.environ.get("SHIPWORTHY_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    for name in names:
        if name and (found := shutil.which(name)):
            return found
    pytest.fail("No Chromium on this machine; `make test` installs it, or says how.", pytrace=False)
