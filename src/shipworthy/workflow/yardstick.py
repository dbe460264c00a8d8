"""How the candidates of an opened project are measured, as its document says."""

from shipworthy.measure.metrics.registry import default_metric
from shipworthy.workflow.measuring import EXTRA, Yardstick
from shipworthy.workflow.workbench import Workbench


def yardstick(bench: Workbench) -> Yardstick:
    """How candidates of this project are measured."""
    material, document = bench.material, bench.document
    criterion = document.success.criterion
    main = document.evaluation.metric or default_metric(material.task)
    guards = [guard.metric for guard in document.guardrails]
    asked = [criterion.metric] if criterion and criterion.metric else []
    names = dict.fromkeys([main, *asked, *guards, *EXTRA[material.task.kind]])
    return Yardstick(
        worth=material.worth,
        per=criterion.per if criterion else 1.0,
        metrics=tuple(names),
        slices=material.slices,
        ordered=bool(material.split.time),
        rates=material.status_quo.rates or None,
    )
