"""Where and with what the attempts of a project learn."""

from dataclasses import replace

from shipworthy.lab.study import Workplace
from shipworthy.store.home import shared_cache
from shipworthy.workflow.workbench import Workbench


def workplace(bench: Workbench, seed: int) -> Workplace:
    """The project's folder, what is shared with other projects, and who does the work.

    Args:
        bench: the project.
        seed: of everything drawn at random.
    """
    shelf = shared_cache(bench.environment, bench.root)
    place = Workplace(folder=bench.root, seed=seed, shelf=shelf, on=bench.hands.on)
    return place if bench.hands.jobs is None else replace(place, workers=bench.hands.jobs)
