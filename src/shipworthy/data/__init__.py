"""Floor 2: sources to tables, and the checks on them."""
