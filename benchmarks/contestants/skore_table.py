"""skore: skrub's pipeline on a table, cross-validated, `skore_table.py TABLE_CSV TARGET POSITIVE`."""

import sys

import pandas as pd
import skore
import skrub
from told import between, told

with told() as here:
    rows = pd.read_csv(sys.argv[1])
    target = rows.pop(sys.argv[2])
    learner = skrub.tabular_pipeline("classifier")
    report = skore.evaluate(learner, rows, target, splitter=5, pos_label=sys.argv[3])
    values = report.metrics.summarize().frame()
    mean, spread = (float(each) for each in values.loc["roc_auc"])
    here.found = f"one pipeline, five folds: {between('roc_auc', mean)}, standard deviation of the folds {spread:.4f}"
    print(values)
