"""One table of predictions, offline and live: a holdout, a fold and a week of live traffic look the same."""

from typing import Any, Final, Self

import polars as pl

from shipworthy.foundation.digests import digest
from shipworthy.records.correction import Correction
from shipworthy.records.frames import decode_frame, digest_frame, encode_frame
from shipworthy.records.record import Record
from shipworthy.records.spec import Task

ORIGINS: Final = ("holdout", "fold", "replay", "shadow", "canary", "live", "batch", "simulated")

COLUMNS: Final = (
    "id",
    "time",
    "unit_id",
    "group",
    "weight",
    "origin",
    "model",
    "route",
    "score",
    "decision",
    "action",
    "propensity",
    "outcome",
    "outcome_time",
    "inputs",
)
"""Every column that a table of predictions may have, in order; `id`, `origin`, `model`, `score` are always there."""


class Predictions(Record, frozen=True):
    """What a candidate said, row by row, and what turned out.

    The frame's columns: `id` (text, unique) · `time` (UTC) · `unit_id` (who is decided on) · `group` (what is
    independent: a day, a customer) · `weight` · `origin` (one of `ORIGINS`) · `model` · `route` (model, today,
    fallback, review) · `score` (binary: probability of the positive label; multiclass: list in class order;
    regression: the prediction) · `decision` (label or number acted on) · `action` (what the person did; null =
    unknown) · `propensity` · `outcome` (label, or number for regression; null = not known) · `outcome_time` ·
    `inputs` (struct of columns that slices and value need, never personal ones) · `period`
    (rolling-origin period, such as `2013-05`).

    Attributes:
        candidate: who predicted.
        task: what kind of answer it is.
        frame: one row an id.
        threshold: score from which a binary decision is the positive label; None when decisions are made otherwise.
        correction: what is made of a predicted number before it is acted on; None acts on it as it is.
    """

    candidate: str
    task: Task
    frame: pl.DataFrame
    threshold: float | None = None
    correction: Correction | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Predictions) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values; the frame as Arrow IPC in base64."""
        return {**self._described(), "frame": encode_frame(self.frame)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Reads what `to_dict` wrote."""
        return cls(
            candidate=data["candidate"],
            task=Task.from_dict(data["task"]),
            frame=decode_frame(data["frame"]),
            threshold=data["threshold"],
            correction=Correction.from_dict(told) if (told := data.get("correction")) else None,
        )

    @property
    def digest(self) -> str:
        """Names the predictions by their rows, task, threshold and correction."""
        return digest({**self._described(), "frame": digest_frame(self.frame)})

    def _described(self) -> dict[str, Any]:
        plain = {"candidate": self.candidate, "task": self.task.to_dict(), "threshold": self.threshold}
        return plain if self.correction is None else {**plain, "correction": self.correction.to_dict()}
