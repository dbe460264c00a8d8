"""The verb `init`: a project document from a data set; first what is predictable, then at most three questions."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from msgspec import structs

from shipworthy.data.guess import Guess, guess
from shipworthy.data.join import join_sources
from shipworthy.data.read import read_source
from shipworthy.data.target import outcomes
from shipworthy.foundation.errors import RequestError
from shipworthy.foundation.files import write_text
from shipworthy.lab.quick import FirstSight, first_sight
from shipworthy.lab.roadmap import default_candidates
from shipworthy.lab.splits import make_folds, periods_of
from shipworthy.lab.study import Study
from shipworthy.plan.writing import write_document
from shipworthy.records.spec import DataSpec, Source, Split, Target, Task
from shipworthy.records.table import Table
from shipworthy.show.numbers import count, number, share
from shipworthy.show.words import joined
from shipworthy.workflow.progress import Progress, silent
from shipworthy.workflow.workbench import DOCUMENT, OWN

CERTAIN: Final = 0.999
"""A column that alone predicts this well is left out as a likely leak."""
_DAYS: Final = 30


@dataclass(frozen=True)
class FirstLook:
    """What a data set shows before anybody has said anything.

    Attributes:
        data: the file.
        target: column that is to be predicted.
        table: the rows as read.
        guess: what the columns seem to be for.
        task: what kind of answer is predicted.
        split: which rows are learned from.
        sight: how much is predictable, and from what.
        always: what a constant would say.
        right: share of rows for which the constant is right, or how far off it is on average, in the target's unit.
    """

    data: Path
    target: str
    table: Table
    guess: Guess
    task: Task
    split: Split
    sight: FirstSight
    always: str
    right: float

    @property
    def leaks(self) -> tuple[str, ...]:
        """Columns that are left out because they alone tell the outcome."""
        return tuple(name for name, score in self.guess.leaks.items() if score >= CERTAIN)

    @property
    def says(self) -> tuple[str, ...]:
        """What was seen, a sentence each: the baseline and what is predictable first."""
        rows, columns = self.table.frame.height, self.table.frame.width
        found = [f"{count(rows)} rows, {columns} columns.", self._baseline(), self._predictable()]
        if self.sight.top:
            found.append(f"Most of that comes from {joined([name for name, _ in self.sight.top])}.")
        if self.split.time:
            found.append(f"Rows are ordered by {self.split.time}; the latest are kept aside for the test.")
        elif self.split.group:
            found.append(f"Rows of the same {self.split.group} are kept together.")
        if self.leaks:
            found.append(
                f"Left out, because it alone tells the outcome, which is too good to be true: {joined(self.leaks)}."
            )
        if self.guess.personal:
            found.append(f"Looks personal, and is kept out of models and logs: {joined(list(self.guess.personal))}.")
        return tuple(found)

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            "rows": self.table.frame.height,
            "task": self.task.to_dict(),
            "constant": {
                "says": self.always,
                "right" if self.task.kind != "regression" else "off_by": self.right,
            },
            "explained": dict(self.sight.explained),
            "top": dict(self.sight.top),
            "time": self.split.time,
            "leaks": list(self.leaks),
            "personal": list(self.guess.personal),
            "says": list(self.says),
        }

    def _baseline(self) -> str:
        if self.task.kind == "regression":
            return f"Always saying {self.always} for {self.target} is off by {number(self.right)} on average."
        return f"Always saying {self.always!r} for {self.target} is right in {share(self.right)} cases."

    def _predictable(self) -> str:
        if not self.sight.best:
            return "At first sight nothing more can be predicted from the other columns."
        told = [f"a {name} model {explained:.0%}" for name, explained in self.sight.explained.items() if explained > 0]
        return f"Of what that leaves open, {joined(told)} can be explained at first sight."


@dataclass(frozen=True)
class Question:
    """Something that only a person knows.

    Attributes:
        key: under which the answer is handed in.
        asks: the question and why it is asked, in plain words.
        example: an answer that would do.
    """

    key: str
    asks: str
    example: str


def look(data: Path, target: str, *, progress: Progress = silent) -> FirstLook:
    """Reads a data set and finds out what is predictable at first sight.

    Args:
        data: CSV, Parquet or Arrow.
        target: column that is to be predicted.
        progress: told while work goes on.

    Raises:
        SourceError: when the file cannot be read.
        ColumnError: when there is no such column.
        TargetError: when it cannot be learned.
    """
    source = Source(name=_slug(data.name.partition(".")[0]), path=str(data.absolute()))
    progress(0, 4, f"reading {data.name}")
    raw = read_source(source, Path())
    progress(1, 4, "looking at columns")
    guessed = guess(raw.frame, target)
    leaks = tuple(name for name, score in guessed.leaks.items() if score >= CERTAIN)
    spec = DataSpec(
        sources=(structs.replace(source, time=guessed.time),),
        target=Target(column=target),
        not_known=leaks,
        drop=guessed.drop,
        time=guessed.time,
    )
    table = join_sources({source.name: raw}, spec)
    known = outcomes(table, spec.target)
    split = Split(time=guessed.time, group="" if guessed.time else guessed.group)
    study = Study(
        table=table,
        labels=known.labels,
        task=known.task,
        folds=make_folds(split, table, known.labels),
        periods=periods_of(split, table),
    )
    sight = first_sight(study, progress=progress)
    always, right = _constant(known.task, known.labels)
    progress(4, 4, "looked")
    return FirstLook(data, target, table, guessed, known.task, split, sight, always, right)


def questions(seen: FirstLook) -> tuple[Question, ...]:
    """At most three questions: what is done today, what a decision is worth, how much must be gained."""
    today = Question(
        "status_quo",
        "What do you do today? A rule over columns, the name of a column that holds today's answer, or `nothing`; so that "
        "we can tell what a model would add. Enter when you do not know.",
        '"amount" > 500' if seen.task.kind != "regression" else "last_year",
    )
    if seen.task.kind == "regression":
        worth = Question(
            "value",
            f"What does each unit of {seen.target} cost that a prediction is too low, and too high? Two numbers and a unit; "
            "Enter when nobody has agreed on that.",
            "2 0.5 USD",
        )
    else:
        yes = f"a right {seen.task.positive!r}" if seen.task.kind == "binary" else "a right answer"
        worth = Question(
            "value",
            f"What is {yes} worth, and what does a wrong one cost? Two numbers and a unit; Enter when nobody has agreed.",
            "900 250 USD",
        )
    target = Question(
        "at_least",
        "How much must it gain per 1,000 cases over what you do today, to be worth it? A number; Enter when it is open.",
        "20000",
    )
    return (today, worth, target)


def refuse_project(root: Path) -> None:
    """Makes sure that a folder can become a project.

    Raises:
        RequestError: when there is a project already.
    """
    path = root / DOCUMENT
    if path.exists():
        raise RequestError(
            "there is a project in this folder already",
            where=str(path),
            next_step="choose another folder, or delete the document if it is not needed any more",
        )


def begin(root: Path, seen: FirstLook, answers: Mapping[str, str]) -> Path:
    """Writes the project document.

    Args:
        root: folder of the project; made when it is not there.
        seen: what `look` found.
        answers: key of a question -> answer; what is missing or empty stays open.

    Returns:
        The document.

    Raises:
        RequestError: when there is a project already, or an answer cannot be understood.
        DocumentError: when the answers make no valid document.
        StorageError: when it cannot be written.
    """
    refuse_project(root)
    path = root / DOCUMENT
    write_document(path, _document(root, seen, answers), "What is missing here is asked for by the gate that needs it.")
    ignored = root / ".gitignore"
    if not ignored.exists():
        write_text(ignored, f"{OWN}/\n")
    return path


def _document(root: Path, seen: FirstLook, answers: Mapping[str, str]) -> dict[str, Any]:
    found = seen.guess
    source = {"path": os.path.relpath(seen.data.absolute(), root.absolute()).replace(os.sep, "/")}
    if found.time:
        source["time"] = found.time
    data: dict[str, Any] = {"sources": {seen.table.name: source}, "target": {"column": seen.target}}
    if seen.leaks:
        data["not_known_at_decision"] = list(seen.leaks)
    dropped = [name for name in found.drop if name not in (*seen.leaks, found.time)]
    if dropped:
        data["drop"] = dropped
    if found.personal:
        data["personal"] = list(found.personal)
    document: dict[str, Any] = {"project": _slug(root.absolute().name) or "project"}
    status_quo = _status_quo(answers.get("status_quo", ""), seen)
    if status_quo is not None:
        document["problem"] = {"status_quo": status_quo}
    success = _success(answers, seen, status_quo)
    if success:
        document["success"] = success
    evaluation = _evaluation(seen)
    if evaluation:
        document["evaluation"] = evaluation
    document["data"] = data
    document["candidates"] = _roadmap(seen.task)
    return document


def _evaluation(seen: FirstLook) -> dict[str, Any]:
    if seen.split.time:
        days = seen.table.frame[seen.split.time].dt.date().n_unique()
        return {"group": "day"} if days >= _DAYS else {}
    return {"group": seen.split.group, "split": {"group": seen.split.group}} if seen.split.group else {}


def _status_quo(answer: str, seen: FirstLook) -> Any:
    said = answer.strip()
    if not said:
        return None
    if said in ("nothing", "unknown"):
        return said
    return {"column": said} if said in seen.table.frame.columns else {"rule": said}


def _success(answers: Mapping[str, str], seen: FirstLook, status_quo: Any) -> dict[str, Any]:
    said = answers.get("value", "").replace(",", " ").split()
    if not said:
        return {}
    good, bad = (_number(said, place) for place in (0, 1))
    success: dict[str, Any] = {"unit": said[2] if len(said) > 2 else "USD"}
    if seen.task.kind == "regression":
        success["value"] = {"cost": {"under": good, "over": bad}}
    elif seen.task.kind == "binary":
        amounts = {
            "true_positive": good,
            "false_positive": -abs(bad),
            "false_negative": 0,
            "true_negative": 0,
        }
        success["value"] = {"outcomes": amounts}
    else:
        labels = seen.task.classes
        rows = {one: {other: good if one == other else -abs(bad) for other in labels} for one in labels}
        success["value"] = {"outcomes": rows}
    target = answers.get("at_least", "").replace(",", "").split()
    if target:
        over = "status_quo" if status_quo not in (None, "unknown") else "constant"
        success["criterion"] = {"gain_over": over, "per": 1000, "at_least": _number(target, 0)}
    return success


def _number(said: Sequence[str], place: int) -> float:
    try:
        return float(said[place])
    except (IndexError, ValueError):
        raise RequestError(
            "this is not an amount",
            seen=" ".join(said),
            allowed="two numbers and a unit, such as 900 250 USD",
        ) from None


def _roadmap(task: Task) -> list[dict[str, Any]]:
    listed = []
    for spec in default_candidates(task):
        if spec.kind != "estimator":
            continue
        entry: dict[str, Any] = {"name": spec.name, "estimator": spec.target}
        if spec.parameters:
            entry["parameters"] = dict(spec.parameters)
        if spec.glass_box:
            entry["glass_box"] = True
        listed.append(entry)
    return listed


def _constant(task: Task, labels: pl.Series) -> tuple[str, float]:
    known = labels.drop_nulls()
    if task.kind == "regression":
        median = float(np.median(known.to_numpy()))
        return f"{median:g}", float(np.abs(known.to_numpy() - median).mean())
    commonest = known.value_counts(sort=True, name="rows")
    return str(commonest[known.name][0]), commonest["rows"][0] / known.len()


def _slug(text: str) -> str:
    return re.sub(r"[^\w-]+", "-", text.strip().lower()).strip("-")
