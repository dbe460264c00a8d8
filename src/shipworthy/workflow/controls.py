"""Negative controls at the gate: what must not pass is sent through, and if it passes, the gate is not believed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from msgspec import structs

from shipworthy.data.checks.registry import data_checks
from shipworthy.gates.bars import hold
from shipworthy.lab.controls import dealt_answers, learn_from_dealt, plant
from shipworthy.lab.study import Study
from shipworthy.measure.metrics.measure import measure_metric
from shipworthy.records.check import Given
from shipworthy.records.claim import Bar
from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec
from shipworthy.stats.bounds import quantile
from shipworthy.workflow.candidates import CONSTANT, Candidates
from shipworthy.workflow.checks import CONTROLS
from shipworthy.workflow.measuring import Yardstick
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick

SURE: Final = 0.9995
"""Confidence of each control: all of them together refuse a sound evaluation less than once in 200 times."""

_LEAKS: Final = "leaks"
_CRITERION: Final = "success.criterion"


@dataclass(frozen=True)
class Controlled:
    """What came of one control.

    Attributes:
        holds: True when what must not pass did not; None when it could not be tried.
        says: what was tried and what came of it, in a few words.
        number: what was measured; None where nothing was.
        next_step: what to do when it passed.
        of_goal: whether it speaks against the goal when it passed, and not against the numbers.
    """

    holds: bool | None
    says: str
    number: Measurement | None = None
    next_step: str = ""
    of_goal: bool = False


@dataclass(frozen=True, eq=False)
class Trial:
    """What the controls are tried on.

    Attributes:
        study: rows, outcomes and folds that candidates were asked about.
        spec: the candidate that is put forward.
        field: decided predictions by name: of the candidate, the constant and what gains are held against.
        name: of the candidate in the field.
        baseline: name of what gains are held against.
        bar: what the criterion asks; None while nobody agreed on one.
        stick: how gains are measured.
    """

    study: Study
    spec: CandidateSpec
    field: Mapping[str, Predictions]
    name: str
    baseline: str
    bar: Bar | None
    stick: Yardstick


def trial_of(bench: Workbench, study: Study, field: Mapping[str, Predictions], name: str) -> Trial:
    """What the controls are tried on for one candidate of a project.

    Args:
        bench: the project.
        study: rows and folds that the candidate was asked about.
        field: predictions of the candidate, the constant and what gains are held against.
        name: of the candidate.
    """
    candidates, claim = Candidates(bench), bench.claim(_CRITERION)
    agreed = bench.document.success.criterion is not None
    return Trial(
        study=study,
        spec=next(spec for spec in candidates.specs if spec.name == name),
        field=field,
        name=name,
        baseline=candidates.baseline,
        bar=claim.bar if claim is not None and agreed else None,
        stick=yardstick(bench),
    )


def run_controls(bench: Workbench, trial: Trial) -> tuple[Controlled, ...]:
    """Tries what must not pass: outcomes dealt at random, answers that know nothing, columns that tell the outcome."""
    return (*_dealt(bench, trial), *_useless(trial), *_planted(bench, trial.study))


def findings_of_controls(found: tuple[Controlled, ...]) -> tuple[Finding, ...]:
    """What speaks against the evaluation, a finding each."""
    return tuple(
        Finding(check=CONTROLS, says=each.says, severity="blocker", where="evaluation", next_step=each.next_step)
        for each in found
        if each.holds is False
    )


def in_words(found: tuple[Controlled, ...]) -> str:
    """What all controls add up to, in a sentence."""
    wrong = [each for each in found if each.holds is False]
    if wrong:
        head = "the goal asks too little" if all(each.of_goal for each in wrong) else "the numbers cannot be believed"
        return f"{head}: {'; '.join(each.says for each in wrong)}"
    unknown = [each.says for each in found if each.holds is None]
    tried = "; ".join(each.says for each in found if each.holds)
    return "; ".join([*([tried] if tried else []), *unknown])


def settled(found: tuple[Controlled, ...]) -> bool | None:
    """False when one passed that must not, True when none did and one could be tried."""
    if any(each.holds is False for each in found):
        return False
    return True if any(each.holds for each in found) else None


def _dealt(bench: Workbench, trial: Trial) -> Iterator[Controlled]:
    told = [each for each in learn_from_dealt(trial.study, trial.spec, progress=bench.progress) if each.z is not None]
    if not told:
        yield Controlled(None, "there are too few cases to try what is learned from outcomes dealt at random")
        return
    limit = quantile(SURE, None)
    worst = max(told, key=lambda each: each.z or 0.0)
    number = Measurement(
        name="dealt_outcomes",
        value=worst.z,
        n=worst.rows,
        candidate=worst.candidate,
        method="standard deviations above chance, over all ways to deal the outcomes (Hoeffding 1951)",
    )
    if (worst.z or 0.0) <= limit:
        yield Controlled(True, "from outcomes dealt at random nothing was learned", number)
        return
    yield Controlled(
        False,
        f"from outcomes dealt at random {worst.candidate} still told how {worst.rows:,} cases kept aside turned out "
        f"({worst.z:.1f} standard deviations above chance, and {limit:.1f} is the limit)",
        number,
        "look for cases that are both learned from and kept aside, and for columns made from what turned out; until "
        "that is mended no number here counts",
    )


def _useless(trial: Trial) -> Iterator[Controlled]:
    if trial.bar is None or (trial.bar.at_least is None and trial.bar.at_most is None):
        return
    base = holdout_of(trial.field[trial.baseline])
    shuffled = dealt_answers(holdout_of(trial.field[trial.name]))
    for words, answers in (
        (f"dealing out the answers of {trial.name} at random", shuffled),
        ("always giving the same answer", holdout_of(trial.field[CONSTANT])),
    ):
        number = _measured(trial, answers, base)
        held = hold(structs.replace(trial.bar, confidence=max(SURE, trial.bar.confidence)), number)
        told = structs.replace(number, name=f"useless_{number.name}", origin="holdout")
        if held.state != "holds":
            yield Controlled(True, f"{words} does not reach the goal", told)
            continue
        yield Controlled(
            False,
            f"{words} would reach the goal too: {held.why}",
            told,
            "ask for more than knowing nothing brings: raise success.criterion.at_least, or ask for a gain over "
            "constant; if that little is enough, no model is needed",
            of_goal=True,
        )


def _measured(trial: Trial, answers: Predictions, base: Predictions) -> Measurement:
    assert trial.bar is not None
    if trial.bar.measure == "gain":
        return trial.stick.over_baseline(answers, base)
    return measure_metric(trial.bar.measure, answers)


def _planted(bench: Workbench, study: Study) -> Iterator[Controlled]:
    planted = plant(study.table, study.labels, study.task)
    check = next((each for each in data_checks() if each.name == _LEAKS), None)
    if not planted.names or check is None:
        yield Controlled(None, "there are too few outcomes to try whether a leak would be noticed")
        return
    spec = structs.replace(bench.material.spec, target=planted.target)
    found = check.run(Given(spec=spec, table=planted.table))
    noticed = {finding.where.rpartition(".")[2] for each in found for finding in each.findings}
    missed = [name for name in planted.names if name not in noticed]
    if not missed:
        planted_ones = "a column" if len(planted.names) == 1 else f"each of {len(planted.names)} columns"
        yield Controlled(True, f"{planted_ones} planted to give the outcome away was noticed")
        return
    yield Controlled(
        False,
        f"{len(missed)} of {len(planted.names)} columns planted to give the outcome away went unnoticed",
        next_step="the checks of the data do not see what gives the outcome away: read with a person what each column "
        "is and when it is known, and tell us about this table",
    )
