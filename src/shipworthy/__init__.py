"""Shipworthy: carries a machine-learning project from an idea to measured impact.

The front door: what is named in `__all__` is all there is for users; the rest is the house behind it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from shipworthy.foundation.version import __version__

if TYPE_CHECKING:
    from shipworthy.workflow.notebook import compare, evaluate
    from shipworthy.workflow.project import Project
    from shipworthy.workflow.project import open_project as open

_DOORS = {
    "Project": ("shipworthy.workflow.project", "Project"),
    "compare": ("shipworthy.workflow.notebook", "compare"),
    "evaluate": ("shipworthy.workflow.notebook", "evaluate"),
    "open": ("shipworthy.workflow.project", "open_project"),
}

__all__ = ["Project", "__version__", "compare", "evaluate", "open"]


def __getattr__(name: str) -> Any:
    """Opens a door only when somebody goes through it, so that `import shipworthy` stays quick."""
    if name in _DOORS:
        module, attribute = _DOORS[name]
        return getattr(import_module(module), attribute)
    raise AttributeError(f"module 'shipworthy' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
