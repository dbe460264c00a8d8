"""What `check` says at once of an unchanged project is what it would say after looking at everything."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shipworthy.foundation.clock import Clock, SteppingClock, SystemClock
from shipworthy.store.home import sqlite_url
from shipworthy.store.ledger import Ledger
from shipworthy.workflow.checked import Checked
from shipworthy.workflow.project import open_project
from shipworthy.workflow.unchanged import Unchanged
from tests.cli.sample import candidate, gone, make, run, swap, write
from tests.workflow.project import Command

Edit = Callable[[Path], object]

POLICY = "policy: ours\nlow: {asked: brief.workflow}\n"


class Place:
    """A project that was checked until nothing was left to do, and its ledger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "project"
        self.environment = {**os.environ, "SHIPWORTHY_HOME": str(folder / "home")}
        self.environment.pop("SHIPWORTHY_URL", None)

    def recall(self, stage: str = "", person: str = "", clock: Clock | None = None) -> Checked | None:
        return Unchanged(Checked, self.root, stage, person, clock=clock, environment=self.environment).recall()

    def look(self, stage: str = "", clock: Clock | None = None) -> Checked:
        """Looks at everything, whatever was said before."""
        with open_project(self.root, clock=clock, environment=self.environment) as project:
            return project.check(stage)

    def command(self, *arguments: object) -> tuple[int, str]:
        told = run("check", "--project", self.root, *arguments, home=self.folder / "home")
        return told.status, told.out

    def copy(self, folder: Path) -> "Place":
        shutil.copytree(self.folder, folder)
        return Place(folder)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("checked"))
    make(place.root, rows=200)
    write("def build():\n    return None\n", "aside.py")(place.root)
    for file in place.root.iterdir():
        touch(file.name, -60)(place.root)
    assert place.command()[0] == 1
    return place


@pytest.fixture
def place(checked: Place, tmp_path: Path) -> Place:
    # a copy is another folder: it is looked at once more, with nothing left to find out
    copied = checked.copy(tmp_path / "copy")
    for file in copied.root.iterdir():
        touch(file.name, -60)(copied.root)
    copied.command()
    assert copied.recall() is not None
    return copied


def touch(file: str, seconds: float) -> Edit:
    def act(root: Path) -> None:
        moment = datetime.now(UTC).timestamp() + seconds
        os.utime(root / file, (moment, moment))

    return act


def others(root: Path) -> None:
    """Another project of the same ledger goes on."""
    with Ledger.open(sqlite_url(root.parent / "home"), SystemClock()) as ledger:
        ledger.append("another", "Note", {}, "ann", "asserted")


def own(root: Path) -> None:
    with Ledger.open(sqlite_url(root.parent / "home"), SystemClock()) as ledger:
        ledger.append("orders", "Note", {}, "ann", "asserted")


def new_home(root: Path) -> None:
    shutil.rmtree(root.parent / "home")


def forget_rows(root: Path) -> None:
    for file in (root / ".shipworthy" / "snapshots").glob("*.arrow"):
        file.unlink()


def same_length(root: Path) -> None:
    """Another content of the same size, at the time of the first."""
    file = root / "project.yaml"
    seen, text = file.stat(), file.read_text()
    file.write_text(text.replace("at_least: 10}", "at_least: 11}"))
    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns + 1))


def rows_come(root: Path) -> None:
    with (root / "orders.csv").open("a") as file:
        file.write("2025-01-01,99,N,a@example.org,no\n")


QUICK: dict[str, Edit] = {
    "nothing": lambda root: None,
    "a source is touched": touch("orders.csv", 0),
    "the document is touched": touch("project.yaml", 5),
    "the code is touched": touch("aside.py", -5),
    "another project goes on": others,
}
SLOW: dict[str, Edit] = {
    "a target": swap("at_least: 10}", "at_least: 12}"),
    "a target, in as many letters": same_length,
    "a comment": swap("people:", "# who\npeople:"),
    "a broken document": write("project: [orders"),
    "no document": gone("project.yaml"),
    "rows come": rows_come,
    "the source goes": gone("orders.csv"),
    "code changes": write("def build():\n    return 1\n", "aside.py"),
    "code comes": write("", "more.py"),
    "code goes": gone("aside.py"),
    "an entry of its own": own,
    "another ledger": new_home,
    "pinned rows go": forget_rows,
    "pins go": gone(".shipworthy/snapshots/pinned.json"),
    "the stamp is cut": lambda root: [
        file.write_bytes(file.read_bytes()[:50]) for file in (root / ".shipworthy" / "unchanged").iterdir()
    ],
}


