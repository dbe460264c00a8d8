"""One answer as number, label, frequency, sentence and picture: the same in all of them."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.records.demo import Answered
from shipworthy.records.explanation import Sureness
from shipworthy.show.forms import forms_of, squares

BRIEF = {"Decision": "Which flights get a crew?", "What changes": "a crew is booked."}


def sure(share: float | None = 0.31, low: float | None = 0.27, high: float | None = 0.35, n: int = 812) -> Sureness:
    return Sureness(n=n, share=share, low=low, high=high, says=f"Only {n} cases looked like this")


def filled(picture: str) -> int:
    rects = ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}rect")
    return sum("full" in each.get("class", "") for each in rects)


def test_a_chance_is_told_in_five_forms_and_counted_not_believed() -> None:
    one = Answered(
        score=0.62, answer="late", label="late", sure=sure(), worth={"late": 900, "on time": -250}, currency="USD"
    )
    told = forms_of(one, BRIEF)
    assert told.number == "0.62"
    assert told.label == "late"
    # what turned out, not what the model believes
    assert told.frequency == "31 in 100 turn out “late”"
    assert told.rests == "Counted on 812 cases kept aside that looked like this; very likely between 27 and 35 in 100."
    assert told.sentence == (
        "Which flights get a crew: late, so a crew is booked. "
        "That is worth 900 USD if “late” turns out and -250 USD if “on time” turns out."
    )
    assert filled(told.picture) == 31
    assert "31 of 100 squares are filled" in told.picture
    assert "very likely between 27 and 35" in told.picture


def test_a_no_changes_nothing_and_is_worth_no_word() -> None:
    one = Answered(score=0.02, answer="on time", label="late", sure=sure(), worth={"late": 0, "on time": 0})
    assert forms_of(one, BRIEF).sentence == "Which flights get a crew: on time, so nothing changes."


def test_of_several_classes_the_one_decided_on_is_counted() -> None:
    told = forms_of(Answered(score=0.5, answer="<b>rye</b>", label="<b>rye</b>", sure=sure()), {})
    assert told.frequency == "31 in 100 turn out “<b>rye</b>”"
    assert "<b>" not in told.picture
    assert told.sentence == "The answer: <b>rye</b>."


def test_a_number_comes_with_its_range_as_words_and_as_a_line() -> None:
    told = forms_of(Answered(score=231_456.0, unit="EUR", sure=sure(None, 190_000, 270_000)), BRIEF)
    assert told.number == "231,000 EUR"
    assert told.label == "about 230,000 EUR"
    assert told.frequency == "8 in 10 between 190,000 and 270,000 EUR"
    assert "very likely between 190,000 and 270,000 EUR" in told.picture
    assert told.sentence == "Which flights get a crew: about 230,000 EUR, so a crew is booked."


def test_too_few_cases_are_no_frequency_and_no_picture() -> None:
    told = forms_of(Answered(score=0.7, answer="late", label="late", sure=sure(None, None, None, n=4)), {})
    assert told.frequency == "not enough cases like this to say"
    assert told.rests == "Only 4 cases looked like this."
    assert told.picture == ""


def test_what_was_never_measured_says_so() -> None:
    told = forms_of(Answered(score=0.7, answer="late", label="late"), {})
    assert told.rests == "As the number says; not measured."
    number = forms_of(Answered(score=7.0, unit="min"), {})
    assert (number.frequency, number.picture) == ("not known yet", "")


def test_a_person_decides_where_nothing_was_decided() -> None:
    assert forms_of(Answered(score=0.4, label="late", sure=sure()), BRIEF).sentence == (
        "Which flights get a crew: a person decides."
    )


@pytest.mark.parametrize(("share", "words"), [(0.001, "less than 1"), (0.999, "more than 99"), (0.0, "0")])
def test_rare_is_neither_none_nor_all(share: float, words: str) -> None:
    told = forms_of(Answered(score=0.5, answer="a", label="a", sure=sure(share, 0.0, 1.0)), {})
    assert told.frequency == f"{words} in 100 turn out “a”"


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_hundred_squares_are_filled_by_the_share(share: float, one: float, other: float) -> None:
    drawn = squares(share, min(share, one), max(share, other), "a & b")
    kinds = re.findall(r'class="(full|full maybe|maybe|empty)"', drawn)
    assert len(kinds) == 100
    assert filled(drawn) == round(100 * share)
    # one after the other: surely, perhaps, perhaps more, none
    order = ["full", "full maybe", "maybe", "empty"]
    assert [order.index(kind) for kind in kinds] == sorted(order.index(kind) for kind in kinds)
