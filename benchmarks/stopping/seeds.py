"""Which projects are drawn for what: those for tuning, development and the final judgement never meet."""

from functools import cache
from hashlib import blake2b
from typing import Final

import numpy as np

from benchmarks.stopping.families import FAMILIES
from benchmarks.stopping.projects import Project

PURPOSES: Final = ("tuning", "development", "final")
"""Tuning chooses settings of a policy; development looks while a policy is made; the final ones are looked at once,
when nothing will change any more."""


def seed_of(*names: str | int | float) -> int:
    """A seed of 128 bits of its own for each sequence of names.

    >>> seed_of("final", "as stated", 0) == seed_of("final", "as stated", 1)
    False
    """
    return int.from_bytes(blake2b("/".join(map(str, names)).encode(), digest_size=16).digest(), "big")


@cache
def projects_of(family: str, purpose: str, count: int) -> tuple[Project, ...]:
    """The first so many projects of a family for a purpose; the same whenever asked.

    Raises:
        ValueError: for a purpose or family that is not there.
    """
    if purpose not in PURPOSES:
        raise ValueError(f"{purpose!r} is no purpose; there are {', '.join(PURPOSES)}")
    if family not in FAMILIES:
        raise ValueError(f"{family!r} is no family; there are {', '.join(FAMILIES)}")
    draw = FAMILIES[family]
    return tuple(draw(np.random.default_rng(seed_of(purpose, family, each))) for each in range(count))
