"""How the candidates of an opened project are measured, as its document says."""

from shipworthy.measure.metrics.registry import default_metric
from shipworthy.measure.same_answer import NAME as CONSTANT
from shipworthy.plan.document import Document
from shipworthy.records.spec import Task
from shipworthy.workflow.measuring import EXTRA, Yardstick
from shipworthy.workflow.workbench import Workbench


def yardstick(bench: Workbench) -> Yardstick:
    """How candidates of this project are measured."""
    material, document = bench.material, bench.document
    criterion = document.success.criterion
    return Yardstick(
        worth=material.worth,
        per=per_of(document),
        metrics=metrics_of(document, material.task),
        slices=material.slices,
        ordered=bool(material.split.time),
        equivalent=equivalent_of(document),
        rates=None if criterion and criterion.gain_over == CONSTANT else material.status_quo.rates or None,
    )


def per_of(document: Document) -> float:
    """Rows that values and gains are for."""
    return document.success.criterion.per if document.success.criterion else 1.0


def equivalent_of(document: Document) -> float | None:
    """Differences of candidates up to this size do not matter, in the unit of gains; None when all do."""
    return document.success.criterion.equivalent if document.success.criterion else None


def metrics_of(document: Document, task: Task) -> tuple[str, ...]:
    """Metrics that are measured, by scikit-learn's names, the main one first."""
    criterion = document.success.criterion
    main = document.evaluation.metric or default_metric(task)
    asked = [criterion.metric] if criterion and criterion.metric else []
    guards = [guard.metric for guard in document.guardrails]
    return tuple(dict.fromkeys([main, *asked, *guards, *EXTRA[task.kind]]))
