"""Every example in a docstring runs and gives the answer that stands there."""

import doctest
from importlib import import_module
from pkgutil import walk_packages

import pytest

import shipworthy


def modules() -> list[str]:
    return [found.name for found in walk_packages(shipworthy.__path__, "shipworthy.")]


@pytest.mark.parametrize("name", [*modules(), "scripts.blocks"])
def test_the_examples_of(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
