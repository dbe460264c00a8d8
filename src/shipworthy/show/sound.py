"""Whether the evaluation itself is sound, and which single cases are answered as they have to be."""

from typing import Final

from shipworthy.plan.kinds.controls import CONTROLS
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import State
from shipworthy.show.numbers import count, number
from shipworthy.show.story import Story
from shipworthy.show.words import STATES, sentence
from shipworthy.show.worth import worth

DEALT: Final = "dealt_outcomes"
USELESS: Final = "useless_"
CASE: Final = "corner-case"
_CONSTANT: Final = "constant"
_KEPT: Final[dict[State, str]] = {**STATES, "holds": "kept", "fails": "broken", "cant_tell": "not asked yet"}


def controls_told(story: Story) -> tuple[State, str, str] | None:
    """What became of all controls together: the verdict, its word, and why; None before any gate was held."""
    found = story.verdicts.get(CONTROLS)
    return (found.state, STATES[found.state], found.why) if found else None


def controls_say(story: Story) -> str:
    """What came of them when they were tried last; empty where the verdict says so already."""
    verdict = story.verdicts.get(CONTROLS)
    return "" if verdict and verdict.why == story.controls_say else sentence(story.controls_say)


def control_rows(story: Story) -> list[tuple[str, str, str, str]]:
    """What must not pass and was sent through: what it is, what it came to, its interval, and how many rows."""
    return [_control(story, one) for one in story.controls if one.value is not None]


def case_rows(story: Story) -> list[tuple[str, str, str, str]]:
    """Cases that have to be answered as expected, broken ones first: what is expected, kept or not, why, and whose."""
    found = [(claim, story.verdicts.get(claim.id)) for claim in story.claims if claim.kind == CASE]
    told = [
        (claim.says, _KEPT[one.state if one else "cant_tell"], one.why if one else "", claim.owner)
        for claim, one in found
    ]
    return sorted(told, key=lambda row: row[1] == _KEPT["holds"])


def _control(story: Story, one: Measurement) -> tuple[str, str, str, str]:
    rows = count(one.n) if one.n else ""
    if one.name == DEALT:
        above = f"{number(one.value or 0.0, 1.0)} standard deviations above chance"
        return f"outcomes dealt at random, learned by `{one.candidate}`", above, "", rows
    same = one.candidate == _CONSTANT
    what = "always giving the same answer" if same else f"the answers of `{one.candidate}` dealt out at random"
    told = worth(story, one)
    return what, f"{told.text} {told.per}".strip(), told.ends, rows
