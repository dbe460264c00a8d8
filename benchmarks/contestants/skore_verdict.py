"""skore: its report on skrub's pipeline, cross-validated, `skore_verdict.py LEARN_CSV ASK_CSV TARGET`."""

import sys
import warnings

import pandas as pd
import skore
import skrub
from scored import scored
from told import told

learn, ask, target = sys.argv[1], sys.argv[2], sys.argv[3]
with told() as here, warnings.catch_warnings():
    warnings.simplefilter("ignore")
    rows = pd.read_csv(learn)
    outcome = rows.pop(target)
    yes_or_no = outcome.dtype.kind not in "if"
    learner = skrub.tabular_pipeline("classifier" if yes_or_no else "regressor")
    positive = {"pos_label": "yes"} if yes_or_no else {}
    report = skore.evaluate(learner, rows, outcome, splitter=5, **positive)
    print(report.metrics.summarize().frame())
    here.done()
    asked = pd.read_csv(ask)
    truth = asked.pop(target)
    learner.fit(rows, outcome)
    said = learner.predict_proba(asked)[:, 1] if yes_or_no else learner.predict(asked)
    here.found = f"one pipeline: {scored(truth == 'yes' if yes_or_no else truth, said, yes_or_no)}"
