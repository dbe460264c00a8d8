"""Which version of a logged model was meant when it was last looked up; read without loading MLflow."""

import json
import re
from pathlib import Path
from typing import Final

from shipworthy.foundation.digests import digest, digest_file
from shipworthy.foundation.files import write_text

ALIAS: Final = re.compile(r"models:/([^/@]+)@([^/@]+)")
_PLACE: Final = Path(".shipworthy", "models")
_PINS: Final = "aliases.json"


def copies(folder: Path) -> Path:
    """Where copies of logged models lie in a project."""
    return folder / _PLACE


def remote(target: str) -> bool:
    """Whether a server holds the model; else it is a folder."""
    return target.startswith(("models:/", "runs:/"))


def pinned(target: str, folder: Path) -> str:
    """The address with a version in place of an alias, as it was last looked up; the alias itself before that."""
    return _pins(folder).get(target, target)


def pin(target: str, version: str, folder: Path) -> None:
    """Notes which version an alias means now.

    Raises:
        StorageError: when the folder may not be written.
    """
    pins = _pins(folder)
    if pins.get(target) != version:
        write_text(copies(folder) / _PINS, json.dumps({**pins, target: version}, indent=1, sort_keys=True))


def model_digest(target: str, folder: Path) -> str:
    """Names the version of a model: by its files when it is a folder, else by what the server calls it.

    Args:
        target: an address of MLflow, or a folder.
        folder: of the project.

    Returns:
        A digest; empty when there is no such folder.
    """
    if remote(target):
        return digest(pinned(target, folder))
    local = folder / Path(target).expanduser()
    files = sorted(path for path in local.rglob("*") if path.is_file()) if local.is_dir() else []
    return digest({path.relative_to(local).as_posix(): digest_file(path) for path in files}) if files else ""


def _pins(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((copies(folder) / _PINS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # never looked up, or somebody took it away: it is looked up again
        return {}
    return {str(name): str(version) for name, version in found.items()} if isinstance(found, dict) else {}
