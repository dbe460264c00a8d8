"""Entries of MLflow's model registry."""

from pathlib import Path
from typing import Final

from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

from shipworthy.records.bundle import Bundle

TAG: Final = "shipworthy.bundle"
"""Tag of a registered version that says which bundle it is, by the digest of its record."""


def enter(place: str, folder: Path, bundle: Bundle, alias: str) -> None:
    """Makes a bundle a version of a model that bears the project's name, and gives it the alias.

    Args:
        place: address of the registry.
        folder: of the bundle.
        bundle: the record.
        alias: what this version is from now on.

    Raises:
        Exception: of MLflow's, or of what it asks.
    """
    client = MlflowClient(tracking_uri=place, registry_uri=place)
    version = _known(client, bundle) or _new(client, bundle, folder)
    client.set_registered_model_alias(bundle.project, alias, version)


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
