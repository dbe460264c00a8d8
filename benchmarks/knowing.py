"""What knowing more is worth: ours and voiage on the same draws, beside the answer by numerical integration.

`python -m benchmarks.knowing PYTHON` prints a table in Markdown. PYTHON is that of an environment with voiage 2.2.0,
which needs Python 3.12: `uv venv --python 3.12 peer && uv pip install --python peer/bin/python voiage==2.2.0`.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from shipworthy.forecast.information import information

DRAWS: Final = 20_000
SETS: Final = 50
PEER: Final = Path(__file__).parent / "contestants" / "voiage_knowing.py"
_POINTS: Final = 400_000

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Problem:
    """To ship or to stop, where shipping brings what assumption `a` says, and a normal `b` with it.

    Attributes:
        says: what it is, for the table.
        effect: what `a` brings. # (draws,) -> (draws,)
        quantile: how `a` comes out, from shares between 0 and 1. # (draws,) -> (draws,)
        spread: standard deviation that `b` adds.
    """

    says: str
    effect: Callable[[Numbers], Numbers]
    quantile: Callable[[Numbers], Numbers]
    spread: float


PROBLEMS: Final = (
    Problem("straight: 0.5 + 2a + b", lambda a: 0.5 + 2 * a, norm.ppf, 1.0),
    Problem(
        "holds or not: 50 in 7 of 10 cases, else -90; + 10b",
        lambda a: 140 * a - 90,
        lambda u: (u < 0.7).astype(np.float64),
        10.0,
    ),
    Problem("bent: 3 (abs(a) - 0.8) + b", lambda a: 3 * np.maximum(a, -a) - 2.4, norm.ppf, 1.0),
)


def integrated(problem: Problem) -> dict[str, float]:
    """What knowing everything, `a` or `b` is worth, integrated over `a` and in closed form over `b`."""
    shares = (np.arange(_POINTS) + 0.5) / _POINTS
    effect = problem.effect(problem.quantile(shares))
    mean = effect.mean()
    now = max(float(mean), 0.0)
    return {
        "everything": float(_at_best(effect, problem.spread).mean()) - now,
        "a": float(np.maximum(effect, 0).mean()) - now,
        "b": float(_at_best(mean, problem.spread)) - now,
    }


def main(python: str) -> None:
    """Prints the table: mean over the sets of draws, and the typical error (root mean square) behind it."""
    print("| to ship or to stop | worth of knowing | integrated | Shipworthy | voiage |")
    print("|---|---|---:|---:|---:|")
    for problem in PROBLEMS:
        random = np.random.default_rng(1)
        a, b = problem.quantile(random.random((SETS, DRAWS))), random.normal(size=(SETS, DRAWS))
        ship = problem.effect(a) + problem.spread * b
        ours = [_ours(*rows) for rows in zip(ship, a, b, strict=True)]
        theirs = _voiage(python, ship, a, b)
        for known, right in integrated(problem).items():
            says = problem.says if known == "everything" else ""
            found = (_found([one[known] for one in told], right) for told in (ours, theirs))
            print(f"| {says} | {known} | {right:.3f} | {' | '.join(found)} |")


def _ours(ship: Numbers, a: Numbers, b: Numbers) -> dict[str, float]:
    told = information({"ship": ship, "stop": np.zeros(ship.size)}, {"a": a, "b": b})
    return {"everything": told.everything, **told.each}


def _voiage(python: str, ship: Numbers, a: Numbers, b: Numbers) -> list[dict[str, float]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "draws.npz"
        np.savez(path, ship=ship, a=a, b=b)
        done = subprocess.run([python, str(PEER), str(path)], check=True, capture_output=True, text=True)
    return list(json.loads(done.stdout))


def _found(values: list[float], right: float) -> str:
    return f"{np.mean(values):.3f} ({np.sqrt(np.mean((np.array(values) - right) ** 2)):.3f})"


def _at_best(mean: Numbers, spread: float) -> Numbers:
    """Mean of the better of 0 and a normal number (closed form)."""
    return np.asarray(spread * norm.pdf(mean / spread) + mean * norm.cdf(mean / spread))


if __name__ == "__main__":
    main(sys.argv[1])
