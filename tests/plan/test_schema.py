import json
import re
from typing import Any

from hypothesis import HealthCheck, given, settings

from shipworthy.plan.document import Document
from shipworthy.plan.schema import json_schema, shipped_schema
from tests.plan.examples import documents

calm = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def test_the_shipped_schema_is_the_one_of_this_version() -> None:
    assert shipped_schema() == json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def test_every_field_of_the_document_is_in_the_schema_and_no_other_is_allowed() -> None:
    schema = json_schema()
    assert set(schema["properties"]) == set(Document.model_fields)
    assert schema["required"] == ["project"]
    assert schema["additionalProperties"] is False


def allows(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> bool:
    """A JSON Schema validator for the words that our schema uses; anything else is a KeyError."""
    return all(WORDS[word](rule, value, schema, root) for word, rule in schema.items())


def _is(kind: str, value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return {
        "object": isinstance(value, dict),
        "array": isinstance(value, list),
        "string": isinstance(value, str),
        "boolean": isinstance(value, bool),
        "number": number,
        "integer": number and float(value).is_integer(),
        "null": value is None,
    }[kind]


def _properties(rule: Any, value: Any, _: Any, root: Any) -> bool:
    return not isinstance(value, dict) or all(allows(rule[key], value[key], root) for key in value if key in rule)


def _additional(rule: Any, value: Any, schema: Any, root: Any) -> bool:
    others = [key for key in value if key not in schema.get("properties", {})] if isinstance(value, dict) else []
    if isinstance(rule, bool):
        return rule or not others
    return all(allows(rule, value[key], root) for key in others)


def _items(rule: Any, value: Any, _: Any, root: Any) -> bool:
    return not isinstance(value, list) or all(allows(rule, item, root) for item in value)


def _resolve(rule: str, root: dict[str, Any]) -> Any:
    return root["$defs"][rule.removeprefix("#/$defs/")]


WORDS: dict[str, Any] = {
    "$ref": lambda rule, value, _, root: allows(_resolve(rule, root), value, root),
    "anyOf": lambda rule, value, _, root: any(allows(one, value, root) for one in rule),
    "type": lambda rule, value, *_: _is(rule, value),
    "enum": lambda rule, value, *_: value in rule,
    "const": lambda rule, value, *_: value == rule,
    "required": lambda rule, value, *_: not isinstance(value, dict) or set(rule) <= set(value),
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": lambda rule, value, _, root: all(allows(rule, key, root) for key in value),
    "items": _items,
    "minProperties": lambda rule, value, *_: not isinstance(value, dict) or len(value) >= rule,
    "minLength": lambda rule, value, *_: not isinstance(value, str) or len(value) >= rule,
    "minimum": lambda rule, value, *_: not _is("number", value) or value >= rule,
    "maximum": lambda rule, value, *_: not _is("number", value) or value <= rule,
    "exclusiveMinimum": lambda rule, value, *_: not _is("number", value) or value > rule,
    "exclusiveMaximum": lambda rule, value, *_: not _is("number", value) or value < rule,
    "pattern": lambda rule, value, *_: not isinstance(value, str) or re.search(rule, value) is not None,
    **dict.fromkeys(("title", "description", "default", "$schema", "$defs"), lambda *_: True),
}


@calm
@given(documents())
def test_what_is_read_is_allowed_by_the_schema_and_what_is_misspelt_is_not(data: dict[str, Any]) -> None:
    schema = json_schema()
    assert allows(schema, data, schema)
    assert allows(schema, Document.model_validate(data).to_data(), schema)
    assert not allows(schema, {**data, "sucess": {}}, schema)
    assert not allows(schema, {key: data[key] for key in data if key != "project"}, schema)
