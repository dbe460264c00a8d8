"""The best settings that were found, as the next attempt on the roadmap."""

from collections.abc import Mapping
from typing import Any

from shipworthy.plan.writing import edit_document
from shipworthy.records.tuning import Setting
from shipworthy.workflow.bench import Bench, find_document

_STATED = ("effort", "chance", "expect_gain", "tune", "note")


def put_on_roadmap(bench: Bench, name: str, settings: Mapping[str, Setting], trials: int) -> str:
    """Writes the attempt with other settings below the others, or over what an earlier search wrote.

    Args:
        bench: the project; what people wrote into its document stays as it is.
        name: of the attempt that was searched.
        settings: the best.
        trials: how many were tried, for the note.

    Returns:
        Name of the attempt that was written.
    """
    entries = {entry.name: entry for entry in bench.document.candidates}
    told = entries[name].model_dump(mode="json", exclude_unset=True)
    kept: dict[str, Any] = {field: value for field, value in told.items() if field not in _STATED}
    tuned = f"{name}-tuned"
    entry = {
        **kept,
        "name": tuned,
        "parameters": {**told.get("parameters", {}), **settings},
        "note": f"{name} with the best of {trials} settings that were tried on the cases learned from",
    }
    names = list(entries)
    place = names.index(tuned) if tuned in entries else len(names)
    edit_document(find_document(bench.root), ["candidates", str(place)], entry)
    return tuned
