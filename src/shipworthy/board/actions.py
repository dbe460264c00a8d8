"""What a person may do on the board: sign, decide and comment, as the verbs do."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from shipworthy.board.visitors import ANYBODY, Visitor
from shipworthy.foundation.errors import PersonError
from shipworthy.records.person import Person
from shipworthy.records.stage import STAGES
from shipworthy.show.acts import takeable
from shipworthy.show.estimates import name_of
from shipworthy.show.owner import advice
from shipworthy.show.words import AUTHORITIES, CHOICES, plain, sentence
from shipworthy.show.words import STAGES as STAGE_WORDS
from shipworthy.workflow.known import Known
from shipworthy.workflow.shelf import Volume
from shipworthy.workflow.sign import GOALPOST

_GOALPOST_CLAIMS: Final = ("brief.goalpost", "success.criterion")


def actions_of(known: Known, visitor: Visitor = ANYBODY) -> dict[str, Any]:
    """What the forms offer; forms that nobody needs, or that are not for this visitor, are left out."""
    sign = _signable(known, visitor.person(known.people))
    may = {scope: visitor.may(scope, known.people) for scope in ("sign", "decide", "comment", "estimate", "undo")}
    return {
        "people": people_of(known),
        "you": bool(visitor.name),
        "sign": sign if may["sign"] else [],
        "packet": _packet(known) if any(name.startswith("review.") for name, _ in sign) else [],
        "decide": _decision(known) if may["decide"] else None,
        "moved": any(
            each.claim in _GOALPOST_CLAIMS and each.state == "stale" for each in known.story.verdicts.values()
        ),
        "undo": takeable(known.story.acts) if may["undo"] else [],
        "comment": _speakable(known) if may["comment"] else [],
        "estimate": _estimable(known) if may["estimate"] else [],
    }


def act(volume: Volume, act: str, fields: Mapping[str, str], visitor: Visitor = ANYBODY) -> str:
    """Does what a form asks for, and says what was done.

    Args:
        volume: the project.
        act: last part of the form's address.
        fields: of the form.
        visitor: who sent it; where they are known, they act under no other name.

    Raises:
        UserError: when it cannot be done; it says why.
    """
    with volume.trusting(visitor.authority):
        person = _actor(volume, visitor) if visitor.name else fields.get("person", "")
        if act == "sign":
            says, why = fields.get("says", ""), fields.get("why", "")
            return volume.sign(person, fields.get("what", ""), says=says, why=why).says
        if act == "undo":
            return " ".join(volume.undo(person, _number(fields, "entry"), why=fields.get("why", "")).says)
        if act == "estimate":
            low, high = _amount(fields, "low"), _amount(fields, "high")
            return volume.estimate(person, fields.get("about", ""), low, high).about
        if act == "comment":
            return volume.comment(person, fields.get("text", ""), about=fields.get("about", "")).says
        return volume.decide(
            person,
            fields.get("choice", ""),
            why=fields.get("why", ""),
            lesson=fields.get("lesson", ""),
            back_to=fields.get("back_to", ""),
            over=_number(fields, "over"),
        ).says


def _amount(fields: Mapping[str, str], name: str) -> float:
    """An amount that a form carries; no number at all where it carries none, which is refused as a range."""
    try:
        return float(fields.get(name, "").replace(",", "").replace(" ", ""))
    except ValueError:
        return math.nan


def _number(fields: Mapping[str, str], name: str) -> int:
    """A number that a form carries; 0 where it carries none."""
    told = fields.get(name, "")
    return int(told) if told.isdecimal() and len(told) < 19 else 0


def _actor(volume: Volume, visitor: Visitor) -> str:
    person = visitor.person(volume.people)
    if person is None:
        what = f"{visitor.name} takes no part in this project"
        step = "have somebody add you under `people` in project.yaml"
        raise PersonError(what, seen=visitor.name, next_step=step)
    return person.name


def people_of(known: Known) -> list[tuple[str, str]]:
    """Everybody whom the document names, as forms offer them: name and words."""
    return [(one.name, _person(one.name, one.roles, one.authority)) for one in known.people]


def _packet(known: Known) -> list[str]:
    """What a reviewer is handed, the latest on each promise, in plain sentences."""
    return [sentence(plain(each.says)) for each in known.packet]


def _estimable(known: Known) -> list[tuple[str, str]]:
    """Amounts that a range can be said for."""
    amounts = known.elicited.amounts if known.elicited else ()
    return [(each.name, name_of(each.name)) for each in amounts]


def _speakable(known: Known) -> list[tuple[str, str]]:
    """What can be spoken about: the project, what is asked, and every promise."""
    asked = [(ask.claim, f"Asked: {sentence(ask.says)}") for ask in known.story.asks if ask.claim]
    promised = [(claim.id, sentence(plain(claim.says))) for claim in known.story.claims]
    return [("", "The project"), *(dict(promised) | dict(asked)).items()]


def _person(name: str, roles: tuple[str, ...], authority: str) -> str:
    marks = [
        *(role.replace("-", " ") for role in roles),
        *([AUTHORITIES["simulated"]] if authority == "simulated" else []),
    ]
    return f"{name} ({', '.join(marks)})" if marks else name


def _signable(known: Known, person: Person | None) -> list[tuple[str, str]]:
    """What waits for a signature; of somebody whom we know, only what they answer for."""
    if person is not None:
        theirs = {ask.claim for ask in (*known.story.asks, *known.story.later) if person.name in ask.people}
        known = replace(known, signable=tuple(claim for claim in known.signable if claim.id in theirs))
    goal = [(GOALPOST, f"The goal: {known.story.criterion.says}")] if known.story.criterion else []
    waiting = {claim.id for claim in known.signable}
    to_agree = any(each.held for each in known.story.goals)
    found = goal if to_agree or waiting & set(_GOALPOST_CLAIMS) else []
    return found + [(claim.id, claim.says) for claim in known.signable if claim.id not in _GOALPOST_CLAIMS]


def _decision(known: Known) -> dict[str, Any] | None:
    gate = known.story.gate
    if gate is None:
        return None
    return {
        "stage": STAGE_WORDS[gate.stage],
        "advice": advice(known.story).lower(),
        "over": next((each.seq for each in reversed(known.story.acts) if each.decision and not each.undone), 0),
        "choices": [(name, words.capitalize()) for name, words in CHOICES.items()],
        "stages": [(name, STAGE_WORDS[name]) for name in STAGES[: STAGES.index(gate.stage) + 1]],
    }
