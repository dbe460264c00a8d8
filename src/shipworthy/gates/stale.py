"""Whether what evidence stood on is still as it was."""

from collections.abc import Mapping

from shipworthy.records.evidence import Evidence
from shipworthy.show.words import joined


def changed(evidence: Evidence, parts: Mapping[str, str]) -> tuple[str, ...]:
    """Names of what the evidence stood on and is different now; what `parts` does not name does not count.

    >>> found = Evidence(check="keys", says="", stage="data", stands_on={"data": "1", "code": "2"})
    >>> changed(found, {"data": "9", "model": "3"})
    ('data',)
    """
    stood = evidence.stands_on.items()
    return tuple(sorted(name for name, before in stood if parts.get(name, before) != before))


def in_words(names: tuple[str, ...]) -> str:
    """What changed, in words.

    >>> in_words(("data:orders", "document:success.criterion"))
    'the data “orders” and “success.criterion” in the project document changed'
    """
    return f"{joined([_word(name) for name in names])} changed"


def _word(name: str) -> str:
    kind, _, own = name.partition(":")
    if kind == "document":
        return f"“{own}” in the project document"
    words = "attempt" if kind == "candidate" else kind
    return f"the {words} “{own}”" if own else f"the {words}"
