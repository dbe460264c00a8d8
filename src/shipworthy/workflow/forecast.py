"""The verb `forecast`: what the chosen candidate promises, and the chance that the criterion holds."""

from shipworthy.records.forecast import Forecast
from shipworthy.workflow.compare import Compared, compare
from shipworthy.workflow.prototype import promise
from shipworthy.workflow.workbench import Workbench


def forecast(bench: Workbench, compared: Compared | None = None) -> Forecast:
    """The promise of the chosen candidate for a period to come; written down when it is not what was said last.

    Args:
        bench: the project.
        compared: candidates side by side; None compares them first.

    Raises:
        CandidateError: when none of the candidates could be measured.
        UserError: when sources, target or split do not allow it.
    """
    told = promise(bench, compared or compare(bench))
    said = [each for each in bench.book.all(Forecast) if each.candidate == told.candidate]
    if not said or said[-1] != told:
        bench.book.put(told)
    return told
