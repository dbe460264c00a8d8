"""Ctrl-C and sudden death at any moment: one line, the right status, nothing lost, and the next run goes on."""

import json
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.nursery import Nursery
from tests.cli.sample import candidate, lines, make, model, run
from tests.support.disk import MakeDisk, remount

SAYS = "Interrupted. What was finished is kept; run the same command again to go on."


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery("check", "evaluate", "demo", "ledger") as open_one:
        yield open_one


@pytest.fixture(scope="module")
def whole(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What an undisturbed run says, and how long it takes."""
    told = check(nursery, make(tmp_path_factory.mktemp("whole") / "project"))
    assert told["status"] == 1
    return told


def check(nursery: Nursery, project: Path, home: Path | None = None, **how: Any) -> dict[str, Any]:
    variables = {"SHIPWORTHY_HOME": str(home or project / "home"), "MLFLOW_TRACKING_URI": ""}
    return nursery.run("check", "--project", project, "--json", variables=variables, **how)


def found(told: dict[str, Any]) -> Any:
    """Verdicts and findings, without what differs from one run to the next."""
    document = json.loads(told["out"])
    return [
        [(gate["stage"], gate["advice"], gate["verdicts"]) for gate in strip(document["gates"])],
        sorted(finding["says"] for finding in document["findings"]),
    ]


def strip(value: Any) -> Any:
    """Without digests of evidence, which bear the time."""
    if isinstance(value, dict):
        return {name: strip(inner) for name, inner in value.items() if name != "evidence"}
    return [strip(inner) for inner in value] if isinstance(value, list) else value


def went_on(nursery: Nursery, project: Path, whole: dict[str, Any], home: Path | None = None) -> None:
    """The next run finds what an undisturbed one does, on a ledger that is whole."""
    after = check(nursery, project, home)
    assert (after["status"], after["err"]) == (1, ""), after
    assert found(after) == found(whole)
    told = run("ledger", "--project", project, "--json", home=home or project / "home")
    assert told.status == 0, told


def moments(count: int, seconds: float) -> list[float]:
    draw = random.Random(count)
    return sorted(draw.uniform(0, seconds) for _ in range(count))


def disturb(nursery: Nursery, project: Path, whole: dict[str, Any], number: int, times: int) -> None:
    for after in moments(times, whole["seconds"]):
        told = check(nursery, project, signal=number, after=after)
        assert "Traceback" not in told["err"], told["err"]
        if number == signal.SIGKILL:
            assert told["status"] in (-9, 1), told
        elif told["status"] != 1:
            assert told["status"] == 130, told
            assert lines(told["err"]) == [SAYS], told
            assert json.loads(told["out"])["error"] == "Interrupted"


def test_interrupted_a_few_times_the_next_run_finds_the_same(
    nursery: Nursery, whole: dict[str, Any], tmp_path: Path
) -> None:
    project = make(tmp_path / "project")
    disturb(nursery, project, whole, signal.SIGINT, 2)
    went_on(nursery, project, whole)


def test_killed_a_few_times_the_next_run_finds_the_same(
    nursery: Nursery, whole: dict[str, Any], tmp_path: Path
) -> None:
    project = make(tmp_path / "project")
    disturb(nursery, project, whole, signal.SIGKILL, 2)
    went_on(nursery, project, whole)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_disturbed_at_many_moments_the_next_run_finds_the_same(
    number: int, nursery: Nursery, whole: dict[str, Any], tmp_path: Path
) -> None:
    for place, after in enumerate(moments(30, whole["seconds"])):
        project = make(tmp_path / f"project{place}")
        told = check(nursery, project, signal=number, after=after)
        assert told["status"] in (130, 1, -9), told
        assert "Traceback" not in told["err"]
        went_on(nursery, project, whole)
        shutil.rmtree(project)


def test_a_candidate_that_hangs_on_import_or_while_learning_can_be_interrupted(
    nursery: Nursery, tmp_path: Path
) -> None:
    hang = "import pathlib, time; pathlib.Path({!r}).touch(); time.sleep(1000)"
    for name in ("import", "fit"):
        project, hangs = make(tmp_path / name), tmp_path / f"{name} hangs"
        code = hang.format(str(hangs))
        candidate(model(fit=code) if name == "fit" else code)(project)
        variables = {"SHIPWORTHY_HOME": str(project / "home")}
        told = nursery.run(
            "evaluate", "ours", "--project", project, variables=variables, signal=signal.SIGINT, once=str(hangs)
        )
        assert (told["status"], lines(told["err"])) == (130, [SAYS])


@pytest.fixture
def small_disk(make_disk: MakeDisk) -> Path:
    """A real file system with room for the project and little else."""
    return make_disk("48k")


@pytest.mark.parametrize("full", ["ledger", "project"])
def test_a_disk_that_fills_up_is_told_and_once_there_is_room_the_next_run_goes_on(
    full: str, nursery: Nursery, whole: dict[str, Any], small_disk: Path, tmp_path: Path
) -> None:
    project = make((small_disk if full == "project" else tmp_path) / "project")
    home = (small_disk if full == "ledger" else tmp_path) / "home"
    told = check(nursery, project, home)
    assert told["status"] == 2, told
    assert (told["err"].splitlines()[0], str(small_disk) in told["err"]) == ("shipworthy: the disk is full", True)
    remount(small_disk, "size=50m")
    went_on(nursery, project, whole, home)


@pytest.mark.parametrize("limit", [9_000, pytest.param(60_000, marks=pytest.mark.slow)])
def test_files_that_may_not_grow_are_told_and_the_next_run_goes_on(
    limit: int, nursery: Nursery, whole: dict[str, Any], tmp_path: Path
) -> None:
    project = make(tmp_path / "project")
    told = check(nursery, project, limit=limit)
    assert (told["status"], "Traceback" in told["err"], "  next: " in told["err"]) == (2, False, True), told
    went_on(nursery, project, whole)
