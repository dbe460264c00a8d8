"""Where libraries may keep their things, and what they may tell others: said before they are loaded."""

import os

from platformdirs import user_cache_path


def settle() -> None:
    """Sets what libraries read from the environment when they are first loaded; what the user set stays."""
    cache = user_cache_path("shipworthy")
    # libraries that make folders in the user's home as soon as they are loaded put them into the cache instead
    os.environ.setdefault("SKB_DATA_DIRECTORY", str(cache / "skrub"))
    os.environ.setdefault("MPLCONFIGDIR", str(cache / "matplotlib"))
    # a project tells nobody that it exists
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
