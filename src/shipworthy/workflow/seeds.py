"""What luck with the seed does to an attempt that draws at random, in the unit that attempts are ranked by."""

from collections.abc import Callable
from dataclasses import replace

from shipworthy.lab.evaluate import Attempt
from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.show.numbers import count, ends
from shipworthy.workflow.checks import EVALUATE
from shipworthy.workflow.rows import folds_of
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick


def luck_findings(bench: Workbench, attempt: Attempt, decided: Callable[[Attempt], Predictions]) -> tuple[Finding, ...]:
    """How far apart the seeds of an attempt are, on the folds: each with a threshold of its own, as if it were alone.

    The rows kept aside are not asked, so that nobody picks a seed by them.

    Args:
        bench: the project.
        attempt: one that learned with several seeds; of others nothing is told.
        decided: decides on what an attempt predicts.
    """
    if not attempt.draws:
        return ()
    scale = yardstick(bench)
    found = [scale.score(folds_of(decided(replace(attempt, predictions=draw)))) for draw in attempt.draws]
    values = [each.value for each in found if each.value is not None]
    if len(values) < len(found):
        return ()
    luck = _range(values, found[0])
    says = f"luck of the draw of {attempt.spec.name}: {luck} on the folds, over {len(values)} seeds"
    return (Finding(check=EVALUATE, says=says, severity="note", where="evaluation.seeds"),)


def _range(values: list[float], like: Measurement) -> str:
    low, high = min(values), max(values)
    rows = f" for {count(like.per)} cases" if like.per != 1 else ""
    return f"between {ends(low, high, like.unit)}{rows}" if low < high else "none"
