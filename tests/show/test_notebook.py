import re
from dataclasses import replace

from shipworthy.show.notebook import fragment
from shipworthy.show.story import Story
from tests.show.page import Page
from tests.show.sample import STORY, metric


def test_a_fragment_is_one_element_that_styles_only_itself() -> None:
    text = fragment(STORY)
    tags = Page(text)
    assert tags.open == []
    assert tags.tags[0] == ("div", {"class": "shipworthy"})
    assert not tags.of("script", "link", "img", "html", "body")
    assert not [1 for _, attributes in tags.tags if "id" in attributes]
    style = text[text.index("<style>") + 7 : text.index("</style>")]
    selectors = re.findall(r"([^{}]+)\{", style)
    assert all(
        part.strip().startswith((".shipworthy", "@media")) for selector in selectors for part in selector.split(",")
    )


def test_a_comparison_shows_money_pictures_and_a_table() -> None:
    page = Page(fragment(STORY))
    assert "19,000 EUR per month" in page.text
    assert len(page.of("svg")) == 4
    assert "linear chosen 20,700 EUR 14,500 to 26,800" in page.text


def test_a_single_evaluation_without_value_shows_its_metric() -> None:
    story = Story(title="model", metrics=(metric("model", "r2", 0.61, 0.04),), chosen="model")
    page = Page(fragment(story))
    assert "No value agreed" in page.text
    assert "0.61 (0.57 to 0.65)" in page.text
    assert len(page.of("svg")) == 1


def test_hostile_names_are_shown_as_text() -> None:
    hostile = "<script>alert(1)</script>"
    story = replace(STORY, title=hostile, metrics=(metric(hostile, hostile, 1, 0.1),), gains=(), chosen=hostile)
    page = Page(fragment(story))
    assert not page.of("script")
    assert hostile in page.text


def test_nothing_measured_is_an_empty_frame_with_a_name() -> None:
    assert Page(fragment(Story(title="nothing yet"))).text == "nothing yet"
