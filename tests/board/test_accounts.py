"""People who sign in: with which password, into which projects, and under whose name they act."""

import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shipworthy.foundation.errors import PersonError, RequestError
from shipworthy.people.passwords import fits, hashed
from shipworthy.records.comment import Comment
from shipworthy.records.decision import SignOff
from shipworthy.records.estimate import Estimated
from shipworthy.store.doors import Doors
from shipworthy.workflow.accounts import TRIES, Accounts
from tests.board.site import Visitor, board
from tests.board.team import PASSWORD, LateClock, Team, team

AT = "/projects/bread"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    monkeypatch.setenv("SHIPWORTHY_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SHIPWORTHY_URL", raising=False)
    return team(tmp_path)


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with accounts, to be copied: passwords are kept in a way that takes its time, as it should."""
    desk = team(tmp_path_factory.mktemp("peopled"))
    with desk.accounts() as found:
        found.add("ann", email="Ines@example.org", password=PASSWORD)
        found.add("tom", password=PASSWORD)
        found.add("eve", password=PASSWORD)
        found.add("boss", everywhere=True, password=PASSWORD)
    return desk.root / "home"


@pytest.fixture
def accounts(desk: Team, peopled: Path) -> Iterator[Accounts]:
    shutil.copytree(peopled, desk.root / "home", dirs_exist_ok=True)
    with desk.accounts() as found:
        yield found


@pytest.fixture
def visitor(desk: Team, accounts: Accounts) -> Iterator[Visitor]:
    with board(desk.root / "all", accounts=accounts) as found:
        yield found


def enter(visitor: Visitor, name: str, password: str = PASSWORD) -> Visitor:
    fresh = Visitor(visitor.port, origin=visitor.origin)
    came = fresh.post("/enter", name=name, password=password, next=AT)
    assert (came.status, came.headers.get("location")) == (303, AT), came.text
    return fresh


def test_nobody_looks_without_signing_in(visitor: Visitor) -> None:
    for path in ("/", AT, "/nowhere"):
        found = visitor.get(path)
        assert (found.status, found.headers["location"].partition("?")[0]) == (303, "/enter")
    assert visitor.post(f"{AT}/sign", what="privacy").status == 401
    assert "Password" in visitor.get("/enter").text
    visitor.headers = {"authorization": "Bearer "}
    assert visitor.get(AT).status == 303


def test_who_signed_in_acts_under_their_own_name_and_no_other(desk: Team, visitor: Visitor) -> None:
    ann = enter(visitor, "ann")
    page = ann.get(AT).text
    assert "You are ines (signed in)" in page
    assert 'name="person"' not in page
    done = ann.post(f"{AT}/sign", csrf=ann.csrf(AT), person="tom", what="goalpost")
    assert done.headers.get("location") == f"{AT}?done=sign", done.text
    (signed,) = desk.records(SignOff)
    assert isinstance(signed, SignOff)
    assert (signed.by, signed.authority) == ("ines", "authenticated")
    # what a role does not let do is refused, whoever sends the form
    tom = enter(visitor, "tom")
    assert tom.post(f"{AT}/decide", csrf=tom.csrf(AT), choice="go", why="so").status == 403


def test_everybody_sees_their_own_projects_only(visitor: Visitor) -> None:
    ann, tom, eve, boss = (enter(visitor, name) for name in ("ann", "tom", "eve", "boss"))
    assert "water" not in ann.get("/").text
    assert "water" in tom.get("/").text
    assert "bread" not in eve.get("/").text
    assert [each.get("/projects/water").status for each in (ann, tom, eve, boss)] == [403, 200, 403, 200]
    assert boss.post("/projects/water/comment", csrf=boss.csrf("/"), text="x").status == 403
    assert "take no part" in boss.get("/projects/water").text


def test_who_fails_too_often_waits(desk: Team, visitor: Visitor, accounts: Accounts) -> None:
    wrong = visitor.post("/enter", name="ann", password="guess")
    nobody = visitor.post("/enter", name="nobody", password="guess")
    assert (wrong.status, nobody.status) == (403, 403)
    assert wrong.text.replace('value="ann"', "") == nobody.text.replace('value="nobody"', "")
    for _ in range(TRIES - 1):
        visitor.post("/enter", name="ann", password="guess")
    late = visitor.post("/enter", name="ann", password=PASSWORD)
    assert (late.status, "Try again in a quarter of an hour" in late.text) == (429, True)
    enter(visitor, "tom")
    desk.clock.later = timedelta(minutes=16)
    assert accounts.sign_in("ann", PASSWORD).token


def test_a_crowd_at_the_door_keeps_nobody_from_their_pages(visitor: Visitor) -> None:
    ann, came = enter(visitor, "ann"), list[int]()

    def come(place: int) -> None:
        fresh = Visitor(visitor.port, origin=visitor.origin)
        came.append(fresh.post("/enter", name=f"nobody {place}", password="guess").status)

    threads = [threading.Thread(target=come, args=[place]) for place in range(24)]
    for thread in threads:
        thread.start()
    assert ann.get(AT).status == 200
    for thread in threads:
        thread.join()
    assert set(came) == {403, 429}


def test_a_session_ends_by_leaving_by_time_and_with_the_account(
    desk: Team, visitor: Visitor, accounts: Accounts
) -> None:
    ann, tom, boss = (enter(visitor, name) for name in ("ann", "tom", "boss"))
    kept = ann.cookie
    assert ann.post("/leave", csrf=ann.csrf(AT)).headers["location"] == "/enter"
    ann.cookie = kept
    assert ann.get(AT).status == 303
    accounts.remove("tom")
    assert tom.get(AT).status == 303
    assert boss.get(AT).status == 200
    desk.clock.later = timedelta(hours=13)
    assert boss.get(AT).status == 303


def test_a_cookie_is_for_the_board_alone_and_for_https_where_it_came_by_it(visitor: Visitor) -> None:
    plain = visitor.post("/enter", name="ann", password=PASSWORD).headers["set-cookie"]
    assert plain.endswith("Path=/; HttpOnly; SameSite=Strict")
    visitor.headers, visitor.origin = {"x-forwarded-proto": "https"}, ""
    assert visitor.post("/enter", name="ann", password=PASSWORD).headers["set-cookie"].endswith("; Secure")


def test_a_form_without_its_secret_or_from_elsewhere_does_nothing(desk: Team, visitor: Visitor) -> None:
    ann, tom = enter(visitor, "ann"), enter(visitor, "tom")
    for csrf in ("", "x" * 64, tom.csrf(AT)):
        assert ann.post(f"{AT}/comment", csrf=csrf, text="x").status == 403
    csrf, ann.origin = ann.csrf(AT), "https://evil.example"
    assert ann.post(f"{AT}/comment", csrf=csrf, text="x").status == 403
    assert desk.records(Comment) == []


def test_a_password_is_set_once_by_its_link(visitor: Visitor, accounts: Accounts) -> None:
    before = enter(visitor, "ann")
    path = accounts.reset("ann")
    other = "quite another password"
    assert "For the account ann" in visitor.get(path).text
    assert visitor.post(path, password="short", again="short").status == 422
    assert visitor.post(path, password=other, again=PASSWORD).status == 422
    assert visitor.post(path, password=other, again=other).headers["location"] == "/"
    assert visitor.get(AT).status == 200
    assert visitor.post(path, password=PASSWORD, again=PASSWORD).status == 410
    assert before.get(AT).status == 303, "who was in under the old password is out"
    assert visitor.post("/enter", name="ann", password=PASSWORD).status == 403
    enter(visitor, "ann", other)


def test_a_password_is_kept_so_that_nobody_can_read_it() -> None:
    kept = hashed(PASSWORD)
    assert PASSWORD not in kept
    assert kept != hashed(PASSWORD)
    assert fits(PASSWORD, kept)
    assert not fits(PASSWORD + ".", kept)
    assert not fits("", "")
    assert not fits("x" * 2000, kept)
    for bad in ("", "eleven char", "x" * 1025):
        with pytest.raises(PersonError, match="this password cannot be used"):
            hashed(bad)


def test_accounts_are_kept_in_postgresql_too(postgres_url: str) -> None:
    clock = LateClock()
    with Doors.open(postgres_url, clock) as doors, Doors.open(postgres_url, clock) as others:
        accounts = Accounts(doors, clock)
        path = accounts.add("ann")
        token = accounts.set_password(path.rpartition("/")[2], PASSWORD)
        found = others.session(token)
        assert found is not None
        assert found.person == "ann"
        assert Accounts(others, clock).sign_in("ann", PASSWORD).token
        with pytest.raises(PersonError, match="there is no such account"):
            accounts.remove("anne")
        with pytest.raises(RequestError, match="this is no name"):
            accounts.add(" ")


def test_ranges_are_said_blind_and_seen_once_said(desk: Team, visitor: Visitor) -> None:
    ann, tom = enter(visitor, "ann"), enter(visitor, "tom")
    fields = {"about": "value.true_positive", "low": "1,030", "high": "1,045.5"}
    done = ann.post(f"{AT}/estimate", csrf=ann.csrf(AT), person="tom", **fields)
    assert done.headers.get("location") == f"{AT}?done=estimate", done.text
    assert "ines: very likely between 1,030" in ann.get(AT).text
    assert "ines: very likely" not in tom.get(AT).text
    assert "say first what you think" in tom.get(AT).text
    for low, high in (("2", "1"), ("nan", "1"), ("", "1"), ("many", "1")):
        wrong = tom.post(f"{AT}/estimate", csrf=tom.csrf(AT), about="value.true_positive", low=low, high=high)
        assert (wrong.status, "This is no range" in wrong.text) == (422, True)
    (said,) = desk.records(Estimated)
    assert isinstance(said, Estimated)
    assert (said.by, said.authority, said.low, said.high) == ("ines", "authenticated", 1030, 1045.5)
