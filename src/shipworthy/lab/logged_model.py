"""Models that people logged in MLflow: which version is meant, and a copy of it."""

import os
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Final

from shipworthy.bundle.mlflow_server import in_short, own_database, quiet, without_password
from shipworthy.foundation.digests import digest
from shipworthy.lab.imports import refusal
from shipworthy.lab.pinned import ALIAS, copies, pin, pinned, remote
from shipworthy.records.spec import CandidateSpec

_OWN: Final = ".shipworthy"
_MARK: Final = "MLmodel"
_ADDRESS: Final = "MLFLOW_TRACKING_URI"
_BAR: Final = "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"
_ONE_AT_A_TIME: Final = threading.RLock()


def model_folder(spec: CandidateSpec, folder: Path | None) -> Path:
    """The folder of a logged model, copied beside the project's other own things when it lies on a server.

    A version is copied once; MLflow never changes it. An alias means what `look_up` found.

    Args:
        spec: its target is an address of MLflow, or a folder.
        folder: of the project; None is the current one.

    Raises:
        CandidateError: when there is no such model, or the server cannot be reached.
    """
    root = folder or Path.cwd()
    if not remote(spec.target):
        local = root / Path(spec.target).expanduser()
        if not (local / _MARK).is_file():
            step = f"name the folder that holds the file {_MARK}, or models:/name@alias, runs:/ID/model"
            raise refusal(spec, "there is no model of MLflow in this folder", seen=str(local), step=step)
        return local
    try:
        with tracking_server(root / _OWN):
            known = pinned(spec.target, root)
            version = _version(known)
            pin(spec.target, version, root)
            return _copy(version, copies(root) / digest(version))
    except Exception as error:
        # whatever a server or its driver comes up with
        step = "check the name, and that MLFLOW_TRACKING_URI names the server on which it was logged"
        raise refusal(spec, f"the model cannot be fetched: {in_short(error)}", seen=spec.target, step=step) from error


def look_up(specs: Iterable[CandidateSpec], folder: Path) -> None:
    """Notes which versions the aliases of these candidates mean now.

    One that cannot be looked up, for its server is away, stays what it was.

    Args:
        specs: candidates of any kind.
        folder: of the project.
    """
    for spec in specs:
        if spec.kind == "mlflow" and ALIAS.fullmatch(spec.target):
            # fetching it says what is wrong; what is known of it must not fall with the network
            with suppress(Exception), tracking_server(folder / _OWN):
                pin(spec.target, _version(spec.target), folder)


def _version(target: str) -> str:
    """The address with the version in place of an alias."""
    named = ALIAS.fullmatch(target)
    if not named:
        return target
    name, alias = named.groups()
    found = import_module("mlflow").MlflowClient().get_model_version_by_alias(name, alias)
    return f"models:/{name}/{found.version}"


def _copy(version: str, place: Path) -> Path:
    """What a server holds of a version, whole or not at all."""
    found = _marked(place)
    if found:
        return found
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        import_module("mlflow.artifacts").download_artifacts(artifact_uri=version, dst_path=str(partial))
        if not _marked(partial):
            raise FileNotFoundError(f"{version} holds no file {_MARK}")
        shutil.rmtree(place, ignore_errors=True)
        partial.rename(place)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return _marked(place) or place


def _marked(place: Path) -> Path | None:
    """The folder with the model, which may be the place itself or one within it."""
    return next((mark.parent for mark in sorted(place.rglob(_MARK), key=lambda mark: len(mark.parts))), None)


@contextmanager
def tracking_server(own: Path) -> Iterator[str]:
    """The user's tracking server, or the project's own database, asked quietly; MLflow knows one at a time.

    Args:
        own: folder of the project's own database.

    Yields:
        Where it is, without a password.
    """
    mlflow = import_module("mlflow")  # takes seconds, and most projects name no logged model
    asked = os.environ.get(_ADDRESS, "")
    before = os.environ.get(_BAR)
    with _ONE_AT_A_TIME, quiet():
        os.environ[_BAR] = "false"
        mlflow.set_tracking_uri(asked or own_database(own))
        try:
            yield without_password(asked) if asked else str(own / "mlflow.db")
        finally:
            # None is what it was before anybody set it; it takes the variable along
            mlflow.set_tracking_uri(None)
            for name, value in ((_ADDRESS, asked or None), (_BAR, before)):
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
