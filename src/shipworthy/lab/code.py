"""Names the code that makes features and fits candidates, and the libraries it stands on."""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from shipworthy import model
from shipworthy.foundation.digests import digest, digest_file

_LIBRARIES: Final = ("numpy", "polars", "scikit-learn", "skrub")


@cache
def code_digest() -> str:
    """Changes with every change of what makes features and fits candidates; loads none of it."""
    rooms = [Path(__file__).parent, Path(model.__file__).parent]
    return _of(rooms)


@cache
def features_digest() -> str:
    """Changes with every change of what makes features."""
    return _of([Path(model.__file__).parent])


def _of(rooms: Sequence[Path]) -> str:
    own = {f"{room.name}/{path.name}": digest_file(path) for room in rooms for path in sorted(room.glob("*.py"))}
    return digest([own, {name: version_of(name) for name in _LIBRARIES}])


def version_of(library: str) -> str:
    """Version of an installed library, by the name it is imported or installed by; empty when there is none.

    >>> version_of("sklearn") == version_of("scikit-learn"), version_of("no-such-library")
    (True, '')
    """
    try:
        return version({"sklearn": "scikit-learn"}.get(library, library)) if library else ""
    except PackageNotFoundError:
        return ""
