"""What experiments were stated to bring, written down before they run, and what they brought."""

from collections.abc import Mapping, Sequence

from shipworthy.plan.experiments import experiments
from shipworthy.records.evidence import Evidence
from shipworthy.records.experiment import Experiment, Tried
from shipworthy.records.predictions import Predictions
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.checks import EVALUATE
from shipworthy.workflow.rows import folds_of
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick


def state(bench: Bench) -> tuple[Experiment, ...]:
    """Writes down what experiments are stated to bring, for as long as they have not run.

    What was stated of one that ran stays as it was: a figure given afterwards is no prediction.

    Returns:
        Every experiment of the roadmap, as it counts.
    """
    said = stated(bench)
    ran = {each.candidate for each in bench.book.all(Evidence) if each.check == EVALUATE}
    planned = experiments(bench.document)
    bench.book.put_all([each for each in planned if each.name not in ran and said.get(each.name) != each])
    return tuple(said.get(each.name, each) if each.name in ran else each for each in planned)


def stated(bench: Bench) -> dict[str, Experiment]:
    """Name -> what was stated last before it ran."""
    return {each.name: each for each in bench.book.all(Experiment)}


def score(
    bench: Workbench,
    names: Sequence[str],
    measured: Mapping[str, Evidence],
    predictions: Mapping[str, Predictions],
) -> None:
    """Writes down what each experiment that ran for the first time brought beyond the best attempt before it.

    Args:
        bench: the project.
        names: of the candidates, in the order in which they are measured.
        measured: name -> what was measured of it, on the folds among others.
        predictions: of those that ran just now.
    """
    said = stated(bench)
    scored = {each.stated.name for each in bench.book.all(Tried)}
    order = sorted(names, key=lambda name: name in predictions)  # what was known before comes first
    found: list[Tried] = []
    for place, name in enumerate(order):
        best = _best(order[:place], measured)
        if best and name in predictions and name in said and name not in scored:
            theirs = predictions.get(best) or Candidates(bench).field([best]).predictions[best]
            gain = yardstick(bench).gain(folds_of(predictions[name]), folds_of(theirs))
            found.append(Tried(stated=said[name], over=best, gain=gain))
    bench.book.put_all(found)


def _best(names: Sequence[str], measured: Mapping[str, Evidence]) -> str:
    gains = {
        name: one.value
        for name in names
        for one in measured[name].measurements
        if one.name == "gain" and one.origin == "fold" and not one.slice and one.value is not None
    }
    return max(gains, key=lambda name: gains[name]) if gains else ""
