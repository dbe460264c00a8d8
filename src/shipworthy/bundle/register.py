"""Telling MLflow's model registry what is shipped."""

import os
from pathlib import Path
from typing import Final, Literal

from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

from shipworthy.bundle.mlflow_server import in_short, own_database, quiet
from shipworthy.records.bundle import Bundle

TAG: Final = "shipworthy.bundle"
"""Tag of a registered version that says which bundle it is, by the digest of its record."""


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
            client = MlflowClient(tracking_uri=place, registry_uri=place)
            version = _known(client, bundle) or _new(client, bundle, folder)
            client.set_registered_model_alias(bundle.project, alias, version)
    except Exception as error:
        # whatever a server or its driver comes up with must not stop the project
        step = "check that the server of MLFLOW_TRACKING_URI runs, or unset it" if asked else "check the disk"
        return (f"{bundle.name} was not registered with MLflow: {in_short(error)}; {step}",)
    return ()


def _known(client: MlflowClient, bundle: Bundle) -> str:
    """Number of the version that is this bundle; empty when there is none."""
    name = bundle.project.replace("'", "''")
    found = client.search_model_versions(f"name = '{name}' and tag.`{TAG}` = '{bundle.digest}'", max_results=1)
    return str(found[0].version) if found else ""


def _new(client: MlflowClient, bundle: Bundle, folder: Path) -> str:
    try:
        client.create_registered_model(bundle.project)
    except MlflowException as error:
        if error.error_code != "RESOURCE_ALREADY_EXISTS":
            raise
    tags = {TAG: bundle.digest, "shipworthy.version": str(bundle.version), "shipworthy.candidate": bundle.candidate}
    made = client.create_model_version(bundle.project, folder.resolve().as_uri(), tags=tags)
    return str(made.version)
