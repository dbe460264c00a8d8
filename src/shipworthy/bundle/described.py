"""A bundle as it describes itself: its record, and what was put beside the model. The model is not loaded."""

from pathlib import Path
from typing import TypeVar

import msgspec

from shipworthy.bundle.contents import EXTRAS, RECORD, check
from shipworthy.foundation.errors import BundleError
from shipworthy.records.bundle import Bundle
from shipworthy.records.record import Record

R = TypeVar("R", bound=Record)


class Described:
    """What can be known of a bundle without asking its model.

    Attributes:
        bundle: what is shipped.
    """

    def __init__(self, bundle: Bundle, folder: Path) -> None:
        self.bundle = bundle
        self._folder = folder

    def extra(self, name: str, kind: type[R]) -> R | None:
        """A record that was put beside the model, or None when there is none of that name.

        Raises:
            BundleError: when it cannot be read as that kind.
        """
        path = self._folder / EXTRAS / f"{name}.json"
        return _read(path, kind, name) if path.is_file() else None


def describe(folder: Path) -> Described:
    """Reads what a bundle says of itself, once it is known to be whole, and meant to be read by this version.

    Runs no code that lies in the folder.

    Raises:
        BundleError: when it is missing, damaged or of another version.
    """
    check(folder)
    return Described(_read(folder / RECORD, Bundle, "the record"), folder)


def _read(path: Path, kind: type[R], name: str) -> R:
    try:
        return kind.from_dict(msgspec.json.decode(path.read_bytes()))
    except (msgspec.MsgspecError, OSError) as error:
        raise BundleError(
            f"{name} of the bundle cannot be read",
            where=str(path),
            seen=str(error),
            allowed=kind.__name__,
            next_step="build the bundle again with `shipworthy ship`",
        ) from error
