"""Help for every verb, and completion in a shell."""

from pathlib import Path

import pytest

from shipworthy.cli.main import VERBS
from tests.cli.sample import run


def test_help_lists_every_verb_with_what_it_does(tmp_path: Path) -> None:
    told = run("--help", home=tmp_path)
    assert (told.status, told.err) == (0, "")
    flat = " ".join(told.out.split())
    for verb, line in VERBS.items():
        assert f"{verb} {line}" in flat


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_a_verb_says_what_it_does_and_shows_an_example(verb: str, tmp_path: Path) -> None:
    told = run(verb, "--help", home=tmp_path)
    flat = " ".join(told.out.split())
    assert (told.status, told.err) == (0, "")
    assert VERBS[verb] in flat
    assert f"For example: shipworthy {verb}" in flat
    assert "--json" in flat


def test_without_a_verb_the_help_is_shown_and_something_is_to_mend(tmp_path: Path) -> None:
    told = run(home=tmp_path)
    assert told.status == 2
    assert "Verbs:" in told.err + told.out


def test_the_version_is_told(tmp_path: Path) -> None:
    told = run("--version", home=tmp_path)
    assert (told.status, told.out.split()[0]) == (0, "shipworthy")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_be_taught_to_complete(shell: str, tmp_path: Path) -> None:
    told = run(home=tmp_path, _SHIPWORTHY_COMPLETE=f"source_{shell}")
    assert told.status == 0
    assert "_SHIPWORTHY_COMPLETE=complete_" in told.out.replace("'", "").replace('"', "")


def complete(words: str, home: Path) -> list[str]:
    count = str(len(words.split(" ")) - 1)
    told = run(home=home, _SHIPWORTHY_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=count)
    assert (told.status, told.err) == (0, "")
    return told.out.split()


def test_verbs_and_options_are_completed(tmp_path: Path) -> None:
    assert complete("shipworthy che", tmp_path) == ["check", "checkin"]
    assert complete("shipworthy d", tmp_path) == ["demo", "decide", "doctor"]
    assert complete("shipworthy check --pro", tmp_path) == ["--project"]
    assert complete("shipworthy chek --pro", tmp_path) == []
