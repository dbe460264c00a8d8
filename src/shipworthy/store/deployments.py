"""What is live, in a file that the model server follows; and how one state follows from another."""

import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from shipworthy.foundation.errors import RequestError, StorageError
from shipworthy.foundation.files import storage_error, write_with
from shipworthy.records.deployment import Deployment
from shipworthy.records.evidence import Authority

DELIVERY_FILE: Final = "delivery.json"

BUNDLES: Final = "bundles"


def read_deployment(own: Path) -> Deployment | None:
    """What is live in a project; None when nothing ever was.

    Args:
        own: the project's `.shipworthy` folder.

    Raises:
        StorageError: when the file is damaged, cannot be read, or is of another version.
    """
    path = own / DELIVERY_FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Deployment)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise storage_error(path, error) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StorageError(
            "the file that says what is live cannot be understood",
            where=str(path),
            seen=str(error),
            allowed="a deployment as this version of shipworthy writes it",
            next_step="delete it and run `shipworthy ship` again; the bundles are still there",
        ) from error


def write_deployment(own: Path, deployment: Deployment) -> None:
    """Makes a state live: in one step, and on disk when this returns.

    Args:
        own: the project's `.shipworthy` folder.
        deployment: replaces the state as a whole.

    Raises:
        StorageError: when the disk is full or the folder may not be written; the old state is then still live.
    """
    path = own / DELIVERY_FILE
    text = msgspec.json.format(msgspec.json.encode(deployment), indent=2)
    write_with(path, lambda partial: _write_through(partial, text))
    try:
        # the new name has to be on disk too
        handle = os.open(own, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise storage_error(path, error) from error


def bundle_folder(own: Path, version: int) -> Path:
    """Where the bundle of a version lies.

    >>> bundle_folder(Path(".shipworthy"), 2).as_posix()
    '.shipworthy/bundles/2'
    """
    return own / BUNDLES / str(version)


def next_version(own: Path) -> int:
    """The number of the next bundle: one more than the greatest that is there, from 1.

    Raises:
        StorageError: when the folder cannot be read.
    """
    folder = own / BUNDLES
    try:
        names = [each.name for each in folder.iterdir()] if folder.exists() else []
    except OSError as error:
        raise storage_error(folder, error) from error
    return 1 + max((int(name) for name in names if re.fullmatch(r"[0-9]+", name)), default=0)


def promoted(
    deployment: Deployment,
    version: int | None = None,
    *,
    by: str,
    why: str,
    now: datetime,
    authority: Authority = "machine",
) -> Deployment:
    """Lets a version answer; what answered until now is kept to be rolled back to, an engaged fallback stays engaged.

    A version that comes out of the shadow leaves its place there to what answered until now.

    Args:
        deployment: what is live.
        version: of the bundle; None is the one in the shadow.
        by: who decided so.
        why: one sentence.
        now: the time, UTC.
        authority: how sure we are of them.

    Raises:
        RequestError: when nothing is in the shadow, or that version answers already.
    """
    chosen = deployment.shadow if version is None else version
    if chosen is None:
        raise RequestError(
            "there is nothing in the shadow to promote",
            where=deployment.project,
            next_step="build a new bundle first, with `shipworthy retrain`",
        )
    if chosen == deployment.champion:
        raise RequestError(
            "this version answers already", where=deployment.project, seen=chosen, next_step="choose another version"
        )
    return _answering(_changed(deployment, by, why, now, authority), chosen)


def rolled_back(
    deployment: Deployment, *, by: str, why: str, now: datetime, authority: Authority = "machine"
) -> Deployment:
    """Swaps the version that answers with the one before it; an engaged fallback stays engaged.

    The arguments are those of `promoted`.

    Raises:
        RequestError: when there is nothing to roll back to.
    """
    if deployment.previous is None:
        raise RequestError(
            "there is no earlier version to roll back to",
            where=deployment.project,
            seen="nothing is live" if deployment.champion is None else f"version {deployment.champion} is the first",
            next_step="let what stands in for the model answer, or build a new bundle with `shipworthy retrain`",
        )
    return _answering(_changed(deployment, by, why, now, authority), deployment.previous)


def shadowed(
    deployment: Deployment,
    version: int | None,
    *,
    by: str,
    why: str,
    now: datetime,
    authority: Authority = "machine",
) -> Deployment:
    """Has a version asked too, its answers logged and not given; None ends that.

    Raises:
        RequestError: when nothing is live yet, or that version answers already.
    """
    if version is not None and deployment.champion is None:
        raise RequestError(
            "nothing is live yet that another version could stand in the shadow of",
            where=deployment.project,
            seen=version,
            next_step="let it answer, with `shipworthy ship` and a decision",
        )
    if version is not None and version == deployment.champion:
        raise RequestError(
            "this version answers already, and cannot be in the shadow too",
            where=deployment.project,
            seen=version,
            next_step="choose another version",
        )
    return _changed(deployment, by, why, now, authority, shadow=version)


def engaged(
    deployment: Deployment, *, by: str, why: str, now: datetime, authority: Authority = "machine"
) -> Deployment:
    """Has what stands in for the model answer; a deployment that does so already is given back as it is.

    Raises:
        RequestError: when nothing is live.
    """
    if deployment.champion is None:
        raise RequestError(
            "nothing is live that something else could stand in for",
            where=deployment.project,
            next_step="let a bundle answer first, with `shipworthy ship` and a decision",
        )
    if deployment.mode == "fallback":
        return deployment
    return _changed(deployment, by, why, now, authority, mode="fallback")


def lifted(deployment: Deployment, *, by: str, why: str, now: datetime, authority: Authority = "machine") -> Deployment:
    """Has the model answer again; a deployment that does so already is given back as it is."""
    if deployment.mode == "model":
        return deployment
    return _changed(deployment, by, why, now, authority, mode="model")


def _answering(deployment: Deployment, version: int) -> Deployment:
    # a fallback that is engaged stays so: another model does not mend a broken feed
    # what answered until now watches in the place of what answers now, so that it can be said whether the change paid
    shadow = deployment.champion if version == deployment.shadow else deployment.shadow
    return replace(deployment, champion=version, previous=deployment.champion, shadow=shadow)


def _changed(
    deployment: Deployment, by: str, why: str, now: datetime, authority: Authority, **changes: Any
) -> Deployment:
    return replace(deployment, by=by, why=why, since=now, authority=authority, **changes)


def _write_through(path: Path, text: bytes) -> None:
    with path.open("wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
