"""What the transfer gate needs to know of a bundle: that it answers the same elsewhere, and in time."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import polars as pl

from shipworthy.bundle.load import Loaded, load
from shipworthy.bundle.verify import verify
from shipworthy.delivery.client import Client
from shipworthy.delivery.load_test import LoadTest, load_test
from shipworthy.delivery.rows import json_rows
from shipworthy.foundation.quantities import per_second
from shipworthy.records.bundle import Bundle
from shipworthy.records.deployment import Deployment
from shipworthy.records.evidence import Evidence
from shipworthy.store.deployments import bundle_folder, write_deployment
from shipworthy.workflow.bench import find_document
from shipworthy.workflow.folder import DOCUMENT, OWN
from shipworthy.workflow.ground import ground
from shipworthy.workflow.processes import server_process
from shipworthy.workflow.troubles import FAULTY, Trouble, write_troubles
from shipworthy.workflow.workbench import Workbench

RELOAD: Final = "bundle"
BAD_INPUT: Final = "bad-input"
FALLBACK: Final = "fallback-drill"
LATENCY: Final = "load-test"
OF_BUNDLE: Final = (RELOAD, BAD_INPUT, FALLBACK, LATENCY)

_PEAK: Final = "document:delivery.peak"
_ASKED: Final = 2_000
_SENT: Final = 200
_AT_LEAST: Final = 400
"""Calls: from 368 on the slowest of them bounds, at 97.5 %, the time that 99 of 100 take."""
_SECONDS: Final = 4.0


def gather_transfer(bench: Workbench, bundle: Bundle) -> tuple[Evidence, ...]:
    """Reloads, drills and load-tests a bundle, on a server of its own with a log of its own.

    Raises:
        BundleError: when the bundle cannot be loaded.
        ServerError: when the model server does not come up.
    """
    loaded = load(bundle_folder(bench.own, bundle.version))
    rows = bench.material.table.frame.select([each.name for each in bundle.inputs])
    kept = rows[bench.material.folds[-1].test]
    sample = kept.sample(min(_ASKED, kept.height), seed=bench.material.split.seed)
    sent = sample.head(_SENT)
    bench.progress(0, 4, "loading it in a fresh process, and starting model servers")
    with ThreadPoolExecutor(1) as beside, ExitStack() as servers:
        reloaded = beside.submit(_reload, bench, loaded, sample)
        sound = servers.enter_context(_drilled(bench, bundle))
        failing = servers.enter_context(_drilled(bench, bundle, Trouble(kind="error")))
        # waited for, because nothing else may be at work while answers are timed
        found = [reloaded.result()]
        with Client(sound) as client:
            bench.progress(1, 4, "sending what is spoiled")
            found.append(_bad_input(loaded, client, sent))
            bench.progress(2, 4, "asking as often as at the busiest time")
            found.append(_in_time(bench, bundle, sound, sent))
        with Client(failing) as client:
            bench.progress(3, 4, "drilling the fallback")
            found.append(_without_model(loaded, client, sent))
    bench.progress(4, 4, "drilled")
    return tuple(found)


@contextmanager
def _drilled(bench: Workbench, bundle: Bundle, *troubles: Trouble) -> Iterator[str]:
    """A server of the bundle in a folder where nothing else is: what is drilled must not stand in the project's log."""
    with tempfile.TemporaryDirectory(prefix="shipworthy-drill-") as name:
        ground = Path(name)
        own = ground / OWN
        place = bundle_folder(own, bundle.version)
        place.parent.mkdir(parents=True)
        shutil.copytree(bundle_folder(bench.own, bundle.version), place)
        shutil.copyfile(find_document(bench.root), ground / DOCUMENT)
        write_deployment(own, Deployment(project=bundle.project, champion=bundle.version, why="a drill"))
        written = write_troubles(ground / "troubles.json", troubles)
        with server_process(ground, module=FAULTY, arguments=["--troubles", str(written)]) as address:
            yield address


def _reload(bench: Workbench, loaded: Loaded, rows: pl.DataFrame) -> Evidence:
    found = verify(bundle_folder(bench.own, loaded.bundle.version), rows, loaded.score(rows))
    return _evidence(loaded.bundle, RELOAD, "delivery.bundle", found.holds, found.says)


def _bad_input(loaded: Loaded, client: Client, rows: pl.DataFrame) -> Evidence:
    """Spoils one field of a row at a time: the answer must name row and field, and good rows must still be answered."""
    good = json_rows(rows.head(2))
    spoiled = list(_spoiled(loaded.bundle, good[0]))
    silent = []
    for field, row in spoiled:
        told = client.refusals([good[1], row])
        if not any(each["row"] == 1 and each["field"] == field for each in told):
            silent.append(field)
    answered = len(client.predict(good)) == len(good)
    holds = not silent and answered
    sent = "1 spoiled field was sent and" if len(spoiled) == 1 else f"{len(spoiled)} spoiled fields were sent, and each"
    says = f"{sent} was refused by its row and name; good rows were answered"
    if not holds:
        says = f"not refused by name: {', '.join(silent)}" if silent else "good rows beside them were not answered"
    return _evidence(loaded.bundle, BAD_INPUT, "delivery.bad-input", holds, says)


def _spoiled(bundle: Bundle, row: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    wrong = {"number": "many", "boolean": "perhaps", "time": "half past ten", "category": ["a", "b"], "text": ["a"]}
    for kind in dict.fromkeys(each.kind for each in bundle.inputs):
        field = next(each.name for each in bundle.inputs if each.kind == kind)
        yield field, {**row, field: wrong[kind]}
    for each in bundle.inputs:
        if each.required:
            yield each.name, {name: value for name, value in row.items() if name != each.name}


def _in_time(bench: Workbench, bundle: Bundle, address: str, rows: pl.DataFrame) -> Evidence:
    delivery, now = bench.document.delivery, ground(bench)
    rate = per_second(delivery.peak) if delivery.peak else None
    found: LoadTest = load_test(address, json_rows(rows), rate=rate, seconds=_duration(rate))
    return Evidence(
        check=LATENCY,
        says=found.says,
        stage="transfer",
        claims=("delivery.latency",) if bench.claim("delivery.latency") else (),
        measurements=found.measurements,
        stands_on={"bundle": bundle.digest, **({_PEAK: now[_PEAK]} if _PEAK in now else {})},
    )


def _duration(rate: float | None) -> float:
    """Seconds in which enough is asked for the slowest call of a hundred to be known."""
    return _SECONDS if rate is None else min(60.0, max(_SECONDS, _AT_LEAST / rate))


def _without_model(loaded: Loaded, client: Client, rows: pl.DataFrame) -> Evidence:
    """The model fails on every row: what stands in for it must answer, and say that it did."""
    answers = client.predict(json_rows(rows))
    wanted = loaded.stand_in(rows)
    routed = all(each["route"] in ("fallback", "review") for each in answers)
    same = [each["decision"] for each in answers] == list(wanted)
    who = {"status_quo": "today's rule", "constant": "one answer for all", "review": "a person"}[loaded.bundle.fallback]
    says = f"the model was made to fail on {len(answers)} rows, and {who} stood in for each of them"
    if not (routed and same):
        says = f"the model was made to fail, and {who} did not stand in for it on every row"
    return _evidence(loaded.bundle, FALLBACK, "delivery.fallback", routed and same, says)


def _evidence(bundle: Bundle, check: str, claim: str, holds: bool, says: str) -> Evidence:
    return Evidence(
        check=check, says=says, stage="transfer", claims=(claim,), holds=holds, stands_on={"bundle": bundle.digest}
    )
