"""A project that begins with a brief and no data: what `init` asks then, and the document it leaves to fill in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from shipworthy.foundation.files import write_text
from shipworthy.plan.layout import inline
from shipworthy.plan.naming import slug
from shipworthy.plan.reading import read_text
from shipworthy.records.spec import Task
from shipworthy.workflow.folder import DOCUMENT
from shipworthy.workflow.init import ignore_own, refuse_project
from shipworthy.workflow.questions import Question, at_least, value

_HEAD: Final = """\
# A brief to fill in. Lines that begin with # are examples: take the # away and say what is so.
# Each gate asks for what it needs; run `shipworthy check` to see what that is.
"""

_FORM: Final[tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = (
    (
        "people",
        (("ann", "{email: ann@example.org, roles: [business-owner]}"),),
    ),
    (
        "problem",
        (
            ("user", "who uses the output"),
            ("need", "what they lack today"),
            ("decision", "what is decided with the output"),
            ("action", "what is done differently because of it"),
            ("lead_time", "2h"),
            ("status_quo", "nothing  # or unknown, {rule: hour >= 17}, {column: called}"),
        ),
    ),
    (
        "success",
        (
            ("unit", "USD"),
            (
                "value",
                "{outcomes: {true_positive: 900, false_positive: -250, false_negative: 0, true_negative: 0}}",
            ),
            ("criterion", "{gain_over: status_quo, per: 1000, at_least: 20000}"),
        ),
    ),
    (
        "timebox",
        (("budget", "6w"),),
    ),
    (
        "data",
        (
            ("sources", "{orders: {path: orders.csv}}"),
            ("target", "{column: late}"),
        ),
    ),
)
"""Section -> its fields, each with an example."""


def brief_questions() -> tuple[Question, ...]:
    """Which decision is taken, what it is worth, how much must be gained."""
    return (
        Question(
            "decision",
            "Which decision is taken with the output? A few words; Enter leaves it open.",
            "which orders get a call",
            str.strip,
        ),
        Question(
            "value",
            "What is it worth to act on a case rightly, and what does it cost to act wrongly? "
            "Two numbers and a unit; `none` when nobody can say; Enter leaves it open.",
            "900 250 USD",
            _value,
        ),
        Question(
            "at_least",
            "How much more than today must it bring per 1,000 cases, to be worth it? A number; Enter leaves it open.",
            "",
            at_least,
            after="value",
        ),
    )


def begin_brief(root: Path, answers: Mapping[str, str]) -> Path:
    """Writes a project document that is a brief to fill in; no data is needed for it.

    Args:
        root: folder of the project; made when it is not there.
        answers: key of a question -> answer; what is missing or empty stays an example to fill in.

    Returns:
        The document.

    Raises:
        RequestError: when there is a project already, or an answer cannot be understood.
        DocumentError: when the answers make no valid document.
        StorageError: when it cannot be written.
    """
    refuse_project(root)
    path = root / DOCUMENT
    text = brief_text(slug(root.absolute().name), _answered(answers))
    read_text(text, path.name)
    write_text(path, text)
    ignore_own(root)
    return path


def brief_text(name: str, said: Mapping[str, Mapping[str, Any]]) -> str:
    """The document: what was said, and an example in a comment for what was not.

    >>> "  decision: who gets a call" in brief_text("returns", {"problem": {"decision": "who gets a call"}})
    True
    """
    lines = [f"{_HEAD}project: {inline(name)}"]
    for section, fields in _FORM:
        lines.append(f"{section}:")
        given = said.get(section, {})
        lines += [
            f"  {field}: {inline(given[field])}" if field in given else f"  # {field}: {example}"
            for field, example in fields
        ]
    return "\n".join([*lines, ""])


def _answered(answers: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    decision = answers.get("decision", "").strip()
    success, target = _value(answers.get("value", "")), at_least(answers.get("at_least", ""))
    if target is not None and "unit" in success:
        success["criterion"] = {"gain_over": "status_quo", "per": 1000, "at_least": target}
    return {"problem": {"decision": decision} if decision else {}, "success": success}


def _value(said: str) -> dict[str, Any]:
    return value(said, Task(kind="binary"))
