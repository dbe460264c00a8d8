"""FLAML: the best model that it finds in the time given, `flaml_verdict.py LEARN_CSV ASK_CSV TARGET SECONDS`."""

import sys
import warnings

import pandas as pd
from flaml import AutoML
from scored import scored
from told import told

learn, ask, target, seconds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
with told() as here, warnings.catch_warnings():
    warnings.simplefilter("ignore")
    rows = pd.read_csv(learn)
    outcome = rows.pop(target)
    yes_or_no = outcome.dtype.kind not in "if"
    task, metric = ("classification", "roc_auc") if yes_or_no else ("regression", "mae")
    found = AutoML()
    found.fit(rows, outcome, task=task, metric=metric, time_budget=seconds, verbose=0, seed=1)
    here.done()
    asked = pd.read_csv(ask)
    truth = asked.pop(target)
    said = found.predict_proba(asked)[:, 1] if yes_or_no else found.predict(asked)
    here.found = f"{found.best_estimator}: {scored(truth == 'yes' if yes_or_no else truth, said, yes_or_no)}"
