"""A demo as people use it: a remark comes back to the project, and a changed value stands beside what was before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from shipworthy.board.places import place_of
from shipworthy.records.comment import Comment
from shipworthy.workflow.shelf import Shelf
from tests.board import sample
from tests.board.site import Visitor, board, model_server
from tests.board.test_pages_in_a_browser import serious
from tests.support.browser import OpenPage

AT = place_of(sample.NAME)
DEMO = f"{AT}/demo/{sample.DEMO.day}"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.write(tmp_path_factory.mktemp("board") / "p")


@pytest.fixture(scope="module")
def site(root: Path) -> Iterator[tuple[Visitor, list[dict[str, Any]]]]:
    with model_server() as (address, asked), board(root, server=address) as visitor:
        yield visitor, asked


def within(page: Page) -> bool:
    return bool(page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"))


def test_a_remark_on_a_demo_is_put_on_record_and_stands_below_it(
    open_page: OpenPage, site: tuple[Visitor, list[dict[str, Any]]], root: Path
) -> None:
    page = open_page(screen="phone", scheme="dark")
    page.goto(f"http://127.0.0.1:{site[0].port}{AT}/demo")
    assert page.locator("article.case").count() == 3
    # the second case rests on too few to be drawn
    assert page.locator("article.case .shape svg").count() == 2
    assert page.get_by_text("the answer was wrong").count() == 1
    page.select_option("#speaker", "ines")
    page.fill("#remark", "The <b>first</b> one I would have halved too.")
    page.get_by_role("button", name="Put it on record").press("Enter")
    page.wait_for_url(f"**{DEMO}?done=comment")
    assert page.locator("[role=status]").count() == 1
    assert page.locator(".said").inner_text() == "The <b>first</b> one I would have halved too."
    assert serious(page) == []
    assert within(page)
    with Shelf([root]) as shelf:
        known = shelf[sample.NAME].known()
        assert isinstance(known.comments[-1], Comment)
        assert (known.comments[-1].about, known.comments[-1].by) == (sample.DEMO.about, "ines")
    for path in (AT, f"{AT}/science", f"{AT}/week"):
        assert "The demo of 30 December 2024" in site[0].get(path).text, path


def test_a_changed_value_stands_beside_the_case_before(
    open_page: OpenPage, site: tuple[Visitor, list[dict[str, Any]]]
) -> None:
    visitor, asked = site
    page = open_page()
    page.goto(f"http://127.0.0.1:{visitor.port}{AT}/try")
    page.get_by_role("button", name="Ask the model").click()
    page.wait_for_selector("#said")
    # nothing was changed, so that there is one answer
    assert page.locator(".forms").count() == 1
    assert len(asked) == 1
    page.get_by_label("ordered").fill("300")
    page.get_by_role("button", name="Ask the model").click()
    page.wait_for_selector(".forms >> nth=1")
    assert [each["row"]["ordered"] for each in asked] == [120, 300, 120]
    assert page.get_by_text("With ordered 300").count() == 1
    assert page.get_by_role("img", name="31 of 100 squares").count() == 2
    assert serious(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert within(page)


def test_there_is_no_demo_of_another_day_and_none_of_another_shape(
    site: tuple[Visitor, list[dict[str, Any]]],
) -> None:
    visitor, _ = site
    assert visitor.get(DEMO).status == 200
    assert visitor.get(f"{AT}/demo/2020-01-01").status == 404
    assert visitor.get(f"{AT}/try?case=99").status == 200
    assert visitor.get(f"{AT}/try?case=x").status == 200
    csrf = visitor.csrf(f"{AT}/demo")
    away = visitor.post(f"{AT}/comment", csrf=csrf, person="ines", text="a", about="", back="//elsewhere.example")
    assert away.headers["location"] == f"{AT}?done=comment"
