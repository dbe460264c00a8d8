"""People who were invited, and people who sign in, in a real browser: they read, answer and sign, and are known."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from shipworthy.records.comment import Comment
from shipworthy.records.decision import SignOff
from tests.board.site import board
from tests.board.team import PASSWORD, Team, team
from tests.support.browser import OpenPage, Scheme, Screen

AT = "/projects/bread"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    root = tmp_path_factory.mktemp("team")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SHIPWORTHY_HOME", str(root / "home"))
        patched.delenv("SHIPWORTHY_URL", raising=False)
        yield team(root)


@pytest.fixture(scope="module")
def address(desk: Team) -> Iterator[str]:
    with desk.accounts() as accounts, board(desk.root / "all", accounts=accounts) as visitor:
        accounts.add("ann", email="ines@example.org", password=PASSWORD)
        yield f"http://127.0.0.1:{visitor.port}"


def sound(page: Page) -> None:
    """Nothing on the page keeps anybody out, and nothing hangs over its edge."""
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth")


@pytest.mark.parametrize(("screen", "scheme"), [("phone", "light"), ("desktop", "dark")])
def test_somebody_who_was_invited_reads_answers_and_signs(
    desk: Team, address: str, open_page: OpenPage, screen: Screen, scheme: Scheme
) -> None:
    link = address + desk.invited().path
    page = open_page(screen=screen, scheme=scheme)
    page.goto(link)
    sound(page)
    page.get_by_role("button", name="Open the project").click()
    page.wait_for_url(f"**{AT}")
    assert page.get_by_text("You are dana (by invitation)").is_visible()
    sound(page)
    page.get_by_label("What it is about").select_option("brief.need")
    page.get_by_label("What you want to say").fill(f"Loaves are left, says a {screen}.")
    page.get_by_role("button", name="Say it").click()
    assert page.get_by_role("status").inner_text() == "What you said is on record."
    assert page.get_by_text(f"Loaves are left, says a {screen}.").is_visible()
    sound(page)
    page.get_by_label("Which amount").select_option("running_cost")
    page.get_by_label("Hardly less than").fill("100")
    page.get_by_label("Hardly more than").fill("300")
    page.get_by_role("button", name="Say this range").click()
    assert page.get_by_text("dana: very likely between 100 and 300 EUR").is_visible()
    sound(page)
    if page.get_by_label("What you sign").count():
        page.get_by_label("What you sign").select_option("review.privacy")
        page.get_by_role("button", name="Sign", exact=True).click()
        assert page.get_by_role("status").inner_text() == "Your signature is on record."
    signed = [one for one in desk.records(SignOff) if isinstance(one, SignOff)]
    assert [(one.by, one.authority) for one in signed if "review.privacy" in one.claims] == [("dana", "invited")]
    assert page.get_by_role("link", name="Try it").count() == 0
    again = open_page(screen=screen, scheme=scheme)
    again.goto(link)
    assert again.get_by_role("heading", name="This link opens nothing any more").is_visible()
    sound(again)
    assert (said := page.goto(f"{address}/projects/water")) is not None
    assert said.status == 403


@pytest.mark.parametrize(("screen", "scheme"), [("phone", "dark"), ("desktop", "light")])
def test_somebody_signs_in_acts_under_their_own_name_and_leaves(
    desk: Team, address: str, open_page: OpenPage, screen: Screen, scheme: Scheme
) -> None:
    page = open_page(screen=screen, scheme=scheme)
    page.goto(address + AT)
    sound(page)
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill("a wrong password")
    page.keyboard.press("Enter")
    assert page.get_by_role("alert").inner_text() == "Name and password do not belong together."
    assert page.get_by_label("Name").input_value() == "ann"
    sound(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{AT}")
    assert page.get_by_text("You are ines (signed in)").is_visible()
    sound(page)
    page.get_by_label("What you want to say").fill("Seen.")
    page.get_by_role("button", name="Say it").click()
    assert page.get_by_role("status").is_visible()
    said = desk.records(Comment)[-1]
    assert isinstance(said, Comment)
    assert (said.by, said.authority) == ("ines", "authenticated")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/enter")
    page.goto(address + AT)
    assert "/enter" in page.url


def test_a_password_is_chosen_by_a_link(desk: Team, address: str, open_page: OpenPage) -> None:
    with desk.accounts() as accounts:
        path = accounts.add("tom")
    page = open_page(screen="phone")
    page.goto(address + path)
    sound(page)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill("something else altogether")
    page.get_by_role("button").click()
    assert page.get_by_role("alert").inner_text() == "The two are not the same."
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button").click()
    page.wait_for_url(f"{address}/")
    assert page.get_by_role("link", name="water").is_visible()
    sound(page)
