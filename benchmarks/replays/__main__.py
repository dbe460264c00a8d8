"""`python -m benchmarks.replays` replays real sequences of experiments, and prints what each policy is worth."""

import argparse
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

import numpy as np

from benchmarks.replays.play import play
from benchmarks.replays.projects import Replay, replays, sources
from benchmarks.stopping.calibration import calibration
from benchmarks.stopping.ours import Ours
from benchmarks.stopping.play import Played
from benchmarks.stopping.policies import COMPETITORS, AtOnce, Grid, Maker, Policy
from benchmarks.stopping.score import difference, per_week
from benchmarks.stopping.seeds import seed_of
from benchmarks.stopping.world import SHIP, STOP
from benchmarks.table import put

OURS = "shipworthy"


def main(arguments: Sequence[str] | None = None) -> None:
    """Judges on each half of the data sets what was tuned on the other half; prints one table for both together."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replays", description=__doc__)
    parser.add_argument("--projects", type=int, default=1000, help="judged on so many")
    parser.add_argument("--tuning", type=int, default=400, help="tuned on so many over the other half of data sets")
    parser.add_argument("--final", action="store_true", help="judge on the projects kept apart until the end")
    parser.add_argument("--write", type=Path, help="also put the table into this page")
    asked = parser.parse_args(arguments)
    purpose = "final" if asked.final else "development"
    names = list(sources())
    judged = list[Replay]()
    played = dict[str, list[Played]]()
    for here, there in ((names[::2], names[1::2]), (names[1::2], names[::2])):
        projects = replays(here, purpose, asked.projects // 2)
        judged += projects
        for name, policy in contestants(replays(there, "tuning", asked.tuning)).items():
            played.setdefault(name, []).extend(play(policy, each) for each in projects)
    found = table(judged, played)
    print(found)
    if asked.write:
        put(asked.write, "replays", found)


def contestants(tuning: Sequence[Replay]) -> Mapping[str, Policy]:
    """By name, the competitors tuned on these projects."""
    tuned = {name: _tuned(make, grid, tuning) for name, (make, grid) in COMPETITORS.items()}
    return {OURS: Ours(), "ship at once": AtOnce(SHIP), "stop at once": AtOnce(STOP), **tuned}


def _tuned(make: Maker, grid: Grid, tuning: Sequence[Replay]) -> Policy:
    grid = {**grid, "data": (0,)}  # there is nothing to gather
    policies = [make(**dict(zip(grid, values, strict=True))) for values in product(*grid.values())]
    return policies[int(np.argmax([per_week([play(policy, each) for each in tuning]).mean() for policy in policies]))]


def table(judged: Sequence[Replay], played: Mapping[str, Sequence[Played]]) -> str:
    """One row for each policy, best first, below the oracle's; ranges are 95 % intervals over projects."""
    oracle = np.array([each.oracle() / each.brief.timebox for each in judged])
    ours = per_week(played[OURS])
    lines = [
        "| | value a week | shipped | missed | shipworthy less this | data sets on which shipworthy is ahead |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        f"| oracle | {oracle.mean():,.0f} | | 0% | | |",
    ]
    for name in sorted(played, key=lambda name: -per_week(played[name]).mean()):
        met = [each.met for each in played[name] if each.shipped]
        missed = f"{1 - np.mean(met):.0%}" if met else ""
        row = [name, f"{per_week(played[name]).mean():,.0f}", f"{len(met) / len(judged):.0%}", missed]
        lines.append("| " + " | ".join([*row, *_against(ours, per_week(played[name]), judged)]) + " |")
    score = calibration([told for each in played[OURS] for told in each.told])
    if score:
        lines += [
            "",
            f"Calibration error {score.error:.3f} ({score.floor:.3f} by luck alone), Brier {score.brier:.3f}.",
        ]
    return "\n".join(lines)


def _against(ours: np.ndarray, theirs: np.ndarray, judged: Sequence[Replay]) -> list[str]:
    if np.array_equal(ours, theirs):
        return ["", ""]
    found = difference(list(ours), list(theirs), np.random.default_rng(seed_of("bootstrap")))
    by_set = [
        float((ours - theirs)[[each.source == name for each in judged]].mean())
        for name in sorted({each.source for each in judged})
    ]
    ahead = sum(each > 0 for each in by_set)
    return [f"{found.mean:,.0f} ({found.low:,.0f} to {found.high:,.0f})", f"{ahead} of {len(by_set)}"]


if __name__ == "__main__":
    main()
