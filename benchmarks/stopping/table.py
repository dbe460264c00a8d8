"""Policies of a family side by side, as a table in Markdown."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.stopping.calibration import calibration
from benchmarks.stopping.oracle import best
from benchmarks.stopping.play import Played, play
from benchmarks.stopping.policies import Policy
from benchmarks.stopping.projects import Project
from benchmarks.stopping.score import Difference, difference, oracle_per_week, per_week, regret
from benchmarks.stopping.seeds import seed_of

OURS: Final = "shipworthy"
"""Name of the policy that the others are held against."""

_HEADS = ("", "settings", "value a week", "behind the oracle", "shipped", "missed", "weeks used")
_AGAINST = "shipworthy less this"
_TOLD = ("calibration error", "by luck alone", "Brier")


def family_table(family: str, projects: Sequence[Project], policies: Mapping[str, Policy]) -> str:
    """One row for each policy, best first, below the oracle's.

    Money is by week of the timebox. Missed is the share of what was shipped that truly missed the target; weeks used
    are of the timebox. A column on how much more ours brings only when it plays, columns on told chances only when a
    policy tells any. Ranges are 95 % intervals over projects.

    Args:
        family: for the heading.
        projects: that every policy plays.
        policies: by name.
    """
    played = {name: [play(policy, each) for each in projects] for name, policy in policies.items()}
    order = sorted(played, key=lambda name: -per_week(played[name]).mean())
    tells = any(game.told for games in played.values() for game in games)
    ours = per_week(played[OURS]) if OURS in played else None
    heads = (*_HEADS, *((_AGAINST,) if ours is not None else ()), *(_TOLD if tells else ()))
    lines = [f"## {family}", "", _line(heads), _line(["---", "---", *["---:"] * (len(heads) - 2)])]
    rows = [_oracle(projects)]
    for name in order:
        row = _row(name, policies[name], played[name], projects)
        rows.append([*row, *_against(ours, played[name]), *(_told(played[name]) if tells else ())])
    return "\n".join([*lines, *(_line((*row, *[""] * (len(heads) - len(row)))) for row in rows)])


def _oracle(projects: Sequence[Project]) -> list[str]:
    found = [best(each) for each in projects]
    reachable = np.mean([each.reachable for each in found])
    mean = oracle_per_week(projects).mean()
    shipped = np.mean([each.work is not None for each in found])
    return ["oracle", f"{reachable:.0%} within reach", f"{mean:,.0f}", "", f"{shipped:.0%}", "0%"]


def _row(name: str, policy: Policy, played: Sequence[Played], projects: Sequence[Project]) -> list[str]:
    shipped = [each.met for each in played if each.shipped]
    weeks = np.mean([each.weeks / project.brief.timebox for each, project in zip(played, projects, strict=True)])
    behind = regret(played, projects, np.random.default_rng(seed_of("bootstrap")))
    row = [name, _settings(policy), f"{per_week(played).mean():,.0f}", _range(behind)]
    missed = f"{1 - np.mean(shipped):.0%}" if shipped else ""
    return [*row, f"{len(shipped) / len(played):.0%}", missed, f"{weeks:.0%}"]


def _against(ours: NDArray[np.float64] | None, played: Sequence[Played]) -> list[str]:
    if ours is None:
        return []
    theirs = per_week(played)
    if np.array_equal(ours, theirs):
        return [""]
    return [_range(difference(list(ours), list(theirs), np.random.default_rng(seed_of("bootstrap"))))]


def _told(played: Sequence[Played]) -> list[str]:
    score = calibration([told for each in played for told in each.told])
    return [f"{score.error:.3f}", f"{score.floor:.3f}", f"{score.brier:.3f}"] if score else []


def _settings(policy: Policy) -> str:
    return ", ".join(f"{name} {value}" for name, value in vars(policy).items() if isinstance(value, int | float))


def _range(found: Difference) -> str:
    return f"{found.mean:,.0f} ({found.low:,.0f} to {found.high:,.0f})"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
