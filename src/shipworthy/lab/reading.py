"""What a candidate reads: the features, or what its rule, its column or its file names."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl
from msgspec import structs

from shipworthy.data.read import read_source
from shipworthy.data.rules import columns_of
from shipworthy.foundation.errors import ColumnError, UserError, nearest
from shipworthy.lab.imports import refusal
from shipworthy.lab.study import Study
from shipworthy.records.spec import CandidateSpec, Source, Task
from shipworthy.records.table import Column, Table

_ANSWERS: Final = ("score", "decision", "prediction")
"""Names of the column of answers in a file that has several."""


def reading(study: Study, spec: CandidateSpec) -> Study:
    """The study as a candidate sees it: what it reads in place of the features.

    A rule and a column may read columns that nothing is learned from, such as a group or a time, but neither the
    outcome nor what is personal; a rule nothing that is not known when the decision is taken.

    Args:
        study: rows, outcomes, folds.
        spec: the candidate; a rule, a column and predictions in a file have columns of their own.

    Raises:
        CandidateError: when a column is not there or may not be read, or the file does not fit the rows.
    """
    if spec.kind == "rule":
        return _of_columns(study, spec, columns_of(spec.target, where=f"candidates.{spec.name}.rule"))
    if spec.kind == "column":
        return _of_columns(study, spec, (spec.target,))
    if spec.kind == "predictions":
        return _of_file(study, spec)
    return _of_columns(study, spec, spec.reads, study.table.of("feature")) if spec.reads else study


def shippable(study: Study, spec: CandidateSpec) -> Study:
    """The study as a candidate that is to be shipped sees it.

    Raises:
        CandidateError: when it could not answer for a new case.
    """
    if spec.kind == "predictions":
        raise refusal(
            spec,
            "predictions in a file answer for the cases in the file and no new one, so nothing can be shipped",
            seen=spec.target,
            allowed="what made them: an estimator, factory, function or MLflow model",
            step="put what made the predictions on the roadmap",
        )
    seen = reading(study, spec)
    if spec.kind == "column" and study.table.column(spec.target).role == "not_known":
        raise refusal(
            spec,
            f"`{spec.target}` is not known when the decision is taken, so no new case brings it along",
            seen=spec.target,
            allowed="a column that is known by then",
            step="ship another candidate; this one is there to be compared with",
        )
    return seen


def answers_column(spec: CandidateSpec) -> str:
    """Name of the column that holds what a column or a file says."""
    return spec.target if spec.kind == "column" else f"answer of {spec.name}"


def gaps(study: Study, spec: CandidateSpec) -> tuple[str, ...]:
    """In how many rows that are asked about a column or a file says nothing, as a sentence for the user.

    Args:
        study: as `reading` gives it.
        spec: the candidate.
    """
    if spec.kind not in ("column", "predictions"):
        return ()
    column = study.table.frame[answers_column(spec)]
    asked = [column.gather(fold.test) for fold in study.folds]
    empty, rows = sum(each.null_count() for each in asked), sum(len(each) for each in asked)
    if not empty:
        return ()
    return (
        f"{spec.target} says nothing for {empty:,} of {rows:,} rows; a decision that is missing counts as no, "
        "a score that is missing as what the constant says",
    )


def _of_columns(study: Study, spec: CandidateSpec, names: Sequence[str], others: Sequence[str] = ()) -> Study:
    known = {column.name: column for column in study.table.columns}
    if not names:
        raise refusal(spec, "the rule reads no column", seen=spec.target, step="compare a column with a value")
    for name in names:
        if name not in known:
            close = nearest(name, known)
            step = f"did you mean `{close}`?" if close else "name one of the columns that are there"
            raise refusal(spec, f"there is no column `{name}`", seen=name, allowed=list(known), step=step)
        why = _forbidden(known[name], spec)
        if why:
            raise refusal(spec, f"`{name}` may not be read: {why}", seen=name, step="name other columns")
    return replace(study, table=_reading_only(study.table, (*others, *names)))


def _forbidden(column: Column, spec: CandidateSpec) -> str:
    if column.role == "target":
        return "it is the outcome itself"
    if column.role == "personal":
        return "it tells who somebody is"
    if column.role == "not_known" and spec.kind != "column":
        return "it is not known when the decision is taken"
    return ""


def _reading_only(table: Table, names: Sequence[str]) -> Table:
    """The table with these columns, and no others, in the part of what is learned from."""
    columns = [
        structs.replace(column, role="feature")
        if column.name in names
        else structs.replace(column, role="dropped" if column.role == "feature" else column.role)
        for column in table.columns
    ]
    return structs.replace(table, columns=tuple(columns))


def _of_file(study: Study, spec: CandidateSpec) -> Study:
    """The study with the answers of a file joined to its rows, by the key of the base source."""
    key = study.table.key
    if not key:
        what = "predictions in a file find their rows by the key of the base source, and it has none"
        raise refusal(spec, what, seen=spec.target, step="add key: to the base source, such as key: order_id")
    file = _file(spec, study.place.folder or Path.cwd(), key)
    answers = _answers(spec, file, key, study.task)
    rows = study.table.frame.select(pl.col(name).cast(file.schema[name], strict=False) for name in key)
    name = answers_column(spec)
    joined = rows.join(answers.rename({"answer": name}), on=list(key), how="left", maintain_order="left")[name]
    if joined.null_count() == len(joined):
        seen = f"{file.select(key).row(0)} in the file, {study.table.frame.select(key).row(0)} in the table"
        what, step = "no row of the file finds a row of the table", "compare how both write the key"
        raise refusal(spec, what, seen=seen, step=step)
    column = Column(name=name, kind="other", source=spec.name, nulls=joined.null_count())
    table = structs.replace(
        study.table, frame=study.table.frame.with_columns(joined), columns=(*study.table.columns, column)
    )
    return replace(study, table=_reading_only(table, (name,)))


def _file(spec: CandidateSpec, folder: Path, key: Sequence[str]) -> pl.DataFrame:
    try:
        frame = read_source(Source(name=spec.name, path=spec.target, key=tuple(key)), folder).frame
    except ColumnError as error:
        what = f"the file has not the key of the base source, {', '.join(key)}"
        step = f"add {', '.join(key)} to {spec.target}"
        raise refusal(spec, what, seen=error.seen, allowed=error.allowed, step=step) from error
    except UserError as error:
        # the candidate fails, and the others go on
        raise refusal(spec, error.what, seen=error.seen or spec.target, step=error.next_step) from error
    twice = frame.height - frame.select(key).n_unique()
    if twice:
        what = f"{twice:,} rows of the file have a key that another row has"
        raise refusal(spec, what, seen=spec.target, allowed="one row for each key", step="keep one of each")
    return frame


def _answers(spec: CandidateSpec, frame: pl.DataFrame, key: Sequence[str], task: Task) -> pl.DataFrame:
    """The keys and the column `answer`: what is said of each row."""
    others = [name for name in frame.columns if name not in key]
    if task.kind == "multiclass" and set(task.classes) <= set(others):
        shares = pl.concat_list(pl.col(name).cast(pl.Float64) for name in task.classes)
        return frame.select(*key, shares.alias("answer"))
    named = [name for name in _ANSWERS if name in others]
    if len(others) != 1 and len(named) != 1:
        allowed = f"one column beside {', '.join(key)}, or one that is called {', '.join(_ANSWERS)}"
        what = "which column holds the answers cannot be told"
        raise refusal(spec, what, seen=others or "no other column", allowed=allowed, step="rename or drop columns")
    return frame.select(*key, pl.col(others[0] if len(others) == 1 else named[0]).alias("answer"))
