"""Floor 1: pure numbers, no frames, no project."""
