"""What is live in a project, loaded and followed."""

import logging
from pathlib import Path

from shipworthy.bundle.load import load
from shipworthy.foundation.errors import RequestError
from shipworthy.records.deployment import Deployment
from shipworthy.server.live import Live
from shipworthy.server.scorer import Ready, Wrap
from shipworthy.store.deployments import DELIVERY_FILE, bundle_folder, read_deployment

_NEXT = "build a bundle and make it live with `shipworthy ship`, then start the server again"


def follow(own: Path, wrap: Wrap | None = None) -> Live:
    """Loads what is live, and follows its changes until it is closed.

    Args:
        own: the project's `.shipworthy` folder.
        wrap: puts something between the server and each bundle, for drills.

    Raises:
        RequestError: when nothing is live.
        BundleError: when what is live cannot be loaded.
        StorageError: when the deployment cannot be read.
    """

    def read() -> Deployment:
        found = read_deployment(own)
        if found is None:
            raise RequestError("nothing is live in this project", where=str(own / DELIVERY_FILE), next_step=_NEXT)
        return found

    def loaded(version: int) -> Ready:
        bundle = load(bundle_folder(own, version))
        return Ready(bundle, bundle if wrap is None else wrap(bundle))

    live = Live(own / DELIVERY_FILE, read, loaded, logging.getLogger("shipworthy.server").warning)
    live.start()
    return live
