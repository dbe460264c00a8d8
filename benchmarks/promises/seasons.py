"""`python -m benchmarks.promises.seasons`: how often ranges hold what comes where periods drift or have seasons.

Worlds whose truth is known, six months seen and four to come. Beside the range as it is promised stands one that is
widened by what promises made earlier on the same months would have missed, as far as that is more.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.table import put
from shipworthy.stats.bounds import quantile
from shipworthy.stats.predictive import predict_period

SEEN: Final = 6
COMING: Final = 4
_RUNS: Final = 4000
_MONTHS: Final = 12

Gains = NDArray[np.float64]


def worlds(runs: int = _RUNS) -> dict[str, Gains]:
    """Gains of the months seen and to come, each world in its own way; chance moves each by 1. # (runs, months)."""
    random = np.random.default_rng(20_261_121)
    months = np.arange(SEEN + COMING)
    chance = random.normal(size=(runs, len(months)))
    rising = random.choice([-1.0, 1.0], size=(runs, 1))
    start = random.uniform(size=(runs, 1))
    seasons = np.sin(2 * np.pi * (months / _MONTHS + start))
    return {
        "months alike": chance,
        "heavy tails": random.standard_t(3, size=chance.shape),
        "a slow trend": chance + 0.2 * rising * months,
        "a trend": chance + 0.6 * rising * months,
        "a random walk": np.cumsum(chance, axis=1),
        "weak seasons": chance + seasons,
        "strong seasons": chance + 3 * seasons,
    }


def as_promised(seen: Gains) -> tuple[Gains, Gains]:
    """Middle and half width of the range of a month to come. # (runs,), (runs,)."""
    told = [predict_period(each) for each in seen.tolist()]
    known = [each for each in told if each is not None]
    middle = np.array([each.mean for each in known])
    return middle, np.array([each.scale for each in known]) * quantile(0.975, seen.shape[1] - 1)


def widened(seen: Gains) -> tuple[Gains, Gains]:
    """The same, no narrower than the misses of what could have been promised earlier ask for. # (runs,), (runs,)."""
    middle, half = as_promised(seen)
    months = seen.shape[1]
    misses = [
        (seen[:, later] - seen[:, :known].mean(axis=1)) ** 2 / (1 + 1 / known)
        for known in range(1, months)
        for later in range(known, months)
    ]
    scale = np.sqrt(np.mean(misses, axis=0) * (1 + 1 / months))
    return middle, np.maximum(half, scale * quantile(0.975, months - 1))


def inside(gains: Gains, way: Callable[[Gains], tuple[Gains, Gains]]) -> tuple[float, float]:
    """Share of the months to come within the range, and the median of its half width."""
    middle, half = way(gains[:, :SEEN])
    within = np.abs(gains[:, SEEN:] - middle[:, None]) <= half[:, None]
    return float(within.mean()), float(np.median(half))


def table(runs: int = _RUNS) -> str:
    """A row a world."""
    lines = ["| what months are like | within the range | within one widened by earlier misses | how much wider |"]
    lines.append("| --- | ---: | ---: | ---: |")
    for name, gains in worlds(runs).items():
        (told, width), (more, wider) = inside(gains, as_promised), inside(gains, widened)
        lines.append(f"| {name} | {told:.0%} | {more:.0%} | {wider / width:.2f} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.promises.seasons", description=__doc__)
    parser.add_argument("--write", type=Path, help="also put the table into this page")
    asked = parser.parse_args(arguments)
    found = table()
    print(found)
    if asked.write:
        put(asked.write, "seasons", found)


if __name__ == "__main__":
    main()
