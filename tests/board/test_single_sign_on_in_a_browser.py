"""People who come in by an identity provider, in a real browser that takes it for another site."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from shipworthy.people.oidc import OpenID
from shipworthy.people.provider import Provider
from shipworthy.records.comment import Comment
from shipworthy.workflow.single_sign_on import SingleSignOn
from tests.board.site import board
from tests.board.team import team
from tests.support.browser import OpenPage
from tests.support.oidc_provider import CLIENT, SECRET, idp

AT = "/projects/bread"


def sound(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth")


def test_somebody_signs_in_with_the_company_speaks_and_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: OpenPage
) -> None:
    monkeypatch.setenv("SHIPWORTHY_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SHIPWORTHY_URL", raising=False)
    desk = team(tmp_path)
    with desk.accounts() as accounts, idp() as provider:
        sso = SingleSignOn(accounts.doors, desk.clock, OpenID(Provider(provider.issuer, CLIENT, SECRET, "Bakers")))
        with board(desk.root / "all", accounts=accounts, provider=sso) as served:
            page = open_page(screen="phone", scheme="dark")
            page.goto(served.origin + AT)
            sound(page)
            page.get_by_role("link", name="Sign in with Bakers").click()
            assert page.url.startswith(provider.issuer)
            page.get_by_role("link", name="No").click()
            assert page.get_by_role("heading", name="You are not signed in").is_visible()
            sound(page)
            page.goto(served.origin + AT)
            page.get_by_role("link", name="Sign in with Bakers").click()
            page.get_by_role("link", name="It is me").click()
            page.wait_for_url(served.origin + AT)
            assert page.get_by_text("You are ines (signed in)").is_visible()
            page.get_by_label("What you want to say").fill("Seen.")
            page.get_by_role("button", name="Say it").click()
            assert page.get_by_role("status").inner_text() == "What you said is on record."
            (said,) = desk.records(Comment)
            assert isinstance(said, Comment)
            assert (said.by, said.authority) == ("ines", "authenticated")
            page.get_by_role("button", name="Sign out").click()
            page.wait_for_url("**/enter")
            page.goto(served.origin + AT)
            assert "/enter" in page.url
