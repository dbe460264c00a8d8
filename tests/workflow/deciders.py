"""People who decide and sign in processes of their own."""

from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

from shipworthy.foundation.errors import RequestError
from shipworthy.plan.writing import write_document
from shipworthy.records.verdict import Gate
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.decide import decide

DOCUMENT = {
    "project": "late-orders",
    "people": {
        "ann": {"roles": ["business-owner"]},
        "bob": {"roles": ["business-owner"]},
        "cid": {"roles": ["data-scientist"]},
        "lea": {"roles": ["lead"]},
    },
    "problem": {"decision": "which orders are called", "status_quo": {"rule": "a > 1"}},
    "success": {
        "unit": "USD",
        "value": {"outcomes": {"true_positive": 90, "false_positive": -25, "false_negative": 0, "true_negative": 0}},
        "criterion": {"gain_over": "status_quo", "per": 1000, "at_least": 500},
    },
    "data": {"sources": {"orders": {"path": "orders.csv"}}, "target": {"column": "target"}},
}


def make(root: Path) -> Path:
    """A project whose gates are held by hand."""
    root.mkdir()
    write_document(root / "project.yaml", DOCUMENT)
    return root


def hold(bench: Bench, *stages: str) -> None:
    bench.book.put_all([Gate.from_dict({"stage": stage, "advice": "go"}) for stage in stages])


def decide_at_once(root: Path, environment: dict[str, str], person: str, start: Barrier, told: "Queue[str]") -> None:
    """Decides when all others do, and tells what came of it."""
    with Bench(root, person=person, environment=environment) as bench:
        start.wait()
        try:
            decide(bench, "go", why=f"{person} thinks so")
            told.put(f"decided {person}")
        except RequestError as error:
            told.put(f"refused {error.seen}")
