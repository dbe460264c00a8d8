"""Writes the parts of the documentation that the program itself knows best.

The help of every verb, the fields of the document, checks, metrics and errors. `python -m scripts.reference` brings the
pages up to date; a test fails when they are not.
"""

import io
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from typing import Any, Final, get_args, get_type_hints
from unittest.mock import patch

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scripts.blocks import ROOT, refresh
from shipworthy.cli.main import VERBS, main
from shipworthy.data.checks.registry import data_checks
from shipworthy.foundation import errors
from shipworthy.measure.metrics.metric import Metric, Pattern
from shipworthy.measure.metrics.registry import default_metric, metrics, patterns
from shipworthy.people.scopes import MEANS, SCOPES
from shipworthy.plan import words
from shipworthy.plan.capacity import CapacityText
from shipworthy.plan.document import Document
from shipworthy.plan.policies import shipped_text
from shipworthy.plan.policy import Policy
from shipworthy.plan.section import Section
from shipworthy.records.spec import Task, TaskKind

_SMALL_WORDS: Final[tuple[tuple[Any, str], ...]] = (
    (words.Duration, "a duration, such as `2h`"),
    (words.Effort, "days of work, such as `0.5d`"),
    (words.Rate, "a rate, such as `100/s`"),
    (CapacityText, "so many a period, such as `40/day`"),
    (words.Share, "a share, such as `0.6` or `60%`"),
    (words.Day, "a date, such as `2027-03-31`"),
    (words.Moment, "a date or a time"),
    (words.Names, "a name, or a list of them"),
    (words.ImportPath, "`module.Class`"),
    (words.FactoryPath, "`module:function`"),
    (words.Parameters, "name: value"),
)
_PLAIN: Final = {"string": "text", "number": "a number", "integer": "a whole number", "boolean": "`true` or `false`"}
_BETTER: Final = {"up": "more", "down": "less"}
_TASKS: Final[dict[TaskKind, str]] = {"binary": "yes or no", "multiclass": "several classes", "regression": "numbers"}


def blocks() -> dict[str, str]:
    """Every generated block by name."""
    helped = {f"help {verb}": f"```text\n$ shipworthy {verb} --help\n{help_of(verb)}\n```" for verb in VERBS}
    return {
        **helped,
        "verbs": _table(("verb", "does"), ((f"[`{verb}`]({verb}.md)", line) for verb, line in VERBS.items())),
        "checks": _table(("check", "asks whether"), ((f"`{each.name}`", each.says) for each in data_checks())),
        "metrics": _metrics(),
        "fields": "\n\n".join(_section(section) for section in sections()),
        "policy": _fenced(shipped_text(), "yaml"),
        "policy fields": "\n\n".join(_section(section) for section in sections(Policy)),
        "claims of a company": _fenced((ROOT / "docs" / "examples" / "our_claims.py").read_text(), "python"),
        "not read": _table(("field", "what is said about it"), _not_read()),
        "errors": _errors(),
        "scopes": _scopes(),
    }


def _scopes() -> str:
    """What each role lets a person do, a mark where it does."""
    rows = ((f"`{role}`", *("x" if scope in scopes else "" for scope in MEANS)) for role, scopes in SCOPES.items())
    table = _table(("role", *MEANS), rows)
    return f"{table}\n\n{chr(10).join(f'- *{scope}*: {words}' for scope, words in MEANS.items())}"


def help_of(verb: str) -> str:
    """What `shipworthy VERB --help` prints on a terminal of 88 columns."""
    said = io.StringIO()
    with patch.dict(os.environ, {"COLUMNS": "88", "TERM": "dumb"}), redirect_stdout(said):
        main([verb, "--help"])
    return "\n".join(line.rstrip() for line in said.getvalue().strip().splitlines())


def sections(whole: type[Section] = Document) -> list[type[Section]]:
    """The document, or whatever else is given, and every section in it, in the order they are met."""
    found: list[type[Section]] = []

    def visit(section: type[Section]) -> None:
        if section not in found:
            found.append(section)
            for field in section.model_fields.values():
                for inner in _inner(field):
                    visit(inner)

    visit(whole)
    return found


