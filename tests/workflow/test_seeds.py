"""`evaluation.seeds`: what luck with the seed does is told, and nothing changes without it."""

from pathlib import Path

import numpy as np
import pytest

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.parts import part_digests
from shipworthy.plan.reading import read_document
from shipworthy.plan.specs import candidate_specs
from shipworthy.plan.writing import edit_document
from tests.workflow.project import LINEAR, Command, table

DRAWN = {"name": "drawn", "estimator": "sklearn.tree.ExtraTreeClassifier", "parameters": {"max_depth": 4}}
NAIVE = {"name": "naive", "estimator": "sklearn.naive_bayes.GaussianNB"}


@pytest.fixture
def root(tmp_path: Path, shipworthy: Command) -> Path:
    table(lambda size: np.where(size > 0, "late", "fine")).write_csv(tmp_path / "table.csv")
    folder = tmp_path / "project"
    assert shipworthy("init", folder, "--data", tmp_path / "table.csv", "--target", "target").status == 0
    edit_document(folder / "project.yaml", "candidates", [LINEAR, DRAWN, NAIVE])
    return folder


@pytest.mark.slow
def test_the_luck_of_the_draw_is_told_of_what_draws(root: Path, shipworthy: Command) -> None:
    once = shipworthy("evaluate", "--project", root, "--json").document["candidates"]
    edit_document(root / "project.yaml", "evaluation.seeds", 4)
    found = shipworthy("evaluate", "--project", root, "--json").document
    assert not found["failures"]
    lucky = {
        name: [each["says"] for each in one["findings"] if each["says"].startswith("luck of the draw")]
        for name, one in found["candidates"].items()
    }
    assert len(lucky["drawn"]) == 1
    assert "between" in lucky["drawn"][0]
    assert "over 4 seeds" in lucky["drawn"][0]
    # it draws nothing with these settings, though it takes a seed
    assert lucky["linear"] == ["luck of the draw of linear: none on the folds, over 4 seeds"]
    assert not lucky["naive"]
    assert not lucky["constant"]
    assert found["candidates"]["naive"]["measurements"] == once["naive"]["measurements"]
    assert found["candidates"]["drawn"]["measurements"] != once["drawn"]["measurements"]
    assert lucky["drawn"][0] in " ".join(found["notices"])
    assert shipworthy("evaluate", "--project", root, "--json").document["fresh"] == []


def test_one_seed_written_out_changes_nothing(root: Path) -> None:
    before = read_document(root / "project.yaml")
    edit_document(root / "project.yaml", "evaluation.seeds", 1)
    after = read_document(root / "project.yaml")
    assert part_digests(before, ["evaluation"]) == part_digests(after, ["evaluation"])
    assert candidate_specs(before) == candidate_specs(after)


@pytest.mark.parametrize("seeds", [0, -1, 1.5, "many", 101])
def test_what_is_no_number_of_seeds_is_refused(root: Path, seeds: object) -> None:
    with pytest.raises(DocumentError, match=r"evaluation\.seeds"):
        edit_document(root / "project.yaml", "evaluation.seeds", seeds)
