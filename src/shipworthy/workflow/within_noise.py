"""The simplest attempt that could not be told from the best when attempts were compared."""

from shipworthy.measure.choice import simplest_alike
from shipworthy.plan.specs import candidate_specs
from shipworthy.records.evidence import Evidence
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import equivalent_of


def simplest_within_noise(bench: Workbench, compared: Evidence) -> str:
    """Its name; where nothing was told apart, that of what is put forward.

    Args:
        bench: the project.
        compared: the comparison.
    """
    if not compared.measurements:
        return compared.candidate
    ranks = [(spec.name, spec.complexity) for spec in candidate_specs(bench.document)]
    differences = {one.against: one for one in compared.measurements}
    return simplest_alike(ranks, compared.measurements[0].candidate, differences, equivalent_of(bench.document))
