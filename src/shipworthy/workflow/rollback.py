"""The verb `rollback`: the version before answers again, with no request dropped."""

from dataclasses import dataclass
from typing import Any

from shipworthy.records.deployment import Deployment
from shipworthy.store.deployments import rolled_back, write_deployment
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.running import live_now


@dataclass(frozen=True)
class RolledBack:
    """What is live after rolling back.

    Attributes:
        deployment: what is live now.
        says: the same in a sentence.
    """

    deployment: Deployment
    says: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {**self.deployment.to_dict(), "sentence": self.says}


def rollback(bench: Bench, *, why: str = "") -> RolledBack:
    """Swaps the version that answers with the one before it; doing it twice goes forward again.

    A running model server follows within a tenth of a second; both versions are in its memory. MLflow's registry is
    not told here: it may take seconds, and nobody who rolls back should wait for it (`opening.champion_registered`).

    Args:
        bench: the project; its person answers for it.
        why: the reason, for the record.

    Raises:
        RequestError: when nothing is live, or there is nothing to roll back to.
        StorageError: when the state cannot be written.
        LedgerError: when it cannot be put on record; the version before answers nevertheless.
    """
    live, person = live_now(bench), bench.person
    reason = why.strip() or "rolled back"
    now = bench.clock.now()
    back = rolled_back(live, by=person.name, why=reason, now=now, authority=person.authority)
    # what harms has to stop even while somebody else holds the ledger
    write_deployment(bench.own, back)
    bench.book.put(back)
    simulated = " (simulated)" if person.authority == "simulated" else ""
    return RolledBack(
        back, f"{person.name}{simulated} rolled back: v{back.champion} answers, v{live.champion} does not"
    )
