"""Where the ledger lives: the user's data folder, a folder or database of their choice, or the project."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import platformdirs
from sqlalchemy import URL

from shipworthy.foundation.errors import StorageError

OWN_HOME: Final = Path(".shipworthy", "home")
"""A project with this folder inside keeps a ledger of its own, apart from all others (the demo does)."""

LEDGER_FILE: Final = "ledger.sqlite"


def ledger_url(environment: Mapping[str, str], project_dir: Path) -> str:
    """The SQLAlchemy URL of the ledger that a project writes to.

    The first that is there: the project's own home (`OWN_HOME`), `SHIPWORTHY_URL`, the folder
    `SHIPWORTHY_HOME`, the user's data folder.

    Args:
        environment: variables of the process, such as `os.environ`.
        project_dir: folder of the project.

    >>> ledger_url({"SHIPWORTHY_URL": "postgresql://host/team"}, Path("late"))
    'postgresql://host/team'
    """
    own = project_dir / OWN_HOME
    if own.is_dir():
        return sqlite_url(own)
    chosen = environment.get("SHIPWORTHY_URL", "").strip()
    return chosen or sqlite_url(home(environment))


def home(environment: Mapping[str, str]) -> Path:
    """The folder of what belongs to the user and to no single project.

    Raises:
        StorageError: when the user has no home folder.

    >>> home({"SHIPWORTHY_HOME": "/srv/shipworthy"})
    PosixPath('/srv/shipworthy')
    """
    chosen = environment.get("SHIPWORTHY_HOME", "").strip()
    try:
        folder = Path(chosen).expanduser() if chosen else platformdirs.user_data_path("shipworthy").expanduser()
    except RuntimeError as error:
        raise StorageError(
            "there is no home folder to keep the ledger in",
            where="SHIPWORTHY_HOME" if chosen else "HOME",
            seen=chosen or None,
            allowed="a folder",
            next_step="name a folder with SHIPWORTHY_HOME",
        ) from error
    return folder.absolute()


def shared_cache(environment: Mapping[str, str], project_dir: Path) -> Path:
    """The folder of what can be computed again and is of use to several projects.

    It lies beside the ledger: in the project's own home, in `SHIPWORTHY_HOME`, or in the user's data folder; in the
    project where none of them may be written.

    >>> shared_cache({"SHIPWORTHY_HOME": "/proc/nowhere"}, Path("late"))
    PosixPath('late/.shipworthy/shared')
    """
    own = project_dir / OWN_HOME
    with suppress(StorageError, OSError):
        folder = (own if own.is_dir() else home(environment)) / "shared"
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    return project_dir / OWN_HOME.parent / "shared"


def sqlite_url(folder: Path) -> str:
    """The SQLAlchemy URL of the embedded ledger in a folder.

    >>> sqlite_url(Path("/srv/shipworthy"))
    'sqlite:////srv/shipworthy/ledger.sqlite'
    """
    return URL.create("sqlite", database=str(folder.absolute() / LEDGER_FILE)).render_as_string()
