"""The report as people see it: on a phone, on a desk, in the dark, on paper."""

from dataclasses import replace
from pathlib import Path

import pytest

from shipworthy.show.report import report
from shipworthy.show.story import Ask
from tests.show.sample import STORY, by, gain
from tests.support.browser import OpenPage, Scheme, Screen

_LUMINANCE = """([light, dark]) => {
  const channel = (value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const shade = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map((value) => channel(Number(value) / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [high, low] = [shade(light), shade(dark)].sort((one, other) => other - one);
  return (high + 0.05) / (low + 0.05);
}"""


_LONG = "a_name_without_any_space_that_goes_on_and_on_and_on_and_on_for_ever"


@pytest.fixture(scope="module")
def long_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    story = replace(
        STORY,
        title=_LONG,
        brief={_LONG: _LONG},
        asks=(Ask(_LONG, _LONG, _LONG),),
        gains=(gain(_LONG, 1.35e9, 4e8),),
        values=(gain(_LONG, 1.35e9, 4e8, name="value"),),
        slices=(by(_LONG, _LONG, 10, 5, 100),),
        chosen=_LONG,
        forecast=None,
    )
    path: Path = tmp_path_factory.mktemp("long") / "report.html"
    path.write_text(report(story), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report(STORY), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_nothing_hangs_over_the_edge(open_page: OpenPage, address: str, long_address: str, screen: Screen) -> None:
    for where in (address, long_address):
        page = open_page(screen=screen)
        page.goto(where)
        page.locator("summary").click()
        assert page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(open_page: OpenPage, address: str, scheme: Scheme) -> None:
    page = open_page(scheme=scheme)
    page.goto(address)
    for ground, words in (
        ("body", ".eyebrow"),
        ("body", ".rehearsal"),
        (".asks", ".due"),
        (".answer", ".big"),
        ("body", ".holds"),
        ("body", ".fails"),
        ("body", ".stale"),
        ("body", "figcaption"),
    ):
        back = page.locator(ground).first.evaluate("one => getComputedStyle(one).backgroundColor")
        front = page.locator(words).first.evaluate("one => getComputedStyle(one).color")
        assert page.evaluate(_LUMINANCE, [back, front]) >= 4.5, (ground, words)


def test_pictures_change_their_colours_with_the_page(open_page: OpenPage, address: str) -> None:
    seen = set()
    for scheme in ("light", "dark"):
        page = open_page(scheme=scheme)
        page.goto(address)
        seen.add(page.locator("svg text").first.evaluate("one => getComputedStyle(one).fill"))
    assert len(seen) == 2


def test_on_paper_the_second_part_is_printed_too(open_page: OpenPage, address: str) -> None:
    page = open_page()
    page.goto(address)
    assert not page.get_by_text("criterion.gain").is_visible()
    page.emulate_media(media="print")
    height = page.locator("details").evaluate("one => one.getBoundingClientRect().height")
    assert height > 500
