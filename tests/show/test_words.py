from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.show.periods import day, kind_of, month, short, span
from shipworthy.show.words import PLAIN, STATES, cut, joined, plain, sentence


def test_verdicts_have_plain_words() -> None:
    assert STATES == {
        "holds": "yes",
        "fails": "no",
        "cant_tell": "not enough to say yet",
        "stale": "out of date",
    }


@pytest.mark.parametrize(
    ("house", "page"),
    [
        ("the holdout", "the cases kept aside"),
        ("stale", "out of date"),
        ("a slice", "a group"),
        ("over the status quo", "over what you do today"),
        ("Candidates", "Attempts"),
        ("95 % interval from 3 to 5", "very likely between 3 and 5"),
        ("95% confidence interval 1,020 to 1,800", "very likely between 1,020 and 1,800"),
        ("can't tell", "not enough to say yet"),
        ("average precision", "average precision"),
        ("slicer and install", "slicer and install"),
    ],
)
def test_the_houses_words_are_translated_as_whole_words(house: str, page: str) -> None:
    assert plain(house) == page


@given(st.lists(st.sampled_from(sorted(PLAIN)), min_size=1, max_size=5))
def test_nothing_of_the_house_is_left_after_translating(words: list[str]) -> None:
    told = plain(", ".join(words))
    for word in ("holdout", "guardrail", "stale", "slice", "status quo", "drift", "candidate", "criterion"):
        assert word not in told


def test_a_sentence_ends_once() -> None:
    assert [sentence(text) for text in ("it holds", "Really?", " it holds. ", "")] == [
        "It holds.",
        "Really?",
        "It holds.",
        "",
    ]


def test_lists_are_joined_and_the_rest_is_counted() -> None:
    assert joined([]) == ""
    assert joined(["a"]) == "a"
    assert joined(["a", "b"]) == "a and b"
    assert joined(["a", "b", "c"], most=2) == "a, b and 1 more"


@given(st.text(max_size=40), st.integers(2, 20))
def test_a_cut_text_is_never_longer_than_asked(text: str, most: int) -> None:
    assert len(cut(text, most)) <= most


def test_spans_of_months_weeks_and_folds() -> None:
    assert span([]) == ""
    assert span([f"2013-{month:02}" for month in range(1, 7)]) == "January to June 2013"
    assert span(["2012-11", "2012-12", "2013-01"]) == "November 2012 to January 2013"
    assert span(["2013-01", "2013-02", "2013-05"]) == "January to May 2013, with gaps"
    assert span(["fold 1", "fold 4"]) == "fold 1 to fold 4"
    assert span(["2013-W01"]) == "2013-W01"


@pytest.mark.parametrize(
    ("periods", "word"),
    [
        (["2013-05-01"], "day"),
        (["2013-05-01", "2013-05-02", "2013-05-08"], "day"),
        (["2013-04-29", "2013-05-06", "2013-05-20"], "week"),
        (["2013-13-01", "2013-13-08"], "day"),
        (["2013-W05"], "week"),
        (["2013-05"], "month"),
        (["2013-Q2"], "quarter"),
        ([], "period"),
        (["2013-05", "x"], "period"),
    ],
)
def test_periods_are_called_what_they_are(periods: list[str], word: str) -> None:
    assert kind_of(periods) == word


def test_a_month_that_is_none_stays_as_it_is() -> None:
    assert month("2013-13") == "2013-13"
    assert short("fold 1") == "fold 1"
    assert short("2013-09") == "Sep 13"


def test_a_day_in_words() -> None:
    assert day(datetime(2024, 7, 9)) == "9 July 2024"
