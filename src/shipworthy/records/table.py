"""A frame of rows that knows what its columns are for."""

from typing import Any, Literal, Self

import msgspec
import polars as pl

from shipworthy.foundation.digests import digest
from shipworthy.records.frames import decode_frame, digest_frame, encode_frame
from shipworthy.records.record import Record

ColumnKind = Literal["number", "category", "text", "boolean", "time", "empty", "constant", "other"]
Role = Literal["feature", "target", "key", "time", "group", "not_known", "personal", "dropped"]


class Column(Record, frozen=True):
    """One column and what it is for.

    Attributes:
        name: as in the data.
        kind: what it holds.
        role: what it is for; only `feature` columns are learned from.
        source: name of the source it came from.
        origin: what the source itself calls it, where joining gave it another name; empty where it kept its own.
        nulls: rows without a value.
        distinct: number of different values, the empty one not counted.
    """

    name: str
    kind: ColumnKind
    role: Role = "feature"
    source: str = ""
    origin: str = ""
    nulls: int = 0
    distinct: int = 0


class Table(Record, frozen=True):
    """A table as read or joined.

    Attributes:
        name: of the source, or of the project for the joined one.
        frame: the rows.
        columns: one for each column of the frame, in its order.
        key: columns that should be unique together.
        time: column that says when; empty when there is none.
        notes: what had to be assumed about the file when it was read, a sentence each.
    """

    name: str
    frame: pl.DataFrame
    columns: tuple[Column, ...] = ()
    key: tuple[str, ...] = ()
    time: str = ""
    notes: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def of(self, *roles: Role) -> list[str]:
        """Names of the columns with one of these roles, in the table's order."""
        return [column.name for column in self.columns if column.role in roles]

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: when there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values; the frame as Arrow IPC in base64."""
        return {**self._described(), "frame": encode_frame(self.frame)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Reads what `to_dict` wrote."""
        rest = {key: value for key, value in data.items() if key != "frame"}
        columns = msgspec.convert(rest.pop("columns"), tuple[Column, ...])
        key, notes = tuple(rest.pop("key")), tuple(rest.pop("notes"))
        return cls(frame=decode_frame(data["frame"]), columns=columns, key=key, notes=notes, **rest)

    @property
    def digest(self) -> str:
        """Names the table by the content of its rows and the meaning of its columns."""
        return digest({**self._described(), "frame": digest_frame(self.frame)})

    def _described(self) -> dict[str, Any]:
        columns = [column.to_dict() for column in self.columns]
        plain = {"name": self.name, "columns": columns, "key": list(self.key), "time": self.time}
        return {**plain, "notes": list(self.notes)}
