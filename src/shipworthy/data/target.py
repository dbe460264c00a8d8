"""What turned out, row by row, and what kind of answer that makes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from shipworthy.data.named import require
from shipworthy.data.personal import looks_personal
from shipworthy.data.rules import apply_rule
from shipworthy.foundation.errors import TargetError
from shipworthy.records.spec import Target, Task, TaskKind
from shipworthy.records.table import Table

MOST_CLASSES: Final = 100
"""More classes than that are not learned."""

_NUMBERS_AS_CLASSES: Final = 20
_YES: Final = ("yes", "true", "1", "y", "t", "positive", "ja", "oui", "si", "sí", "sim")


@dataclass(frozen=True)
class Outcomes:
    """The outcomes of a table.

    Attributes:
        task: what kind of answer is to be predicted.
        labels: label as text, or number for regression; null where unknown. # (rows,)
        left_out: classes seen only once; their rows count as unknown, for a class needs one row to learn from
            and another to be tested on.
    """

    task: Task
    labels: pl.Series
    left_out: tuple[str, ...] = ()


def outcomes(table: Table, target: Target) -> Outcomes:
    """Reads the outcomes from the target's column.

    With `positive` the classes are `no` and `yes`. Without: two values make a binary task (the positive one
    is the one that says yes, else the rarer); numbers with more than 20 values, or with decimals, make a
    regression; all else is multiclass. `kind` overrides that. What `missing` says stands in for empty
    outcomes, where that makes sense.

    Raises:
        TargetError: when it cannot be learned: no or one class only, more than 100, not a finite number, a
            date, words where a number is due.
        ColumnError: when the column is not there, or `positive` names one that is not.
        RequestError: when `positive` cannot be understood.
    """
    require((target.column,), table.frame.columns, where="data.target")
    values = table.frame[target.column]
    _check_numbers(values, target)
    if target.positive:
        labels = _labelled(apply_rule(target.positive, table.frame, where="data.target.positive"))
        return _classes(labels, target, ordered=("no", "yes"))
    if values.null_count() == values.len():
        raise _refusal("the target has no known outcome at all", target, f"{values.len():,} empty rows")
    if target.kind == "regression" or (target.kind is None and _is_amount(values)):
        return _regression(values, target)
    if values.dtype.is_temporal() or values.dtype.is_nested():
        step = "predict a number such as the days until then, or say with `positive` what counts as a yes"
        raise _refusal("the target is neither a class nor a number", target, str(values.dtype), step)
    return _classes(_as_labels(values), target)


def require_rule(target: Target, frame: pl.DataFrame) -> None:
    """Refuses a `positive` that is one of the outcomes instead of a rule, with the rule that is meant.

    Raises:
        TargetError: when the column holds it as a value, and no column is called so.
    """
    said = target.positive.strip("'\"")
    values = frame[target.column]
    if said in frame.columns or values.dtype.is_nested() or not (values.cast(pl.String, strict=False) == said).any():
        return
    name = target.column if target.column.isidentifier() else f'"{target.column}"'
    quoted = said if values.dtype.is_numeric() or values.dtype == pl.Boolean else "'" + said.replace("'", "''") + "'"
    raise TargetError(
        "this is one of the outcomes, and a rule is due that is true for a yes",
        where="data.target.positive",
        seen=said,
        allowed="a rule over columns, such as amount >= 100",
        next_step=f'write positive: "{name} = {quoted}"',
    )


def _regression(values: pl.Series, target: Target) -> Outcomes:
    if not values.dtype.is_numeric():
        step = "write numbers into that column, or leave out `kind: regression`"
        raise _refusal("a number is due and the target holds something else", target, _one_of(values, target), step)
    if target.missing != "unknown":
        step = "leave out `missing`, or say with `positive` what counts as a yes"
        raise _refusal(f"`missing: {target.missing}` makes sense only for a yes or no", target, "numbers", step)
    if values.drop_nulls().n_unique() == 1:
        raise _refusal("the target is the same for all rows", target, values.drop_nulls()[0])
    return Outcomes(task=Task(kind="regression"), labels=values.cast(pl.Float64).alias("outcome"))


def _classes(labels: pl.Series, target: Target, ordered: Sequence[str] = ()) -> Outcomes:
    counts = {str(label): int(count) for label, count in labels.drop_nulls().value_counts().iter_rows()}
    if len(counts) > MOST_CLASSES:
        step = "group them into fewer, say with `positive` what counts as a yes, or ask for `kind: regression`"
        raise _refusal(f"the target has more than {MOST_CLASSES} classes", target, f"{len(counts):,} values", step)
    classes = tuple(ordered) or _in_order(counts)
    if target.missing != "unknown":
        labels = labels.fill_null(_filling(target, classes))
        counts = {str(label): int(count) for label, count in labels.drop_nulls().value_counts().iter_rows()}
    left_out = () if ordered else tuple(label for label in classes if counts.get(label, 0) < 2)
    classes = tuple(label for label in classes if label not in left_out)
    learnable = [label for label in classes if counts.get(label)]
    if len(learnable) < 2:
        raise _one_class(labels, learnable, target)
    known = labels.set(labels.is_in(left_out).fill_null(False), None) if left_out else labels
    kind: TaskKind = "binary" if len(classes) == 2 else "multiclass"
    if kind == "binary":
        classes = tuple(ordered) or _in_order({label: counts[label] for label in classes})
    return Outcomes(task=Task(kind=kind, classes=classes), labels=known.alias("outcome"), left_out=left_out)


def _in_order(counts: dict[str, int]) -> tuple[str, ...]:
    """Sorted; of two the negative one first."""
    labels = sorted(counts)
    if len(labels) != 2:
        return tuple(labels)
    yes = [label for label in labels if label.strip().lower() in _YES]
    positive = yes[0] if len(yes) == 1 else min(reversed(labels), key=lambda label: counts[label])
    return (*(label for label in labels if label != positive), positive)


def _filling(target: Target, classes: Sequence[str]) -> str:
    if len(classes) != 2:
        step = "leave out `missing`, or say with `positive` what counts as a yes"
        raise _refusal(f"`missing: {target.missing}` makes sense only for a yes or no", target, list(classes), step)
    return classes[1] if target.missing == "yes" else classes[0]


def _labelled(answers: pl.Series) -> pl.Series:
    return answers.replace_strict({True: "yes", False: "no"}, return_dtype=pl.String)


def _as_labels(values: pl.Series) -> pl.Series:
    if values.dtype.is_float() and _is_whole(values):
        return values.cast(pl.Int64).cast(pl.String)
    return values.cast(pl.String)


def _is_amount(values: pl.Series) -> bool:
    if not values.dtype.is_numeric():
        return False
    distinct = values.drop_nulls().n_unique()
    return distinct > 2 and (distinct > _NUMBERS_AS_CLASSES or not _is_whole(values))


def _is_whole(values: pl.Series) -> bool:
    return values.dtype.is_integer() or bool((values.round() == values).all())


def _check_numbers(values: pl.Series, target: Target) -> None:
    if not values.dtype.is_float():
        return
    wrong = values.filter(values.is_nan() | values.is_infinite())
    if wrong.len():
        step = "leave the cell empty where the outcome is not known"
        raise _refusal("the target holds what is no number", target, f"{wrong[0]} in {wrong.len():,} rows", step)


def _one_class(labels: pl.Series, learnable: list[str], target: Target) -> TargetError:
    if labels.null_count() == labels.len():
        return _refusal("the target has no known outcome at all", target, f"{labels.len():,} empty rows")
    seen = f"only {learnable[0]!r} more than once" if learnable else "no value more than once"
    return _refusal("the target has fewer than two classes to tell apart", target, seen)


def _one_of(values: pl.Series, target: Target) -> str:
    if looks_personal(target.column, values):
        return str(values.dtype)
    return f"{values.drop_nulls()[0]!r} ({values.dtype})"


def _refusal(what: str, target: Target, seen: object, step: str = "") -> TargetError:
    return TargetError(
        what,
        where=f"column {target.column}" + (f", positive: {target.positive}" if target.positive else ""),
        seen=seen,
        allowed=f"2 to {MOST_CLASSES} classes with two rows each, or numbers",
        next_step=step or "choose another target, or bring rows with other outcomes",
    )
