from datetime import UTC, datetime
from pathlib import Path

import pytest

from shipworthy.foundation.errors import LedgerError, RequestError
from shipworthy.records.deployment import Deployment
from shipworthy.store.deployments import read_deployment, write_deployment
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.opening import champion_registered
from shipworthy.workflow.rollback import rollback

DOCUMENT = """
project: small
people: {ann: {roles: [business-owner]}}
data: {sources: {rows: {path: rows.csv}}, target: {column: late}}
"""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    (tmp_path / "project.yaml").write_text(DOCUMENT)
    opened = Bench(tmp_path, person="ann", environment={"SHIPWORTHY_HOME": str(tmp_path / "home")})
    live = Deployment(project="small", champion=2, previous=1, since=datetime(2026, 1, 1, tzinfo=UTC))
    write_deployment(opened.own, live)
    return opened


def test_the_version_before_answers_and_it_is_on_record_without_any_rows_to_read(bench: Bench) -> None:
    with bench:
        back = rollback(bench, why=" complaints ").deployment
        assert (back.champion, back.previous, back.by, back.why) == (1, 2, "ann", "complaints")
        assert read_deployment(bench.own) == back
        assert bench.book.all(Deployment)[-1] == back
        assert rollback(bench).deployment.champion == 2
        # no bundle of that number was ever built here: there is nothing to tell the registry
        assert champion_registered(bench, back) == ()


def test_it_is_in_effect_though_the_ledger_refuses(bench: Bench) -> None:
    bench.close()
    for file in (bench.root / "home").iterdir():
        file.write_bytes(b"no ledger at all, " * 99)
    with pytest.raises(LedgerError):
        rollback(bench)
    now = read_deployment(bench.own)
    assert now is not None
    assert now.champion == 1


def test_nothing_is_changed_where_there_is_nothing_to_go_back_to(bench: Bench) -> None:
    only = Deployment(project="small", champion=2, since=datetime(2026, 1, 1, tzinfo=UTC))
    write_deployment(bench.own, only)
    with bench, pytest.raises(RequestError):
        rollback(bench)
    assert read_deployment(bench.own) == only
