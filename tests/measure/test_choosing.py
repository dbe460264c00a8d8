"""A short version of `benchmarks.choosing`: what rules that choose an attempt give up, where the truth is known."""

import numpy as np
import pytest

from benchmarks.choosing.__main__ import DEVELOPMENT
from benchmarks.choosing.play import play
from benchmarks.choosing.rules import RULES, look
from benchmarks.choosing.worlds import WORLDS, World, draw
from shipworthy.measure.choice import is_close


@pytest.mark.parametrize("world", WORLDS[::3], ids=lambda world: world.name)
def test_the_rule_that_is_measured_is_the_one_in_use(world: World) -> None:
    seen = look(world, draw(world, DEVELOPMENT))
    rule = RULES["one standard error"]
    assert [rule(seen, place) for place in range(len(seen.ranks))] == [is_close(one) for one in seen.alone]


def test_a_project_is_drawn_the_same_again_and_more_is_learned_where_there_is_more_to_learn() -> None:
    straight, bent = (next(each for each in WORLDS if each.name == name) for name in ("linear, 300", "bent, 3,000"))
    once, again = draw(straight, 5), draw(straight, 5)
    np.testing.assert_array_equal(once.seen, again.seen)
    assert once.true.argmax() == 1, "nothing beats a straight line where that is the truth"
    assert draw(bent, 5).true.argmax() > 1


def test_ranges_give_up_more_and_the_best_mean_is_more_often_needlessly_complex() -> None:
    found = play(next(each for each in WORLDS if each.name == "bent, 300"), runs=20, seed=DEVELOPMENT)
    ranges, close, best = (found[name] for name in ("ranges that hold at once", "one standard error", "the best mean"))
    assert ranges.given_up is not None
    assert close.given_up is not None
    assert ranges.given_up > 1.5 * close.given_up
    assert close.needless < best.needless
    assert ranges.complexity < close.complexity < best.complexity
