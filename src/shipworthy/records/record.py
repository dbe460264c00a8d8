"""What every record can do: be written down, be read back, and be named by its content."""

from typing import Any, Self

import msgspec

from shipworthy.foundation.digests import digest


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen set of named fields.

    A record is equal to another with the same content, can be written as JSON (`to_dict`), is read back with its
    types checked (`from_dict`), and has a digest that does not depend on the order of fields or the platform.
    """

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON-like values; times become ISO 8601 text."""
        return msgspec.to_builtins(self)  # type: ignore[no-any-return]

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Reads what `to_dict` wrote.

        Raises:
            msgspec.ValidationError: when a field is missing, unknown or of another type.
        """
        return msgspec.convert(data, cls)

    @property
    def digest(self) -> str:
        """32 hexadecimal digits that name the content."""
        return digest(self.to_dict())
