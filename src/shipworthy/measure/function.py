"""What decisions were worth by a function of the project's own, checked on the way in and on the way out."""

import re
import sys
import traceback
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.foundation.errors import RequestError, UserError, nearest
from shipworthy.measure.rows import known_outcomes
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Call, Worth

ValueFunction = Callable[[pl.DataFrame], Any]
"""Takes the columns `id`, `time`, `score`, `decision`, `outcome` and the inputs, gives one number a row."""

WHERE: Final = "success.value.function"
_GIVEN: Final = ("id", "time", "score", "decision", "outcome")
_TRIED: Final = 200
_known: dict[tuple[str, str], ValueFunction] = {}


def remember(call: Call, function: ValueFunction) -> None:
    """Has a function be called wherever a value is asked for by this name and code."""
    _known[call.name, call.code] = function


def is_known(call: Call) -> bool:
    """Whether a function of that name and code was loaded before."""
    return (call.name, call.code) in _known


def called(call: Call) -> ValueFunction:
    """The function of that name and code.

    Raises:
        RequestError: when it was not loaded.
    """
    if not is_known(call):
        raise RequestError(
            f"the value function {call.name} is not at hand",
            where=WHERE,
            seen=call.name,
            next_step="run this in the project's folder, beside the file that holds it",
        )
    return _known[call.name, call.code]


def value_by_function(predictions: Predictions, worth: Worth, decided: pl.Series | None = None) -> NDArray[np.float64]:
    """The function's value of each row.

    It is asked only about rows whose decision and outcome are known.

    Args:
        predictions: rows with outcomes and inputs.
        worth: names the function.
        decided: other decisions on the same rows; None takes their own. # (rows,)

    Returns:
        NaN where outcome or decision is not known. # (rows,)

    Raises:
        RequestError: when it raises, or gives something else than one finite number a row.
    """
    frame = predictions.frame
    if decided is not None:
        frame = frame.with_columns(decided.alias("decision"))
    elif "decision" not in frame.columns:
        frame = frame.with_columns(pl.lit(None).alias("decision"))
    asked = known_outcomes(predictions) & frame["decision"].is_not_null().to_numpy()
    values = np.full(frame.height, np.nan)
    if asked.any() and worth.call:
        values[asked] = _ask(worth.call, _told(frame.filter(pl.Series(asked))))
    return values


def check_alone(predictions: Predictions, worth: Worth) -> None:
    """Refuses a function that values a row by which other rows stand beside it; amounts never do.

    A few rows are asked about again, alone and backwards.

    Raises:
        RequestError: when their values differ, or the function fails.
    """
    if not worth.call:
        return
    values = value_by_function(predictions, worth)
    known = np.flatnonzero(np.isfinite(values))
    few = known[:: max(2, len(known) // _TRIED)][::-1]
    if not len(few):
        return
    again = _ask(worth.call, _told(predictions.frame[few]))
    off = ~np.isclose(again, values[few], rtol=1e-6, atol=1e-9)
    if off.any():
        place = int(few[np.argmax(off)])
        raise RequestError(
            "the value of a row changes with the rows beside it",
            where=_place(called(worth.call)),
            seen=f"row {predictions.frame['id'][place]}: {values[place]:g} among all, {again[np.argmax(off)]:g} alone",
            allowed="a number that hangs on the row itself",
            next_step="take means, ranks and sums over rows out of the function; success.value.top is for ranks",
        )


def _told(frame: pl.DataFrame) -> pl.DataFrame:
    """What the function is given."""
    given = frame.select(name for name in _GIVEN if name in frame.columns)
    if "inputs" not in frame.columns or not isinstance(frame["inputs"].dtype, pl.Struct):
        return given
    inputs = frame["inputs"].struct.unnest()
    return given.hstack(inputs.select(name for name in inputs.columns if name not in given.columns))


def _ask(call: Call, frame: pl.DataFrame) -> NDArray[np.float64]:
    function = called(call)
    try:
        # standard output is for answers
        with redirect_stdout(sys.stderr):
            given = function(frame)
    except (Exception, SystemExit) as error:
        raise _failed(function, error, frame) from error
    try:
        values = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise _refused(function, "the value function gives something else than numbers", type(given).__name__) from None
    if values.shape != (frame.height,):
        seen = f"{len(values):,} numbers" if values.ndim == 1 else "one number" if not values.ndim else "a table"
        raise _refused(function, "the value function does not give one number a row", f"{seen} for {frame.height:,}")
    odd = ~np.isfinite(values)
    if odd.any():
        place = int(np.argmax(odd))
        seen = f"{values[place]} for row {frame['id'][place]}, and {int(odd.sum()) - 1:,} more"
        raise _refused(function, "the value function gives no number where the outcome is known", seen)
    return values


def _refused(function: ValueFunction, what: str, seen: str) -> RequestError:
    allowed = "one finite number for each row of the frame, in its order"
    return RequestError(what, where=_place(function), seen=seen, allowed=allowed, next_step="mend the function")


def _failed(function: ValueFunction, error: BaseException, frame: pl.DataFrame) -> UserError:
    """Says in which line of the function's file it failed, and which columns it was given."""
    said = str(error).strip().splitlines()
    what = f"the value function fails: {said[0] if said else type(error).__name__}"
    file = function.__code__.co_filename if hasattr(function, "__code__") else ""
    line = next(
        (each.lineno for each in reversed(traceback.extract_tb(error.__traceback__)) if each.filename == file), 0
    )
    column = isinstance(error, pl.exceptions.ColumnNotFoundError | KeyError)
    word = re.search(r"[\"'`]([^\"'`]+)[\"'`]", said[0]) if said and column else None
    near = nearest(word[1], frame.columns) if word else ""
    step = f"write {near!r}" if near else "mend it; what it needs beside the features goes under success.value.reads"
    return RequestError(
        what,
        where=_place(function, line or 0),
        seen=type(error).__name__,
        allowed=f"the columns {', '.join(frame.columns)}" if column else None,
        next_step=step,
    )


def _place(function: ValueFunction, line: int = 0) -> str:
    """File, line and name of the function."""
    code = getattr(function, "__code__", None)
    if code is None:
        return WHERE
    return f"{code.co_filename}:{line or code.co_firstlineno} ({function.__name__})"
