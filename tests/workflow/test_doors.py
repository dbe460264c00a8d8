"""The verbs that let people in, and that put what they say on record."""

from pathlib import Path

from tests.board.team import team
from tests.workflow.project import Command


def test_the_command_gives_accounts(tmp_path: Path, shipworthy: Command) -> None:
    said = shipworthy("account", "add", "ann", "--email", "ann@example.org", "--at", "https://board.example/")
    assert "https://board.example/password/" in said.flat
    assert "ann <ann@example.org>" in shipworthy("account", "list").flat
    assert "/password/" in shipworthy("account", "reset", "ann", "--json").document["address"]
    assert shipworthy("account", "remove", "ann").status == 0
    assert shipworthy("account", "remove", "ann").status == 2
    assert shipworthy("account", "add").status == 2
    assert shipworthy("board", tmp_path, "--accounts", "--token", "x").status == 2


def test_the_command_invites_lists_and_takes_back(tmp_path: Path, shipworthy: Command) -> None:
    root = team(tmp_path).root / "all" / "bread"
    as_ines = ("-p", root, "--as", "ines")
    told = shipworthy("invite", "dana", "--for", "3d", "--to", "read,sign", *as_ines, "--json").document
    assert told["address"].startswith("http://127.0.0.1:8000/invited/bread/")
    assert told["to"] == ["read", "sign"]
    assert "dana, until" in shipworthy("invite", *as_ines).flat
    assert "took the invitation of dana back" in shipworthy("invite", "--withdraw", told["link"], *as_ines).flat
    assert shipworthy("invite", *as_ines).flat == ""
    assert shipworthy("invite", "nobody", *as_ines).status == 2
    shipworthy("estimate", "running_cost", 100, 300, *as_ines)
    shipworthy("ask", "privacy", *as_ines)
    entries = shipworthy("ledger", "list", "-p", root).flat
    assert f"invited dana by the link {told['link']} to read, sign, until" in entries
    assert f"took the link {told['link']} back" in entries
    assert "asked dana for privacy" in entries
    assert "said what running_cost very likely is" in entries
    assert told["address"].rpartition("/")[2] not in entries


def test_the_command_comments(tmp_path: Path, shipworthy: Command) -> None:
    root = team(tmp_path).root / "all" / "bread"
    said = shipworthy("comment", "two hours are enough", "--about", "lead-time", "-p", root, "--as", "dana")
    assert said.flat == "dana said about brief.lead-time: two hours are enough"
    for wrong in ((" ",), ("x", "--about", "brief.lead-tme"), ("x" * 5001,)):
        assert shipworthy("comment", *wrong, "-p", root, "--as", "dana").status == 2
