"""Amounts that a range may be stated for, in every way to say what a decision is worth."""

import pytest

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.plausible import stated_amounts
from shipworthy.plan.reading import read_text

MINIMAL = "project: p\ndata: {sources: {t: {path: t.csv}}, target: {column: y}}\nsuccess:\n  unit: EUR\n  value: "
SHORT = {"true_positive": 9.0, "false_positive": -2.0, "false_negative": 0.0, "true_negative": 0.0}


@pytest.mark.parametrize(
    ("value", "amounts"),
    [
        ("{top: {k: 3, per: day, hit: 9, miss: -2}}", SHORT),
        ("{top: {k: 3, per: day, hit: price, miss: -2}}", {k: v for k, v in SHORT.items() if k != "true_positive"}),
        ("{cost: {under: 2, over: fee}}", {"under": 2.0}),
        ("{cost: {points: [{off: -60, costs: 4}, {off: 5.5, costs: 1}]}}", {"60-too-low": 4.0, "5.5-too-high": 1.0}),
        ("{function: 'value:worth'}", {}),
        ("none", {}),
    ],
)
def test_amounts_that_are_numbers_have_names(value: str, amounts: dict[str, float]) -> None:
    assert stated_amounts(read_text(MINIMAL + value, "project.yaml")) == amounts


def test_a_range_for_an_amount_that_is_not_there_is_refused() -> None:
    with pytest.raises(DocumentError, match="a range is stated for an amount"):
        read_text(MINIMAL + "{function: 'value:worth'}\n  plausible: {under: {low: 1, high: 2}}", "project.yaml")
