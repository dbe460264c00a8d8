"""What lies in a bundle's folder, and whether it is still what was put there."""

import platform
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec

from shipworthy.foundation.digests import digest_file
from shipworthy.foundation.errors import BundleError
from shipworthy.foundation.version import __version__
from shipworthy.records.record import Record

RECORD: Final = "bundle.json"
MODEL: Final = "model.pkl"
EXTRAS: Final = "extras"
CODE: Final = "code"
CARD: Final = "card.md"
CONTENTS: Final = "contents.json"
REQUIREMENTS: Final = "requirements.txt"

_AGAIN: Final = "build it again with `shipworthy ship`"


class Contents(Record, frozen=True):
    """What a folder held when it was built.

    Attributes:
        files: path inside the folder -> digest.
        versions: `shipworthy`, `python`, `scikit-learn` -> version it was built with.
    """

    files: dict[str, str]
    versions: dict[str, str]


def contents_of(folder: Path) -> Contents:
    """What a folder holds now.

    Raises:
        OSError: when a file cannot be read.
    """
    found = [folder / RECORD, folder / MODEL]
    found += [path for part in (EXTRAS, CODE) for path in sorted((folder / part).rglob("*")) if path.is_file()]
    return Contents(
        files={path.relative_to(folder).as_posix(): digest_file(path) for path in found},
        versions=_versions(),
    )


def check(folder: Path) -> None:
    """Refuses a folder that is no bundle, is damaged, or was built by versions that read it otherwise.

    Raises:
        BundleError: for each of these.
    """
    if not folder.is_dir():
        raise BundleError("there is no bundle in this place", where=str(folder), next_step=_AGAIN)
    try:
        told = msgspec.json.decode((folder / CONTENTS).read_bytes(), type=Contents)
    except (OSError, msgspec.MsgspecError) as error:
        raise BundleError(
            "this is no bundle, or it is damaged",
            where=str(folder / CONTENTS),
            seen=str(error),
            next_step=_AGAIN,
        ) from error
    _check_versions(folder, told.versions)
    for name, wanted in told.files.items():
        path = folder / name
        seen = digest_file(path) if path.is_file() else "nothing"
        if seen != wanted:
            raise BundleError(
                "a file of the bundle is not what was put there",
                where=str(path),
                seen=seen,
                allowed=wanted,
                next_step=f"copy the folder again from where it was built, or {_AGAIN}",
            )


def _check_versions(folder: Path, told: dict[str, str]) -> None:
    for name, here in _versions().items():
        wanted = told.get(name, "")
        if here.split(".")[:2] != wanted.split(".")[:2]:
            series = ".".join(wanted.split(".")[:2])
            raise BundleError(
                f"the bundle was built with another version of {name}",
                where=str(folder),
                seen=f"{name} {here} here, {wanted or 'none'} in the bundle",
                allowed=f"{name} {series}.x",
                next_step=f"install {name} {series}, as {folder / REQUIREMENTS} says, or {_AGAIN}",
            )


def _versions() -> dict[str, str]:
    return {
        "shipworthy": __version__,
        "python": platform.python_version(),
        "scikit-learn": version("scikit-learn"),
    }
