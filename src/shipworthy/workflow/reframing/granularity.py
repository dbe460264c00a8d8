"""A coarser question: one answer for all cases of a group and a stretch of time, in place of one for each case."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from shipworthy.data.coarser import EVERY
from shipworthy.data.columns import CALENDAR
from shipworthy.records.reframing import Change
from shipworthy.show.numbers import number
from shipworthy.show.words import joined
from shipworthy.workflow.reframing.asked import Asked, Ideas, Variant
from shipworthy.workflow.reframing.volume import fewer_answers

_STRETCHES: Final = ("day", "week")
_FEWEST: Final = 200
"""Units that there have to be among the rows learned from."""
_MOST: Final = 3
_LEAST: Final = 1.5
"""Cases of a unit, on the mean; with fewer, nothing is coarser."""


@dataclass(frozen=True)
class _Unit:
    """What cases are put together by.

    Attributes:
        by: columns.
        every: stretch of time; empty for none.
        cases: in one of them, on the mean.
    """

    by: tuple[str, ...]
    every: str
    cases: float


def granularity(asked: Asked) -> Ideas:
    """One answer for all cases of a day or a week, of a group, or of both; the finest first.

    The question is asked when the first case comes, with what is known by then. A yes or no becomes whether any of the
    cases is a yes; of a number, their sum is asked for. The goal is the same money a month.
    """
    why = _impossible(asked)
    if why:
        return Ideas(notice=f"no coarser question: {why}")
    outcome = "sum" if asked.bench.material.task.kind == "regression" else "any"
    units = sorted(_units(asked), key=lambda unit: unit.cases)[:_MOST]
    if not units:
        return Ideas(notice="no coarser question: cases share no day, week or group, or there would be too few of them")
    return Ideas(tuple(_variant(asked, unit, outcome) for unit in units))


def _impossible(asked: Asked) -> str:
    """Why cases cannot be put together; empty when they can."""
    bench, worth = asked.bench, asked.stick.worth
    task, target = bench.material.task, bench.material.spec.target
    if bench.document.data.one_per is not None:
        return "each row stands for several cases already (data.one_per)"
    if bench.document.problem.capacity or worth.top:
        return "only so many cases can be acted on, and that is said for single cases"
    if worth.columns or worth.call or asked.stick.rates:
        return "what an answer is worth, or what is reached today, is known for single cases only"
    if task.kind == "multiclass":
        return "of more than two answers, none is that of several cases together"
    columns = [target.column, *([bench.material.status_quo.column] if bench.material.status_quo.column else [])]
    types = [bench.material.table.frame.schema[name] for name in columns]
    if not target.positive and not all(dtype == pl.Boolean or dtype.is_numeric() for dtype in types):
        return "say under data.target.positive what counts as a yes"
    return ""


def _units(asked: Asked) -> Iterator[_Unit]:
    material, frame = asked.bench.material, asked.learned_from
    time = material.spec.time
    timed = bool(time) and frame.schema[time].is_temporal()
    group = material.spec.group
    named = [name for name in (group, material.split.group) if name and name not in CALENDAR and name != time]
    known = set(asked.study.table.of("feature"))
    groups = dict.fromkeys([*named, *(name for name in material.slices if name in known)])
    for by in [(), *((name,) for name in groups)]:
        for every in ("", *(_STRETCHES if timed else ())):
            if not by and not every:
                continue
            keys = [pl.col(name) for name in by]
            keys += [pl.col(time).dt.truncate(EVERY[every]).alias("every")] if every else []
            units = frame.select(keys).drop_nulls().n_unique()
            cases = frame.height / max(units, 1)
            if units >= _FEWEST and cases >= _LEAST:
                yield _Unit(by, every, cases)


def _variant(asked: Asked, unit: _Unit, outcome: str) -> Variant:
    value: dict[str, Any] = {"by": list(unit.by), "every": unit.every, "outcome": outcome}
    whole = _words(unit)
    says = f"is asked once for all cases of {whole}, when the first of them comes: {_what(asked, outcome)}"
    return Variant(
        id="-".join(["one", "per", *unit.by, *([unit.every] if unit.every else [])]),
        kind="granularity",
        says=f"{says}; about {number(unit.cases)} cases share an answer",
        changes=(
            Change(place=("data", "one_per"), value={name: each for name, each in value.items() if each}),
            *_same_money(asked, unit.cases),
        ),
        asks=f"whether one answer for all cases of {whole} can be acted on, and whether its mistakes are worth what "
        "was agreed for one case; the goal is the same money a month, written for so many fewer answers",
    )


def _same_money(asked: Asked, cases: float) -> Iterator[Change]:
    """The goal, for as many answers as there are then."""
    criterion = asked.bench.document.success.criterion
    assert criterion is not None
    for name, value in (("at_least", criterion.at_least), ("equivalent", criterion.equivalent)):
        if value is not None:
            scaled = float(f"{value * cases:.4g}")
            yield Change(place=("success", "criterion", name), value=int(scaled) if scaled.is_integer() else scaled)
    yield from fewer_answers(asked.bench.document, 1 / cases)


def _what(asked: Asked, outcome: str) -> str:
    target = asked.bench.material.spec.target
    if outcome == "sum":
        return f"how much {target.column} they come to together"
    return f"whether {target.positive or target.column} is so for any of them"


def _words(unit: _Unit) -> str:
    return joined([f"the same {name}" for name in ([unit.every] if unit.every else []) + [*unit.by]])
