"""Who may ask, and how a server that may not start says so."""

import socket
from pathlib import Path

import pytest

from shipworthy.foundation.errors import BundleError, RequestError
from shipworthy.server.__main__ import main
from shipworthy.server.guard import must_be_safe
from shipworthy.server.run import run
from tests.server.nursery import Nursery
from tests.server.ships import ROW, Running, deploy, own, serve

TOKEN = "a-long-random-text"


def test_other_machines_are_let_in_with_a_token_only(project: Path, nursery: Nursery) -> None:
    with pytest.raises(RequestError, match="anybody could ask") as refused:
        run(project, host="0.0.0.0", port=0)
    assert "SHIPWORTHY_TOKEN" in refused.value.next_step
    with serve(project, nursery.start, "--host", "0.0.0.0", "--token", TOKEN) as server:
        for given in ({}, {"Authorization": "Bearer another"}, {"Authorization": TOKEN}):
            status, told = server.ask("POST", "/predict", {"row": ROW}, given)
            assert (status, told["error"]) == (401, "NotAllowed")
            assert "Authorization: Bearer" in told["next"]
            assert TOKEN not in str(told)
            assert server.ask("GET", "/health", headers=given)[0] == 401
        known = {"Authorization": f"Bearer {TOKEN}", "Host": "models.example.org"}
        assert server.ask("POST", "/predict", {"row": ROW}, known)[0] == 200
        assert server.ask("GET", "/ready")[0] == 200


@pytest.mark.parametrize("token", ["with space", "ümlaut", "line\n"])
def test_a_token_that_cannot_be_sent_is_refused(token: str) -> None:
    with pytest.raises(RequestError, match="cannot be sent"):
        must_be_safe("127.0.0.1", token)


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example.org"}, {"Origin": "https://evil.example.org"}, {"Origin": "null"}]
)
def test_web_pages_of_others_may_not_ask_through_a_browser(same_server: Running, headers: dict[str, str]) -> None:
    status, told = same_server.ask("POST", "/predict", {"row": ROW}, headers)
    assert (status, told["error"]) == (403, "Foreign")
    assert same_server.ask("POST", "/predict", {"row": ROW}, {"Origin": "http://localhost:8000"})[0] == 200


def test_a_port_in_use_is_named(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(RequestError, match="in use") as refused:
            run(project, port=port)
    assert str(port) in str(refused.value)
    assert "--port" in refused.value.next_step


def test_with_nothing_live_it_does_not_start_and_says_what_to_do(tmp_path: Path, project: Path) -> None:
    with pytest.raises(RequestError, match="nothing is live") as refused:
        run(tmp_path / "empty", port=0)
    assert "shipworthy ship" in refused.value.next_step
    deploy(project, champion=7)
    with pytest.raises(BundleError):
        run(project, port=0)


def test_the_program_says_in_one_message_why_it_does_not_start(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own(project) / "bundles" / "1" / "model.pkl").write_bytes(b"spoilt")
    assert main(["--project", str(project), "--port", "0"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("shipworthy: ")
    assert "model.pkl" in said.err
