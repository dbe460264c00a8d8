"""What the settings of this project's attempts are searched for."""

from shipworthy.lab.aiming import proper_metric
from shipworthy.records.aim import Aim
from shipworthy.workflow.workbench import Workbench


def aim(bench: Workbench) -> Aim:
    """What a decision is worth where that was agreed, else the main metric where it is proper."""
    material, document = bench.material, bench.document
    criterion = document.success.criterion
    main = document.evaluation.metric or (criterion.metric if criterion and criterion.metric else "")
    return Aim(
        metric=proper_metric(main, material.task),
        worth=material.worth if material.worth.agreed else None,
        ordered=bool(material.split.time),
        deciding=material.deciding,
    )
