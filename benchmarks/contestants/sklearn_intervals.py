"""scikit-learn in a loop: the same metrics, 200 bootstrap replicates of rows, `sklearn_intervals.py ROWS`."""

import sys

import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score, average_precision_score, precision_score, recall_score, roc_auc_score
from told import between, told

OF_SCORES = {"roc_auc": roc_auc_score, "average_precision": average_precision_score}
OF_ANSWERS = {"accuracy": accuracy_score, "recall": recall_score, "precision": precision_score}
rows = pd.read_parquet(sys.argv[1])
outcome, score = rows["outcome"].to_numpy(), rows["score"].to_numpy()


def measured(at: np.ndarray) -> list[float]:
    """Every metric on these rows."""
    true, scored = outcome[at], score[at]
    said = (scored >= 0.3).astype(int)
    return [f(true, scored) for f in OF_SCORES.values()] + [f(true, said) for f in OF_ANSWERS.values()]


with told() as here:
    random = np.random.default_rng(0)
    replicates = [measured(random.integers(0, len(outcome), len(outcome))) for _ in range(200)]
    low, high = np.percentile(replicates, [2.5, 97.5], axis=0)
    values = measured(np.arange(len(outcome)))
    names = [*OF_SCORES, *OF_ANSWERS]
    here.found = ", ".join(between(*each) for each in zip(names, values, low, high, strict=True))
