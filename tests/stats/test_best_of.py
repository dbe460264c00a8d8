"""What the best of several owes to luck, beside closed forms and a world in which the truth is known."""

import math

import numpy as np
import pytest

from shipworthy.stats.best_of import excess_of_best


@pytest.mark.parametrize("rho", [-0.5, 0.0, 0.7, 0.95])
def test_of_two_it_is_the_closed_form(rho: float) -> None:
    errors = np.array([[4.0, 2.0 * rho * 3.0], [2.0 * rho * 3.0, 9.0]])
    apart = 4.0 + 9.0 - 2 * errors[0, 1]  # variance of their difference
    assert excess_of_best(errors) == pytest.approx(math.sqrt(apart / (2 * math.pi)), rel=0.03)


def test_of_many_independent_ones_it_is_the_mean_of_the_largest() -> None:
    # Harter (1961), expected values of normal order statistics
    for many, mean in ((3, 0.8463), (5, 1.1630), (10, 1.5388), (20, 1.8675)):
        assert excess_of_best(np.eye(many)) == pytest.approx(mean, rel=0.02)
        shared = np.full((many, many), 0.8) + 0.2 * np.eye(many)
        assert excess_of_best(shared) == pytest.approx(math.sqrt(0.2) * mean, rel=0.02)


def test_one_attempt_and_attempts_that_answer_alike_owe_nothing() -> None:
    assert excess_of_best(np.array([[3.0]])) == 0
    assert excess_of_best(np.full((4, 4), 2.0)) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(("truths", "unbiased"), [([0.0] * 6, True), ([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], False)])
def test_the_best_less_its_luck_promises_no_more_than_the_truth(truths: list[float], unbiased: bool) -> None:
    """Attempts on the same 40 groups of cases; the best-looking is picked, and what it is worth is known."""
    random = np.random.default_rng(5)
    worth = np.array(truths)
    wrong, plain = [], []
    for _ in range(400):
        groups = worth + random.normal(size=(40, 1)) + random.normal(size=(40, len(worth)))
        errors = np.cov(groups.T) / 40
        means = groups.mean(axis=0)
        best = int(means.argmax())
        plain.append(means[best] - worth[best])
        wrong.append(means[best] - excess_of_best(errors) - worth[best])
    error = np.std(wrong) / 20
    assert np.mean(plain) > 2 * error, "uncorrected, the best promises too much"
    assert np.mean(wrong) < 3 * error
    assert not unbiased or np.mean(wrong) > -3 * error
