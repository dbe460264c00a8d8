"""Every number has a second witness: what `stats` computes is held against something else in its own tests."""

import inspect
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from shipworthy import stats

TESTS = Path(__file__).parents[1] / "stats"
OTHERS = (
    "sklearn",
    "scipy",
    "statsmodels",
    "simulat",
    "by hand",
    "jackknife",
    "bootstrap",
    "closed form",
    "published",
    "derivative",
)


@pytest.mark.parametrize("name", [module.name for module in iter_modules(stats.__path__)])
def test_every_function_of_stats_is_held_against_something_else(name: str) -> None:
    module = import_module(f"shipworthy.stats.{name}")
    text = (TESTS / f"test_{name}.py").read_text()
    public = [each for each, value in vars(module).items() if inspect.isfunction(value) and not each.startswith("_")]
    own = [each for each in public if vars(module)[each].__module__ == module.__name__]
    assert [each for each in own if each not in text] == []
    assert any(word in text for word in OTHERS), f"{name} has no second witness"
