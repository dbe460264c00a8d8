import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from benchmarks.stopping.projects import Project
from benchmarks.stopping.seeds import projects_of
from benchmarks.stopping.world import GATHER, Run, Try, weeks_of
from tests.forecast.simulated.tiny import tiny


def test_a_run_shows_what_was_done_and_measured() -> None:
    run = Run(tiny())
    assert run.view.weeks_left == 6.0
    for work in (Try(2), GATHER, Try(1)):
        run.do(work)
    view = run.view
    assert (view.work, view.done, view.gathered) == ((Try(2), GATHER, Try(1)), (2, 1), 1)
    assert view.weeks_left == 2.5
    assert [each.value for each in view.history] == [6.0, 9.0, 9.0, 9.0]
    assert [each.cases for each in view.history] == [1000, 1000, 1250, 1250]
    assert [each.se for each in view.history] == pytest.approx([1.0, 1.0, 0.8**0.5, 0.8**0.5])
    assert view.remaining(2.5) == [0]
    assert view.remaining(1.5) == []


def test_work_has_to_fit_and_no_experiment_runs_twice() -> None:
    run = Run(tiny())
    run.do(Try(0))
    with pytest.raises(ValueError, match="run before"):
        run.do(Try(0))
    with pytest.raises(ValueError, match="5 weeks of work do not fit into the 4 left"):
        weeks_of(run.view, [GATHER] * 5)
    assert weeks_of(run.view, (Try(2), GATHER)) == 2.5


def test_luck_belongs_to_the_project_and_not_to_the_run() -> None:
    project = projects_of("as stated", "development", 1)[0]
    first, second = Run(project), Run(project)
    for run in (first, second):
        run.do(GATHER)
        run.do(Try(0))
    assert first.view == second.view


def errors(project: Project) -> NDArray[np.float64]:
    """Of the first three measurements, by stated standard error: at once, after an experiment, after two more weeks."""
    run = Run(project)
    run.do(Try(0))
    run.do(GATHER)
    run.do(GATHER)
    first, second, _, last = run.view.history
    truth = project.truth
    levels = (truth.level((), 1.0), truth.level((0,), 1.0), truth.level((0,), project.growth(2)))
    return np.array([(each.value - level) / each.se for each, level in zip((first, second, last), levels, strict=True)])


@pytest.mark.parametrize(
    "family", ["as stated", "boasters", "common ceiling", "late breakthroughs", "hopeful stages", "data-limited"]
)
def test_errors_of_measurement_have_the_stated_standard_error(family: str) -> None:
    found = np.array([errors(each) for each in with_room(family)])
    low, high = stats.chi2(len(found)).ppf([0.0005, 0.9995])
    assert ((found**2).sum(axis=0) > low).all()
    assert ((found**2).sum(axis=0) < high).all()
    assert abs(found.mean(axis=0)).max() < 4 / len(found) ** 0.5


def test_errors_of_optimistic_measurements_are_about_twice_as_large_as_told() -> None:
    projects = with_room("optimistic measurements")
    found = np.array([errors(each) for each in projects])
    assert 1.8 < found.std() < 2.2
    true = found * np.array([[each.brief.noise / each.truth.noise] for each in projects])
    low, high = stats.chi2(len(found)).ppf([0.0005, 0.9995])
    assert ((true**2).sum(axis=0) > low).all()
    assert ((true**2).sum(axis=0) < high).all()


def test_candidates_measured_on_the_same_cases_share_the_stated_part_of_the_error() -> None:
    projects = with_room("as stated")
    first, second, later = np.array([errors(each) for each in projects]).T
    shared = np.array([each.brief.shared for each in projects])
    kept = np.array([(1.0 / each.growth(2)) ** 0.5 for each in projects])
    assert (first * second).mean() == pytest.approx(shared.mean(), abs=4 * 1.3 / len(projects) ** 0.5)
    assert (first * later).mean() == pytest.approx((shared * kept).mean(), abs=4 * 1.3 / len(projects) ** 0.5)


def with_room(family: str) -> list[Project]:
    """Projects whose timebox holds the first experiment and two weeks of gathering."""
    return [
        each
        for each in projects_of(family, "development", 1000)
        if each.brief.experiments[0].effort + 2 <= each.brief.timebox
    ]
