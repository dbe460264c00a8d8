"""Where policies come from: shipped, installed with another package, or a file beside the project document."""

from collections.abc import Callable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from pathlib import Path
from typing import Final, cast

from pydantic import ValidationError

from shipworthy.foundation.errors import DocumentError, RequestError, nearest
from shipworthy.plan.document import Document
from shipworthy.plan.faults import document_error, faults_of
from shipworthy.plan.policy import Policy, Weight, weight
from shipworthy.plan.reading import read_file
from shipworthy.plan.yamltext import parse

GROUP: Final = "shipworthy.policies"
"""Entry points of this group name a function without arguments that gives the YAML text of a policy."""

SHIPPED: Final = "shipworthy"
_FILE: Final = "policy.yaml"
_ENDINGS: Final = (".yaml", ".yml")


def weight_of(document: Document, root: Path) -> Weight:
    """What is asked of a project, given its risk and its policy.

    Args:
        document: the project document.
        root: folder that a path of a policy is relative to.

    Raises:
        DocumentError: when the policy is missing, broken, or no policy of that name is installed.
    """
    if document.risk is None:
        return Weight()
    return weight(policy_of(document.policy, root), document.risk)


def policy_of(named: str, root: Path) -> Policy:
    """The policy of that name or file; the shipped one for an empty name.

    Raises:
        DocumentError: when there is none, or it cannot be read.
    """
    if named in ("", SHIPPED):
        return _shipped()
    if named.endswith(_ENDINGS):
        return read_policy(read_file(root / named), named)
    installed = {point.name: point for point in entry_points(group=GROUP)}
    if named in installed:
        return read_policy(_text(installed[named]), installed[named].value)
    known = [SHIPPED, *sorted(installed)]
    near = nearest(named, known)
    raise DocumentError(
        "there is no policy of this name",
        where="project.yaml policy",
        seen=named,
        allowed=[*known, "a file such as policy.yaml"],
        next_step=f"write {near} instead of {named}" if near else "name one of these, or a file beside the document",
    )


def read_policy(text: str, where: str) -> Policy:
    r"""Reads and checks the text of a policy.

    Args:
        text: YAML.
        where: its file, for messages.

    Raises:
        DocumentError: when it is no policy; the message names file, line, field, the value seen and what is allowed.

    >>> read_policy("policy: ours\nlow: {asked: brief.workflow}", "policy.yaml").low.asked
    ('brief.workflow',)
    """
    parsed = parse(text, where)
    try:
        return Policy.model_validate(parsed.data)
    except ValidationError as error:
        raise document_error(faults_of(error, Policy), where, parsed.lines) from None


def shipped_text() -> str:
    """The text of the policy that is shipped."""
    return files("shipworthy.plan").joinpath(_FILE).read_text(encoding="utf-8")


@cache
def _shipped() -> Policy:
    return read_policy(shipped_text(), _FILE)


def _text(point: EntryPoint) -> str:
    try:
        return cast(Callable[[], str], point.load())()
    except Exception as error:
        raise RequestError(
            f"the policy `{point.name}` of an installed package cannot be loaded",
            where=f"{GROUP}: {point.value}",
            seen=f"{type(error).__name__}: {error}",
            next_step="update or remove that package",
        ) from error
