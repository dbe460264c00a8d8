"""What the document says a decision is worth, as the rooms that know no document are told it."""

from msgspec import UNSET, structs

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.amounts import check_labels, written_out
from shipworthy.plan.document import Document
from shipworthy.plan.specs import CLASSES
from shipworthy.plan.value import CostSection, ValueSection
from shipworthy.records.spec import Call, CostPoint, Task, Top, Worth


def worth(document: Document, task: Task | None = None) -> Worth:
    r"""What one decision is worth, the short names of two classes written out.

    Args:
        document: the project document.
        task: what is predicted; needed for the short names unless the target has a `positive` expression,
            and to hold the amounts against the labels that there are.

    Raises:
        DocumentError: when the amounts do not fit what is predicted.

    >>> from shipworthy.plan.reading import read_text
    >>> text = "project: p\ndata: {sources: {t: {path: t.csv}}, target: {column: y, positive: y > 1}}\n"
    >>> short = "{true_positive: 9, false_positive: -2, false_negative: 0, true_negative: 0}"
    >>> worth(read_text(text + "success: {unit: USD, value: {outcomes: " + short + "}}", "p.yaml")).outcomes
    {'yes': {'yes': 9.0, 'no': -2.0}, 'no': {'yes': 0.0, 'no': 0.0}}
    """
    value = document.success.value
    if value is None:
        return Worth(agreed=False)
    return worth_of(value, document.success.unit, _classes(document, task), task)


def worth_of(value: ValueSection, unit: str, classes: tuple[str, ...], task: Task | None = None) -> Worth:
    """The same, of what stands under `success.value`.

    Args:
        value: what a decision is worth.
        unit: of the amounts.
        classes: labels, the negative one first; empty when they are not known yet.
        task: what is predicted; None when it is not known yet.

    Raises:
        DocumentError: when the amounts do not fit what is predicted.
    """
    if value.none:
        return Worth(agreed=False)
    if value.function is not None:
        return Worth(unit=unit, call=Call(name=value.function, reads=value.reads))
    _fits(value, task)
    if value.cost is not None:
        return _cost(value.cost, unit)
    outcomes = written_out(value.amounts or {}, classes)
    if task is not None:
        check_labels(outcomes, task.classes)
    asked = Worth(unit=unit, outcomes=outcomes)
    return asked if value.top is None else structs.replace(asked, top=Top(k=value.top.k, per=value.top.per))


def _cost(cost: CostSection, unit: str) -> Worth:
    if not cost.points:
        return Worth(unit=unit, under=cost.under, over=cost.over)
    points = [CostPoint(off=point.off, costs=point.costs) for point in cost.points]
    if all(point.off for point in points):
        points = sorted([*points, CostPoint(off=0.0, costs=0.0)], key=lambda point: point.off)
    return Worth(unit=unit, points=tuple(points) or UNSET)


def _fits(value: ValueSection, task: Task | None) -> None:
    """Refuses amounts that are for another kind of answer."""
    if task is None:
        return
    seen = "a target that is a number" if task.kind == "regression" else f"a target with the labels {_listed(task)}"
    if value.cost is not None and task.kind != "regression":
        raise _misfit("cost", "a predicted number", seen, "outcomes")
    if value.outcomes is not None and task.kind == "regression":
        raise _misfit("outcomes", "labels", seen, "cost")
    if value.top is not None and task.kind != "binary":
        # a number is ranked by whether it is large enough
        instead = "cost, or data.target.positive such as amount >= 100" if task.kind == "regression" else "outcomes"
        raise _misfit("top", "a target with two labels", seen, instead)


def _listed(task: Task) -> str:
    return ", ".join(task.classes)


def _classes(document: Document, task: Task | None) -> tuple[str, ...]:
    if task is not None:
        return task.classes
    return CLASSES if document.data.target and document.data.target.positive else ()


def _misfit(field: str, fits: str, seen: str, instead: str) -> DocumentError:
    return DocumentError(
        f"success.value.{field} is for {fits}",
        where=f"success.value.{field}",
        seen=seen,
        allowed=f"success.value.{instead}",
        next_step=f"say what a decision is worth with {instead}",
    )
