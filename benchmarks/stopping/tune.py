"""Settings of a policy are chosen on projects that it is not judged on."""

from itertools import product

import numpy as np

from benchmarks.stopping.play import play
from benchmarks.stopping.policies import Grid, Maker, Policy
from benchmarks.stopping.score import per_week
from benchmarks.stopping.seeds import projects_of


def tune(make: Maker, grid: Grid, family: str, count: int) -> Policy:
    """The policy with the highest mean value per week on the family's first tuning projects.

    Args:
        make: takes one value of each setting by name.
        grid: values to try of each setting; all combinations are. Of equals the first wins.
        family: of projects.
        count: tuning projects.
    """
    projects = projects_of(family, "tuning", count)
    policies = [make(**dict(zip(grid, values, strict=True))) for values in product(*grid.values())]
    values = [per_week([play(policy, each) for each in projects]).mean() for policy in policies]
    return policies[int(np.argmax(values))]
