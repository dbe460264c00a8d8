"""Predictions and what came of them, as the data scientist sees them."""

from shipworthy.forecast.scored import Prediction, scored
from shipworthy.show.report import report
from shipworthy.show.scores import calibration, score_lines
from shipworthy.show.story import Story
from tests.show.page import Page


def test_scores_stand_on_the_page_with_their_calibration() -> None:
    told = [Prediction("Ada", "model", 0.9, place % 3 > 0) for place in range(12)]
    found = scored([*told, *(Prediction("Bo", "data", 0.2, place == 0) for place in range(12))])
    assert score_lines(found)[1][:2] == ("owner Ada", "12")
    assert "told 90 in 100, 12 times" in calibration(found)
    assert calibration(()) == ""
    assert "owner Ada" in Page(report(Story(title="late orders", scores=found))).text
