"""What comes with decisions of its own keeps them: no threshold is sought that would turn them round."""

from shipworthy.measure.decide import decide
from shipworthy.measure.rows import scores
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth

_BETWEEN = 0.5


def own_decisions(predictions: Predictions, worth: Worth) -> Predictions | None:
    """Decides as the scores say, where they are nothing but 0 and 1: a rule, a label, a past decision.

    Args:
        predictions: of two labels, not yet decided.
        worth: amounts.

    Returns:
        The same, decided; None where the scores leave something to decide.
    """
    if predictions.task.kind != "binary":
        return None
    said = scores(predictions)
    return decide(predictions, worth, _BETWEEN) if ((said == 0) | (said == 1)).all() else None
