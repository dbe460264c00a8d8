"""The table of the case about regions, as large as the command line says, the same for all contestants."""

import sys

import numpy as np

ROWS, COLUMNS = int(sys.argv[1]), int(sys.argv[2])
ALPHA, LEAST, MOST, DEPTH = 0.99, ROWS // 100, 5, 3
"""How regions are scored, fewest rows of one, how many are wanted, most conditions of one."""


def table() -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Columns of 2 to 12 values, and what each row lost: much more than elsewhere where two of them meet."""
    random = np.random.default_rng(7)
    columns = {f"c{at}": random.integers(0, 2 + at % 11, ROWS) for at in range(COLUMNS)}
    loss = np.where(random.random(ROWS) < 0.1, 900.0, np.where(random.random(ROWS) < 0.1, 250.0, 0.0))
    bad = (columns["c3"] == 1) & (columns["c6"] == 2)
    loss[bad & (random.random(ROWS) < 0.3)] = 900.0
    return columns, loss
