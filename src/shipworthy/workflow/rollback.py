"""The verb `rollback`: the version before answers again, with no request dropped."""

from dataclasses import dataclass
from typing import Any

from shipworthy.records.deployment import Deployment
from shipworthy.store.deployments import rolled_back
from shipworthy.workflow.opening import put
from shipworthy.workflow.watch import live_now
from shipworthy.workflow.workbench import Workbench


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


def rollback(bench: Workbench, *, why: str = "") -> RolledBack:
    """Swaps the version that answers with the one before it; doing it twice goes forward again.

    A running model server follows within a tenth of a second; both versions are in its memory.

    Args:
        bench: the project; its person answers for it.
        why: the reason, for the record.

    Raises:
        RequestError: when nothing is live, or there is nothing to roll back to.
        StorageError: when the state cannot be written.
    """
    live, person = live_now(bench), bench.person
    reason = why.strip() or "rolled back"
    now = bench.clock.now()
    back = put(bench, rolled_back(live, by=person.name, why=reason, now=now, authority=person.authority))
    simulated = " (simulated)" if person.authority == "simulated" else ""
    return RolledBack(
        back, f"{person.name}{simulated} rolled back: v{back.champion} answers, v{live.champion} does not"
    )
