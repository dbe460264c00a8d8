import re
import sys
from pathlib import Path

import pytest

from benchmarks.cases import CASES, HERE, Case, Contestant
from benchmarks.environments import lock_of, version_of
from benchmarks.table import beside_known, case_table, put
from benchmarks.watch import Taken, watch

CONTESTANTS = [one for case in CASES for one in case.contestants]


def _taken(wall: float, status: int = 0) -> Taken:
    return Taken(wall=wall, cpu=wall, peak=10.0, first=None, status=status, lines=(), errors="")


def test_every_contestant_is_locked_by_version_and_hash_and_its_script_is_there() -> None:
    for one in CONTESTANTS:
        lock = lock_of(one.package).read_text(encoding="utf-8")
        pins = re.findall(r"^[a-zA-Z0-9._-]+==\S+", lock, flags=re.MULTILINE)
        assert pins
        assert lock.count("--hash=sha256:") >= len(pins)
        assert all(Path(part).is_file() for part in one.command if part.startswith(str(HERE)))


def test_every_peer_shows_its_version() -> None:
    assert all(version_of(one.package) for one in CONTESTANTS if one.package != "shipworthy")


def test_every_case_names_its_contestants_apart() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    for case in CASES:
        assert len({one.says for one in case.contestants}) == len(case.contestants)


def test_a_watched_command_tells_time_memory_status_and_when_the_line_came(tmp_path: Path) -> None:
    program = "import sys, time; x = bytearray(60 * 2**20); print('now'); time.sleep(0.3); sys.exit(3)"
    seen = watch([sys.executable, "-c", program], tmp_path, {}, first="^now")
    assert seen.status == 3
    assert seen.lines == ("now",)
    assert seen.first is not None
    assert 0 < seen.first < seen.wall
    assert seen.wall > 0.3
    assert seen.cpu > 0
    assert seen.peak > 60


def test_memory_of_processes_started_by_the_command_counts(tmp_path: Path) -> None:
    child = "import sys; x = bytearray(60 * 2**20); print('has it', flush=True); sys.stdin.read()"
    start = f"subprocess.Popen([sys.executable, '-c', {child!r}], stdin=subprocess.PIPE, stdout=subprocess.PIPE)"
    # both hold it at once, for as long as some twenty looks take
    program = (
        f"import subprocess, sys, time; both = [{start}, {start}]; [each.stdout.readline() for each in both]; "
        "time.sleep(2); [each.communicate() for each in both]"
    )
    assert watch([sys.executable, "-c", program], tmp_path, {}).peak > (120 if sys.platform == "linux" else 60)


def test_a_table_shows_median_lowest_and_highest_and_what_failed() -> None:
    ours = Contestant("ours", "shipworthy", ("x",), target="under 1 s")
    peer = Contestant("theirs", "skore", ("x",))
    text = case_table(
        Case("a", "A title", "A question?", (ours, peer)),
        [(ours, [_taken(1.0), _taken(3.0), _taken(2.0)], (0.5, "x 1.0")), (peer, [_taken(1.0, status=9)], (None, ""))],
    )
    assert "| ours | 2.00 (1.00 to 3.00) | 0.50 | 2.00 | 10 | 3 | under 1 s |" in text
    assert "failed with status 9" in text
    assert "- ours: x 1.0" in text


def test_a_block_is_replaced_where_it_stands_and_the_rest_stays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n", encoding="utf-8")
    put(page, "a", "one")
    put(page, "b", "two")
    put(page, "a", r"three \1")
    text = page.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line and "bench:" not in line] == ["before", r"three \1", "two"]


def test_ours_is_measured_alone_beside_what_is_known_of_peers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("", encoding="utf-8")
    ours, peer = Contestant("ours", "shipworthy", ("x",)), Contestant("theirs", "skore", ("x",))
    case = Case("a", "A title", "A question?", (ours, peer))
    both = [(ours, [_taken(2.0)], (0.5, "x 1")), (peer, [_taken(3.0)], (0.7, "y 1"))]
    put(page, "a", f"{case_table(case, both)}\n\n*01 May 2026, 2 cores.*")
    for day in ("02", "03"):
        alone = case_table(Case("a", "A title", "Another?", (ours,)), [(ours, [_taken(1.0)], (0.4, "x 2"))])
        put(page, "a", beside_known(page, case, f"{alone}\n\n*{day} May 2026, 2 cores.*"))
    text = page.read_text(encoding="utf-8")
    assert "Another?" in text
    assert [line[:8] for line in text.splitlines() if line.startswith("| ")] == [
        "|  | wal",
        "| --- | ",
        "| ours |",
        "| theirs",
    ]
    assert [line for line in text.splitlines() if line.startswith("- ")] == ["- ours: x 2", "- theirs: y 1"]
    assert [line for line in text.splitlines() if "May" in line] == [
        "*03 May 2026, 2 cores.*",
        "Peers: *01 May 2026, 2 cores.*",
    ]


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_every_case_stands_on_the_page(name: str) -> None:
    page = HERE.parent.parent / "docs" / "benchmarks.md"
    assert f"<!-- bench:{name} -->" in page.read_text(encoding="utf-8")
