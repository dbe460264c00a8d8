"""One prediction explained: the answer, how sure it is, and what speaks for it."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.explain.calibration import Calibration
from shipworthy.explain.contributions import contributions
from shipworthy.explain.sure import sure
from shipworthy.explain.words import chance, figure, held
from shipworthy.records.bundle import Bundle
from shipworthy.records.explanation import Contribution, Explanation, Sureness

REASONS: Final = 3
"""Reasons that are told in sentences."""

_SLIGHT: Final = 0.005
"""Of a chance; of a number, the share of all that moved it: what is less is no reason."""


def explain(
    score: Callable[[pl.DataFrame], NDArray[np.float64]],
    row: pl.DataFrame,
    background: pl.DataFrame,
    bundle: Bundle,
    *,
    calibration: Calibration | None = None,
    decision: str | float | None = None,
    id: str = "",
) -> Explanation:
    """Why the model says what it says of a row, and how sure it can be.

    Args:
        score: the model: probability of the positive label or a number # (rows,); of many classes, each
            # (rows, classes).
        row: with the bundle's inputs. # (1, columns)
        background: the rows it is held against; only columns that it has are told apart.
        bundle: says what is answered, and which columns are learned from.
        calibration: as learned from rows kept aside; None says nothing of how sure it is.
        decision: label or number acted on; None when a person has to decide.
        id: of the prediction.

    Returns:
        The explanation; values of personal columns are left out of it.
    """
    task = bundle.task
    own = np.asarray(score(row), dtype=np.float64)[0]
    place = _place(bundle, own, decision)
    label = task.positive if place is None else task.classes[place]

    def said(rows: pl.DataFrame) -> NDArray[np.float64]:
        scores = np.asarray(score(rows), dtype=np.float64)
        return scores if place is None else scores[:, place]

    features = [name for name in bundle.of("feature") if name in background.columns]
    base, amounts = contributions(said, row, background, features)
    told = _contributions(bundle, row.row(0, named=True), features, amounts)
    number = float(own if place is None else own[place])
    how_sure = None if calibration is None else sure(calibration, number, label)
    unit = (task.unit or "1") if task.kind == "regression" else "share"
    answer = figure(decision, unit) if isinstance(decision, float) else decision or ""
    return Explanation(
        id=id,
        score=number,
        base=base,
        contributions=told,
        sure=how_sure,
        says=_sentences(number, label, answer, unit, told, how_sure),
        answer=answer,
        unit=unit,
    )


def _place(bundle: Bundle, scores: NDArray[np.float64], decision: str | float | None) -> int | None:
    """Of several classes, the one that is explained: that decided on, else the likeliest; None for other tasks."""
    if bundle.task.kind != "multiclass":
        return None
    classes = bundle.task.classes
    return classes.index(decision) if isinstance(decision, str) and decision in classes else int(np.argmax(scores))


def _contributions(
    bundle: Bundle, row: dict[str, Any], features: list[str], amounts: NDArray[np.float64]
) -> tuple[Contribution, ...]:
    inputs = {each.name: each for each in bundle.inputs}
    found = [
        Contribution(
            column=name,
            source=inputs[name].source,
            value="" if inputs[name].personal else held(row[name]),
            amount=float(amount),
        )
        for name, amount in zip(features, amounts, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.amount)))


def _sentences(
    number: float,
    label: str,
    answer: str,
    unit: str,
    told: tuple[Contribution, ...],
    how_sure: Sureness | None,
) -> tuple[str, ...]:
    said = f"the chance of “{label}” is put at {chance(number)}" if unit == "share" else figure(number, unit)
    if unit == "share":
        first = f"The answer is “{answer}”: {said}." if answer else f"{said[0].upper()}{said[1:]}."
    else:
        first = f"The answer is {said}."
    moved = sum(abs(one.amount) for one in told)
    slight = _SLIGHT if unit == "share" else _SLIGHT * moved
    reasons = [_reason(one, unit) for one in told[:REASONS] if abs(one.amount) > slight]
    return (first, *([how_sure.says] if how_sure else []), *(reasons or ["No single column moves it much."]))


def _reason(one: Contribution, unit: str) -> str:
    """Such as "hour is 19: that raises the chance by 12 in 100."."""
    name = one.column.replace("_", " ")
    what = f"{name} is {one.value}" if one.value else name
    if unit == "share":
        return f"{what}: that {'raises' if one.amount > 0 else 'lowers'} the chance by {chance(abs(one.amount))}."
    return f"{what}: that {'adds' if one.amount > 0 else 'takes off'} {figure(abs(one.amount), unit)}."
