"""A small project, ways to break it, and the command run on it in this process."""

import contextlib
import csv
import io
import json
import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from shipworthy.cli.main import main

Break = Callable[[Path], object]

DOCUMENT = """\
project: orders
people:
  ann: {email: ann@example.org, roles: [business-owner, data-scientist]}
problem:
  status_quo: {rule: "amount > 130"}
success:
  unit: USD
  value: {outcomes: {true_positive: 10, false_positive: -3, false_negative: 0, true_negative: 0}}
  criterion: {gain_over: status_quo, per: 100, at_least: 10}
guardrails:
  - {metric: recall, by: region, at_least: 0.1, min_n: 10}
evaluation: {metric: average_precision, group: day, slices: [region]}
data:
  sources:
    orders: {path: orders.csv, time: day}
  target: {column: late, positive: "late = 'yes'"}
  personal: [email]
candidates:
  - {name: linear, estimator: sklearn.linear_model.LogisticRegression}
"""


@dataclass(frozen=True)
class Told:
    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """What `--json` printed; fails when there is anything else on standard output."""
        return json.loads(self.out)


def make(folder: Path, rows: int = 400) -> Path:
    draw = random.Random(1)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "orders.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["day", "amount", "region", "email", "late"])
        for row in range(rows):
            amount = draw.gauss(100, 30)
            day = date(2024, 1, 1) + timedelta(days=row // 2)
            late = "yes" if amount + draw.gauss(0, 20) > 115 else "no"
            table.writerow([day, round(amount, 2), draw.choice("NSEW"), f"secret{row}@example.org", late])
    (folder / "project.yaml").write_text(DOCUMENT)
    return folder


def run(*arguments: object, home: Path | str, **variables: str) -> Told:
    """One command line in this process, on a ledger in `home`."""
    out, err = io.StringIO(), io.StringIO()
    environment = {**os.environ, "SHIPWORTHY_HOME": str(home), **variables}
    if "SHIPWORTHY_URL" not in variables:
        environment.pop("SHIPWORTHY_URL", None)
    if "MLFLOW_TRACKING_URI" not in variables:
        environment.pop("MLFLOW_TRACKING_URI", None)
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        status = main([str(argument) for argument in arguments])
    return Told(status, out.getvalue(), err.getvalue())


def swap(old: str, new: str, file: str = "project.yaml") -> Break:
    def act(folder: Path) -> None:
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new))

    return act


def write(content: str | bytes, file: str = "project.yaml") -> Break:
    return lambda folder: (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())


def cut(file: str, length: int) -> Break:
    return lambda folder: (folder / file).write_bytes((folder / file).read_bytes()[:length])


def gone(file: str) -> Break:
    return lambda folder: (folder / file).unlink()


def folder_instead(file: str) -> Break:
    def act(folder: Path) -> None:
        (folder / file).unlink()
        (folder / file).mkdir()

    return act


def both(*acts: Break) -> Break:
    return lambda folder: [act(folder) for act in acts]


def joined(on: str) -> Break:
    """A second source, joined on a column."""
    source = f"\n    regions: {{path: regions.csv, join: {{on: {on}}}}}\n  target"
    return both(write("region,size\nN,1\nS,2\nE,3\nW,4\n", "regions.csv"), swap("\n  target", source))


def candidate(code: str, line: str = "{name: ours, factory: 'mine:build'}") -> Break:
    """Another line of the roadmap, built by a module beside the document."""
    return both(write(code, "mine.py"), write(f"{DOCUMENT}  - {line}\n"))


def model(fit: str = "pass", answer: str = "np.full((len(rows), 2), 0.5)") -> str:
    """Source code of a candidate."""
    return f"""
import numpy as np

class Model:
    def fit(self, rows, answers):
        {fit}

    def predict(self, rows):
        return np.zeros(len(rows))

    def predict_proba(self, rows):
        return {answer}

def build():
    return Model()
"""


@contextlib.contextmanager
def powerless(*folders: Path) -> Iterator[None]:
    """As a user who may only do what permissions allow; root could do all."""
    if os.geteuid() != 0:
        yield
        return
    for place in (each for folder in folders for each in (folder, *folder.rglob("*"))):
        os.chown(place, 65534, 65534)
    for parent in folders[0].parents[:3]:
        with contextlib.suppress(OSError):
            parent.chmod(parent.stat().st_mode | 0o011)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def lines(text: str) -> Sequence[str]:
    return [line for line in text.splitlines() if line.strip()]