@pytest.mark.parametrize("edit", QUICK.values(), ids=QUICK)
def test_what_changes_no_answer_is_answered_at_once_and_as_before(place: Place, edit: Edit) -> None:
    edit(place.root)
    quick = place.recall()
    assert quick is not None
    slow = place.look()
    assert slow.fresh == ()
    assert quick.to_dict() == slow.to_dict()


@pytest.mark.parametrize("edit", SLOW.values(), ids=SLOW)
def test_what_may_change_an_answer_is_looked_at(place: Place, edit: Edit) -> None:
    edit(place.root)
    assert place.recall() is None


def test_a_touched_file_is_read_once_and_not_again(place: Place) -> None:
    touch("orders.csv", -30)(place.root)
    assert place.recall() is not None
    kept = [file.read_bytes() for file in (place.root / ".shipworthy" / "unchanged").iterdir()]
    assert place.recall() is not None
    assert [file.read_bytes() for file in (place.root / ".shipworthy" / "unchanged").iterdir()] == kept


def test_another_day_another_person_or_another_stage_is_looked_at(place: Place) -> None:
    tomorrow = SteppingClock(datetime.now(UTC) + timedelta(days=1))
    assert place.recall(clock=tomorrow) is None
    assert place.recall(person="ann") is None
    assert place.recall("data") is None
    place.command("data")
    assert place.recall("data") is not None
    assert place.recall() is not None


def test_a_file_that_the_document_names_and_that_comes_later_counts(place: Place) -> None:
    swap("people:", "policy: ours.yaml\nrisk: low\npeople:")(place.root)
    write(POLICY, "ours.yaml")(place.root)
    place.command()
    assert place.recall() is not None
    write(POLICY.replace("ours", "mine"), "ours.yaml")(place.root)
    assert place.recall() is None


def test_a_candidate_that_failed_is_tried_again(place: Place) -> None:
    candidate("def build():\n    raise ValueError('not today')\n")(place.root)
    assert "failed" in place.command()[1]
    assert place.recall() is None
    assert "failed" in place.command()[1]


def test_the_command_says_the_same_whichever_way_it_went(place: Place) -> None:
    for arguments in ((), ("--json",), ("data",), ("data", "--json")):
        place.command(*arguments)
        quick = place.command(*arguments)
        shutil.rmtree(place.root / ".shipworthy" / "unchanged")
        assert place.command(*arguments) == quick


def test_a_folder_that_may_not_be_written_is_looked_at_every_time(place: Place) -> None:
    shutil.rmtree(place.root / ".shipworthy" / "unchanged")
    write("in the way", ".shipworthy/unchanged")(place.root)
    first = place.command()
    assert first == place.command()
    assert place.recall() is None


def test_new_data_is_looked_at_whatever_was_said(place: Place) -> None:
    rows_come(place.root)
    assert "has changed since it was read" in place.command()[1]
    assert place.recall() is not None
    assert "has changed" not in place.command("--new-data")[1]
    assert "has changed" not in place.command()[1]


def test_an_unchanged_project_loads_nothing_that_reads_rows_or_learns(place: Place) -> None:
    program = (
        "import sys\nfrom shipworthy.cli.main import main\n"
        "status = main(sys.argv[1:])\n"
        "heavy = {'polars', 'numpy', 'sklearn', 'mlflow', 'skrub'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or status)"
    )
    for _ in range(2):
        # what was said in this process is another's: it loaded the code of the tests
        done = subprocess.run(
            [sys.executable, "-c", program, "check", "--project", str(place.root)],
            env={**place.environment, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_quick_and_slow_agree_after_any_edits(place: Place, seed: int, shipworthy: Command) -> None:
    luck = random.Random(seed)
    harmless = [*QUICK.values(), SLOW["a comment"], SLOW["rows come"], SLOW["pins go"], SLOW["code comes"]]
    for _ in range(6):
        for edit in luck.sample(harmless, luck.choice((1, 2))):
            if "# who" not in (place.root / "project.yaml").read_text() or edit is not SLOW["a comment"]:
                edit(place.root)
        quick = place.recall()
        slow = place.look()
        assert quick is None or (slow.fresh == () and quick.to_dict() == slow.to_dict())
        place.command()
        again = place.recall()
        assert again is not None
        assert again.to_dict() == place.look().to_dict()
