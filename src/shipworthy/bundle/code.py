"""A project's own modules, which travel with the model that needs them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import invalidate_caches
from pathlib import Path
from threading import RLock
from types import ModuleType
from typing import Final

_ONE_AT_A_TIME: Final = RLock()


@contextmanager
def own_modules(folder: Path) -> Iterator[None]:
    """Lets modules of a folder be imported by their plain names, and forgets them afterwards.

    What was imported lives on in the objects made from it; another project's module of the same name, loaded by the
    same process before or after, is left alone. An import that a function makes later, while it runs, is not served.

    Args:
        folder: with the modules; nothing happens when it is not there.
    """
    if not folder.is_dir():
        yield
        return
    names = {path.stem if path.is_file() else path.name for path in folder.iterdir()}
    with _ONE_AT_A_TIME:
        others = _taken(names)
        sys.path.insert(0, str(folder))
        try:
            invalidate_caches()
            yield
        finally:
            sys.path.remove(str(folder))
            _taken(names)
            sys.modules.update(others)


def _taken(names: set[str]) -> dict[str, ModuleType]:
    """Takes modules of these names, and their parts, out of what is loaded."""
    found = [name for name in sys.modules if name.partition(".")[0] in names]
    return {name: sys.modules.pop(name) for name in found}
