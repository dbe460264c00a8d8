"""How far data that stand in for the real ones move a verdict."""

from typing import get_args

import pytest

from shipworthy.gates.grades import REACH
from shipworthy.gates.judge import judge
from shipworthy.records.evidence import GRADES, Grade
from shipworthy.records.verdict import State
from tests.gates.build import claim, criterion, evidence, gain

TOLD: dict[Grade, tuple[State, State]] = {
    "live": ("holds", "fails"),
    "historic": ("holds", "fails"),
    "public": ("cant_tell", "fails"),
    "simulated": ("cant_tell", "cant_tell"),
}
"""Grade -> what becomes of a number that is surely good enough, and of one that is surely not."""


@pytest.mark.parametrize("grade", get_args(Grade))
def test_weak_data_move_a_verdict_only_as_far_as_their_grade_allows(grade: Grade) -> None:
    good, bad = (
        judge([criterion()], [evidence("criterion.gain", grade=grade, measurements=(gain(value),))], {}, [], False)[0]
        for value in (90_000.0, -90_000.0)
    )
    assert (good.state, bad.state) == TOLD[grade]
    assert all(each.number is not None for each in (good, bad))


def test_in_a_rehearsal_every_grade_counts() -> None:
    found = [evidence("keys", grade="simulated", holds=True)]
    assert judge([claim("keys", check="keys")], found, {}, [], rehearsal=True)[0].state == "holds"


def test_what_public_data_cannot_prove_says_what_they_showed_and_what_to_do() -> None:
    told = judge([claim("keys", check="keys")], [evidence("keys", grade="public", holds=True)], {}, [], False)[0]
    assert told.why == (
        "the data are public ones that come near, and can refute a promise but not prove it; on them: it was found"
    )
    assert told.next_step == "check it on data of your own, and name them under data.sources"


def test_what_could_not_be_told_stays_as_it_was() -> None:
    held = judge([claim("keys", check="keys")], [evidence("keys", grade="public", holds=None)], {}, [], False)[0]
    assert (held.state, held.why) == ("cant_tell", "it was found")


def test_every_grade_is_in_the_table_and_what_is_nearer_can_do_no_less() -> None:
    assert tuple(REACH) == GRADES
    strength = [REACH[grade].proves + REACH[grade].refutes for grade in GRADES]
    assert strength == sorted(strength, reverse=True)
