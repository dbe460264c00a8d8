"""What a decision is worth, as it is said in a notebook."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl
from msgspec import structs
from pydantic import ValidationError

from shipworthy.data.named import require
from shipworthy.foundation.errors import RequestError
from shipworthy.measure.function import ValueFunction, remember
from shipworthy.plan.value import SHORT_NAMES, ValueSection
from shipworthy.plan.worth import worth_of
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Call, Task, Worth

Value = Mapping[str, Any] | ValueFunction
_SAID: Final = ("outcomes", "cost", "top")


def worth_in(value: Value | None, unit: str, task: Task) -> Worth:
    """What a decision is worth.

    Args:
        value: decision -> outcome -> amount, the four short names (those left out are 0), `under` and `over`, what may
            stand under `success.value` of a document, or a function of the rows. None when no value is agreed.
        unit: of the amounts.
        task: what is predicted.

    Raises:
        RequestError: when it is none of these.
        DocumentError: when the amounts do not fit what is predicted.
    """
    if value is None:
        return Worth(agreed=False)
    if callable(value):
        call = Call(name=f"notebook:{getattr(value, '__name__', 'worth')}", code=str(id(value)))
        remember(call, value)
        return Worth(unit=unit, call=call)
    said = value if set(value) <= set(_SAID) and len(value) == 1 else _written_out(value, task)
    try:
        section = ValueSection.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        told = first.get("ctx", {})
        what = told.get("what", "this does not say what a decision is worth")
        raise RequestError(
            what,
            where=".".join(("value", *map(str, first["loc"]))),
            seen=value,
            allowed=told.get("allowed", _allowed(task)),
            next_step=told.get("next_step", "") or _step(task),
        ) from None
    return worth_of(section, unit, task.classes, task)


def with_inputs(like: Predictions, rows: pl.DataFrame, names: Sequence[str]) -> Predictions:
    """The predictions with columns of the rows that groups and amounts need.

    Raises:
        ColumnError: when one is not there.
    """
    require(names, rows.columns, where="value")
    if not names:
        return like
    inputs = rows.select(pl.struct(list(dict.fromkeys(names))).alias("inputs"))["inputs"]
    return structs.replace(like, frame=like.frame.with_columns(inputs))


def _written_out(value: Mapping[str, Any], task: Task) -> dict[str, Any]:
    """The shorter ways to say it in a notebook, as a document says them."""
    if task.kind == "regression":
        return {"cost": dict(value)}
    if task.kind == "binary" and set(value) <= set(SHORT_NAMES):
        return {"outcomes": {name: value.get(name, 0.0) for name in SHORT_NAMES}}
    return {"outcomes": dict(value)}


def _allowed(task: Task) -> str:
    if task.kind == "regression":
        return "under and over, or cost with points"
    short = f"{', '.join(SHORT_NAMES)}; or " if task.kind == "binary" else ""
    return f"{short}a mapping of outcomes for each of the classes; or a function of the rows"


def _step(task: Task) -> str:
    return f"the classes are {', '.join(task.classes)}" if task.classes else ""
