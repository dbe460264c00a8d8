"""Rows of the prediction log as a frame with the types of its task."""

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import msgspec
import polars as pl

from shipworthy.records.bundle import Input
from shipworthy.records.spec import Task

UTC_TIME: Final = pl.Datetime("us", "UTC")

_PLAIN: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "id": pl.String,
    "time": UTC_TIME,
    "unit_id": pl.String,
    "group": pl.String,
    "origin": pl.String,
    "version": pl.Int64,
    "route": pl.String,
    "why": pl.String,
    "received": UTC_TIME,
    "seconds": pl.Float64,
    "outcome_time": UTC_TIME,
}

SELECTED: Final = (*_PLAIN, "score", "decision", "outcome", "inputs")
"""Columns that a query of predictions gives, in the order that `frame_of` takes them."""

ORDER: Final = (
    *("id", "time", "unit_id", "group", "origin", "model", "version", "route", "why", "score", "decision"),
    *("outcome", "outcome_time", "inputs", "received", "seconds"),
)
"""Columns of the frame."""

_DTYPES: Final[dict[str, pl.DataType]] = {
    "number": pl.Float64(),
    "category": pl.String(),
    "text": pl.String(),
    "boolean": pl.Boolean(),
    "time": UTC_TIME,
}


def frame_of(rows: Sequence[tuple[Any, ...]], task: Task, inputs: Sequence[Input] | None) -> pl.DataFrame:
    """Turns rows into a frame.

    Args:
        rows: values in the order of `SELECTED`.
        task: says whether scores are lists, and answers labels or numbers.
        inputs: columns to read of what rows brought along, with their kinds; None reads all and guesses.

    Returns:
        The columns of `ORDER`, one row a prediction.
    """
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(SELECTED)
    values = dict(zip(SELECTED, columns, strict=True))
    plain = [pl.Series(name, values[name], dtype=dtype) for name, dtype in _PLAIN.items()]
    answer = _numbers if task.kind == "regression" else _labels(task)
    return (
        pl.DataFrame(plain)
        .with_columns(
            _scores(values["score"], task).alias("score"),
            pl.Series("decision", answer(values["decision"])),
            pl.Series("outcome", answer(values["outcome"])),
            _inputs(values["inputs"], inputs).alias("inputs"),
            pl.col("unit_id", "group").replace("", None),
            model=pl.col("version").cast(pl.String),
        )
        .select(ORDER)
    )


def _scores(values: Sequence[Any], task: Task) -> pl.Series:
    if task.kind == "multiclass":
        texts = pl.Series([value if isinstance(value, str) else None for value in values], dtype=pl.String)
        return texts.str.json_decode(pl.List(pl.Float64))
    return _numbers(values)


def _numbers(values: Sequence[Any]) -> pl.Series:
    return pl.Series([value if isinstance(value, float) else _number(value) for value in values], dtype=pl.Float64)


def _number(value: str | None) -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        return None


def _labels(task: Task) -> Callable[[Sequence[Any]], pl.Series]:
    classes = set(task.classes)

    def label(number: float) -> str:
        whole = f"{number:.0f}"
        return whole if whole in classes or (str(number) not in classes and number.is_integer()) else str(number)

    def labels(values: Sequence[Any]) -> pl.Series:
        return pl.Series(
            [label(value) if isinstance(value, float) else value for value in values],
            dtype=pl.String,
        )

    return labels


def _inputs(texts: Sequence[str], inputs: Sequence[Input] | None) -> pl.Series:
    if inputs is not None and not inputs:
        return _nothing(len(texts))
    lines = io.BytesIO("\n".join(texts).encode())
    schema = {each.name: _DTYPES[each.kind] for each in inputs or ()}
    if not texts:
        return pl.Series(dtype=pl.Struct(schema))
    try:
        # far faster than decoding row by row, and beaten only by values of more than one kind in a column
        frame = pl.read_ndjson(lines, schema=schema) if schema else pl.read_ndjson(lines, infer_schema_length=None)
    except pl.exceptions.PolarsError:
        frame = _one_by_one(texts, schema)
    if not frame.width:
        return _nothing(len(texts))
    # columns found by the reader come in any order
    names = schema or dict.fromkeys([*msgspec.json.decode(texts[0]), *sorted(frame.columns)])
    return frame.select(_in_zone(names, inputs or ())).to_struct("inputs")


def _nothing(rows: int) -> pl.Series:
    return pl.Series("inputs", [{}] * rows, dtype=pl.Struct({}))


def _one_by_one(texts: Sequence[str], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """Every value as text where columns are mixed; then as the kind asked for, null where it is none."""
    rows = msgspec.json.decode(f"[{','.join(texts)}]", type=list[dict[str, Any]])
    names = schema or dict.fromkeys(name for row in rows for name in row)
    columns = [pl.Series(name, [_text(row.get(name)) for row in rows], dtype=pl.String) for name in names]
    frame = pl.DataFrame(columns)
    return frame.with_columns(_parsed(name, dtype) for name, dtype in schema.items())


def _parsed(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if dtype == pl.Boolean():
        return column.replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
    if dtype == UTC_TIME:
        return column.str.to_datetime(time_unit="us", time_zone="UTC", strict=False)
    return column.cast(dtype, strict=False)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()


def _in_zone(names: Iterable[str], inputs: Sequence[Input]) -> list[pl.Expr]:
    zones = {each.name: each.zone for each in inputs if each.kind == "time"}
    return [
        pl.col(name).dt.convert_time_zone(zones[name])
        if zones.get(name)
        else (pl.col(name).dt.replace_time_zone(None) if name in zones else pl.col(name))
        for name in names
    ]
