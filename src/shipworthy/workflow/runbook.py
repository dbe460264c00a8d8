"""The runbook: whether the file that the document names is there, and what it says now."""

from pathlib import Path
from typing import Final

from shipworthy.foundation.digests import digest_file
from shipworthy.plan.kinds.handover import CHECK, RUNBOOK
from shipworthy.plan.parts import part_digests
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.workflow.bench import Bench

_ABSENT: Final = ""


def runbook_path(bench: Bench) -> Path | None:
    """Where the runbook should be; None when the document names none."""
    named = bench.document.handover.runbook.strip()
    return (bench.root / named) if named else None


def runbook_ground(bench: Bench) -> dict[str, str]:
    """Name of the runbook among what evidence stands on -> digest of what it says; empty when none is named."""
    path = runbook_path(bench)
    return {f"file:{bench.document.handover.runbook.strip()}": _digest(path)} if path else {}


def runbook_evidence(bench: Bench) -> tuple[Evidence, ...]:
    """Whether there is a runbook, and which; nothing when nobody asks for one."""
    claim = bench.claim(RUNBOOK)
    if claim is None:
        return ()
    holds, says = _found(bench)
    gap = Finding(
        check=CHECK,
        says=says,
        severity="problem" if claim.required else "note",
        where=RUNBOOK,
        next_step=claim.asks,
    )
    said = {f"document:{part}": name for part, name in part_digests(bench.document, claim.parts).items()}
    return (
        Evidence(
            check=CHECK,
            says=says,
            stage="transfer",
            claims=(RUNBOOK,),
            holds=holds,
            findings=() if holds else (gap,),
            stands_on={**said, **runbook_ground(bench)},
        ),
    )


def _found(bench: Bench) -> tuple[bool, str]:
    path, named = runbook_path(bench), bench.document.handover.runbook.strip()
    if path is None:
        return False, "nobody has said it yet"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False, f"there is no text that can be read at {named}"
    lines = sum(bool(line.strip()) for line in text.splitlines())
    if not lines:
        return False, f"{named} is empty"
    return True, f"the runbook is {named}, {lines:,} {'line' if lines == 1 else 'lines'}"


def _digest(path: Path) -> str:
    try:
        return digest_file(path)
    except OSError:
        return _ABSENT
