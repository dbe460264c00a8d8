"""Who acts, and whether they may."""

import getpass
from collections.abc import Sequence

import msgspec

from shipworthy.foundation.errors import PersonError, nearest
from shipworthy.records.evidence import Authority
from shipworthy.records.person import Person


def identify(name: str | None, people: Sequence[Person], login: str, authority: Authority = "asserted") -> Person:
    """The person who acts.

    On a laptop nobody proves who they are, so the identity is `asserted`; it is more only for somebody whom the board
    let in. People that the document marks so are `simulated`, however they came.

    Args:
        name: as given with `--as`; None takes the login name.
        people: of the document; empty lets anybody act.
        login: login name, as `login_name` gives it.
        authority: how sure we are that it is them.

    Raises:
        PersonError: when the document names people and `name` is none of them.

    >>> identify("ann", [Person(name="ann", roles=("lead",))], login="root").roles
    ('lead',)
    >>> identify(None, [], login="bob")
    Person(name='bob', email='', roles=(), authority='asserted')
    """
    wanted = login if name is None else name.strip()
    for person in people:
        if person.name == wanted:
            simulated = person.authority == "simulated"
            return msgspec.structs.replace(person, authority="simulated" if simulated else authority)
    if name is None or (wanted and not people):
        return Person(name=wanted, authority=authority)
    known = [person.name for person in people]
    close = nearest(wanted, known)
    raise PersonError(
        "nobody of this name is in the project",
        where="--as",
        seen=wanted or "an empty name",
        allowed=known or "a name",
        next_step=f"did you mean {close}?" if close else "add them under `people` in project.yaml",
    )


def known_as(name: str, email: str, people: Sequence[Person]) -> Person | None:
    """The person of a document whom an account belongs to; None when it names nobody like that.

    Where the document gives an address it has to be the account's; where it gives none, the name has to be.

    >>> people = [Person(name="ann", email="a@example.org"), Person(name="bob")]
    >>> known_as("x", "A@example.org", people).name, known_as("bob", "b@example.org", people).name
    ('ann', 'bob')
    >>> known_as("ann", "", people) is None
    True
    """
    by_email = [one for one in people if email and one.email.casefold() == email.casefold()]
    by_name = [one for one in people if one.name == name and not one.email]
    return next(iter((*by_email, *by_name)), None)


def login_name() -> str:
    """The name under which the user is logged in.

    Raises:
        PersonError: when the machine does not know.
    """
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise PersonError("this machine does not know who you are", next_step="say who with --as NAME") from error


def may(person: Person, role: str, people: Sequence[Person]) -> bool:
    """Whether somebody may act in a role: they hold it, or the document names no people at all.

    >>> may(Person(name="ann"), "business-owner", [])
    True
    >>> may(Person(name="ann"), "business-owner", [Person(name="ann")])
    False
    """
    return role in person.roles or not people


def require(person: Person, role: str | Sequence[str], people: Sequence[Person], act: str) -> None:
    """Lets only those pass who may act in a role.

    Args:
        person: who acts.
        role: what they need to be, such as `business-owner`; of several, any will do.
        people: of the document.
        act: what they are about to do, such as `sign the goalpost`.

    Raises:
        PersonError: when they may not.
    """
    roles = (role,) if isinstance(role, str) else tuple(role)
    if any(may(person, each, people) for each in roles):
        return
    holders = [(each.name, one) for one in roles for each in people if one in each.roles]
    either = " or ".join(roles)
    raise PersonError(
        f"{person.name} may not {act}",
        where=f"people.{person.name}",
        seen=person.roles or "no roles",
        allowed=[f"{holder} ({one})" for holder, one in holders] or f"somebody with the role {either}",
        next_step=f"let {holders[0][0]} do it with --as {holders[0][0]}"
        if holders
        else f"give somebody the role {either} under `people` in project.yaml",
    )
