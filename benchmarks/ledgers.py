"""A ledger of 1,000 projects with 1,000,000 pieces of evidence, in SQLite and in PostgreSQL.

`python -m benchmarks.ledgers` fills both through the ledger's own door, times what people wait for, and writes the
table into docs/benchmarks.md; it takes a quarter of an hour, 4 GiB of disk, and a PostgreSQL server's programs on this
machine. `--projects` and `--each` make it smaller.
"""

import argparse
import json
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

from benchmarks.run import PAGE, machine
from benchmarks.table import put
from shipworthy.foundation.clock import SystemClock
from shipworthy.records.decision import Decision
from shipworthy.records.evidence import Evidence
from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record
from shipworthy.records.stage import STAGES
from shipworthy.records.standing import Standing
from shipworthy.records.verdict import Gate
from shipworthy.store.entry import Draft
from shipworthy.store.ledger import Ledger
from tests.support.postgres import PostgresServer, running_server

CLOCK: Final = SystemClock()
WRITERS: Final = 8
LASTS: Final = 5.0
"""Seconds that writers write."""
COMMAND: Final = (sys.executable, "-c", "from shipworthy.cli.start import run; run()")
DOCUMENT: Final = """\
project: orders
problem: {status_quo: {rule: "amount > 130"}}
success:
  unit: USD
  value: {outcomes: {true_positive: 10, false_positive: -3, false_negative: 0, true_negative: 0}}
  criterion: {gain_over: status_quo, per: 100, at_least: 10}
data: {sources: {orders: {path: orders.csv}}, target: {column: late, positive: "late = 'yes'"}}
candidates: [{name: linear, estimator: sklearn.linear_model.LogisticRegression}]
"""


