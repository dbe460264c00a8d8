"""Evidently: given predictions, without groups, `evidently_groups.py ROWS`."""

import sys

import pandas as pd
from evidently import BinaryClassification, DataDefinition, Dataset, Report
from evidently.presets import ClassificationPreset
from told import between, told

rows = pd.read_parquet(sys.argv[1])[["score", "outcome"]]
with told() as here:
    rows["said"] = (rows["score"] >= 0.5).astype(int)
    task = BinaryClassification(target="outcome", prediction_labels="said", prediction_probas="score", pos_label=1)
    made = Report([ClassificationPreset()]).run(Dataset.from_pandas(rows, DataDefinition(classification=[task])), None)
    values = {each["metric_name"].split("(")[0]: each["value"] for each in made.dict()["metrics"]}
    wanted = {"roc_auc": "RocAuc", "recall": "Recall", "precision": "Precision"}
    here.found = ", ".join(between(name, values[theirs]) for name, theirs in wanted.items())
