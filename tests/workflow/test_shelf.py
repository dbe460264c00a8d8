"""Many projects side by side: what they ask of their ledger, and what is told of those without a folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from shipworthy.foundation.clock import SystemClock
from shipworthy.records.decision import Decision
from shipworthy.records.standing import Standing
from shipworthy.store.evidence import Book
from shipworthy.store.ledger import Ledger
from shipworthy.workflow.shelf import Shelf

COUNT = 6


def decision(choice: str) -> Decision:
    told = {"stage": "data", "choice": choice, "why": "it never paid", "by": "ann", "authority": "asserted"}
    return Decision.from_dict({**told, "advice": "go", "gate": "0" * 32, "follows": False})


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    for number in range(COUNT):
        folder = tmp_path / "all" / f"p{number:02}"
        folder.mkdir(parents=True)
        (folder / "project.yaml").write_text(f"project: p{number:02}\n")
    return tmp_path / "all"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/ledger.sqlite"


@pytest.fixture
def shelf(folders: Path, url: str) -> Iterator[Shelf]:
    with Shelf([folders], environment={"SHIPWORTHY_URL": url}) as opened:
        yield opened


def test_many_projects_take_one_connection_to_their_ledger(shelf: Shelf, postgres_url: str, url: str) -> None:
    standings, troubles = shelf.standings()
    assert ([one.project for one in standings], troubles) == ([f"p{number:02}" for number in range(COUNT)], {})
    if url != postgres_url:
        assert len({id(shelf[name].ledger) for name in shelf.names}) == 1
        return
    engine = create_engine(url)
    with engine.connect() as connection:
        query = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        assert connection.execute(query).scalar_one() <= 2
    engine.dispose()


def test_projects_without_a_folder_are_told_as_they_stood_last(shelf: Shelf, url: str) -> None:
    def elsewhere() -> dict[str, Standing]:
        return {one.project: one for one in shelf.standings()[0] if one.project not in shelf.names}

    assert elsewhere() == {}
    with Ledger.open(url, SystemClock()) as ledger:
        Book(ledger, "said").put(Standing(project="said", owner="ann"))
        Book(ledger, "ended").put(decision("stop"))
        told = elsewhere()
        assert list(told) == ["ended", "said"]
        assert (told["said"].owner, told["ended"].outcome) == ("ann", "ended")
        Book(ledger, "said").put(Standing(project="said", owner="bob"))
        Book(ledger, "ended").put(decision("go"))
        told = elsewhere()
        assert (told["said"].owner, told["ended"].outcome) == ("bob", "running")


def test_a_project_is_read_anew_only_when_something_was_written(shelf: Shelf, url: str) -> None:
    first = shelf["p03"].known()
    with Ledger.open(url, SystemClock()) as ledger:
        ledger.append("p04", "Note", {}, "ann", "asserted")
        shelf.standings()
        assert shelf["p03"].known() is first
        ledger.append("p03", "Note", {}, "ann", "asserted")
        shelf.standings()
        assert shelf["p03"].known() is not first
