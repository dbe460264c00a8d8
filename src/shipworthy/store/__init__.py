"""Floor 2: the ledger and the cache."""
