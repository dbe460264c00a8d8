"""Examples of mistakes: of each kind, at most three, each of them wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.measure.examples import EXAMPLES, examples_of
from shipworthy.records.spec import Task
from tests.measure.tables import table

YES_NO = Task(kind="binary", classes=("no", "yes"))
_LABELS = st.lists(st.tuples(st.sampled_from(["no", "yes"]), st.sampled_from(["no", "yes"])), min_size=1, max_size=40)


@given(_LABELS)
def test_every_mistake_is_counted_and_only_mistakes_are_shown(pairs: list[tuple[str, str]]) -> None:
    said, was = [one for one, _ in pairs], [other for _, other in pairs]
    found = {each.where: each for each in examples_of(table(YES_NO, decision=said, outcome=was), "mistakes")}
    for kind, wrong in (("recall", ("no", "yes")), ("precision", ("yes", "no"))):
        many = pairs.count(wrong)
        assert (kind in found) == bool(many)
        if many:
            assert found[kind].count == many
            assert len(set(found[kind].examples)) == min(EXAMPLES, many)
            assert all(f"said {wrong[0]}, was {wrong[1]}" in text for text in found[kind].examples)


def test_a_number_is_shown_where_it_is_furthest_off() -> None:
    rows = table(Task(kind="regression"), decision=[1.0, 2.0, 3.0, 4.0, 5.0], outcome=[1.0, 9.0, 3.5, 4.1, 5.2])
    (found,) = examples_of(rows, "mistakes")
    assert found.examples[0].endswith("said 2, was 9")
    assert len(found.examples) == EXAMPLES


@pytest.mark.parametrize("outcome", ["a", None])
def test_what_is_right_or_not_known_is_no_mistake(outcome: str | None) -> None:
    rows = table(Task(kind="multiclass", classes=("a", "b", "c")), decision=["a"], outcome=[outcome])
    assert examples_of(rows, "mistakes") == ()
