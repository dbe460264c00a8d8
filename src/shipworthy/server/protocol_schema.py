"""What a row looks like, as a JSON Schema made from what was learned from."""

from collections.abc import Sequence
from typing import Any, Final

from shipworthy.records.bundle import Bundle, Input

_TYPES: Final = {"number": "number", "boolean": "boolean", "category": "string", "text": "string", "time": "string"}
_SHOWN: Final = 5


def row_schema(bundle: Bundle) -> dict[str, Any]:
    """The schema of one row: a property a column, with what was seen while learning as its description.

    Values outside of what was learned from are answered too, so ranges and levels are told and not demanded.

    >>> from shipworthy.records.spec import Task
    >>> bundle = Bundle(project="p", version=1, candidate="c", task=Task(kind="regression"), inputs=(Input(
    ...     name="size", kind="number", required=True, low=1.0, high=9.0),))
    >>> row_schema(bundle)["properties"]["size"]
    {'type': 'number', 'description': 'Learned from values between 1 and 9.', 'examples': [1.0, 9.0]}
    """
    return {
        "type": "object",
        "description": f"One row of {bundle.name}.",
        "properties": {each.name: _column(each) for each in bundle.inputs},
        "required": [each.name for each in bundle.inputs if each.required],
    }


def example_row(inputs: Sequence[Input]) -> dict[str, Any]:
    """A row made of values that were learned from; columns that hold none, or personal ones, are left out."""
    columns = {each.name: _column(each).get("examples", []) for each in inputs if not each.personal}
    return {name: examples[0] for name, examples in columns.items() if examples}


def _column(one: Input) -> dict[str, Any]:
    kind: str | list[str] = _TYPES[one.kind] if one.required else [_TYPES[one.kind], "null"]
    schema: dict[str, Any] = {"type": kind}
    if one.kind == "time":
        schema["format"] = "date-time"
    says = _says(one)
    if says:
        schema["description"] = says
    examples = _examples(one)
    if examples:
        schema["examples"] = examples
    return schema


def _says(one: Input) -> str:
    parts = [f"From {one.source}." if one.source else ""]
    if one.use == "context":
        parts.append("Not learned from; today's rule, groups or amounts need it.")
    elif one.low is not None and one.high is not None and one.kind == "number":
        parts.append(f"Learned from values between {one.low:g} and {one.high:g}.")
    elif one.levels and not one.personal:
        parts.append(f"Learned from {len(one.levels)} values.")
    if one.zone:
        parts.append(f"Without an offset it is {one.zone} time.")
    if one.personal:
        parts.append("Personal: it is not written down.")
    return " ".join(part for part in parts if part)


def _examples(one: Input) -> list[Any]:
    if one.personal:
        return []
    if one.kind == "boolean":
        return [True, False]
    if one.kind == "time":
        return ["2024-01-31T09:30:00Z"]
    if one.kind == "number":
        return [value for value in dict.fromkeys((one.low, one.high)) if value is not None]
    return list(one.levels[:_SHOWN])
