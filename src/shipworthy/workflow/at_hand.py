"""Whether there are rows yet: a project may be only a brief, and a source may be named before its file is there."""

from pathlib import Path

from msgspec import structs

from shipworthy.foundation.errors import nearest
from shipworthy.plan.named import unnamed
from shipworthy.plan.specs import sources
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.spec import Source
from shipworthy.show.words import joined
from shipworthy.workflow.ground import ground, under
from shipworthy.workflow.workbench import Workbench

SOURCES = "sources"
"""Name of the check that says why no row can be read yet."""


def lacking(bench: Workbench) -> str:
    """Why there are no rows yet, in plain words; empty when there are."""
    absent = absent_sources(bench)
    return unnamed(bench.document) or (_says(absent) if absent else "")


def absent_sources(bench: Workbench) -> tuple[Source, ...]:
    """Sources that were never read and whose file is not there."""
    return tuple(
        source
        for source in sources(bench.document)
        if not bench.snapshots.digest(source) and not (bench.root / Path(source.path).expanduser()).exists()
    )


def gather_absent(bench: Workbench) -> tuple[Evidence, ...]:
    """Says of every promise about the data that its file is not there yet; written down once."""
    absent = absent_sources(bench)
    if not absent or unnamed(bench.document):
        return ()
    found = _evidence(bench, absent)
    known = bench.book.latest_by_check().get((SOURCES, ""))
    if known is not None and structs.replace(known, time=None) == found:
        return ()
    bench.book.put(found)
    return (found,)


def _evidence(bench: Workbench, absent: tuple[Source, ...]) -> Evidence:
    findings = tuple(
        Finding(
            check=SOURCES,
            says=f"the file {source.path} of {source.name} is not there",
            severity="problem",
            where=f"data.sources.{source.name}.path",
            next_step=_step(bench.root, source),
        )
        for source in absent
    )
    waiting = [claim.id for claim in bench.claims if claim.stage == "data" and claim.settled_by != "person"]
    return Evidence(
        check=SOURCES,
        says=_says(absent),
        stage="data",
        claims=tuple(waiting),
        findings=findings,
        stands_on=under(ground(bench), ("data.sources",)),
    )


def _step(root: Path, source: Source) -> str:
    folder = (root / Path(source.path).expanduser()).parent
    near = nearest(Path(source.path).name, [each.name for each in folder.iterdir()]) if folder.is_dir() else ""
    meant = f"did you mean {near}? " if near else ""
    return f"{meant}put the file {source.path} there, or correct the path under data.sources.{source.name}"


def _says(absent: tuple[Source, ...]) -> str:
    files = joined([f"{source.path} ({source.name})" for source in absent])
    return f"{files} {'is' if len(absent) == 1 else 'are'} not there yet"
