"""scikit-learn in a loop: ten metrics of five candidates and a baseline, 10 bootstrap replicates of whole days.

`sklearn_candidates.py ROWS`
"""

import sys
from collections.abc import Callable

import numpy as np
import polars as pl
from many import DAYS, days, scores
from sklearn import metrics as sk
from told import between, told

REPLICATES = 10
OF_SCORES = {
    "roc_auc": sk.roc_auc_score,
    "average_precision": sk.average_precision_score,
    "log_loss": sk.log_loss,
    "brier_score": sk.brier_score_loss,
}
OF_ANSWERS = {
    "accuracy": sk.accuracy_score,
    "balanced_accuracy": sk.balanced_accuracy_score,
    "precision": sk.precision_score,
    "recall": sk.recall_score,
    "f1": sk.f1_score,
    "matthews_corrcoef": sk.matthews_corrcoef,
}
rows = pl.read_parquet(sys.argv[1])
outcome, answers, day = rows["outcome"].to_numpy(), scores(rows), days(rows.height)


def measured(times: np.ndarray | None) -> np.ndarray:
    """Every metric of every candidate, days counted so many times, shape (candidates, metrics)."""
    weight = None if times is None else times[day]

    def told_of(score: np.ndarray) -> list[float]:
        said = (score >= 0.3).astype(int)
        both: list[tuple[Callable[..., float], np.ndarray]] = [(of, score) for of in OF_SCORES.values()]
        both += [(of, said) for of in OF_ANSWERS.values()]
        return [of(outcome, given, sample_weight=weight) for of, given in both]

    return np.array([told_of(score) for score in answers.values()])


with told() as here:
    random = np.random.default_rng(0)
    drawn = [measured(random.multinomial(DAYS, np.full(DAYS, 1 / DAYS))) for _ in range(REPLICATES)]
    gains = np.array([each[1] - each[0] for each in drawn])
    whole = measured(None)
    sign = np.array([-1 if name in ("log_loss", "brier_score") else 1 for name in [*OF_SCORES, *OF_ANSWERS]])
    value, spread = (whole[1] - whole[0]) * sign, 1.96 * gains.std(axis=0, ddof=1)
    ends = zip([*OF_SCORES, *OF_ANSWERS], value, value - spread, value + spread, strict=True)
    here.found = ", ".join(between(*each) for each in ends)
