"""What the gate promises, held against what came after: real tables, whose later periods nothing was learned from."""
