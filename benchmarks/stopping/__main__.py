"""`python -m benchmarks.stopping [FAMILY ...]` tunes the competitors, and prints what each is worth."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks.stopping.families import FAMILIES
from benchmarks.stopping.ours import Ours
from benchmarks.stopping.policies import COMPETITORS, AtOnce, Policy
from benchmarks.stopping.projects import Project
from benchmarks.stopping.seeds import projects_of
from benchmarks.stopping.table import OURS, family_table
from benchmarks.stopping.tune import tune
from benchmarks.stopping.world import SHIP, STOP, Run
from benchmarks.table import put


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints one table for each family asked for; all when none is named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stopping", description=__doc__)
    parser.add_argument("family", nargs="*", help=f"one or more of: {', '.join(FAMILIES)}; none for all")
    parser.add_argument("--projects", type=int, default=1000, help="judged on so many of each family")
    parser.add_argument("--tuning", type=int, default=400, help="tuned on so many others of each family")
    parser.add_argument("--final", action="store_true", help="judge on the projects kept apart until the end")
    parser.add_argument("--skip", type=int, default=0, help="leave out so many projects first, as looked at before")
    parser.add_argument("--write", type=Path, help="also put the tables into this page")
    asked = parser.parse_args(arguments)
    unknown = [each for each in asked.family if each not in FAMILIES]
    if unknown or asked.projects < 2 or asked.tuning < 1 or asked.skip < 0:
        parser.error(f"no family {unknown[0]!r}" if unknown else "needs 2 or more projects, and 1 or more for tuning")
    for family in asked.family or FAMILIES:
        purpose = "final" if asked.final else "development"
        projects = projects_of(family, purpose, asked.skip + asked.projects)[asked.skip :]
        told = family_table(family, projects, contestants(family, asked.tuning))
        told += f"\n\nA decision takes {_seconds(projects[:20]):.3f} seconds of one core (median)."
        print(told, end="\n\n", flush=True)
        if asked.write:
            put(asked.write, f"stopping {family}", f"#{told}")  # a heading lower in the page


def contestants(family: str, tuning: int) -> Mapping[str, Policy]:
    """By name: ours, the two that decide on the first day, and the competitors, each tuned on so many projects."""
    tuned = {name: tune(make, grid, family, tuning) for name, (make, grid) in COMPETITORS.items()}
    return {OURS: Ours(), "ship at once": AtOnce(SHIP), "stop at once": AtOnce(STOP), **tuned}


def _seconds(projects: Sequence[Project]) -> float:
    """Median time that one core works on our first decision in these projects."""
    taken = []
    for each in projects:
        view, began = Run(each).view, process_time()
        Ours().next(view)
        taken.append(process_time() - began)
    return median(taken)


if __name__ == "__main__":
    main()
