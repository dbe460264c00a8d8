"""When each stage is due: the day that the document names, else what follows from estimates and the first day."""

from datetime import date, timedelta

from shipworthy.foundation.quantities import seconds
from shipworthy.plan.document import Document
from shipworthy.records.stage import STAGES, Stage


def due_dates(document: Document) -> dict[Stage, date]:
    r"""Stage -> day on which its gate is due; stages of which nothing is said are left out.

    An estimate counts from the day on which the stage before is due, the first one from `timebox.starts`; a stage
    without an estimate takes no time of its own.

    >>> from shipworthy.plan.reading import read_text
    >>> text = "project: p\ndata: {sources: {t: {path: t.csv}}, target: {column: y}}\n"
    >>> stages = "stages: {data: {estimate: 2w}, prototype: {due: 2027-03-01}, transfer: {estimate: 10d}}\n"
    >>> found = due_dates(read_text(text + stages + "timebox: {starts: 2027-01-04}", "p.yaml"))
    >>> {stage: day.isoformat() for stage, day in found.items()}
    {'data': '2027-01-18', 'prototype': '2027-03-01', 'transfer': '2027-03-11'}
    """
    reached = date.fromisoformat(document.timebox.starts) if document.timebox.starts else None
    found: dict[Stage, date] = {}
    for stage in STAGES:
        entry = document.stages.get(stage)
        if entry is None or not (entry.due or (entry.estimate and reached)):
            continue
        if entry.due:
            reached = date.fromisoformat(entry.due)
        elif entry.estimate and reached:
            reached += timedelta(seconds=seconds(entry.estimate))
        if reached:
            found[stage] = reached
    return found
