"""The small words of the document: names, columns, durations, rates, shares and dates."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema

from shipworthy.foundation.errors import RequestError
from shipworthy.foundation.quantities import per_second, seconds, share, size
from shipworthy.plan.section import refuse


def _quantity(kind: str, read: Callable[[str], float]) -> BeforeValidator:
    def check(value: Any) -> str:
        text = "".join(str(value).split())
        try:
            read(text)
        except RequestError as error:
            raise refuse(f"this is not {kind}", str(error.allowed)) from None
        return text

    return BeforeValidator(check)


def _days_of_work(text: str) -> float:
    if not text.endswith("d"):
        raise RequestError("", allowed="days of work, such as 0.5d or 10d")
    return seconds(text)


def _share(value: Any) -> float:
    allowed = "between 0 and 1, or between 0% and 100%"
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise refuse("this is not a share", allowed)
    try:
        return share(value)
    except RequestError:
        raise refuse("this is not a share", allowed) from None


def _date_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise refuse("this is not a date", "year-month-day, such as 2027-03-31") from None


def _moment(text: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise refuse("this is not a time", "ISO 8601, such as 2027-03-31 or 2027-03-31T14:00:00") from None
    return text


def _list_of_one(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _yes_no_word(value: Any) -> Any:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _empty_as_section(value: Any) -> Any:
    return {} if value is None else value


def _text_keys(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {_label(key): _inner_text_keys(inner) for key, inner in value.items()}


def _inner_text_keys(value: Any) -> Any:
    return {_label(key): inner for key, inner in value.items()} if isinstance(value, dict) else value


def _label(key: Any) -> str:
    return str(key).lower() if isinstance(key, bool) else str(key)


def _scalars(values: dict[str, Any]) -> dict[str, Any]:
    for name, value in values.items():
        if value is not None and not isinstance(value, str | int | float | bool):
            raise refuse(f"the parameter {name} is not a single value", "a number, text, true, false or null")
        if isinstance(value, float) and not math.isfinite(value):
            raise refuse(f"the parameter {name} is {value}", "a number that is not infinite and not nan")
    return values


def _import_path(text: str) -> str:
    names = text.split(".")
    if len(names) < 2 or not all(name.isidentifier() for name in names):
        raise refuse("this is not an import path", "module.Class, such as sklearn.linear_model.Ridge")
    return text


def _factory_path(text: str) -> str:
    module, _, function = text.partition(":")
    if not function.isidentifier() or not all(name.isidentifier() for name in module.split(".")):
        raise refuse("this does not name a function", "module:function, such as candidates:build")
    return text


def _model_path(text: str) -> str:
    """Addresses of MLflow are held against their form; anything else is a folder."""
    kind, colon, rest = text.partition(":/")
    form = _MODEL_FORMS.get(kind, "") if colon and len(kind) > 1 else ".*"
    if not text or not re.fullmatch(form, rest):
        allowed = "models:/name@alias, models:/name/3, runs:/ID/model, or a folder with an MLmodel file"
        raise refuse("this does not name a model of MLflow", allowed)
    return text


_MODEL_FORMS: Final = {"models": r"[^/@]+[/@][^/@]+|m-\w+", "runs": r"[^/]+/.+"}


Name = Annotated[str, StringConstraints(min_length=1)]
YesNo = BeforeValidator(_yes_no_word)
EmptyAsSection = BeforeValidator(_empty_as_section)
ListOfOne = BeforeValidator(_list_of_one)
TextKeys = BeforeValidator(_text_keys)
Duration = Annotated[str, _quantity("a duration", seconds)]
Effort = Annotated[str, _quantity("an effort", _days_of_work)]
Rate = Annotated[str, _quantity("a rate", per_second)]
Memory = Annotated[str, _quantity("an amount of memory", size)]
Share = Annotated[
    float,
    BeforeValidator(_share),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 1},
                {"type": "string", "pattern": r"^\d+(\.\d+)?%$"},
            ]
        }
    ),
]
Day = Annotated[str, BeforeValidator(_date_text), AfterValidator(_day)]
Moment = Annotated[str, BeforeValidator(_date_text), AfterValidator(_moment)]
Names = Annotated[
    tuple[Name, ...],
    ListOfOne,
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Parameters = Annotated[dict[str, Any], AfterValidator(_scalars)]
ImportPath = Annotated[str, AfterValidator(_import_path)]
FactoryPath = Annotated[str, AfterValidator(_factory_path)]
ModelPath = Annotated[str, AfterValidator(_model_path)]
