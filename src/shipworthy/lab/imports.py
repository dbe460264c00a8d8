"""Importing what the document names, with errors in the user's words."""

import sys
from importlib import import_module, invalidate_caches
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from shipworthy.foundation.errors import CandidateError, nearest
from shipworthy.records.spec import CandidateSpec


def import_path(spec: CandidateSpec) -> Any:
    """What `package.module.Class` names.

    Raises:
        CandidateError: when it is not there; it says which name is nearest.
    """
    module_name, _, name = spec.target.rpartition(".")
    return _attribute(spec, _module(spec, module_name), name)


def import_named(spec: CandidateSpec, folder: Path | None) -> Any:
    """What `module:function` names, looked for in the project's folder first.

    Raises:
        CandidateError: when it is not there, or fails while it is imported.
    """
    module_name, _, name = spec.target.partition(":")
    if not module_name or not name:
        allowed = "module:name, such as candidates:build; module:function for a factory"
        raise refusal(spec, f"this is no {spec.kind}", seen=spec.target, allowed=allowed)
    return _attribute(spec, _project_module(spec, module_name, folder), name)


def refusal(
    spec: CandidateSpec, what: str, *, seen: object = None, allowed: object = None, step: str = ""
) -> CandidateError:
    """An error that names the candidate as its place."""
    return CandidateError(what, where=f"candidates.{spec.name}", seen=seen, allowed=allowed, next_step=step)


def _project_module(spec: CandidateSpec, name: str, folder: Path | None) -> ModuleType:
    """Imports from the project's folder, which is on the path only meanwhile."""
    if folder is None:
        return _module(spec, name)
    place = str(folder.resolve())
    loaded = sys.modules.get(name)
    if loaded is not None and not str(getattr(loaded, "__file__", "")).startswith(place):
        # another project's module of the same name, loaded earlier by the same process
        sys.modules.pop(name)
    sys.path.insert(0, place)
    try:
        invalidate_caches()
        return _module(spec, name, [found.name for found in iter_modules([place])])
    finally:
        sys.path.remove(place)


def _module(spec: CandidateSpec, name: str, near: list[str] | None = None) -> ModuleType:
    if not name:
        raise refusal(spec, "this is no import path", seen=spec.target, allowed="package.module.Class")
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name and not (name == error.name or name.startswith(f"{error.name}.")):
            raise refusal(
                spec,
                f"{name} needs {error.name}, which is not installed",
                seen=spec.target,
                step="install it",
            ) from error
        parent, _, last = name.rpartition(".")
        names = near if near is not None else _submodules(parent)
        close = nearest(last, names)
        raise refusal(
            spec,
            "there is no module of this name",
            seen=name,
            step=f"did you mean {f'{parent}.{close}' if parent else close}?" if close else "check the spelling",
        ) from error
    except (Exception, SystemExit) as error:
        step = "mend it, or take it off the roadmap; the others go on"
        what = f"{name} fails while it is imported: {error}".rstrip(": ")
        raise refusal(spec, what, seen=type(error).__name__, step=step) from error


def _submodules(parent: str) -> list[str]:
    if not parent:
        return [found.name for found in iter_modules()]
    try:
        return [found.name for found in iter_modules(getattr(import_module(parent), "__path__", None))]
    except ImportError:
        return []


def _attribute(spec: CandidateSpec, module: ModuleType, name: str) -> Any:
    if not hasattr(module, name):
        close = nearest(name, [word for word in dir(module) if not word.startswith("_")])
        raise refusal(
            spec,
            f"there is no {name} in {module.__name__}",
            seen=spec.target,
            step=f"did you mean {close}?" if close else "check the spelling",
        )
    return getattr(module, name)
