import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.show.numbers import amount, between, chance, count, ends, number, share

VALUES = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-9)


def read(text: str) -> float:
    """An independent reader of what `number` writes."""
    found = re.fullmatch(r"(-?[\d,]*\.?\d+)(?: (million|billion))?", text)
    assert found, text
    return float(found[1].replace(",", "")) * {None: 1, "million": 1e6, "billion": 1e9}[found[2]]


@given(VALUES)
def test_a_number_without_an_interval_keeps_three_digits(value: float) -> None:
    assert read(number(value)) == pytest.approx(value, rel=0.0051)


@given(VALUES, st.floats(1e-3, 1e9))
def test_rounding_moves_a_number_by_less_than_a_tenth_of_its_intervals_width(value: float, width: float) -> None:
    assert abs(read(number(value, width)) - value) <= width / 10 + abs(value) * 1e-12


@given(st.floats(0, 1))
def test_a_share_reads_as_none_or_all_only_when_it_is(value: float) -> None:
    part, whole = (int(word.replace(",", "")) for word in share(value).split(" in "))
    assert 0 <= part <= whole
    if 1e-5 < value < 1 - 1e-5:
        assert 0 < part < whole
    assert part / whole == pytest.approx(value, abs=0.0051)


@given(st.floats(0, 1))
def test_a_chance_is_never_told_as_certain_and_is_near_what_it_is(probability: float) -> None:
    text = chance(probability)
    part, whole = (int(word) for word in re.findall(r"\d+", text))
    if text.startswith("about"):
        assert part / whole == pytest.approx(probability, abs=0.055)
    elif text.startswith("less"):
        assert probability < part / whole
    else:
        assert probability > part / whole


@pytest.mark.parametrize(
    ("value", "unit", "width", "words"),
    [
        (56_312, "USD", 49_000, "56,000 USD"),
        (1_534_000, "USD", 400_000, "1.53 million USD"),
        (2_000_000_000, "EUR", 1e9, "2 billion EUR"),
        (-1_234, "EUR", 300, "-1,230 EUR"),
        (-0.4, "EUR", 100, "0 EUR"),
        (0, "EUR", None, "0 EUR"),
        (0.084, "share", None, "8 in 100"),
        (-0.02, "share", None, "-0.02"),
        (12.34, "orders", 4, "12.3 orders"),
    ],
)
def test_amounts_read_as_people_write_them(value: float, unit: str, width: float | None, words: str) -> None:
    assert amount(value, unit, width) == words


def test_an_interval_of_no_width_is_still_told() -> None:
    assert between(5, 5, "EUR") == "very likely between 5 and 5 EUR"


def test_ends_of_shares_are_shares() -> None:
    assert ends(0.05, 0.12, "share", "to") == "5 in 100 to 12 in 100"


def test_counts_have_separators() -> None:
    assert count(1_204) == "1,204"
