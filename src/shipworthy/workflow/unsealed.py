"""Opening the sealed rows: once, for the attempt that is put forward, when the one who may has signed."""

from dataclasses import replace

import numpy as np
import polars as pl
from msgspec import structs

from shipworthy.foundation.errors import RequestError
from shipworthy.gates.signatures import signature
from shipworthy.lab.development import apart
from shipworthy.lab.periods import times
from shipworthy.lab.sealing import sealed_rows
from shipworthy.lab.study import Study
from shipworthy.lab.units import units_of
from shipworthy.measure.metrics.measure import measure_metrics
from shipworthy.plan.kinds.sealed import SEALED
from shipworthy.plan.specs import grade
from shipworthy.records.decision import SignOff
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.fold import Fold
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.seal import Opening
from shipworthy.show.numbers import amount, ends
from shipworthy.workflow.candidates import TODAY, Candidates
from shipworthy.workflow.checks import SEALED_CASES
from shipworthy.workflow.material import Material
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.seal import opening, refuse_spent, whoever
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick


def gather_sealed(bench: Workbench, chosen: str) -> tuple[Evidence, ...]:
    """What the sealed rows say of the attempt that is put forward, if they may be opened and were not yet.

    Raises:
        RequestError: when some of the rows were opened under another seal.
        UserError: when the candidate cannot be fitted.
    """
    claim = bench.claim(SEALED)
    if claim is None:
        return ()
    signed = signature(claim, bench.book.all(SignOff), bench.rehearsal)
    done, known = opening(bench), bench.book.latest_by_check()
    if signed.state != "current" or (done is not None and (SEALED_CASES, done.record.candidate) in known):
        return ()
    if done is not None and done.record.candidate != chosen:
        # opened and never told: the number that is still owed is that of the attempt they were opened for
        chosen = done.record.candidate
    if done is None:
        refuse_spent(bench)
    study = _whole(bench)
    found = Candidates(bench, study).field([chosen])
    if chosen in found.failures:
        raise found.failures[chosen]
    field, mine = found.predictions, holdout_of(found.predictions[chosen])
    if done is None:
        _open(bench, mine, signed.evidence[-1])
    elif done.record.predictions != mine.digest:
        raise RequestError(
            "the sealed cases were opened for other answers and are spent",
            where=bench.material.seal.where,
            seen=f"{chosen} answers otherwise than when they were opened",
            next_step="seal cases that come in later",
        )
    told = _evidence(bench, mine, holdout_of(field[Candidates(bench).baseline]))
    bench.book.put(told)
    return (told,)


def _open(bench: Workbench, mine: Predictions, sign_off: str) -> None:
    """Writes the opening down, before anything is measured."""
    person = whoever(bench)
    record = Opening(
        sealed_from=bench.document.evaluation.split.sealed_from or "",
        share=bench.document.evaluation.split.sealed_share or 0.0,
        candidate=mine.candidate,
        predictions=mine.digest,
        n=mine.frame.height,
        sign_off=sign_off,
        by=person.name,
        authority=person.authority,
    )
    bench.book.put(record)


def _whole(bench: Workbench) -> Study:
    """All rows: learned from what was never sealed, decided as before, asked about what was."""
    inside = Candidates(bench).study
    whole = Material(bench.document, bench.snapshots, bench.progress, bench.root)
    split = bench.material.split
    sealed = sealed_rows(whole.table.frame, split.time, bench.material.seal)
    places = np.flatnonzero(~sealed)
    labels = whole.outcomes.labels
    known = [*inside.task.classes]
    labels = labels.set(~labels.is_in(known), None) if known else labels
    timed = times(whole.table.frame, split.time).is_not_null().to_numpy() if split.time else ~sealed
    learned = np.flatnonzero(~sealed & timed & labels.is_not_null().to_numpy())
    units = units_of(split, whole.table) if split.group else None
    drawn = units is not None and split.groups == "drawn"
    asked = np.isin(units, units[places[inside.folds[-1].test]]) if units is not None and drawn else None
    train, test = apart(learned, np.flatnonzero(sealed), units, asked)
    if not len(test):
        raise _nobody(split.group, int(sealed.sum()), bench.material.seal.where)
    folds = [
        structs.replace(fold, train=places[fold.train], test=places[fold.test])
        for fold in inside.folds
        if fold.origin == "fold"
    ]
    periods = pl.Series("period", ["sealed"] * len(labels))
    return replace(
        inside,
        table=whole.table,
        labels=labels,
        folds=(*folds, Fold(name="sealed", origin="holdout", train=train, test=test)),
        periods=periods.scatter(places, inside.periods),
        groups=whole.groups,
    )


def _nobody(group: str, sealed: int, where: str) -> RequestError:
    """Nothing is opened where nothing could be asked."""
    of = f"whose {group} was never learned from" if group else "at all"
    return RequestError(
        "there is no sealed case to ask about",
        where=where,
        seen=f"{sealed:,} sealed cases, none {of}",
        allowed="some to ask about",
        next_step="wait for more cases and take them in with `check --new-data`, or seal more of them",
    )


def _evidence(bench: Workbench, mine: Predictions, base: Predictions) -> Evidence:
    stick = yardstick(bench)
    gain = stick.over_baseline(mine, base)
    numbers = [gain, stick.score_in_value(mine), *measure_metrics(stick.metrics, mine)]
    says = _sentence(mine, gain)
    return Evidence(
        check=SEALED_CASES,
        says=says,
        stage="prototype",
        findings=(Finding(check=SEALED_CASES, says=says, severity="info", where=bench.material.seal.where),),
        measurements=tuple(structs.replace(one, origin="sealed") for one in numbers),
        candidate=mine.candidate,
        grade=grade(bench.document),
        stands_on={"predictions": mine.digest},
    )


def _sentence(mine: Predictions, gain: Measurement) -> str:
    seen = f"the {mine.frame.height:,} sealed cases were opened for {mine.candidate}, once and for good"
    if gain.value is None:
        return f"{seen}: what it gains on them cannot be told"
    reach = "" if gain.low is None or gain.high is None else f", very likely between {ends(gain.low, gain.high)}"
    per = "" if gain.per == 1 else f" per {gain.per:,.0f} cases"
    over = "what is done today" if gain.against == TODAY else gain.against
    return f"{seen}: on them it gains {amount(gain.value, gain.unit)}{per} over {over}{reach}"
