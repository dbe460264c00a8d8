import re

import pytest

from benchmarks.stopping.__main__ import main
from benchmarks.stopping.policies import COMPETITORS, AtOnce
from benchmarks.stopping.seeds import projects_of
from benchmarks.stopping.table import family_table
from benchmarks.stopping.world import STOP
from tests.forecast.simulated.test_play import Script


def test_the_command_prints_a_row_for_each_competitor_and_the_oracle(capsys: pytest.CaptureFixture[str]) -> None:
    main(["boasters", "data-limited", "--projects", "8", "--tuning", "3"])
    told = capsys.readouterr().out
    assert re.findall(r"^## (.+)$", told, re.MULTILINE) == ["boasters", "data-limited"]
    for name in ("oracle", "shipworthy", "ship at once", "stop at once", *COMPETITORS):
        assert told.count(f"| {name} |") == 2
    assert told.count("| calibration error | by luck alone | Brier |") == 2


def test_final_projects_are_others(capsys: pytest.CaptureFixture[str]) -> None:
    main(["boasters", "--projects", "8", "--tuning", "2"])
    development = capsys.readouterr().out
    main(["boasters", "--projects", "8", "--tuning", "2", "--final"])
    assert capsys.readouterr().out != development


@pytest.mark.parametrize("arguments", [["luck"], ["--projects", "1"], ["--tuning", "0"]])
def test_what_cannot_be_done_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "no family 'luck'" in (told := capsys.readouterr().err) or "needs 2 or more projects" in told


def test_without_ours_there_is_nothing_to_hold_against_and_without_chances_nothing_to_score() -> None:
    table = family_table("boasters", projects_of("boasters", "development", 5), {"stop at once": AtOnce(STOP)})
    assert "shipworthy" not in table
    assert "Brier" not in table


def test_told_chances_are_scored_beside_the_money() -> None:
    projects = projects_of("boasters", "development", 30)
    came = sum(each.truth.passes and each.meets((), 0) for each in projects) / 30
    table = family_table("boasters", projects, {"doubter": Script((STOP,), 0.0)})
    assert "| calibration error | by luck alone | Brier |" in table
    assert f"| {came:.3f} | 0.000 | {came:.3f} |" in table
