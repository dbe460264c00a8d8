"""Which packages, in which versions, a pickled model needs."""

import ast
import pickletools
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path
from typing import Final

from shipworthy.foundation.version import __version__
from shipworthy.model.fitted import Fitted

_ALWAYS: Final = ("numpy", "polars", "scikit-learn", "shipworthy", "skrub")
_TEXT: Final = ("SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "UNICODE")


def needs_of(fitted: Fitted) -> tuple[str, ...]:
    """Packages that a candidate says it needs, such as those of an MLflow model, which no pickle names."""
    return tuple(getattr(fitted.candidate, "needs", ()))


def requirements_of(model: bytes, code: Sequence[Path], needs: Sequence[str] = ()) -> tuple[str, ...]:
    """Packages that are named in a pickle or imported by the modules beside it, pinned to what is installed.

    Args:
        model: the pickle.
        code: the project's own modules and folders of modules.
        needs: names of packages beside these; what is not installed was not needed to answer here, and is left out.

    Returns:
        As pip reads them, by the alphabet.
    """
    own = {path.stem if path.is_file() else path.name for path in code}
    modules = {*_modules_in(model), *(name for path in code for name in _imported_by(path))}
    known = _distributions()
    named = {known[name][0] for name in modules - own - set(sys.stdlib_module_names) if name in known}
    installed = {name for name in needs if _installed(name)}
    return tuple(f"{name}=={_version(name)}" for name in sorted({*_ALWAYS, *named, *installed}))


@cache
def _distributions() -> Mapping[str, list[str]]:
    """Name of a module -> distributions that bring it; looking through all that is installed takes a second."""
    return packages_distributions()


def _modules_in(model: bytes) -> Iterable[str]:
    """Top-level modules of all classes and functions in a pickle: module and name are texts just put down."""
    texts: list[str] = []
    for code, argument, _ in pickletools.genops(model):
        if code.name in _TEXT:
            texts = [*texts[-1:], str(argument)]
        elif code.name == "STACK_GLOBAL":
            # module and name may have been put down earlier and fetched again; then they were named before
            yield from (text.partition(".")[0] for text in texts)
        elif code.name == "GLOBAL":
            yield str(argument).partition(" ")[0].partition(".")[0]


def _imported_by(path: Path) -> Iterable[str]:
    for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (name.name.partition(".")[0] for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def _installed(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def _version(name: str) -> str:
    return __version__ if name == "shipworthy" else version(name)
