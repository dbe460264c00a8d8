import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.nursery import Nursery
from tests.server.ships import Running, make_project, serve


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two bundles, the first one live: it says 0.25 of every row, the second one 0.75."""
    return make_project(tmp_path_factory.mktemp("built"), 0.25, 0.75, previous=2)


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of `built` that may be spoilt."""
    return shutil.copytree(built, tmp_path / "project")


@pytest.fixture
def server(project: Path, nursery: Nursery) -> Iterator[Running]:
    with serve(project, nursery.start) as running:
        yield running


@pytest.fixture(scope="session")
def same_server(built: Path, tmp_path_factory: pytest.TempPathFactory, nursery: Nursery) -> Iterator[Running]:
    """One for all tests that leave nothing behind."""
    with serve(shutil.copytree(built, tmp_path_factory.mktemp("same") / "project"), nursery.start) as running:
        yield running
