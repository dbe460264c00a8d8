"""confidenceinterval: how often its 95 % intervals of accuracy (Wilson, over rows) contain the truth."""

import confidenceinterval as ci
from tables import covered, tables
from told import told

with told() as here:
    for spread, words in ((0.0, "days alike"), (0.6, "days differ")):
        ends = [ci.accuracy_score(outcome, answer)[1] for outcome, answer, _ in tables(spread)]
        here.found += f"{words}: {covered(ends, spread)}; "
