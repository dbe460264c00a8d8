"""Programs that write into a prediction log, run in processes of their own; and what they write."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from shipworthy.records.logged import Call, Logged, Turned
from shipworthy.store.prediction_log import PredictionLog

START = datetime(2026, 1, 1, tzinfo=UTC)


def logged(id: str, minute: int = 0, **fields: Any) -> Logged:
    time = START + timedelta(minutes=minute)
    given = {"version": 1, "score": 0.25, "decision": "no", "inputs": {"hour": 7, "origin": "EWR"}}
    return Logged(**{"id": id, "time": time, "received": time + timedelta(seconds=1), **given, **fields})


def turned(id: str, outcome: str | float | None = "yes", minute: int = 60, **fields: Any) -> Turned:
    return Turned(id=id, outcome=outcome, received=START + timedelta(minutes=minute), **fields)


def call(minute: int = 0, **fields: Any) -> Call:
    time = START + timedelta(minutes=minute)
    return Call(**{"time": time, "received": time, "seconds": 0.01, "status": 200, "rows": 3, **fields})


def write_until_killed(folder: Path, acknowledged: Path, run: int) -> None:
    """Writes without end; notes outside the log what has been acknowledged."""
    notes = os.open(acknowledged, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    with PredictionLog.open(folder, wait=30.0) as log:
        number = 0
        while True:
            ids = [f"{run}-{number}-{place}" for place in range(5)]
            rows = [logged(id, number, inputs={"text": "x" * 300}) for id in ids]
            log.write(rows, [turned(ids[0]), turned(f"later-{ids[0]}")], [call(number)])
            os.write(notes, (" ".join(ids) + "\n").encode())
            number += 1
