"""Whether a change of model paid: what answers now against what answered before, on the same live cases."""

import polars as pl
from msgspec import structs

from shipworthy.bundle.load import load
from shipworthy.data.independent import independent
from shipworthy.measure.decide import decide
from shipworthy.records.bundle import Bundle
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.store.deployments import bundle_folder
from shipworthy.workflow.evaluate import yardstick
from shipworthy.workflow.watch import live_now, open_log
from shipworthy.workflow.workbench import Workbench


def paid(bench: Workbench) -> Measurement | None:
    """The gain of the model that answers over the one before it, which watches in its shadow, since it answers.

    Both are decided by their own scores on cases that both were asked about and whose outcome is known; what stood in
    for either counts for nothing.

    Returns:
        None when nothing answered before it, or nothing is known yet.

    Raises:
        RequestError: when nothing is live.
        LogError: when the prediction log cannot be read.
    """
    live = live_now(bench)
    if live.champion is None or live.previous is None:
        return None
    now = load(bundle_folder(bench.own, live.champion)).bundle
    before = load(bundle_folder(bench.own, live.previous)).bundle
    with open_log(bench) as log:
        mine = log.predictions(task=now.task, versions=[now.version], inputs=now.inputs)
        theirs = log.predictions(task=now.task, versions=[before.version], origins=("shadow",), inputs=before.inputs)
    both = mine.filter(pl.col("score").is_not_null() & pl.col("outcome").is_not_null())
    other = theirs.filter(pl.col("score").is_not_null())
    ids = both.select("id").join(other.select("id"), on="id", how="inner")
    if not ids.height:
        return None
    ours = _decided(bench, now, both.join(ids, on="id", how="semi", maintain_order="left"))
    outcomes = ours.frame.select("id", "outcome")
    told = ids.join(other.drop("outcome", strict=False), on="id", how="left").join(outcomes, on="id", how="left")
    gain = yardstick(bench).gain(ours, _decided(bench, before, told))
    return structs.replace(gain, origin="live")


def _decided(bench: Workbench, bundle: Bundle, rows: pl.DataFrame) -> Predictions:
    inputs = rows.select("inputs").unnest("inputs")
    groups = independent(inputs, bench.material.spec)
    frame = rows.drop("decision", "group", strict=False)
    if groups is not None:
        frame = frame.with_columns(groups.cast(pl.String).alias("group"))
    asked = Predictions(candidate=bundle.name, task=bundle.task, frame=frame)
    return decide(asked, bundle.worth, bundle.threshold)
