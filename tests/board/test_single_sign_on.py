"""People who come in by an identity provider: whom it vouches for, and everything that may go wrong on the way."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import requests
from joserfc.jwk import OctKey, RSAKey

from shipworthy.board.provided import BACK, OUT
from shipworthy.foundation.errors import MissingExtraError, RequestError, ServerError
from shipworthy.people.oidc import Attempt, OpenID
from shipworthy.people.provider import Provider, provider_of
from shipworthy.records.comment import Comment
from shipworthy.store.doors import Doors
from shipworthy.workflow.accounts import Accounts
from shipworthy.workflow.doctor import examine
from shipworthy.workflow.single_sign_on import SingleSignOn
from tests.board.site import board
from tests.board.team import LateClock, Team, team
from tests.support.oidc_provider import CLIENT, SECRET, Idp, idp

AT = "/projects/bread"


@dataclass
class Walk:
    """Somebody with a browser of their own, who goes from the board to the provider and back."""

    address: str
    browser: requests.Session = field(default_factory=requests.Session)

    def get(self, where: str) -> requests.Response:
        at = where if where.startswith("http") else self.address + where
        return self.browser.get(at, allow_redirects=False, timeout=60)

    def out(self, place: str = AT) -> str:
        """Begins, and goes as far as the way back."""
        away = self.get(f"{OUT}?next={place}")
        assert away.status_code == 303, away.text
        page = self.get(away.headers["location"]).text
        return unescape(page.split('href="')[1].split('"')[0])

    def come(self) -> requests.Response:
        return self.get(self.out())

    def csrf(self, path: str) -> str:
        return self.get(path).text.split('name="csrf" value="')[1].split('"')[0]

    def post(self, path: str, **fields: str) -> requests.Response:
        return self.browser.post(self.address + path, data=fields, allow_redirects=False, timeout=60)


@dataclass
class Stage:
    desk: Team
    accounts: Accounts
    idp: Idp
    provider: SingleSignOn
    address: str

    def walk(self) -> Walk:
        return Walk(self.address)


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv("SHIPWORTHY_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SHIPWORTHY_URL", raising=False)
    desk = team(tmp_path)
    with ExitStack() as stack:
        accounts, provider = stack.enter_context(desk.accounts()), stack.enter_context(idp())
        sso = SingleSignOn(accounts.doors, desk.clock, OpenID(Provider(provider.issuer, CLIENT, SECRET, "Bakers")))
        served = stack.enter_context(board(desk.root / "all", accounts=accounts, provider=sso))
        yield Stage(desk, accounts, provider, sso, served.origin)


def refused(answer: requests.Response, status: int, says: str) -> None:
    """One plain page; nobody is in, and the attempt is over."""
    assert (answer.status_code, says in unescape(answer.text)) == (status, True), answer.text
    assert "Traceback" not in answer.text
    assert "shipworthy_board=" not in answer.headers.get("set-cookie", "")


def test_whom_the_provider_vouches_for_acts_under_their_own_name(stage: Stage) -> None:
    ines = stage.walk()
    assert "Sign in with Bakers" in ines.get(f"/enter?next={AT}").text
    came = ines.come()
    assert (came.status_code, came.headers["refresh"]) == (200, f"0; url={AT}"), came.text
    page = ines.get(AT).text
    assert "You are ines (signed in)" in page
    assert ines.post(f"{AT}/comment", csrf=ines.csrf(AT), person="tom", text="Seen.").status_code == 303
    (said,) = stage.desk.records(Comment)
    assert isinstance(said, Comment)
    assert (said.by, said.authority) == ("ines", "authenticated")
    assert ines.get("/projects/water").status_code == 403
    ines.post("/leave", csrf=ines.csrf(AT))
    assert ines.get(AT).headers["location"].startswith("/enter?")


def test_cookies_are_as_tight_as_the_way_allows(stage: Stage) -> None:
    ines = stage.walk()
    away = ines.get(OUT)
    assert away.headers["set-cookie"].endswith("; Path=/enter/provider; Max-Age=600; HttpOnly; SameSite=Lax")
    assert stage.idp.issuer in away.headers["location"]
    secure = ines.browser.get(
        stage.address + OUT, headers={"x-forwarded-proto": "https"}, allow_redirects=False, timeout=20
    )
    assert secure.headers["set-cookie"].endswith("SameSite=Lax; Secure")
    assert "redirect_uri=https%3A%2F%2F" in secure.headers["location"]
    kept = stage.walk().come().headers["set-cookie"]
    assert "Max-Age=0" in kept
    assert "; Path=/; HttpOnly; SameSite=Strict, " in kept


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_way_back_leads_nowhere_else(stage: Stage, place: str) -> None:
    walk = stage.walk()
    assert walk.get(walk.out(place)).headers["refresh"] == "0; url=/"


def test_a_way_back_is_good_once_for_ten_minutes_and_in_one_browser(stage: Stage) -> None:
    ended = "This attempt to sign in has ended"
    ines, eve = stage.walk(), stage.walk()
    back = ines.out()
    refused(eve.get(back), 400, ended)
    kept = ines.browser.cookies.copy()
    assert ines.get(back).status_code == 200
    refused(ines.get(back), 400, ended)
    ines.browser.cookies = kept
    refused(ines.get(back), 400, ended)
    back = eve.out()
    refused(eve.get(back.replace("state=", "state=x")), 400, ended)
    refused(eve.get(BACK), 400, ended)
    back = eve.out()
    stage.desk.clock.later = timedelta(minutes=11)
    refused(eve.get(back), 400, ended)


def test_somebody_else_s_way_back_signs_nobody_in(stage: Stage) -> None:
    ines, eve = stage.walk(), stage.walk()
    ines.out()
    refused(ines.get(eve.out()), 400, "begun in another browser")


def test_an_attempt_goes_on_in_another_process(stage: Stage) -> None:
    walk = stage.walk()
    back = walk.out()
    with stage.desk.accounts() as others:
        openid = OpenID(Provider(stage.idp.issuer, CLIENT, SECRET))
        sso = SingleSignOn(others.doors, stage.desk.clock, openid)
        with board(stage.desk.root / "all", accounts=others, provider=sso) as second:
            secret = str(walk.browser.cookies["shipworthy_board_attempt"]).partition(".")[0]
            assert sso.is_mine(secret, Attempt(secret).state)
            assert not stage.provider.is_mine(secret, Attempt(secret).state)
            assert Walk(second.origin).come().status_code == 200
    refused(walk.get(back), 400, "has ended")


def test_who_would_rather_not_is_not_signed_in(stage: Stage) -> None:
    walk = stage.walk()
    back = walk.out()
    denied = (
        f"{back.partition('?')[0]}?error=access_denied&error_description=Call+555&state={back.partition('state=')[2]}"
    )
    answer = walk.get(denied)
    refused(answer, 403, "without saying who you are")
    assert "555" not in answer.text


def test_a_code_that_has_ended_or_was_used_is_told(stage: Stage) -> None:
    walk = stage.walk()
    back = walk.out()
    stage.idp.codes.clear()
    refused(walk.get(back), 403, "no longer knows of this attempt")


def test_a_provider_that_does_not_know_the_board_is_told(stage: Stage) -> None:
    sso = SingleSignOn(
        stage.accounts.doors, stage.desk.clock, OpenID(Provider(stage.idp.issuer, CLIENT, "a wrong one"))
    )
    with board(stage.desk.root / "all", accounts=stage.accounts, provider=sso) as served:
        refused(Walk(served.origin).come(), 503, "does not take the name and secret of this board")


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "issuer": ({"iss": "https://evil.example"}, "issued by another provider"),
    "audience": ({"aud": "another"}, "issued for another program"),
    "no audience": ({"aud": []}, "issued for another program"),
    "party": ({"aud": [CLIENT, "another"], "azp": "another"}, "issued for another program"),
    "nonce": ({"nonce": "x"}, "issued for another attempt"),
    "no nonce": ({"nonce": None}, "lacks nonce"),
    "ended": ({"exp": int(time.time()) - 600}, "has ended"),
    "endless": ({"exp": None}, "lacks exp"),
    "too early": ({"iat": int(time.time()) + 6000}, "of a time to come"),
    "hash": ({"at_hash": "x"}, "ts parts do not belong together"),
    "subject": ({"sub": None}, "lacks sub"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_that_was_not_made_for_this_attempt_lets_nobody_in(stage: Stage, wrong: str) -> None:
    stage.idp.claims, says = WRONG[wrong]
    refused(stage.walk().come(), 403, says)


def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(stage: Stage) -> None:
    stage.idp.signs = RSAKey.generate_key(2048, {"kid": "one"})
    refused(stage.walk().come(), 403, "not signed with a key of the provider")
    stage.idp.signs, stage.idp.algorithm = OctKey.import_key(SECRET), "HS256"
    refused(stage.walk().come(), 403, "not signed with a key of the provider")
    stage.idp.signs, stage.idp.algorithm = None, "RS256"
    stage.idp.key = RSAKey.generate_key(2048, {"kid": "one"})
    assert stage.walk().come().status_code == 200, "new keys are good at once"


def test_clocks_may_differ_by_a_minute(stage: Stage) -> None:
    now = int(time.time())
    stage.idp.claims = {"iat": now + 60, "exp": now + 90}
    assert stage.walk().come().status_code == 200
    stage.idp.claims = {"iat": now - 300, "exp": now - 60}
    assert stage.walk().come().status_code == 200


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_nobody_confirmed_proves_nothing(stage: Stage, verified: object) -> None:
    stage.idp.about["email_verified"] = verified
    refused(stage.walk().come(), 403, "does not vouch for your address")


def test_an_address_may_be_told_beside_the_token_of_the_same_person_only(stage: Stage) -> None:
    stage.idp.more, stage.idp.about = stage.idp.about, {}
    assert stage.walk().come().status_code == 200
    stage.idp.more["sub"] = "2"
    refused(stage.walk().come(), 403, "does not vouch for your address")


def test_an_address_that_no_project_names_is_told_whom_to_ask(stage: Stage) -> None:
    stage.idp.about["email"] = "eve@example.org"
    eve = stage.walk()
    answer = eve.come()
    refused(answer, 403, "Ask whoever leads your project")
    assert "bread" not in answer.text
    assert eve.get(AT).status_code == 303


def test_an_account_of_the_same_address_is_the_same_person(stage: Stage) -> None:
    stage.accounts.add("tom", email="T@example.org")
    stage.accounts.add("ines@example.org", email="boss@example.org", everywhere=True)
    stage.idp.about["email"] = "t@example.org"
    tom = stage.walk()
    assert tom.come().status_code == 200
    assert "You are tom (signed in)" in tom.get(AT).text
    stage.accounts.remove("tom")
    assert tom.get(AT).status_code == 303
    # an account that is merely called like an address lends nothing to whoever has the address
    stage.idp.about["email"] = "ines@example.org"
    ines = stage.walk()
    assert ines.come().status_code == 200
    assert (ines.get(AT).status_code, ines.get("/projects/water").status_code) == (200, 403)


def test_a_provider_that_is_down_is_told_on_both_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIPWORTHY_HOME", str(tmp_path / "home"))
    desk = team(tmp_path)
    with desk.accounts() as accounts, ExitStack() as stack:
        with idp() as provider:
            sso = SingleSignOn(accounts.doors, desk.clock, OpenID(Provider(provider.issuer, CLIENT, SECRET)))
            served = stack.enter_context(board(desk.root / "all", accounts=accounts, provider=sso))
            walk = Walk(served.origin)
            back = walk.out()
        refused(walk.get(back), 503, "cannot be asked")
        refused(walk.get(OUT), 503, "cannot be asked")
        assert "Sign in with your company" in walk.get("/enter").text
        assert "Password" in walk.get("/enter").text


def test_a_crowd_at_the_provider_keeps_nobody_from_their_pages(stage: Stage) -> None:
    with ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(stage.provider._one_of_few())
        refused(stage.walk().get(OUT), 503, "Too many sign in at once")
    assert stage.walk().get(OUT).status_code == 303


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
    ],
)
def test_a_provider_that_is_not_itself_is_not_asked(stage: Stage, metadata: dict[str, Any]) -> None:
    stage.idp.metadata = metadata
    refused(stage.walk().get(OUT), 503, "cannot be asked")
    with pytest.raises(ServerError, match="cannot be asked"):
        OpenID(Provider(stage.idp.issuer, CLIENT)).metadata()


def test_another_issuer_in_the_answer_is_refused(stage: Stage) -> None:
    walk = stage.walk()
    refused(walk.get(walk.out() + "&iss=https%3A%2F%2Fevil.example"), 403, "nother identity provider")
    assert walk.get(walk.out() + f"&iss={stage.idp.issuer}").status_code == 200


def test_a_secret_may_be_sent_in_the_form(stage: Stage) -> None:
    stage.idp.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert stage.walk().come().status_code == 200


def test_a_board_without_a_provider_has_no_such_way(stage: Stage) -> None:
    with board(stage.desk.root / "all", accounts=stage.accounts) as served:
        walk = Walk(served.origin)
        assert "Sign in with" not in walk.get("/enter").text
        assert (walk.get(OUT).status_code, walk.get(BACK).status_code) == (404, 404)


def test_attempts_are_kept_in_postgresql_too(postgres_url: str) -> None:
    clock = LateClock()
    with Doors.open(postgres_url, clock) as doors, Doors.open(postgres_url, clock) as others, idp() as provider:
        openid = OpenID(Provider(provider.issuer, CLIENT, SECRET))
        address, secret = SingleSignOn(doors, clock, openid).begin("http://127.0.0.1:1/back")
        assert secret not in address
        there = SingleSignOn(others, clock, openid)
        assert not there.is_mine(secret, Attempt(secret).nonce)
        assert there.is_mine(secret, Attempt(secret).state)
        assert not there.is_mine(secret, Attempt(secret).state)


def test_half_a_provider_is_refused(tmp_path: Path) -> None:
    issuer = {"SHIPWORTHY_OIDC_ISSUER": "https://id.example.org"}
    whole = {**issuer, "SHIPWORTHY_OIDC_CLIENT_ID": "board"}
    file = tmp_path / "secret"
    file.write_text("word\n")
    name = "SHIPWORTHY_OIDC_CLIENT_SECRET"
    found = provider_of({**whole, f"{name}_FILE": str(file), "SHIPWORTHY_OIDC_NAME": "Bakers"})
    assert found == Provider("https://id.example.org", "board", "word", "Bakers")
    assert "word" not in repr(found)
    for bad in (
        issuer,
        {"SHIPWORTHY_OIDC_CLIENT_ID": "board"},
        {**whole, "SHIPWORTHY_OIDC_ISSUER": "http://id.example.org"},
        {**whole, name: "word", f"{name}_FILE": str(file)},
        {**whole, f"{name}_FILE": str(tmp_path / "none")},
    ):
        with pytest.raises(RequestError):
            provider_of(bad)


def test_without_the_library_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "authlib.integrations.requests_client", None)
    with pytest.raises(MissingExtraError, match=r"shipworthy\[oidc\]"):
        OpenID(Provider("https://id.example.org", "board"))


def test_the_doctor_says_whether_the_provider_answers(tmp_path: Path) -> None:
    home = {"SHIPWORTHY_HOME": str(tmp_path / "home"), "SHIPWORTHY_OIDC_CLIENT_ID": CLIENT}
    with idp() as provider:
        named = {**home, "SHIPWORTHY_OIDC_ISSUER": provider.issuer}
        assert [one.well for one in examine(tmp_path, named) if one.what == "identity provider"] == [True]
    assert [one.well for one in examine(tmp_path, named) if one.what == "identity provider"] == [False]
    assert [one.well for one in examine(tmp_path, home) if one.what == "identity provider"] == [False]
