"""What a refuted assumption does to what rests on it."""

from hypothesis import given
from hypothesis import strategies as st

from shipworthy.gates.judge import judge
from shipworthy.gates.resting import grounded
from shipworthy.records.verdict import State, Verdict
from tests.gates.build import claim, evidence

STATES: list[State] = ["holds", "fails", "cant_tell", "stale"]


def test_what_rests_on_something_refuted_cannot_be_told_and_says_why() -> None:
    ground = claim("ground", says="weather is known", check="one")
    above = claim("above", says="delays are known", check="two", rests_on=("ground",))
    top = claim("top", says="passengers are told", check="three", rests_on=("above",))
    found = [
        evidence("ground", check="one", holds=False, says="it is not"),
        evidence("above", check="two", holds=True, says="they are"),
        evidence("top", check="three", holds=False, says="they are not"),
    ]
    low, middle, high = judge([ground, above, top], found, {}, [], rehearsal=False)
    assert low.state == "fails"
    assert (middle.state, middle.why) == (
        "cant_tell",
        "it rests on “weather is known”, which is refuted; by itself: they are",
    )
    assert middle.next_step == "say what it rests on instead, or give it up"
    assert (high.state, high.why) == ("fails", "they are not")


def test_it_reaches_through_others_and_forgets_nothing() -> None:
    claims = [claim("a"), claim("b", rests_on=("a",)), claim("c", rests_on=("b",))]
    verdicts = [
        Verdict(claim="a", state="fails", why="a"),
        Verdict(claim="b", state="holds", why="b"),
        Verdict(claim="c", state="stale", why="c"),
    ]
    assert [each.state for each in grounded(claims, verdicts)] == ["fails", "cant_tell", "cant_tell"]


@given(st.lists(st.tuples(st.sampled_from(STATES), st.sets(st.integers(0, 5))), min_size=1, max_size=6))
def test_only_what_rests_on_something_refuted_changes_and_never_for_the_better(
    drawn: list[tuple[State, set[int]]],
) -> None:
    claims = [claim(str(at), rests_on=tuple(map(str, sorted(on)))) for at, (_, on) in enumerate(drawn)]
    verdicts = [Verdict(claim=str(at), state=state, why="so") for at, (state, _) in enumerate(drawn)]
    after = grounded(claims, verdicts)
    assert [each.claim for each in after] == [each.claim for each in verdicts]
    for old, new in zip(verdicts, after, strict=True):
        assert new == old or (new.state == "cant_tell" and old.state != "fails" and "refuted" in new.why)
    if all(each.state != "fails" for each in verdicts):
        assert list(after) == verdicts
