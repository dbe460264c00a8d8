import getpass

import pytest

from shipworthy.foundation.errors import PersonError
from shipworthy.people.identity import identify, login_name, may, require
from shipworthy.records.person import Person

ANN = Person(name="ann", email="ann@example.org", roles=("business-owner",))
BOB = Person(name="bob", roles=("data-scientist", "lead"), authority="authenticated")
DESK = Person(name="desk", roles=("business-owner",), authority="simulated")
PEOPLE = (ANN, BOB, DESK)


def test_somebody_named_is_found_with_their_roles() -> None:
    assert identify(" ann ", PEOPLE, login="root") == ANN


def test_nobody_is_authenticated_on_a_laptop_whatever_the_document_says() -> None:
    assert identify("bob", PEOPLE, login="root").authority == "asserted"


def test_simulated_people_stay_marked() -> None:
    assert identify("desk", PEOPLE, login="root").authority == "simulated"


def test_without_a_name_it_is_who_is_logged_in() -> None:
    assert identify(None, PEOPLE, login="ann") == ANN
    assert identify(None, PEOPLE, login="root") == Person(name="root")


def test_without_people_in_the_document_anybody_may_act() -> None:
    stranger = identify("zoe", (), login="root")
    assert (stranger.name, stranger.authority) == ("zoe", "asserted")
    require(stranger, "business-owner", (), "sign the goalpost")


def test_an_unknown_name_is_refused_with_the_nearest_and_the_known_ones() -> None:
    with pytest.raises(PersonError) as caught:
        identify("desl", PEOPLE, login="root")
    assert caught.value.next_step == "did you mean desk?"
    assert "ann, bob, desk" in str(caught.value)


@pytest.mark.parametrize("people", [PEOPLE, ()])
def test_an_empty_name_is_refused(people: tuple[Person, ...]) -> None:
    with pytest.raises(PersonError, match="nobody of this name"):
        identify(" ", people, login="root")


def test_only_the_business_owner_may_sign_the_goalpost() -> None:
    assert may(ANN, "business-owner", PEOPLE)
    assert not may(BOB, "business-owner", PEOPLE)
    require(ANN, "business-owner", PEOPLE, "sign the goalpost")
    with pytest.raises(PersonError, match="bob may not sign the goalpost") as caught:
        require(BOB, "business-owner", PEOPLE, "sign the goalpost")
    assert caught.value.next_step == "let ann do it with --as ann"


def test_a_role_that_nobody_holds_is_named() -> None:
    with pytest.raises(PersonError, match="somebody with the role reviewer") as caught:
        require(BOB, "reviewer", PEOPLE, "sign the review")
    assert "project.yaml" in caught.value.next_step


def test_a_machine_that_does_not_know_its_user_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr(getpass, "getuser", unknown)
    with pytest.raises(PersonError, match="does not know who you are"):
        login_name()


def test_the_login_name_is_the_machines_own() -> None:
    assert login_name() == getpass.getuser()
