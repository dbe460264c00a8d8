"""The engine: which checks are missing or stale, what they need, and running them in order, resumably.

Needs of all checks that have to run are united, so that sources are read and joined once. Each check's evidence is in
the ledger before the next one starts; an interrupted run goes on after the last one.
"""

from collections.abc import Iterable

from msgspec import structs

from shipworthy.data.checks.registry import data_checks
from shipworthy.plan.brief import brief_evidence
from shipworthy.plan.kinds.access import access_evidence
from shipworthy.plan.specs import grade
from shipworthy.records.check import Check, Given, Need
from shipworthy.records.evidence import Evidence, Grade
from shipworthy.workflow.ground import DATA_PARTS, Ground, ground, stands, under
from shipworthy.workflow.runbook import runbook_evidence
from shipworthy.workflow.seal import note_seal
from shipworthy.workflow.workbench import Workbench


def gather_ideation(bench: Workbench) -> tuple[Evidence, ...]:
    """What the brief says and leaves out, which access was given, the runbook; written down only when it is new."""
    found = (
        *brief_evidence(bench.document, bench.weight),
        *access_evidence(bench.document),
        *runbook_evidence(bench),
    )
    known = {claim: structs.replace(each, time=None) for claim, each in bench.book.latest_by_claim().items()}
    fresh = tuple(each for each in found if any(known.get(claim) != each for claim in each.claims))
    bench.book.put_all(fresh)
    return fresh


def gather_data(bench: Workbench) -> tuple[Evidence, ...]:
    """Runs the data checks whose evidence is missing or stale.

    Raises:
        UserError: when sources cannot be read or joined.
    """
    note_seal(bench, lambda: bench.material.seal)
    bench.material.pin()
    now = ground(bench)
    stood = {each.check for each in bench.book.all(Evidence) if stands(each, now)}
    missing = [check for check in data_checks() if check.name not in stood]
    if not missing:
        return ()
    given = _given(bench, {need for check in missing for need in check.needs})
    fresh: list[Evidence] = []
    for done, check in enumerate(missing):
        bench.progress(done, len(missing), f"checking {check.name}")
        found = _run(check, given, now, grade(bench.document))
        bench.book.put_all(found)
        fresh += found
    bench.progress(len(missing), len(missing), "checked")
    return tuple(fresh)


def _given(bench: Workbench, needs: Iterable[Need]) -> Given:
    wanted = set(needs)
    material = bench.material
    return Given(
        spec=material.spec,
        claims=bench.claims if "claims" in wanted else (),
        sources=material.sources if wanted & {"sources", "rebuild"} else {},
        table=material.table if "table" in wanted else None,
        rebuild=material.join if "rebuild" in wanted else None,
    )


def _run(check: Check, given: Given, now: Ground, near: Grade) -> list[Evidence]:
    stands_on = under(now, DATA_PARTS, "claims", "version")
    found = check.run(given) or [
        # says that it was looked for, so that the next run does not look again
        Evidence(check=check.name, says=f"nothing to say: {check.says}", stage=check.stage)
    ]
    return [structs.replace(each, grade=near, stands_on={**stands_on, **each.stands_on}) for each in found]
