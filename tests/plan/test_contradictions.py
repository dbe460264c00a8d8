"""What a document cannot mean, whatever the data say: its place, what was seen, what is allowed, what to do."""

import re

import pytest

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.reading import read_text
from tests.plan.examples import FULL, MINIMAL

SHORT = "{outcomes: {true_positive: 9, false_positive: -2, false_negative: 0, true_negative: 0}}"
COST = "{cost: {under: 1, over: 1}}"


def refused(text: str) -> str:
    with pytest.raises(DocumentError) as caught:
        read_text(text, "project.yaml")
    return str(caught.value)


CASES = [
    (
        MINIMAL + "guardrails:\n  - {metric: recall, at_least: 0.6, at_most: 0.4}\n",
        "nothing can be that much and that little at once\n"
        "  where: project.yaml:6 guardrails.0\n"
        "  seen: at_least 0.6, at_most 0.4\n"
        "  allowed: at_least no higher than at_most\n"
        "  next: mend it and run the same command again",
    ),
    (
        MINIMAL + "guardrails:\n  - {metric: recall, at_most: 0.4}\n"
        "success:\n  value: none\n  criterion: {metric: recall, at_least: 0.5}\n",
        "this and success.criterion cannot both hold for recall\n"
        "  where: project.yaml:6 guardrails.0\n"
        "  seen: at least 0.5 and at most 0.4\n"
        "  allowed: limits that leave something in between\n"
        "  next: agree on one of the two",
    ),
    (
        MINIMAL + "guardrails:\n  - {metric: recall, at_least: 95}\n",
        "recall lies between 0 and 1, so this can never be reached\n"
        "  where: project.yaml:6 guardrails.0.at_least\n"
        "  seen: 95\n"
        "  allowed: between 0 and 1\n"
        "  next: write 0.95, if 95 percent are meant",
    ),
    (
        MINIMAL + f"success:\n  value: {COST}\n  criterion: {{gain_over: constant, at_least: 5}}\n",
        "the target is a number without a unit, and nobody can agree to that\n"
        "  where: project.yaml:7 success.criterion.at_least\n"
        "  seen: 5\n"
        "  allowed: unit: USD, for example\n"
        "  next: say under success.unit what the amounts are in",
    ),
    (
        MINIMAL + f"success:\n  unit: EUR\n  value: {SHORT}\n"
        "  criterion: {gain_over: status_quo, per: 1000, at_least: 20000}\n",
        "the amounts of success.value can never give that much\n"
        "  where: project.yaml:8 success.criterion.at_least\n"
        "  seen: 20,000 EUR per 1,000 cases\n"
        "  allowed: at most 9,000 EUR per 1,000 cases, were every case decided rightly that is decided wrongly today\n"
        "  next: look at the target, at per and at the amounts: one of them is off",
    ),
    (
        MINIMAL + "timebox: {starts: 2026-05-01}\n"
        f"success:\n  unit: EUR\n  value: {COST}\n  criterion: {{gain_over: constant, at_least: 5, by: 2026-04-01}}\n",
        "success is due before the first day of the timebox\n"
        "  where: project.yaml:9 success.criterion.by\n"
        "  seen: 2026-04-01\n"
        "  allowed: 2026-05-01, when it starts, or later\n"
        "  next: mend it and run the same command again",
    ),
    (
        MINIMAL + "stages:\n  data: {estimate: 3w}\n  prototype: {estimate: 4w}\ntimebox:\n  budget: 6w\n",
        "the stages are thought to take longer than the timebox has\n"
        "  where: project.yaml:9 timebox.budget\n"
        "  seen: 6w\n"
        "  allowed: as long as they take: data 3 weeks and prototype 4 weeks\n"
        "  next: give more time, or ask less",
    ),
    (
        MINIMAL + "assumptions:\n  - {says: A is so, rests_on: B is so}\n",
        "no other assumption has this name\n"
        "  where: project.yaml:6 assumptions.0.rests_on\n"
        "  seen: B is so\n"
        "  allowed: a-is-so\n"
        "  next: write a-is-so instead of B is so",
    ),
    (
        MINIMAL + "assumptions:\n"
        "  - {says: A is so, rests_on: B is so}\n  - {says: B is so, rests_on: [c-is-so]}\n"
        "  - {says: C is so., rests_on: A is so}\n",
        "these assumptions rest on each other in a circle, so none of them has a ground\n"
        "  where: project.yaml:6 assumptions.0.rests_on\n"
        "  seen: a-is-so → b-is-so → c-is-so → a-is-so\n"
        "  allowed: assumptions that rest on others, and on none that rests on them\n"
        "  next: cut it once",
    ),
    (
        MINIMAL.replace("orders.csv}}", "orders.csv}, sizes: {path: s.csv, join: {on: a}}}")
        + "assumptions:\n  - {says: A is so, stage: ideation, check: {source: sizes, covers: 90%}}\n",
        "a check of the data cannot be waited for before there are data\n"
        "  where: project.yaml:6 assumptions.0.stage\n"
        "  seen: ideation\n"
        "  allowed: data, or a later stage\n"
        "  next: mend it and run the same command again",
    ),
]


