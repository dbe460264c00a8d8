"""What each column holds and what it is for."""

import re
from collections.abc import Mapping
from typing import Final

import polars as pl

from shipworthy.data.personal import looks_personal
from shipworthy.data.words import words_of
from shipworthy.records.spec import DataSpec
from shipworthy.records.table import Column, ColumnKind, Role

CALENDAR: Final = ("day", "week", "month")
"""What `group` may say instead of a column: rows of the same day, week or month belong together."""

_ENOUGH: Final = 20
_NUMBERED: Final = re.compile(r"\b(id|ids|uuid|guid|key|index|nr|no|number|row|unnamed \d+)$|^id\b")
_CALENDAR_WORD: Final = re.compile(r"\b(year|month|week|day|date|time|hour|age)s?\b")


def describe(frame: pl.DataFrame, spec: DataSpec, source_of: Mapping[str, str]) -> tuple[Column, ...]:
    """Kind and role of every column.

    The first role that applies: target, not known, personal (declared or detected), time, key or group,
    dropped (by wish, or because nothing can be learned from it: empty, constant, lists and the like),
    feature. A column is a key when it alone is the base's declared key, or when its values only number the
    rows; columns of a key of several stay features.

    Args:
        frame: the rows.
        spec: what the document says.
        source_of: column -> source it came from.

    >>> from shipworthy.records.spec import Source, Target
    >>> spec = DataSpec(sources=(Source(name="a", path="a.csv"),), target=Target(column="y"))
    >>> [c.role for c in describe(pl.DataFrame({"x": [1, 2], "z": [3, 3], "y": [0, 1]}), spec, {})]
    ['feature', 'dropped', 'target']
    """
    nulls = dict(zip(frame.columns, frame.null_count().row(0), strict=True)) if frame.width else {}
    distinct = _distinct(frame, nulls)
    columns = []
    for series in frame.iter_columns():
        name = series.name
        kind = kind_of(series, nulls[name], distinct[name])
        column = Column(
            name=name, kind=kind, source=source_of.get(name, ""), nulls=nulls[name], distinct=distinct[name]
        )
        role = _role(column, series, spec)
        columns.append(Column(**{**column.to_dict(), "role": role}))
    return tuple(columns)


def kind_of(series: pl.Series, nulls: int, distinct: int) -> ColumnKind:  # noqa: PLR0911 - one a kind
    """What a column holds, given how many values are missing and how many differ.

    Text that repeats or is a single word is a `category`; sentences are `text`.
    """
    dtype = series.dtype
    if nulls == series.len():
        return "empty"
    if dtype.is_nested() or dtype in (pl.Binary, pl.Object, pl.Time, pl.Duration):
        return "other"
    if distinct == 1 and not nulls:
        return "constant"
    if dtype == pl.Boolean:
        return "boolean"
    if dtype.is_temporal():
        return "time"
    if dtype.is_numeric():
        return "number"
    return "text" if dtype == pl.String and _is_prose(series, distinct) else "category"


def numbers_rows(series: pl.Series, nulls: int, distinct: int) -> bool:
    """Whether the values only tell rows apart: whole numbers or short words that never repeat."""
    rows = series.len()
    if rows < _ENOUGH or nulls or distinct < rows:
        return False
    if series.dtype.is_integer():
        low, high = int(series.min()), int(series.max())  # type: ignore[arg-type]
        running = high - low + 1 <= 2 * rows and not _CALENDAR_WORD.search(words_of(series.name))
        return running or named_as_number(series.name)
    return series.dtype == pl.String and not _is_prose(series, distinct)


def named_as_number(name: str) -> bool:
    """Whether a column's name says that it numbers something.

    >>> named_as_number("customerId"), named_as_number("width")
    (True, False)
    """
    return bool(_NUMBERED.search(words_of(name)))


def _distinct(frame: pl.DataFrame, nulls: Mapping[str, int]) -> dict[str, int]:
    countable = [s.alias(f"c{place}") for place, s in enumerate(frame.iter_columns())]
    plain = [s for s in countable if not s.dtype.is_nested() and s.dtype != pl.Object]
    if not frame.height or not plain:
        return dict.fromkeys(frame.columns, 0)
    counts = pl.DataFrame(plain).select(pl.all().n_unique()).row(0, named=True)
    return {
        name: int(counts.get(f"c{place}", 0)) - (1 if nulls[name] and f"c{place}" in counts else 0)
        for place, name in enumerate(frame.columns)
    }


def _role(column: Column, series: pl.Series, spec: DataSpec) -> Role:  # noqa: PLR0911 - a list of precedence
    name = column.name
    if name == spec.target.column:
        return "target"
    if name in spec.not_known:
        return "not_known"
    if name in spec.personal or (name not in spec.not_personal and looks_personal(name, series)):
        return "personal"
    if name in _times(spec) or _tells_when_known(column, spec):
        return "time"
    if name == spec.group and spec.group not in CALENDAR:
        return "group"
    base = next((source for source in spec.sources if source.join is None), None)
    if base and base.key == (name,) and column.source == base.name:
        return "key"
    if name in spec.drop or column.kind in ("empty", "constant", "other"):
        return "dropped"
    return "key" if numbers_rows(series, column.nulls, column.distinct) else "feature"


def _times(spec: DataSpec) -> set[str]:
    base = [source.time for source in spec.sources if source.join is None]
    return {name for name in (spec.time, *base) if name}


def _tells_when_known(column: Column, spec: DataSpec) -> bool:
    """Whether it is the time of what was joined as of a moment."""
    for source in spec.sources:
        if source.join and source.join.as_of and column.source == source.name:
            when = source.join.as_of.right
            return column.name == when or column.name.startswith(f"{when}_{source.name}")
    return False


def _is_prose(series: pl.Series, distinct: int) -> bool:
    if distinct < _ENOUGH or distinct * 20 < series.len():
        return False
    sample = series.drop_nulls().head(1_000)
    return float(sample.str.count_matches(" ").mean() or 0.0) >= 2  # type: ignore[arg-type]
