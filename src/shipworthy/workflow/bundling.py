"""From a candidate to a bundle: fitted on every row that may be learned from, with all that has to go with it."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from msgspec import UNSET, UnsetType, structs

from shipworthy import __version__
from shipworthy.bundle.build import build
from shipworthy.bundle.card import card
from shipworthy.bundle.inputs import inputs_of
from shipworthy.data.rules import columns_of
from shipworthy.explain.of_bundle import extras_for
from shipworthy.foundation.memory import give_back
from shipworthy.lab.final import fit_final
from shipworthy.lab.periods import times
from shipworthy.lab.study import Study
from shipworthy.measure.rolling import Rolling
from shipworthy.monitor.reference import ages, links, reference
from shipworthy.records.bundle import Bundle, Fallback
from shipworthy.records.predictions import Predictions
from shipworthy.records.record import Record
from shipworthy.records.spec import CandidateSpec
from shipworthy.store.deployments import bundle_folder, next_version
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.running import REFERENCE
from shipworthy.workflow.workbench import Workbench

_EXAMPLES: Final = 5


@dataclass(frozen=True, eq=False)
class Recipe:
    """What a bundle is made from.

    Attributes:
        study: rows, outcomes and folds; every row of a fold with a known outcome is learned from.
        spec: the candidate.
        predictions: its own on the folds and the rows kept aside, decided.
        constant: those of the constant candidate on the same rows, decided.
        stands_on: name -> digest of everything the bundle depends on.
    """

    study: Study
    spec: CandidateSpec
    predictions: Predictions
    constant: Predictions
    stands_on: Mapping[str, str]


def make_bundle(bench: Workbench, recipe: Recipe, own: Path | None = None, aside: Sequence[int] = ()) -> Bundle:
    """Fits the candidate on all rows, and writes the next version of the project's bundle.

    Args:
        bench: the project.
        recipe: what it is made from.
        own: folder whose next bundle it becomes; None is the project's own.
        aside: positions of rows that go with it as examples; nothing is then learned from the rows kept aside.

    Raises:
        CandidateError: when the candidate cannot be fitted, or cannot be written down.
        StorageError: when the disk is full or the folder may not be written.
    """
    study, table = recipe.study, recipe.study.table
    own = own or bench.own
    rows = _rows(study, without_aside=bool(aside))
    # a copy of all rows takes as much memory as they do
    learned = table if len(rows) == table.frame.height else structs.replace(table, frame=table.frame[rows])
    version = next_version(own)
    inputs = inputs_of(learned, context(bench), bench.material.spec.critical)
    bundle = Bundle(
        project=bench.document.project,
        version=version,
        candidate=recipe.spec.name,
        task=study.task,
        threshold=recipe.predictions.threshold,
        capacity=bench.material.deciding.capacity or UNSET,
        alone=_alone(bench, recipe.predictions),
        abstain=bench.material.deciding.abstain,
        only=bench.material.spec.only,
        correction=recipe.predictions.correction or UNSET,
        worth=bench.material.worth,
        inputs=inputs,
        time=bench.material.split.time,
        group=bench.material.spec.group,
        status_quo=bench.material.status_quo,
        **_stand_in(bench, recipe.constant),
        rows=int(study.labels.gather(rows).is_not_null().sum()),
        until=_until(table.frame[rows], bench.material.split.time),
        stands_on=dict(recipe.stands_on),
        made=bench.clock.now(),
        made_with=__version__,
    )
    bench.progress(0, 2, "learning from all rows")
    with ThreadPoolExecutor(1) as beside:
        # a candidate learns on one core; what is natural is found out on another
        natural = beside.submit(
            reference,
            learned.frame,
            inputs,
            bundle.time,
            links=links(bench.material.spec),
            ages=ages(bench.material.spec, table.columns),
        )
        fitted = fit_final(study, recipe.spec, rows, progress=bench.progress, cache=bench.cache)
    bench.progress(1, 2, "writing the bundle")
    extras: dict[str, Record] = {
        REFERENCE: natural.result(),
        **extras_for(learned.frame, holdout_of(recipe.predictions), inputs, seed=bench.material.split.seed),
    }
    code = sorted(bench.root.glob("*.py")) if recipe.spec.own_code or bundle.worth.call else []
    shown = table.frame[list(aside)] if aside else learned.frame.head(_EXAMPLES)
    example = shown.select([each.name for each in inputs])
    folder = bundle_folder(own, version)
    made = build(folder, bundle, fitted, example=example, extras=extras, code=code, card=card(bundle))
    give_back()
    bench.progress(2, 2, f"{made.name} is written")
    return made


def context(bench: Workbench) -> tuple[str, ...]:
    """Columns that rows bring along beside what is learned from: for today's rule, groups, amounts and ages."""
    material = bench.material
    rule = columns_of(material.status_quo.rule, where="problem.status_quo.rule") if material.status_quo.rule else ()
    only = columns_of(material.spec.only, where="data.only") if material.spec.only else ()
    column = [material.status_quo.column] if material.status_quo.column else []
    group = [material.spec.group] if material.spec.group in material.table.frame.columns else []
    when = [material.split.time] if material.split.time else []
    aged = ages(material.spec, material.table.columns).values()
    return tuple(dict.fromkeys([*when, *group, *rule, *column, *only, *material.inputs, *aged]))


def _rows(study: Study, *, without_aside: bool) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Every row of a fold, learned from or kept aside, or without those kept aside."""
    rows = np.unique(np.concatenate([part for fold in study.folds for part in (fold.train, fold.test)]))
    kept = [fold.test for fold in study.folds if fold.origin == "holdout"] if without_aside else []
    return np.setdiff1d(rows, np.concatenate(kept)) if kept else rows


def _stand_in(bench: Workbench, constant: Predictions) -> dict[str, Any]:
    """What answers when the model cannot: what the document says, as far as a program can do it.

    The constant is the one that the rows kept aside were held against, so that live it is held against the same.
    """
    says = bench.document.delivery.fallback
    replayable = bench.material.status_quo.kind in ("rule", "column")
    named: Fallback = "status_quo" if replayable and says in ("", "status_quo") else "review"
    named = "constant" if says == "constant" else named
    aside = holdout_of(constant).frame
    decided: Sequence[Any] = aside["decision"].drop_nulls().mode().sort().to_list()
    score = aside["score"].head(1).explode().cast(pl.Float64).to_list()
    return {
        "fallback": named,
        "fallback_says": says,
        "constant": decided[0] if decided else None,
        "constant_score": tuple(score),
    }


def _alone(bench: Workbench, predictions: Predictions) -> float | UnsetType:
    """The threshold for rows that are decided one by one, where only so many can be acted on."""
    deciding = bench.material.deciding
    if deciding.capacity is None or predictions.threshold is None:
        return UNSET
    found = Rolling(predictions, deciding).alone(predictions.threshold)
    return UNSET if found is None else found


def _until(frame: pl.DataFrame, time: str) -> Any:
    if not time:
        return None
    when = times(frame, time).drop_nulls()
    return when.max() if when.dtype.is_temporal() else None
