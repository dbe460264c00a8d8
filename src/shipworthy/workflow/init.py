"""The verb `init`: a project document from what a data set shows and a person answers."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from shipworthy.foundation.errors import RequestError
from shipworthy.foundation.files import write_text
from shipworthy.lab.roadmap import default_candidates
from shipworthy.plan.naming import slug
from shipworthy.plan.writing import write_document
from shipworthy.records.spec import Task
from shipworthy.workflow.first_look import FirstLook
from shipworthy.workflow.folder import DOCUMENT, OWN
from shipworthy.workflow.questions import answered

_DAYS: Final = 30


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


def fit_target(data: Path | None, target: str) -> None:
    """Makes sure that a data set comes with the column to predict, and neither without the other.

    Raises:
        RequestError: when one is given without the other.
    """
    if data is not None and not target:
        raise RequestError(
            "nobody said which column is to be predicted",
            where="--target",
            allowed="a column of the data",
            next_step=f"add --target COLUMN, or leave --data {data} out and begin with a brief",
        )
    if data is None and target:
        raise RequestError(
            "a column can only be looked at in a data set",
            where="--data",
            allowed="a CSV, Parquet or Arrow file",
            next_step=f"add --data FILE, or leave --target {target} out and begin with a brief",
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
    ignore_own(root)
    return path


def ignore_own(root: Path) -> None:
    """Keeps what belongs to the project and not to git out of git, unless somebody decided about it before."""
    ignored = root / ".gitignore"
    if not ignored.exists():
        write_text(ignored, f"{OWN}/\n")


def _document(root: Path, seen: FirstLook, answers: Mapping[str, str]) -> dict[str, Any]:
    found = seen.guess
    source = {"path": os.path.relpath(seen.data.absolute(), root.absolute()).replace(os.sep, "/")}
    if found.time:
        source["time"] = found.time
    data: dict[str, Any] = {"sources": {seen.table.name: source}, "target": {"column": seen.target}}
    if seen.leaks:
        data["not_known_at_decision"] = list(seen.leaks)
    if seen.dropped:
        data["drop"] = list(seen.dropped)
    if found.personal:
        data["personal"] = list(found.personal)
    evaluation = _evaluation(seen)
    return {
        "project": slug(root.absolute().name),
        **answered(seen, answers),
        **({"evaluation": evaluation} if evaluation else {}),
        "data": data,
        "candidates": _roadmap(seen.task),
    }


def _evaluation(seen: FirstLook) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if seen.task.kind == "binary" and seen.always == seen.task.positive:
        # where yes is the usual answer, the average precision of any order is high
        found["metric"] = "roc_auc"
    if seen.split.time:
        days = seen.table.frame[seen.split.time].dt.date().n_unique()
        found |= {"group": "day"} if days >= _DAYS else {}
    elif seen.split.group:
        found |= {"group": seen.split.group, "split": {"group": seen.split.group}}
    return found


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
