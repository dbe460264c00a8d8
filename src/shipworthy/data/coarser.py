"""One row in place of several: the first case of a group and a stretch of time, with what turned out for all."""

from typing import Final

import polars as pl
from msgspec import structs

from shipworthy.data.named import require
from shipworthy.data.rules import apply_rule, columns_of
from shipworthy.foundation.errors import TargetError
from shipworthy.records.spec import DataSpec, OnePer

TODAY: Final = "decided today"
"""Column that holds whether today's rule acts on any of the cases."""
EVERY: Final = {"hour": "1h", "day": "1d", "week": "1w", "month": "1mo"}
"""Stretch of time -> what Polars calls it; weeks begin on Monday."""
_PLACE: Final = "place of a case"


def one_row_per(frame: pl.DataFrame, spec: DataSpec) -> pl.DataFrame:
    """One row for all cases of a group and a stretch of time, in the order of their first cases.

    The row is that of the first case, so that nothing is in it that was not known when the first answer was due. Only
    what turned out, and what is decided today, is that of all cases together: `any` is a yes when one of them is one,
    and not known when none is and one is not known; `sum` and `mean` are not known when one of them is not.

    Args:
        frame: the joined rows; those without a time or a group are left out.
        spec: with `one_per`.

    Raises:
        ColumnError: when it names a column that is not there.
        TargetError: when the outcome can be neither added up nor counted as a yes.
    """
    asked = spec.one_per
    assert asked
    require(asked.by, frame.columns, where="data.one_per.by")
    numbered = _numbered(frame, spec, asked)
    units = numbered.group_by("unit", maintain_order=True).agg(pl.col(_PLACE))
    first = frame[units[_PLACE].list.first()]
    return first.with_columns(_together(frame, units[_PLACE], spec, asked))


def described_by(spec: DataSpec) -> DataSpec:
    """The spec with the column that this adds left out of what is learned from."""
    return structs.replace(spec, drop=(*spec.drop, TODAY)) if spec.one_per else spec


def _numbered(frame: pl.DataFrame, spec: DataSpec, asked: OnePer) -> pl.DataFrame:
    """Places of the cases, in order of time, with the unit that each belongs to."""
    keys = [pl.col(name) for name in asked.by]
    if asked.every:
        times = frame[spec.time] if spec.time else None
        if times is None or not times.dtype.is_temporal():
            raise TargetError(
                "there is no time by which cases could be put together",
                where="data.one_per.every",
                seen=spec.time or "no column of times",
                allowed="a base source with a column of dates or times",
                next_step="name it under time of the base source, or leave out every",
            )
        keys.append(pl.col(spec.time).dt.truncate(EVERY[asked.every]).alias("every"))
    cases = frame.select(pl.struct(keys).alias("unit"), *([pl.col(spec.time).alias("when")] if spec.time else []))
    whole = pl.all_horizontal([pl.col("unit").struct.field(name).is_not_null() for name in _fields(cases)])
    cases = cases.with_row_index(_PLACE).filter(whole)
    return cases.sort("when", maintain_order=True) if spec.time else cases


def _fields(cases: pl.DataFrame) -> list[str]:
    return [field.name for field in cases.schema["unit"].fields]  # type: ignore[attr-defined]


def _together(frame: pl.DataFrame, places: pl.Series, spec: DataSpec, asked: OnePer) -> list[pl.Series]:
    """The columns that are those of all cases of a unit together."""
    target = spec.target
    found = []
    if asked.outcome == "any":
        said = apply_rule(target.positive, frame, where="data.target.positive") if target.positive else None
        decisive = _decisive(_yes(frame[target.column], said), places)
        names = {target.column: None, **dict.fromkeys(columns_of(target.positive) if target.positive else ())}
        found += [frame[name].gather(decisive).alias(name) for name in names]
    else:
        found.append(_added(frame[target.column], places, asked.outcome))
    if asked.rule:
        acts = apply_rule(asked.rule, frame, where="problem.status_quo.rule")
        found.append(_any(acts, places).alias(TODAY))
    if asked.decided in frame.columns and asked.decided != target.column:
        today = frame[asked.decided]
        added = asked.outcome != "any"
        found.append(_added(today, places, asked.outcome) if added else today.gather(_decisive(_yes(today), places)))
    return found


def _yes(values: pl.Series, said: pl.Series | None = None) -> pl.Series:
    if said is not None:
        return said
    if values.dtype == pl.Boolean or values.dtype.is_numeric():
        return values.cast(pl.Boolean)
    raise TargetError(
        "it cannot be told whether any of several cases is a yes",
        where=f"data.one_per.outcome, column {values.name}",
        seen=str(values.dtype),
        allowed="true and false, 1 and 0, or data.target.positive",
        next_step="say under data.target.positive what counts as a yes",
    )


def _decisive(yes: pl.Series, places: pl.Series) -> pl.Series:
    """Place of the first case of a unit that is a yes; where none is, of one that is not known; else of the first."""
    ranks = yes.replace_strict({True: 0, False: 2}, default=1, return_dtype=pl.Int8)
    first = pl.col(_PLACE).sort_by("of case", maintain_order=True).first()
    return _per_unit(ranks, places, first)


def _any(said: pl.Series, places: pl.Series) -> pl.Series:
    return _per_unit(said.fill_null(False), places, pl.col("of case").any())


def _added(values: pl.Series, places: pl.Series, how: str) -> pl.Series:
    if not values.dtype.is_numeric():
        raise TargetError(
            "what is no number cannot be added up",
            where=f"data.one_per.outcome, column {values.name}",
            seen=str(values.dtype),
            allowed="any, or a column of numbers",
            next_step="write outcome: any",
        )
    told = pl.col("of case").sum() if how == "sum" else pl.col("of case").mean()
    whole = pl.when(pl.col("of case").null_count() == 0).then(told)
    return _per_unit(values.cast(pl.Float64), places, whole).alias(values.name)


def _per_unit(of_case: pl.Series, places: pl.Series, told: pl.Expr) -> pl.Series:
    """One value a unit, of what is known `of case` and of the places of its cases."""
    units = pl.DataFrame({_PLACE: places}).with_row_index("unit").explode(_PLACE)
    cases = units.with_columns(of_case.gather(units[_PLACE]).alias("of case"))
    return cases.group_by("unit", maintain_order=True).agg(told.alias("told"))["told"]
