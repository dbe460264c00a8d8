"""A one-time link lets one person into one project, and nowhere else."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shipworthy.foundation.errors import PersonError, RequestError
from shipworthy.records.comment import Comment
from shipworthy.records.decision import Decision, SignOff
from shipworthy.records.evidence import Evidence
from shipworthy.records.invitation import Entered, Invited, Withdrawn
from shipworthy.workflow.invite import open_links, withdraw
from tests.board.site import Visitor, board
from tests.board.team import PASSWORD, Team, team

AT = "/projects/bread"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    monkeypatch.setenv("SHIPWORTHY_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SHIPWORTHY_URL", raising=False)
    return team(tmp_path)


@pytest.fixture(params=["open", "token", "accounts"])
def visitor(desk: Team, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A board of each kind."""
    with desk.accounts() as accounts:
        given = accounts if request.param == "accounts" else None
        with board(desk.root / "all", token="a long word" * (request.param == "token"), accounts=given) as found:
            yield found


def enter(visitor: Visitor, path: str) -> None:
    came = visitor.post(path)
    assert (came.status, came.headers["location"]) == (303, AT)
    assert "HttpOnly; SameSite=Strict" in came.headers["set-cookie"]


def test_somebody_comes_in_once_reads_answers_and_signs(desk: Team, visitor: Visitor) -> None:
    link = desk.invited()
    page = visitor.get(link.path)
    assert (page.status, "You are invited to this project as dana." in page.text) == (200, True)
    assert visitor.get(link.path).status == 200, "looking does not open it"
    enter(visitor, link.path)
    page = visitor.get(AT)
    assert "You are dana (by invitation)" in page.text
    assert "All projects" not in page.text
    assert "What a review is handed:" in page.text
    csrf = visitor.csrf(AT)
    done = visitor.post(f"{AT}/sign", csrf=csrf, person="ines", what="review.privacy", says="fine")
    assert done.headers["location"] == f"{AT}?done=sign"
    visitor.post(f"{AT}/comment", csrf=csrf, person="ines", about="brief.need", text="Loaves <b>are</b> left.")
    assert "Loaves &lt;b&gt;are&lt;/b&gt; left." in visitor.get(AT).text
    (signed,), (said,), (entered,) = (desk.records(kind) for kind in (SignOff, Comment, Entered))
    assert isinstance(signed, SignOff)
    assert (signed.by, signed.authority, list(signed.claims)) == ("dana", "invited", ["review.privacy"])
    with desk.project() as project:
        known = {each.digest for each in project.book.all(Evidence)}
    assert set(signed.evidence) <= known, "the review is signed with the evidence that the reviewer was handed"
    assert len(signed.evidence) > 3
    assert isinstance(said, Comment)
    assert (said.by, said.authority, said.about) == ("dana", "invited", "brief.need")
    assert isinstance(entered, Entered)
    assert (entered.by, entered.authority) == ("dana", "invited")
    again = Visitor(visitor.port, origin=visitor.origin)
    assert again.post(link.path).status == 410
    assert again.get(link.path).status == 410


SHUT = (
    ("GET", "/"), ("GET", "/projects/water"), ("GET", "/projects/water/science"), ("GET", f"{AT}/try"),
    ("GET", f"{AT}/"), ("GET", "/projects/bread%2F..%2Fwater"), ("GET", "/projects/../projects/water"),
    ("GET", "/week"), ("GET", "/nowhere"), ("GET", "/projects/nobody"), ("HEAD", "/projects/water"),
    ("POST", f"{AT}/decide"), ("POST", f"{AT}/try"), ("POST", f"{AT}/undo"), ("POST", "/projects/water/sign"),
    ("POST", "/projects/water/comment"), ("POST", f"{AT}/nothing"), ("POST", "/"), ("DELETE", AT),
)  # fmt: skip


def test_everything_else_is_shut(desk: Team) -> None:
    with board(desk.root / "all") as visitor:
        enter(visitor, desk.invited().path)
        fields = {"csrf": visitor.csrf(AT), "choice": "go", "why": "so", "text": "x", "what": "privacy"}
        for method, path in SHUT:
            found = visitor.post(path, **fields) if method == "POST" else visitor.get(path, method)
            assert found.status in (403, 404), (method, path, found.text)
            assert "orders" not in found.text
    assert desk.records(Decision) == []
    assert desk.records(Comment, "water") == []


def test_what_can_be_read_is_read(desk: Team) -> None:
    with board(desk.root / "all") as visitor:
        enter(visitor, desk.invited().path)
        for path in (AT, f"{AT}/science", f"{AT}/live", f"{AT}/demo"):
            assert visitor.get(path).status == 200, path


