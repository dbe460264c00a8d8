"""What the document says that holds decisions back: capacity and guardrails."""

from msgspec import UNSET, UnsetType

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.capacity import read_capacity
from shipworthy.plan.document import Document
from shipworthy.records.deciding import Band, Deciding, Limit
from shipworthy.records.spec import Task


def deciding(document: Document, task: Task | None = None) -> Deciding:
    r"""Capacity and guardrails of a yes-or-no decision.

    Args:
        document: the project document.
        task: what is predicted; None while nobody knows.

    Raises:
        DocumentError: when a capacity is stated for something that is no yes-or-no decision.

    >>> from shipworthy.plan.reading import read_text
    >>> held = "project: p\nproblem: {capacity: 40/day}\nguardrails: [{metric: recall, at_least: 0.2}]"
    >>> said = deciding(read_text(held, "p.yaml"))
    >>> said.capacity.says, said.limits[0].says
    ('40 a day', 'recall at least 0.2')
    """
    stated = document.problem.capacity
    capacity = read_capacity(stated) if stated else None
    if capacity is not None and task is not None and task.kind != "binary":
        raise DocumentError(
            "a capacity says how many times yes can be acted on, and the target is no yes-or-no question",
            where="project.yaml problem.capacity",
            seen=stated,
            allowed="a target with two labels, or with `positive`",
            next_step="take problem.capacity out, or say with data.target.positive what a yes is",
        )
    limits = tuple(
        Limit(metric=each.metric, by=each.by, at_least=each.at_least, at_most=each.at_most, min_n=each.min_n)
        for each in document.guardrails
    )
    return Deciding(capacity=capacity, limits=limits, abstain=_band(document, task))


def _band(document: Document, task: Task | None) -> Band | UnsetType:
    """What is left to what is done today; only a yes or no whose today is known can be."""
    asked, today = document.problem.abstain, document.problem.status_quo
    if asked is None:
        return UNSET
    known = today is not None and today.kind in ("rule", "column", "nothing")
    if document.problem.capacity or not known or (task is not None and task.kind != "binary"):
        raise DocumentError(
            "nothing can be left to what is done today here",
            where="project.yaml problem.abstain",
            seen=f"{asked.above:g} to {asked.below:g}",
            allowed="a yes-or-no target, a rule, a column or nothing under problem.status_quo, and no capacity",
            next_step="say what is done today, or take problem.abstain out",
        )
    return Band(above=asked.above, below=asked.below)
