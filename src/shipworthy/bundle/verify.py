"""Whether a bundle says in a fresh process, and through MLflow, what the model said when it was built."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

_PATIENCE = 300.0


@dataclass(frozen=True)
class Verified:
    """What came of it.

    Attributes:
        holds: True when both ways of loading it gave the same scores, within the tolerance.
        says: one plain sentence.
        rows: rows asked about.
        difference: largest difference from the scores expected, of both; None when it could not be asked.
        seconds: to load it; None when it could not be asked.
    """

    holds: bool
    says: str
    rows: int
    difference: float | None = None
    seconds: float | None = None


def verify(
    folder: Path,
    frame: pl.DataFrame,
    scores: NDArray[np.float64],
    *,
    tolerance: float = 0.0,
    timeout: float = _PATIENCE,
) -> Verified:
    """Loads a bundle in a fresh process with its own loader and with `mlflow.pyfunc`, and compares scores.

    Args:
        folder: of the bundle.
        frame: rows with the bundle's inputs.
        scores: what the model said of these rows when it was built. # (rows,) or (rows, classes)
        tolerance: largest difference that still counts as the same.
        timeout: seconds that the process may take.
    """
    with tempfile.TemporaryDirectory() as place:
        rows, answers = Path(place) / "rows.arrow", Path(place) / "answers.arrow"
        frame.write_ipc(rows)
        command = [sys.executable, "-m", "shipworthy.bundle.ask", str(folder), str(rows), str(answers)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
        except subprocess.TimeoutExpired:
            return Verified(False, f"a fresh process did not answer within {timeout:g} seconds", frame.height)
        if done.returncode or not answers.is_file():
            return Verified(False, f"a fresh process could not load and ask it: {_reason(done.stderr)}", frame.height)
        told = pl.read_ipc(answers.read_bytes())
        seconds = float(json.loads(done.stdout.splitlines()[-1])["seconds"])
    return _compared(told, np.asarray(scores, dtype=np.float64), tolerance, seconds)


def _compared(told: pl.DataFrame, scores: NDArray[np.float64], tolerance: float, seconds: float) -> Verified:
    off = {}
    for name in ("own", "mlflow"):
        seen = np.array(told[name].to_list(), dtype=np.float64).reshape(-1, *scores.shape[1:])
        if seen.shape != scores.shape:
            return Verified(False, f"{_WAYS[name]} gave {len(seen)} answers for {len(scores)} rows", len(scores))
        # MLflow is not asked about rows that lack what they must bring along
        told_of = np.isfinite(seen) if name == "mlflow" else np.ones(seen.shape, dtype=bool)
        off[name] = float(np.abs(seen - scores)[told_of].max(initial=0.0))
    worst = max(off, key=lambda name: off[name])
    rows, difference = len(scores), off[worst]
    if difference <= tolerance:
        within = f" within {tolerance:g}" if tolerance else ""
        says = f"loaded in a fresh process and through MLflow, it gives the same {rows:,} scores{within}"
        return Verified(True, f"{says}; it takes {seconds:.2f} s to load", rows, difference, seconds)
    says = f"{_WAYS[worst]}, its scores differ by up to {difference:g} from those when it was built"
    return Verified(False, says, rows, difference, seconds)


_WAYS = {"own": "loaded in a fresh process", "mlflow": "loaded through MLflow"}


def _reason(text: str) -> str:
    """The last line of a traceback that begins at the margin, with what follows it."""
    lines = text.strip().splitlines()
    starts = [place for place, line in enumerate(lines) if line and not line.startswith((" ", "Traceback"))]
    first = starts[-1] if starts else 0
    return " ".join(line.strip() for line in lines[first : first + 6]) or "it ended without a word"
