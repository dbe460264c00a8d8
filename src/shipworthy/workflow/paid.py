"""Whether a change of model paid: what answers now against what answered before, on the same live cases."""

from collections.abc import Sequence
from typing import Final

import polars as pl
from msgspec import structs

from shipworthy.bundle.load import load
from shipworthy.data.independent import independent
from shipworthy.measure.decide import decide
from shipworthy.measure.rolling import held_to
from shipworthy.records.bundle import Bundle
from shipworthy.records.deciding import Deciding
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.store.deployments import bundle_folder
from shipworthy.workflow.logbook import open_log
from shipworthy.workflow.running import live_now
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick

_BOTH: Final = ("live", "shadow")


def paid(bench: Workbench) -> Measurement | None:
    """The gain of the model that answers over the one before it, on live cases that both were asked about.

    Whichever answered, the other watched in its shadow. Both are decided by their own scores; cases whose outcome is
    not known, or on which either gave no score, count for nothing.

    Returns:
        None when nothing answered before it, or nothing is known yet.

    Raises:
        RequestError: when nothing is live.
        LogError: when the prediction log cannot be read.
    """
    live = live_now(bench)
    if live.champion is None or live.previous is None:
        return None
    bundles = [load(bundle_folder(bench.own, version)).bundle for version in (live.champion, live.previous)]
    told = _asked_of_both(bench, bundles)
    if told is None:
        return None
    mine, theirs = (_decided(bench, bundle, rows) for bundle, rows in zip(bundles, told, strict=True))
    return structs.replace(yardstick(bench).gain(mine, theirs), origin="live")


def _asked_of_both(bench: Workbench, bundles: Sequence[Bundle]) -> Sequence[pl.DataFrame] | None:
    """Rows of each bundle with the same ids in the same order; None when there are none."""
    newer = max(bundles, key=lambda bundle: bundle.version)
    wanted = {bench.material.split.time, bench.material.spec.group, *bench.material.inputs}
    inputs = [each for each in newer.inputs if each.name in wanted]
    with open_log(bench) as log:
        first = log.predictions(task=newer.task, versions=[newer.version], origins=_BOTH, inputs=inputs)
        if not first.height:
            return None
        other = next(each for each in bundles if each is not newer)
        since = first["time"].to_list()[0]
        second = log.predictions(since, task=newer.task, versions=[other.version], origins=_BOTH, inputs=inputs)
    told = {newer.version: _known(first), other.version: _known(second)}
    ids = told[newer.version].select("id").join(told[other.version].select("id"), on="id", how="semi")
    if not ids.height:
        return None
    return [ids.join(told[each.version], on="id", how="left", maintain_order="left") for each in bundles]


def _known(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("score").is_not_null() & pl.col("outcome").is_not_null()).unique("id", keep="first")


def _decided(bench: Workbench, bundle: Bundle, rows: pl.DataFrame) -> Predictions:
    frame = rows.drop("decision", "group", strict=False)
    groups = independent(rows.select("inputs").unnest("inputs"), bench.material.spec)
    if groups is not None:
        frame = frame.with_columns(groups.cast(pl.String).alias("group"))
    acted = bundle.correction or None
    asked = Predictions(candidate=bundle.name, task=bundle.task, frame=frame, correction=acted)
    return held_to(decide(asked, bundle.worth, bundle.threshold), Deciding(capacity=bundle.capacity or None))
