"""What becomes of something that is assumed, in words."""

import dataclasses

import pytest
from msgspec import structs

from shipworthy.records.verdict import State, Verdict
from shipworthy.show.owner import promises
from shipworthy.show.report import report
from tests.show.sample import GATE, STORY

WEATHER = "assumption.weather"


@pytest.mark.parametrize(
    ("state", "evidence", "word"),
    [
        ("cant_tell", (), "untested"),
        ("cant_tell", ("a1",), "not enough to say yet"),
        ("holds", ("a1",), "holding"),
        ("fails", ("a1",), "refuted"),
        ("stale", ("a1",), "out of date"),
    ],
)
def test_an_assumption_is_untested_holding_refuted_or_out_of_date(
    state: State, evidence: tuple[str, ...], word: str
) -> None:
    found = Verdict(claim=WEATHER, state=state, why="so it is", evidence=evidence)
    verdicts = tuple(found if each.claim == WEATHER else each for each in GATE.verdicts)
    story = dataclasses.replace(STORY, gates=(structs.replace(GATE, verdicts=verdicts),))
    told = next(each for each in promises(story) if each.says.startswith("The weather forecast"))
    assert (told.state, told.word) == (state, word)
    assert word in report(story)


def test_an_assumption_that_nobody_looked_at_is_untested() -> None:
    verdicts = tuple(each for each in GATE.verdicts if each.claim != WEATHER)
    story = dataclasses.replace(STORY, gates=(structs.replace(GATE, verdicts=verdicts),))
    assert next(each for each in promises(story) if each.says.startswith("The weather")).word == "untested"
