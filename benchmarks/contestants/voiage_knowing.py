"""voiage: what perfect information is worth, of everything and of each assumption, at its defaults.

`python voiage_knowing.py DRAWS.npz`: `ship` is what shipping brings, the others are assumptions; stopping brings 0.
"""

import json
import sys

import numpy as np
from voiage.analysis import DecisionAnalysis
from voiage.schema import ValueArray

draws = dict(np.load(sys.argv[1]))
ship = draws.pop("ship")
worth = ValueArray.from_numpy(np.column_stack([ship, np.zeros(ship.size)]), strategy_names=["ship", "stop"])
analysis = DecisionAnalysis(worth, draws)
print(json.dumps({"everything": analysis.evpi(), **{name: analysis.evppi([name]) for name in draws}}))
