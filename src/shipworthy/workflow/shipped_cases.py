"""Corner cases asked of a bundle: what is shipped answers them here, and in a process of its own, as expected."""

import numpy as np
import polars as pl

from shipworthy.bundle.load import Loaded, load
from shipworthy.bundle.verify import verify
from shipworthy.plan.cases import CaseEntry
from shipworthy.plan.kinds.case import OF_BUNDLE, SHIPPED
from shipworthy.records.bundle import Bundle
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.store.deployments import bundle_folder
from shipworthy.workflow.cases import rows_of
from shipworthy.workflow.expected import Held, Said, check_expected, held, picked
from shipworthy.workflow.ground import ground, stands
from shipworthy.workflow.workbench import Workbench

_PART = "document:cases"


def cases_of_bundle(bench: Workbench, bundle: Bundle) -> tuple[Evidence, ...]:
    """Asks a bundle about every case that is kept; nothing where none is, or where the answer is known.

    Raises:
        BundleError: when it cannot be loaded.
        DocumentError: when a case cannot be asked about.
    """
    if not bench.document.cases:
        return ()
    now = {**ground(bench), "bundle": bundle.digest}
    known = bench.book.latest_by_check().get((OF_BUNDLE, ""))
    if known is not None and stands(known, now):
        return (known,)
    found = _asked(bench, bundle, {"bundle": bundle.digest, _PART: now[_PART]})
    bench.book.put(found)
    return (found,)


def _asked(bench: Workbench, bundle: Bundle, stands_on: dict[str, str]) -> Evidence:
    folder = bundle_folder(bench.own, bundle.version)
    loaded = load(folder)
    frames = [_rows(bench, loaded, entry) for entry in bench.document.cases]
    whole = pl.concat(frames)
    # all rows at once: a process takes seconds to start
    elsewhere = verify(folder, whole, loaded.score(whole)) if whole.height else None
    answers = [(entry, _held(loaded, entry, frame)) for entry, frame in zip(bench.document.cases, frames, strict=True)]
    wrong = [_finding(entry, one) for entry, one in answers if one.holds is False]
    asked = sum(one.holds is not None for _, one in answers)
    same = elsewhere is None or elsewhere.holds
    return Evidence(
        check=OF_BUNDLE,
        says=_sentence(wrong, asked, len(answers)) if same or elsewhere is None else elsewhere.says,
        stage="transfer",
        claims=(SHIPPED,),
        holds=False if wrong or not same else True if asked == len(answers) else None,
        findings=tuple(wrong),
        stands_on=stands_on,
    )


def _rows(bench: Workbench, loaded: Loaded, entry: CaseEntry) -> pl.DataFrame:
    check_expected(entry, loaded.bundle.task, loaded.bundle.worth)
    if entry.row is not None:
        return rows_of(bench, loaded.bundle, entry)
    material = bench.material
    aside = next(fold.test for fold in material.folds if fold.origin == "holdout")
    frame = material.table.frame[aside]
    return loaded.door.frame(frame[picked(entry, frame)].select(list(loaded.door.schema))).frame


def _held(loaded: Loaded, entry: CaseEntry, frame: pl.DataFrame) -> Held:
    if not frame.height:
        return held(entry, Said((), np.empty(0), ()))
    scores = loaded.score(frame)
    names = [str(place + 1) for place in range(frame.height)]
    return held(entry, Said(names, scores, loaded.decide(scores, frame)))


def _finding(entry: CaseEntry, one: Held) -> Finding:
    where = f"cases {entry.name}"
    return Finding(check=OF_BUNDLE, says=f"“{entry.name}”: {one.says}", severity="problem", where=where)


def _sentence(wrong: list[Finding], asked: int, all_: int) -> str:
    if wrong:
        return "; ".join(each.says for each in wrong)
    if asked < all_:
        return f"{all_ - asked} of {all_} cases could not be asked: none of the cases kept aside is like them"
    kept = "the case that is kept is" if all_ == 1 else f"all {all_} cases that are kept are"
    return f"{kept} answered as expected, here and in a fresh process"
