"""A project small enough to work out by hand."""

from dataclasses import replace
from typing import Any

from benchmarks.stopping.projects import Brief, Experiment, Project, Truth


def experiment(gain: float, effort: float, chance: float = 0.5, owner: str = "Ada") -> Experiment:
    return Experiment(f"gain {gain}", "model", owner, chance, gain, gain / 2, effort)


def tiny(brief: dict[str, Any] | None = None, truth: dict[str, Any] | None = None) -> Project:
    """Six weeks at 10 to spend and 5 to forgo; true gains 2, 0, 3 in 2, 1, 1.5 weeks; from 6 to a target of 10."""
    seen = Brief(
        timebox=6,
        cost=10.0,
        price=5.0,
        target=10.0,
        value=400.0,
        miss=100.0,
        experiments=(experiment(2.5, 2.0, 0.8), experiment(4.0, 1.0, 0.2), experiment(2.0, 1.5, 0.9)),
        stages=(0.8, 0.5),
        cases=1000,
        cases_per_week=250,
        noise=1.0,
        shared=0.5,
    )
    real = Truth(
        start=6.0,
        gains=(2.0, 0.0, 3.0),
        stages=(0.8, 0.5),
        noise=1.0,
        passes=True,
        own_luck=(0.0,) * 10,
        case_luck=(0.0,) * 7,
    )
    return Project(replace(seen, **(brief or {})), replace(real, **(truth or {})))
