import pytest

from benchmarks.stopping.families import FAMILIES
from benchmarks.stopping.seeds import PURPOSES, projects_of, seed_of


def test_purposes_and_families_never_share_a_seed() -> None:
    seeds = {seed_of(purpose, family, each) for purpose in PURPOSES for family in FAMILIES for each in range(2000)}
    assert len(seeds) == len(PURPOSES) * len(FAMILIES) * 2000


def test_purposes_never_share_a_project() -> None:
    starts = [each.truth.start for purpose in PURPOSES for each in projects_of("as stated", purpose, 200)]
    assert len(set(starts)) == len(starts)


def test_seeds_stay_what_they_are() -> None:
    assert seed_of("final", "as stated", 0) == 62440407012768588417175607532444640360


def test_more_projects_begin_with_the_same() -> None:
    assert projects_of("boasters", "tuning", 20)[:5] == projects_of("boasters", "tuning", 5)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(ValueError, match="'judging' is no purpose"):
        projects_of("as stated", "judging", 1)
    with pytest.raises(ValueError, match="'luck' is no family"):
        projects_of("luck", "final", 1)
