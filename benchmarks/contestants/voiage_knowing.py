"""voiage: what perfect information is worth, of everything and of each assumption, at its defaults.

`python voiage_knowing.py DRAWS.npz`: `ship` is what shipping brings, the others are assumptions; each row is a set.
Stopping brings 0.
"""

import json
import sys

import numpy as np
from numpy.typing import NDArray
from voiage.analysis import DecisionAnalysis
from voiage.schema import ValueArray


def knowing(ship: NDArray[np.float64], assumptions: dict[str, NDArray[np.float64]]) -> dict[str, float]:
    worth = ValueArray.from_numpy(np.column_stack([ship, np.zeros(ship.size)]), strategy_names=["ship", "stop"])
    analysis = DecisionAnalysis(worth, assumptions)
    return {"everything": analysis.evpi(), **{name: analysis.evppi([name]) for name in assumptions}}


draws = dict(np.load(sys.argv[1]))
ships = draws.pop("ship")
print(
    json.dumps([knowing(ship, {name: rows[place] for name, rows in draws.items()}) for place, ship in enumerate(ships)])
)
