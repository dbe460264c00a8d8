"""All negative controls together call a sound evaluation unsound less than once in 200 times."""

from typing import Final

import numpy as np
import pytest
from msgspec import structs
from scipy.stats import binom, rankdata

from shipworthy.gates.bars import hold
from shipworthy.lab.controls import dealt_answers
from shipworthy.measure.decide import decide
from shipworthy.measure.gain import measure_gain
from shipworthy.records.claim import Bar
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth
from shipworthy.stats.bounds import quantile
from shipworthy.stats.shuffled import shuffled_z
from shipworthy.workflow.controls import SURE
from tests.measure.tables import BINARY, table

RUNS: Final = 4_000
ROWS: Final = 400
SEED: Final = 5_150_000
WORTH: Final = Worth(unit="USD", outcomes={"yes": {"yes": 90.0, "no": -25.0}, "no": {"yes": 0.0, "no": 0.0}})
OFTEN: Final = 0.3
"""Share of rows that turn out yes; always acting then brings 90 * 0.3 - 25 * 0.7 = 9.5 a row."""
ALWAYS: Final = 9.5


def answers(name: str, score: np.ndarray, outcome: np.ndarray, threshold: float) -> Predictions:
    return decide(table(BINARY, name, score=score, outcome=outcome), WORTH, threshold)


def learned(random: np.random.Generator, outcome: np.ndarray) -> bool:
    """Whether two candidates that learned from dealt outcomes, and answer much alike, seem to know anything."""
    first = random.normal(size=ROWS)
    second = 0.8 * first + 0.6 * random.normal(size=ROWS)
    truth = rankdata(outcome)[:, None]
    z = [shuffled_z(rankdata(score)[:, None], truth) for score in (first, second)]
    return max(one or 0.0 for one in z) > quantile(SURE, None)


def reached(random: np.random.Generator, outcome: np.ndarray, seed: int) -> bool:
    """Whether answers that know nothing reach the lowest goal that they should not: just what they bring in truth."""
    never = answers("never", np.zeros(ROWS), outcome, 0.5)
    good = random.random(ROWS) + 0.5 * (outcome == "yes")
    mine = answers("mine", good, outcome, float(np.median(good)))
    shuffled = dealt_answers(mine, seed)
    always = answers("always", np.ones(ROWS), outcome, 0.5)
    found = []
    for one, share in ((shuffled, float(np.mean((mine.frame["decision"] == "yes").to_numpy()))), (always, 1.0)):
        bar = Bar(measure="gain", at_least=1000 * ALWAYS * share, unit="USD", per=1000, confidence=SURE)
        found.append(hold(bar, structs.replace(measure_gain(one, never, WORTH, 1000), origin="holdout")).state)
    return "holds" in found


@pytest.mark.slow
def test_all_controls_together_refuse_a_sound_evaluation_less_than_once_in_200_times() -> None:
    """Every control at its limit, where it errs most; columns that are planted draw nothing and cannot err by luck."""
    random, alarms = np.random.default_rng(SEED), 0
    for run in range(RUNS):
        outcome = np.where(random.random(ROWS) < OFTEN, "yes", "no")
        alarms += learned(random, outcome) or reached(random, outcome, SEED + run)
    assert alarms / RUNS < 1 / 200
    # the share that so many alarms leave possible, in 19 of 20 such simulations
    assert binom.cdf(alarms, RUNS, 1 / 200) < 0.05


def test_a_control_still_sees_what_knows_something() -> None:
    random = np.random.default_rng(1)
    outcome = np.where(random.random(ROWS) < OFTEN, "yes", "no")
    score = random.normal(size=ROWS) + (outcome == "yes")
    z = shuffled_z(rankdata(score)[:, None], rankdata(outcome)[:, None])
    assert z is not None
    assert z > quantile(SURE, None)
