"""Verdicts in worlds whose truth is known; the figures of record are in docs/verdicts.md, on draws of their own."""

import pytest

from benchmarks.verdicts.play import come_true, enough, generator, play

SAMPLES = 400
NOISE = 0.035
"""Three standard errors of a share of 0.05 or 0.1 in so many samples, about."""


@pytest.mark.parametrize(
    ("world", "truth", "right"),
    [
        ("gain", 0.6, "holds"),
        ("gain", -0.6, "fails"),
        ("share", 0.95, "holds"),
        ("share", 0.85, "fails"),
        ("share", 0.99, "holds"),
        ("slices", 0.6, "holds"),
        ("one group", 0.4, "fails"),
        ("promise", 3.0, "holds"),
        ("promise", 2.0, "holds"),
        ("promise", -2.0, "fails"),
    ],
)
def test_with_enough_data_it_is_seldom_that_it_cannot_be_told(world: str, truth: float, right: str) -> None:
    played = play(world, truth, enough(world, truth), SAMPLES, "development")
    assert played.share("cant_tell") <= 0.15
    assert played.share("fails" if right == "holds" else "holds") <= 0.05


@pytest.mark.parametrize(("world", "truth", "size"), [("gain", 0.0, 60), ("share", 0.9, 400), ("one group", 0.5, 100)])
def test_right_at_the_limit_neither_answer_is_given_more_often_than_agreed(world: str, truth: float, size: int) -> None:
    played = play(world, truth, size, SAMPLES, "development")
    assert max(played.share("holds"), played.share("fails")) <= 0.05 + NOISE


def test_many_groups_fail_together_no_more_often_than_agreed() -> None:
    assert play("slices", 0.5, 100, SAMPLES, "development").share("fails") <= 0.05 + NOISE


@pytest.mark.parametrize(("world", "size", "trials"), [("gain", 30, 400), ("share", 100, 300), ("promise", 8, 1000)])
def test_a_told_chance_of_being_settled_comes_true(world: str, size: int, trials: int) -> None:
    found = come_true(world, size, trials, "development")
    assert found.trials >= 50
    assert found.settled == pytest.approx(found.told, abs=0.12)


def test_draws_for_the_figures_of_record_are_never_used_while_a_method_is_made() -> None:
    assert generator("final", "gain").random() != generator("development", "gain").random()
    with pytest.raises(ValueError, match="no purpose"):
        generator("fun", "gain")