def test_deciding_needs_both_the_link_and_the_role(desk: Team) -> None:
    with pytest.raises(PersonError, match="dana may not decide"):
        desk.invited("dana", to=("sign", "decide"))
    with board(desk.root / "all") as visitor:
        enter(visitor, desk.invited("ines", to=("sign", "decide")).path)
        csrf = visitor.csrf(AT)
        said = visitor.post(f"{AT}/decide", csrf=csrf, choice="stay", why="not yet")
        assert said.headers.get("location") == f"{AT}?done=decide"
    (decision,) = desk.records(Decision)
    assert isinstance(decision, Decision)
    assert (decision.by, decision.authority) == ("ines", "invited")


def test_a_reader_only_reads(desk: Team) -> None:
    with board(desk.root / "all") as visitor:
        enter(visitor, desk.invited(to=("read",)).path)
        page = visitor.get(AT).text
        assert "<form" not in page.replace('action="/leave"', "").split("</main>")[0]
        assert visitor.post(f"{AT}/comment", text="x").status == 403


def test_a_simulated_person_stays_simulated(desk: Team) -> None:
    with board(desk.root / "all") as visitor:
        enter(visitor, desk.invited("robot").path)
        assert "You are robot (simulated person)" in visitor.get(AT).text
        visitor.post(f"{AT}/comment", csrf=visitor.csrf(AT), text="beep")
    (said,) = desk.records(Comment)
    assert isinstance(said, Comment)
    assert said.authority == "simulated"


def test_a_link_ends_and_can_be_taken_back(desk: Team) -> None:
    gone, kept = desk.invited(), desk.invited("ines")
    with board(desk.root / "all") as visitor:
        enter(visitor, gone.path)
        with desk.project() as project:
            assert {link.person for link in open_links(project)} == {"dana", "ines"}
            withdraw(project, gone.record.link)
            with pytest.raises(RequestError, match="no invitation that is open is called this"):
                withdraw(project, gone.record.link)
        assert "You are dana" not in visitor.get(AT).text
    assert [type(one) for one in (*desk.records(Invited), *desk.records(Withdrawn))] == [Invited, Invited, Withdrawn]
    desk.clock.later = timedelta(days=8)
    with desk.project() as project:
        assert open_links(project) == ()
    token = kept.path.rpartition("/")[2]
    with desk.accounts() as accounts:
        assert accounts.doors.link(token) is None
        assert accounts.doors.use_link(token) is None


def test_of_many_who_open_a_link_at_once_one_comes_in(desk: Team) -> None:
    link = desk.invited()
    with board(desk.root / "all") as visitor:
        came: list[int] = []

        def come() -> None:
            came.append(Visitor(visitor.port, origin=visitor.origin).post(link.path).status)

        threads = [threading.Thread(target=come) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(came) == [303, *[410] * 7]
    assert len(desk.records(Entered)) == 1


def test_a_link_leads_to_its_own_project_only(desk: Team) -> None:
    token = desk.invited().path.rpartition("/")[2]
    with board(desk.root / "all") as visitor:
        assert visitor.post(f"/invited/water/{token}").status == 410
        assert visitor.post(f"/password/{token}", password=PASSWORD, again=PASSWORD).status == 410
        assert visitor.post("/invited/bread/" + "x" * 43).status == 410
        assert visitor.post(f"/invited/nobody/{token}").status == 404
        enter(visitor, f"/invited/bread/{token}")


def test_a_form_of_another_site_opens_no_link(desk: Team) -> None:
    link = desk.invited()
    with board(desk.root / "all") as visitor:
        assert Visitor(visitor.port, origin="https://evil.example").post(link.path).status == 403
        enter(visitor, link.path)


def test_the_link_itself_is_written_nowhere(desk: Team) -> None:
    link = desk.invited()
    token = link.path.rpartition("/")[2]
    with board(desk.root / "all") as visitor:
        enter(visitor, link.path)
        session = visitor.cookie.partition("=")[2]
    kept = b"".join(path.read_bytes() for path in desk.root.rglob("*") if path.is_file())
    assert link.record.link.encode() in kept
    assert token.encode() not in kept
    assert session.encode() not in kept


@pytest.mark.parametrize(
    ("whom", "options", "error", "says"),
    [
        ("dna", {}, PersonError, "did you mean dana?"),
        ("dana", {"lasts": "100d"}, RequestError, "at most 90d"),
        ("dana", {"lasts": "soon"}, RequestError, "this is not a duration"),
        ("dana", {"to": ("undo",)}, RequestError, "a link cannot let anybody do this"),
    ],
)
def test_what_cannot_be_invited(
    desk: Team, whom: str, options: dict[str, object], error: type[Exception], says: str
) -> None:
    with pytest.raises(error) as caught:
        desk.invited(whom, **options)
    assert says in str(caught.value)
    assert desk.records(Invited) == []


def test_a_reviewer_may_not_invite(desk: Team) -> None:
    with desk.project(person="dana") as project, pytest.raises(PersonError, match="dana may not invite others"):
        project.invite("tom")
