"""Results that can be computed again, kept by the digest of what they were computed from."""

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import polars as pl

from shipworthy.foundation.digests import digest, digest_file
from shipworthy.foundation.files import storage_error, write_text, write_with
from shipworthy.records.record import Record

R = TypeVar("R", bound=Record)


class Cache:
    """Records in files under one folder, usually `.shipworthy/cache`.

    A record is a JSON file; when it has a `frame`, the rows lie beside it as Arrow IPC. Every file bears a
    checksum, so a damaged or half-written one counts as missing and is deleted. Losing the folder loses time,
    never results. Several programs may use it at once.

    >>> import tempfile
    >>> from shipworthy.records.person import Person
    >>> cache = Cache(Path(tempfile.mkdtemp()))
    >>> cache.put("who", Person(name="Ann"))
    >>> cache.get("who", Person).name, cache.get("other", Person)
    ('Ann', None)
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def get(self, key: str, kind: type[R]) -> R | None:
        """The record kept under a key; None when there is none, or it is damaged.

        Args:
            key: digest of everything the record depends on.
            kind: class of the record; the same key may keep one record of each class.
        """
        described, rows = self._paths(key, kind)
        try:
            return _read(described, rows, kind)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, pl.exceptions.PolarsError):
            for path in (described, rows):
                with suppress(OSError):
                    path.unlink(missing_ok=True)
            return None

    def put(self, key: str, record: Record) -> None:
        """Keeps a record under a key, in place of one that was there.

        Raises:
            StorageError: when the disk is full or the folder may not be written.
        """
        described, rows = self._paths(key, type(record))
        fields, frame = _taken_apart(record)
        checksum = ""
        if frame is not None:
            write_with(rows, frame.write_ipc)
            checksum = digest_file(rows)
        # last, so that it never speaks of rows that are not there yet
        content = {"fields": fields, "rows": checksum}
        write_text(described, json.dumps({**content, "sum": digest(content)}))

    def clean(self) -> int:
        """Deletes everything.

        Returns:
            Bytes that were freed.

        Raises:
            StorageError: when the folder may not be written.
        """
        try:
            freed = sum(path.stat().st_size for path in self._root.rglob("*") if path.is_file())
            if self._root.exists():
                shutil.rmtree(self._root)
        except OSError as error:
            raise storage_error(self._root, error) from error
        return freed

    def _paths(self, key: str, kind: type[Record]) -> tuple[Path, Path]:
        name = digest([kind.__name__, key])
        stem = self._root / name[:2] / name
        return stem.with_suffix(".json"), stem.with_suffix(".arrow")


def _taken_apart(record: Record) -> tuple[dict[str, Any], pl.DataFrame | None]:
    values = msgspec.structs.asdict(record)
    frame = values.pop("frame") if isinstance(values.get("frame"), pl.DataFrame) else None
    return {name: msgspec.to_builtins(value) for name, value in values.items()}, frame


def _read(described: Path, rows: Path, kind: type[R]) -> R:
    content = json.loads(described.read_bytes())
    checksum = content.pop("sum")
    if checksum != digest(content):
        raise ValueError("damaged")
    if not content["rows"]:
        return kind.from_dict(content["fields"])
    if digest_file(rows) != content["rows"]:
        raise ValueError("damaged")
    types = {field.name: field.type for field in msgspec.structs.fields(kind)}
    values = {name: msgspec.convert(value, types[name]) for name, value in content["fields"].items()}
    return kind(**values, frame=pl.read_ipc(rows))
