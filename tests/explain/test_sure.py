"""How sure an answer is: the share that turned out, held against simulated truth."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from shipworthy.explain.calibration import Calibration
from shipworthy.explain.learn import FEWEST, learn, wilson
from shipworthy.explain.sure import sure
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task

Floats = NDArray[np.float64]
LATE = Task(kind="binary", classes=("on time", "late"))
SIZES = Task(kind="multiclass", classes=("S", "M", "L"))
MINUTES = Task(kind="regression", unit="min")


def bent(logits: Any) -> Any:
    return 1 / (1 + np.exp(-np.asarray(logits)))


def predicted(task: Task, score: Any, outcome: Any, **more: Any) -> Predictions:
    ids = [str(place) for place in range(len(outcome))]
    return Predictions(
        candidate="a", task=task, frame=pl.DataFrame({"id": ids, "score": score, "outcome": outcome, **more})
    )


def late(
    seed: int, rows: int, groups: int = 0, alike: float = 0.0, slope: float = 1.0, middle: float = -1.5
) -> Predictions:
    """Scores whose true logit is `slope` times their own, moved together within groups."""
    generator = np.random.default_rng(seed)
    group = generator.integers(0, groups or rows, rows)
    moved = generator.normal(0, alike, groups or rows)[group]
    logits = generator.normal(middle, 1.2, rows)
    turned = generator.random(rows) < bent(slope * logits + moved)
    outcome = np.where(turned, "late", "on time")
    return predicted(LATE, bent(logits), outcome, group=group.astype(str))


@pytest.mark.parametrize(
    ("rows", "groups", "alike", "slope", "middle"),
    [
        (20_000, 60, 0.4, 1.0, -1.5),
        (20_000, 0, 0.0, 0.6, -1.5),
        (800, 40, 0.3, 1.0, -1.0),
        (300, 0, 0.0, 1.0, -1.0),
        (30_000, 200, 0.2, 1.3, -5.0),
    ],
    ids=["days", "overconfident", "small", "tiny", "rare"],
)
def test_the_interval_covers_the_true_share_about_as_often_as_it_says(
    rows: int, groups: int, alike: float, slope: float, middle: float
) -> None:
    moved = np.random.default_rng(0).normal(0, alike, 2_000)
    covered = []
    for seed in range(40):
        calibration = learn(late(seed, rows, groups, alike, slope, middle))
        for logit in np.random.default_rng(seed + 1_000).normal(middle, 1.2, 25):
            found = sure(calibration, float(bent(logit)))
            if found.low is not None and found.high is not None:
                covered.append(found.low <= bent(slope * logit + moved).mean() <= found.high)
    assert len(covered) > 900
    assert np.mean(covered) > 0.9


def test_the_share_follows_what_turned_out_and_not_what_the_model_says() -> None:
    calibration = learn(late(1, 40_000, slope=0.5))
    for score in (0.05, 0.2, 0.5):
        found = sure(calibration, score)
        assert found.share == pytest.approx(bent(0.5 * np.log(score / (1 - score))), abs=0.04)
        assert found.n >= 300


def test_days_that_resemble_each_other_make_it_less_sure() -> None:
    def width(alike: float) -> float:
        found = sure(learn(late(2, 20_000, 40, alike)), 0.2)
        assert found.low is not None
        assert found.high is not None
        return found.high - found.low

    assert width(1.0) > 1.5 * width(0.0)


def test_a_score_is_told_in_a_plain_sentence() -> None:
    says = sure(learn(late(3, 20_000)), 0.3).says
    assert says.startswith("Of 100 cases that looked like this, about 3")
    assert "turned out “late”; very likely between 2" in says


def test_rare_outcomes_are_told_out_of_more_cases() -> None:
    found = sure(learn(late(4, 100_000, middle=-7.0)), 0.001)
    assert found.says.startswith("Of 10,000 cases that looked like this, about 1")


def test_what_was_never_seen_and_what_was_seen_too_seldom_is_said_plainly() -> None:
    scores = [0.2] * 500 + [0.9] * 7
    calibration = learn(predicted(LATE, scores, ["on time", "late"] * 250 + ["late"] * 7))
    assert sure(calibration, 0.2).share == pytest.approx(0.5)
    few = sure(calibration, 0.9)
    assert (few.n, few.share, few.low) == (7, None, None)
    assert few.says == "Only 7 cases kept aside looked like this: too few to say how sure it is."
    assert sure(calibration, 0.99).says == "No case kept aside looked like this, so nobody can say how sure it is."
    assert sure(learn(predicted(LATE, [0.4], ["late"])), 0.4).says.startswith("Only 1 case kept aside")
    assert sure(learn(predicted(LATE, pl.Series([], dtype=pl.Float64), pl.Series([], dtype=pl.String))), 0.4).n == 0


def test_a_single_group_tells_nothing_of_other_groups() -> None:
    assert sure(learn(predicted(LATE, [0.4] * 300, ["late"] * 300, group=["one day"] * 300)), 0.4).low is None


def test_labels_that_count_as_certain_are_told_too() -> None:
    turned = (["late"] * 270 + ["on time"] * 30) + (["on time"] * 290 + ["late"] * 10)
    calibration = learn(predicted(LATE, [1.0] * 300 + [0.0] * 300, turned))
    assert sure(calibration, 1.0).share == pytest.approx(0.9)
    assert sure(calibration, 0.0).share == pytest.approx(1 / 30)


def test_rows_without_score_or_outcome_do_not_count() -> None:
    known = late(5, 2_000)
    gaps = pl.DataFrame({"id": ["x", "y"], "score": [None, 0.2], "outcome": ["late", None], "group": ["1", None]})
    more = Predictions(candidate="a", task=LATE, frame=pl.concat([known.frame, gaps]))
    assert learn(more) == learn(known)


def test_of_several_classes_the_one_decided_on_is_told() -> None:
    generator = np.random.default_rng(6)
    score = np.tile([0.2, 0.7, 0.1], (4_000, 1))
    outcome = np.where(generator.random(4_000) < 0.55, "M", "S")
    calibration = learn(predicted(SIZES, score.tolist(), outcome, decision=["M"] * 4_000))
    found = sure(calibration, 0.7, "M")
    assert found.share == pytest.approx(0.55, abs=0.03)
    assert found.says.startswith("Of 100 cases that were taken for it with as much reason, about 5")
    assert sure(calibration, 0.7, "L").n == 0


@pytest.mark.parametrize("rows", [400, 6_000])
def test_of_numbers_eight_in_ten_lie_within_the_range_where_errors_grow_with_the_number(rows: int) -> None:
    inside = []
    for seed in range(60 if rows < 1_000 else 12):
        generator = np.random.default_rng(seed)
        said = generator.gamma(2.0, 10.0, rows + 500)
        # twice as far off where it says twice as much, and too low on the whole
        turned = 1.1 * said + generator.normal(0, 0.3 * said + 1)
        calibration = learn(predicted(MINUTES, said[:rows], turned[:rows]))
        for one, was in zip(said[rows:], turned[rows:], strict=True):
            found = sure(calibration, float(one))
            if found.low is not None and found.high is not None:
                inside.append(found.low <= was <= found.high)
    assert 0.79 < np.mean(inside) < 0.83


def test_a_number_is_told_with_its_range_and_unit() -> None:
    generator = np.random.default_rng(8)
    said = generator.uniform(0, 100, 2_000)
    calibration = learn(predicted(MINUTES, said, said + generator.normal(0, 10, 2_000)))
    found = sure(calibration, 50.0)
    assert found.share is None
    assert found.low == pytest.approx(50 - 12.8, abs=4)
    assert found.high == pytest.approx(50 + 12.8, abs=4)
    assert found.says.startswith("8 in 10 cases like this turned out between 3")
    assert found.says.endswith(" min.")
    assert sure(calibration, 1_000.0).low is None


def test_numbers_that_are_always_said_alike_or_known_too_seldom_break_nothing() -> None:
    always = learn(predicted(MINUTES, [5.0] * 100, np.arange(100.0)))
    assert sure(always, 5.0).n == 100
    assert sure(always, 6.0).n == 0
    few = learn(predicted(MINUTES, np.arange(10.0), np.arange(10.0)))
    assert sure(few, 3.0).says == "Only 10 cases kept aside looked like this: too few to say how sure it is."
    assert learn(predicted(MINUTES, pl.Series([], dtype=pl.Float64), pl.Series([], dtype=pl.Float64))).similar == {
        "": ()
    }


def test_wilsons_interval_is_the_published_one() -> None:
    # Newcombe (1998), table I: 81 of 263, and 0 of 20
    assert wilson(81 / 263, 263, 10**9) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0.0, 20, 10**9) == pytest.approx((0.0, 0.1611), abs=1e-4)


def test_a_calibration_is_written_down_and_read_back_and_stays_small() -> None:
    calibration = learn(late(9, 50_000, 180, 0.3))
    assert Calibration.from_dict(calibration.to_dict()) == calibration
    assert len(str(calibration.to_dict())) < 40_000
    assert all(one.share is None or one.n >= FEWEST for one in calibration.similar["late"])
