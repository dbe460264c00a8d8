"""What each role may do: one small table."""

from collections.abc import Sequence
from typing import Final, Literal

from shipworthy.foundation.errors import PersonError
from shipworthy.records.person import Person

Scope = Literal["read", "comment", "estimate", "propose", "ask", "sign", "decide", "undo", "invite"]

EVERYBODY: Final[tuple[Scope, ...]] = ("read", "comment", "estimate", "propose")
"""What everybody may do whom the document names, whatever their roles."""

SCOPES: Final[dict[str, tuple[Scope, ...]]] = {
    "business-owner": (*EVERYBODY, "ask", "sign", "decide", "undo", "invite"),
    "product": (*EVERYBODY, "ask", "sign", "undo", "invite"),
    "lead": (*EVERYBODY, "ask", "sign", "undo", "invite"),
    "data-scientist": (*EVERYBODY, "ask", "sign", "undo"),
    "ml-engineer": (*EVERYBODY, "ask", "sign", "undo"),
    "data-engineer": (*EVERYBODY, "ask", "sign", "undo"),
    "software-engineer": (*EVERYBODY, "ask", "sign", "undo"),
    "reviewer": (*EVERYBODY, "sign", "undo"),
}
"""Role -> what it may do. To sign is to sign what one answers for; to undo is to take back an act."""

MEANS: Final[dict[Scope, str]] = {
    "read": "read the project's pages",
    "comment": "comment, and answer in words what is asked",
    "estimate": "say what amounts very likely are",
    "propose": "hand in proposals before a meeting",
    "ask": "ask for reviews and access",
    "sign": "sign what they answer for",
    "decide": "decide to go on, stay, go back or stop, and sign the goal",
    "undo": "take back what they did themselves, and a lead also what others did",
    "invite": "invite others by a one-time link",
}
"""Scope -> what it lets a person do."""


def scopes_of(person: Person, people: Sequence[Person]) -> frozenset[Scope]:
    """All that a person may do.

    Args:
        person: with their roles.
        people: of the document; when it names nobody, everybody may do everything.

    >>> sorted(scopes_of(Person(name="ann", roles=("reviewer",)), [Person(name="ann")]))
    ['comment', 'estimate', 'propose', 'read', 'sign', 'undo']
    """
    if not people:
        return frozenset(MEANS)
    return frozenset(EVERYBODY).union(*(SCOPES.get(role, ()) for role in person.roles))


def allow(person: Person, scope: Scope, people: Sequence[Person], act: str) -> None:
    """Lets only those pass whose roles let them do it.

    Args:
        person: who acts.
        scope: what they need to be allowed.
        people: of the document.
        act: what they are about to do, such as `ask for privacy`.

    Raises:
        PersonError: when they may not.
    """
    if scope in scopes_of(person, people):
        return
    roles = [role for role, scopes in SCOPES.items() if scope in scopes]
    holders = [each.name for each in people if scope in scopes_of(each, people)]
    raise PersonError(
        f"{person.name} may not {act}",
        where=f"people.{person.name}",
        seen=person.roles or "no roles",
        allowed=holders or f"somebody with one of the roles {', '.join(roles)}",
        next_step=f"let {holders[0]} do it with --as {holders[0]}" if holders else f"give somebody the role {roles[0]}",
    )
