"""The prediction log of an opened project."""

from typing import Final

from shipworthy.store.prediction_log import PredictionLog
from shipworthy.workflow.bench import Bench

LOG: Final = "log"
"""Its folder, inside the project's own."""


def open_log(bench: Bench, *, read_only: bool = True) -> PredictionLog:
    """The project's prediction log.

    Raises:
        LogError: when there is none yet, or it cannot be read.
    """
    return PredictionLog.open(bench.own / LOG, read_only=read_only)
