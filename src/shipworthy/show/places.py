"""Places of the project document in words for people who never open it, and what is work for others left out."""

import re
from typing import Final

_WORDS: Final = {
    "people": "who takes part",
    "problem": "what it is about",
    "problem.status_quo": "what is done today",
    "problem.capacity": "how many can be acted on",
    "problem.lead_time": "how early it is needed",
    "problem.abstain": "which cases are left to what is done today",
    "success": "what counts as success",
    "success.value": "what a decision is worth",
    "success.unit": "what a decision is worth",
    "success.criterion": "the goal",
    "success.volume": "how many cases come in",
    "success.plausible": "what people think the amounts are",
    "guardrails": "what must not get worse",
    "robust": "what has to hold when inputs are spoiled",
    "cases": "the corner cases",
    "evaluation": "how attempts are judged",
    "evaluation.split": "which cases are kept aside",
    "assumptions": "what is taken for true",
    "claims": "what else is promised",
    "data": "what is said of the data",
    "candidates": "the attempts",
    "delivery": "how it is delivered",
    "delivery.running_cost": "what running it costs",
    "delivery.fallback": "what happens without the model",
    "reviews": "the reviews",
    "access": "who gives access",
    "timebox": "how long and how much",
    "monitoring": "how it is watched",
    "handover": "who takes it over",
}
_SECTION: Final = "|".join(name for name in _WORDS if "." not in name)
_PLACE: Final = rf"(?:{_SECTION})(?:\.[A-Za-z_…][\w…-]*)+"
_SAY: Final = re.compile(rf"\b([Ss]ay|[Nn]ame|[Ww]rite)((?: \w+)*) under `?(?:{_PLACE}|{_SECTION})\b`?")
_SUCH: Final = re.compile(r",? such as \{[^}]*\}")
_ASIDE: Final = re.compile(rf" \(`?{_PLACE}[^()]*\)")
_NAMED: Final = re.compile(rf"`[^`]*\s[^`]*`|[`“]?\b({_PLACE})[`”]?( in the project document)?")
_TWICE: Final = re.compile(r"([a-z][a-z ]{4,}[a-z])(?:(?:, | and )\1)+\b")
_COMMAND: Final = re.compile(r"run `shipworthy [^`]*`(?::.*)?\.?", re.IGNORECASE | re.DOTALL)


def for_owners(text: str) -> str:
    """A sentence without places of the document; empty where it only says what to type.

    >>> for_owners("say under success.criterion what counts, such as {per: 1000}, before anybody has seen a result")
    'say what counts, before anybody has seen a result'
    >>> for_owners("“success.value.outcomes” and “success.unit” in the project document changed")
    'what a decision is worth changed'
    >>> for_owners("Run `shipworthy evaluate`."), for_owners("sign it with `shipworthy sign goalpost`")
    ('', 'sign it with `shipworthy sign goalpost`')
    """
    if _COMMAND.fullmatch(text.strip()):
        return ""
    told = _NAMED.sub(_in_words, _SAY.sub(r"\1\2", _ASIDE.sub("", _SUCH.sub("", text))))
    return _TWICE.sub(r"\1", told)


def _in_words(found: re.Match[str]) -> str:
    place = found[1]
    if place is None:
        return found[0]
    while place not in _WORDS:
        place = place.rpartition(".")[0]
    return _WORDS[place]
