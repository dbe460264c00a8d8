"""What every section of the project document can do, and how it refuses a value."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError


def refuse(what: str, allowed: str, next_step: str = "") -> PydanticCustomError:
    """An error that pydantic carries to the place in the file: what is wrong, what is allowed, what to do."""
    return PydanticCustomError("refused", "{what}", {"what": what, "allowed": allowed, "next_step": next_step})


class Section(BaseModel):
    """A frozen part of the document that knows its fields; a field without a value counts as not written.

    Attributes:
        not_read: fields that a user may expect, with a sentence on what this version reads instead.
        bare_words: single words that may stand for the whole section, each naming a field that becomes true.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
    not_read: ClassVar[dict[str, str]] = {}
    bare_words: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _as_written(cls, data: Any) -> Any:
        if isinstance(data, str) and data in cls.bare_words:
            return {data: True}
        if isinstance(data, Mapping):
            return {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}
        return data

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler(core)
        if not cls.bare_words:
            return schema
        return {"anyOf": [{"enum": list(cls.bare_words)}, handler.resolve_ref_schema(schema)]}
