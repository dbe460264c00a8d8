"""Small projects for tests, made and asked through the real command."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from shipworthy.plan.writing import edit_document

LINEAR = {"name": "linear", "estimator": "sklearn.linear_model.LogisticRegression", "glass_box": True}
RIDGE = {"name": "linear", "estimator": "sklearn.linear_model.Ridge", "glass_box": True}


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str

    @property
    def flat(self) -> str:
        """Standard output without line breaks and columns."""
        return " ".join(self.out.split())

    @property
    def document(self) -> Any:
        """Standard output, which has to be one JSON document."""
        return json.loads(self.out)


Command = Callable[..., Said]
"""Runs `shipworthy` with these arguments in this process."""


def keep_linear(root: Path, regression: bool = False) -> None:
    """Leaves one quick candidate on the roadmap."""
    edit_document(root / "project.yaml", "candidates", [RIDGE if regression else LINEAR])


def signal(rows: int = 240, seed: int = 0) -> dict[str, Any]:
    """Two columns that tell the outcome in part, one that does not, and how large the outcome is."""
    random = np.random.default_rng(seed)
    a, b = random.normal(size=rows), random.normal(size=rows)
    size = a - 0.5 * b + 0.7 * random.normal(size=rows)
    return {"a": a, "b": b, "c": random.choice(["x", "y", "z"], rows), "size": size}


def table(target: Any, rows: int = 240) -> pl.DataFrame:
    """A table whose `target` is what is to be predicted; a function of the outcome's size, or values."""
    columns = signal(rows)
    size = columns.pop("size")
    return pl.DataFrame({**columns, "target": target(size) if callable(target) else target}, strict=False)
