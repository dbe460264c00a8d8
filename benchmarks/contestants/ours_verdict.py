"""Ours: from a table to a first verdict, `ours_verdict.py LEARN_CSV ASK_CSV TARGET WORK`."""

import subprocess
import sys
from pathlib import Path

import polars as pl
from scored import scored
from told import told

import shipworthy
from shipworthy.lab.final import fit_final
from shipworthy.workflow.candidates import Candidates

learn, ask, target, work = sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4])
folder = work / Path(learn).stem
command = [str(Path(sys.executable).with_name("shipworthy"))]
with told() as here:
    subprocess.run([*command, "init", str(folder), "--data", learn, "--target", target], check=True)
    subprocess.run([*command, "compare", "--project", str(folder)], check=True)
    here.done()
    # what was put forward answers rows that no contestant has seen
    with shipworthy.open(folder) as project:
        chosen = project.compare().chosen
        candidates = Candidates(project)
        fitted = fit_final(candidates.study, next(each for each in candidates.specs if each.name == chosen))
        task = candidates.study.task
    rows = pl.read_csv(ask, infer_schema_length=None)
    truth = (rows[target] == task.positive).cast(pl.Float64) if task.classes else rows[target]
    here.found = f"{chosen}: {scored(truth.to_list(), fitted.score(rows).tolist(), bool(task.classes))}"