@pytest.mark.parametrize(("text", "message"), CASES)
def test_what_cannot_be_so_is_told_with_its_place_and_what_would_be(text: str, message: str) -> None:
    assert refused(text) == message


@pytest.mark.parametrize(
    "text",
    [
        "guardrails: [{metric: recall, at_least: 0.4, at_most: 0.4}]\n",
        "guardrails: [{metric: recall, at_most: 0.4}, {metric: recall, by: shop, at_least: 0.5}]\n",
        "guardrails: [{metric: mean_absolute_error, at_most: 95}]\n",
        f"success: {{unit: EUR, value: {SHORT}, criterion: {{gain_over: constant, per: 1000, at_least: 9000}}}}\n",
        "stages: {data: {estimate: 3w}, monitoring: {estimate: 1y}}\ntimebox: {budget: 6w}\n",
        "assumptions: [{says: A, rests_on: [B, c]}, {says: B, rests_on: C}, {says: C}]\n",
    ],
)
def test_what_can_be_so_is_read(text: str) -> None:
    read_text(MINIMAL + text, "project.yaml")


def test_amounts_in_columns_put_no_end_to_a_gain() -> None:
    column = SHORT.replace("9,", "fee,")
    text = f"success: {{unit: EUR, value: {column}, criterion: {{gain_over: constant, at_least: 1e9}}}}\n"
    read_text(MINIMAL + text, "project.yaml")


NUMBERS = [
    (match.start(1), match.group(1))
    for match in re.finditer(r"(?<=: )(-?\d+(?:\.\d+)?%?(?:/?[a-z]+)?)(?=[,}\s])", FULL)
    if not match.group(1).startswith("2026")
]


@pytest.mark.parametrize("endless", [".nan", ".inf", "-.inf", "1e999", "9" * 400])
@pytest.mark.parametrize(("at", "number"), NUMBERS)
def test_no_number_of_the_document_may_be_endless_or_no_number(at: int, number: str, endless: str) -> None:
    line = FULL[:at].count("\n") + 1
    message = refused(FULL[:at] + endless + FULL[at + len(number) :])
    assert f"project.yaml:{line} " in message
    assert "allowed: " in message


@pytest.mark.parametrize("share", ["1.2", "-0.1", "120%"])
@pytest.mark.parametrize("field", ["chance: 80%", "chance: 0.8", "covers: 99%", "availability: 99.5%"])
def test_no_share_or_chance_may_lie_outside_of_nought_and_one(field: str, share: str) -> None:
    name = field.split(":", maxsplit=1)[0]
    message = refused(FULL.replace(field, f"{name}: {share}", 1))
    assert "this is not a share" in message
    assert f"seen: {share}" in message
    assert "allowed: between 0 and 1, or between 0% and 100%" in message
