"""The exit statuses of the design, and that every way out leaves whole streams behind."""

import json
import os
import pwd
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shipworthy.cli import main as command
from shipworthy.cli.ending import ending_of
from shipworthy.cli.main import VERBS
from tests.cli.sample import make, run, swap

ROOT = Path(__file__).parents[2]
PERSONAL = "secret7@example.org"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path / "project")


def started(*arguments: object, redirect: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, through a shell that may redirect its streams."""
    code = "from shipworthy.cli.start import run; run()"
    words = [sys.executable, "-c", code, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **variables}
    return subprocess.run(
        ["sh", "-c", f'"$@" {redirect}', "sh", *words],
        check=False,
        capture_output=True,
        text=True,
        encoding="latin-1",
        env=environment,
    )


WRONG = {
    "an unknown verb": (("chek",), ("there is no such verb", "chek", "did you mean check?")),
    "an unknown option": (("evaluate", "--jsn"), ("no such option: --jsn", "--json", "evaluate --help")),
    "a missing option": (("decide", "go"), ("missing option '--why'", "decide --help")),
    "a missing argument": (("init", "--data", "a.csv", "--target", "y"), ("missing argument", "init --help")),
    "too many arguments": (("compare", "foo"), ("unexpected", "foo")),
    "an unknown stage": (("check", "prototyp"), ("prototyp", "ideation, data, prototype", "did you mean prototype?")),
    "an unknown person": (("sign", "--as", "anne"), ("nobody of this name", "anne", "did you mean ann?")),
    "an unknown signature": (("sign", "goalpsot", "--as", "ann"), ("goalpsot", "did you mean goalpost?")),
    "an unknown choice": (("decide", "goo", "--why", "x", "--as", "ann"), ("goo", "go, stay, back, stop")),
    "no gate yet": (("decide", "go", "--why", "x", "--as", "ann"), ("no gate", "shipworthy check")),
    "an unknown candidate": (("evaluate", "liner"), ("liner", "did you mean linear?")),
    "an unknown act": (("ledger", "verfy"), ("verfy", "did you mean verify?")),
    "an act without its file": (("ledger", "export"), ("which file", "ledger export FILE.jsonl")),
    "an import of nothing": (("ledger", "import", "/nowhere.jsonl"), ("/nowhere.jsonl", "No such file")),
    "an export into nothing": (("ledger", "export", "/dev/null/a.jsonl"), ("cannot be written", "/dev/null")),
    "a report into nothing": (("report", "-o", "/dev/null/a.html"), ("cannot be written", "/dev/null")),
    "a report onto a folder": (("report", "-o", "/tmp"), ("/tmp", "directory")),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_makes_no_sense_is_told_with_status_2(name: str, project: Path) -> None:
    arguments, words = WRONG[name]
    where = () if arguments[0] in ("chek", "init") else ("--project", project)
    told = run(*arguments, *where, home=project / "home")
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("shipworthy: ")
    for word in words:
        assert word.lower() in told.err.lower()


def test_init_refuses_a_project_before_it_looks_at_data(project: Path) -> None:
    told = run("init", project, "--data", project / "orders.csv", "--target", "late", home=project / "home")
    assert (told.status, told.out) == (2, "")
    assert "there is a project in this folder already" in told.err


def test_a_claim_that_cannot_be_told_makes_check_end_with_1_and_a_decision_with_0(project: Path) -> None:
    home = project / "home"
    assert run("check", "ideation", "--project", project, home=home).status == 1
    decided = run("decide", "stay", "--why", "not yet", "--as", "ann", "--project", project, home=home)
    assert (decided.status, decided.err) == (0, "")
    assert run("doctor", "--project", project, home=home).status == 0
    assert run("ledger", "list", "--project", project, home=home).status == 0


def test_a_tampered_ledger_is_found_with_status_1(project: Path) -> None:
    home = project / "home"
    run("check", "ideation", "--project", project, home=home)
    assert run("ledger", "verify", "--project", project, home=home).status == 0
    with sqlite3.connect(home / "ledger.sqlite") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        changed = database.execute("UPDATE ledger_entries SET body = replace(body, 'is', 'was') WHERE seq = 3").rowcount
    database.close()
    assert changed == 1
    told = run("ledger", "verify", "--project", project, "--json", home=home)
    assert (told.status, told.document["whole"]) == (1, False)
    assert "3" in told.document["says"][0]
    assert run("doctor", "--project", project, home=home).status == 2


@pytest.mark.parametrize("verb", VERBS)
def test_with_json_every_verb_tells_an_error_in_one_document(verb: str, tmp_path: Path) -> None:
    needed: dict[str, tuple[Any, ...]] = {
        "demo": ("/dev/null/demo",),
        "init": (tmp_path / "new", "--data", tmp_path / "none.csv", "--target", "y"),
        "decide": ("go", "--why", "x"),
        "ledger": ("verfy",),
    }
    where = () if verb in ("demo", "init") else ("--project", tmp_path)
    home = "/dev/null/home" if verb == "doctor" else str(tmp_path / "home")
    told = run(verb, *needed.get(verb, ()), *where, "--json", home=home)
    assert told.status == 2
    if verb == "doctor":
        assert any(one["well"] is False for one in told.document["examined"])
    else:
        assert told.document["exit_status"] == 2
        assert told.err.startswith(f"shipworthy: {told.document['what']}")


def test_a_fault_of_ours_ends_with_70_and_a_report_without_data(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> int:
        try:
            return int(PERSONAL)
        except ValueError as error:
            raise KeyError(f"no row of {PERSONAL}") from error

    monkeypatch.setattr(command, "_verbs", type("Verbs", (), {"main": lambda *_, **__: fail(PERSONAL)}))
    told = run("check", "--project", project, "--json", home=project / "home")
    assert (told.status, told.document["error"], told.document["exit_status"]) == (70, "InternalError", 70)
    assert "KeyError" in told.err
    assert "Traceback" not in told.err
    report = Path(told.document["report"])
    text = report.read_text()
    report.unlink()
    assert report.stem.startswith("shipworthy-fault-")
    for word in ("ValueError", "KeyError", "in fail", "which led to", "verb: check", "Python"):
        assert word in text
    assert PERSONAL not in text
    assert PERSONAL not in told.err + told.out


@pytest.mark.parametrize("error", [MemoryError(), PermissionError(13, "Permission denied", "/x"), OSError(28, "full")])
def test_what_the_machine_refuses_is_for_the_user_to_mend(error: BaseException) -> None:
    ending = ending_of(error, "check")
    assert ending.status == 2
    assert "  next: " in ending.message


def test_marks_are_written_in_any_encoding(project: Path) -> None:
    for encoding in ("ascii", "latin-1", "utf-8"):
        told = started("doctor", "--project", project, SHIPWORTHY_HOME=str(project / "home"), PYTHONIOENCODING=encoding)
        assert (told.returncode, told.stderr) == (0, "")
        assert re.match(r"(\+|✓|\xe2\x9c\x93) this folder: ", told.stdout)


def test_json_is_whole_in_an_encoding_that_does_not_know_its_letters(tmp_path: Path) -> None:
    place = make(tmp_path / "проект")
    told = started(
        "doctor", "--json", "--project", place, SHIPWORTHY_HOME=str(tmp_path / "home"), PYTHONIOENCODING="ascii"
    )
    assert "проект" in json.loads(told.stdout)["examined"][0]["says"]


REDIRECTS = {
    "| head -1": (0, "", 1),
    ">&-": (0, "", 0),
    ">&- 2>&-": (0, "", 0),
    "> /dev/full": (2, "the disk is full", 0),
}


@pytest.mark.parametrize("redirect", REDIRECTS)
def test_a_standard_output_that_nobody_can_write_to(redirect: str, project: Path) -> None:
    status, words, printed = REDIRECTS[redirect]
    told = started("doctor", "--project", project, redirect=redirect, SHIPWORTHY_HOME=str(project / "home"))
    assert told.returncode == status
    assert words in told.stderr
    assert "Traceback" not in told.stderr
    assert "Exception ignored" not in told.stderr
    assert len(told.stdout.splitlines()) == printed


def test_a_narrow_terminal_without_colour_is_enough(project: Path) -> None:
    told = started("doctor", "--project", project, TERM="dumb", COLUMNS="40", SHIPWORTHY_HOME=str(project / "home"))
    assert (told.returncode, "\x1b" in told.stdout) == (0, False)


def test_without_a_home_folder_it_says_which_variable_to_set(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.chdir(project)
    told = run("ledger", home="")
    assert told.status == 2
    assert "name a folder with SHIPWORTHY_HOME" in told.err
    assert not (project / "~").exists()


def test_one_misspelt_field_is_one_thing_to_mend(project: Path) -> None:
    swap("project: orders", "projct: orders")(project)
    told = run("check", "--project", project, home=project / "home")
    assert "write project instead of projct" in told.err
    assert "missing" not in told.err
