"""The plain words of pages and terminal, and the translation of the house's own words into them."""

import re
from typing import Final

from shipworthy.records.claim import KINDS, Claim
from shipworthy.records.decision import Choice
from shipworthy.records.evidence import Authority
from shipworthy.records.stage import Stage
from shipworthy.records.verdict import Advice, State

STATES: Final[dict[State, str]] = {
    "holds": "yes",
    "fails": "no",
    "cant_tell": "not enough to say yet",
    "stale": "out of date",
}
"""What a verdict is called on pages and in the terminal."""

ASSUMED: Final[dict[State, str]] = {**STATES, "holds": "holding", "fails": "refuted"}
"""What becomes of something that was assumed; until anybody looked or answered it is `UNTESTED`."""
UNTESTED: Final = "untested"

SYMBOLS: Final[dict[State, str]] = {"holds": "✓", "fails": "✗", "cant_tell": "?", "stale": "~"}
"""A mark beside the word, for the eye only: the word says it all."""

ADVICE: Final[dict[Advice, str]] = {
    "go": "Go on",
    "back": "Go back",
    "stop": "Stop",
    "cant_tell": "Not enough to say yet",
}
"""What a gate advises."""

CHOICES: Final[dict[Choice, str]] = {
    "go": "go on",
    "stay": "stay and work on it",
    "back": "go back",
    "stop": "stop",
}
"""What a person decided."""

STAGES: Final[dict[Stage, str]] = {
    "ideation": "the idea",
    "data": "the data",
    "prototype": "the trial",
    "transfer": "going live",
    "monitoring": "watching it run",
}
"""The stages of a project for somebody who was never told about stages."""

SEVERITIES: Final = {
    "info": "good to know",
    "note": "live with it knowingly",
    "problem": "should be mended",
    "blocker": "must be mended first",
}
"""How bad a finding is."""

AUTHORITIES: Final[dict[Authority, str]] = {
    "machine": "by the program",
    "asserted": "name not proven",
    "invited": "by invitation",
    "authenticated": "signed in",
    "simulated": "simulated person",
}
"""How sure we are who it was."""

PLAIN: Final[dict[str, str]] = {
    "holdouts": "cases kept aside",
    "holdout": "cases kept aside",
    "guardrails": "things that must not get worse",
    "guardrail": "must not get worse",
    "stale": "out of date",
    "slices": "groups",
    "slice": "group",
    "the status quo": "what you do today",
    "status quo": "what you do today",
    "status_quo": "what you do today",
    "baselines": "simple rules",
    "baseline": "simple rule",
    "the fallback": "what stands in for the model",
    "the bundle": "what is shipped",
    "cannot tell": "not enough to say yet",
    "can't tell": "not enough to say yet",
    "cant_tell": "not enough to say yet",
    "data drift": "the incoming data has changed",
    "drift": "the incoming data has changed",
    "candidates": "attempts",
    "candidate": "attempt",
    "criterion": "goal",
    "goalpost": "signed goal",
    "confidence interval": "likely range",
    "predictive interval": "likely range",
    "average precision": "average precision",
    "recall": "share found",
    "precision": "share of alarms that are right",
    "intervals": "likely ranges",
    "interval": "likely range",
}
"""The house's word -> the word on a page for business owners."""

MEASURES: Final[dict[str, str]] = {
    "average_precision": "how well the cases that matter come first, 1 being perfect",
    "roc_auc": "how often a case that matters comes before one that does not, 1 being perfect",
    "balanced_accuracy": "the share of right answers when every class counts the same, 1 being perfect",
    "accuracy": "the share of right answers",
    "mean_absolute_error": "how far off it is on average, less being better",
}
"""What the common metrics tell, in plain words."""

_INTERVAL: Final = re.compile(
    r"(?:\d+(?:\.\d+)?\s?% )?(?:confidence |predictive )?interval:? (?:of |from |between )?"
    r"(-?[\d.,]*\d) (?:to|and|\.\.) (-?[\d.,]*\d)",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(
    # names of fields, and what stands in braces or backticks, are to be written as they are
    r"`[^`]*`|\{[^}]*\}|\b[a-z_]+(?:\.[a-z_]+)+\b|\b("
    + "|".join(re.escape(word) for word in sorted(PLAIN, key=len, reverse=True))
    + r")\b",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """A sentence with the house's words replaced by plain ones; a capital at the start stays one.

    >>> plain("Candidate a gains 5 on the holdout, 95 % interval 3 to 7.")
    'Attempt a gains 5 on the cases kept aside, very likely between 3 and 7.'
    >>> plain("The slice is stale.")
    'The group is out of date.'
    >>> plain("Say under problem.status_quo what the baseline is.")
    'Say under problem.status_quo what the simple rule is.'
    """
    return _WORDS.sub(_translated, _INTERVAL.sub(r"very likely between \1 and \2", text))


def named(claim: Claim) -> str:
    """A promise in plain words; one of a company's or a project's own kind says first of which.

    >>> named(Claim(id="on-call.night", kind="on-call", says="somebody can be called", stage="transfer"))
    'on call: somebody can be called'
    """
    kind = "" if claim.kind in KINDS else f"{claim.kind.replace('-', ' ')}: "
    return kind + plain(claim.says)


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop, so that it can stand among sentences.

    >>> sentence("gains enough"), sentence("Why not?"), sentence("")
    ('Gains enough.', 'Why not?', '')
    """
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…:" else ".")


def joined(words: list[str], most: int = 4, word: str = "and") -> str:
    """Words joined by commas and "and", or another word; the rest counted.

    >>> joined(["a", "b", "c"]), joined(["a", "b", "c", "d"], most=2)
    ('a, b and c', 'a, b and 2 more')
    >>> joined(["go on", "go back", "stop"], word="or")
    'go on, go back or stop'
    """
    shown = words[:most]
    if len(words) > most:
        return f"{', '.join(shown)} and {len(words) - most} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {word} {shown[-1]}" if shown else ""


def cut(text: str, most: int) -> str:
    """The text, shortened to `most` characters with an ellipsis.

    >>> cut("a long name", 7), cut("short", 7)
    ('a long…', 'short')
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _translated(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[0]
    word = PLAIN[match[0].lower()]
    return word[0].upper() + word[1:] if match[0][0].isupper() else word
