"""Telling MLflow's model registry what is shipped."""

import os
from pathlib import Path
from typing import Literal

from shipworthy.bundle.mlflow_server import in_short, own_database, quiet
from shipworthy.records.bundle import Bundle


def register(
    folder: Path, bundle: Bundle, own: Path, alias: Literal["champion", "shadow"] = "champion"
) -> tuple[str, ...]:
    """Registers a bundle as a version of a model that bears the project's name, under an alias.

    `MLFLOW_TRACKING_URI` says where; without it, `mlflow.db` in the project's folder. A bundle that is registered
    already only gets the alias. The registry is told where the bundle lies; nothing is copied.

    Args:
        folder: of the bundle.
        bundle: the record.
        own: the project's `.shipworthy`.
        alias: what this version is from now on.

    Returns:
        Why it was not registered, when it was not: the project goes on without a registry.
    """
    asked = os.environ.get("MLFLOW_TRACKING_URI", "")
    try:
        with quiet():
            place = asked or own_database(own)
            # MLflow takes seconds to load: what comes before this does not wait for it
            from shipworthy.bundle.registry import enter  # noqa: PLC0415

            enter(place, folder, bundle, alias)
    except Exception as error:
        # whatever a server or its driver comes up with must not stop the project
        step = "check that the server of MLFLOW_TRACKING_URI runs, or unset it" if asked else "check the disk"
        return (f"{bundle.name} was not registered with MLflow: {in_short(error)}; {step}",)
    return ()