def described(section: type[BaseModel]) -> dict[str, str]:
    """Field -> its line in the section's docstring."""
    lines = re.findall(r"^ {4}(?: {4})?(\w+): (.+(?:\n {12}.+)*)", section.__doc__ or "", re.MULTILINE)
    return {name: " ".join(says.split()) for name, says in lines}


def _inner(field: FieldInfo) -> Iterator[type[Section]]:
    waiting = [field.annotation]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, type) and issubclass(one, Section):
            yield one
        waiting += get_args(one)


def _section(section: type[Section]) -> str:
    hints = get_type_hints(section, include_extras=True)
    told = described(section)
    schema = section.model_json_schema()
    properties = schema.get("properties") or next(one["properties"] for one in schema["anyOf"] if "properties" in one)
    rows = [
        (f"`{name}`", told.get(name, "").removesuffix("."), _takes(hints[name], field, properties[name]))
        for name, field in section.model_fields.items()
    ]
    title = "The document" if section is Document else _title(section)
    return f"### {title}\n\n{_first_line(section.__doc__ or '')}\n\n" + _table(("field", "says", "takes"), rows)


def _title(section: type[Section]) -> str:
    plain = re.sub(r"(Section|Entry)$", "", section.__name__)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain).capitalize()


def _takes(hint: Any, field: FieldInfo, schema: Mapping[str, Any]) -> str:
    small = [text for kind, text in _SMALL_WORDS if hint == kind or kind in get_args(hint)]
    inner = list(_inner(field))
    if small:
        takes = small[0]
    elif inner:
        link = f"[{_title(inner[0]).lower()}](#{_title(inner[0]).lower().replace(' ', '-')})"
        takes = {"array": f"a list of: {link}", "object": f"name: {link}"}.get(schema.get("type", ""), link)
    else:
        takes = _plain(schema)
    return takes + ("; needed" if field.is_required() else _default(field))


def _plain(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "anyOf" in schema:
        kinds = [_plain(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if schema.get("type") == "object":
        return "a mapping"
    if schema.get("type") == "array":
        return f"a list: {_plain(schema.get('items', {}))}"
    return _PLAIN.get(schema.get("type", ""), "text or a number")


def _default(field: FieldInfo) -> str:
    value = field.default
    plain = isinstance(value, str | int | float) and value not in ("", False)
    return f"; `{value}` when left out" if plain else ""


def _not_read() -> Iterator[tuple[str, str]]:
    for section in sections():
        for field, says in section.not_read.items():
            yield f"`{field}` in [{_title(section).lower()}](#{_title(section).lower().replace(' ', '-')})", says


def _metrics() -> str:
    fixed = ((f"`{each.name}`", each.says, _tasks(each), _BETTER[each.direction]) for each in metrics().values())
    numbered = (
        (f"`{each.template}`", f"{each.says}; {each.fits}", _tasks(each), _BETTER[each.direction])
        for each in patterns()
    )
    return _table(("metric", "tells", "for", "better is"), (*fixed, *numbered))


def _tasks(metric: Metric | Pattern) -> str:
    name = metric.name if isinstance(metric, Metric) else ""
    usual = {kind for kind in _TASKS if default_metric(Task(kind=kind)) == name}
    return ", ".join(
        says + (" (usual)" if kind in usual else "") for kind, says in _TASKS.items() if kind in metric.kinds
    )


def _errors() -> str:
    classes = [each for each in vars(errors).values() if isinstance(each, type)]
    rows = (
        (f"`{each.__name__}`", _first_line(each.__doc__ or "").rstrip("."), str(each.exit_status))
        for each in classes
        if issubclass(each, errors.ShipworthyError)
    )
    return _table(("error", "says", "exit status"), rows)


def _first_line(docstring: str) -> str:
    return " ".join(docstring.split("\n\n", maxsplit=1)[0].split())


def _fenced(text: str, language: str) -> str:
    return f"```{language}\n{text.strip()}\n```"


def _table(head: tuple[str, ...], rows: Any) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    for page in refresh("generated", blocks()):
        print(f"Written: {page.relative_to(ROOT)}")
