"""The page of all projects, and the week of one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shipworthy.board.places import place_of
from tests.board import sample
from tests.board.site import Visitor, board
from tests.show.page import Page
from tests.workflow.briefs import write

MANY = 60


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Sixty briefs of which two rest on one feed, and one that somebody has to say more of."""
    folder = tmp_path_factory.mktemp("ideas")
    feed = [{"says": "The feed comes.", "chance": 0.8, "shared": "order feed"}]
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SHIPWORTHY_HOME", str(folder / "home"))
        for place in range(MANY):
            worth = {"unit": "USD", "worth": {"low": 50_000 + 1000 * place, "high": 90_000 + 1000 * place}}
            write(folder / "ideas", f"idea-{place:02}", success=worth, assumptions=feed if place < 2 else None)
        write(folder / "ideas", "vague", success=None)
        with board(folder / "ideas") as visitor:
            yield visitor


def text(site: Visitor, path: str = "/") -> str:
    answer = site.get(path)
    assert answer.status == 200
    assert Page(answer.text).open == []
    return Page(answer.text).text


def test_the_first_page_has_the_best_and_says_what_they_bring_together(site: Visitor) -> None:
    first = text(site)
    assert first.index("1. idea-59") < first.index("2. idea-58") < first.index("50. idea-10")
    assert "idea-09" not in first.partition("Ranked by")[2]
    assert "The 60 projects under way are expected to bring" in first
    assert "The chance that at least one succeeds is more than 19 in 20" in first
    assert "idea-01 and idea-00 rest on the same thing: order feed." in first
    assert "Page 1 of 2." in first
    second = text(site, "/?page=2")
    assert second.index("51. idea-09") < second.index("Not ranked yet") < second.index("vague")
    assert "Nobody said what success is worth" in second
    assert "All of them together" not in second
    assert text(site, "/?page=99") == second
    assert text(site, "/?page=x") == first


def test_it_is_searched_and_sorted(site: Visitor) -> None:
    found = text(site, "/?search=feed+comes")
    assert "2 projects with “feed comes”." in found
    assert "idea-02" not in found
    assert "No project with “nowhere”." in text(site, "/?search=nowhere")
    by_name = text(site, "/?sort=name")
    assert by_name.index("1. idea-00") < by_name.index("2. idea-01")
    assert text(site, "/?sort=nothing") == text(site)
    assert "&lt;b&gt;" in site.get("/?search=%3Cb%3E").text


def test_a_brief_tells_its_owner_what_it_is_worth_and_what_it_still_costs(site: Visitor) -> None:
    owner = text(site, place_of("idea-00"))
    assert "If it works it is worth 70,000 USD a year" in owner
    assert "To be expected:" in owner


def test_the_week_of_a_project_has_its_page_and_weeks_that_never_were_are_not_there(site: Visitor) -> None:
    at = f"{place_of('idea-00')}/week"
    week = text(site, at)
    assert "Stuck" in week
    assert "What is asked of whom" in week
    assert site.get(f"{at}?of=2001-01-01").status == 404
    assert site.get(f"{at}?of=<b>").status == 404


def test_past_weeks_of_what_is_live_are_told_from_its_records(tmp_path: Path) -> None:
    at = f"{place_of(sample.NAME)}/week"
    with board(sample.write(tmp_path / "p")) as visitor:
        now = text(visitor, at)
        weeks = [str(one["href"]) for one in Page(visitor.get(at).text).of("a") if "of=" in (one.get("href") or "")]
        assert "In trouble" in now
        assert weeks
        assert visitor.get(weeks[-1]).status == 200
