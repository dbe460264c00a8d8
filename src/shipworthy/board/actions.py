"""What a person may do on the board: decide and sign, as the verbs do."""

from collections.abc import Mapping
from typing import Any, Final

from shipworthy.records.stage import STAGES
from shipworthy.show.owner import advice
from shipworthy.show.words import AUTHORITIES, CHOICES
from shipworthy.show.words import STAGES as STAGE_WORDS
from shipworthy.workflow.known import Known
from shipworthy.workflow.shelf import Volume
from shipworthy.workflow.sign import GOALPOST

_GOALPOST_CLAIMS: Final = ("brief.goalpost", "success.criterion")


def actions_of(known: Known) -> dict[str, Any]:
    """What the forms offer; forms that nobody needs are left out."""
    return {
        "people": [(one.name, _person(one.name, one.roles, one.authority)) for one in known.people],
        "sign": _signable(known),
        "decide": _decision(known),
    }


def act(volume: Volume, act: str, fields: Mapping[str, str]) -> str:
    """Does what a form asks for, and says what was done.

    Raises:
        UserError: when it cannot be done; it says why.
    """
    person = fields.get("person", "")
    if act == "sign":
        return volume.sign(person, fields.get("what", ""), says=fields.get("says", "")).says
    return volume.decide(
        person, fields.get("choice", ""), why=fields.get("why", ""), back_to=fields.get("back_to", "")
    ).says


def _person(name: str, roles: tuple[str, ...], authority: str) -> str:
    marks = [
        *(role.replace("-", " ") for role in roles),
        *([AUTHORITIES["simulated"]] if authority == "simulated" else []),
    ]
    return f"{name} ({', '.join(marks)})" if marks else name


def _signable(known: Known) -> list[tuple[str, str]]:
    goal = [(GOALPOST, f"The goal: {known.story.criterion.says}")] if known.story.criterion else []
    waiting = {claim.id for claim in known.signable}
    found = goal if waiting & set(_GOALPOST_CLAIMS) else []
    return found + [(claim.id, claim.says) for claim in known.signable if claim.id not in _GOALPOST_CLAIMS]


def _decision(known: Known) -> dict[str, Any] | None:
    gate = known.story.gate
    if gate is None:
        return None
    return {
        "stage": STAGE_WORDS[gate.stage],
        "advice": advice(known.story).lower(),
        "choices": [(name, words.capitalize()) for name, words in CHOICES.items()],
        "stages": [(name, STAGE_WORDS[name]) for name in STAGES[: STAGES.index(gate.stage) + 1]],
    }
