"""Floor 4: candidates to predictions."""
