"""The form that asks the model: a field for every column, and from what was typed back to a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from shipworthy.foundation.figures import figure
from shipworthy.records.bundle import Bundle, Input

PREFIX: Final = "row."
_SELECTED: Final = 12
_BOOLEANS: Final = (("true", "yes"), ("false", "no"))


@dataclass(frozen=True)
class Field:
    """One field.

    Attributes:
        name: of the form's value.
        id: of the element.
        label: for people.
        source: where the column comes from.
        value: as text.
        type: of the input element.
        mode: which keys a phone shows.
        step: of a time.
        options: value and words, where one is chosen from few.
        choices: proposals, where there are many.
        hint: what was learned from.
        error: what is wrong with the value; empty when nothing is.
        required: whether a row without it is refused.
    """

    name: str
    id: str
    label: str
    source: str
    value: str
    type: str = "text"
    mode: str = ""
    step: str = ""
    options: tuple[tuple[str, str], ...] = ()
    choices: tuple[str, ...] = ()
    hint: str = ""
    error: str = ""
    required: bool = False


def fields_of(bundle: Bundle, values: Mapping[str, str], errors: Mapping[str, str]) -> list[tuple[str, list[Field]]]:
    """All fields by their source, in the order of the table.

    Args:
        bundle: says which columns there are.
        values: column -> text in its field.
        errors: column -> what is wrong with it.
    """
    found: dict[str, list[Field]] = {}
    for at, each in enumerate(bundle.inputs):
        field = replace(_field(each, at, values.get(each.name, "")), error=errors.get(each.name, ""))
        found.setdefault(each.source or "case", []).append(field)
    return [(_words(source).capitalize(), fields) for source, fields in found.items()]


def texts_of(bundle: Bundle, row: Mapping[str, Any]) -> dict[str, str]:
    """A row as texts for the fields; what is empty stays empty."""
    return {each.name: _text(each, row[each.name]) for each in bundle.inputs if row.get(each.name) is not None}


def row_of(bundle: Bundle, texts: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed, as a row, and what is wrong with it by column; empty fields are left out."""
    row: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for each in bundle.inputs:
        text = texts.get(each.name, "").strip()
        if not text and each.required:
            errors[each.name] = "This is needed."
        if not text:
            continue
        try:
            row[each.name] = _value(each, text)
        except ValueError:
            errors[each.name] = f"“{text[:60]}” is no {'number' if each.kind == 'number' else 'time'}."
    return row, errors


def first_error(fields: Sequence[tuple[str, Sequence[Field]]]) -> list[tuple[str, str, str]]:
    """Every field that is wrong, as (label, what, element)."""
    return [(each.label, each.error, each.id) for _, group in fields for each in group if each.error]


def _field(each: Input, at: int, value: str) -> Field:
    plain = Field(
        name=PREFIX + each.name,
        id=f"field-{at}",
        label=_words(each.name),
        source=each.source,
        value=value,
        required=each.required,
    )
    if each.kind == "number":
        return replace(plain, mode="decimal", hint=_range(each))
    if each.kind == "time":
        return replace(plain, type="datetime-local", step="1", hint=f"clock of {each.zone}" if each.zone else "")
    if each.kind == "boolean":
        return replace(plain, options=_BOOLEANS)
    if each.kind == "category" and each.levels:
        if len(each.levels) <= _SELECTED and (not value or value in each.levels):
            return replace(plain, options=tuple((one, one) for one in sorted(each.levels)))
        most = ", ".join(each.levels[:3])
        return replace(plain, choices=each.levels, hint=f"most often {most}")
    return plain


def _range(each: Input) -> str:
    if each.low is None or each.high is None:
        return ""
    if each.low == each.high:
        return f"always {_end(each.low)} so far"
    return f"seen from {_end(each.low)} to {_end(each.high)}"


def _end(value: float) -> str:
    return figure(value, 6 if abs(value) >= 1_000 else 3, grouped_from=10_000)


def _words(name: str) -> str:
    return name.replace("_", " ").strip() or name


def _text(each: Input, value: Any) -> str:
    if each.kind == "boolean":
        return "true" if value else "false"
    if each.kind == "time":
        return _clock(each, value)
    if each.kind == "number" and isinstance(value, int | float):
        return f"{value:.12g}"
    return str(value)


def _clock(each: Input, value: Any) -> str:
    """A time as the clock of its column's zone shows it."""
    try:
        moment = datetime.fromtimestamp(value, UTC) if isinstance(value, int | float) else datetime.fromisoformat(value)
    except (ValueError, OverflowError, OSError, TypeError):
        return ""
    if moment.tzinfo is not None:
        moment = moment.astimezone(ZoneInfo(each.zone) if each.zone else UTC)
    return moment.replace(tzinfo=None, microsecond=0).isoformat()


def _value(each: Input, text: str) -> Any:
    if each.kind == "number":
        return float(text.replace(" ", "").replace(",", ""))
    if each.kind == "boolean":
        return text == "true"
    if each.kind == "time":
        return datetime.fromisoformat(text).isoformat()
    return text
