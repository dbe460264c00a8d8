"""The board as people use it: on a phone, on a desk, in the dark, by keyboard, and by ear."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from shipworthy.board.places import place_of
from tests.board import sample
from tests.board.site import board, model_server
from tests.support.browser import OpenPage, Scheme, Screen

AT = place_of(sample.NAME)
PAGES = {
    "portfolio": "/",
    "owner": AT,
    "week": f"{AT}/week",
    "demo": f"{AT}/demo",
    "live": f"{AT}/live",
    "science": f"{AT}/science",
    "incident": f"{AT}/incidents/{sample.incidents()[0].id}",
    "try": f"{AT}/try",
    "lost": "/nowhere",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.write(tmp_path_factory.mktemp("board") / "p", extra={"water-meters": sample.STOPPED})


@pytest.fixture(scope="module")
def asked(root: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    with model_server() as (address, rows), board(root, server=address) as visitor:
        yield f"http://127.0.0.1:{visitor.port}", rows


@pytest.fixture(scope="module")
def address(asked: tuple[str, list[dict[str, Any]]]) -> str:
    return asked[0]


def serious(page: Page) -> list[str]:
    """What axe finds that keeps somebody from using a page."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['target']} {one['help']}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(
    ("screen", "scheme"),
    [
        ("desktop", "light"),
        ("phone", "dark"),
        pytest.param("desktop", "dark", marks=pytest.mark.slow),
        pytest.param("phone", "light", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_on_a_page_keeps_anybody_out_or_hangs_over_the_edge(
    open_page: OpenPage, address: str, name: str, screen: Screen, scheme: Scheme
) -> None:
    page = open_page(screen=screen, scheme=scheme)
    page.goto(address + PAGES[name])
    for each in page.locator("details").all():
        each.evaluate("one => one.open = true")
    assert serious(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth")


def test_what_keeps_people_out_is_found(open_page: OpenPage) -> None:
    page = open_page()
    page.set_content("<!doctype html><html lang=en><title>a</title><main><h1>a</h1><input></main>")
    assert [one.partition(":")[0] for one in serious(page)] == ["label"]


def test_the_browser_refuses_nothing_that_a_page_wants(open_page: OpenPage, address: str) -> None:
    said: list[str] = []
    page = open_page()
    page.on("console", lambda message: said.append(message.text))
    for name, path in PAGES.items():
        if name != "lost":
            page.goto(address + path)
    assert said == []


def test_the_form_is_filled_in_and_sent_by_keyboard_alone(
    open_page: OpenPage, asked: tuple[str, list[dict[str, Any]]]
) -> None:
    address, rows = asked
    page = open_page(screen="phone")
    page.goto(f"{address}{AT}/try")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    _tab_to(page, "ordered (needed)")
    page.keyboard.press("Control+a")
    page.keyboard.type("many")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert serious(page) == []
    _tab_to(page, "ordered")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    page.keyboard.press("Control+a")
    page.keyboard.type("120")
    page.keyboard.press("Enter")
    page.wait_for_selector("#said")
    assert page.locator(".reasons tbody tr").count() == 3
    assert page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth")
    assert serious(page) == []
    assert rows[-1]["row"]["ordered"] == 120


def test_a_decision_is_taken_by_keyboard_alone(open_page: OpenPage, address: str) -> None:
    page = open_page()
    page.goto(address + AT)
    page.locator("summary", has_text="Sign or decide here").focus()
    page.keyboard.press("Enter")
    page.locator("#decide-person").focus()
    page.keyboard.type("ines")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("#decide-why").focus()
    page.keyboard.type("good enough for now")
    page.keyboard.press("Tab")
    page.keyboard.type("ask the bakers first")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]")
    assert page.locator(".record p", has_text="good enough for now").is_visible()


def test_what_has_the_focus_is_seen(open_page: OpenPage, address: str) -> None:
    page = open_page()
    page.goto(f"{address}{AT}/try")
    for _ in range(12):
        page.keyboard.press("Tab")
        shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert shown != "none", page.evaluate("document.activeElement.outerHTML")


def test_on_a_phone_every_cell_of_the_weeks_names_its_column(open_page: OpenPage, address: str) -> None:
    page = open_page(screen="phone")
    page.goto(f"{address}{AT}/live")
    cell = page.locator(".stacks td").nth(1)
    assert "More than today, per month" in cell.evaluate("one => getComputedStyle(one, '::before').content")
    assert page.get_by_role("rowheader").first.is_visible()


def _tab_to(page: Page, label: str) -> None:
    said = """() => { const one = document.activeElement;
      return ((one.labels && one.labels[0]) || one).textContent.trim().replace(/\\s+/g, ' '); }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(said) == label:
            return
    raise AssertionError(f"no way by keyboard to “{label}”")
