"""Floor 4: candidates to predictions."""

import os

from platformdirs import user_cache_path

# Libraries that make folders in the user's home as soon as they are imported put them into the cache instead.
_CACHE = user_cache_path("shipworthy")
os.environ.setdefault("SKB_DATA_DIRECTORY", str(_CACHE / "skrub"))
os.environ.setdefault("MPLCONFIGDIR", str(_CACHE / "matplotlib"))
# A project tells nobody that it exists.
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
