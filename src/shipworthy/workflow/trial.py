"""An attempt that people may try before anything is shipped: a bundle beside the project's own, and its server.

It learns from the rows of the folds alone, so that the cases kept aside are as new to it as any other. It lies in a
folder that a model server takes for a project, and is in no ledger: nothing that is shipped knows of it.
"""

import os
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from shipworthy.bundle.described import describe
from shipworthy.foundation.errors import BundleError, UserError
from shipworthy.records.bundle import Bundle
from shipworthy.store.deployments import bundle_folder, read_deployment
from shipworthy.workflow.folder import OWN
from shipworthy.workflow.processes import server_process

_FOLDER: Final = "trial"
TOKEN: Final = "SHIPWORTHY_TOKEN"
"""Variable with the word that a model server asks for, where it is set."""


def trial_folder(own: Path) -> Path:
    """The folder that a model server is started for.

    Args:
        own: the project's `.shipworthy` folder.
    """
    return own / _FOLDER


def inside(own: Path) -> Path:
    """What is the trial's own `.shipworthy` folder, with its bundle.

    Args:
        own: the project's.
    """
    return trial_folder(own) / OWN


def trial_of(own: Path) -> Bundle | None:
    """The attempt that may be tried; None when there is none that can be read."""
    inner = inside(own)
    with suppress(UserError):
        live = read_deployment(inner)
        if live is not None and live.champion is not None:
            return describe(bundle_folder(inner, live.champion)).bundle
    return None


class TrialServers:
    """Model servers of attempts that may be tried, each started when it is first asked. May be used from threads.

    Use it in a `with`, which ends them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[Path, str] = {}
        self._ends = ExitStack()
        self.token: Final = os.environ.get(TOKEN, "")

    def at(self, own: Path) -> str:
        """Address of the server of a project's trial.

        Args:
            own: the project's `.shipworthy` folder.

        Raises:
            BundleError: when there is nothing to try.
            ServerError: when it does not come up.
        """
        with self._lock:
            if own not in self._running:
                if trial_of(own) is None:
                    what, step = "there is no attempt to try", "run `shipworthy report --demo`"
                    raise BundleError(what, where=str(trial_folder(own)), next_step=step)
                self._running[own] = self._ends.enter_context(server_process(trial_folder(own)))
            return self._running[own]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ends.close()
