"""Floor 3: why this prediction, and how sure."""