@dataclass
class Place:
    """A back end that is measured.

    Attributes:
        name: heading of its column.
        url: of its ledger.
        home: folder of what belongs to it.
        told: what was measured -> cell of the table.
    """

    name: str
    url: str
    home: Path
    told: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str | Path, statuses: tuple[int, ...] = (0,)) -> float:
        """Seconds of one command as a whole process."""
        start = time.perf_counter()
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)], env=self.environment, capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - start
        if done.returncode not in statuses:
            raise SystemExit(f"{' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return seconds

    @property
    def environment(self) -> dict[str, str]:
        """Variables of commands that work on it."""
        return {**os.environ, "SHIPWORTHY_URL": self.url, "SHIPWORTHY_HOME": str(self.home)}

    def tell(self, what: str, cell: str) -> None:
        """Keeps a cell, and prints it for whoever waits."""
        self.told[what] = cell
        print(f"{self.name}: {what}: {cell}", file=sys.stderr)


def main(arguments: list[str]) -> int:
    """Fills, measures, and writes the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledgers", description=__doc__.splitlines()[0])
    parser.add_argument("--projects", type=int, default=1000)
    parser.add_argument("--each", type=int, default=1000, help="entries of each project")
    asked = parser.parse_args(arguments)
    with TemporaryDirectory() as folder, running_server(options="") as (server, _):
        places = (
            Place("SQLite", f"sqlite:///{folder}/ledger.sqlite", Path(folder)),
            Place("PostgreSQL", PostgresServer(server).url("postgres"), Path(folder)),
        )
        fill(places, asked.projects, asked.each)
        for place in places:
            measure(place, asked.projects)
    put(PAGE, "ledgers", f"{block(places, asked.projects, asked.projects * asked.each)}\n\n{machine()}")
    return 0


def fill(places: tuple[Place, Place], projects: int, each: int) -> None:
    """All entries into the first, from there into the second."""
    first, second = places
    export = first.home / "ledger.jsonl"
    luck, start = random.Random(1), time.perf_counter()
    with Ledger.open(first.url, CLOCK) as ledger:
        for number in range(projects):
            ledger.append_all(drafts(f"project-{number:04}", each, luck))
    first.tell(FILLED, f"{projects * each / (time.perf_counter() - start):,.0f} a second")
    first.tell(EXPORTED, f"{first.run('ledger', 'export', export):.0f} s")
    second.tell(IMPORTED, f"{second.run('ledger', 'import', export):.0f} s")
    second.tell(EXPORTED, f"{second.run('ledger', 'export', second.home / 'again.jsonl'):.0f} s")
    if export.read_bytes() != (second.home / "again.jsonl").read_bytes():
        raise SystemExit("the chain that was taken in is not the one that was written")


def drafts(project: str, each: int, luck: random.Random) -> list[Draft]:
    """A project's life: evidence, and once in a while a gate, a decision, and where it stands."""
    records: list[Record] = []
    for number in range(each):
        stage = STAGES[number * len(STAGES) // each]
        if number % 100 == 99:
            records += [Gate(stage=stage, advice="go", reasons=("every promise of this stage holds",))]
        elif number % 250 == 248:
            records += [decision(stage)]
        elif number % 250 == 249 or number == each - 1:
            records += [standing(project, stage, luck)]
        else:
            records += [evidence(number, stage, luck)]
    return [
        Draft(project=project, kind=type(one).__name__, body=one.to_dict(), author="ann", authority="asserted")
        for one in records
    ]


def decision(stage: Any) -> Decision:
    """To go on."""
    return Decision(
        stage=stage,
        choice="go",
        why="it pays",
        by="ann",
        authority="asserted",
        advice="go",
        gate="0" * 32,
        follows=True,
    )


def evidence(number: int, stage: Any, luck: random.Random) -> Evidence:
    """A number with its interval, and what it stood on."""
    value = luck.gauss(20_000, 5_000)
    found = Measurement(name="gain", value=value, low=value - 900, high=value + 900, n=9_000, unit="USD", per=1000)
    digests = {f"document:{part}": f"{luck.getrandbits(128):032x}" for part in ("data", "success", "evaluation")}
    says = f"attempt {number} was asked about 9,000 rows kept aside that it had not seen"
    return Evidence(check=f"check-{number % 40}", says=says, stage=stage, measurements=(found,), stands_on=digests)


def standing(project: str, stage: Any, luck: random.Random) -> Standing:
    """Where a project stands; some have no worth yet."""
    worth = luck.lognormvariate(12, 1)
    return Standing(
        project=project,
        stage=stage,
        owner="ann",
        waits="sign: the goal",
        unit="USD",
        low=worth / 2,
        worth=worth,
        high=worth * 2,
        worth_from="stated",
        acts=0.8,
        chances={str(each): 0.8 for each in STAGES[STAGES.index(stage) :]},
        chance=round(0.8 ** (len(STAGES) - STAGES.index(stage)), 3),
        weeks=float(luck.randrange(1, 20)),
        week_cost=5_000.0,
        budget=20.0,
        began=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=luck.randrange(300)),
    )


FILLED: Final = "taken in, 1,000 entries at a time"
IMPORTED: Final = "`ledger import` of all of it"
EXPORTED: Final = "`ledger export` of all of it"
HEADS: Final = "newest entry of every project, first time, then again"
STARTED: Final = "`board` up, and its portfolio page for the first time"
PAGED: Final = "portfolio page"
PAGED_NEW: Final = "portfolio page after somebody wrote an entry"
CHECKED: Final = "`check` of an unchanged project, whole process"
RANKED: Final = "`portfolio`, whole process"
VERIFIED: Final = "`ledger verify`, whole process"
ONE: Final = "appended by one writer, one entry at a time"
MANY: Final = f"appended by {WRITERS} writers at once, one entry at a time"

TARGETS: Final = {PAGED: "300 ms", PAGED_NEW: "300 ms", CHECKED: "1 s"}


def measure(place: Place, projects: int) -> None:
    """Everything that people wait for."""
    project = place.home / "orders"
    if not project.exists():
        make(project)
    for _ in range(2):
        # the first finds out, the second sees that nothing is left
        place.run("check", "--project", project, statuses=(0, 1))
    used = processor()
    runs = [place.run("check", "--project", project, statuses=(0, 1)) for _ in range(7)]
    place.tell(CHECKED, f"{spread(runs, 1, 's')}, {(processor() - used) / len(runs):.2f} s of the processor")
    place.tell(RANKED, f"{place.run('portfolio', project):.1f} s")
    with Ledger.open(place.url, CLOCK) as ledger:
        place.tell(HEADS, f"{timed(ledger.heads) * 1000:.0f} ms, then {timed(ledger.heads) * 1000:.1f} ms")
        pages(place, project, ledger, projects)
    place.tell(VERIFIED, f"{place.run('ledger', 'verify', '--project', project):.0f} s")
    place.tell(ONE, f"{appended(place.url, 1):,.0f} a second")
    place.tell(MANY, f"{appended(place.url, WRITERS):,.0f} a second")


def pages(place: Place, project: Path, ledger: Ledger, projects: int) -> None:
    """The page of the board, over HTTP."""
    start = time.perf_counter()
    with board(place, project) as get:
        page = get()
        place.tell(STARTED, f"{time.perf_counter() - start:.1f} s")
        if f"{projects + 1:,} projects" not in page.decode():
            raise SystemExit("the page does not speak of all projects")
        place.tell(PAGED, spread([timed(get) * 1000 for _ in range(20)], 0, "ms"))
        after = []
        for number in range(20):
            ledger.append(f"project-{number % projects:04}", "Note", {"number": number}, "ann", "asserted")
            after.append(timed(get) * 1000)
        place.tell(PAGED_NEW, spread(after, 0, "ms"))


@contextmanager
def board(place: Place, project: Path) -> Iterator[Callable[[], bytes]]:
    """A board in a process of its own; gives what asks for its first page."""
    with subprocess.Popen(
        [*COMMAND, "board", str(project), "--port", "0", "--json"],
        env=place.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            said = ""
            while "}" not in said:
                said += process.stdout.readline()
            address = json.loads(said)["address"]
            yield lambda: urllib.request.urlopen(address, timeout=60).read()
        finally:
            process.send_signal(signal.SIGINT)


def make(folder: Path) -> None:
    """A small project."""
    luck = random.Random(1)
    rows = [f"{luck.gauss(100, 30):.2f},{luck.choice('NSEW')}" for _ in range(400)]
    lines = [f"{row},{'yes' if float(row.split(',')[0]) + luck.gauss(0, 20) > 115 else 'no'}" for row in rows]
    folder.mkdir()
    (folder / "orders.csv").write_text("\n".join(["amount,region,late", *lines]) + "\n", encoding="utf-8")
    (folder / "project.yaml").write_text(DOCUMENT, encoding="utf-8")


def appended(url: str, writers: int) -> float:
    """Entries a second that so many processes get acknowledged together."""
    with multiprocessing.get_context("spawn").Pool(writers) as pool:
        pool.map(append, [(url, 0.2)] * writers)
        return sum(pool.map(append, [(url, LASTS)] * writers)) / LASTS


def append(task: tuple[str, float]) -> int:
    """Appends for some seconds; how many entries were acknowledged."""
    url, seconds = task
    count, luck = 0, random.Random(os.getpid())
    with Ledger.open(url, CLOCK, wait=60.0) as ledger:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            body = evidence(count, STAGES[0], luck).to_dict()
            ledger.append(f"writer-{os.getpid()}", "Evidence", body, "ann", "asserted")
            count += 1
    return count


def processor() -> float:
    """Seconds of processor time that ended processes of ours took so far."""
    taken = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken.ru_utime + taken.ru_stime


def timed(act: Callable[[], object]) -> float:
    """Seconds that something takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def spread(values: list[float], digits: int, unit: str) -> str:
    """Median, lowest and highest."""
    digits += unit == "s"
    return f"{median(values):.{digits}f} {unit} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def block(places: tuple[Place, ...], projects: int, entries: int) -> str:
    """The table in Markdown."""
    rows = dict.fromkeys(what for place in places for what in place.told)
    heads = ["", *(place.name for place in places), "target"]
    lines = [heads, ["---", *["---:"] * len(places), "---:"]]
    lines += [[what, *(place.told.get(what, "") for place in places), TARGETS.get(what, "")] for what in rows]
    told = [
        f"## {projects:,} projects with {entries:,} entries",
        "",
        "The ledger, filled through its own door: pieces of evidence, and for each project some gates, decisions and "
        "where it stands. One more project, with a folder, is checked and shown; the others are known from the ledger "
        "alone. "
        "PostgreSQL runs on this machine at its defaults and is reached over a socket. Median (lowest to highest).",
        "",
    ]
    return "\n".join([*told, *(f"| {' | '.join(cells)} |" for cells in lines)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
