"""Some groups only: those in which the gain is clearest on the rows learned from."""

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.measure.gain import blank_gain, gain_per_row, measure_rows
from shipworthy.plan.naming import slug
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.reframing import Change
from shipworthy.show.numbers import share
from shipworthy.show.words import joined
from shipworthy.stats.bounds import chance_of_less, lower_bound
from shipworthy.workflow.material import FEW
from shipworthy.workflow.reframing.asked import Asked, Ideas, Variant
from shipworthy.workflow.reframing.comparison import quoted
from shipworthy.workflow.reframing.volume import fewer_answers
from shipworthy.workflow.rows import folds_of

_FEWEST: Final = 200
_MOST: Final = 3
_SURE: Final = 0.9


def groups(asked: Asked) -> Ideas:
    """Single groups, and all groups of a column together in which the gain surely is above nought.

    Columns are those whose groups are looked at, and what must not be missing, where they have few values.
    """
    if asked.stick.rates or asked.stick.worth.top or asked.stick.worth.call:
        return Ideas(notice="no groups: what a case is worth by itself cannot be told here")
    mine, theirs = folds_of(asked.best), folds_of(asked.base)
    blank = blank_gain(mine, theirs, asked.stick.worth, asked.stick.per, "")
    gains = gain_per_row(mine, theirs, asked.stick.worth)
    frame = asked.study.table.frame[mine.frame["id"].cast(pl.UInt32)]
    target = asked.target
    seen: list[tuple[float, Variant]] = []
    for column in _columns(asked):
        levels = frame[column].drop_nulls().unique().sort().to_list()
        sure = []
        for several in ([level] for level in levels):
            measured = _measured(frame, column, several, blank, mine, gains)
            if measured is not None and lower_bound(measured.value or 0.0, measured.se or 0.0, measured.df, _SURE) > 0:
                sure += several
                seen.append((_chance(measured, target), _variant(asked, frame, column, several)))
        measured = _measured(frame, column, sure, blank, mine, gains) if 1 < len(sure) < len(levels) else None
        if measured is not None:
            seen.append((_chance(measured, target), _variant(asked, frame, column, sure)))
    ranked = sorted(seen, key=lambda each: -each[0])
    kept = tuple(variant for _, variant in ranked[:_MOST])
    return Ideas(kept, "" if kept else "no group in which the gain is clearly above nought on the rows learned from")


def _columns(asked: Asked) -> tuple[str, ...]:
    """Columns with few values that are known when the decision is taken, and are not personal."""
    table, material = asked.study.table, asked.bench.material
    named = dict.fromkeys([*material.slices, *material.spec.critical])
    known = set(table.of("feature"))
    return tuple(name for name in named if name in known and 1 < table.frame[name].n_unique() <= FEW + 1)


def _measured(
    frame: pl.DataFrame,
    column: str,
    levels: list[Any],
    blank: Measurement,
    mine: Predictions,
    gains: NDArray[np.float64],
) -> Measurement | None:
    """The gain among some groups; None where there are too few rows, or nobody can tell how sure it is."""
    among = frame[column].is_in(levels).fill_null(False).to_numpy()
    if among.sum() < _FEWEST:
        return None
    found = measure_rows(blank, mine, gains, among)
    return found if found.value is not None and found.se else None


def _chance(measured: Measurement, target: float) -> float:
    return chance_of_less(measured.value or 0.0, measured.se or 0.0, measured.df, target)


def _variant(asked: Asked, frame: pl.DataFrame, column: str, levels: list[Any]) -> Variant:
    names = [_literal(level) for level in levels]
    rule = f"{quoted(column)} = {names[0]}" if len(names) == 1 else f"{quoted(column)} IN ({', '.join(names)})"
    part = float(frame[column].is_in(levels).fill_null(False).to_numpy().mean())
    told = joined([f"{level:g}" if isinstance(level, float) else str(level) for level in levels])
    return Variant(
        id=slug(f"only {column} {told}"),
        kind="group",
        says=f"is asked only where {column} is {told}: {share(part)} cases; the others go on as today",
        changes=(Change(place=("data", "only"), value=rule), *fewer_answers(asked.bench.document, part)),
        asks="whether the goal for so many cases still stands when only these are meant",
        share=part,
    )


def _literal(level: Any) -> str:
    if isinstance(level, bool):
        return str(level).upper()
    return f"{level:.12g}" if isinstance(level, int | float) else "'" + str(level).replace("'", "''") + "'"
