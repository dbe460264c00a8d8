"""What the sealed cases said stands beside what was promised."""

from dataclasses import replace

import pytest

from shipworthy.show.report import report
from shipworthy.show.unsealed import unsealed_told
from tests.show.sample import STORY, gain


def test_nothing_is_said_while_the_cases_are_sealed() -> None:
    assert unsealed_told(STORY) == ""


@pytest.mark.parametrize(("times", "word"), [(0.0, "within"), (-100.0, "less than"), (100.0, "more than what")])
def test_what_was_gained_is_told_beside_the_promise(times: float, word: str) -> None:
    assert STORY.forecast is not None
    promised = STORY.forecast.promise
    assert promised.value is not None
    assert promised.high is not None
    value = promised.value + times * (promised.high - promised.value)
    seen = replace(STORY, unsealed=(gain(STORY.chosen, value * 1000 / promised.per, 100.0, origin="sealed", n=900),))
    told = unsealed_told(seen)
    assert told.startswith("On 900 sealed")
    assert "seen by nobody before" in told
    assert word in told
    assert told in " ".join(report(seen).split())
