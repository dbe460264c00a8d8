"""Whether the evaluation is sound, cases that are named, a list to jump by, and words for owners."""

import re
from dataclasses import replace

from shipworthy.records.claim import Claim
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import Gate, Verdict
from shipworthy.show.attempts import attempts, metric_dots, without_chances
from shipworthy.show.places import for_owners
from shipworthy.show.report import report
from shipworthy.show.sound import case_rows, control_rows, controls_told
from shipworthy.show.story import Story
from tests.show.page import Page
from tests.show.sample import STORY

DEALT = Measurement(name="dealt_outcomes", value=0.834, n=546, candidate="forest")
SAME = Measurement(name="useless_gain", value=-17.0, low=-20.0, high=-14.0, unit="EUR", per=1000, candidate="constant")
LOSS = Measurement(name="log_loss", value=23.6, low=22.0, high=25.0, candidate="old-rule", n=546, direction="down")


def case(name: str, owner: str = "") -> Claim:
    says = f"the case “{name}” is answered with no"
    return Claim(id=f"case.{name}", kind="corner-case", says=says, stage="prototype", owner=owner)


def held(*verdicts: Verdict) -> Story:
    controls = Claim(id="evaluation.controls", kind="requirement", says="the evaluation passes", stage="prototype")
    gate = Gate(stage="prototype", advice="go", verdicts=verdicts)
    return replace(STORY, claims=(controls, case("a"), case("b", "ines"), case("c")), gates=(gate,))


def test_what_was_sent_through_stands_beside_what_it_came_to() -> None:
    story = held(Verdict(claim="evaluation.controls", state="holds", why="a leak was noticed"))
    story = replace(story, controls=(DEALT, SAME))
    assert controls_told(story) == ("holds", "yes", "a leak was noticed")
    dealt, same = control_rows(story)
    assert dealt == (
        "outcomes dealt at random, learned by `forest`",
        "0.83 standard deviations above chance",
        "",
        "546",
    )
    assert same[0] == "always giving the same answer"
    text = Page(report(story)).text
    assert "Is the evaluation sound" in text
    assert "a leak was noticed" in text


def test_a_broken_case_comes_first_and_one_that_nobody_asked_says_so() -> None:
    story = held(
        Verdict(claim="case.a", state="holds", why="it is answered with no, as expected"),
        Verdict(claim="case.b", state="fails", why="it is answered with yes"),
    )
    assert [row[1:] for row in case_rows(story)] == [
        ("broken", "it is answered with yes", "ines"),
        ("not asked yet", "", ""),
        ("kept", "it is answered with no, as expected", ""),
    ]


def test_without_a_gate_or_a_case_neither_is_told() -> None:
    assert controls_told(Story(title="p")) is None
    assert control_rows(STORY) == case_rows(STORY) == []
    assert "Corner cases" not in Page(report(STORY)).text


def test_the_list_to_jump_by_names_what_the_page_has() -> None:
    page = report(STORY)
    second = page[page.index("<details") :]
    jumps = re.findall(r'<a href="#([^"]+)">', second)
    assert jumps == re.findall(r'<h3 id="([^"]+)">', second)
    assert {"claims", "candidates", "slices", "stands"} <= set(jumps)


def test_a_rule_gives_no_chances_so_that_log_loss_says_nothing_of_it() -> None:
    mute = replace(STORY, metrics=(LOSS, replace_candidate(LOSS, "linear", 0.2)), only_decide=frozenset({"old-rule"}))
    told = {one.name: one for one in attempts(mute)}
    assert told["old-rule"].metrics["log_loss"] == "-"
    assert told["old-rule"].main == ""
    assert told["linear"].metrics["log_loss"].startswith("0.2")
    assert [dot.name for dot in metric_dots(mute)[0]] == ["linear"]
    assert without_chances(mute) == "“old-rule” gives a yes or a no and no chance, so log loss says nothing of it."
    assert without_chances(STORY) == ""


def replace_candidate(one: Measurement, candidate: str, value: float) -> Measurement:
    return Measurement(name=one.name, value=value, low=value - 0.1, high=value + 0.1, candidate=candidate, n=one.n)


def test_owners_read_no_places_of_the_document_and_no_commands_of_others() -> None:
    assert for_owners("raise success.criterion.at_least, or look again") == "raise the goal, or look again"
    assert for_owners("name under reviews who has to agree (privacy), to ask early") == (
        "name who has to agree (privacy), to ask early"
    )
    assert for_owners("ask for several together (success.criterion.over: 6)") == "ask for several together"
    # what is between backticks is to be typed as it is
    command = "mend it with `shipworthy case --where data.size > 2`"
    assert for_owners(command) == command
    claims = (Claim(id="brief.value", kind="brief", says="it is known what it is worth", stage="ideation"),)
    verdict = Verdict(
        claim="brief.value", state="fails", why="nobody has said it", next_step="say under success.value what it is"
    )
    story = Story(title="p", claims=claims, gates=(Gate(stage="ideation", advice="back", verdicts=(verdict,)),))
    page = report(story)
    owners = Page(page[: page.index("<details")] + "</main></body></html>").text
    assert "Next: Say what it is" in owners
    assert "success." not in owners
