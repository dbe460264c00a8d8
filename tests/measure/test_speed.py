"""Measuring must stay out of the way: candidates by the dozen, holdouts of a million rows."""

import time

import numpy as np
import polars as pl

from shipworthy.measure.gain import measure_gain, measure_value
from shipworthy.measure.metrics.measure import measure_metrics
from shipworthy.measure.slices import slice_gains
from shipworthy.records.predictions import Predictions
from tests.measure.tables import BINARY, USD, table

NAMES = ("average_precision", "roc_auc", "log_loss")


def large(seed: int, rows: int) -> Predictions:
    rng = np.random.default_rng(seed)
    score = rng.random(rows)
    inputs = pl.DataFrame({name: rng.integers(0, 12, rows).astype(str) for name in "abcde"})
    return table(
        BINARY,
        score=score,
        decision=np.where(score > 0.25, "yes", "no"),
        outcome=np.where(rng.random(rows) < score, "yes", "no"),
        group=(np.arange(rows) * 30 // rows).astype(str),
        inputs=inputs.to_struct("inputs"),
    )


def test_six_candidates_with_sixty_slices_take_less_than_a_second_and_a_half() -> None:
    candidates = [large(seed, 30_000) for seed in range(6)]
    start = time.process_time()
    for candidate in candidates:
        measure_metrics(NAMES, candidate)
        measure_value(candidate, USD)
        measure_gain(candidate, candidates[0], USD)
        assert len(slice_gains(candidate, candidates[0], USD, list("abcde"))) == 60
    assert time.process_time() - start < 1.5


def test_a_million_rows_take_less_than_eight_seconds() -> None:
    candidate = large(1, 1_000_000)
    start = time.process_time()
    measure_metrics(NAMES, candidate)
    measure_value(candidate, USD)
    assert time.process_time() - start < 8
