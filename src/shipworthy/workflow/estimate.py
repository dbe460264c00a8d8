"""The verb `estimate`: ranges for value and costs from several people, none of whom sees the others' first."""

from collections.abc import Mapping
from typing import Final

from msgspec import structs

from shipworthy.forecast.elicited import Input, checked, pooled, swings
from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.foundation.quantities import SECONDS
from shipworthy.measure.moves import MOVES
from shipworthy.people.scopes import allow
from shipworthy.plan.document import Document
from shipworthy.plan.value import SHORT_NAMES
from shipworthy.records.elicited import Amount, Elicited, Said
from shipworthy.records.estimate import Estimated
from shipworthy.records.evidence import Evidence
from shipworthy.records.measurement import Measurement
from shipworthy.records.spec import CostPoint
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.checks import EVALUATE
from shipworthy.workflow.gates import compared_now
from shipworthy.workflow.ground import ground
from shipworthy.workflow.story import rows_per_month
from shipworthy.workflow.workbench import Workbench

RUNNING: Final = "running_cost"
"""The amount of what running it costs in a month."""


def estimate(bench: Bench, about: str, low: float, high: float) -> Estimated:
    """Puts on record what a person thinks an amount very likely is; a later range of theirs replaces it.

    Args:
        bench: the project; its person says so.
        about: an amount of the document, such as `value.true_positive` or `running_cost`.
        low: that it is hardly below.
        high: that it is hardly above.

    Raises:
        RequestError: for an amount that the document does not have, or no range.
        PersonError: when the person may not.
    """
    person = bench.person
    allow(person, "estimate", bench.people, "estimate amounts")
    known = _amounts(bench.document)
    name = next((name for name in known if about in (name, name.partition(".")[2])), "")
    if not name:
        value, near = bench.document.success.value, nearest(about, known)
        if value is not None and value.function is not None:
            raise RequestError(
                "the value is told by a function, which has no amounts that anybody could estimate",
                where="success.value.function",
                seen=about,
                next_step="write amounts under success.value, or talk about the numbers in the function itself",
            )
        step = f"did you mean {near}?" if near else "write success.value into project.yaml first"
        raise RequestError("the document has no such amount", seen=about, allowed=list(known), next_step=step)
    low, high = checked(low, high)
    record = Estimated(
        about=name,
        low=low,
        high=high,
        unit=bench.document.success.unit,
        by=person.name,
        authority=person.authority,
        at=bench.clock.now(),
    )
    bench.book.put(record)
    return record


def elicited_now(bench: Workbench) -> Elicited:
    """What people said, and what hangs on it, with the candidate that is put forward."""
    compared = compared_now(bench)
    return elicited(bench, compared.candidate, rows_per_month(bench, ground(bench))) if compared else elicited(bench)


def elicited(bench: Bench, chosen: str = "", cases: float | None = None) -> Elicited:
    """What people said, and what hangs on it.

    Args:
        bench: the project.
        chosen: the candidate that is put forward; empty before any was measured.
        cases: decisions in a month; None when nobody knows.
    """
    amounts = tuple(_asked(bench, name, stated) for name, stated in _amounts(bench.document).items())
    unit = bench.document.success.unit
    measured = bench.book.latest_by_check().get((EVALUATE, chosen))
    gain = _holdout(measured, "gain") if measured else []
    if measured is None or not gain or gain[0].value is None or cases is None:
        return Elicited(unit=unit, amounts=amounts)
    scale = cases / gain[0].per
    moves = {name: value * scale for name, value in _moves(bench.document, measured).items()} | {RUNNING: -1.0}
    stated = {each.name: each.stated or 0.0 for each in amounts}
    inputs = [Input(each.name, moves[each.name], each.pool) for each in amounts if each.pool and each.name in moves]
    middle = gain[0].value * scale - stated.get(RUNNING, 0.0)
    middle += sum(each.moves * (each.pool.middle - stated[each.name]) for each in inputs)
    apart = {each.name: abs(each.moves) * each.pool.gap for each in inputs if each.pool.gap}
    told = tuple(structs.replace(each, apart=apart.get(each.name)) for each in amounts)
    return Elicited(unit=unit, amounts=told, middle=middle, swings=swings(inputs, middle))


def _asked(bench: Bench, name: str, stated: float | None) -> Amount:
    spoken = [each for each in bench.book.all(Estimated) if each.about == name]
    said = tuple({each.by: Said(by=each.by, low=each.low, high=each.high) for each in spoken}.values())
    return Amount(name=name, stated=stated, said=said, pool=pooled(said) if said else None)


def _amounts(document: Document) -> dict[str, float | None]:
    """Amount -> what the document says; None where it stands in a column or is not said."""
    value, cost = document.success.value, document.delivery.running_cost
    found: dict[str, float | None] = {}
    if value is not None and value.cost is not None:
        sides = {"under": value.cost.under, "over": value.cost.over}
        points = {CostPoint(off=each.off, costs=each.costs).name: each.costs for each in value.cost.points}
        found |= {f"value.{name}": _number(amount) for name, amount in (points or sides).items()}
    for name, cell in (value.amounts or {}).items() if value is not None else ():
        cells = cell if isinstance(cell, Mapping) else {"": cell}
        found |= {f"value.{name}.{key}".rstrip("."): _number(amount) for key, amount in cells.items()}
    if found:
        found[RUNNING] = None if cost is None else cost.a_second * SECONDS["month"]
    return found


def _number(amount: object) -> float | None:
    return float(amount) if isinstance(amount, int | float) else None


def _moves(document: Document, measured: Evidence) -> dict[str, float]:
    """Amount -> what the gain rises by when it rises by one."""
    value = document.success.value
    short = value is not None and set(value.amounts or ()) <= set(SHORT_NAMES)
    found = _holdout(measured, MOVES)
    # the positive label's decisions come first where the four short names are used
    first = next((each.slice["decision"] for each in found if "decision" in each.slice), "")
    names = {sides: name for name, sides in SHORT_NAMES.items()}
    moves: dict[str, float] = {}
    for each in found:
        decision, outcome = each.slice.get("decision", ""), each.slice.get("outcome", "")
        name = each.slice.get("cost") or (
            names[decision == first, outcome == first] if short else f"{decision}.{outcome}"
        )
        moves[f"value.{name}"] = each.value or 0.0
    return moves


def _holdout(measured: Evidence, name: str) -> list[Measurement]:
    return [
        each
        for each in measured.measurements
        if each.name == name and each.origin == "holdout" and (name == MOVES or not each.slice)
    ]
