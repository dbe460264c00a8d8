"""Other questions near the one that was asked: one file an idea."""
