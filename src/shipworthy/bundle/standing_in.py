"""What answers when the model cannot: today's rule, the constant, or a person."""

import polars as pl

from shipworthy.bundle.deciding import Decision
from shipworthy.data.named import require
from shipworthy.data.rules import apply_rule
from shipworthy.records.bundle import Bundle
from shipworthy.records.spec import Task


def stand_in(bundle: Bundle, frame: pl.DataFrame) -> list[Decision]:
    """The fallback's answers.

    Today's answer is read as it is measured: a rule or a column that is empty means no action where there are two
    labels, and a person otherwise; what is none of the labels goes to a person, too.

    Args:
        bundle: says what stands in.
        frame: rows as read by its door.

    Returns:
        Label or number, row by row; None where a person has to decide.

    Raises:
        ColumnError: when a column that today's rule needs is not there.
        RequestError: when the rule cannot be computed.
    """
    if bundle.fallback == "constant":
        return [bundle.constant] * frame.height
    if bundle.fallback == "review":
        return [None] * frame.height
    return done_today(bundle, frame)


def done_today(bundle: Bundle, frame: pl.DataFrame) -> list[Decision]:
    """Today's answers, whatever stands in; None where a person has to decide.

    Raises:
        ColumnError: when a column that today's rule needs is not there.
        RequestError: when the rule cannot be computed.
    """
    today = bundle.status_quo
    if today.kind in ("rates", "unknown"):
        return [None] * frame.height
    if today.kind == "nothing":
        return [bundle.task.classes[0] if bundle.task.kind == "binary" else None] * frame.height
    if today.kind == "rule":
        return _labels(apply_rule(today.rule, frame, where="problem.status_quo.rule"), bundle.task)
    require([today.column], frame.columns, where="problem.status_quo.column")
    answers = frame.get_column(today.column)
    if bundle.task.kind != "regression":
        return _labels(answers, bundle.task)
    return answers.cast(pl.Float64, strict=False).fill_nan(None).to_list()


def _labels(answers: pl.Series, task: Task) -> list[Decision]:
    empty = task.classes[0] if task.kind == "binary" else None
    yes_and_no = answers.dtype == pl.Boolean and task.kind == "binary" and not {"true", "false"} <= set(task.classes)
    words = {True: task.classes[1], False: task.classes[0]} if yes_and_no else {}
    return [empty if answer is None else words.get(answer) or _label(answer, task) for answer in answers.to_list()]


def _label(answer: object, task: Task) -> str | None:
    if isinstance(answer, bool):
        text = str(answer).lower()
    else:
        text = str(int(answer)) if isinstance(answer, float) and answer.is_integer() else str(answer)
    return text if text in task.classes else None
